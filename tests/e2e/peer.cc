#include "tests/e2e/peer.h"

namespace haze::tests {
namespace {

// Far above any honest wait: a test that reaches it has failed.
constexpr std::chrono::seconds kPatience{30};

}  // namespace

Peer::Peer(const std::string& address, std::string token) : token_(std::move(token)) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Peer::~Peer() { Drop(); }

void Peer::Prepare(grpc::ClientContext& context) const {
  context.AddMetadata("haze-token", token_);
  context.set_wait_for_ready(true);
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
}

grpc::Status Peer::Join(int protocol) {
  grpc::ClientContext context;
  Prepare(context);
  v1::JoinRequest request;
  request.set_agent_name("peer");
  request.set_protocol(protocol);
  v1::JoinReply reply;
  const grpc::Status status = Stub()->Join(&context, request, &reply);
  if (status.ok()) session_id_ = reply.session_id();
  return status;
}

void Peer::OpenStream() {
  context_ = std::make_unique<grpc::ClientContext>();
  Prepare(*context_);
  const grpc::internal::RpcMethod method("/haze.agent.v1.ArbiterService/Play", grpc::internal::RpcMethod::BIDI_STREAMING);
  stream_.reset(grpc::internal::ClientReaderWriterFactory<grpc::ByteBuffer, grpc::ByteBuffer>::Create(channel_.get(), method, context_.get()));
}

bool Peer::Attach() { return Attach(session_id_); }

bool Peer::Attach(const std::string& session_id) {
  Drop();
  OpenStream();
  v1::AgentMessage message;
  message.mutable_attach()->set_session_id(session_id);
  if (!Send(message)) return false;
  const auto first = Hear();
  return first && first->has_attached();
}

bool Peer::SendBytes(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return stream_->Write(grpc::ByteBuffer(&slice, 1));
}

std::optional<v1::ArbiterMessage> Peer::Hear() {
  grpc::ByteBuffer buffer;
  if (!stream_->Read(&buffer)) return std::nullopt;
  grpc::Slice slice;
  v1::ArbiterMessage message;
  if (!buffer.DumpToSingleSlice(&slice).ok() || !message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) return std::nullopt;
  return message;
}

std::optional<v1::ArbiterMessage> Peer::HearUntil(v1::ArbiterMessage::KindCase kind) {
  for (;;) {
    std::optional<v1::ArbiterMessage> message = Hear();
    if (!message || message->kind_case() == kind) return message;
  }
}

std::optional<v1::Briefing> Peer::TakeSeat() {
  const auto message = HearUntil(v1::ArbiterMessage::kSeatOpened);
  if (!message) return std::nullopt;
  const v1::Briefing& briefing = message->seat_opened().briefing();
  v1::AgentMessage ready;
  ready.mutable_seat_ready()->set_match_handle(briefing.match_handle());
  ready.mutable_seat_ready()->set_seat(briefing.seat());
  if (!Send(ready)) return std::nullopt;
  return briefing;
}

std::optional<v1::Turn> Peer::NextTurn() {
  const auto message = HearUntil(v1::ArbiterMessage::kTurns);
  if (!message || message->turns().turns_size() != 1) return std::nullopt;
  return message->turns().turns(0);
}

bool Peer::Answer(const v1::Turn& turn, const std::string& note) {
  v1::AgentMessage message;
  v1::Decision* const decision = message.mutable_decisions()->add_decisions();
  decision->set_match_handle(turn.match_handle());
  decision->set_seat(turn.seat());
  decision->set_turn_id(turn.turn_id());
  decision->set_note(note);
  return Send(message);
}

std::optional<v1::GameOver> Peer::PlayToTheEnd() {
  while (const auto message = Hear()) {
    if (message->has_game_over()) return message->game_over();
    for (const v1::Turn& turn : message->turns().turns()) {
      if (!Answer(turn)) return std::nullopt;
    }
  }
  return std::nullopt;
}

void Peer::Drop() {
  if (!stream_) return;
  context_->TryCancel();
  stream_->Finish();
  stream_.reset();
}

grpc::Status Peer::Status() {
  while (Hear()) {
  }
  const grpc::Status status = stream_->Finish();
  stream_.reset();
  return status;
}

}  // namespace haze::tests
