// What no model can answer gives a status or nothing: every number of a good question is replaced by every odd one, and no answer that says it is one
// holds anything but finite numbers.
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/access.h"
#include "dynamics/attitude_dynamics.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/gravity.h"
#include "dynamics/integrator.h"
#include "dynamics/j2_motion.h"
#include "dynamics/kepler.h"
#include "dynamics/lambert.h"
#include "dynamics/orbit_determination/batch.h"
#include "dynamics/relative.h"
#include "dynamics/relative_eccentric.h"
#include "dynamics/sgp4_batch.h"
#include "dynamics/shadow.h"
#include "dynamics/state_transition.h"
#include "dynamics/transfer.h"

namespace haze::dynamics {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
const std::vector<double> kOdd = {kNan, kInf, -kInf, 0.0, -1.0, 1e-300, 1e200, -1e200};

/// A question as its numbers, and whether its answer was one: then `*finite` says whether it holds finite numbers only.
using Question = std::function<bool(const std::vector<double>& numbers, bool* finite)>;

/// Asks with each number replaced by each odd one. `good` itself must be answered.
void Sweep(const std::string& name, const std::vector<double>& good, const Question& ask) {
  bool finite = true;
  EXPECT_TRUE(ask(good, &finite)) << name;
  EXPECT_TRUE(finite) << name;
  for (std::size_t k = 0; k < good.size(); ++k) {
    for (const double odd : kOdd) {
      std::vector<double> numbers = good;
      numbers[k] = odd;
      finite = true;
      const bool answered = ask(numbers, &finite);
      EXPECT_TRUE(!answered || finite) << name << ": number " << k << " is " << odd;
      EXPECT_FALSE(answered && !std::isfinite(odd)) << name << ": number " << k << " is " << odd << " and was answered";
    }
  }
}

Vector3 At(const std::vector<double>& x, std::size_t k) { return {x[k], x[k + 1], x[k + 2]}; }
State StateAt(const std::vector<double>& x) { return {At(x, 0), At(x, 3)}; }
bool Finite(const State& s) { return s.r.allFinite() && s.v.allFinite(); }

const std::vector<double> kLow = {7e6, 1e5, -2e5, 100.0, 5e3, 5.6e3};
std::vector<double> With(std::vector<double> numbers, std::initializer_list<double> more) {
  numbers.insert(numbers.end(), more);
  return numbers;
}

TEST(BadInput, KeplerAndLambert) {
  Sweep("PropagateKepler", With(kLow, {5400.0, kMuEarth}), [](const auto& x, bool* finite) {
    const auto end = PropagateKepler(StateAt(x), x[6], x[7]);
    if (end) *finite = Finite(*end);
    return end.has_value();
  });
  for (const int revolutions : {0, 1}) {
    const std::vector<double> good = {7e6, 1e5, -2e5, -4e6, 6e6, 1e6, revolutions == 0 ? 2400.0 : 14400.0, kMuEarth};
    Sweep("Lambert", good, [&](const auto& x, bool* finite) {
      const LambertSolution one = Lambert({.r1 = At(x, 0), .r2 = At(x, 3), .tof = x[6], .mu = x[7], .revolutions = revolutions});
      *finite = one.v1.allFinite() && one.v2.allFinite();
      return one.status == LambertStatus::kOk;
    });
    Sweep("LambertAll", good, [&](const auto& x, bool* finite) {
      const LambertTransfers all = LambertAll({.r1 = At(x, 0), .r2 = At(x, 3), .tof = x[6], .mu = x[7]}, 3);
      for (const LambertTransfer& one : all.transfers) *finite = *finite && one.v1.allFinite() && one.v2.allFinite();
      return all.status == LambertStatus::kOk;
    });
  }
}

std::vector<double> ElementsOf(double revolutions_a_day, double e) { return {1e-4, 1.1, 0.3, e, 0.5, 0.7, kTwoPi * revolutions_a_day / 1440.0, 90.0}; }
Tle SetOf(const std::vector<double>& x) {
  Tle tle;
  tle.bstar = x[0];
  tle.inclination = x[1];
  tle.raan = x[2];
  tle.eccentricity = x[3];
  tle.argp = x[4];
  tle.mean_anomaly = x[5];
  tle.mean_motion = x[6];
  return tle;
}

TEST(BadInput, Sgp4) {
  // Low, in the 12 h resonance and in the 24 h one.
  for (const auto& good : {ElementsOf(15.2, 0.001), ElementsOf(2.006, 0.7), ElementsOf(1.0027, 0.0003)}) {
    const auto ask = [](const auto& x, bool* finite) {
      const Sgp4Init init = InitSgp4(SetOf(x));
      EXPECT_EQ(init.model.has_value(), init.status == Sgp4Status::kOk);
      if (!init.model) return false;
      const Sgp4Result at = init.model->At(x[7]);
      *finite = Finite(at.teme);
      EXPECT_TRUE(*finite) << "whatever the status";
      return at.status == Sgp4Status::kOk;
    };
    Sweep("Sgp4", good, ask);
    // Hyperbolic, parabolic and rectilinear.
    for (const double e : {1.0, 1.5, 0.99999999999, -0.1}) {
      std::vector<double> x = good;
      x[3] = e;
      bool finite = true;
      (void)ask(x, &finite);
      EXPECT_TRUE(finite) << e;
    }
    // Lanes say what one alone says.
    const Sgp4 model = *InitSgp4(SetOf(good)).model;
    for (const double t : kOdd) {
      const Sgp4Batch batch(std::vector<Sgp4>{model});
      StateBatch states(1);
      Sgp4Status status = Sgp4Status::kOk;
      batch.At(WidestLaneSet(), {&t, 1}, states.Lanes(), {&status, 1});
      EXPECT_EQ(status, model.At(t).status) << t;
      EXPECT_TRUE(Finite(states.Get(0))) << t;
    }
  }
}

TEST(BadInput, RelativeMotion) {
  constexpr double n = 1.1e-3;
  Sweep("HcwTwoImpulse", {1e3, -2e3, 300.0, 0.1, 0.2, -0.1, 10.0, 20.0, 30.0, 0.0, 0.01, 0.0}, [](const auto& x, bool* finite) {
    const auto both = HcwTwoImpulse(At(x, 0), At(x, 3), At(x, 6), n, 1800.0, At(x, 9));
    if (both) *finite = both->dv1.allFinite() && both->dv2.allFinite();
    return both.has_value();
  });
  Sweep("YamanakaAnkersen", With(kLow, {1800.0, kMuEarth}), [](const auto& x, bool* finite) {
    const auto Phi = YamanakaAnkersenTransition(StateAt(x), x[6], x[7]);
    if (Phi) *finite = Phi->allFinite();
    return Phi.has_value();
  });
}

TEST(BadInput, Transfers) {
  const auto answer = [](const auto& given, bool* finite, auto... numbers) {
    if (given) *finite = (std::isfinite(numbers(*given)) && ...);
    return given.has_value();
  };
  Sweep("Hohmann", {7e6, 4.2e7, kMuEarth}, [&](const auto& x, bool* finite) {
    return answer(Hohmann(x[0], x[1], x[2]), finite, [](const Transfer& t) { return t.dv() + t.tof + t.a + t.e; });
  });
  Sweep("OneTangentBurn", {7e6, 4.2e7, 2.8, kMuEarth}, [&](const auto& x, bool* finite) {
    return answer(OneTangentBurn(x[0], x[1], x[2], x[3]), finite, [](const Transfer& t) { return t.dv() + t.tof + t.a + t.e; });
  });
  Sweep("BiElliptic", {7e6, 2e8, 1.1e8, kMuEarth}, [&](const auto& x, bool* finite) {
    return answer(BiElliptic(x[0], x[1], x[2], x[3]), finite, [](const BiEllipticTransfer& t) { return t.dv() + t.tof; });
  });
  Sweep("InclinationAndNodeChange", {7500.0, 0.9, 0.7, 0.8}, [&](const auto& x, bool* finite) {
    return answer(InclinationAndNodeChange(x[0], x[1], x[2], x[3]), finite, [](const PlaneChange& t) { return t.dv + t.theta + t.u1 + t.u2; });
  });
  Sweep("CombinedPlaneChange", {7e6, 4.2e7, 0.5, kMuEarth}, [&](const auto& x, bool* finite) {
    return answer(CombinedPlaneChange(x[0], x[1], x[2], x[3]), finite, [](const CombinedTransfer& t) { return t.transfer.dv() + t.di1 + t.di2; });
  });
  Sweep("BestCombinedPlaneChange", {7e6, 4.2e7, 0.5, kMuEarth}, [&](const auto& x, bool* finite) {
    return answer(BestCombinedPlaneChange(x[0], x[1], x[2], x[3]), finite, [](const CombinedTransfer& t) { return t.transfer.dv() + t.di1 + t.di2; });
  });
  Sweep("PhasingOnCircle", {1.2e7, 0.3, kMuEarth}, [&](const auto& x, bool* finite) {
    return answer(PhasingOnCircle(x[0], x[1], 1, 1, x[2]), finite, [](const PhasingOrbit& t) { return t.dv + t.tof + t.a; });
  });
  Sweep("RendezvousNoncoplanar", {7.1e6, 4.2e7, 0.2, 0.8, 3.5, 0.5, kMuEarth}, [&](const auto& x, bool* finite) {
    return answer(RendezvousNoncoplanar(x[0], x[1], x[2], x[3], x[4], x[5], 1, 0, x[6]), finite,
                  [](const NoncoplanarRendezvous& t) { return t.t_node + t.t_phase + t.t_transfer + t.dv_phase + t.dv1 + t.dv2 + t.a_phase; });
  });
}

TEST(BadInput, AttitudeAndGravityFields) {
  Sweep("PropagateAttitude", {0.9, 0.1, -0.2, 0.3, 0.01, 0.02, -0.01, 10.0, 12.0, 9.0, 0.1, 0.2, 0.3, 60.0}, [](const auto& x, bool* finite) {
    AttitudeState state;
    state.q_BI = Quaternion(x[0], x[1], x[2], x[3]);
    state.omega = At(x, 4);
    const auto end = PropagateAttitude(state, At(x, 7).asDiagonal(), 1e-3 * At(x, 10), x[13]);
    if (end) *finite = end->q_BI.coeffs().allFinite() && end->omega.allFinite();
    return end.has_value();
  });
  Sweep("GravityField", {kMuEarth, kEarthGravityRadius, -4.8e-4, 2e-6, 1e-6}, [](const auto& x, bool* finite) {
    std::vector<HarmonicCoefficient> coefficients(6);
    coefficients[HarmonicIndex(2, 0)].C = x[2];
    coefficients[HarmonicIndex(2, 2)] = {x[3], x[4]};
    const auto field = GravityField::Make(x[0], x[1], 2, coefficients);
    if (field) *finite = field->Acceleration({7e6, 1e6, 2e6}, 2, 2).allFinite();
    return field.has_value();
  });
}

TEST(BadInput, Integrations) {
  Sweep("PropagateWithTransition", With(kLow, {1800.0}), [&](const auto& x, bool* finite) {
    const auto end = PropagateWithTransition(ForceModel{.gravity_degree = 0, .gravity_order = 0, .sun = false, .moon = false, .drag = false, .solar_pressure = false}, nullptr, {}, 0.0,
                                             StateAt(x), x[6]);
    if (end) *finite = Finite(end->state) && end->Phi.allFinite();
    return end.has_value();
  });
  Sweep("Dop853", kLow, [](const auto& x, bool* finite) {
    Dop853Options<6> options = OrbitOptions();
    options.max_steps = 1000;
    Dop853<6> integrator(options);
    integrator.Start(0.0, ToVector6(StateAt(x)));
    const StepStatus status = integrator.Advance(
        [](double, const Vector6& y) {
          Vector6 rate;
          rate << y.tail<3>(), J2Acceleration(y.head<3>());
          return rate;
        },
        1800.0);
    *finite = integrator.y().allFinite();
    return status == StepStatus::kReached;
  });
}

TEST(BadInput, PlacesAndShadows) {
  const Site site = MakeSite({0.5, 0.6, 100.0});
  Sweep("LookWithRates", kLow, [&](const auto& x, bool* finite) {
    const auto look = LookWithRates(site, StateAt(x));
    if (look) *finite = std::isfinite(look->az + look->el + look->range + look->az_rate + look->el_rate + look->range_rate);
    return look.has_value();
  });
  Sweep("AccessWindows", kLow, [&](const auto& x, bool* finite) {
    const auto windows = AccessWindows(site, [&](double t) { return Vector3(At(x, 0) + t * At(x, 3)); }, 0.0, 600.0);
    if (!windows) return false;
    for (const Window& window : *windows) *finite = *finite && std::isfinite(window.start + window.end);
    return true;
  });
  Sweep("FindEclipses", With(kLow, {1.4e11, 2e10, 1e10}), [](const auto& x, bool* finite) {
    const auto eclipses = FindEclipses([&](double t) { return Vector3(At(x, 0) + t * At(x, 3)); }, [&](double) { return At(x, 6); }, 0.0, 600.0);
    if (!eclipses) return false;
    for (const Window& window : eclipses->penumbra) *finite = *finite && std::isfinite(window.start + window.end);
    for (const Window& window : eclipses->umbra) *finite = *finite && std::isfinite(window.start + window.end);
    return true;
  });
}

TEST(BadInput, OrbitDetermination) {
  const State target = StateAt(kLow);
  std::vector<double> good;
  for (int k = 0; k < 4; ++k) {
    const Vector3 r = PropagateJ2(target, 300.0 * k).r;
    good.insert(good.end(), {300.0 * k, r.norm() + 0.0});
  }
  Sweep("BatchFit", With(good, {kLow[0], kLow[1], kLow[2], kLow[3], kLow[4], kLow[5], 100.0}), [&](const auto& x, bool* finite) {
    // Ranges from the Earth's centre fix no plane; directions along the true places do.
    std::vector<RangeFixMeasurement> ranges;
    std::vector<AngleMeasurement> angles;
    for (std::size_t k = 0; k < 4; ++k) {
      ranges.push_back({.t = x[2 * k], .range = x[2 * k + 1], .sigma = x[14]});
      angles.push_back({.t = good[2 * k], .direction = PropagateJ2(target, good[2 * k]).r.normalized(), .sigma = 1e-4});
    }
    const FitResult fit = BatchFit(0.0, StateAt({x.begin() + 8, x.begin() + 14}), angles, ranges);
    *finite = Finite(fit.state) && fit.covariance.allFinite() && std::isfinite(fit.rms);
    return fit.status == FitStatus::kConverged;
  });
}

}  // namespace
}  // namespace haze::dynamics
