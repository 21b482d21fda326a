// The key that a match's random numbers hang on.
#include "tools/tournament/match_key.h"

#include <string>

#include <openssl/evp.h>

#include "dynamics/assert.h"

namespace haze::tools {

dynamics::MatchKey MakeMatchKey(std::string_view master_secret, std::string_view scenario_hash, std::int64_t seed) {
  std::string bytes(master_secret);
  bytes += scenario_hash;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>((static_cast<std::uint64_t>(seed) >> (8 * i)) & 0xff);
  dynamics::MatchKey key{};
  unsigned int size = 0;
  HAZE_ASSERT(EVP_Digest(bytes.data(), bytes.size(), key.data(), &size, EVP_sha256(), nullptr) == 1 && size == key.size(), "OpenSSL provides SHA-256");
  return key;
}

}  // namespace haze::tools
