// A match whose policies play in this process.
#include <unistd.h>

#include <chrono>

#include "tools/tournament/played.h"

namespace haze::tools {
namespace {

// Tells the observer what happened before it passes the question on.
class ObservedSeats : public match::Seats {
 public:
  ObservedSeats(match::Seats& inner, const match::Match& match, const PlayRequest& request) : inner_(inner), match_(match), request_(request) {}

  void Open(int seat, const match::v1::Briefing& briefing) override { inner_.Open(seat, briefing); }
  void Ask(std::span<const match::v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) override {
    Tell();
    if (request_.interrupted && request_.interrupted()) {
      voided_ = true;
      for (match::SeatAnswer& answer : answers) answer = match::Forfeit{match::v1::RESULT_KIND_VOID_ARBITER, "interrupted"};
      return;
    }
    inner_.Ask(turns, seats, answers);
  }
  void Close(int seat, const match::v1::GameOver& result) override {
    Tell();
    inner_.Close(seat, result);
  }

  bool voided() const { return voided_; }

 private:
  void Tell() {
    const std::span<const game::Fact> facts = match_.Facts();
    if (request_.observer && facts.size() > told_) request_.observer(facts.subspan(told_));
    told_ = facts.size();
  }

  match::Seats& inner_;
  const match::Match& match_;
  const PlayRequest& request_;
  std::size_t told_ = 0;
  bool voided_ = false;
};

}  // namespace

std::string_view TransportName(Transport transport) {
  switch (transport) {
    case Transport::kInProcess:
      return "in-process";
    case Transport::kUnix:
      return "unix";
    case Transport::kTcp:
      return "tcp";
  }
  return {};
}

Played PlayInProcess(const PlayRequest& request, const SeatsFactory& factory) {
  Played played;
  LocalLineUp local = factory(request.line_up);
  if (!local.seats) {
    played.error = local.error;
    return played;
  }
  const auto began = std::chrono::steady_clock::now();
  played.match =
      std::make_unique<match::Match>(request.scenario, request.tables, request.key,
                                     match::MatchOptions{.seed = request.seed, .watchdog_ms = static_cast<std::int64_t>(request.watchdog_s * 1000.0)});
  ObservedSeats seats(*local.seats, *played.match, request);
  match::Play(*played.match, seats);
  if (seats.voided()) played.void_reason = "interrupted";
  played.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  for (std::size_t i = 0; i < request.line_up.size(); ++i) {
    played.seats.push_back({.pid = getpid(), .outcome = "OK", .exit_code = {}, .exit_signal = {}, .stderr_tail = {}});
  }
  return played;
}

}  // namespace haze::tools
