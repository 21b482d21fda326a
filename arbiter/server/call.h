// One RPC: its tags on the completion queue, and the rule that nothing is freed while one of them is out.
#pragma once

#include <grpcpp/alarm.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/async_generic_service.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "arbiter/server/admission.h"

namespace haze::server {

class Call;

enum class Op {
  kAccept,  ///< a new call came in
  kDone,    ///< the call is over, or its client is gone
  kRead,
  kWrite,
  kFinish,
  kWake,    ///< something lies in the mailbox
};

/// What the completion queue gives back.
struct Tag {
  Call* call = nullptr;
  Op op = Op::kWake;
};

/// A wake-up from another thread. A fresh alarm each time: reusing one while it fires is a data race inside gRPC (grpc issue 29142).
struct WakeTag : Tag {
  grpc::Alarm alarm;
};

enum class Method { kUnknown, kJoin, kPlay, kGetAsset };

/// A call of any method with raw messages. Network thread only. At most one read and one write are outstanding.
class Call {
 public:
  Call();
  /// Waits for the next call of any client.
  void Accept(grpc::AsyncGenericService& service, grpc::ServerCompletionQueue& queue);

  /// Notes a tag that came back. To be called before anything else is done with it.
  void Returned(Op op, bool ok);
  /// No tag is out: the call may be deleted.
  bool Idle() const { return out_ == 0; }

  void Read();
  void Write(std::string bytes);
  /// Ends the call as soon as the write in progress, if any, is done. Later calls change nothing.
  void Finish(const grpc::Status& status);
  /// Ends the call now, unwritten bytes and all.
  void Cancel();

  Method method() const;
  /// gRPC's name of the other end.
  std::string peer() const { return context_.peer(); }
  std::string_view Metadata(const std::string& key) const;
  /// The message that was read, in one piece; valid until the next Read.
  std::string_view Message();
  std::size_t MessageSize() const { return incoming_.Length(); }

  bool accepted() const { return accepted_; }
  bool reading() const { return reading_; }
  bool writing() const { return writing_; }
  /// The client is gone or Finish was called: nothing more comes of it.
  bool closed() const { return done_ || finish_.has_value(); }

  SteadyTime opened{};
  std::optional<SteadyTime> refuse_at;  ///< a wrong token, answered then
  std::optional<SteadyTime> ending;     ///< since when its last write and Finish are waited for
  std::optional<SessionKey> session;    ///< who called
  std::optional<SessionKey> attached;   ///< whose stream this is
  std::shared_ptr<std::atomic<std::uint64_t>> heard;  ///< its connection's count of bytes that became calls and messages; may be null
  std::string asset;                    ///< GetAsset: what is left to send

 private:
  void FinishNow();

  grpc::GenericServerContext context_;
  grpc::GenericServerAsyncReaderWriter stream_;
  Tag tags_[5];
  grpc::ByteBuffer incoming_;
  grpc::Slice message_;
  int out_ = 0;  // tags that have not come back
  bool accepted_ = false, reading_ = false, writing_ = false, finishing_ = false, done_ = false;
  std::optional<grpc::Status> finish_;
};

}  // namespace haze::server
