// Sessions and their streams: attaching, the outbound queue, strikes.
#include "arbiter/server/network.h"
#include "arbiter/server/status.h"

namespace haze::server {

Session* Network::FindSession(SessionKey key) {
  const auto found = sessions_.find(key);
  return found == sessions_.end() ? nullptr : found->second.get();
}

void Network::AddSession(SessionKey key, SessionRole role) { sessions_[key] = std::make_unique<Session>(key, std::move(role), options_); }

void Network::SetProcess(SessionKey key, pid_t pid) {
  Session* const session = FindSession(key);
  if (session == nullptr) return;
  session->pid = pid;
  const auto before = ended_before_.find(pid);
  if (before == ended_before_.end()) return;
  const int status = before->second;
  ended_before_.erase(before);
  ProcessEnded(pid, status);
}

void Network::EndSession(SessionKey key) {
  Session* const session = FindSession(key);
  if (session == nullptr) return;
  session->released = true;
  tokens_.Revoke(key);
  acceptor_->Forget(key);
  v1::ArbiterMessage goodbye;
  goodbye.mutable_goodbye()->set_reason("the session is over");
  Push(*session, {.kind = Outbound::Kind::kGoodbye, .bytes = goodbye.SerializeAsString(), .seat = {}, .turn_id = 0});
}

// A new stream replaces an old one, which may be half-open without our knowing it.
void Network::Attach(Session& session, Call& call) {
  if (session.call != nullptr) {
    Call& old = *session.call;
    Detach(session);
    old.attached.reset();
    old.Finish(Fault(grpc::StatusCode::ABORTED, "REPLACED", "the session was attached by another stream"));
  }
  const bool again = session.attach_count++ > 0;
  if (again) ++counters_.reattaches;
  session.call = &call;
  session.lost = false;
  session.in_flight.clear();
  session.out.clear();
  call.attached = session.key;

  v1::ArbiterMessage attached;
  attached.mutable_attached()->set_attach_count(session.attach_count);
  Push(session, {.kind = Outbound::Kind::kControl, .bytes = attached.SerializeAsString(), .seat = {}, .turn_id = 0});
  const SteadyTime now = Now();
  const std::map<SeatName, SeatRef> open = session.open;
  for (const auto& [name, ref] : open) {
    Table* const table = FindTable(ref.ticket);
    if (table == nullptr) continue;
    Chair& chair = table->chairs[static_cast<std::size_t>(ref.seat)];
    if (table->state == Table::State::kClosing) {
      if (!chair.closed) Push(session, {.kind = Outbound::Kind::kGameOver, .bytes = chair.game_over, .seat = ref, .turn_id = 0});
      continue;
    }
    if (again && ++chair.report.reattaches > options_.reattaches) {
      Blame(*table, ref.seat, session.fault.empty() ? v1::RESULT_KIND_FORFEIT_CRASH : v1::RESULT_KIND_FORFEIT_PROTOCOL,
            session.fault.empty() ? "the stream was lost too often" : session.fault);
      continue;
    }
    Push(session, {.kind = Outbound::Kind::kControl, .bytes = chair.opened, .seat = ref, .turn_id = 0});
    if (!chair.outstanding) continue;
    if (chair.sent) chair.clock.Resume(now);
    Push(session, {.kind = Outbound::Kind::kTurn, .bytes = chair.turn, .seat = ref, .turn_id = chair.turn_id});
  }
  session.fault.clear();
}

void Network::Detach(Session& session) {
  const SteadyTime now = Now();
  session.call = nullptr;
  session.lost = true;
  session.lost_at = now;
  session.out.clear();
  session.in_flight.clear();
  session.write_clock.Stop();
  for (const auto& [name, ref] : session.open) {
    Table* const table = FindTable(ref.ticket);
    if (table == nullptr) continue;
    Chair& chair = table->chairs[static_cast<std::size_t>(ref.seat)];
    // In lockstep the simulation waits for the stream; a budgeted account runs on.
    if (chair.outstanding && !chair.binding.deadlines.budgeted) chair.clock.Pause(now);
  }
}

void Network::Push(Session& session, Outbound message) {
  if (session.call == nullptr) return;  // whoever attaches gets it then
  session.out.push_back(std::move(message));
  Pump(session);
}

// One write is in progress at most; what became ready meanwhile leaves together.
void Network::Pump(Session& session) {
  if (session.call == nullptr || session.call->writing() || session.call->closed()) return;
  const SteadyTime now = Now();
  std::vector<std::string> turns;
  std::size_t bytes = 0;
  std::string whole;
  while (!session.out.empty()) {
    Outbound& next = session.out.front();
    if (next.kind == Outbound::Kind::kTurn) {
      Table* const table = FindTable(next.seat.ticket);
      Chair* const chair = table == nullptr ? nullptr : &table->chairs[static_cast<std::size_t>(next.seat.seat)];
      if (chair == nullptr || !chair->outstanding || chair->turn_id != next.turn_id) {
        session.out.pop_front();  // settled without being asked
        continue;
      }
      if (!turns.empty() && (turns.size() >= options_.turns_per_batch || bytes + next.bytes.size() > options_.batch_bytes)) break;
      if (!chair->sent) {
        chair->sent = true;
        chair->clock.Start(now, session.pid);
        if (chair->binding.deadlines.budgeted) chair->clock.TakeBaseline(now, ReadTaskWaits);
      }
      bytes += next.bytes.size();
      turns.push_back(std::move(next.bytes));
      session.out.pop_front();
      continue;
    }
    if (!turns.empty()) break;
    if (next.kind == Outbound::Kind::kGameOver) session.in_flight.push_back(next.seat);
    session.in_flight_goodbye = next.kind == Outbound::Kind::kGoodbye;
    whole = std::move(next.bytes);
    session.out.pop_front();
    break;
  }
  if (!turns.empty()) {
    const std::vector<std::string_view> views(turns.begin(), turns.end());
    whole = FrameTurns(views);
  }
  if (whole.empty()) return;
  session.write_clock.Start(now, session.pid);
  session.call->Write(std::move(whole));
}

void Network::Strike(Session& session) {
  ++counters_.strikes;
  ++session.strikes;
  for (const auto& [name, ref] : session.open) {
    if (Table* const table = FindTable(ref.ticket)) ++table->chairs[static_cast<std::size_t>(ref.seat)].report.strikes;
  }
  if (session.strikes < options_.strikes) return;
  BlameAll(session, v1::RESULT_KIND_FORFEIT_PROTOCOL, "the protocol was broken " + std::to_string(session.strikes) + " times");
  // Between the forfeit and this, the agent hears of its end.
  if (session.strikes < 2 * options_.strikes) return;
  tokens_.Revoke(session.key);
  if (Call* const call = session.call) {
    Detach(session);
    call->attached.reset();
    call->Finish(Fault(grpc::StatusCode::PERMISSION_DENIED, "TOO_MANY_STRIKES", "the session is closed"));
  }
}

void Network::CloseForFault(Session& session, const grpc::Status& status) {
  session.fault = status.error_message();
  Call* const call = session.call;
  if (call != nullptr) {
    Detach(session);
    call->attached.reset();
    call->Finish(status);
  }
  Strike(session);
}

void Network::OnUnsolicited(Session& session) {
  ++counters_.unsolicited;
  if (!session.budget.Take(Now())) Strike(session);
}

void Network::BlameAll(Session& session, match::v1::ResultKind kind, const std::string& reason) {
  const std::map<SeatName, SeatRef> open = session.open;
  for (const auto& [name, ref] : open) {
    if (Table* const table = FindTable(ref.ticket)) Blame(*table, ref.seat, kind, reason);
  }
}

}  // namespace haze::server
