#include "arbiter/game/launch_insertion.h"

#include <array>
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/launch_window.h"

namespace haze::game {

namespace {

using dynamics::AscentFault;
using dynamics::MeanOrbit;

bool Northbound(const scenarios::Window& window) { return window.name.rfind("north", 0) == 0; }

// Node of the ordered orbit at `t`.
double OrderedNode(const scenarios::OrderedOrbit& order, double t) {
  const MeanOrbit mean{.a = dynamics::kEarthRadius + order.altitude, .i = order.inclination};
  return order.raan + dynamics::NodeRate(mean) * t;
}

// Share of all faults and the span in which they come, s after lift-off.
struct FaultShare {
  AscentFault fault;
  double share;
  double from, to;
};
constexpr std::array<FaultShare, 6> kFaults{{{AscentFault::kEngineOut, 0.25, 0.0, 150.0},
                                             {AscentFault::kFirstStage, 0.20, 2.0, 150.0},
                                             {AscentFault::kSeparation, 0.10, 0.0, 0.0},
                                             {AscentFault::kFairing, 0.05, 0.0, 0.0},
                                             {AscentFault::kSecondStage, 0.30, 165.0, 430.0},
                                             {AscentFault::kKick, 0.10, 0.0, 0.0}}};

}  // namespace

InsertionTarget OrderedTarget(const scenarios::Launch& launch) { return {launch.orbit.altitude, launch.orbit.inclination}; }

AscentPlan PlanAscent(const scenarios::Launch& launch, int window, const InsertionTarget& target, double liftoff) {
  const scenarios::Window& chosen = launch.windows[static_cast<std::size_t>(window)];
  const double nominal = dynamics::Seconds(chosen.nominal);
  const dynamics::Passage passage = dynamics::PassageOver(launch.latitude, target.inclination, Northbound(chosen));
  const dynamics::Passage ordered = dynamics::PassageOver(launch.latitude, launch.orbit.inclination, Northbound(chosen));
  MeanOrbit orbit{.a = dynamics::kEarthRadius + target.altitude, .i = target.inclination};
  const double site = OrderedNode(launch.orbit, nominal) + ordered.node_to_site + dynamics::kEarthRate * (liftoff - nominal);
  orbit.raan = dynamics::WrapTwoPi(site - passage.node_to_site);
  AscentPlan plan;
  plan.site = {.lat = launch.latitude, .height = launch.height, .right_ascension = dynamics::WrapTwoPi(site)};
  plan.order = dynamics::DesignAscent(dynamics::Electron(), plan.site, orbit, launch.payload);
  return plan;
}

MeanOrbit OrbitAfter(const dynamics::AscentResult& flown, double liftoff, double separation) {
  return dynamics::Propagate(dynamics::MeanOrbitOf(flown.state), separation - liftoff - flown.t);
}

MeanOrbit NominalInsertion(const scenarios::Launch& launch, int window, const InsertionTarget& target, double liftoff, double separation) {
  const AscentPlan plan = PlanAscent(launch, window, target, liftoff);
  return OrbitAfter(dynamics::FlyAscent(dynamics::Electron(), plan.site, plan.order, launch.payload), liftoff, separation);
}

dynamics::State NominalSeparationState(const scenarios::Launch& launch, int window) {
  const double liftoff = dynamics::Seconds(launch.windows[static_cast<std::size_t>(window)].nominal);
  return dynamics::OsculatingState(NominalInsertion(launch, window, OrderedTarget(launch), liftoff, liftoff + launch.separation_after_liftoff));
}

dynamics::AscentSigmas SigmasOf(const scenarios::AscentErrors& errors) {
  return {.thrust = errors.thrust,
          .isp = errors.isp,
          .wind = errors.wind,
          .navigation_r = errors.navigation_position,
          .navigation_v = errors.navigation_velocity,
          .kick_cutoff = errors.kick_cutoff};
}

void DrawFault(bool fatal, dynamics::RandomStream& random, dynamics::AscentChance& chance) {
  const double which = random.Uniform();
  const double when = random.Uniform();
  double shares = 0.0;
  const auto may = [fatal](const FaultShare& row) {
    return !fatal || row.fault == AscentFault::kFirstStage || row.fault == AscentFault::kSeparation || row.fault == AscentFault::kSecondStage;
  };
  for (const FaultShare& row : kFaults) shares += may(row) ? row.share : 0.0;
  double below = 0.0;
  for (const FaultShare& row : kFaults) {
    if (!may(row)) continue;
    below += row.share / shares;
    chance.fault = row.fault;
    chance.fault_time = row.from + when * (row.to - row.from);
    if (which < below) return;
  }
}

std::string FaultName(AscentFault fault) {
  switch (fault) {
    case AscentFault::kNone: return "propellant ran out";
    case AscentFault::kEngineOut: return "engine out";
    case AscentFault::kFirstStage: return "stage 1";
    case AscentFault::kSeparation: return "stage separation";
    case AscentFault::kFairing: return "fairing";
    case AscentFault::kSecondStage: return "stage 2";
    case AscentFault::kKick: return "kick stage";
  }
  return "";
}

std::string MarkName(dynamics::AscentMark mark) {
  switch (mark) {
    case dynamics::AscentMark::kMaxQ: return "max_q";
    case dynamics::AscentMark::kStageOneCutOff: return "stage_1_cut_off";
    case dynamics::AscentMark::kStageSeparation: return "stage_separation";
    case dynamics::AscentMark::kStageTwoIgnition: return "stage_2_ignition";
    case dynamics::AscentMark::kFairing: return "fairing";
    case dynamics::AscentMark::kStageTwoCutOff: return "stage_2_cut_off";
    case dynamics::AscentMark::kKickIgnition: return "kick_ignition";
    case dynamics::AscentMark::kKickCutOff: return "kick_cut_off";
  }
  return "";
}

InsertionMiss MissOf(const scenarios::Launch& launch, const MeanOrbit& orbit, double t) {
  const scenarios::OrderedOrbit& order = launch.orbit;
  InsertionMiss worst{0.0, "altitude"};
  const auto judge = [&worst](double miss, double tolerance, const char* element) {
    if (tolerance > 0.0 && std::fabs(miss) / tolerance > worst.tolerances) worst = {std::fabs(miss) / tolerance, element};
  };
  judge(orbit.a - dynamics::kEarthRadius - order.altitude, order.altitude_tolerance, "altitude");
  judge(dynamics::Hypot(orbit.ex, orbit.ey), order.eccentricity_max, "eccentricity");
  judge(orbit.i - order.inclination, order.inclination_tolerance, "inclination");
  judge(dynamics::WrapPi(orbit.raan - OrderedNode(order, t)), order.raan_tolerance, "raan");
  return worst;
}

}  // namespace haze::game
