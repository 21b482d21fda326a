// From a match that is played to the rows that the store keeps.
#include "arbiter/store/sha256.h"
#include "tools/tournament/played.h"
#include "tools/tournament/utc_now.h"

namespace haze::tools {

std::string ContentOf(std::string_view policy, std::string_view command, std::string_view haze_version) {
  return store::Sha256Hex(command.empty() ? "shipped " + std::string(policy) + " " + std::string(haze_version) : "command " + std::string(command));
}

store::MatchRows RowsAtBeginning(const PlayRequest& request, std::string_view haze_version) {
  store::MatchRows rows;
  rows.attempt.match_id = store::NewMatchId();
  rows.attempt.scenario_hash = request.scenario->hash;
  rows.attempt.scenario = request.scenario->name;
  rows.attempt.seed = request.seed;
  rows.attempt.transport = std::string(TransportName(request.transport));
  rows.attempt.haze_version = std::string(haze_version);
  rows.attempt.started_utc = NowUtc();
  for (std::size_t i = 0; i < request.line_up.size(); ++i) {
    const scenarios::Seat& seat = request.scenario->seats[i];
    const SeatPlan& plan = request.line_up[i];
    rows.seats.push_back({.seat = seat.name,
                          .side = store::SideName(seat.side),
                          .role = store::RoleName(seat.role),
                          .entry = plan.Entry(),
                          .entry_sha256 = plan.entry_sha256.empty() ? ContentOf(plan.policy, plan.command, haze_version) : plan.entry_sha256});
  }
  return rows;
}

void FillEnd(const Played& played, const scenarios::Scenario& scenario, store::MatchRows& rows) {
  rows.attempt.wall_s = played.wall_s;
  if (!played.error.empty()) {
    rows.attempt.result = "VOID_INFRASTRUCTURE";
    rows.attempt.reason = played.error;
    return;
  }
  for (std::size_t i = 0; i < rows.seats.size() && i < played.seats.size(); ++i) {
    const SeatEnd& end = played.seats[i];
    rows.seats[i].pid = end.pid;
    rows.seats[i].outcome = end.outcome;
    rows.seats[i].exit_code = end.exit_code;
    rows.seats[i].exit_signal = end.exit_signal;
    rows.seats[i].stderr_tail = store::CleanText(end.stderr_tail, 65536);
  }
  if (!played.void_reason.empty()) {
    rows.attempt.result = "VOID_ARBITER";
    rows.attempt.reason = played.void_reason;
    return;
  }
  const match::Match& match = *played.match;
  rows.attempt.turns = match.turns_asked();
  rows.attempt.digest = store::ToHex16(match.Digest());
  store::FillResult(scenario, match.Result(), match.Facts(), match.MilestonesSoFar(), match.Record(), rows);
}

}  // namespace haze::tools
