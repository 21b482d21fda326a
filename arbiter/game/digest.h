// A 64-bit digest over canonical values: little-endian integers and doubles with one zero and one NaN.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::game {

class DigestWriter {
 public:
  void U64(std::uint64_t value);
  void I64(std::int64_t value) { U64(static_cast<std::uint64_t>(value)); }
  void Bool(bool value) { U64(value ? 1 : 0); }
  void F64(double value);
  void Str(std::string_view value);
  void Time(dynamics::SimTime value) { I64(value.us); }
  void Vec(const dynamics::Vector3& value);
  void Quat(const dynamics::Quaternion& value);

  /// XXH64 of everything written so far, seed 0.
  std::uint64_t Value() const;

 private:
  std::string bytes_;
};

/// The world by subsystem, in this order.
inline constexpr int kSubsystemCount = 6;
inline constexpr const char* kSubsystemNames[kSubsystemCount] = {"bodies", "sensors", "launch", "links", "random", "score"};

}  // namespace haze::game
