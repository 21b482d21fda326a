// gRPC's asynchronous calls, with their order kept: one write at a time, Finish after it, deletion after the last tag.
#include "arbiter/server/call.h"

#include <grpcpp/support/byte_buffer.h>

namespace haze::server {

Call::Call() : stream_(&context_) {
  for (const Op op : {Op::kAccept, Op::kDone, Op::kRead, Op::kWrite, Op::kFinish}) tags_[static_cast<int>(op)] = {this, op};
}

void Call::Accept(grpc::AsyncGenericService& service, grpc::ServerCompletionQueue& queue) {
  context_.AsyncNotifyWhenDone(&tags_[static_cast<int>(Op::kDone)]);
  ++out_;
  service.RequestCall(&context_, &stream_, &queue, &queue, &tags_[static_cast<int>(Op::kAccept)]);
}

void Call::Returned(Op op, bool ok) {
  --out_;
  switch (op) {
    case Op::kAccept:
      // The done tag comes back only for a call that began (grpc issue 10136).
      accepted_ = ok;
      if (ok) ++out_;
      break;
    case Op::kDone: done_ = true; break;
    case Op::kRead: reading_ = false; break;
    case Op::kWrite:
      writing_ = false;
      if (finish_) FinishNow();
      break;
    case Op::kFinish:
    case Op::kWake: break;
  }
}

void Call::Read() {
  if (reading_ || closed()) return;
  reading_ = true;
  ++out_;
  stream_.Read(&incoming_, &tags_[static_cast<int>(Op::kRead)]);
}

void Call::Write(std::string bytes) {
  if (writing_ || closed()) return;
  writing_ = true;
  ++out_;
  const grpc::Slice slice(bytes);
  stream_.Write(grpc::ByteBuffer(&slice, 1), &tags_[static_cast<int>(Op::kWrite)]);
}

void Call::Finish(const grpc::Status& status) {
  if (finish_ || done_) return;
  finish_ = status;
  if (!writing_) FinishNow();
}

void Call::FinishNow() {
  if (finishing_ || done_) return;
  finishing_ = true;
  ++out_;
  stream_.Finish(*finish_, &tags_[static_cast<int>(Op::kFinish)]);
}

void Call::Cancel() { context_.TryCancel(); }

Method Call::method() const {
  const std::string& path = context_.method();
  if (path == "/haze.agent.v1.ArbiterService/Join") return Method::kJoin;
  if (path == "/haze.agent.v1.ArbiterService/Play") return Method::kPlay;
  if (path == "/haze.agent.v1.ArbiterService/GetAsset") return Method::kGetAsset;
  return Method::kUnknown;
}

std::string_view Call::Metadata(const std::string& key) const {
  const auto found = context_.client_metadata().find(key);
  if (found == context_.client_metadata().end()) return {};
  return {found->second.data(), found->second.size()};
}

std::string_view Call::Message() {
  if (!incoming_.TrySingleSlice(&message_).ok() && !incoming_.DumpToSingleSlice(&message_).ok()) return {};
  return {reinterpret_cast<const char*>(message_.begin()), message_.size()};
}

}  // namespace haze::server
