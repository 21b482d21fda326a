// What chance is used for: the second part of a random stream's name.
#pragma once

#include <cstdint>

namespace haze::game {

/// One number for each use of chance; a stream is (match key, purpose, seat or craft, index). Never renumbered.
enum class Purpose : std::uint32_t {
  kInitialState = 1,
  kInitialKnowledge = 2,
  kNavigation = 3,
  kFrame = 4,
  kPassBias = 5,
  kRanging = 6,
  kExecution = 7,
  kLaunch = 8,
  kCue = 9,
  kHandle = 10,
  kAgentSeed = 11,
  kTracking = 12,
  kWarning = 13,
  kNetworkCue = 14,
  kStrangers = 15,
};

}  // namespace haze::game
