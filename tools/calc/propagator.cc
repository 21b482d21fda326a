// DOP853 over the sum of forces.
#include "tools/calc/propagator.h"

#include <cmath>
#include <limits>

#include "dynamics/astronomy/bodies.h"
#include "dynamics/constants.h"
#include "dynamics/forces.h"
#include "dynamics/integrator.h"

namespace haze::tools {
namespace {

using dynamics::Vector3;
using dynamics::Vector6;

constexpr double kLeastRadius = 1.0e6;  // m: within it no orbit of ours goes on

Vector3 Attraction(double gm, const Vector3& to) { return gm / (to.squaredNorm() * to.norm()) * to; }

/// Times for the ephemerides without the cost of all scales: TDB is TT to 2 ms, 60 m of the Sun's way.
dynamics::JulianDate After(const dynamics::JulianDate& date, double t) { return {date.day, date.fraction + t / 86400.0}; }

struct Slope {
  const NumericalForces& forces;
  const Instant& epoch;

  Vector6 operator()(double t, const Vector6& y) const {
    const Vector3 r = y.head<3>();
    const Vector3 v = y.tail<3>();
    Vector6 dy;
    if (!(r.norm() > kLeastRadius)) {
      dy.setConstant(std::numeric_limits<double>::quiet_NaN());
      return dy;
    }
    Vector3 a = Vector3::Zero();
    if (!forces.field) {
      a = Attraction(forces.mu, -r);
    } else if (forces.axis_is_z) {
      a = forces.field->Acceleration(r, forces.degree, forces.order);
    } else {
      const dynamics::FrameInstant at{After(epoch.tt, t), After(epoch.ut1, t)};
      const dynamics::Matrix3 R = dynamics::R_ITRF_F(dynamics::EarthFrame::kJ2000, at, forces.pole);
      const Vector3 r_ITRF = R * r;
      a = R.transpose() * forces.field->Acceleration(r_ITRF, forces.degree, forces.order);
    }
    const dynamics::JulianDate tdb = After(epoch.tdb, t);
    for (const NumericalForces::Body& body : forces.bodies) {
      Vector3 s = Vector3::Zero();
      if (body.name == "Sun") {
        s = dynamics::SunState(tdb).r;
      } else if (body.name == "Moon") {
        s = dynamics::MoonState(After(epoch.tt, t)).r;
      } else {
        s = *dynamics::PlanetPosition(body.name, tdb);
      }
      a += Attraction(body.gm, s - r) - Attraction(body.gm, s);
    }
    if (forces.pressure > 0.0) {
      const Vector3 sun = dynamics::SunState(tdb).r;
      const Vector3 away = r - sun;
      const double d = away.norm();
      a += forces.pressure * dynamics::SunlitFraction(r, sun) * (dynamics::kAu / d) * (dynamics::kAu / d) / d * away;
    }
    if (forces.along_velocity != 0.0) a += forces.along_velocity / v.norm() * v;
    dy << v, a;
    return dy;
  }
};

}  // namespace

std::optional<std::vector<dynamics::State>> PropagateNumerically(const NumericalForces& forces, const Instant& epoch, const dynamics::State& start, const std::vector<double>& times) {
  dynamics::Dop853Options<6> options;
  options.rtol = 1e-13;
  options.atol << 1e-7, 1e-7, 1e-7, 1e-10, 1e-10, 1e-10;
  options.dense = false;
  dynamics::Dop853<6> integrator(options);
  integrator.Start(0.0, dynamics::ToVector6(start));
  const Slope slope{forces, epoch};
  std::vector<dynamics::State> states;
  for (const double t : times) {
    const dynamics::StepStatus status = integrator.Advance(slope, t);
    if (status != dynamics::StepStatus::kReached) return std::nullopt;
    states.push_back(dynamics::FromVector6(integrator.y()));
  }
  return states;
}

}  // namespace haze::tools
