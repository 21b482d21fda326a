// The key that a match's random numbers hang on.
#pragma once

#include <cstdint>
#include <string_view>

#include "dynamics/random.h"

namespace haze::tools {

/// SHA-256(master secret | scenario hash | seed): the secret's bytes, the hash's 64 hexadecimal digits, the seed as 8 bytes, little-endian. A tournament's
/// secret keeps everybody from computing the key beforehand; `haze play --seed` uses the empty one and calls it practice.
dynamics::MatchKey MakeMatchKey(std::string_view master_secret, std::string_view scenario_hash, std::int64_t seed);

}  // namespace haze::tools
