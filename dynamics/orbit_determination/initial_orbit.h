// First orbits from three directions, without a guess (Gauss) or from guessed ranges (after Gooding).
#pragma once

#include <array>
#include <vector>

#include "dynamics/constants.h"
#include "dynamics/orbit_determination/batch.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// An orbit through three directions: state at the second one (GCRF, m and m/s) and the ranges along all three (m).
struct InitialOrbit {
  State state;
  std::array<double, 3> range{};
};

enum class InitialOrbitStatus {
  kOk,
  kBadInput,      ///< not finite, a direction of no length, or times that do not rise
  kCoplanar,      ///< the three directions lie in one plane: Gauss's system has no determinant
  kNoSolution,    ///< no root puts the body in front of all three observers
  kNotConverged,  ///< the search over ranges stopped away from a solution
};

struct InitialOrbits {
  InitialOrbitStatus status = InitialOrbitStatus::kBadInput;
  std::vector<InitialOrbit> orbits;  ///< radius of the second position rising; at least one with kOk
};

struct GaussOptions {
  int refinements = 50;  ///< iterations at most with f and g of the whole conic instead of their series; 0: the polynomial's roots as they are
};

/// Gauss's method: every admissible root of its polynomial of degree eight (at most three), each then refined with the exact f and g while that converges; a root
/// whose refinement does not stays as it was. `sights` in rising order of time, directions of any positive length; sigmas are not read. Two-body motion;
/// the series hold for arcs of some degrees of the orbit: over the 12 min of Vallado's example 7-2 the plain root is off by 0.7 % of the radius
/// (InitialOrbit.GaussRepeatsVallado), refined it is exact to the rounding of the example's data. A body in the observer's own orbit solves the same equations with
/// ranges near zero; Gauss may then return that orbit beside the body's or instead of it.
/// Source: Curtis, "Orbital Mechanics for Engineering Students", algorithms 5.5 and 5.6; Vallado 4th edition, section 7.3.2.
[[nodiscard]] InitialOrbits GaussOrbits(const std::array<AngleMeasurement, 3>& sights, const GaussOptions& options = {}, double mu = kMuEarth);

/// What the search over ranges starts from and looks for.
struct GoodingOptions {
  double range1 = 0.0;    ///< guess at the first sight, m, > 0
  double range3 = 0.0;    ///< and at the third
  int revolutions = 0;    ///< whole revolutions between the first and the third sight
  bool prograde = true;   ///< angular momentum with a positive z component
  bool low_path = true;   ///< as LambertProblem, with revolutions > 0
  int max_iterations = 40;
};
struct GoodingResult {
  InitialOrbitStatus status = InitialOrbitStatus::kBadInput;
  InitialOrbit orbit;  ///< meant with kOk only
  int iterations = 0;
};

/// The two-body orbit that meets all three directions exactly, for arcs of any length: ranges at the ends, Lambert's orbit between them, and Newton's
/// steps (derivatives by differences, halved while they do not help) until it crosses the second line of sight, to 1e-11 rad. Several orbits may exist; the
/// guess chooses. `sights` as for GaussOrbits.
/// Source of the formulation: Gooding, "A new procedure for the solution of the classical problem of minimal orbit determination from three lines of
/// sight", Celestial Mechanics and Dynamical Astronomy 66 (1997). His steps are Halley's and find further solutions by deflation; these do not.
[[nodiscard]] GoodingResult GoodingOrbit(const std::array<AngleMeasurement, 3>& sights, const GoodingOptions& options, double mu = kMuEarth);

/// Every orbit that GoodingOrbit finds with both ranges between `nearest` and `farthest` (m, 0 < nearest < farthest), from a grid of guesses there, `per_side`
/// (2 … 20) on each side in equal ratios, direct and retrograde, without whole revolutions. Two are one when their states agree to a millionth. kNoSolution where none converges.
[[nodiscard]] InitialOrbits GoodingOrbits(const std::array<AngleMeasurement, 3>& sights, double nearest, double farthest, int per_side = 6, double mu = kMuEarth);

}  // namespace haze::dynamics
