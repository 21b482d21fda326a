// `haze diff`: the first turn where two records part.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/match/replay.h"
#include "arbiter/store/pack.h"
#include "arbiter/store/query.h"
#include "tools/cli/command.h"
#include "tools/cli/narrator.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

struct DiffOptions {
  std::string a, b, db;
  bool json = false;
};

struct Side {
  store::MatchRows rows;
  match::rec::Record record;
};

// Empty, or why the match cannot be compared.
std::string Load(store::Reader& reader, const std::string& text, Side& side) {
  const store::Reader::Found found = reader.Find(text);
  if (found.match_id.empty()) return found.error;
  side.rows = reader.Match(found.match_id);
  const std::string name = "match " + found.match_id.substr(0, 8);
  if (side.rows.record.empty()) return name + " kept no record (keep: results)";
  std::optional<match::rec::Record> record = store::Unpack(side.rows.record);
  if (!record) return "the record of " + name + " cannot be read";
  side.record = std::move(*record);
  return "";
}

std::string OrderWords(const haze::agent::v1::Order& order) {
  const google::protobuf::OneofDescriptor* action = order.GetDescriptor()->FindOneofByName("action");
  const google::protobuf::FieldDescriptor* field = order.GetReflection()->GetOneofFieldDescriptor(order, action);
  return (field ? field->name() : std::string("nothing")) + " \"" + order.order_id() + "\"";
}

// What a seat answered, in a few words.
std::string AnswerWords(const match::rec::Record& record, std::size_t instant, int seat) {
  if (instant >= static_cast<std::size_t>(record.instants_size())) return "-";
  for (const auto& answer : record.instants(static_cast<int>(instant)).answers()) {
    if (answer.seat() != seat) continue;
    if (answer.has_hold()) return "holds: " + answer.hold();
    if (answer.has_forfeit()) return "forfeits: " + answer.forfeit().reason();
    std::string words;
    for (const auto& order : answer.decision().orders()) words += (words.empty() ? "" : ", ") + OrderWords(order);
    if (words.empty()) words = "no order";
    if (answer.decision().tracks_size() > 0) words += fmt::format("; {} claims", answer.decision().tracks_size());
    return words;
  }
  return "not asked";
}

// What makes two matches incomparable turn by turn, in the order in which it is worth knowing.
std::vector<std::string> Beginnings(const Side& a, const Side& b) {
  std::vector<std::string> words;
  const auto differs = [&](const char* what, const std::string& left, const std::string& right) {
    if (left != right) words.push_back(fmt::format("{}: {} | {}", what, left, right));
  };
  differs("scenario", a.rows.attempt.scenario + " " + a.rows.attempt.scenario_hash.substr(0, 8), b.rows.attempt.scenario + " " + b.rows.attempt.scenario_hash.substr(0, 8));
  differs("seed", std::to_string(a.rows.attempt.seed), std::to_string(b.rows.attempt.seed));
  if (a.record.match_key() != b.record.match_key() && words.empty()) words.push_back("the draws: another match key");
  for (std::size_t i = 0; i < std::max(a.rows.seats.size(), b.rows.seats.size()); ++i) {
    const store::SeatRow none;
    const store::SeatRow &left = i < a.rows.seats.size() ? a.rows.seats[i] : none, &right = i < b.rows.seats.size() ? b.rows.seats[i] : none;
    differs(left.seat.empty() ? right.seat.c_str() : left.seat.c_str(), left.entry, right.entry);
  }
  return words;
}

int Run(const DiffOptions& options) {
  store::Reader reader(options.db);
  Side a, b;
  for (const auto& [text, side] : {std::pair(&options.a, &a), std::pair(&options.b, &b)}) {
    const std::string error = Load(reader, *text, *side);
    if (!error.empty()) return Complain(error, kExitUsage);
  }
  const match::ReplayReport report = match::FirstDifference(a.record, b.record);
  const std::vector<std::string> beginnings = Beginnings(a, b);
  const std::size_t at = report.first_instant.value_or(0);
  const auto instant = [&](const Side& side) { return at < static_cast<std::size_t>(side.record.instants_size()) ? &side.record.instants(static_cast<int>(at)) : nullptr; };
  const auto* moment = instant(a) ? instant(a) : instant(b);
  const double t = moment ? static_cast<double>(moment->time_us()) * 1e-6 : a.rows.attempt.sim_duration_s.value_or(0.0);
  if (options.json) {
    nlohmann::ordered_json out;
    out["a"] = a.rows.attempt.match_id;
    out["b"] = b.rows.attempt.match_id;
    out["equal"] = report.equal;
    out["beginning"] = beginnings;
    out["turn"] = report.equal ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(at);
    out["t_s"] = report.equal ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(t);
    out["subsystem"] = report.subsystem;
    out["message"] = report.message;
    fmt::print("{}\n", out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return report.equal ? kExitDone : kExitNo;
  }
  fmt::print("{}  {}\n{}  {}\n", a.rows.attempt.match_id.substr(0, 8), ResultWords(a.rows.attempt), b.rows.attempt.match_id.substr(0, 8), ResultWords(b.rows.attempt));
  for (const std::string& line : beginnings) fmt::print("  {}\n", Printable(line));
  if (report.equal) {
    fmt::print("the same in all {} turns\n", a.record.instants_size());
    return kExitDone;
  }
  fmt::print("they part at turn {} ({}){}: {}\n", at, MissionTime(t), report.subsystem.empty() ? "" : ", " + report.subsystem, report.message);
  // The cause of a world that differs is what was answered before.
  const std::size_t cause = report.subsystem.empty() || at == 0 ? at : at - 1;
  for (int seat = 0; seat < a.record.seats_size(); ++seat) {
    const std::string left = AnswerWords(a.record, cause, seat), right = AnswerWords(b.record, cause, seat);
    if (left != "not asked" || right != "not asked") fmt::print("  {:<22} {}{}\n", a.record.seats(seat), Printable(left), left == right ? "" : " | " + Printable(right));
  }
  return kExitNo;
}

}  // namespace

void AddDiffCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<DiffOptions>();
  CLI::App* command = app.add_subcommand("diff", "The first turn where the records of two matches part");
  command->add_option("A", options->a, "The beginning of an id, last, or last~N")->required();
  command->add_option("B", options->b, "The other match")->required();
  AddDbOption(*command, options->db);
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  haze diff last~1 last\nExit code 0: the same; 1: they differ, and where.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
