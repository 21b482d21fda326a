// The connection: one thread reads, one thinks and writes.
#include "agents/sdk/client.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>

#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>

#include "agents/sdk/seats.h"
#include "haze/agent/v1/arbiter_service.grpc.pb.h"

namespace haze::sdk {
namespace {

constexpr int kProtocol = 1;
constexpr std::chrono::milliseconds kRetry{100};

using Clock = std::chrono::steady_clock;
using PlayStream = grpc::ClientReaderWriter<v1::AgentMessage, v1::ArbiterMessage>;

std::shared_ptr<grpc::Channel> Connect(const AgentOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 500);
  arguments.SetMaxReceiveMessageSize(4 << 20);
  if (options.tls_ca.empty()) return grpc::CreateCustomChannel(options.address, grpc::InsecureChannelCredentials(), arguments);
  return grpc::CreateCustomChannel(
      options.address,
      grpc::SslCredentials({.pem_root_certs = options.tls_ca, .pem_private_key = options.tls_key, .pem_cert_chain = options.tls_certificate}), arguments);
}

class Client {
 public:
  Client(const PolicyMaker& make, const AgentOptions& options)
      : options_(options), book_(make), stub_(v1::ArbiterService::NewStub(Connect(options))) {}

  int Run();

 private:
  struct Stream {
    grpc::ClientContext context;
    std::unique_ptr<PlayStream> play;
  };

  grpc::Status Join();
  grpc::Status PlayOnce();
  void Think();
  void Queue(v1::ArbiterMessage message);
  void Send(const std::optional<v1::AgentMessage>& message);

  const AgentOptions options_;
  SeatBook book_;  // the thinking thread's
  std::unique_ptr<v1::ArbiterService::Stub> stub_;
  std::string session_id_;
  bool goodbye_ = false;
  bool attached_ = false;

  std::mutex stream_mutex_;  // held while writing
  std::shared_ptr<Stream> stream_;

  std::mutex queue_mutex_;
  std::condition_variable queue_changed_;
  std::deque<v1::ArbiterMessage> queue_;
  bool closing_ = false;
};

grpc::Status Client::Join() {
  grpc::ClientContext context;
  context.AddMetadata("haze-token", options_.token);
  context.set_wait_for_ready(true);
  context.set_deadline(std::chrono::system_clock::now() + options_.join_limit);
  v1::JoinRequest request;
  request.set_agent_name(options_.name);
  request.set_agent_version(options_.version);
  request.set_protocol(kProtocol);
  v1::JoinReply reply;
  const grpc::Status status = stub_->Join(&context, request, &reply);
  session_id_ = reply.session_id();
  return status;
}

// One life of the stream.
grpc::Status Client::PlayOnce() {
  auto stream = std::make_shared<Stream>();
  stream->context.AddMetadata("haze-token", options_.token);
  stream->play = stub_->Play(&stream->context);
  v1::AgentMessage hello;
  hello.mutable_attach()->set_session_id(session_id_);
  if (stream->play->Write(hello)) {
    {
      const std::lock_guard lock(stream_mutex_);
      stream_ = stream;
    }
    v1::ArbiterMessage message;
    while (stream->play->Read(&message)) {
      attached_ = attached_ || message.has_attached();
      if (message.has_goodbye()) goodbye_ = true;
      Queue(std::move(message));
      message.Clear();
    }
    // No TryCancel here: it would hide the arbiter's own status. A write on the dead stream returns by itself.
    const std::lock_guard lock(stream_mutex_);
    stream_.reset();
  }
  return stream->play->Finish();
}

void Client::Queue(v1::ArbiterMessage message) {
  {
    const std::lock_guard lock(queue_mutex_);
    queue_.push_back(std::move(message));
  }
  queue_changed_.notify_one();
}

void Client::Send(const std::optional<v1::AgentMessage>& message) {
  if (!message) return;
  const std::lock_guard lock(stream_mutex_);
  // What a lost stream swallows is asked for again after the re-attach; the reader sees its end.
  if (stream_ != nullptr) stream_->play->Write(*message);
}

void Client::Think() {
  for (;;) {
    v1::ArbiterMessage message;
    {
      std::unique_lock lock(queue_mutex_);
      queue_changed_.wait(lock, [&] { return closing_ || !queue_.empty(); });
      if (queue_.empty()) return;
      message = std::move(queue_.front());
      queue_.pop_front();
    }
    if (!message.has_turns()) {
      Send(book_.Hear(message));
      continue;
    }
    for (const v1::Turn& turn : message.turns().turns()) Send(book_.Answer(turn));
  }
}

int Client::Run() {
  const grpc::Status joined = Join();
  if (!joined.ok()) {
    std::cerr << "haze agent: cannot join " << options_.address << ": " << joined.error_message() << "\n";
    const bool unreachable = joined.error_code() == grpc::StatusCode::UNAVAILABLE || joined.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
    return unreachable ? kLost : kNotAdmitted;
  }

  std::thread thinker([this] { Think(); });
  int result = kLost;
  Clock::time_point last_seen = Clock::now();
  for (;;) {
    attached_ = false;
    const grpc::Status status = PlayOnce();
    if (goodbye_) {
      result = kPlayed;
      break;
    }
    if (attached_) last_seen = Clock::now();
    const bool refused = status.error_code() == grpc::StatusCode::UNAUTHENTICATED || status.error_code() == grpc::StatusCode::PERMISSION_DENIED ||
                         status.error_code() == grpc::StatusCode::FAILED_PRECONDITION || status.error_code() == grpc::StatusCode::ABORTED;
    if (!status.ok()) std::cerr << "haze agent: the stream ended: " << status.error_message() << "\n";
    if (refused || Clock::now() - last_seen > options_.reattach_limit) {
      result = refused ? kNotAdmitted : kLost;
      break;
    }
    // A pause between attempts, ended early by nothing: there is no event to wait for when nobody listens.
    if (!attached_) std::this_thread::sleep_for(kRetry);
  }
  {
    const std::lock_guard lock(queue_mutex_);
    closing_ = true;
    if (result != kPlayed) queue_.clear();
  }
  queue_changed_.notify_all();
  thinker.join();
  return result;
}

}  // namespace

AgentOptions OptionsFromEnvironment(std::string& error) {
  AgentOptions options;
  const char* const address = std::getenv("HAZE_ADDRESS");
  const char* const file = std::getenv("HAZE_TOKEN_FILE");
  if (address == nullptr || address[0] == '\0') error = "HAZE_ADDRESS is not set: where the arbiter listens, unix:PATH or HOST:PORT";
  if (address != nullptr) options.address = address;
  if (file == nullptr || file[0] == '\0') {
    error = "HAZE_TOKEN_FILE is not set: the file that holds the session's token";
    return options;
  }
  std::ifstream in(file);
  if (!(in >> options.token)) error = std::string(file) + ": no token can be read";
  const std::pair<const char*, std::string*> files[] = {
      {"HAZE_TLS_CA", &options.tls_ca}, {"HAZE_TLS_CERT", &options.tls_certificate}, {"HAZE_TLS_KEY", &options.tls_key}};
  for (const auto& [name, text] : files) {
    const char* const path = std::getenv(name);
    if (path == nullptr || path[0] == '\0') continue;
    std::ifstream pem(path, std::ios::binary);
    text->assign(std::istreambuf_iterator<char>(pem), {});
    if (text->empty()) error = std::string(name) + ": " + path + " cannot be read";
  }
  return options;
}

int RunAgent(const PolicyMaker& make, const AgentOptions& options) {
  if (options.address.empty() || options.token.empty()) {
    std::cerr << "haze agent: address and token are needed\n";
    return kBadSetup;
  }
  return Client(make, options).Run();
}

int RunAgent(const std::function<std::unique_ptr<agents::Policy>()>& make, const AgentOptions& options) {
  return RunAgent(PolicyMaker([make](const v1::Briefing&) { return make(); }), options);
}

}  // namespace haze::sdk
