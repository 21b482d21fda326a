// A server with a duel on it: what every test of the contract starts with.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "arbiter/server/server.h"
#include "tests/e2e/peer.h"
#include "tests/support/duel.h"
#include "tools/launch/run_directory.h"

namespace haze::tests {

/// The duel's seats by index.
inline constexpr int kInspector = 0;
inline constexpr int kTarget = 1;

inline std::unique_ptr<match::Match> MakeDuelMatch(std::uint8_t seed = 1) {
  dynamics::MatchKey key{};
  key[0] = seed;
  return std::make_unique<match::Match>(MakeDuel(), nullptr, key, match::MatchOptions{.seed = seed});
}

class Arena {
 public:
  explicit Arena(server::ServerOptions options = {}) {
    if (options.listen.empty()) options.listen = "unix:" + directory_.path() + "/arbiter.sock";
    auto started = server::Server::Start(std::move(options));
    if (!started.server) ADD_FAILURE() << started.error;
    server_ = std::move(started.server);
  }

  server::Server& server() { return *server_; }
  const std::string& address() { return server_->address(); }

  /// Two tokens, one for each seat, and the duel submitted with them.
  server::MatchTicket Open(const server::Deadlines& deadlines = {}, std::uint8_t seed = 1) {
    tokens_ = {server_->IssueToken({.entry = "blue entry", .seats = {"blue.inspector"}}), server_->IssueToken({.entry = "red entry", .seats = {"red.target"}})};
    return server_->Submit({.match = MakeDuelMatch(seed),
                            .seats = {{.seat = kInspector, .session = tokens_[0].session, .deadlines = deadlines},
                                      {.seat = kTarget, .session = tokens_[1].session, .deadlines = deadlines}},
                            .observer = {}});
  }
  const server::IssuedToken& token(int seat) const { return tokens_[static_cast<std::size_t>(seat)]; }

  /// A peer that has joined, attached and taken its seat.
  std::unique_ptr<Peer> Sit(int seat) {
    auto peer = std::make_unique<Peer>(address(), token(seat).token);
    const grpc::Status joined = peer->Join();
    if (!joined.ok()) ADD_FAILURE() << joined.error_message();
    if (!peer->Attach()) ADD_FAILURE() << "not attached: " << peer->Status().error_message();
    if (!peer->TakeSeat()) ADD_FAILURE() << "no seat was offered";
    return peer;
  }

 private:
  tools::RunDirectory directory_;
  std::unique_ptr<server::Server> server_;
  std::vector<server::IssuedToken> tokens_;
};

}  // namespace haze::tests
