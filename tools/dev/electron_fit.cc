// Prints docs/tables/electron_fit.md: the shipped launcher against published figures, and what the contradicting sources would give.
#include <chrono>
#include <cmath>
#include <cstdio>

#include "dynamics/ascent.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/launch_window.h"

namespace {

using namespace haze::dynamics;

constexpr double kLat = -39.26085 * kDegree;
constexpr double kReserve = 10.0;  // kg

MeanOrbit SunSynchronous() { return {.a = kEarthRadius + 500e3, .i = 97.4 * kDegree}; }
MeanOrbit Low() { return {.a = kEarthRadius + 250e3, .i = 40.0 * kDegree}; }
MeanOrbit Puma() { return {.a = kEarthRadius + 502.7e3, .i = 97.38 * kDegree}; }

LaunchSite Site(const MeanOrbit& orbit) { return {kLat, 104.0, orbit.raan + PassageOver(kLat, orbit.i, false).node_to_site}; }

void Row(const char* what, double published, double model, const char* unit, const char* source) {
  std::printf("| %s | %.0f | %.1f | %+.1f %% | %s | %s |\n", what, published, model, 100.0 * (model / published - 1.0), unit, source);
}

void Variant(const char* what, const LaunchVehicle& vehicle) {
  std::printf("| %s | %.0f | %.0f | %.0f |\n", what, LiftoffMass(vehicle, 200.0), PayloadTo(vehicle, Site(SunSynchronous()), SunSynchronous(), kReserve),
              PayloadTo(vehicle, Site(Low()), Low(), kReserve));
}

double FlightsPerSecond(const LaunchVehicle& vehicle, const AscentOrder& order) {
  constexpr int kFlights = 2000;
  double sum = 0.0;
  const auto start = std::chrono::steady_clock::now();
  for (int k = 0; k < kFlights; ++k) {
    RandomStream random(MatchKey{}, 8, 0, static_cast<std::uint64_t>(k));
    const AscentSigmas sigmas{.thrust = 0.004, .isp = 0.002, .wind = 15.0, .navigation_r = 100.0, .navigation_v = 0.6, .kick_cutoff = 0.2};
    sum += FlyAscent(vehicle, Site(order.orbit), order, 180.0, DrawAscent(sigmas, random)).t;
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return sum > 0.0 ? kFlights / seconds : 0.0;
}

}  // namespace

int main() {
  const LaunchVehicle vehicle = Electron();
  const AscentOrder order = DesignAscent(vehicle, Site(Puma()), Puma(), 180.0);
  const AscentResult flown = FlyAscent(vehicle, Site(Puma()), order, 180.0);
  std::printf("# Electron: the fit\n\nMade by `tools/dev/electron_fit` (a target of the build) from `dynamics/launch_vehicle.cc`. One epoch: the payload user's guide of the 2020s (7.0).\n\n");
  std::printf("## Against published figures\n\n| | published | model | difference | unit | source |\n|---|---|---|---|---|---|\n");
  Row("lift-off mass with 200 kg", 13000.0, LiftoffMass(vehicle, 200.0), "kg", "NASA 2023");
  Row("stage 2 ignition", 162.0, flown.Mark(AscentMark::kStageTwoIgnition), "s", "guide 7.0");
  Row("fairing", 184.0, flown.Mark(AscentMark::kFairing), "s", "guide 7.0");
  Row("stage 2 cut-off", 420.0, flown.Mark(AscentMark::kStageTwoCutOff), "s", "near T+7 min, trade press");
  Row("payload to 500 km sun-synchronous", 200.0, PayloadTo(vehicle, Site(SunSynchronous()), SunSynchronous(), kReserve), "kg", "commonly stated");
  Row("payload to 250 km, 40 deg", 300.0, PayloadTo(vehicle, Site(Low()), Low(), kReserve), "kg", "NASA: 300 to 320");
  std::printf("\n## The flight to 502.7 km with 180 kg\n\n| event | s after lift-off |\n|---|---|\n");
  const char* const names[] = {"max-q", "stage 1 cut-off", "stage separation", "stage 2 ignition", "fairing", "stage 2 cut-off", "kick ignition", "kick cut-off"};
  for (int i = 0; i < kAscentMarks; ++i) std::printf("| %s | %.1f |\n", names[i], flown.marks[static_cast<std::size_t>(i)]);
  std::printf("\nMax-q %.1f kPa; ideal velocity %.0f m/s; %.1f kg left in stage 2, %.1f kg in the kick stage. ", 1e-3 * flown.max_q, flown.ideal_velocity, flown.propellant_left,
              flown.kick_left);
  std::printf("Ends %.2f km from the ordered mean altitude, eccentricity %.1e.\n", 1e-3 * std::fabs(MeanOrbitOf(flown.state).a - order.orbit.a),
              Hypot(MeanOrbitOf(flown.state).ex, MeanOrbitOf(flown.state).ey));
  std::printf("\n## Published, fitted, notional\n\n| figure | value | |\n|---|---|---|\n");
  std::printf("| engine thrust, stage 1, vacuum | 9 x %.1f N | guide 7.0, taken as the vacuum value |\n", vehicle.first.thrust / 9.0);
  std::printf("| isp, stages 1 and 2 | %.0f, %.0f s | guide 7.0 |\n| thrust, stage 2 | %.0f N | guide 7.0 (the trade press says 25,800) |\n", vehicle.first.isp, vehicle.second.isp,
              vehicle.second.thrust);
  std::printf("| fairing | %.0f kg | guide 7.0 |\n| kick stage | %.0f N; %.0f + %.0f kg, isp %.0f s | thrust commonly stated, the rest notional |\n", vehicle.fairing, vehicle.kick.thrust,
              vehicle.kick.dry, vehicle.kick.propellant, vehicle.kick.isp);
  std::printf("| stage 1, dry + propellant | %.0f + %.0f kg | fitted |\n| stage 2, dry + propellant | %.0f + %.0f kg | fitted |\n", vehicle.first.dry, vehicle.first.propellant,
              vehicle.second.dry, vehicle.second.propellant);
  std::printf("| throttle | 1 to %.0f s, then %.2f; below %.0f m/s2 | fitted: full thrust would empty stage 1 at 125 s, and it is lit until about 155 |\n", vehicle.first.throttle[1].from,
              vehicle.first.throttle[1].throttle, vehicle.first.acceleration_limit);
  std::printf("| nozzle exit area, drag coefficients, pitch-over | | notional |\n| reserve in stage 2 at cut-off | %.0f kg | notional |\n", kReserve);
  std::printf("\n## What the contradicting sources would give\n\nPayload, kg, with one thing changed:\n\n| | lift-off mass, kg | 500 km sun-synchronous | 250 km, 40 deg |\n|---|---|---|---|\n");
  Variant("as fitted", vehicle);
  LaunchVehicle heavy = vehicle;
  const double first = vehicle.first.dry + vehicle.first.propellant;
  heavy.first.dry = 0.12 * first;
  heavy.first.propellant = 0.88 * first;
  const double second = vehicle.second.dry + vehicle.second.propellant;
  heavy.second.dry = 0.11 * second;
  heavy.second.propellant = 0.89 * second;
  Variant("dry shares of the guide, 0.12 and 0.11 of each stage", heavy);
  LaunchVehicle quoted = vehicle;
  quoted.first.dry = 950.0;
  quoted.first.propellant = 9250.0;
  quoted.second.dry = 250.0;
  quoted.second.propellant = 2050.0;
  Variant("masses of the early vehicle, 950 + 9,250 and 250 + 2,050 kg (another epoch)", quoted);
  LaunchVehicle sixty = vehicle;
  sixty.kick.dry = 50.0;
  Variant("a kick stage of 60 kg", sixty);
  LaunchVehicle strong = vehicle;
  strong.second.thrust = 25800.0;
  Variant("25.8 kN in stage 2", strong);
  std::printf("\nThe dry shares cannot go with the published payloads at the published lift-off mass and specific impulses: the payloads were kept and the dry masses fitted.\n");
  std::printf("\n## Lift-off beside the plane\n\nThe guidance flies into the ordered plane as it stands; the dogleg is paid in payload to 502.7 km.\n\n| late, s | off the plane, deg | payload, kg |\n|---|---|---|\n");
  for (const double late : {-180.0, -60.0, 0.0, 60.0, 120.0, 180.0}) {
    std::printf("| %.0f | %.2f | %.0f |\n", late, OffPlane(Site(Puma()), Puma(), late) / kDegree, PayloadAt(vehicle, Site(Puma()), Puma(), kReserve, late));
  }
  std::fprintf(stderr, "%.0f ascents a second on this machine\n", FlightsPerSecond(vehicle, order));
  return 0;
}
