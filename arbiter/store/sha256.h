// SHA-256 for the store and the match key.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace haze::store {

/// Streaming SHA-256 (FIPS 180-4) with the few shapes of data that are hashed here. Numbers are little-endian; texts and blobs carry their length in front, so
/// that no two sequences of fields look alike.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Bytes(std::string_view bytes);
  void Field(std::string_view text);
  void Number(std::int64_t value);
  void Bits(std::uint64_t value);
  /// -0 is hashed as 0, because SQLite does not keep its sign.
  void Real(double value);

  /// Once, at the end.
  std::array<std::uint8_t, 32> Finish();
  std::string FinishHex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string Hex(std::string_view bytes);
std::string Sha256Hex(std::string_view bytes);

}  // namespace haze::store
