// An agent that misbehaves on request, as a process of its own: fault_agent MODE [FIFO or file].
//
//   play            answers every turn with nothing ordered
//   halt FIFO       plays until its third turn, tells its number into FIFO, then thinks for ever
//   leave           ends with exit code 7 at its third turn
//   quit            ends with exit code 0 there
//   abort           ends by signal 6 there
//   hang            thinks for ever there
//   slow            answers there after 4 s
//   illegal         orders more velocity than anything has, ten times a turn
//   spy FILE        appends to FILE everything it can see of itself and is told: arguments, environment, directories, open files, messages
//   think FIFO      without the SDK: its third answer takes 3 s of computing on the very thread that serves gRPC
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>

#include "agents/sdk/client.h"
#include "agents/sdk/plan.h"
#include "haze/agent/v1/arbiter_service.grpc.pb.h"
#include "tests/fault/wait_for.h"

namespace haze::test {
namespace {

namespace v1 = ::haze::agent::v1;

constexpr int kFaultyTurn = 3;

class Faulty : public agents::Policy {
 public:
  Faulty(std::string mode, std::string fifo) : mode_(std::move(mode)), fifo_(std::move(fifo)) {}
  void Open(const v1::Briefing& briefing) override {
    if (mode_ == "spy") Tell("briefing", briefing);
  }
  v1::Decision Decide(const v1::Turn& turn) override {
    if (turn.turn_id() == kFaultyTurn && mode_ == "halt") {
      Fifo::WriteLine(fifo_, std::to_string(::getpid()));
      for (;;) ::pause();
    }
    if (turn.turn_id() == kFaultyTurn && mode_ == "leave") {
      std::cerr << "I have had enough\n";
      ::_exit(7);
    }
    if (turn.turn_id() == kFaultyTurn && mode_ == "quit") {
      std::cerr << "that will do\n";
      ::_exit(0);
    }
    if (turn.turn_id() == kFaultyTurn && mode_ == "abort") {
      std::cerr << "this cannot be\n";
      ::abort();
    }
    if (turn.turn_id() == kFaultyTurn && mode_ == "hang") {
      for (;;) ::pause();
    }
    if (turn.turn_id() == kFaultyTurn && mode_ == "slow") std::this_thread::sleep_for(std::chrono::seconds(4));
    if (mode_ == "spy") Tell("turn", turn);
    v1::Decision decision;
    *decision.mutable_wake() = sdk::WakeAt(turn.time_us() + 300'000'000);
    for (int i = 0; i < 10 && mode_ == "illegal"; ++i) {
      *decision.add_orders() = sdk::BurnRtn("too much " + std::to_string(i), sdk::Vector(0, 1e9, 0));
    }
    return decision;
  }

 private:
  void Tell(const char* what, const google::protobuf::Message& message) const {
    std::ofstream(fifo_, std::ios::app | std::ios::binary) << what << "\n" << message.SerializeAsString() << "\n" << message.DebugString() << "\n";
  }

  std::string mode_, fifo_;
};

// Everything that a process can see of itself and of the directories that it is shown.
void LookAround(int argc, char** argv, const std::string& file) {
  namespace fs = std::filesystem;
  std::ofstream out(file, std::ios::app | std::ios::binary);
  for (int i = 0; i < argc; ++i) out << "argument " << argv[i] << "\n";
  for (char** word = environ; *word != nullptr; ++word) out << "environment " << *word << "\n";
  std::error_code ignored;
  for (const char* name : {"/proc/self/fd", "/proc/self/task"}) {
    for (const auto& entry : fs::directory_iterator(name, ignored)) out << entry.path() << " " << fs::read_symlink(entry.path(), ignored) << "\n";
  }
  const char* const token = ::getenv("HAZE_TOKEN_FILE");
  const fs::path folder = fs::path(token != nullptr ? token : "").parent_path();
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    out << entry.path() << "\n";
    if (entry.is_regular_file(ignored)) out << std::ifstream(entry.path(), std::ios::binary).rdbuf() << "\n";
  }
  for (const fs::path& path : {fs::path("/proc") / std::to_string(::getppid()) / "cmdline", fs::path("/proc") / std::to_string(::getppid()) / "environ"}) {
    out << path << " " << std::ifstream(path, std::ios::binary).rdbuf() << "\n";
  }
}

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
  if (mode == "spy") LookAround(argc, argv, fifo);
  if (mode == "think") return ThinkInTheEventThread(options, fifo);
  return sdk::RunAgent([&](const v1::Briefing&) { return std::make_unique<Faulty>(mode, fifo); }, options);
}

}  // namespace
}  // namespace haze::test

int main(int argc, char** argv) { return haze::test::Main(argc, argv); }
