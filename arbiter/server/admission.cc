// Tokens by OpenSSL's hash and constant-time comparison.
#include "arbiter/server/admission.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <sys/random.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "dynamics/assert.h"

namespace haze::server {
namespace {

std::array<unsigned char, 32> HashOf(std::string_view token) {
  std::array<unsigned char, 32> hash{};
  // string_view's bytes as OpenSSL wants them.
  const std::vector<unsigned char> raw(token.begin(), token.end());
  ::SHA256(raw.data(), raw.size(), hash.data());
  return hash;
}

}  // namespace

std::string RandomHex(std::size_t bytes) {
  std::vector<unsigned char> raw(bytes);
  std::size_t have = 0;
  while (have < bytes) {
    const ssize_t got = ::getrandom(raw.data() + have, bytes - have, 0);
    HAZE_ASSERT(got > 0 || errno == EINTR, "the operating system gives no random bytes, errno", errno);
    if (got > 0) have += static_cast<std::size_t>(got);
  }
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : raw) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 15]);
  }
  return text;
}

std::string TokenStore::NewToken() { return RandomHex(32); }

void TokenStore::Add(SessionKey session, std::string_view token) { hashes_[session] = HashOf(token); }

void TokenStore::Revoke(SessionKey session) { hashes_.erase(session); }

std::optional<SessionKey> TokenStore::Find(std::string_view token) const {
  const std::array<unsigned char, 32> hash = HashOf(token);
  std::optional<SessionKey> found;
  for (const auto& [session, stored] : hashes_) {
    if (::CRYPTO_memcmp(hash.data(), stored.data(), hash.size()) == 0) found = session;
  }
  return found;
}

bool MessageBudget::Take(SteadyTime now) {
  if (last_ != SteadyTime{}) left_ = std::min(burst_, left_ + rate_ * std::chrono::duration<double>(now - last_).count());
  last_ = now;
  if (left_ < 1.0) return false;
  left_ -= 1.0;
  return true;
}

bool IsLocalAddress(std::string_view address) {
  const auto starts = [&](std::string_view head) { return address.substr(0, head.size()) == head; };
  if (starts("unix:") || starts("unix-abstract:")) return true;
  return starts("127.") || starts("localhost:") || starts("[::1]:");
}

std::int64_t RaiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 && ::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, 1 << 30));
}

}  // namespace haze::server
