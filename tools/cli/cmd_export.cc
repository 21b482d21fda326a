// `haze export`: a match or the store for other programs.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"
#include "tools/export/czml.h"
#include "tools/export/oem.h"
#include "tools/export/table.h"
#include "tools/tournament/utc_now.h"

namespace haze::tools {
namespace {

struct ExportOptions {
  std::string match, db, format = "csv", output = "-", craft, table;
  double step_s = 60.0;
};

// A file, or stdout for "-"; remembers the first failure.
class Output {
 public:
  explicit Output(const std::string& path) : path_(path), file_(path == "-" ? stdout : std::fopen(path.c_str(), "wb")) {
    if (!file_) error_ = std::strerror(errno);
  }
  ~Output() { Close(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  bool Write(std::string_view text) {
    if (error_.empty() && std::fwrite(text.data(), 1, text.size(), file_) != text.size()) error_ = std::strerror(errno);
    return error_.empty();
  }
  /// The command's exit code.
  int Close() {
    if (file_) {
      const bool flushed = path_ == "-" ? std::fflush(file_) == 0 : std::fclose(file_) == 0;
      if (!flushed && error_.empty()) error_ = std::strerror(errno);
      file_ = nullptr;
    }
    return error_.empty() ? kExitDone : Complain(path_ + " cannot be written: " + error_, kExitUsage);
  }

 private:
  std::string path_;
  std::FILE* file_;
  std::string error_;
};

int WriteText(const std::string& path, const std::string& text) {
  Output out(path);
  out.Write(text);
  return out.Close();
}

// "match.oem" for one of several craft: "match-jackal.oem".
std::string PathFor(const std::string& output, const std::string& craft) {
  const std::filesystem::path path(output);
  return (path.parent_path() / (path.stem().string() + "-" + craft + path.extension().string())).string();
}

int ExportMessages(const ExportOptions& options, const Trajectory& trajectory) {
  const std::string now = NowUtc();
  std::vector<std::pair<std::string, std::string>> messages;  // craft, text
  std::string names;
  for (std::size_t i = 0; i < trajectory.scenario->vehicles.size(); ++i) {
    const std::string& name = trajectory.scenario->vehicles[i].name;
    names += (names.empty() ? "" : ", ") + name;
    if (!options.craft.empty() && options.craft != name) continue;
    std::string text = options.format == "oem" ? Oem(trajectory, static_cast<int>(i), now) : Omm(*trajectory.scenario, static_cast<int>(i), now);
    if (!text.empty()) messages.emplace_back(name, std::move(text));
  }
  if (messages.empty()) {
    if (!options.craft.empty() && (", " + names + ",").find(", " + options.craft + ",") == std::string::npos)
      return Complain("no craft \"" + options.craft + "\"; there are: " + names, kExitUsage);
    return Complain(options.format == "oem" ? "no craft was ever in orbit" : "no craft starts from a two-line element set", kExitNo);
  }
  if (messages.size() == 1) return WriteText(options.output, messages.front().second);
  if (options.output == "-") return Complain("one message holds one craft: give --craft (" + names + ") or -o FILE", kExitUsage);
  for (const auto& [name, text] : messages) {
    const std::string path = PathFor(options.output, name);
    const int code = WriteText(path, text);
    if (code != kExitDone) return code;
    fmt::print(stderr, "{}\n", path);
  }
  return kExitDone;
}

int ExportRows(const ExportOptions& options, store::Reader& reader, const std::string& match_id) {
  const TableFormat format = options.format == "csv" ? TableFormat::kCsv : TableFormat::kJsonLines;
  const std::vector<std::string> known = TableNames(reader.database());
  std::vector<std::string> tables;
  if (options.table == "all") {
    if (format == TableFormat::kCsv) return Complain("--table all needs --format jsonl: tables differ in their columns", kExitUsage);
    tables = known;
  } else {
    tables = {options.table.empty() ? "matches" : options.table};
    if (std::find(known.begin(), known.end(), tables.front()) == known.end()) {
      const std::string nearest = Nearest(tables.front(), known);
      return Complain("no table \"" + tables.front() + "\"" + (nearest.empty() ? "" : "; did you mean " + nearest + "?"), kExitUsage);
    }
  }
  Output out(options.output);
  for (const std::string& table : tables) {
    const bool of_match = !match_id.empty();
    if (of_match && !HasColumn(reader.database(), table, "match_id")) {
      if (options.table == "all") continue;
      return Complain("table " + table + " has no column match_id", kExitUsage);
    }
    // The name is one of the store's own; a quote in it is doubled all the same.
    std::string quoted;
    for (const char c : table) quoted += c == '"' ? "\"\"" : std::string(1, c);
    store::Statement statement(reader.database(), "SELECT * FROM \"" + quoted + "\"" + (of_match ? " WHERE match_id = ?" : ""));
    if (of_match) statement.Bind(0, match_id);
    if (!WriteRows(statement, format, options.table == "all" ? table : "", [&out](std::string_view text) { return out.Write(text); })) break;
  }
  return out.Close();
}

int Run(const ExportOptions& options) {
  store::Reader reader(options.db);
  const bool rows = options.format == "csv" || options.format == "jsonl";
  std::string match_id;
  if (!options.match.empty() || !rows) {
    const store::Reader::Found found = reader.Find(options.match.empty() ? "last" : options.match);
    if (found.match_id.empty()) return Complain(found.error, kExitUsage);
    match_id = found.match_id;
  }
  if (rows && (match_id.empty() || !options.table.empty())) return ExportRows(options, reader, match_id);

  // Viewers interpolate a CZML: about burns it tells every second, or a part of the step not far below one.
  const dynamics::SimTime step = dynamics::FromSeconds(options.step_s);
  dynamics::SimTime about_burns;
  if (options.format == "czml") {
    std::int64_t parts = (step.us + 999'999) / 1'000'000;
    while (step.us % parts != 0 && step.us / parts > 250'000) ++parts;
    if (step.us % parts == 0) about_burns.us = step.us / parts;
  }
  const Trajectory trajectory = Sample(reader, match_id, step, about_burns);
  if (!trajectory.error.empty()) return Complain(trajectory.error, kExitNo);
  if (options.format == "czml") return WriteText(options.output, Czml(trajectory));
  if (!rows) return ExportMessages(options, trajectory);
  Output out(options.output);
  WriteSamples(trajectory, options.format == "csv" ? TableFormat::kCsv : TableFormat::kJsonLines, [&out](std::string_view text) { return out.Write(text); });
  return out.Close();
}

}  // namespace

void AddExportCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* command = app.add_subcommand("export", "A match or the store for other programs");
  command->add_option("MATCH", options->match, "The beginning of an id, last, or last~N; csv and jsonl without one: the store's rows");
  AddDbOption(*command, options->db);
  command->add_option("--format", options->format, "oem, omm (CCSDS 502.0-B-2), czml, csv, jsonl")->check(CLI::IsMember({"oem", "omm", "czml", "csv", "jsonl"}))->capture_default_str();
  command->add_option("-o", options->output, "Where to; - is stdout. Several craft: FILE-craft.ext")->type_name("FILE")->capture_default_str();
  command->add_option("--step-s", options->step_s, "Time between samples")->capture_default_str()->check(CLI::Range(1e-3, 86400.0));
  command->add_option("--craft", options->craft, "One craft alone (oem, omm)");
  command->add_option("--table", options->table, "Rows of a table or view (csv, jsonl) instead of the trajectory; all = every one (jsonl). Without MATCH: matches");
  command->footer("Examples:\n  haze export last --format oem --craft jackal -o jackal.oem\n  haze export --format jsonl --table leaderboard\n"
                  "All times are UTC. Trajectories are played again from the record, in GCRF axes.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
