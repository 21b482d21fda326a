// Who may come in, and how much may be asked: tokens, the budget of unsolicited messages, addresses, descriptors.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace haze::server {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Names a process session inside this server; never shown to an agent.
using SessionKey = std::int64_t;

/// Tokens of 256 bits. Only their SHA-256 is kept. For any thread.
class TokenStore {
 public:
  /// A new token in hexadecimal: 64 characters.
  static std::string NewToken();
  void Add(SessionKey session, std::string_view token);
  void Revoke(SessionKey session);
  /// Whose token it is. Takes the same time for a wrong token as for a right one: every stored hash is compared, none early.
  std::optional<SessionKey> Find(std::string_view token) const;

 private:
  mutable std::mutex mutex_;
  std::map<SessionKey, std::array<unsigned char, 32>> hashes_;
};

/// `bytes` random bytes of the operating system in hexadecimal.
std::string RandomHex(std::size_t bytes);

/// So many free messages a second with a burst; each beyond is a strike.
class MessageBudget {
 public:
  MessageBudget(double per_second, double burst) : rate_(per_second), burst_(burst), left_(burst) {}
  /// False when the budget is empty.
  [[nodiscard]] bool Take(SteadyTime now);

 private:
  double rate_, burst_, left_;
  SteadyTime last_{};
};

/// Whether an address is reachable from this machine only: unix sockets, 127.0.0.0/8, ::1 and localhost.
bool IsLocalAddress(std::string_view address);

/// Why a server cannot serve with these PEM texts (`client_ca` may be empty); empty when it can. gRPC 1.51 would only log it and close every connection.
std::string FaultOfTlsFiles(const std::string& certificate, const std::string& key, const std::string& client_ca);

/// Raises the soft limit of open descriptors to the hard one; returns it.
std::int64_t RaiseDescriptorLimit();

}  // namespace haze::server
