// Adaptive binary arithmetic coding.
#include "arbiter/store/bit_model.h"

#include <algorithm>

#include "dynamics/dmath.h"

namespace haze::store {
namespace {

constexpr int kCellBits = 17;
constexpr int kWeightSets = 1 << 10;
constexpr int kMostSeen = 60;       // a cell then moves by 1/61.5 of its error: what changes slowly is followed
constexpr double kRate = 0.02;      // of the weights
constexpr double kFarthest = 12.0;  // of the logistic domain
constexpr int kSquashSteps = 4096;  // over [-kFarthest, kFarthest]

// ln(p / (1 - p)) for the 4096 midpoints of p, and its inverse.
struct Tables {
  std::array<double, 4096> stretch{};
  std::array<double, kSquashSteps + 1> squash{};
  std::array<double, kMostSeen + 1> share{};
  Tables() {
    for (std::size_t i = 0; i < stretch.size(); ++i) {
      const double p = (static_cast<double>(i) + 0.5) / 4096.0;
      stretch[i] = dynamics::Log(p / (1.0 - p));
    }
    for (int i = 0; i <= kSquashSteps; ++i) {
      const double x = kFarthest * (2.0 * static_cast<double>(i) / kSquashSteps - 1.0);
      squash[static_cast<std::size_t>(i)] = 1.0 / (1.0 + dynamics::Exp(-x));
    }
    for (int n = 0; n <= kMostSeen; ++n) share[static_cast<std::size_t>(n)] = 1.0 / (static_cast<double>(n) + 1.5);
  }
};

const Tables& Table() {
  static const Tables tables;
  return tables;
}

}  // namespace

BitModel::BitModel() : reading_(false), cells_(std::size_t{1} << kCellBits), weights_(kWeightSets) {
  for (auto& set : weights_) set.fill(0.4);
}

BitModel::BitModel(std::string_view bytes) : BitModel() {
  reading_ = true;
  in_ = bytes;
  for (int i = 0; i < 4; ++i) code_ = code_ << 8 | NextByte();
}

std::uint8_t BitModel::NextByte() {
  if (at_ < in_.size()) return static_cast<std::uint8_t>(in_[at_++]);
  ++past_end_;
  return 0;
}

// Splits the interval [low, high] at the probability of a 1.
bool BitModel::Decide(std::uint32_t p16, bool bit) {
  const std::uint32_t middle = low_ + static_cast<std::uint32_t>((static_cast<std::uint64_t>(high_ - low_) * p16) >> 16);
  if (reading_) bit = code_ <= middle;
  if (bit) {
    high_ = middle;
  } else {
    low_ = middle + 1;
  }
  while (((low_ ^ high_) & 0xff000000u) == 0) {
    if (reading_) {
      code_ = code_ << 8 | NextByte();
    } else {
      out_ += static_cast<char>(high_ >> 24);
    }
    low_ <<= 8;
    high_ = high_ << 8 | 0xffu;
  }
  return bit;
}

bool BitModel::Code(const Contexts& contexts, bool bit) {
  const Tables& tables = Table();
  std::array<Cell*, kContexts> cells{};
  std::array<double, kContexts> x{};
  std::array<double, kContexts>& w = weights_[(contexts[0] * 0x9e3779b1u) >> 22];
  double dot = 0.0;
  for (std::size_t i = 0; i < kContexts; ++i) {
    cells[i] = &cells_[(contexts[i] * 0x9e3779b1u + static_cast<std::uint32_t>(i) * 0x85ebca6bu) >> (32 - kCellBits)];
    // What was never seen has no opinion; the more was seen, the more an opinion counts.
    const double trust = cells[i]->seen == 0 ? 0.0 : cells[i]->seen < 3 ? 0.75 : 1.0;
    x[i] = trust * tables.stretch[cells[i]->p >> 4];
    dot += w[i] * x[i];
  }
  dot = std::min(std::max(dot, -kFarthest), kFarthest);
  const double p = tables.squash[static_cast<std::size_t>((dot + kFarthest) * (kSquashSteps / (2.0 * kFarthest)) + 0.5)];
  const std::uint32_t p16 = std::min(std::max(static_cast<std::uint32_t>(p * 65536.0), 8u), 65528u);
  bit = Decide(p16, bit);
  const double error = (bit ? 1.0 : 0.0) - p;
  for (std::size_t i = 0; i < kContexts; ++i) {
    w[i] += kRate * error * x[i];
    const double goal = bit ? 65535.0 : 0.0;
    const double now = static_cast<double>(cells[i]->p);
    cells[i]->p = static_cast<std::uint16_t>(now + (goal - now) * tables.share[cells[i]->seen]);
    if (cells[i]->seen < kMostSeen) ++cells[i]->seen;
  }
  return bit;
}

std::string BitModel::Finish() {
  // One byte leads into the interval, since a reader finds zeros behind the end.
  out_ += static_cast<char>((low_ >> 24) + (low_ << 8 != 0 ? 1 : 0));
  while (!out_.empty() && out_.back() == '\0') out_.pop_back();
  return std::move(out_);
}

}  // namespace haze::store
