// Tokens by OpenSSL's hash and constant-time comparison.
#include "arbiter/server/admission.h"

#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <sys/random.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <memory>
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

void TokenStore::Add(SessionKey session, std::string_view token) {
  const std::lock_guard lock(mutex_);
  hashes_[session] = HashOf(token);
}

void TokenStore::Revoke(SessionKey session) {
  const std::lock_guard lock(mutex_);
  hashes_.erase(session);
}

std::optional<SessionKey> TokenStore::Find(std::string_view token) const {
  const std::array<unsigned char, 32> hash = HashOf(token);
  std::optional<SessionKey> found;
  const std::lock_guard lock(mutex_);
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
  if (starts("localhost:") || starts("[::1]:")) return true;
  // A number, not a name that begins like one: 127.example.org is anybody's.
  in_addr four{};
  const std::string host(address.substr(0, address.rfind(':')));
  return ::inet_pton(AF_INET, host.c_str(), &four) == 1 && (ntohl(four.s_addr) >> 24) == 127;
}

std::string FaultOfTlsFiles(const std::string& certificate, const std::string& key, const std::string& client_ca) {
  using Bio = std::unique_ptr<BIO, decltype(&::BIO_free)>;
  using Certificate = std::unique_ptr<X509, decltype(&::X509_free)>;
  const auto bio = [](const std::string& text) { return Bio(::BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), &::BIO_free); };
  const auto read = [&](const std::string& text) { return Certificate(::PEM_read_bio_X509(bio(text).get(), nullptr, nullptr, nullptr), &::X509_free); };
  const Certificate own = read(certificate);
  const std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)> secret(::PEM_read_bio_PrivateKey(bio(key).get(), nullptr, nullptr, nullptr), &::EVP_PKEY_free);
  std::string fault;
  if (!own) fault = "the certificate is no certificate (PEM)";
  else if (!secret) fault = "the certificate's key is no key (PEM)";
  else if (::X509_check_private_key(own.get(), secret.get()) != 1) fault = "the certificate and the key do not belong together";
  else if (!client_ca.empty() && !read(client_ca)) fault = "what clients' certificates are checked by is no certificate (PEM)";
  ::ERR_clear_error();
  return fault;
}

std::int64_t RaiseDescriptorLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 && ::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, 1 << 30));
}

}  // namespace haze::server
