// Numerical propagation with the forces that a question names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamics/gravity.h"
#include "dynamics/types.h"
#include "tools/calc/instant.h"

namespace haze::tools {

/// Forces beside the Earth's central term. Axes are J2000 (the same as GCRF but for 23 mas); the Earth turns by IAU 1976/1980 with its pole.
struct NumericalForces {
  double mu = 0.0;                              ///< Earth, m3/s2; used where there is no field
  std::optional<dynamics::GravityField> field;  ///< Earth's harmonics
  int degree = 0;
  int order = 0;
  bool axis_is_z = false;  ///< the field turns about z of the axes, as for zonal terms in the true equator's frame
  dynamics::PoleAndRotation pole;
  double dut1 = 0.0;  ///< s
  struct Body {
    std::string name;
    double gm;  ///< m3/s2
  };
  std::vector<Body> bodies;     ///< Sun, Moon and planets as point masses
  double pressure = 0.0;        ///< Cr A/m times the pressure of sunlight at 1 au, m/s2; shadow of a spherical Earth
  double along_velocity = 0.0;  ///< thrust acceleration, m/s2
};

/// States at `times` (s after `epoch`, in order and of one sign). Nothing where the integrator cannot go on: an orbit that meets the Earth's centre.
/// Error of integration below 1e-12 a step.
std::optional<std::vector<dynamics::State>> PropagateNumerically(const NumericalForces& forces, const Instant& epoch, const dynamics::State& start,
                                                                 const std::vector<double>& times);

}  // namespace haze::tools
