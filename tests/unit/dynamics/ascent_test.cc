// The flight from the pad: against Tsiolkovsky, against another integrator, against the ordered orbit, and with everything that may depart.
#include "dynamics/ascent.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/integrator.h"
#include "dynamics/launch_window.h"

namespace haze::dynamics {
namespace {

constexpr double kLat = -39.26085 * kDegree;  // LC-1 (FACTS)
constexpr double kPayload = 180.0;

// Puma's plane, passing over LC-1 southbound at lift-off.
MeanOrbit Puma() { return {.a = kEarthRadius + 502.7e3, .i = 97.38 * kDegree, .raan = 1.0}; }
LaunchSite Site(const MeanOrbit& orbit, bool northbound = false) {
  return {kLat, 104.0, orbit.raan + PassageOver(kLat, orbit.i, northbound).node_to_site};
}

TEST(LaunchVehicle, AirIsThatOfTheStandardAtmosphere) {
  // U.S. Standard Atmosphere 1976, table I: geometric altitude, pressure (Pa), density (kg/m3), speed of sound (m/s).
  struct Row {
    double h, p, rho, a;
  };
  for (const Row& row : {Row{0.0, 101325.0, 1.2250, 340.294}, Row{5e3, 54048.0, 0.73643, 320.545}, Row{11e3, 22699.9, 0.36480, 295.154}, Row{20e3, 5529.30, 0.088910, 295.069},
                         Row{40e3, 287.143, 0.0039957, 317.189}, Row{60e3, 21.9587, 3.0968e-4, 315.073}, Row{80e3, 1.05246, 1.8458e-5, 282.538}}) {
    const Air air = StandardAir(row.h);
    EXPECT_NEAR(air.pressure / row.p, 1.0, 3e-4) << row.h;  // the table has five or six digits, and its 80 km other molecular weight
    EXPECT_NEAR(air.density / row.rho, 1.0, 3e-4) << row.h;
    EXPECT_NEAR(air.sound_speed, row.a, 0.02) << row.h;
  }
  EXPECT_EQ(StandardAir(120e3).pressure, 0.0);
  EXPECT_GT(StandardAir(120e3).density, 0.0);
}

TEST(LaunchVehicle, ThrottleHoldsTheAccelerationButNotBelowItsLeast) {
  const Stage stage{.dry = 100.0, .propellant = 900.0, .thrust = 20000.0, .isp = 300.0, .acceleration_limit = 40.0, .least_throttle = 0.5, .throttle = {{{0.0, 1.0}, {30.0, 0.8}, {}, {}}}};
  EXPECT_EQ(Throttle(stage, 10.0, 1000.0), 1.0);
  EXPECT_EQ(Throttle(stage, 30.0, 1000.0), 0.8);
  EXPECT_DOUBLE_EQ(Throttle(stage, 60.0, 300.0), 0.6);
  EXPECT_EQ(Throttle(stage, 60.0, 100.0), 0.5);
}

TEST(Ascent, VelocityWithoutGravityAndAirIsTsiolkovskysToRoundOff) {
  const LaunchVehicle vehicle = Electron();
  const LaunchSite site = Site(Puma());
  const AscentOptions empty{.gravity = false, .air = false, .turning_earth = false, .steered = false};
  const AscentResult flown = FlyAscent(vehicle, site, {.orbit = Puma()}, kPayload, {}, empty);
  const double m0 = LiftoffMass(vehicle, kPayload);
  const double m1 = m0 - vehicle.first.propellant;
  const double m2 = m1 - vehicle.first.dry;
  // The fairing leaves in the second burn: two terms.
  const double burnt = MassFlow(vehicle.second) * (flown.Mark(AscentMark::kFairing) - flown.Mark(AscentMark::kStageTwoIgnition));
  const double m3 = m2 - burnt - vehicle.fairing;
  const double m4 = m3 - (vehicle.second.propellant - burnt);
  const double ideal = IdealVelocity(vehicle.first.isp, m0, m1) + IdealVelocity(vehicle.second.isp, m2, m2 - burnt) + IdealVelocity(vehicle.second.isp, m3, m4);
  EXPECT_NEAR(flown.ideal_velocity / ideal, 1.0, 1e-12);
  EXPECT_NEAR(flown.state.v.norm() / ideal, 1.0, 1e-12);  // 450 additions of 1e-16 each, with room
}

// Everything that the forces of an arc need, integrated anew and continuously by Dormand-Prince, with the work and the moment of thrust and drag beside it.
TEST(Ascent, TenfoldSmallerStepsAndAnotherIntegratorAgree) {
  const LaunchVehicle vehicle = Electron();
  const MeanOrbit orbit = Puma();
  const AscentOrder order = DesignAscent(vehicle, Site(orbit), orbit, kPayload);
  AscentChance chance;
  chance.wind_east = 30.0;
  std::vector<AscentArc> arcs;
  AscentOptions traced{.trace = &arcs};
  const AscentResult coarse = FlyAscent(vehicle, Site(orbit), order, kPayload, chance, traced);
  AscentOptions fine{.refine = 10};
  const AscentResult closed = FlyAscent(vehicle, Site(orbit), order, kPayload, chance, fine);
  ASSERT_EQ(closed.status, AscentStatus::kOrbit);
  // Closed loop: guidance takes out what the steps leave, and the orbits agree to metres.
  EXPECT_NEAR(MeanOrbitOf(closed.state).a, MeanOrbitOf(coarse.state).a, 10.0);

  // Open loop: the same commands.
  Eigen::Matrix<double, 10, 1> y;
  y << arcs.front().begin.r, arcs.front().begin.v, 0.0, Vector3::Zero();
  Dop853Options<10> tight;
  tight.rtol = 1e-12;
  tight.atol.setConstant(1e-6);
  tight.dense = false;
  const auto energy = [](const State& s) {
    const double r = s.r.norm();
    const double sine2 = s.r.z() * s.r.z() / (r * r);
    return 0.5 * s.v.squaredNorm() - kMuEarth / r * (1.0 - kJ2 * kEarthGravityRadius * kEarthGravityRadius / (r * r) * 0.5 * (3.0 * sine2 - 1.0));
  };
  const State pad = arcs.front().begin;
  for (const AscentArc& arc : arcs) {
    Dop853<10> integrator(tight);
    integrator.Start(arc.t0, y);
    const auto rate = [&](double t, const Eigen::Matrix<double, 10, 1>& x) {
      const State s{x.head<3>(), x.segment<3>(3)};
      const Vector3 push = ThrustAndDrag(vehicle, arc, chance, traced, t, s);
      Eigen::Matrix<double, 10, 1> d;
      d << s.v, Vector3(push + AscentGravity(s.r)), push.dot(s.v), s.r.cross(push);
      return d;
    };
    ASSERT_EQ(integrator.Advance(rate, arc.t1), StepStatus::kReached);
    y = integrator.y();
    if (arc.t1 == coarse.Mark(AscentMark::kStageTwoCutOff)) {
      EXPECT_LT((y.head<3>() - coarse.cut_off.r).norm(), 5.0);    // m, of 2,000 km flown
      EXPECT_LT((y.segment<3>(3) - coarse.cut_off.v).norm(), 0.05);
      // Energy changed by the work of thrust and drag; the moment about the Earth's axis, which J2 leaves alone, by theirs.
      const double work = y(6);
      EXPECT_NEAR((energy(coarse.cut_off) - energy(pad)) / work, 1.0, 1e-5);
      EXPECT_NEAR(coarse.cut_off.r.cross(coarse.cut_off.v).z() - pad.r.cross(pad.v).z(), y(9), 1e-5 * coarse.cut_off.r.cross(coarse.cut_off.v).norm());
      EXPECT_NEAR((energy({y.head<3>(), y.segment<3>(3)}) - energy(pad)) / work, 1.0, 1e-11);
    }
  }
  EXPECT_LT((y.head<3>() - coarse.state.r).norm(), 500.0);  // five metres a revolution's half later
}

TEST(Ascent, UndisturbedItEndsInTheOrderedOrbit) {
  const LaunchVehicle vehicle = Electron();
  const MeanOrbit orbit = Puma();
  for (const bool northbound : {false, true}) {
    const LaunchSite site = Site(orbit, northbound);
    const AscentResult flown = FlyAscent(vehicle, site, DesignAscent(vehicle, site, orbit, kPayload), kPayload);
    ASSERT_EQ(flown.status, AscentStatus::kOrbit);
    const MeanOrbit mean = MeanOrbitOf(flown.state);
    EXPECT_LT(std::fabs(mean.a - orbit.a) + mean.a * Hypot(mean.ex, mean.ey), 1000.0);  // both apsides
    EXPECT_NEAR(mean.i, orbit.i, 0.01 * kDegree);
    EXPECT_NEAR(WrapPi(mean.raan - orbit.raan - NodeRate(orbit) * flown.t), 0.0, 0.01 * kDegree);
  }
}

TEST(Ascent, ItsTimelineIsThePublishedOneWithinATenth) {
  const MeanOrbit orbit = Puma();
  const LaunchVehicle vehicle = Electron();
  const AscentResult flown = FlyAscent(vehicle, Site(orbit), DesignAscent(vehicle, Site(orbit), orbit, kPayload), kPayload);
  EXPECT_NEAR(flown.Mark(AscentMark::kStageTwoIgnition) / 162.0, 1.0, 0.1);   // payload user's guide 7.0
  EXPECT_NEAR(flown.Mark(AscentMark::kFairing) / 184.0, 1.0, 0.1);
  EXPECT_NEAR(flown.Mark(AscentMark::kStageTwoCutOff) / 420.0, 1.0, 0.1);     // near T+7 min (FACTS)
  EXPECT_LT(flown.Mark(AscentMark::kKickCutOff), 3480.0);                     // before separation at T+58 min
  EXPECT_GT(flown.Mark(AscentMark::kKickIgnition) - flown.Mark(AscentMark::kStageTwoCutOff), 2500.0);  // a coast of about 45 min
  EXPECT_NEAR(LiftoffMass(vehicle, 200.0) / 13000.0, 1.0, 0.01);
  EXPECT_GT(flown.max_q, 20e3);
  EXPECT_LT(flown.max_q, 60e3);
}

TEST(Ascent, LiftsWhatIsPublishedWithinATwentieth) {
  const LaunchVehicle vehicle = Electron();
  const MeanOrbit sun_synchronous{.a = kEarthRadius + 500e3, .i = 97.4 * kDegree};
  EXPECT_NEAR(PayloadTo(vehicle, Site(sun_synchronous), sun_synchronous, 10.0) / 200.0, 1.0, 0.05);
  const MeanOrbit low{.a = kEarthRadius + 250e3, .i = 40.0 * kDegree};
  EXPECT_NEAR(PayloadTo(vehicle, Site(low), low, 10.0) / 300.0, 1.0, 0.05);
}

// The sigmas of scenarios/vehicles/electron.yaml; the tolerances of victus_haze.
constexpr AscentSigmas kSigmas{.thrust = 0.004, .isp = 0.002, .wind = 15.0, .navigation_r = 100.0, .navigation_v = 0.6, .kick_cutoff = 0.2};

TEST(Ascent, NinetyNineOfAHundredDispersedFlightsEndInsideTheOrderedTolerance) {
  const LaunchVehicle vehicle = Electron();
  const MeanOrbit orbit = Puma();
  const LaunchSite site = Site(orbit);
  const AscentOrder order = DesignAscent(vehicle, site, orbit, kPayload);
  constexpr int kFlights = 1000;
  int inside = 0;
  double sum2 = 0.0;
  for (int k = 0; k < kFlights; ++k) {
    RandomStream random(MatchKey{}, 8, 0, static_cast<std::uint64_t>(k));
    const AscentResult flown = FlyAscent(vehicle, site, order, kPayload, DrawAscent(kSigmas, random));
    const MeanOrbit mean = MeanOrbitOf(flown.state);
    const double da = mean.a - orbit.a;
    sum2 += da * da;
    const bool good = flown.status == AscentStatus::kOrbit && std::fabs(da) < 20e3 && Hypot(mean.ex, mean.ey) < 0.003 && std::fabs(mean.i - orbit.i) < 0.15 * kDegree &&
                      std::fabs(WrapPi(mean.raan - orbit.raan - NodeRate(orbit) * flown.t)) < 0.75 * kDegree;
    inside += good ? 1 : 0;
  }
  EXPECT_GE(inside, kFlights * 99 / 100);
  // Not by chance: the flights do differ.
  EXPECT_GT(std::sqrt(sum2 / kFlights), 50.0);
}

TEST(Ascent, TheSameFlightHasTheSameBitsAndEveryDepartureMovesIt) {
  const LaunchVehicle vehicle = Electron();
  const MeanOrbit orbit = Puma();
  const LaunchSite site = Site(orbit);
  const AscentOrder order{.orbit = orbit};
  const AscentResult a = FlyAscent(vehicle, site, order, kPayload);
  const AscentResult b = FlyAscent(vehicle, site, order, kPayload);
  EXPECT_EQ(a.state.r, b.state.r);
  EXPECT_EQ(a.state.v, b.state.v);
  AscentChance thrust, isp, wind, navigation, kick;
  thrust.thrust[0] = 1.01;
  isp.isp[1] = 0.998;
  wind.wind_north = 20.0;
  navigation.navigation_v = {0.0, 0.0, 1.0};
  kick.kick_cutoff = 1.0;
  for (const AscentChance& chance : {thrust, isp, wind, navigation, kick}) EXPECT_NE(FlyAscent(vehicle, site, order, kPayload, chance).state.r, a.state.r);
}

TEST(Ascent, FaultsEndAsTheyShould) {
  const LaunchVehicle vehicle = Electron();
  const MeanOrbit orbit = Puma();
  const LaunchSite site = Site(orbit);
  const AscentOrder order = DesignAscent(vehicle, site, orbit, kPayload);
  const auto fly = [&](AscentFault fault, double t, double payload) {
    AscentChance chance;
    chance.fault = fault;
    chance.fault_time = t;
    return FlyAscent(vehicle, site, order, payload, chance);
  };
  // One of nine engines: early it costs the orbit, late the margin bears it. A light payload is lifted either way.
  EXPECT_NE(fly(AscentFault::kEngineOut, 5.0, kPayload).status, AscentStatus::kOrbit);
  EXPECT_EQ(fly(AscentFault::kEngineOut, 140.0, kPayload).status, AscentStatus::kOrbit);
  EXPECT_EQ(fly(AscentFault::kEngineOut, 30.0, 20.0).status, AscentStatus::kOrbit);
  const AscentResult first = fly(AscentFault::kFirstStage, 60.0, kPayload);
  EXPECT_EQ(first.status, AscentStatus::kLost);
  EXPECT_NEAR(first.t, 60.0, 1.0);
  EXPECT_EQ(fly(AscentFault::kSeparation, 0.0, kPayload).status, AscentStatus::kLost);
  EXPECT_EQ(fly(AscentFault::kSecondStage, 300.0, kPayload).status, AscentStatus::kLost);
  EXPECT_EQ(fly(AscentFault::kFairing, 0.0, kPayload).Mark(AscentMark::kFairing), 0.0);
  const AscentResult stranded = fly(AscentFault::kKick, 0.0, kPayload);
  EXPECT_EQ(stranded.status, AscentStatus::kShort);
  EXPECT_LT(MeanOrbitOf(stranded.state).a, kEarthRadius + 360e3);
  // A burn that nothing can finish: no orbit, no endless loop, finite numbers.
  const AscentResult heavy = fly(AscentFault::kNone, 0.0, 2000.0);
  EXPECT_NE(heavy.status, AscentStatus::kOrbit);
  EXPECT_TRUE(std::isfinite(heavy.state.r.norm()));
}

}  // namespace
}  // namespace haze::dynamics
