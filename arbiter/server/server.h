// The arbiter as a gRPC server: sessions of agents' processes, matches handed in, reports handed out.
//
// One completion queue and one network thread carry sessions, streams, timers and raw bytes; worker threads carry the matches.
// Every function here may be called from any thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "arbiter/game/fact.h"
#include "arbiter/match/match.h"
#include "arbiter/server/acceptor.h"
#include "arbiter/server/deadlines.h"
#include "arbiter/server/report.h"

namespace haze::server {

struct ServerOptions {
  /// "unix:PATH" (at most 107 characters of path) or "HOST:PORT"; port 0 lets the system choose.
  std::string listen;
  /// Listening beyond this machine without TLS is refused unless this is set.
  bool insecure_network = false;
  /// The server's certificate chain and its key in PEM; both or neither. With them every connection is TLS.
  std::string tls_certificate, tls_key;
  /// Not empty: clients must show a certificate that one of these (PEM) has signed.
  std::string tls_client_ca;
  int workers = 1;
  /// Matches that wait for a worker; beyond, no messages are read until there is room.
  std::size_t ready_queue = 1024;
  /// Steps of the world in one go, before other matches get their turn. Changes no bit of a match.
  long steps_per_slice = 2000;
  /// Turns in one message, at most. 1 for live play.
  std::size_t turns_per_batch = 1;
  /// Content of an asset by its SHA-256 in hexadecimal, or nothing. Called on the network thread.
  std::function<std::optional<std::string>(const std::string& sha256)> asset;
  /// Told to agents at Join.
  std::string version;

  // Limits (docs: LIMITS).
  std::size_t decision_bytes = 64u << 10;
  std::size_t batch_bytes = 1u << 20;
  double messages_per_s = 20.0;
  double message_burst = 100.0;
  int strikes = 10;
  int reattaches = 3;
  std::chrono::milliseconds grace{5000};
  std::chrono::milliseconds write_limit{10000};
  std::chrono::milliseconds attach_limit{2000};
  /// Descriptors that must be available at the start.
  std::int64_t descriptors = 128;
  /// Connections in all; 0: min(4096, RLIMIT_NOFILE - 64), and with less than 16 no start.
  std::size_t connections = 0;
  std::size_t connections_per_address = 64;
  std::size_t connections_per_session = 2;
  std::chrono::milliseconds without_token{5000};
  /// Wrong tokens answered at once each second, in all; beyond, the answer takes a second.
  double wrong_tokens_per_s = 50.0;
};

/// What a token allows.
struct SessionRole {
  std::string entry;               ///< name of the entry, for reports
  std::vector<std::string> seats;  ///< names of the seats it may take; empty = any
};

struct IssuedToken {
  SessionKey session = 0;
  std::string token;  ///< 64 hexadecimal digits, to be handed over by a file of mode 0600
};

struct SeatBinding {
  int seat = 0;  ///< index into the match's seats
  SessionKey session = 0;
  Deadlines deadlines;
};

/// Called on a worker with what happened since the last call.
using Observer = std::function<void(const match::Match&, std::span<const game::Fact>)>;

struct Submission {
  std::unique_ptr<match::Match> match;  ///< not advanced yet
  std::vector<SeatBinding> seats;       ///< one for each seat, in any order
  Observer observer;
};

using MatchTicket = std::int64_t;

/// Counted since the start.
struct ServerCounters {
  long malformed = 0;    ///< messages that are no messages, and decisions that are none
  long unsolicited = 0;  ///< answers to nothing that is outstanding
  long strikes = 0;
  long refused = 0;      ///< calls without a valid token
  long reattaches = 0;
  AcceptorCounters connections;
  long matches_open = 0;  ///< now
  long matches_over = 0;
  long sessions = 0;      ///< now
  long turns = 0;         ///< asked
  long queue_full = 0;   ///< times that reading had to stop
};

class Server {
 public:
  struct StartResult {
    std::unique_ptr<Server> server;  ///< null: `error` says why
    std::string error;
  };
  [[nodiscard]] static StartResult Start(ServerOptions options);

  /// Stops, if Stop was not called.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Where agents connect: "unix:PATH" or "HOST:PORT" with the port that was chosen.
  const std::string& address() const;

  /// A token for one process. A process that restarts needs a new one: it has lost its state.
  IssuedToken IssueToken(SessionRole role);

  /// The session's process was launched by us: its processor waits are not charged and its end ends its matches.
  void SetProcess(SessionKey session, pid_t pid);
  /// Says goodbye to the session's agent; its token is worth nothing any more. Seats that it still holds are lost as by a lost stream.
  void EndSession(SessionKey session);
  /// A launched process ended (`wait_status` as waitpid gives it).
  void ReportProcessEnd(pid_t pid, int wait_status);

  /// The match begins when every seat's session has opened it; a seat that has not within its start limit loses (FORFEIT_NO_SHOW).
  MatchTicket Submit(Submission submission);

  /// Waits until the match is over and its agents have heard of it. Once for each ticket.
  MatchReport Wait(MatchTicket ticket);
  /// The same with a limit; nothing if the match is not over by then.
  std::optional<MatchReport> WaitFor(MatchTicket ticket, std::chrono::milliseconds limit);

  ServerCounters Counters() const;

  /// Gives up the matches in play (void), says goodbye to the agents, finishes every call and stops. Agents have `farewell` to hear of it; nobody is waited for
  /// where it is zero.
  void Stop(std::chrono::milliseconds farewell = std::chrono::seconds(2));

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace haze::server
