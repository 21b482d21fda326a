// The door: accepts connections itself and hands them to gRPC, so that there are never more than the descriptors allow.
//
// gRPC 1.51 never accepts again once it has run out of descriptors. Here the limit is known before: what comes above it is turned away, or takes
// the place of the connection that has shown no token for longest. A connection is forgotten when gRPC has closed it, which the descriptor's
// inode tells: a closed number is gone or another file. Where the connection's bytes can be read (TCP without TLS), it stays here until its first call
// has shown a token (strangers.h).
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "arbiter/server/admission.h"
#include "arbiter/server/strangers.h"

namespace haze::server {

struct AcceptorLimits {
  std::size_t connections = 448;
  std::size_t per_address = 64;  ///< loopback and unix sockets exempt
  std::size_t per_session = 2;
  double session_connections_per_s = 1.0;  ///< so many new ones of a session on a network
  double session_connection_burst = 20.0;
  std::chrono::milliseconds without_token{5000};  ///< a connection on a network that shows no valid token for so long is closed
  std::uint64_t bytes_without_token = 12u << 10;     ///< and one that sends more than so much before
  double calls_per_s = 20.0;      ///< of one connection on a network; beyond, it is closed
  double call_burst = 100.0;
  int floods = 3;                 ///< connections of one session closed for floods; then its token is worth nothing
  int wrong_tokens = 10;          ///< of one connection on a network that gRPC has, then it is closed
  double refusals_per_s = 50.0;   ///< wrong tokens answered at once; beyond, after a second
  std::uint64_t idle_bytes = 2304u << 10;  ///< of one connection on a network beyond what its calls and messages account for; then it is closed
};

/// Counted since the start.
struct AcceptorCounters {
  long accepted = 0;
  long turned_away = 0;  ///< closed at once: the limit of all or of an address
  long evicted = 0;      ///< closed to make room: no token shown, and the oldest of these
  long closed = 0;       ///< closed for too many wrong tokens or calls, or no token in time
  long reopened = 0;     ///< times the watchdog listened anew
  long refused = 0;      ///< first calls without a valid token
  std::size_t open = 0;  ///< now
  std::size_t open_most = 0;
};

/// Bytes of one connection that became calls and messages. Resets, pings and settings do not.
using ByteCount = std::shared_ptr<std::atomic<std::uint64_t>>;

class Acceptor {
 public:
  /// `hand_over` is called on the acceptor's thread with a connected, non-blocking socket, which it owns from then on, and with what was read from it.
  /// `whose` tells a token's session, on that thread too; empty where connections are TLS, which only gRPC can read.
  Acceptor(AcceptorLimits limits, std::function<std::optional<SessionKey>(std::string_view token)> whose, std::function<void(int listener, int socket, const std::string& said)> hand_over);
  ~Acceptor();

  /// Listens at "unix:PATH", "HOST:PORT" or "[ADDRESS]:PORT". False: another listens there, or it cannot be.
  [[nodiscard]] bool Listen(const std::string& where);
  /// "unix:PATH", or "HOST:PORT" with the port that was chosen.
  const std::string& address() const { return address_; }
  void Start();
  /// No connection is handed over any more when it returns.
  void Stop();

  // Of the connection that gRPC calls `peer`; nothing for unix sockets, whose ends have no names.
  /// A call came in. False: too many, the connection is closed.
  bool NoteCall(std::string_view peer, SteadyTime now);
  /// Its token was wrong.
  void NoteWrongToken(std::string_view peer);
  /// It showed this session's token: where to add the bytes of its calls and messages, which may be nowhere (unix sockets). Nothing when the session has too many
  /// connections.
  [[nodiscard]] std::optional<ByteCount> NoteSession(std::string_view peer, SessionKey session);

  /// The session is over: nothing is kept of it.
  void Forget(SessionKey session);

  /// The watchdog: connects to our own address and listens anew when the connection before was not seen within 3 s, nor any other. To be called every second or so.
  void Probe(SteadyTime now);

  AcceptorCounters Counters() const;

 private:
  struct Connection {
    int fd = -1;
    ino_t inode = 0;
    std::string address;  ///< without the port; empty for loopback and unix sockets
    bool named = false;   ///< gRPC's peer name tells it from others
    SteadyTime since{};
    SessionKey session = 0;
    bool closing = false;
    int wrong = 0;
    MessageBudget calls{0.0, 0.0};
    ByteCount heard;
  };

  struct Manners {
    int floods = 0;
    MessageBudget connections;
  };

  int OpenListener(const sockaddr* name, socklen_t size) const;
  void Run();
  void AcceptSome();
  void Take(int fd, const sockaddr_storage& peer, socklen_t size);
  bool MakeRoom();
  void Sweep(SteadyTime now);
  bool Alive(const Connection& connection) const;
  void Close(Connection& connection);
  void Expel(Connection& connection);
  void Pause(SteadyTime now);
  grpc::Status Judge(const std::string& name, std::string_view token);
  bool Bind(Connection& connection, SessionKey session) const;
  Connection* Find(std::string_view peer);

  const AcceptorLimits limits_;
  const std::function<void(int, int, const std::string&)> hand_over_;
  const std::function<std::optional<SessionKey>(std::string_view)> whose_;
  std::string address_;
  sockaddr_storage name_{};  ///< where we listen, with the port
  socklen_t name_size_ = 0;

  mutable std::mutex mutex_;
  int listener_ = -1;
  int spare_ = -1;  ///< given up for a moment to turn somebody away when no descriptor is left
  int wake_ = -1;
  bool stopping_ = false;
  long unnamed_ = 0;
  std::map<SessionKey, Manners> manners_;
  std::map<std::string, Connection, std::less<>> connections_;  ///< by gRPC's name of the peer
  AcceptorCounters counters_;
  std::string probe_name_;
  int probe_ = -1;
  SteadyTime probe_since_{};
  long seen_at_probe_ = 0;
  SteadyTime last_sweep_{};
  SteadyTime pause_until_{};  ///< nobody is let in before: strangers flooded
  Strangers strangers_;  ///< the acceptor's thread only
  std::thread thread_;
};

}  // namespace haze::server
