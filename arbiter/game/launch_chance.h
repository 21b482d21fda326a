// The uses of chance inside a launch campaign: the upper half of a stream's index, so that one draw never moves another.
#pragma once

#include <cstdint>

namespace haze::game {

inline constexpr std::uint64_t kDamageUse = 1;    ///< by task
inline constexpr std::uint64_t kWeatherUse = 2;   ///< by turn of a part of the weather, the part in bits 24 and up
inline constexpr std::uint64_t kAttemptUse = 3;   ///< by T-0 reached, the part of the weather in bits 24 and up
inline constexpr std::uint64_t kFlightUse = 4;
inline constexpr std::uint64_t kScrubUse = 5;     ///< by T-0 reached
inline constexpr std::uint64_t kAnomalyUse = 6;   ///< by task
inline constexpr std::uint64_t kHoldUse = 7;      ///< by window
inline constexpr std::uint64_t kDurationUse = 8;  ///< + the number of the run; by task

}  // namespace haze::game
