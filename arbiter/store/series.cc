// Trajectories in few bytes.
#include "arbiter/store/series.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace haze::store {

std::string EncodePositions(std::span<const dynamics::Vector3> positions) {
  std::vector<std::int64_t> numbers;
  for (const dynamics::Vector3& r : positions) {
    for (int axis = 0; axis < 3; ++axis) numbers.push_back(static_cast<std::int64_t>(std::floor(r(axis) * 1000.0 + 0.5)));
  }
  for (int order = 0; order < 6; ++order) {
    for (std::size_t i = numbers.size(); i-- > 3;) numbers[i] -= numbers[i - 3];
  }
  std::string out;
  for (const std::int64_t number : numbers) {
    std::uint64_t bits = (static_cast<std::uint64_t>(number) << 1) ^ static_cast<std::uint64_t>(number >> 63);
    for (; bits >= 128; bits >>= 7) out += static_cast<char>(bits | 128);
    out += static_cast<char>(bits);
  }
  return out;
}

}  // namespace haze::store
