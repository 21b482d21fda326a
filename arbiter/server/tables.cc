// Matches in play: opened seats, turns, answers, forfeits, results.
#include <algorithm>
#include <functional>

#include "arbiter/server/network.h"
#include "arbiter/server/status.h"
#include "dynamics/assert.h"

namespace haze::server {
namespace {

// Tells a repeated answer from another one under the same number; nothing else rests on it.
std::uint64_t HashOf(std::string_view bytes) {
  const std::uint64_t hash = std::hash<std::string_view>{}(bytes);
  return hash == kHeld ? 1 : hash;
}

double Seconds(Nanoseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace

Table* Network::FindTable(MatchTicket ticket) {
  const auto found = tables_.find(ticket);
  return found == tables_.end() ? nullptr : found->second.get();
}

void Network::AddTable(std::unique_ptr<Table> added) {
  Table& table = *added;
  table.submitted = Now();
  tables_[table.ticket] = std::move(added);
  for (std::size_t i = 0; i < table.chairs.size(); ++i) {
    Chair& chair = table.chairs[i];
    const SeatRef ref{table.ticket, static_cast<int>(i)};
    Session* const session = FindSession(chair.binding.session);
    HAZE_ASSERT(session != nullptr, "a seat is bound to a session of this server, seat", chair.name);
    const std::vector<std::string>& allowed = session->role.seats;
    HAZE_ASSERT(allowed.empty() || std::count(allowed.begin(), allowed.end(), chair.name) > 0, "a session takes only its own seats, seat", chair.name);
    chair.report.entry = session->role.entry;
    const bool fresh = session->open.emplace(SeatName{chair.handle, chair.name}, ref).second;
    HAZE_ASSERT(fresh, "one session does not play the same match twice at a time, seat", chair.name);
    if (session->ended) {
      Blame(table, ref.seat, v1::RESULT_KIND_FORFEIT_CRASH, "the process had ended before the match");
    } else if (session->strikes >= options_.strikes) {
      Blame(table, ref.seat, v1::RESULT_KIND_FORFEIT_PROTOCOL, "the protocol was broken before the match");
    } else {
      Push(*session, {.kind = Outbound::Kind::kControl, .bytes = chair.opened, .seat = ref, .turn_id = 0});
    }
  }
}

void Network::OnSeatReady(Session& session, const v1::SeatReady& message) {
  const auto found = session.open.find({message.match_handle(), message.seat()});
  Table* const table = found == session.open.end() ? nullptr : FindTable(found->second.ticket);
  if (table == nullptr) return OnUnsolicited(session);
  table->chairs[static_cast<std::size_t>(found->second.seat)].ready = true;  // said again after each re-attach
  if (table->state != Table::State::kGathering) return;
  if (std::all_of(table->chairs.begin(), table->chairs.end(), [](const Chair& chair) { return chair.ready; })) Enqueue(*table, {});
}

void Network::OnDecision(Session& session, const RawDecision& decision) {
  const auto found = session.open.find({std::string(decision.match_handle), std::string(decision.seat)});
  Table* const table = found == session.open.end() ? nullptr : FindTable(found->second.ticket);
  if (table == nullptr || table->state == Table::State::kClosing) return OnUnsolicited(session);
  Chair& chair = table->chairs[static_cast<std::size_t>(found->second.seat)];
  if (chair.outstanding && decision.turn_id == chair.turn_id) {
    if (decision.bytes.size() > options_.decision_bytes) {
      ++counters_.malformed;
      return CloseForFault(session, Fault(grpc::StatusCode::RESOURCE_EXHAUSTED, "DECISION_TOO_LARGE",
                                          "a decision has at most " + std::to_string(options_.decision_bytes) + " bytes"));
    }
    const Deadlines& limits = chair.binding.deadlines;
    if (limits.budgeted && !limits.none && chair.clock.Charged(Now(), ReadTaskWaits) > limits.turn_account) {
      WatchTurn(*table, chair, Now());  // too late by its account, before the watch noticed
      return EnqueueIfComplete(*table);
    }
    chair.used.back() = HashOf(decision.bytes);
    chair.late_in_row = 0;
    TakeAnswer(*table, chair, std::string(decision.bytes));
    return EnqueueIfComplete(*table);
  }
  // Sent again after a re-attach, perhaps: the same bytes are ignored. Other bytes under a used number are a try at a second answer.
  const bool used = decision.turn_id >= 1 && decision.turn_id <= static_cast<std::int64_t>(chair.used.size());
  const std::uint64_t before = used ? chair.used[static_cast<std::size_t>(decision.turn_id) - 1] : kHeld;
  if (before != kHeld && before != HashOf(decision.bytes)) return Strike(session);
  OnUnsolicited(session);
}

void Network::TakeAnswer(Table& table, Chair& chair, std::variant<std::string, match::Hold> answer) {
  HAZE_ASSERT(table.state == Table::State::kAsking && chair.outstanding, "an answer belongs to an outstanding turn, seat", chair.name);
  const SteadyTime now = Now();
  if (chair.sent) {
    const Nanoseconds took = chair.clock.Wall(now);
    chair.report.think_s += Seconds(took);
    chair.report.think_max_s = std::max(chair.report.think_max_s, Seconds(took));
    if (chair.binding.deadlines.budgeted) chair.account_left -= chair.clock.Charged(now, ReadTaskWaits);
  }
  if (std::holds_alternative<match::Hold>(answer)) ++chair.report.holds;
  chair.clock.Stop();
  chair.outstanding = false;
  chair.answer = std::move(answer);
}

void Network::EnqueueIfComplete(Table& table) {
  if (table.state != Table::State::kAsking) return;
  std::vector<RawAnswer> answers;
  for (const int seat : table.due) {
    if (table.chairs[static_cast<std::size_t>(seat)].outstanding) return;
  }
  for (const int seat : table.due) {
    Chair& chair = table.chairs[static_cast<std::size_t>(seat)];
    answers.push_back({.seat = seat, .answer = *std::move(chair.answer)});
    chair.answer.reset();
  }
  Enqueue(table, std::move(answers));
}

void Network::Enqueue(Table& table, std::vector<RawAnswer> answers) {
  table.state = Table::State::kWorking;
  PushJob({.ticket = table.ticket,
           .match = table.match.get(),
           .answers = std::move(answers),
           .forfeit = table.forfeit,
           .observer = &table.observer,
           .facts_told = table.facts_told});
}

void Network::PushJob(Job job) {
  if (waiting_.empty() && workers_->TryPush(job)) return;
  if (waiting_.empty()) ++counters_.queue_full;
  waiting_.push_back(std::move(job));
}

void Network::OnRoom() {
  std::vector<Job> jobs = std::move(waiting_);
  waiting_.clear();
  for (Job& job : jobs) PushJob(std::move(job));
  if (!waiting_.empty()) return;
  for (const auto& [key, session] : sessions_) {
    if (session->call != nullptr) session->call->Read();
  }
}

void Network::OnResult(JobResult result) {
  Table* const table = FindTable(result.ticket);
  if (table == nullptr || table->state == Table::State::kClosing) return;
  if (result.kind == JobResult::Kind::kAbandoned) return;  // FinishAll tells everybody
  table->facts_told = result.facts_told;
  if (result.kind == JobResult::Kind::kOver) return AnnounceEnd(*table, result.game_over);
  if (table->forfeit) return Enqueue(*table, {});  // blamed while the worker had the match
  if (result.kind == JobResult::Kind::kTurns) return AskTurns(*table, result);

  // Some answers were no Decisions: their turns stand as if nothing had come, the others keep theirs.
  table->state = Table::State::kAsking;
  for (RawAnswer& raw : result.answers) table->chairs[static_cast<std::size_t>(raw.seat)].answer = std::move(raw.answer);
  for (const int seat : result.malformed) {
    ++counters_.malformed;
    Chair& chair = table->chairs[static_cast<std::size_t>(seat)];
    chair.answer.reset();
    chair.outstanding = true;
    chair.sent = false;
    chair.used.back() = kHeld;
  }
  for (const int seat : result.malformed) {
    Session* const session = FindSession(table->chairs[static_cast<std::size_t>(seat)].binding.session);
    if (session != nullptr) CloseForFault(*session, Fault(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_DECISION", "a decision could not be parsed"));
  }
}

void Network::AskTurns(Table& table, JobResult& result) {
  table.state = Table::State::kAsking;
  table.due.clear();
  for (JobResult::TurnOut& turn : result.turns) {
    table.due.push_back(turn.seat);
    Chair& chair = table.chairs[static_cast<std::size_t>(turn.seat)];
    chair.turn_id = turn.turn_id;
    chair.turn = std::move(turn.bytes);
    chair.outstanding = true;
    chair.sent = false;
    chair.used.resize(static_cast<std::size_t>(turn.turn_id), kHeld);
    ++chair.report.turns;
    ++counters_.turns;
    const Deadlines& limits = chair.binding.deadlines;
    if (limits.budgeted) {
      AppendAccounts(chair.turn, limits.turn_account.count(), std::chrono::duration_cast<std::chrono::milliseconds>(chair.account_left).count());
    }
  }
  for (const int seat : table.due) {
    const Chair& chair = table.chairs[static_cast<std::size_t>(seat)];
    if (Session* const session = FindSession(chair.binding.session)) {
      Push(*session, {.kind = Outbound::Kind::kTurn, .bytes = chair.turn, .seat = {table.ticket, seat}, .turn_id = chair.turn_id});
    }
  }
}

// The first fault counts. It is carried out by a worker, as soon as turns are due.
void Network::Blame(Table& table, int seat, match::v1::ResultKind kind, const std::string& reason) {
  if (table.state == Table::State::kClosing || table.forfeit) return;
  table.forfeit = {seat, match::Forfeit{.kind = kind, .reason = reason}};
  SeatReport& report = table.chairs[static_cast<std::size_t>(seat)].report;
  report.fault = kind;
  report.reason = reason;
  const SteadyTime now = Now();
  for (Chair& chair : table.chairs) {
    if (chair.outstanding && chair.sent) {
      const double waited = Seconds(chair.clock.Wall(now));
      chair.report.think_s += waited;
      chair.report.think_max_s = std::max(chair.report.think_max_s, waited);
    }
    chair.outstanding = false;
    chair.clock.Stop();
  }
  if (table.state != Table::State::kWorking) Enqueue(table, {});
}

void Network::AnnounceEnd(Table& table, const std::vector<std::string>& game_over) {
  table.state = Table::State::kClosing;
  table.closing_since = Now();
  // A fault that came after the match had decided itself is none.
  if (table.void_reason.empty() && table.forfeit) {
    const v1::GameOver& result = table.match->Result();
    SeatReport& report = table.chairs[static_cast<std::size_t>(table.forfeit->first)].report;
    if (result.result() != table.forfeit->second.kind) {
      report.fault = v1::RESULT_KIND_UNSPECIFIED;
      report.reason.clear();
    }
  }
  for (std::size_t i = 0; i < table.chairs.size(); ++i) {
    Chair& chair = table.chairs[i];
    chair.outstanding = false;
    chair.clock.Stop();
    chair.game_over = FrameGameOver(game_over[i]);
    Session* const session = FindSession(chair.binding.session);
    // Who was never here, is dead, or has stayed away for longer than the grace is not waited for.
    if (session == nullptr || session->ended || (session->call == nullptr && !session->lost)) {
      chair.closed = true;
    } else {
      Push(*session, {.kind = Outbound::Kind::kGameOver, .bytes = chair.game_over, .seat = {table.ticket, static_cast<int>(i)}, .turn_id = 0});
    }
  }
  CloseIfHeard(table);
}

void Network::CloseChair(Table& table, int seat) {
  table.chairs[static_cast<std::size_t>(seat)].closed = true;
  CloseIfHeard(table);
}

void Network::CloseIfHeard(Table& table) {
  if (std::all_of(table.chairs.begin(), table.chairs.end(), [](const Chair& chair) { return chair.closed; })) Report(table);
}

void Network::Report(Table& table) {
  MatchReport report;
  report.wall_s = Seconds(Now() - table.submitted);
  report.void_reason = table.void_reason;
  for (Chair& chair : table.chairs) {
    if (Session* const session = FindSession(chair.binding.session)) {
      session->open.erase({chair.handle, chair.name});
      chair.report.pid = session->pid;
      chair.report.wait_status = session->wait_status;
      if (session->open.empty() && session->strikes < options_.strikes) session->strikes = 0;
    }
    report.seats.push_back(std::move(chair.report));
  }
  report.match = std::move(table.match);
  const MatchTicket ticket = table.ticket;
  tables_.erase(ticket);
  ++counters_.matches_over;
  {
    const std::lock_guard lock(report_mutex_);
    reports_[ticket] = std::move(report);
  }
  reported_.notify_all();
}

}  // namespace haze::server
