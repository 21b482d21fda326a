// What an inspector's computer knows of nature: Sun, the Earth's axis, the forces on a craft, and motion under them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dynamics/integrator.h"
#include "dynamics/types.h"

namespace haze::agents::inspector {

using dynamics::Matrix3;
using dynamics::Matrix6;
using dynamics::State;
using dynamics::Vector3;
using dynamics::Vector6;

/// State and along-track acceleration are what an orbit is fitted with: seven numbers.
using Vector7 = Eigen::Matrix<double, 7, 1>;
using Matrix67 = Eigen::Matrix<double, 6, 7>;
using Matrix7 = Eigen::Matrix<double, 7, 7>;

/// Motion with its derivatives: columns 0-5 of `Phi` are d(state) / d(initial state), column 6 is d(state) / d(along-track acceleration).
struct Carried {
  State state;
  Matrix67 Phi = Matrix67::Zero();
};

/// Times are seconds since the scenario's epoch; states are GCRF.
class OnboardModel {
 public:
  OnboardModel() = default;
  /// `epoch_utc` as in the briefing (an unreadable one counts as 2000-01-01T12:00:00Z); gravity to `degree` and `order`, at most 8 here. Order 0: the
  /// Earth's axis is GCRF +z, as in scenarios without astronomy.
  OnboardModel(const std::string& epoch_utc, int degree, int order);

  /// Unit vector from the Earth to the Sun, good to 0.02 deg. Source: Astronomical Almanac, "low-precision formulas for the Sun" (page C5).
  Vector3 SunDirection(double t) const;
  /// GCRF to Earth-fixed axes: precession and the three largest terms of nutation at the epoch, then mean sidereal time; good to 1 arcsec for a week, but
  /// for UT1 - UTC (up to 14 arcsec) and the pole's motion. Inspector.OnboardModelKnowsWhereTheEarthTurns measures it.
  Matrix3 R_ITRF_GCRF(double t) const;

  /// True where more than half of the Sun's disc is visible from `r`.
  bool Sunlit(const Vector3& r, double t) const;

  /// Gravity and a constant acceleration `along_track` (m/s2) along the velocity: drag that is not known otherwise.
  State Propagate(const State& state, double t0, double t1, double along_track = 0.0) const;
  Carried PropagateWithDerivatives(const State& state, double t0, double t1, double along_track = 0.0) const;

 private:
  friend class Arc;
  Vector3 Acceleration(const Vector3& r, const Vector3& v, double t, double along_track) const;

  double days_since_j2000_ = 0.0;  // UTC of the epoch
  int degree_ = 2, order_ = 0;
  Matrix3 R_TOD_GCRF_ = Matrix3::Identity();  // true equator and equinox of the epoch
  // The last two instants asked for: the four slopes of a step share three. A model belongs to one policy, and a policy to one thread at a time.
  struct Turned {
    double t = -1e300;
    Matrix3 R = Matrix3::Identity();
  };
  mutable Turned turned_[2];
  double gast0_ = 0.0;                        // apparent sidereal time at the epoch, rad
};

/// One motion under a model, made once and asked at many instants: what a fit to hundreds of measurements needs. The state by the
/// dense output of an adaptive integration; the derivatives (two-body and J2) by Runge-Kutta on a grid, 0.2 % off after four revolutions, and by quintic
/// polynomials between. Inspector.AnArcIsTheMotionOfItsModel measures it.
class Arc {
 public:
  /// The model has to outlive the arc.
  Arc(const OnboardModel& model, const State& state, double t0, double along_track);
  /// As OnboardModel::PropagateWithDerivatives from t0 to t. Each side of t0 is made as far as it is asked for; a change of sides forgets the other one. Not a
  /// number where the motion runs into the Earth's centre.
  Carried At(double t);

 private:
  struct Node {
    double t = 0.0;
    Matrix3 G = Matrix3::Zero();             // gradient of gravity
    Vector3 along = Vector3::Zero();         // unit velocity
    Matrix67 Phi = Matrix67::Zero();
  };
  void Begin(double step);
  void Extend();
  Vector6 StateAt(double t);
  Node NodeAt(double t);

  const OnboardModel* model_;
  Vector6 start_;
  double t0_, along_track_;
  double step_ = 0.0;  // of the grid, s; negative before t0
  dynamics::Dop853<6> integrator_;
  std::vector<dynamics::DenseSegment<6>> segments_;
  std::vector<Node> nodes_;
  bool lost_ = false;
};

/// Two-body motion with J2 about +z and its derivatives: fast, for plans. Fourth order with steps of at most `step` s.
State PropagatePlan(const State& state, double dt, double step = 60.0);
Carried PropagatePlanWithDerivatives(const State& state, double dt, double step = 60.0);

}  // namespace haze::agents::inspector
