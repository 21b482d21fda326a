// The thread, its mailbox and its end.
#include "arbiter/server/network.h"

#include <google/protobuf/stubs/logging.h>
#include <grpc/support/time.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "arbiter/server/status.h"

namespace haze::server {
namespace {

constexpr std::chrono::milliseconds kTick{100};
constexpr std::size_t kLongestSocketPath = 107;
constexpr std::int64_t kMostConnections = 4096;
constexpr std::int64_t kFewestConnections = 16;
constexpr std::int64_t kSpareDescriptors = 64;
constexpr std::uint64_t kMessageOverhead = 1024;  // frames, windows and pings that go with a message

gpr_timespec After(std::chrono::milliseconds time) {
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC), gpr_time_from_millis(time.count(), GPR_TIMESPAN));
}

}  // namespace

Network::Network(ServerOptions options)
    : options_(std::move(options)), wrong_tokens_(options_.wrong_tokens_per_s, 2.0 * options_.wrong_tokens_per_s) {}

Network::~Network() { Stop(std::chrono::milliseconds(0)); }

std::string Network::Start() {
  const bool local = IsLocalAddress(options_.listen);
  if (options_.tls_certificate.empty() != options_.tls_key.empty()) return "TLS takes a certificate and its key";
  if (options_.tls_certificate.empty() && !options_.tls_client_ca.empty()) return "certificates of clients take TLS";
  if (!options_.tls_certificate.empty()) {
    std::string fault = FaultOfTlsFiles(options_.tls_certificate, options_.tls_key, options_.tls_client_ca);
    if (!fault.empty()) return fault;
  }
  if (!local && options_.tls_certificate.empty() && !options_.insecure_network) {
    return options_.listen + " can be reached from other machines; without TLS that takes --insecure-network";
  }
  const bool is_unix = options_.listen.rfind("unix:", 0) == 0;
  if (is_unix && options_.listen.size() - 5 > kLongestSocketPath) return options_.listen + ": a socket's path has at most 107 characters";
  const std::int64_t descriptors = RaiseDescriptorLimit();
  if (descriptors < options_.descriptors) {
    return "only " + std::to_string(descriptors) + " descriptors are allowed, " + std::to_string(options_.descriptors) + " are needed (ulimit -n)";
  }

  const std::int64_t room = std::min<std::int64_t>(kMostConnections, descriptors - kSpareDescriptors);
  if (room < kFewestConnections) {
    return "only " + std::to_string(descriptors) + " descriptors are allowed: that leaves room for " + std::to_string(std::max<std::int64_t>(room, 0)) +
           " connections, " + std::to_string(kFewestConnections) + " are needed (ulimit -n)";
  }

  // Protobuf would print a line for each string that is no UTF-8: whoever sends them is blamed, not given our stderr.
  google::protobuf::SetLogHandler(nullptr);

  grpc::ServerBuilder builder;
  std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
  if (!options_.tls_certificate.empty()) {
    grpc::SslServerCredentialsOptions tls(options_.tls_client_ca.empty() ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                                                                         : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    tls.pem_root_certs = options_.tls_client_ca;
    tls.pem_key_cert_pairs.push_back({.private_key = options_.tls_key, .cert_chain = options_.tls_certificate});
    credentials = grpc::SslServerCredentials(tls);
  }
  // We accept ourselves (acceptor.h): gRPC gets connected sockets.
  hand_over_ = builder.experimental().AddExternalConnectionAcceptor(grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD, credentials);
  builder.RegisterAsyncGenericService(&service_);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 8 << 10);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 4);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 3000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 10000);
  if (!local) {
    // Against half-open links only: an honest agent that thinks in its event thread answers no ping meanwhile.
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 20000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 600000);
  }
  // Twice the limit, so that a message just above it reaches us and can be blamed; far above, gRPC itself ends the stream.
  builder.SetMaxReceiveMessageSize(static_cast<int>(2 * options_.batch_bytes));
  builder.SetMaxSendMessageSize(-1);
  for (const auto algorithm : {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP}) builder.SetCompressionAlgorithmSupportStatus(algorithm, false);
  queue_ = builder.AddCompletionQueue();
  server_ = builder.BuildAndStart();
  acceptor_ = std::make_unique<Acceptor>(AcceptorLimits{.connections = options_.connections > 0 ? std::min(options_.connections, static_cast<std::size_t>(room))
                                                                                                : static_cast<std::size_t>(room),
                                                        .per_address = options_.connections_per_address,
                                                        .per_session = options_.connections_per_session,
                                                        .without_token = options_.without_token,
                                                        .refusals_per_s = options_.wrong_tokens_per_s,
                                                        .idle_bytes = 2 * options_.batch_bytes + (256u << 10)},
                                         options_.tls_certificate.empty() ? std::function([this](std::string_view token) { return tokens_.Find(token); }) : nullptr,
                                         [this](int listener, int socket, const std::string& said) {
                                           grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters connection;
                                           connection.listener_fd = listener;
                                           connection.fd = socket;
                                           if (!said.empty()) {
                                             const grpc::Slice slice(said);
                                             connection.read_buffer = grpc::ByteBuffer(&slice, 1);
                                           }
                                           hand_over_->HandleNewConnection(&connection);
                                         });
  if (!server_ || !acceptor_->Listen(options_.listen)) {
    if (server_) server_->Shutdown();
    queue_->Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_->Next(&tag, &ok)) {
    }
    server_.reset();
    return options_.listen + ": cannot listen there";
  }
  address_ = acceptor_->address();

  workers_ = std::make_unique<Workers>(
      options_.workers, options_.ready_queue, options_.steps_per_slice,
      [this](JobResult result) {
        auto shared = std::make_shared<JobResult>(std::move(result));
        Post([this, shared] { OnResult(std::move(*shared)); });
      },
      [this] { Post([this] { OnRoom(); }); });
  last_round_ = std::chrono::steady_clock::now();
  thread_ = std::thread([this] { Run(); });
  acceptor_->Start();
  return {};
}

ServerCounters Network::Counters() const {
  ServerCounters counters = counters_;
  counters.connections = acceptor_->Counters();
  counters.refused += counters.connections.refused;
  counters.sessions = static_cast<long>(sessions_.size());
  counters.matches_open = static_cast<long>(tables_.size());
  return counters;
}

void Network::Post(std::function<void()> work) {
  const std::lock_guard lock(mailbox_mutex_);
  if (closed_) return;
  mailbox_.push_back(std::move(work));
  if (woken_) return;
  woken_ = true;
  auto* const tag = new WakeTag;  // deleted in Handle
  tag->alarm.Set(queue_.get(), gpr_now(GPR_CLOCK_MONOTONIC), tag);
}

void Network::RunMailbox() {
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard lock(mailbox_mutex_);
    work.swap(mailbox_);
  }
  for (const auto& item : work) {
    if (draining_) return;  // the queue takes nothing more
    item();
  }
}

void Network::Run() {
  auto first = std::make_unique<Call>();
  first->Accept(service_, *queue_);
  calls_[first.get()] = std::move(first);
  for (;;) {
    void* tag = nullptr;
    bool ok = false;
    const grpc::CompletionQueue::NextStatus status = queue_->AsyncNext(&tag, &ok, After(kTick));
    if (status == grpc::CompletionQueue::SHUTDOWN) return;
    // What was posted before the event happened is done before it is handled: a token is known before its first use.
    RunMailbox();
    if (status == grpc::CompletionQueue::GOT_EVENT) {
      const Tag event = *static_cast<Tag*>(tag);
      if (event.op == Op::kWake) {
        {
          const std::lock_guard lock(mailbox_mutex_);
          woken_ = false;
        }
        delete static_cast<WakeTag*>(static_cast<Tag*>(tag));
        RunMailbox();
      } else {
        Handle(event, ok);
      }
    }
    const SteadyTime now = Now();
    if (!draining_ && now - last_tick_ >= kTick) {
      last_tick_ = now;
      Tick();
    }
  }
}

void Network::Handle(const Tag& tag, bool ok) {
  Call& call = *tag.call;
  call.Returned(tag.op, ok);
  if (draining_) {
    if (call.Idle()) DeleteCall(&call);
    return;
  }
  switch (tag.op) {
    case Op::kAccept:
      if (ok) {
        {
          const std::lock_guard lock(calls_mutex_);
          ++calls_open_;
        }
        if (!stopping_) {
          auto next = std::make_unique<Call>();
          next->Accept(service_, *queue_);
          calls_[next.get()] = std::move(next);
        }
        OnAccepted(call);
      }
      break;
    case Op::kDone: OnStreamEnd(call); break;
    case Op::kRead:
      if (ok) {
        if (call.heard) call.heard->fetch_add(call.MessageSize() + kMessageOverhead, std::memory_order_relaxed);
        OnMessage(call);
      } else {
        OnStreamEnd(call);
        call.Finish(grpc::Status::OK);
      }
      break;
    case Op::kWrite: OnWritten(call, ok); break;
    case Op::kFinish:
    case Op::kWake: break;
  }
  if (call.Idle()) DeleteCall(&call);
}

void Network::DeleteCall(Call* call) {
  const bool counted = call->accepted();
  if (call->refuse_at) --refusals_waiting_;
  calls_.erase(call);
  {
    const std::lock_guard lock(calls_mutex_);
    if (counted) --calls_open_;
  }
  calls_changed_.notify_all();
}

// Matches that are not over become void; everybody is told; every call is finished before the server shuts down.
void Network::FinishAll() {
  stopping_ = true;
  waiting_.clear();
  std::vector<MatchTicket> open;
  for (const auto& [ticket, table] : tables_) open.push_back(ticket);
  for (const MatchTicket ticket : open) {
    Table& table = *tables_[ticket];
    if (table.state != Table::State::kClosing) {
      table.void_reason = "the arbiter was stopped";
      std::vector<std::string> game_over;
      for (const Chair& chair : table.chairs) {
        v1::GameOver result;
        result.set_match_handle(chair.handle);
        result.set_seat(chair.name);
        result.set_result(v1::RESULT_KIND_VOID_ARBITER);
        result.set_reason(table.void_reason);
        game_over.push_back(result.SerializeAsString());
      }
      AnnounceEnd(table, game_over);
    }
  }
  for (const auto& [key, session] : sessions_) {
    v1::ArbiterMessage goodbye;
    goodbye.mutable_goodbye()->set_reason("the arbiter is stopping");
    Push(*session, {.kind = Outbound::Kind::kGoodbye, .bytes = goodbye.SerializeAsString(), .seat = {}, .turn_id = 0});
  }
  for (const auto& [raw, call] : calls_) {
    if (call->accepted() && !call->attached) call->Finish(Fault(grpc::StatusCode::UNAVAILABLE, "STOPPING", "the arbiter is stopping"));
  }
}

void Network::Stop(std::chrono::milliseconds farewell) {
  if (stopped_ || !server_) return;
  stopped_ = true;
  workers_->Stop();
  Post([this] { FinishAll(); });
  {
    std::unique_lock lock(calls_mutex_);
    calls_changed_.wait_for(lock, farewell, [&] { return calls_open_ == 0; });
  }
  acceptor_->Stop();
  // The network thread goes on serving the queue meanwhile: Shutdown needs it for its own last writes.
  server_->Shutdown(After(std::min(farewell, std::chrono::milliseconds(200))));
  Post([this] {
    for (const auto& [ticket, table] : tables_) {
      for (Chair& chair : table->chairs) chair.closed = true;
    }
    while (!tables_.empty()) Report(*tables_.begin()->second);
    draining_ = true;
    {
      const std::lock_guard lock(mailbox_mutex_);
      closed_ = true;
    }
    queue_->Shutdown();
  });
  thread_.join();
  {
    const std::lock_guard lock(report_mutex_);
    finished_ = true;
  }
  reported_.notify_all();
  if (options_.listen.rfind("unix:", 0) == 0) ::unlink(options_.listen.c_str() + 5);
}

std::optional<MatchReport> Network::WaitFor(MatchTicket ticket, std::optional<std::chrono::milliseconds> limit) {
  std::unique_lock lock(report_mutex_);
  const auto there = [&] { return reports_.count(ticket) > 0 || finished_; };
  if (!limit) {
    reported_.wait(lock, there);
  } else if (!reported_.wait_for(lock, *limit, there)) {
    return std::nullopt;
  }
  const auto found = reports_.find(ticket);
  if (found == reports_.end()) return std::nullopt;
  MatchReport report = std::move(found->second);
  reports_.erase(found);
  return report;
}

}  // namespace haze::server
