// Clocks: every tenth of a second, who has run out of time.
#include <algorithm>

#include "arbiter/server/network.h"
#include "arbiter/server/status.h"

namespace haze::server {
namespace {

constexpr std::chrono::milliseconds kBaselineAfter{100};  // turns answered earlier never look into /proc
constexpr std::chrono::milliseconds kRound{100};          // the longest honest round of the network thread's loop
constexpr std::chrono::milliseconds kStall{1000};
constexpr std::chrono::milliseconds kClosing{2000};
constexpr std::chrono::milliseconds kProbe{1000};

std::string Words(std::chrono::milliseconds limit) { return std::to_string(static_cast<double>(limit.count()) / 1000.0).substr(0, 5) + " s"; }

}  // namespace

// The time that agents are charged by: it stands still while the arbiter itself does (stopped, swapped out).
SteadyTime Network::Now() {
  const SteadyTime real = std::chrono::steady_clock::now();
  if (real - last_round_ > kRound + kStall) stalled_ += real - last_round_ - kRound;
  last_round_ = real;
  return real - stalled_;
}

void Network::Tick() {
  const SteadyTime now = Now();
  WatchCalls(now);
  if (now - last_probe_ >= kProbe) {
    last_probe_ = now;
    acceptor_->Probe(now);
  }
  std::vector<MatchTicket> tickets;
  for (const auto& [ticket, table] : tables_) tickets.push_back(ticket);
  for (const MatchTicket ticket : tickets) {
    if (Table* const table = FindTable(ticket)) WatchTable(*table, now);
  }
  std::vector<SessionKey> keys;
  for (const auto& [key, session] : sessions_) keys.push_back(key);
  for (const SessionKey key : keys) WatchSession(*FindSession(key), now);
}

void Network::WatchCalls(SteadyTime now) {
  for (const auto& [raw, call] : calls_) {
    // A client that does not read would keep a finished call for ever.
    if (call->accepted() && call->closed()) {
      if (!call->ending) call->ending = now;
      if (now - *call->ending > kClosing) call->Cancel();
    }
    if (call->refuse_at && !call->closed()) {
      if (now >= *call->refuse_at) call->Finish(NotAdmitted());
      continue;
    }
    if (!call->accepted() || call->attached || call->closed() || call->method() == Method::kGetAsset) continue;
    if (now - call->opened > options_.attach_limit) {
      call->Finish(Fault(grpc::StatusCode::DEADLINE_EXCEEDED, "SLOW_START", "the first message did not come in time"));
    }
  }
}

void Network::WatchSession(Session& session, SteadyTime now) {
  if (session.write_clock.running() && session.write_clock.Wall(now) > kBaselineAfter) {
    if (!session.write_clock.has_baseline()) session.write_clock.TakeBaseline(now, ReadTaskWaits);
    if (session.write_clock.Wall(now) > options_.write_limit && session.write_clock.Charged(now, ReadTaskWaits) > options_.write_limit) {
      BlameAll(session, v1::RESULT_KIND_FORFEIT_OVERLOAD, "a message was not taken for " + Words(options_.write_limit));
      if (Call* const call = session.call) {
        Detach(session);
        call->attached.reset();
        call->Cancel();
      }
    }
  }
  if (session.lost && !session.ended && now - session.lost_at > options_.grace) {
    session.lost = false;
    BlameAll(session, session.fault.empty() ? v1::RESULT_KIND_FORFEIT_CRASH : v1::RESULT_KIND_FORFEIT_PROTOCOL,
             session.fault.empty() ? "the stream was lost and not attached again within " + Words(options_.grace) : session.fault);
  }
  if (session.released && session.open.empty() && session.call == nullptr) sessions_.erase(session.key);
}

void Network::WatchTable(Table& table, SteadyTime now) {
  switch (table.state) {
    case Table::State::kGathering:
      for (std::size_t i = 0; i < table.chairs.size(); ++i) {
        const Chair& chair = table.chairs[i];
        if (chair.ready || chair.binding.deadlines.none || now - table.submitted <= chair.binding.deadlines.start) continue;
        return Blame(table, static_cast<int>(i), v1::RESULT_KIND_FORFEIT_NO_SHOW, "not ready within " + Words(chair.binding.deadlines.start));
      }
      return;
    case Table::State::kAsking:
      for (const int seat : std::vector<int>(table.due)) {
        Chair& chair = table.chairs[static_cast<std::size_t>(seat)];
        if (table.state == Table::State::kAsking && chair.outstanding && chair.sent) WatchTurn(table, chair, now);
      }
      return EnqueueIfComplete(table);
    case Table::State::kClosing:
      if (now - table.closing_since <= kClosing) return;
      for (Chair& chair : table.chairs) chair.closed = true;
      return Report(table);
    case Table::State::kWorking: return;
  }
}

void Network::WatchTurn(Table& table, Chair& chair, SteadyTime now) {
  const Deadlines& limits = chair.binding.deadlines;
  const int seat = chair.binding.seat;
  if (limits.none || chair.clock.Wall(now) < kBaselineAfter) return;
  if (!chair.clock.has_baseline()) chair.clock.TakeBaseline(now, ReadTaskWaits);
  if (!limits.budgeted) {
    // The first turn may hold what a program does once; it ends with the start limit.
    const std::chrono::milliseconds limit = chair.turn_id == 1 ? std::max(limits.start, limits.watchdog) : limits.watchdog;
    if (chair.clock.Wall(now) >= limit && chair.clock.Charged(now, ReadTaskWaits) >= limit) {
      Blame(table, seat, v1::RESULT_KIND_FORFEIT_TIMEOUT, "no answer within " + Words(limit) + " of charged time");
    }
    return;
  }
  const Nanoseconds charged = chair.clock.Charged(now, ReadTaskWaits);
  if (charged >= chair.account_left) return Blame(table, seat, v1::RESULT_KIND_FORFEIT_TIMEOUT, "the account of the match is empty");
  if (charged <= limits.turn_account) return;
  if (++chair.late_in_row >= 3) return Blame(table, seat, v1::RESULT_KIND_FORFEIT_TIMEOUT, "three turns in a row without an answer in time");
  TakeAnswer(table, chair, match::Hold{.reason = "turn account empty"});
}

void Network::ProcessEnded(pid_t pid, int wait_status) {
  bool known = false;
  for (const auto& [key, session] : sessions_) {
    if (session->pid != pid || session->ended) continue;
    known = true;
    session->ended = true;
    session->wait_status = wait_status;
    tokens_.Revoke(key);
    BlameAll(*session, v1::RESULT_KIND_FORFEIT_CRASH, "the process ended by " + WordsOfEnd(wait_status));
    const std::map<SeatName, SeatRef> open = session->open;
    for (const auto& [name, ref] : open) {
      Table* const table = FindTable(ref.ticket);
      if (table != nullptr && table->state == Table::State::kClosing) CloseChair(*table, ref.seat);
    }
  }
  if (!known) ended_before_[pid] = wait_status;
}

}  // namespace haze::server
