// A plain blocking gRPC service: one agent at a time needs no more.
#include "tools/check_agent/desk.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

namespace haze::tools {

Desk::~Desk() {
  if (server_) server_->Shutdown(std::chrono::system_clock::now());
}

bool Desk::Listen(const std::string& address) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials());
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  return server_ != nullptr;
}

Desk::Seen Desk::Look() {
  const std::lock_guard lock(mutex_);
  return seen_;
}

bool Desk::attached() {
  const std::lock_guard lock(mutex_);
  return stream_ != nullptr;
}

bool Desk::Admitted(const grpc::ServerContext& context) {
  const auto found = context.client_metadata().find("haze-token");
  const bool right = found != context.client_metadata().end() && std::string(found->second.data(), found->second.size()) == token_;
  if (!right) {
    const std::lock_guard lock(mutex_);
    ++seen_.wrong_tokens;
    changed_.notify_all();
  }
  return right;
}

grpc::Status Desk::Join(grpc::ServerContext* context, const v1::JoinRequest* request, v1::JoinReply* reply) {
  const bool admitted = Admitted(*context);
  const std::lock_guard lock(mutex_);
  ++seen_.joins;
  seen_.protocol = request->protocol();
  changed_.notify_all();
  if (!admitted) return {grpc::StatusCode::UNAUTHENTICATED, "NOT_ADMITTED: the metadata haze-token holds no valid token"};
  seen_.joined = true;
  reply->set_session_id(session_);
  reply->set_protocol(1);
  reply->set_arbiter_version("examiner");
  return grpc::Status::OK;
}

grpc::Status Desk::Play(grpc::ServerContext* context, grpc::ServerReaderWriter<v1::ArbiterMessage, v1::AgentMessage>* stream) {
  if (!Admitted(*context)) return {grpc::StatusCode::UNAUTHENTICATED, "NOT_ADMITTED: the metadata haze-token holds no valid token"};
  v1::AgentMessage message;
  if (!stream->Read(&message) || !message.has_attach() || message.attach().session_id() != session_) {
    const std::lock_guard lock(mutex_);
    ++seen_.bad_attaches;
    changed_.notify_all();
    return {grpc::StatusCode::FAILED_PRECONDITION, "ATTACH_EXPECTED: the first message of Play is Attach with the session of Join"};
  }
  v1::ArbiterMessage attached;
  {
    const std::lock_guard lock(mutex_);
    attached.mutable_attached()->set_attach_count(++seen_.streams);
    stream->Write(attached);
    stream_ = stream;
    context_ = context;
    heard_.clear();
  }
  changed_.notify_all();
  while (stream->Read(&message)) {
    const std::lock_guard lock(mutex_);
    if (stream_ == stream) heard_.push_back(message);
    changed_.notify_all();
  }
  const std::lock_guard lock(mutex_);
  if (stream_ == stream) {
    stream_ = nullptr;
    context_ = nullptr;
  }
  changed_.notify_all();
  return grpc::Status::OK;
}

grpc::Status Desk::GetAsset(grpc::ServerContext*, const v1::GetAssetRequest*, grpc::ServerWriter<v1::AssetChunk>*) {
  return {grpc::StatusCode::NOT_FOUND, "UNKNOWN_ASSET: no briefing names this hash"};
}

void Desk::Say(const v1::ArbiterMessage& message) {
  const std::lock_guard lock(mutex_);
  if (stream_ != nullptr) stream_->Write(message);
}

std::optional<v1::AgentMessage> Desk::Hear(std::chrono::milliseconds limit) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, limit, [&] { return !heard_.empty() || stream_ == nullptr; });
  if (heard_.empty()) return std::nullopt;
  v1::AgentMessage message = std::move(heard_.front());
  heard_.pop_front();
  return message;
}

void Desk::Drop() {
  const std::lock_guard lock(mutex_);
  if (context_ != nullptr) context_->TryCancel();
  context_ = nullptr;
  stream_ = nullptr;
}

}  // namespace haze::tools
