#include "tools/export/table.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace haze::tools {
namespace {

using nlohmann::ordered_json;
using Kind = store::Statement::Kind;

std::string Cell(const store::Statement& statement, int column) {
  switch (statement.KindOf(column)) {
    case Kind::kNull: return {};
    case Kind::kInteger: return fmt::format("{}", statement.Int(column));
    case Kind::kReal: return fmt::format("{}", statement.Real(column));
    case Kind::kText: return CsvText(statement.Text(column));
    case Kind::kBlob: return fmt::format("{} bytes", statement.Blob(column).size());
  }
  return {};
}

ordered_json Value(const store::Statement& statement, int column) {
  switch (statement.KindOf(column)) {
    case Kind::kNull: return nullptr;
    case Kind::kInteger: return statement.Int(column);
    case Kind::kReal: return statement.Real(column);
    case Kind::kText: return statement.Text(column);
    case Kind::kBlob: return {{"bytes", statement.Blob(column).size()}};
  }
  return nullptr;
}

std::string Line(const ordered_json& object) { return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n"; }

}  // namespace

std::string CsvText(std::string_view text) {
  std::string cell(text);
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) cell.insert(cell.begin(), '\'');
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

bool WriteRows(store::Statement& statement, TableFormat format, const std::string& table, const Sink& sink) {
  const int columns = statement.columns();
  if (format == TableFormat::kCsv) {
    std::string header = table.empty() ? "" : "table,";
    for (int i = 0; i < columns; ++i) header += (i > 0 ? "," : "") + CsvText(statement.ColumnName(i));
    if (!sink(header + "\r\n")) return false;
  }
  while (statement.Step()) {
    std::string line;
    if (format == TableFormat::kCsv) {
      if (!table.empty()) line = CsvText(table) + ",";
      for (int i = 0; i < columns; ++i) line += (i > 0 ? "," : "") + Cell(statement, i);
      line += "\r\n";
    } else {
      ordered_json object = ordered_json::object();
      if (!table.empty()) object["table"] = table;
      for (int i = 0; i < columns; ++i) object[statement.ColumnName(i)] = Value(statement, i);
      line = Line(object);
    }
    if (!sink(line)) return false;
  }
  return true;
}

std::vector<std::string> TableNames(store::Database& database) {
  std::vector<std::string> names;
  store::Statement s(database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name");
  while (s.Step()) names.push_back(s.Text(0));
  return names;
}

bool HasColumn(store::Database& database, const std::string& table, const std::string& column) {
  store::Statement s(database, "SELECT 1 FROM pragma_table_info(?) WHERE name = ?");
  s.Bind(0, table).Bind(1, column);
  return s.Step();
}

bool WriteSamples(const Trajectory& trajectory, TableFormat format, const Sink& sink) {
  const scenarios::Scenario& scenario = *trajectory.scenario;
  if (format == TableFormat::kCsv &&
      !sink("match_id,craft,t_utc,t_s,x_gcrf_m,y_gcrf_m,z_gcrf_m,vx_gcrf_mps,vy_gcrf_mps,vz_gcrf_mps,qw_bi,qx_bi,qy_bi,qz_bi,propellant_kg,dv_left_mps\r\n"))
    return false;
  for (const match::Truth& sample : trajectory.samples) {
    const std::string utc = UtcOf(scenario, sample.t);
    for (std::size_t c = 0; c < sample.craft.size(); ++c) {
      const match::CraftTruth& craft = sample.craft[c];
      if (!craft.present) continue;
      const dynamics::State& s = craft.state;
      const std::pair<const char*, double> numbers[] = {
          {"t_s", sample.t},           {"x_gcrf_m", s.r.x()},       {"y_gcrf_m", s.r.y()},       {"z_gcrf_m", s.r.z()},       {"vx_gcrf_mps", s.v.x()},
          {"vy_gcrf_mps", s.v.y()},    {"vz_gcrf_mps", s.v.z()},    {"qw_bi", craft.q_BI.w()},   {"qx_bi", craft.q_BI.x()},   {"qy_bi", craft.q_BI.y()},
          {"qz_bi", craft.q_BI.z()},   {"propellant_kg", craft.propellant}, {"dv_left_mps", craft.dv_left}};
      std::string line;
      if (format == TableFormat::kCsv) {
        line = trajectory.rows.attempt.match_id + "," + CsvText(scenario.vehicles[c].name) + "," + utc;
        for (const auto& [name, value] : numbers) line += fmt::format(",{}", value);
        line += "\r\n";
      } else {
        ordered_json object = {{"match_id", trajectory.rows.attempt.match_id}, {"craft", scenario.vehicles[c].name}, {"t_utc", utc}};
        for (const auto& [name, value] : numbers) object[name] = value;
        line = Line(object);
      }
      if (!sink(line)) return false;
    }
  }
  return true;
}

}  // namespace haze::tools
