// An agent without manners: mannerless_agent FAULT does one thing wrong, on purpose, and the rest right. "none" is well behaved.
//
// One thread, no SDK: what an author of another language might write on the first day.
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <iostream>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "agents/sdk/client.h"
#include "haze/agent/v1/arbiter_service.grpc.pb.h"

namespace haze::test {
namespace {

namespace v1 = ::haze::agent::v1;

class Agent {
 public:
  Agent(std::string fault, sdk::AgentOptions options)
      : fault_(std::move(fault)), options_(std::move(options)), stub_(v1::ArbiterService::NewStub(grpc::CreateChannel(options_.address, grpc::InsecureChannelCredentials()))) {}

  int Run() {
    if (Is("deaf_to_sigterm")) ::signal(SIGTERM, SIG_IGN);
    std::string session;
    int tries = 0;
    for (;; ++tries) {
      grpc::ClientContext context;
      context.AddMetadata("haze-token", Is("forgets_its_token") ? "none" : options_.token);
      context.set_wait_for_ready(true);
      v1::JoinRequest request;
      request.set_protocol(Is("speaks_protocol_2") ? 2 : 1);
      v1::JoinReply reply;
      const grpc::Status status = stub_->Join(&context, request, &reply);
      session = reply.session_id();
      if (status.ok()) break;
      if (!Is("hammers_the_door")) return 5;
      ::usleep(10000);
    }
    for (int life = 0;; ++life) {
      if (life > 0 && Is("stays_away")) return Forever();
      if (PlayOnce(Is("invents_a_session") ? "mine" : session)) return Is("leaves_with_an_error") ? 3 : 0;
      if (life > 3) return 75;
    }
  }

 private:
  using Stream = grpc::ClientReaderWriter<v1::AgentMessage, v1::ArbiterMessage>;
  bool Is(const char* name) const { return fault_ == name; }
  [[noreturn]] static int Forever() {
    for (;;) ::pause();
  }

  void Answer(Stream& stream, const v1::Turn& turn, const std::string& note = {}) {
    v1::AgentMessage out;
    v1::Decision* const decision = out.mutable_decisions()->add_decisions();
    decision->set_match_handle(turn.match_handle());
    decision->set_seat(Is("names_another_seat") ? "nobody" : turn.seat());
    decision->set_turn_id(turn.turn_id() + (Is("counts_from_zero") ? -1 : 0));
    decision->set_note(Is("answers_with_a_book") ? std::string(70000, 'x') : note);
    if (Is("says_nan")) decision->add_orders()->mutable_burn()->mutable_dv_rtn_mps()->set_x(std::numeric_limits<double>::quiet_NaN());
    if (Is("orders_without_end")) {
      for (int i = 0; i < 65; ++i) decision->add_orders()->set_order_id(std::to_string(i));
    }
    stream.Write(out);
    if (Is("answers_twice")) {
      decision->set_note("and another thing");
      stream.Write(out);
    }
  }

  // True after Goodbye.
  bool PlayOnce(const std::string& session) {
    grpc::ClientContext context;
    context.AddMetadata("haze-token", options_.token);
    const auto stream = stub_->Play(&context);
    v1::AgentMessage out;
    out.mutable_attach()->set_session_id(session);
    stream->Write(out);
    v1::ArbiterMessage in;
    v1::Turn last;
    bool goodbye = false;
    while (stream->Read(&in)) {
      if (in.kind_case() == v1::ArbiterMessage::KIND_NOT_SET && Is("dies_of_the_unknown")) ::abort();
      if (in.has_seat_opened() && !Is("takes_no_seat")) {
        out.mutable_seat_ready()->set_match_handle(in.seat_opened().briefing().match_handle());
        out.mutable_seat_ready()->set_seat(in.seat_opened().briefing().seat());
        stream->Write(out);
      }
      for (const v1::Turn& turn : in.turns().turns()) {
        if (Is("reads_one_of_a_batch") && &turn != &in.turns().turns(0)) continue;
        for (const v1::Ruling& ruling : turn.rulings()) {
          if (Is("dies_of_a_ruling") && ruling.code() == v1::RulingCode_MAX) ::abort();
          if (Is("dies_of_a_new_value") && !v1::RulingCode_IsValid(ruling.code())) ::abort();
        }
        if (Is("sleeps_at_turn_5") && turn.turn_id() == 5) Forever();
        if (Is("hoards_memory")) hoard_.emplace_back(100000, 'x');
        if (Is("hoards_descriptors") && ::open("/dev/null", O_RDONLY) < 0) return true;
        std::string& note = notes_[turn.match_handle() + std::to_string(turn.turn_id())];
        if (Is("changes_its_mind") || note.empty()) note = std::to_string(++answers_);
        last = turn;
        Answer(*stream, turn, note);
        if (Is("chatters")) {
          out.mutable_reset_done();
          stream->Write(out);
        }
      }
      if (in.has_game_over()) {
        if (Is("leaves_at_game_over")) return true;
        if (Is("answers_the_dead")) Answer(*stream, last, "one more");
      }
      if (in.has_reset() && !Is("ignores_reset")) {
        out.mutable_reset_done();
        stream->Write(out);
      }
      goodbye = goodbye || in.has_goodbye();
    }
    if (goodbye && Is("never_leaves")) Forever();
    return goodbye;
  }

  const std::string fault_;
  const sdk::AgentOptions options_;
  std::unique_ptr<v1::ArbiterService::Stub> stub_;
  std::map<std::string, std::string> notes_;
  std::vector<std::string> hoard_;
  int answers_ = 0;
};

}  // namespace
}  // namespace haze::test

int main(int argc, char** argv) {
  std::string error;
  const haze::sdk::AgentOptions options = haze::sdk::OptionsFromEnvironment(error);
  if (!error.empty() || argc != 2) {
    std::cerr << error << "\n";
    return 2;
  }
  return haze::test::Agent(argv[1], options).Run();
}
