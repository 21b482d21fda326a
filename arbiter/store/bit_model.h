// Adaptive binary arithmetic coding: each bit is told with as many bits as it surprises. The same code predicts for writing (`pack.cc`) and reading.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace haze::store {

/// Writes or reads single bits, each under a few contexts whose predictions are mixed in the logistic domain (Mahoney 2005, "Adaptive weighing of context
/// models for lossless data compression"). The arithmetic is IEEE double without any libm, so that every machine reads what another wrote.
class BitModel {
 public:
  static constexpr int kContexts = 3;
  using Contexts = std::array<std::uint32_t, kContexts>;  ///< hashes of what the bit may depend on

  /// For writing.
  BitModel();
  /// For reading; past the end of `bytes` there are zeros.
  explicit BitModel(std::string_view bytes);

  /// Writes `bit` and returns it, or reads one.
  bool Code(const Contexts& contexts, bool bit);
  [[nodiscard]] bool reading() const { return reading_; }
  /// Zeros that were made up because the bytes had ended.
  [[nodiscard]] std::size_t past_end() const { return past_end_; }
  /// Ends writing.
  std::string Finish();

 private:
  struct Cell {
    std::uint16_t p = 1u << 15;  ///< probability of a 1, in 1/65536
    std::uint8_t seen = 0;
  };
  bool Decide(std::uint32_t p16, bool bit);
  std::uint8_t NextByte();

  bool reading_;
  std::string_view in_;
  std::size_t at_ = 0, past_end_ = 0;
  std::string out_;
  std::uint32_t low_ = 0, high_ = 0xffffffffu, code_ = 0;
  std::vector<Cell> cells_;
  std::vector<std::array<double, kContexts>> weights_;
};

}  // namespace haze::store
