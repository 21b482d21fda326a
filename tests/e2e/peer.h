// An agent as a test drives it: message by message, bytes included, with a deadline on every wait.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/codegen/sync_stream.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "haze/agent/v1/arbiter_service.grpc.pb.h"

namespace haze::tests {

namespace v1 = ::haze::agent::v1;

class Peer {
 public:
  /// `token` may be wrong; nothing is sent yet.
  Peer(const std::string& address, std::string token);
  ~Peer();

  grpc::Status Join(int protocol = 1);
  /// Opens the stream and attaches. False when the arbiter does not answer with Attached; then Status() says why.
  bool Attach();
  bool Attach(const std::string& session_id);
  /// Opens the stream and sends nothing.
  void OpenStream();

  bool Send(const v1::AgentMessage& message) { return SendBytes(message.SerializeAsString()); }
  bool SendBytes(const std::string& bytes);
  /// The next message, or nothing when the stream has ended.
  std::optional<v1::ArbiterMessage> Hear();
  /// Hears until a message of this kind; others are dropped.
  std::optional<v1::ArbiterMessage> HearUntil(v1::ArbiterMessage::KindCase kind);

  /// Waits for SeatOpened and answers SeatReady.
  std::optional<v1::Briefing> TakeSeat();
  std::optional<v1::Turn> NextTurn();
  bool Answer(const v1::Turn& turn, const std::string& note = {});
  /// Answers turns with empty decisions until GameOver.
  std::optional<v1::GameOver> PlayToTheEnd();

  /// Breaks the stream without a word.
  void Drop();
  /// The stream's end: waits for it.
  grpc::Status Status();

  const std::string& session_id() const { return session_id_; }
  std::unique_ptr<v1::ArbiterService::Stub> Stub() { return v1::ArbiterService::NewStub(channel_); }
  void Prepare(grpc::ClientContext& context) const;

 private:
  using Stream = grpc::ClientReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>;
  std::string token_, session_id_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace haze::tests
