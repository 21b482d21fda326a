// The public face: every call goes to the network thread by its mailbox.
#include "arbiter/server/server.h"

#include <string.h>
#include <sys/wait.h>

#include <atomic>
#include <future>

#include "arbiter/server/network.h"
#include "dynamics/assert.h"

namespace haze::server {

struct Server::Parts {
  explicit Parts(ServerOptions options) : network(std::move(options)) {}
  Network network;
  std::atomic<SessionKey> sessions{0};
  std::atomic<MatchTicket> tickets{0};
  mutable std::mutex stopping;
  bool stopped = false;
};

std::string WordsOfEnd(int wait_status) {
  if (!WIFSIGNALED(wait_status)) return "exit code " + std::to_string(WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : -1);
  const char* const name = ::sigabbrev_np(WTERMSIG(wait_status));
  return "signal " + std::to_string(WTERMSIG(wait_status)) + (name != nullptr ? std::string(" (SIG") + name + ")" : std::string());
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::StartResult Server::Start(ServerOptions options) {
  auto parts = std::make_unique<Parts>(std::move(options));
  std::string error = parts->network.Start();
  if (!error.empty()) return {nullptr, std::move(error)};
  return {std::unique_ptr<Server>(new Server(std::move(parts))), {}};
}

Server::~Server() { Stop(); }

void Server::Stop(std::chrono::milliseconds farewell) {
  const std::lock_guard lock(parts_->stopping);
  if (std::exchange(parts_->stopped, true)) return;
  parts_->network.Stop(farewell);
}

const std::string& Server::address() const { return parts_->network.address(); }

IssuedToken Server::IssueToken(SessionRole role) {
  IssuedToken issued{.session = ++parts_->sessions, .token = TokenStore::NewToken()};
  Network* const network = &parts_->network;
  network->AddToken(issued.session, issued.token);
  network->Post([network, key = issued.session, role = std::move(role)] { network->AddSession(key, role); });
  return issued;
}

void Server::SetProcess(SessionKey session, pid_t pid) {
  Network* const network = &parts_->network;
  network->Post([network, session, pid] { network->SetProcess(session, pid); });
}

void Server::EndSession(SessionKey session) {
  Network* const network = &parts_->network;
  network->Post([network, session] { network->EndSession(session); });
}

void Server::ReportProcessEnd(pid_t pid, int wait_status) {
  Network* const network = &parts_->network;
  network->Post([network, pid, wait_status] { network->ProcessEnded(pid, wait_status); });
}

MatchTicket Server::Submit(Submission submission) {
  auto table = std::make_unique<Table>();
  table->ticket = ++parts_->tickets;
  table->observer = std::move(submission.observer);
  table->match = std::move(submission.match);
  const match::Match& match = *table->match;
  table->chairs.resize(static_cast<std::size_t>(match.seat_count()));
  HAZE_ASSERT(submission.seats.size() == table->chairs.size(), "every seat of a match is bound once, bindings and seats", submission.seats.size(),
              table->chairs.size());
  for (const SeatBinding& binding : submission.seats) {
    HAZE_ASSERT(binding.seat >= 0 && binding.seat < match.seat_count(), "a binding names a seat of the match", binding.seat);
    Chair& chair = table->chairs[static_cast<std::size_t>(binding.seat)];
    HAZE_ASSERT(chair.opened.empty(), "every seat of a match is bound once, seat", binding.seat);
    const v1::Briefing& briefing = match.BriefingOf(binding.seat);
    v1::ArbiterMessage message;
    *message.mutable_seat_opened()->mutable_briefing() = briefing;
    chair.binding = binding;
    chair.handle = briefing.match_handle();
    chair.name = match.seat_name(binding.seat);
    chair.opened = message.SerializeAsString();
    chair.account_left = binding.deadlines.match_account;
    chair.report.seat = chair.name;
  }
  const MatchTicket ticket = table->ticket;
  Network* const network = &parts_->network;
  // A std::function must be copyable, a table is not.
  auto shared = std::make_shared<std::unique_ptr<Table>>(std::move(table));
  network->Post([network, shared] { network->AddTable(std::move(*shared)); });
  return ticket;
}

MatchReport Server::Wait(MatchTicket ticket) {
  std::optional<MatchReport> report = parts_->network.WaitFor(ticket, std::nullopt);
  if (report) return *std::move(report);
  return {.match = nullptr, .void_reason = "the arbiter was stopped", .seats = {}, .wall_s = 0.0};
}

std::optional<MatchReport> Server::WaitFor(MatchTicket ticket, std::chrono::milliseconds limit) { return parts_->network.WaitFor(ticket, limit); }

ServerCounters Server::Counters() const {
  std::promise<ServerCounters> answer;
  Network* const network = &parts_->network;
  const std::lock_guard lock(parts_->stopping);
  if (parts_->stopped) return network->Counters();
  network->Post([network, &answer] { answer.set_value(network->Counters()); });
  return answer.get_future().get();
}

}  // namespace haze::server
