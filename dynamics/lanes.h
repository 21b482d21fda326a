// Many satellites at once: structure-of-arrays lanes, one satellite a lane, whose bits are those of one satellite alone.
//
// The kernels are written once over a vector type and compiled for one, four (AVX2) and eight (AVX-512) doubles in a register; none fuses a multiplication
// with an addition, all add in the same order, and a lane never meets its neighbour: the instruction set, the place in the batch, the batch's size and
// the alignment of its arrays change no bit (Lanes.*HasTheBitsOf*).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "dynamics/forces.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// The instructions a batch is computed with.
enum class LaneSet { kScalar, kAvx2, kAvx512 };

/// Whether this processor and this build have them; kScalar always.
bool LaneSetSupported(LaneSet set);
/// The widest that is supported. It is a matter of speed only.
LaneSet WidestLaneSet();

/// A batch of states by component, m and m/s; the arrays are the caller's, equally long and need no alignment.
struct StateLanes {
  std::span<double> x, y, z, vx, vy, vz;
  std::size_t size() const { return x.size(); }
  /// The lanes first to first + count - 1.
  StateLanes Part(std::size_t first, std::size_t count) const;
};

/// Storage of a batch.
class StateBatch {
 public:
  explicit StateBatch(std::size_t size) : size_(size), data_(6 * size) {}
  explicit StateBatch(std::span<const State> states);
  std::size_t size() const { return size_; }
  void Set(std::size_t i, const State& state);
  State Get(std::size_t i) const;
  StateLanes Lanes();

 private:
  std::size_t size_;
  std::vector<double> data_;
};

/// Three components of a batch of vectors; arrays as in StateLanes.
struct ConstVectorLanes {
  std::span<const double> x, y, z;
};
struct VectorLanes {
  std::span<double> x, y, z;
};

/// Acceleration of two-body and J2, m/s2, as J2Acceleration but for rounding: one division in place of three. r != 0; a may not overlap r.
void J2AccelerationLanes(LaneSet set, const ConstVectorLanes& r, const VectorLanes& a);

/// Steps that carry `state` over dt (s, either sign) by PropagateJ2Lanes with less than 2 mm of error a day, for perigees of a low orbit and above and
/// eccentricities to 0.7: the step follows the angular rate at perigee. 0 where dt is 0; -1 where the state is not finite or its two-body orbit comes
/// nearer than 1000 km to the Earth's centre. Measured by Lanes.ErrorStaysBelowTwoMillimetresADay.
int J2LaneSteps(const State& state, double dt);

/// Two-body and J2 motion of each satellite over dt[i] seconds in steps[i] >= 1 equal steps of order 12, in place; steps[i] <= 0 leaves a lane as it is.
/// Source of the formula: nystrom_tableau.h.
void PropagateJ2Lanes(LaneSet set, const StateLanes& states, std::span<const double> dt, std::span<const int> steps);

/// What drag acts on, by lane; one element in each array or as many as there are lanes.
struct BodyLanes {
  std::span<const double> mass;       ///< kg, > 0
  std::span<const double> drag_area;  ///< m2
  std::span<const double> cd;
};

/// `Acceleration` of forces.h at one instant for a batch, with its bits: gravity, Sun, Moon and drag; `model.solar_pressure` must be false (asserted).
/// `bodies` is read where the model has drag.
void AccelerationLanes(LaneSet set, const ForceModel& model, const AstronomyTable& astronomy, const BodyLanes& bodies, double t, const StateLanes& states,
                       const VectorLanes& a);

}  // namespace haze::dynamics
