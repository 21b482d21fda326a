// SHA-256 by OpenSSL.
#include "arbiter/store/sha256.h"

#include <bit>

#include <openssl/evp.h>

#include "dynamics/assert.h"

namespace haze::store {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(evp); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  HAZE_ASSERT(EVP_DigestInit_ex(context_->evp, EVP_sha256(), nullptr) == 1, "OpenSSL provides SHA-256");
}
Sha256::~Sha256() = default;

void Sha256::Bytes(std::string_view bytes) { HAZE_ASSERT(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "SHA-256 takes bytes"); }

void Sha256::Bits(std::uint64_t value) {
  char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>((value >> (8 * i)) & 0xff);
  Bytes({bytes, 8});
}

void Sha256::Field(std::string_view text) {
  Bits(text.size());
  Bytes(text);
}

void Sha256::Number(std::int64_t value) { Bits(static_cast<std::uint64_t>(value)); }
void Sha256::Real(double value) { Bits(std::bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value)); }

std::array<std::uint8_t, 32> Sha256::Finish() {
  std::array<std::uint8_t, 32> digest{};
  HAZE_ASSERT(EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr) == 1, "SHA-256 finishes once");
  return digest;
}

std::string Sha256::FinishHex() {
  const std::array<std::uint8_t, 32> digest = Finish();
  return Hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string Hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string Sha256Hex(std::string_view bytes) {
  Sha256 hash;
  hash.Bytes(bytes);
  return hash.FinishHex();
}

}  // namespace haze::store
