// SGP4 for many satellites: four in a register, with the bits of Sgp4::At.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "dynamics/lanes.h"
#include "dynamics/sgp4.h"
#include "dynamics/sgp4_lanes.h"

namespace haze::dynamics {

class Sgp4Batch {
 public:
  /// Keeps a copy of the models, near-earth ones also in the order in which registers are filled.
  explicit Sgp4Batch(std::span<const Sgp4> models);
  std::size_t size() const { return models_.size(); }

  /// Every satellite at its own time: `minutes[i]` since the epoch of model i. `states` in TEME, m and m/s; where `status[i]` is not kOk the state is as Sgp4::At gives it.
  /// All spans have size() elements. AVX2 also serves for kAvx512; deep-space satellites and those at the limits of the theory are computed one by one.
  void At(LaneSet set, std::span<const double> minutes, const StateLanes& states, std::span<Sgp4Status> status) const;

 private:
  std::vector<Sgp4> models_;
  std::vector<std::size_t> near_;  // models by lane, four a group; the last group is filled up with its first
  std::vector<sgp4::GroupTerms> groups_;
};

}  // namespace haze::dynamics
