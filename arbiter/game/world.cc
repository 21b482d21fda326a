// Time moves here. What seats are told and may order is in world_turn.cc, what sensors meet in world_sky.cc, what is looked at each minute and at the end in
// world_watch.cc.
#include "arbiter/game/world.h"

#include <algorithm>

#include "arbiter/game/agenda.h"
#include "arbiter/game/launch_insertion.h"
#include "arbiter/game/setup.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::kNever;
using dynamics::Seconds;

World::World(const Surroundings& surroundings) : surroundings_(surroundings) {
  const scenarios::Scenario& scenario = *surroundings_.scenario;
  const int craft_count = static_cast<int>(scenario.vehicles.size());
  std::vector<int> seat_of_craft(scenario.vehicles.size(), -1);
  for (std::size_t seat = 0; seat < scenario.seats.size(); ++seat) {
    const int craft = scenario.seats[seat].vehicle.empty() ? -1 : VehicleIndex(scenario, scenario.seats[seat].vehicle);
    desks_.push_back(std::make_unique<Desk>(static_cast<int>(seat), craft, craft_count));
    if (craft >= 0) seat_of_craft[static_cast<std::size_t>(craft)] = static_cast<int>(seat);
    if (scenario.seats[seat].role == scenarios::Role::kLaunchProvider) launch_seat_ = static_cast<int>(seat);
  }
  for (int craft = 0; craft < craft_count; ++craft) {
    const int seat = seat_of_craft[static_cast<std::size_t>(craft)];
    // A craft that nobody flies has a desk where nobody sits.
    if (seat < 0) empty_desks_.push_back(std::make_unique<Desk>(-1, craft, craft_count));
    Desk& desk = seat < 0 ? *empty_desks_.back() : *desks_[static_cast<std::size_t>(seat)];
    craft_.push_back(std::make_unique<Craft>(surroundings_, craft, desk));
    if (craft_.back()->spec().sunshade) shades_.push_back(craft);
  }
  if (surroundings_.sky) {
    for (const dynamics::SkyObjectRecord& object : surroundings_.sky->objects()) {
      brightest_stranger_ = std::max(brightest_stranger_, static_cast<double>(object.radius) * static_cast<double>(object.radius) * static_cast<double>(object.albedo));
    }
  }
  tallies_.resize(scenario.vehicles.size());
  for (Tally& tally : tallies_) {
    tally.encounter.resize(scenario.vehicles.size(), 0);
    tally.encounter_held.resize(scenario.vehicles.size(), 0);
  }
  for (const scenarios::ScoreLine& line : scenario.score) {
    if (line.measure != scenarios::Measure::kFacetsOfLit) continue;
    const int observer = VehicleIndex(scenario, line.observer);
    const int object = VehicleIndex(scenario, line.object);
    const auto& camera = scenario.vehicles[static_cast<std::size_t>(observer)].imaging_camera;
    std::vector<dynamics::Facet> facets = dynamics::BodyFacets(scenario.vehicles[static_cast<std::size_t>(object)].facets, 1.0);
    const std::vector<bool> lit(facets.size(), false);
    lights_.push_back({observer, object, camera ? dynamics::Cos(camera->incidence_max) : 0.0, std::move(facets), lit});
  }
  entered_.resize(scenario.vehicles.size(), kNever);
  rules_.emplace(scenario, seat_of_craft);
  if (scenario.launch) {
    int launched = -1;
    for (int craft = 0; craft < craft_count; ++craft) {
      const auto& deployed = scenario.vehicles[static_cast<std::size_t>(craft)].start.deployed;
      if (deployed && deployed->by == "launch") launched = craft;
    }
    campaign_ = std::make_unique<LaunchCampaign>(*scenario.launch, surroundings_.key, launch_seat_, launched);
  }

  facts_.push_back({.time = now_, .kind = FactKind::kStart});
  const std::vector<std::optional<State>> states = InitialStates(surroundings_);
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (!states[i]) continue;
    entered_[i] = SimTime{0};
    craft_[i]->Enter(SimTime{0}, *states[i], SimTime{0});
    ScheduleNetworkCues(static_cast<int>(i));
  }
}

World::~World() = default;

std::optional<State> World::TrueState(int craft) const {
  const Craft& object = *craft_[static_cast<std::size_t>(craft)];
  return object.present() ? std::optional<State>(object.StateAt(Seconds(now_))) : std::nullopt;
}

// When a craft that is not there yet comes into the world; kNever while that is not known.
SimTime World::DeploymentTime(int craft) const {
  const auto& deployed = craft_[static_cast<std::size_t>(craft)]->spec().start.deployed;
  if (!deployed || entered_[static_cast<std::size_t>(craft)] != kNever) return kNever;
  const SimTime after = FromSeconds(deployed->after);
  if (deployed->by == "launch") {
    const std::optional<SimTime> separation = campaign_ ? campaign_->separation() : std::nullopt;
    return separation ? *separation + after : kNever;
  }
  const SimTime parent = entered_[static_cast<std::size_t>(VehicleIndex(*surroundings_.scenario, deployed->by))];
  return parent == kNever ? kNever : parent + after;
}

SimTime World::NextTime() const {
  const SimTime quiet = FromSeconds(surroundings_.scenario->longest_quiet);
  SimTime next = std::min(surroundings_.scenario->duration, next_minute_);
  if (campaign_) next = std::min(next, campaign_->NextEvent());
  for (const auto& craft : craft_) next = std::min({next, craft->NextTime(), DeploymentTime(craft->index())});
  for (const Parcel& parcel : parcels_) next = std::min(next, parcel.time);
  next = std::min(next, interference_.NextTime());
  for (const auto& desk : desks_) next = std::min(next, DueTime(*desk, quiet));
  return std::max(next, now_);
}

World::Progress World::Advance(long& steps) {
  const auto spend = [&steps] {
    if (steps == 0) return false;
    if (steps > 0) --steps;
    return true;
  };
  while (!over_) {
    const SimTime next = NextTime();
    for (const auto& craft : craft_) {
      while (!craft->Covers(Seconds(next))) {
        if (!spend()) return Progress::kBusy;
        craft->StepFlight();
      }
    }
    for (Decoy& decoy : interference_.decoys()) {
      while (!decoy.flight.Covers(Seconds(next))) {
        if (!spend()) return Progress::kBusy;
        decoy.flight.Step();
      }
    }
    if (!spend()) return Progress::kBusy;
    if (witness_ != nullptr) Testify(next);
    now_ = next;
    ProcessLaunch();
    ProcessDeployments();
    ProcessParcels();
    if (interference_.NextTime() <= now_) interference_.Act(now_, Places(Seconds(now_)), facts_);
    for (const auto& craft : craft_) craft->Act(now_, *this, facts_);
    if (next_minute_ <= now_) ProcessMinute();
    if (now_ >= surroundings_.scenario->duration || LossFact()) {
      Finish();
      break;
    }
    if (!Due().empty()) return Progress::kDecision;
  }
  return Progress::kOver;
}

bool World::LossFact() {
  for (; facts_judged_ < facts_.size(); ++facts_judged_) lost_ = lost_ || facts_[facts_judged_].kind == FactKind::kLossByRule;
  return lost_;
}

void World::ProcessLaunch() {
  if (!campaign_) return;
  campaign_->AdvanceTo(now_, facts_);
  Desk& desk = *desks_[static_cast<std::size_t>(launch_seat_)];
  if (campaign_->knowledge_revision() != desk.launch_revision) {
    desk.launch_revision = campaign_->knowledge_revision();
    desk.Notice(WakeReason::kLaunch, now_);
  }
  const std::optional<SimTime> liftoff = campaign_->liftoff();
  if (!liftoff || flash_sent_) return;
  flash_sent_ = true;
  const scenarios::Launch& launch = *surroundings_.scenario->launch;
  for (std::size_t i = 0; i < surroundings_.scenario->launch_flash.size(); ++i) {
    const scenarios::LaunchFlashCue& cue = surroundings_.scenario->launch_flash[i];
    dynamics::RandomStream random = surroundings_.Random(Purpose::kCue, SeatIndex(*surroundings_.scenario, cue.seat), i);
    LaunchFlash flash;
    flash.time = *liftoff + FromSeconds(cue.delay);
    flash.event_time = *liftoff + FromSeconds(random.Normal(0.0, cue.time_sigma));
    flash.time_sigma = cue.time_sigma;
    flash.latitude = launch.latitude;
    flash.longitude = launch.longitude;
    flash.heading = LaunchHeading(*liftoff) + random.Normal(0.0, cue.heading_sigma);
    flash.heading_sigma = cue.heading_sigma;
    flash.site = launch.site;
    parcels_.push_back({.time = flash.time, .seat = SeatIndex(*surroundings_.scenario, cue.seat), .flash = flash, .letter = {}});
  }
}

// The flash moves along the orbit's ground track: inertial motion in the plane of the insertion less that of the site.
double World::LaunchHeading(SimTime liftoff) const {
  const scenarios::Launch& launch = *surroundings_.scenario->launch;
  const State orbit = campaign_->insertion().value_or(NominalSeparationState(launch, 0));
  const Vector3 r_ITRF = dynamics::GeodeticToItrf(launch.latitude, launch.longitude, launch.height);
  const dynamics::Matrix3 R = surroundings_.R_ITRF_GCRF(Seconds(liftoff));
  const Vector3 site = R.transpose() * r_ITRF;
  const Vector3 along = orbit.r.cross(orbit.v).cross(site);
  const Vector3 v_site = Vector3(0.0, 0.0, dynamics::kEarthRate).cross(r_ITRF);
  const Vector3 v_ENU = dynamics::EnuFromItrf(launch.latitude, launch.longitude) * (R * (along / along.norm() * orbit.v.norm()) - v_site);
  return dynamics::WrapTwoPi(dynamics::Atan2(v_ENU.x(), v_ENU.y()));
}

void World::ProcessDeployments() {
  for (const auto& craft : craft_) {
    const int index = craft->index();
    if (DeploymentTime(index) > now_) continue;
    const scenarios::StartDeployed& how = *craft->spec().start.deployed;
    State state;
    if (how.by == "launch") {
      state = campaign_->insertion().value();
    } else {
      state = craft_[static_cast<std::size_t>(VehicleIndex(*surroundings_.scenario, how.by))]->StateAt(Seconds(now_));
    }
    state.v -= how.dv * state.v / state.v.norm();
    entered_[static_cast<std::size_t>(index)] = now_;
    craft->Enter(now_, state, now_ + FromSeconds(craft->spec().checkout));
    ScheduleNetworkCues(index);
    if (how.by != "launch") facts_.push_back({.time = now_, .kind = FactKind::kSeparation, .craft = index});  // the campaign tells its own
  }
}

void World::ScheduleNetworkCues(int craft) {
  const scenarios::Scenario& scenario = *surroundings_.scenario;
  for (std::size_t i = 0; i < scenario.network_cues.size(); ++i) {
    const scenarios::NetworkCue& cue = scenario.network_cues[i];
    if (VehicleIndex(scenario, cue.craft) != craft) continue;
    Parcel parcel;
    parcel.time = entered_[static_cast<std::size_t>(craft)] + FromSeconds(cue.first);
    parcel.seat = SeatIndex(scenario, cue.seat);
    parcel.network_cue = static_cast<int>(i);
    parcels_.push_back(parcel);
  }
}

// One set as of now; the parcel then waits for the next, if there is one.
void World::TellElements(Parcel& parcel, Desk& desk) {
  const scenarios::NetworkCue& cue = surroundings_.scenario->network_cues[static_cast<std::size_t>(parcel.network_cue)];
  const int craft = VehicleIndex(*surroundings_.scenario, cue.craft);
  if (const std::optional<State> truth = TrueState(craft)) {
    dynamics::RandomStream random = surroundings_.Random(Purpose::kNetworkCue, parcel.network_cue, static_cast<std::uint64_t>(parcel.count));
    const Vector3 dr = cue.position_sigma * random.NormalVector3();
    const Vector3 dv = cue.velocity_sigma * random.NormalVector3();
    desk.news.elements.push_back({now_, craft, {truth->r + dr, truth->v + dv}, cue.position_sigma, cue.velocity_sigma});
    desk.Notice(WakeReason::kCue, now_);
    facts_.push_back({.time = now_, .kind = FactKind::kCueSent, .seat = parcel.seat, .other = craft, .detail = "elements"});
  }
  ++parcel.count;
  if (cue.every > 0.0) parcel.time = parcel.time + FromSeconds(cue.every);
}

void World::ProcessParcels() {
  for (Parcel& parcel : parcels_) {
    if (parcel.time > now_) continue;
    // Mail to or from a jammed craft waits until the jamming ends.
    if (parcel.letter) {
      SimTime heard = now_;
      for (const int seat : {parcel.seat, parcel.letter->from_seat}) {
        const int craft = desks_[static_cast<std::size_t>(seat)]->craft;
        if (craft >= 0) heard = std::max(heard, interference_.JamEnd(craft, now_));
      }
      if (heard > now_) {
        parcel.time = parcel.letter->time = heard;
        continue;
      }
    }
    Desk& desk = *desks_[static_cast<std::size_t>(parcel.seat)];
    if (parcel.flash) {
      desk.news.flashes.push_back(*parcel.flash);
      desk.Notice(WakeReason::kCue, now_);
      facts_.push_back({.time = now_, .kind = FactKind::kCueSent, .seat = parcel.seat, .detail = "launch_flash"});
    }
    if (parcel.letter) {
      desk.news.mail.push_back(*parcel.letter);
      desk.Notice(WakeReason::kMessage, now_);
    }
    if (parcel.network_cue >= 0) TellElements(parcel, desk);
  }
  std::erase_if(parcels_, [this](const Parcel& parcel) { return parcel.time <= now_; });
}

std::vector<int> World::Due() const {
  const SimTime quiet = FromSeconds(surroundings_.scenario->longest_quiet);
  std::vector<int> due;
  for (const auto& desk : desks_) {
    if (DueTime(*desk, quiet) <= now_) due.push_back(desk->seat);
  }
  return due;
}

void World::Finish() {
  if (over_) return;
  over_ = true;
  if (witness_ != nullptr) {
    Testify(now_);
    witness_->See(*this, Seconds(now_));
  }
  WriteClosingFacts();
  facts_.push_back({.time = now_, .kind = FactKind::kEnd});
}

void World::SetWitness(Witness* witness, SimTime step) {
  witness_ = witness;
  witness_step_ = step;
  witness_next_ = SimTime{(now_.us + step.us - 1) / step.us * step.us};
}

// What lies before `until`: nothing happens between the present and there, so that flights and attitudes hold.
void World::Testify(SimTime until) {
  for (; witness_next_ < until; witness_next_ += witness_step_) witness_->See(*this, Seconds(witness_next_));
}

std::array<std::uint64_t, kSubsystemCount> World::Digests() const {
  DigestWriter bodies, sensors, launch, links, random, score;
  bodies.Time(now_);
  for (const auto& craft : craft_) {
    craft->DigestBody(bodies);
    craft->DigestSensors(sensors);
    craft->DigestLinks(links);
    craft->DigestRandom(random);
  }
  for (const auto& desk : desks_) {
    desk->Digest(sensors);
    random.I64(desk->turns);
  }
  if (campaign_) campaign_->Digest(launch);
  for (const Parcel& parcel : parcels_) {
    links.Time(parcel.time);
    links.I64(parcel.seat);
  }
  interference_.Digest(links);
  rules_->Digest(score);
  score.U64(facts_.size());
  for (const Tally& tally : tallies_) {
    score.I64(tally.daylight);
    score.I64(tally.service);
  }
  return {bodies.Value(), sensors.Value(), launch.Value(), links.Value(), random.Value(), score.Value()};
}

}  // namespace haze::game
