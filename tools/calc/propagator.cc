// DOP853 over the sum of forces.
#include "tools/calc/propagator.h"

#include <cmath>
#include <limits>

#include "dynamics/astronomy/bodies.h"
#include "dynamics/astronomy/time_scales.h"
#include "dynamics/constants.h"
#include "dynamics/crossing.h"
#include "dynamics/frames.h"
#include "dynamics/integrator.h"
#include "dynamics/shadow.h"
#include "tools/calc/pieces.h"

namespace haze::tools {
namespace {

using dynamics::Vector3;
using dynamics::Vector6;

constexpr double kLeastRadius = 1.0e6;  // m: within it no orbit of ours goes on

Vector3 Attraction(double gm, const Vector3& to) { return gm / (to.squaredNorm() * to.norm()) * to; }

/// Times for the ephemerides without the cost of all scales: TDB is TT to 2 ms, 60 m of the Sun's way.
dynamics::JulianDate After(const dynamics::JulianDate& date, double t) { return {date.day, date.fraction + t / 86400.0}; }

/// Where everything stands at `t`, from pieces.
class Surroundings {
 public:
  Surroundings(const NumericalForces& forces, const Instant& epoch)
      : epoch_(epoch),
        sun_([epoch](double t) { return dynamics::SunState(After(epoch.tdb, t)).r; }),
        polar_(dynamics::R_ITRF_F(dynamics::EarthFrame::kPef, Frames(epoch), forces.pole)) {
    for (const NumericalForces::Body& body : forces.bodies) {
      if (body.name == "Sun") {
        bodies_.emplace_back([epoch](double t) { return dynamics::SunState(After(epoch.tdb, t)).r; });
      } else if (body.name == "Moon") {
        bodies_.emplace_back([epoch](double t) { return dynamics::MoonState(After(epoch.tt, t)).r; });
      } else {
        bodies_.emplace_back([epoch, name = body.name](double t) { return *dynamics::PlanetPosition(name, After(epoch.tdb, t)); });
      }
    }
    // Precession, nutation and the equation of the equinoxes are slow; what is quick is the sidereal angle.
    for (int column = 0; column < 3; ++column) {
      slow_.emplace_back([epoch, column, polar = polar_, pole = forces.pole](double t) {
        const dynamics::FrameInstant at{After(epoch.tt, t), After(epoch.ut1, t)};
        const dynamics::Matrix3 R = dynamics::R_ITRF_F(dynamics::EarthFrame::kJ2000, at, pole);
        return dynamics::Vector3((dynamics::RotationZ(-dynamics::GreenwichMean1982(at.ut1)) * polar.transpose() * R).col(column));
      });
    }
  }

  Vector3 Sun(double t) { return sun_.At(t); }
  Vector3 Body(std::size_t k, double t) { return bodies_[k].At(t); }
  /// R_ITRF_J2000.
  dynamics::Matrix3 Rotation(double t) {
    dynamics::Matrix3 slow;
    for (int column = 0; column < 3; ++column) slow.col(column) = slow_[static_cast<std::size_t>(column)].At(t);
    return polar_ * dynamics::RotationZ(dynamics::GreenwichMean1982(After(epoch_.ut1, t))) * slow;
  }

 private:
  Instant epoch_;
  Pieces sun_;
  dynamics::Matrix3 polar_;
  std::vector<Pieces> bodies_;
  std::vector<Pieces> slow_;
};

struct Slope {
  const NumericalForces& forces;
  Surroundings& around;

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
      const dynamics::Matrix3 R = around.Rotation(t);
      const Vector3 r_ITRF = R * r;
      a = R.transpose() * forces.field->Acceleration(r_ITRF, forces.degree, forces.order);
    }
    for (std::size_t k = 0; k < forces.bodies.size(); ++k) {
      const Vector3 s = around.Body(k, t);
      a += Attraction(forces.bodies[k].gm, s - r) - Attraction(forces.bodies[k].gm, s);
    }
    if (forces.pressure > 0.0) {
      const Vector3 sun = around.Sun(t);
      const Vector3 away = r - sun;
      const double d = away.norm();
      a += forces.pressure * dynamics::SunlitFraction(r, sun) * (dynamics::kAu / d) * (dynamics::kAu / d) / d * away;
    }
    if (forces.along_velocity != 0.0) a += forces.along_velocity / v.norm() * v;
    dy << v, a;
    return dy;
  }
};

constexpr double kLongestLitStep = 600.0;  // s: a passage of the shadow is longer, but for grazes

/// One step that does not cross an edge of the shadow, where the force has a kink: a step that would is taken up to it, and the integrator starts anew.
dynamics::StepStatus LitStep(dynamics::Dop853<6>& integrator, const Slope& slope, double limit) {
  const auto edges = [&](double t, const Vector6& y) { return dynamics::ConicalShadow(y.head<3>(), slope.around.Sun(t)); };
  const dynamics::Dop853<6> before = integrator;
  const dynamics::StepStatus status = integrator.Step(slope, limit);
  const bool moved = integrator.t() != before.t() && (status == dynamics::StepStatus::kAdvanced || status == dynamics::StepStatus::kReached);
  if (!moved) return status;
  const dynamics::ShadowAngles a = edges(before.t(), before.y());
  const dynamics::ShadowAngles b = edges(integrator.t(), integrator.y());
  const dynamics::DenseSegment<6> segment = integrator.Segment();
  double first = integrator.t();
  const double t0 = before.t();
  const auto earlier = [&](double fa, double fb, auto&& f) {
    if (fa == 0.0 || (fa < 0.0) == (fb < 0.0)) return;
    const std::optional<double> root = dynamics::FindRoot(f, t0, fa, integrator.t(), fb, 1e-6);
    if (root && std::fabs(*root - t0) < std::fabs(first - t0)) first = *root;
  };
  earlier(a.penumbra, b.penumbra, [&](double t) { return edges(t, segment.At(t)).penumbra; });
  earlier(a.umbra, b.umbra, [&](double t) { return edges(t, segment.At(t)).umbra; });
  // Next to the edge already: the step may go on, the kink is behind it.
  if (first == integrator.t() || std::fabs(first - t0) < 1e-3) return status;
  integrator = before;
  const dynamics::StepStatus reached = integrator.Advance(slope, first);
  if (reached != dynamics::StepStatus::kReached) return reached;
  const Vector6 y = integrator.y();
  integrator.Start(first, y);
  return dynamics::StepStatus::kAdvanced;
}

}  // namespace

std::optional<std::vector<dynamics::State>> PropagateNumerically(const NumericalForces& forces, const Instant& epoch, const dynamics::State& start,
                                                                 const std::vector<double>& times) {
  dynamics::Dop853Options<6> options;
  options.rtol = 1e-13;
  options.atol << 1e-7, 1e-7, 1e-7, 1e-10, 1e-10, 1e-10;
  const bool lit = forces.pressure > 0.0;
  options.dense = lit;
  if (lit) options.h_max = kLongestLitStep;
  dynamics::Dop853<6> integrator(options);
  integrator.Start(0.0, dynamics::ToVector6(start));
  Surroundings around(forces, epoch);
  const Slope slope{forces, around};
  std::vector<dynamics::State> states;
  for (const double t : times) {
    dynamics::StepStatus status = dynamics::StepStatus::kAdvanced;
    while (status == dynamics::StepStatus::kAdvanced) status = lit ? LitStep(integrator, slope, t) : integrator.Step(slope, t);
    if (status != dynamics::StepStatus::kReached) return std::nullopt;
    states.push_back(dynamics::FromVector6(integrator.y()));
  }
  return states;
}

}  // namespace haze::tools
