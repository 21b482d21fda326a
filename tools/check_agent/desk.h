// The examiner's end of the contract: calls of one agent's process, message by message.
#pragma once

#include <grpcpp/server.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "haze/agent/v1/arbiter_service.grpc.pb.h"

namespace haze::tools {

namespace v1 = ::haze::agent::v1;

/// Serves any number of calls; the last stream is the one that is spoken to.
class Desk final : public v1::ArbiterService::Service {
 public:
  Desk(std::string token, std::string session) : token_(std::move(token)), session_(std::move(session)) {}
  ~Desk() override;

  /// Listens at "unix:PATH". False: it cannot.
  [[nodiscard]] bool Listen(const std::string& address);

  struct Seen {
    int joins = 0, wrong_tokens = 0, streams = 0, bad_attaches = 0, protocol = 0;
    bool joined = false;
  };
  Seen Look();
  /// True once `what(Seen)` holds; false when it does not within the limit.
  template <class What>
  bool Await(What what, std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return what(seen_); });
  }

  /// Says a message on the stream; bytes, so that it may hold what no field knows.
  void Say(const v1::ArbiterMessage& message);
  /// The next message of the agent, or nothing within the limit.
  std::optional<v1::AgentMessage> Hear(std::chrono::milliseconds limit);
  /// Breaks the stream as a lost connection does.
  void Drop();
  bool attached();

  grpc::Status Join(grpc::ServerContext* context, const v1::JoinRequest* request, v1::JoinReply* reply) override;
  grpc::Status Play(grpc::ServerContext* context, grpc::ServerReaderWriter<v1::ArbiterMessage, v1::AgentMessage>* stream) override;
  grpc::Status GetAsset(grpc::ServerContext* context, const v1::GetAssetRequest* request, grpc::ServerWriter<v1::AssetChunk>* writer) override;

 private:
  bool Admitted(const grpc::ServerContext& context);

  const std::string token_, session_;
  std::unique_ptr<grpc::Server> server_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Seen seen_;
  std::deque<v1::AgentMessage> heard_;
  grpc::ServerContext* context_ = nullptr;
  grpc::ServerReaderWriter<v1::ArbiterMessage, v1::AgentMessage>* stream_ = nullptr;
};

}  // namespace haze::tools
