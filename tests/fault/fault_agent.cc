// An agent that misbehaves on request, as a process of its own: fault_agent MODE [FIFO].
//
//   play            answers every turn with nothing ordered
//   halt FIFO       plays until its third turn, tells its number into FIFO, then thinks for ever
//   leave           ends with exit code 7 at its third turn
//   think FIFO      without the SDK: its third answer takes 3 s of computing on the very thread that serves gRPC
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>

#include "agents/sdk/client.h"
#include "haze/agent/v1/arbiter_service.grpc.pb.h"
#include "tests/fault/wait_for.h"

namespace haze::test {
namespace {

namespace v1 = ::haze::agent::v1;

constexpr int kFaultyTurn = 3;

class Faulty : public agents::Policy {
 public:
  Faulty(std::string mode, std::string fifo) : mode_(std::move(mode)), fifo_(std::move(fifo)) {}
  void Open(const v1::Briefing&) override {}
  v1::Decision Decide(const v1::Turn& turn) override {
    if (turn.turn_id() == kFaultyTurn && mode_ == "halt") {
      Fifo::WriteLine(fifo_, std::to_string(::getpid()));
      for (;;) ::pause();
    }
    if (turn.turn_id() == kFaultyTurn && mode_ == "leave") {
      std::cerr << "I have had enough\n";
      ::_exit(7);
    }
    return {};
  }

 private:
  std::string mode_, fifo_;
};

// One thread does everything: reads, computes, writes. While it computes nobody answers pings.
int ThinkInTheEventThread(const sdk::AgentOptions& options, const std::string& fifo) {
  const auto stub = v1::ArbiterService::NewStub(grpc::CreateChannel(options.address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext join;
  join.AddMetadata("haze-token", options.token);
  v1::JoinRequest request;
  request.set_protocol(1);
  v1::JoinReply reply;
  if (!stub->Join(&join, request, &reply).ok()) return 1;
  grpc::ClientContext context;
  context.AddMetadata("haze-token", options.token);
  const auto stream = stub->Play(&context);
  v1::AgentMessage out;
  out.mutable_attach()->set_session_id(reply.session_id());
  stream->Write(out);
  v1::ArbiterMessage in;
  while (stream->Read(&in)) {
    if (in.has_seat_opened()) {
      out.mutable_seat_ready()->set_match_handle(in.seat_opened().briefing().match_handle());
      out.mutable_seat_ready()->set_seat(in.seat_opened().briefing().seat());
      stream->Write(out);
    }
    for (const v1::Turn& turn : in.turns().turns()) {
      if (turn.turn_id() == kFaultyTurn) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(3);
        while (std::chrono::steady_clock::now() < end) {
        }
        Fifo::WriteLine(fifo, "thought");
      }
      out.Clear();
      v1::Decision* const decision = out.mutable_decisions()->add_decisions();
      decision->set_match_handle(turn.match_handle());
      decision->set_seat(turn.seat());
      decision->set_turn_id(turn.turn_id());
      stream->Write(out);
    }
    if (in.has_game_over()) Fifo::WriteLine(fifo, "over");
    if (in.has_goodbye()) break;
  }
  return 0;
}

int Main(int argc, char** argv) {
  std::string error;
  const sdk::AgentOptions options = sdk::OptionsFromEnvironment(error);
  if (!error.empty() || argc < 2) {
    std::cerr << error << "\n";
    return sdk::kBadSetup;
  }
  const std::string mode = argv[1];
  const std::string fifo = argc > 2 ? argv[2] : "";
  if (mode == "think") return ThinkInTheEventThread(options, fifo);
  return sdk::RunAgent([&](const v1::Briefing&) { return std::make_unique<Faulty>(mode, fifo); }, options);
}

}  // namespace
}  // namespace haze::test

int main(int argc, char** argv) { return haze::test::Main(argc, argv); }
