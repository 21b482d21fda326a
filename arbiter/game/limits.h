// How much one decision may hold. Told in the briefing and by `haze rules`.
#pragma once

#include <cstddef>

namespace haze::game {

inline constexpr int kMaxOrders = 64;
inline constexpr int kMaxWakeConditions = 16;
inline constexpr int kMaxSearchDirections = 64;
inline constexpr std::size_t kMaxMessageBytes = 1024;

}  // namespace haze::game
