#include "arbiter/game/digest.h"

#include <bit>
#include <cmath>

#include <xxhash.h>

namespace haze::game {

void DigestWriter::U64(std::uint64_t value) {
  char bytes[8];
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>((value >> (8 * i)) & 0xff);
  bytes_.append(bytes, 8);
}

void DigestWriter::F64(double value) {
  if (value == 0.0) value = 0.0;  // −0 equals 0: both are written as +0
  U64(value != value ? 0x7ff8000000000000u : std::bit_cast<std::uint64_t>(value));
}

void DigestWriter::Str(std::string_view value) {
  U64(value.size());
  bytes_.append(value);
}

void DigestWriter::Vec(const dynamics::Vector3& value) {
  for (int i = 0; i < 3; ++i) F64(value(i));
}

void DigestWriter::Quat(const dynamics::Quaternion& value) {
  F64(value.w());
  F64(value.x());
  F64(value.y());
  F64(value.z());
}

std::uint64_t DigestWriter::Value() const { return XXH64(bytes_.data(), bytes_.size(), 0); }

}  // namespace haze::game
