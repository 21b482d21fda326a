// The connections that have shown no token yet, on the acceptor's thread. They reach gRPC with their first call's token, or never.
#pragma once

#include <grpcpp/support/status.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "arbiter/server/admission.h"
#include "arbiter/server/stranger.h"

namespace haze::server {

class Strangers {
 public:
  struct Rules {
    std::function<grpc::Status(const std::string& name, std::string_view token)> judge;  ///< OK: comes in; else what the client is told
    std::function<void(int socket, const std::string& said)> admit;                      ///< owns the socket from then on
    std::function<void(const std::string& name)> gone;                                   ///< closed by us or by himself, unless Drop did it
    std::function<void()> hostile;                                                       ///< somebody was sent away for what he said
    double refusals_per_s = 50.0;  ///< answered at once; beyond, after a second
  };

  explicit Strangers(Rules rules);
  /// Closes all that are left.
  ~Strangers();
  Strangers(const Strangers&) = delete;
  Strangers& operator=(const Strangers&) = delete;

  /// To be polled for reading.
  int fd() const { return epoll_; }
  /// Takes a connected socket; `name` is for `judge`. False: it cannot be watched and stays the caller's.
  [[nodiscard]] bool Add(int socket, std::string name);
  /// Closes the socket if it is one of these.
  void Drop(int socket);
  bool Holds(int socket) const { return held_.count(socket) > 0; }

  /// Hears who has something to say, some of them, and says what is due.
  void Serve(SteadyTime now);

 private:
  struct Held {
    std::string name;
    Stranger stranger;
    bool greeted = false;
    bool leaving = false;      // answered; what still comes is thrown away until it closes
    bool answer_late = false;  // its refusal is due at `due`
    grpc::Status refusal;
    std::size_t thrown_away = 0;
    SteadyTime due{};
  };

  bool Watch(int socket, int operation, std::uint32_t events);
  void Leave(int socket);
  void Hear(int socket, Held& held, SteadyTime now);
  void Refuse(int socket, Held& held, SteadyTime now);
  void Send(int socket, std::string_view bytes);

  Rules rules_;
  int epoll_ = -1;
  std::map<int, Held> held_;
  MessageBudget refusals_;
  SteadyTime last_look_{};
};

}  // namespace haze::server
