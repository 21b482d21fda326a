#include "arbiter/game/setup.h"

#include "arbiter/game/launch_insertion.h"
#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/kepler.h"
#include "dynamics/mean_orbit.h"
#include "dynamics/sgp4.h"

namespace haze::game {

namespace {

using dynamics::State;
using dynamics::Vector3;

// SGP4 at the scenario's epoch, from TEME through the rotating Earth (sidereal time of 1982, as SGP4 means it) to GCRF.
// Polar motion and UT1 - UTC are zero. Without an astronomy table TEME stands for GCRF.
State StateFromElements(const Surroundings& surroundings, const std::string& line1, const std::string& line2) {
  const dynamics::TleResult tle = dynamics::ParseTle(line1, line2);
  HAZE_ASSERT(tle.tle.has_value(), "the reader has checked the element set", line1);
  const dynamics::Sgp4Init init = dynamics::InitSgp4(*tle.tle);
  HAZE_ASSERT(init.model.has_value(), "the reader has checked the element set", line1);
  const dynamics::UtcTime epoch = surroundings.scenario->epoch;
  const double minutes = dynamics::Seconds(epoch - tle.tle->epoch) / 60.0;
  const dynamics::Sgp4Result at = init.model->At(minutes);
  HAZE_ASSERT(at.status == dynamics::Sgp4Status::kOk, "the reader has checked the element set", line1);
  if (!surroundings.astronomy) return at.teme;
  const State pef = dynamics::ToRotating(at.teme, dynamics::PefFromTeme(epoch));
  return dynamics::FromRotating(pef, surroundings.R_ITRF_GCRF(0.0));
}

// On the plane of an element set, so far ahead of or behind the launched craft's nominal place at its nominal separation.
State StateInPlane(const Surroundings& surroundings, const scenarios::StartInPlane& start, int craft) {
  const scenarios::Scenario& scenario = *surroundings.scenario;
  dynamics::RandomStream random = surroundings.Random(Purpose::kInitialState, craft, 0);
  const double size = random.Uniform(start.phase_min, start.phase_max);
  const double phase = random.Bernoulli(0.5) ? size : -size;
  dynamics::MeanOrbit mean = dynamics::MeanOrbitOf(StateFromElements(surroundings, start.line1, start.line2));
  mean.a = dynamics::kEarthRadius + start.altitude;
  mean.u = phase;
  if (scenario.launch && !start.phase_of.empty()) {
    const double separation = dynamics::Seconds(scenario.launch->windows.front().nominal) + scenario.launch->separation_after_liftoff;
    mean.u += dynamics::MeanOrbitOf(NominalSeparationState(*scenario.launch, 0)).u - dynamics::LatitudeRate(mean) * separation;
  }
  mean.u = dynamics::WrapTwoPi(mean.u);
  return dynamics::OsculatingState(mean);
}

State StateOnOrbit(const Surroundings& surroundings, const scenarios::StartOnOrbit& start, int craft) {
  dynamics::RandomStream random = surroundings.Random(Purpose::kInitialState, craft, 0);
  const double radius = dynamics::kEarthRadius + random.Uniform(start.altitude_min, start.altitude_max);
  const dynamics::SinCosValue i = dynamics::SinCos(random.Uniform(start.inclination_min, start.inclination_max));
  const dynamics::SinCosValue node = dynamics::SinCos(random.Uniform(start.raan_min, start.raan_max));
  const dynamics::SinCosValue u = dynamics::SinCos(random.Uniform(start.latitude_min, start.latitude_max));
  const Vector3 to_node(node.cos, node.sin, 0.0);
  const Vector3 ahead(-node.sin * i.cos, node.cos * i.cos, i.sin);
  const double speed = std::sqrt(dynamics::kMuEarth / radius);
  return {radius * (u.cos * to_node + u.sin * ahead), speed * (u.cos * ahead - u.sin * to_node)};
}

State StateNear(const Surroundings& surroundings, const scenarios::StartNear& start, const State& leader, int craft) {
  dynamics::RandomStream random = surroundings.Random(Purpose::kInitialState, craft, 0);
  const double range = random.Uniform(start.range_min, start.range_max);
  const Vector3 place = range * random.UnitVector3();
  const double speed = random.Uniform(0.0, start.speed_max);
  return dynamics::FromRtnRelative({place, speed * random.UnitVector3()}, leader);
}

}  // namespace

int VehicleIndex(const scenarios::Scenario& scenario, const std::string& name) {
  for (std::size_t i = 0; i < scenario.vehicles.size(); ++i) {
    if (scenario.vehicles[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

int SeatIndex(const scenarios::Scenario& scenario, const std::string& name) {
  for (std::size_t i = 0; i < scenario.seats.size(); ++i) {
    if (scenario.seats[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

std::vector<std::optional<State>> InitialStates(const Surroundings& surroundings) {
  const scenarios::Scenario& scenario = *surroundings.scenario;
  std::vector<std::optional<State>> states(scenario.vehicles.size());
  // A craft may start behind one that is listed after it: as many rounds as there are craft settle every chain.
  for (std::size_t round = 0; round < scenario.vehicles.size(); ++round) {
    for (std::size_t i = 0; i < scenario.vehicles.size(); ++i) {
      const scenarios::Start& start = scenario.vehicles[i].start;
      if (states[i]) continue;
      if (start.tle) states[i] = StateFromElements(surroundings, start.tle->line1, start.tle->line2);
      if (start.in_plane) states[i] = StateInPlane(surroundings, *start.in_plane, static_cast<int>(i));
      if (start.orbit) states[i] = StateOnOrbit(surroundings, *start.orbit, static_cast<int>(i));
      if (start.near) {
        const std::optional<State>& leader = states[static_cast<std::size_t>(VehicleIndex(scenario, start.near->craft))];
        if (leader) states[i] = StateNear(surroundings, *start.near, *leader, static_cast<int>(i));
      }
      if (!start.behind) continue;
      const std::optional<State>& leader = states[static_cast<std::size_t>(VehicleIndex(scenario, start.behind->craft))];
      if (leader) states[i] = dynamics::PropagateKepler(*leader, -start.behind->distance / leader->v.norm());
    }
  }
  return states;
}

State InitialEstimate(const Surroundings& surroundings, const scenarios::InitialKnowledge& knowledge, int index, const State& truth) {
  const int seat = SeatIndex(*surroundings.scenario, knowledge.seat);
  dynamics::RandomStream random = surroundings.Random(Purpose::kInitialKnowledge, seat, static_cast<std::uint64_t>(index));
  const Vector3 dr = knowledge.position_sigma * random.NormalVector3();
  const Vector3 dv = knowledge.velocity_sigma * random.NormalVector3();
  return {truth.r + dr, truth.v + dv};
}

}  // namespace haze::game
