// `haze replay`: a match again from its record, its cache anew, or what had come of other policies.
#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/local/local_seats.h"
#include "agents/policy/policy.h"
#include "arbiter/game/score.h"
#include "arbiter/match/replay.h"
#include "arbiter/store/branch.h"
#include "arbiter/store/pack.h"
#include "arbiter/store/series.h"
#include "arbiter/store/store.h"
#include "tools/cli/command.h"
#include "tools/cli/narrator.h"
#include "tools/cli/output.h"
#include "tools/export/trajectory.h"
#include "tools/tournament/scenario_source.h"
#include "tools/tournament/utc_now.h"

namespace haze::tools {
namespace {

struct ReplayOptions {
  std::string match = "last", db;
  std::vector<std::string> seats;
  std::optional<double> from_s, until_s;
  bool refresh = false, json = false, all = false;
};

// Answers from the record up to an instant, from policies after it. The policies hear every turn from the first on, so that they know what they would know.
class BranchSeats : public match::Seats {
 public:
  BranchSeats(const match::rec::Record& record, dynamics::SimTime from, std::vector<std::unique_ptr<agents::Policy>> policies)
      : record_(record), from_(from), local_(std::move(policies)) {}

  void Open(int seat, const match::v1::Briefing& briefing) override { local_.Open(seat, briefing); }
  void Close(int seat, const match::v1::GameOver& result) override { local_.Close(seat, result); }

  void Ask(std::span<const match::v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) override {
    local_.Ask(turns, seats, answers);
    if (turns.empty() || turns[0].time_us() >= from_.us || instant_ >= record_.instants_size()) return;
    const match::rec::Instant& instant = record_.instants(instant_++);
    for (std::size_t i = 0; i < seats.size(); ++i) {
      for (const match::rec::Answer& answer : instant.answers()) {
        if (answer.seat() != seats[i]) continue;
        if (answer.has_decision()) answers[i] = answer.decision();
        else if (answer.has_forfeit()) answers[i] = match::Forfeit{answer.forfeit().kind(), answer.forfeit().reason()};
        else answers[i] = match::Hold{answer.hold()};
      }
    }
  }

 private:
  const match::rec::Record& record_;
  dynamics::SimTime from_;
  agents::LocalSeats local_;
  int instant_ = 0;
};

// "red.target=sunlock" for seats of the match; fills `names` with the policy of each seat. Empty, or a complaint.
std::string ChoosePolicies(const store::MatchRows& rows, const std::vector<std::string>& changes, std::vector<std::string>& names) {
  for (const store::SeatRow& seat : rows.seats) names.push_back(seat.entry);
  for (const std::string& change : changes) {
    const std::size_t equals = change.find('=');
    const std::string seat = change.substr(0, equals);
    std::size_t index = 0;
    while (index < rows.seats.size() && rows.seats[index].seat != seat) ++index;
    if (equals == std::string::npos || index == rows.seats.size()) return "--seat " + change + " names no seat of the match; allowed: SEAT=POLICY with its seats";
    const std::string policy = change.substr(equals + 1);
    names[index] = policy.find('/') == std::string::npos ? rows.seats[index].role + "/" + policy : policy;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (agents::MakePolicy(names[i])) continue;
    return rows.seats[i].seat + " was played by \"" + names[i] + "\", which is no shipped policy: a branch needs one for each seat (--seat " + rows.seats[i].seat + "=POLICY)";
  }
  return {};
}

dynamics::MatchKey KeyOf(const match::rec::Record& record) {
  dynamics::MatchKey key{};
  std::copy_n(record.match_key().begin(), std::min(key.size(), record.match_key().size()), key.begin());
  return key;
}

int Branch(const ReplayOptions& options, const store::MatchRows& rows, const match::rec::Record& record, const ScenarioSource& source) {
  std::vector<std::string> names;
  const std::string complaint = ChoosePolicies(rows, options.seats, names);
  if (!complaint.empty()) return Complain(complaint, kExitUsage);
  std::vector<std::unique_ptr<agents::Policy>> policies;
  std::string told;
  for (std::size_t i = 0; i < names.size(); ++i) {
    policies.push_back(agents::MakePolicy(names[i]));
    told += (i == 0 ? "" : " ") + rows.seats[i].seat + "=" + names[i];
  }
  match::Match match(source.scenario, source.tables, KeyOf(record), {.seed = record.seed()});
  BranchSeats seats(record, dynamics::FromSeconds(*options.from_s), std::move(policies));
  match::Play(match, seats);

  store::MatchRows scores;
  store::FillScores(match.Result(), scores);
  store::BranchRow branch{.branch_id = store::NewMatchId(), .match_id = rows.attempt.match_id, .from_s = *options.from_s, .seats = told, .created_utc = NowUtc(),
                          .result = store::ResultName(match.Result().result()), .winner = match.Result().winner(), .reason = match.Result().reason(),
                          .blue_points = {}, .red_points = {}, .digest = store::ToHex16(match.Digest()), .record = store::Pack(match.Record())};
  for (const store::SideRow& side : scores.sides) (side.side == "blue" ? branch.blue_points : branch.red_points) = side.points;
  {
    store::Store store(options.db);
    store::WriteBranch(store.database(), branch);
    store.Close();
  }
  const bool same = branch.digest == rows.attempt.digest && branch.record == rows.record;
  const match::ReplayReport parts = match::FirstDifference(record, *store::Unpack(branch.record));
  if (options.json) {
    nlohmann::ordered_json out = {{"branch_id", branch.branch_id}, {"of", branch.match_id}, {"from_s", branch.from_s}, {"seats", branch.seats}, {"result", branch.result},
                                  {"winner", branch.winner}, {"reason", branch.reason}, {"digest", branch.digest}, {"same_bits", same}};
    out["first_difference_s"] = parts.first_instant && static_cast<int>(*parts.first_instant) < record.instants_size()
                                    ? nlohmann::ordered_json(static_cast<double>(record.instants(static_cast<int>(*parts.first_instant)).time_us()) * 1e-6)
                                    : nlohmann::ordered_json();
    fmt::print("{}\n", out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return kExitDone;
  }
  fmt::print("what if, from {} on: {}\n", MissionTime(*options.from_s), Printable(told));
  fmt::print("  played   {}, {}\n", rows.attempt.result, Printable(rows.attempt.reason));
  fmt::print("  what if  {}, {}\n", branch.result, Printable(branch.reason));
  if (same) fmt::print("the same to the last bit: digest {}\n", branch.digest);
  else fmt::print("{}: {}\n", parts.first_instant ? "parts at turn " + std::to_string(*parts.first_instant) : "parts", parts.message);
  fmt::print("kept as branch {}; it is no result\n", branch.branch_id.substr(0, 8));
  return kExitDone;
}

// Facts, trajectories and the decisive fact of a match, from its record.
int Refresh(const ReplayOptions& options, const std::vector<std::string>& ids) {
  int done = 0;
  store::Store store(options.db);
  auto reader = std::make_unique<store::Reader>(options.db);
  for (const std::string& id : ids) {
    const Trajectory trajectory = Sample(*reader, id, dynamics::kMinute);
    if (!trajectory.error.empty()) {
      if (!options.all) return Complain(trajectory.error, kExitNo);
      continue;  // of all matches those without a record are left as they are
    }
    std::vector<store::TrajectoryRow> rows;
    for (std::size_t craft = 0; craft < trajectory.scenario->vehicles.size(); ++craft) {
      std::vector<dynamics::Vector3> positions;
      double from = -1.0;
      for (const match::Truth& truth : trajectory.samples) {
        // The end is told off the grid; a series has equal steps.
        if (!truth.craft[craft].present || dynamics::FromSeconds(truth.t).us % dynamics::kMinute.us != 0) continue;
        if (from < 0.0) from = truth.t;
        positions.push_back(truth.craft[craft].state.r);
      }
      if (positions.empty()) continue;
      rows.push_back({trajectory.scenario->vehicles[craft].name, dynamics::FromSeconds(from), dynamics::kMinute, static_cast<std::int64_t>(positions.size()), store::EncodePositions(positions)});
    }
    const std::vector<game::Fact> facts = store::FactsOf(*trajectory.scenario, trajectory.facts);
    store::WriteCache(store.database(), id, trajectory.facts, rows, game::DecisiveFact(*trajectory.scenario, facts));
    ++done;
  }
  reader.reset();  // with a reader in the file its log would stay
  store.Close();
  if (options.json) fmt::print("{}\n", nlohmann::json({{"refreshed", done}}).dump());
  else fmt::print("{} matches: facts, positions each minute and the decisive fact are in the store again\n", done);
  return kExitDone;
}

int Run(const ReplayOptions& options) {
  store::MatchRows rows;
  std::optional<match::rec::Record> record;
  ScenarioSource source;
  std::vector<std::string> ids;
  {
    store::Reader reader(options.db);
    const store::Reader::Found found = options.all ? store::Reader::Found{} : reader.Find(options.match);
    if (!options.all && found.match_id.empty()) return Complain(found.error, kExitUsage);
    ids = options.all ? reader.FinishedIds() : std::vector<std::string>{found.match_id};
  }
  if (options.refresh) return Refresh(options, ids);
  if (options.all) return Complain("--all goes with --refresh", kExitUsage);
  {
    store::Reader reader(options.db);
    rows = reader.Match(ids.front());
    const std::string name = "match " + ids.front().substr(0, 8);
    if (rows.record.empty()) return Complain(name + " was kept without a record: there is nothing to play again", kExitNo);
    record = store::Unpack(rows.record);
    if (!record) return Complain("the record of " + name + " cannot be read", kExitNo);
    source = LoadStored(reader.ScenarioText(rows.attempt.scenario_hash).value_or(""), reader);
  }
  if (!source.errors.empty()) return Complain(source.errors.front(), kExitNo);
  if (options.from_s) return Branch(options, rows, *record, source);
  if (!options.seats.empty()) return Complain("--seat needs --from: from when on another policy plays", kExitUsage);

  match::ReplayReport report;
  const std::unique_ptr<match::Match> match = match::Replay(*record, source.scenario, source.tables, &report);
  if (!report.equal) return Complain("played again, the match differs from its record: " + report.message, kExitNo);
  if (options.json) {
    fmt::print("{}\n", nlohmann::json({{"match_id", rows.attempt.match_id}, {"digest", store::ToHex16(match->Digest())}, {"equal", true}}).dump());
    return kExitDone;
  }
  Narrator narrator;
  for (const store::FactRow& fact : store::NamedFacts(*source.scenario, match->Facts())) {
    if (options.until_s && static_cast<double>(fact.t_us) * 1e-6 > *options.until_s) break;
    if (const std::optional<std::string> words = narrator.Tell(fact)) fmt::print("{}\n", TimelineLine(static_cast<double>(fact.t_us) * 1e-6, *words));
  }
  fmt::print("played again: the same to the last bit, digest {}\n", store::ToHex16(match->Digest()));
  return kExitDone;
}

}  // namespace

void AddReplayCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<ReplayOptions>();
  CLI::App* command = app.add_subcommand("replay", "Play a stored match again; --from and --seat: what if");
  command->add_option("MATCH", options->match, "A match")->capture_default_str();
  AddDbOption(*command, options->db);
  command->add_option("--until", options->until_s, "Show the timeline up to this instant")->type_name("SECONDS");
  command->add_option("--from", options->from_s, "What if: up to this instant as recorded, then by policies")->type_name("SECONDS");
  command->add_option("--seat", options->seats, "The policy that a seat has from then on; the others keep theirs; repeatable")
      ->type_name("SEAT=POLICY")
      ->allow_extra_args(false)
      ->take_all();
  command->add_flag("--refresh", options->refresh, "Write facts, positions each minute and the decisive fact into the store");
  command->add_flag("--all", options->all, "With --refresh: of every match that has a record");
  command->add_flag("--json", options->json, "One JSON object");
  command->footer(
      "Example:\n  haze replay last --from 7200 --seat red.target=evader\n  haze replay --refresh --all --db quick.db\n"
      "A branch is kept beside the results and never counts as one. Its policies hear the match from the beginning.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
