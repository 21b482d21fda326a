// The match key is SHA-256(secret | scenario hash | seed), as any program can compute it.
#include "tools/tournament/match_key.h"

#include <gtest/gtest.h>

#include "arbiter/store/sha256.h"

namespace haze::tools {
namespace {

std::string Hex(const dynamics::MatchKey& key) { return store::Hex({reinterpret_cast<const char*>(key.data()), key.size()}); }

TEST(MatchKey, IsTheHashOfSecretScenarioAndSeed) {
  const std::string hash(64, 'a');
  EXPECT_EQ(Hex(MakeMatchKey("", hash, 1)), store::Sha256Hex(hash + std::string("\1\0\0\0\0\0\0\0", 8)));
  EXPECT_EQ(Hex(MakeMatchKey("secret", hash, -2)), store::Sha256Hex("secret" + hash + "\xfe" + std::string(7, '\xff')));
}

TEST(MatchKey, Sha256IsTheStandards) {
  // FIPS 180-4, example of one block.
  EXPECT_EQ(store::Sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace haze::tools
