// The three methods: Join, Play and GetAsset, as raw messages of calls.
#include "arbiter/server/network.h"
#include "arbiter/server/status.h"

namespace haze::server {
namespace {

constexpr std::size_t kAssetChunk = 256u << 10;
constexpr int kProtocol = 1;
constexpr std::uint64_t kCallBytes = 12u << 10;  // preface, settings and headers
constexpr int kRefusalsWaiting = 256;  // calls cost memory while they wait
constexpr std::size_t kLongestAgentName = 64;

}  // namespace

void Network::OnAccepted(Call& call) {
  call.opened = Now();
  if (stopping_) return call.Finish(Fault(grpc::StatusCode::UNAVAILABLE, "STOPPING", "the arbiter is stopping"));
  const std::string peer = call.peer();
  if (!acceptor_->NoteCall(peer, call.opened)) return call.Finish(Fault(grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_CALLS", "too many calls on one connection"));
  if (call.method() == Method::kUnknown) return call.Finish(Fault(grpc::StatusCode::UNIMPLEMENTED, "UNKNOWN_METHOD", "no such method"));
  call.session = tokens_.Find(call.Metadata("haze-token"));
  if (!call.session || FindSession(*call.session) == nullptr) {
    ++counters_.refused;
    acceptor_->NoteWrongToken(peer);
    return Refuse(call);
  }
  std::optional<ByteCount> heard = acceptor_->NoteSession(peer, *call.session);
  if (!heard) return call.Finish(TooManyConnections(options_.connections_per_session));
  call.heard = *std::move(heard);
  if (call.heard) call.heard->fetch_add(kCallBytes, std::memory_order_relaxed);
  call.Read();
}

// Beyond a rate that no mistake reaches, whoever guesses waits.
void Network::Refuse(Call& call) {
  if (wrong_tokens_.Take(call.opened) || refusals_waiting_ >= kRefusalsWaiting) return call.Finish(NotAdmitted());
  call.refuse_at = call.opened + std::chrono::seconds(1);
  ++refusals_waiting_;
}

void Network::OnMessage(Call& call) {
  if (call.closed() || !call.session) return;
  Session* const session = FindSession(*call.session);
  if (session == nullptr) return call.Finish(NotAdmitted());
  switch (call.method()) {
    case Method::kJoin: return OnJoin(call, *session);
    case Method::kGetAsset: return OnAsset(call);
    case Method::kPlay:
      if (call.attached) {
        OnPlayMessage(call, *session);
        ReadOn(call);
      } else {
        OnAttach(call, *session);
      }
      return;
    case Method::kUnknown: return;
  }
}

// While the ready queue is full nothing is read: the agents' answers wait in their own sockets.
void Network::ReadOn(Call& call) {
  if (waiting_.empty()) call.Read();
}

void Network::OnJoin(Call& call, Session& session) {
  v1::JoinRequest request;
  const std::string_view bytes = call.Message();
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    ++counters_.malformed;
    return call.Finish(Fault(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_MESSAGE", "this is no JoinRequest"));
  }
  if (request.protocol() != kProtocol) {
    return call.Finish(Fault(grpc::StatusCode::FAILED_PRECONDITION, "WRONG_PROTOCOL", "this arbiter speaks protocol " + std::to_string(kProtocol)));
  }
  if (request.agent_name().size() > kLongestAgentName) {
    return call.Finish(Fault(grpc::StatusCode::INVALID_ARGUMENT, "NAME_TOO_LONG", "agent_name has at most 64 bytes"));
  }
  // A lost answer to Join may be asked for again; a process that restarted has lost its state and may not come back.
  if (session.attach_count > 0 || session.ended) {
    return call.Finish(Fault(grpc::StatusCode::FAILED_PRECONDITION, "ALREADY_JOINED", "the token belongs to a process that has joined; attach again by Play"));
  }
  if (session.id.empty()) session.id = RandomHex(16);
  v1::JoinReply reply;
  reply.set_session_id(session.id);
  reply.set_protocol(kProtocol);
  reply.set_arbiter_version(options_.version);
  call.Write(reply.SerializeAsString());
  call.Finish(grpc::Status::OK);
}

void Network::OnAttach(Call& call, Session& session) {
  v1::AgentMessage message;
  const std::string_view bytes = call.Message();
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !message.has_attach()) {
    ++counters_.malformed;
    return call.Finish(Fault(grpc::StatusCode::FAILED_PRECONDITION, "ATTACH_EXPECTED", "the first message of Play is Attach"));
  }
  if (session.id.empty() || message.attach().session_id() != session.id) return call.Finish(NotAdmitted());
  if (session.ended) return call.Finish(Fault(grpc::StatusCode::FAILED_PRECONDITION, "PROCESS_ENDED", "the session's process has ended"));
  Attach(session, call);
  ReadOn(call);
}

void Network::OnPlayMessage(Call& call, Session& session) {
  const std::string_view bytes = call.Message();
  if (bytes.size() > options_.batch_bytes) {
    ++counters_.malformed;
    return CloseForFault(session, Fault(grpc::StatusCode::RESOURCE_EXHAUSTED, "BATCH_TOO_LARGE",
                                        "a message has at most " + std::to_string(options_.batch_bytes) + " bytes"));
  }
  const Scan scan = ScanAgentMessage(bytes);
  if (scan.kind == Scan::Kind::kDecisions) {
    for (const RawDecision& decision : scan.decisions) {
      if (session.call != &call) return;  // closed for a fault meanwhile
      OnDecision(session, decision);
    }
    return;
  }
  v1::AgentMessage message;
  const bool whole = scan.kind == Scan::Kind::kOther && message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (whole && message.has_seat_ready()) return OnSeatReady(session, message.seat_ready());
  if (whole && message.has_reset_done()) return OnUnsolicited(session);
  ++counters_.malformed;
  CloseForFault(session, Fault(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_MESSAGE", "this is no AgentMessage"));
}

void Network::OnStreamEnd(Call& call) {
  if (!call.attached) return;
  Session* const session = FindSession(*call.attached);
  call.attached.reset();
  if (session != nullptr && session->call == &call) Detach(*session);
}

void Network::OnAsset(Call& call) {
  v1::GetAssetRequest request;
  const std::string_view bytes = call.Message();
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    ++counters_.malformed;
    return call.Finish(Fault(grpc::StatusCode::INVALID_ARGUMENT, "MALFORMED_MESSAGE", "this is no GetAssetRequest"));
  }
  const Session* const session = FindSession(*call.session);
  if (session == nullptr || session->id.empty() || request.session_id() != session->id) return call.Finish(NotAdmitted());
  std::optional<std::string> content = options_.asset ? options_.asset(request.sha256()) : std::nullopt;
  if (!content) return call.Finish(Fault(grpc::StatusCode::NOT_FOUND, "UNKNOWN_ASSET", "no briefing names this hash"));
  call.asset = *std::move(content);
  SendAsset(call);
}

void Network::SendAsset(Call& call) {
  if (call.asset.empty()) return call.Finish(grpc::Status::OK);
  v1::AssetChunk chunk;
  chunk.set_data(call.asset.substr(0, kAssetChunk));
  call.asset.erase(0, kAssetChunk);
  call.Write(chunk.SerializeAsString());
}

void Network::OnWritten(Call& call, bool ok) {
  if (call.method() == Method::kGetAsset && ok) return SendAsset(call);
  if (!call.attached) return;
  Session* const session = FindSession(*call.attached);
  if (session == nullptr || session->call != &call || !ok) return;
  session->write_clock.Stop();
  const std::vector<SeatRef> heard = std::move(session->in_flight);
  session->in_flight.clear();
  for (const SeatRef& seat : heard) {
    if (Table* const table = FindTable(seat.ticket)) CloseChair(*table, seat.seat);
  }
  if (session->in_flight_goodbye) {
    Detach(*session);
    call.attached.reset();
    return call.Finish(grpc::Status::OK);
  }
  Pump(*session);
}

}  // namespace haze::server
