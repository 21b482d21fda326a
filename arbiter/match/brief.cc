// What a seat is told before the match, and the names that it uses: see codec.h.
#include <algorithm>

#include "arbiter/game/limits.h"
#include "arbiter/game/setup.h"
#include "arbiter/match/codec.h"
#include "arbiter/match/put.h"

namespace haze::match {

namespace {

std::string Hex(std::uint64_t value) {
  std::string text;
  for (int i = 60; i >= 0; i -= 4) text += "0123456789abcdef"[(value >> i) & 15];
  return text;
}

void PutPlane(const scenarios::OrderedOrbit& orbit, v1::OrbitPlane* out) {
  out->set_altitude_m(orbit.altitude);
  out->set_inclination_rad(orbit.inclination);
  out->set_raan_rad(orbit.raan);
  out->set_altitude_tolerance_m(orbit.altitude_tolerance);
  out->set_inclination_tolerance_rad(orbit.inclination_tolerance);
  out->set_raan_tolerance_rad(orbit.raan_tolerance);
}

void PutVehicle(const scenarios::Vehicle& spec, v1::Vehicle* out) {
  out->set_name(spec.name);
  out->set_mass_kg(spec.mass);
  out->set_dv_mps(spec.dv);
  out->set_thrust_n(spec.thrust);
  out->set_isp_s(spec.isp);
  out->set_smallest_dv_mps(spec.smallest_dv);
  out->set_slew_radps(spec.slew);
  out->set_settle_s(spec.settle);
  out->set_radius_m(spec.radius);
  out->set_drag_area_m2(spec.drag_area);
  out->set_drag_coefficient(spec.drag_coefficient);
  out->set_pressure_area_m2(spec.pressure_area);
  out->set_pressure_coefficient(spec.pressure_coefficient);
  out->set_checkout_s(spec.checkout);
  out->set_warning_sensor(spec.warning_sensor);
  v1::ExecutionErrors* execution = out->mutable_execution();
  execution->set_magnitude_fraction(spec.execution.magnitude_fraction);
  execution->set_magnitude_mps(spec.execution.magnitude_fixed);
  execution->set_pointing_rad(spec.execution.pointing);
  execution->set_pointing_mps(spec.execution.pointing_fixed);
  out->mutable_navigation()->set_position_sigma_m(spec.navigation.position_sigma);
  out->mutable_navigation()->set_velocity_sigma_mps(spec.navigation.velocity_sigma);
  if (spec.search_camera) {
    const scenarios::SearchCamera& camera = *spec.search_camera;
    v1::SearchCamera* search = out->mutable_search_camera();
    search->set_field_of_view_rad(camera.fov);
    search->set_limiting_magnitude(camera.limiting_magnitude);
    search->set_limiting_snr(camera.limiting_snr);
    search->set_noise_rad(camera.noise);
    search->set_bias_per_pass_rad(camera.bias_per_pass);
    search->set_dwell_s(camera.dwell);
    search->set_settle_s(camera.settle);
    search->set_slew_radps(spec.slew);
    search->set_sun_exclusion_rad(camera.sun_exclusion);
    search->set_moon_exclusion_rad(camera.moon_exclusion);
    search->set_lit_limb_exclusion_rad(camera.limb_exclusion_lit);
    search->set_dark_limb_exclusion_rad(camera.limb_exclusion_dark);
    search->set_false_alarms_per_frame(camera.false_per_frame);
    search->set_rate_noise_radps(camera.rate_noise);
  }
  if (spec.imaging_camera) {
    const scenarios::ImagingCamera& camera = *spec.imaging_camera;
    v1::ImagingCamera* imaging = out->mutable_imaging_camera();
    imaging->set_ifov_rad(camera.ifov);
    imaging->set_exposure_s(camera.exposure);
    imaging->set_gsd_max_m(camera.gsd_max);
    imaging->set_range_max_m(camera.range_max);
    imaging->set_incidence_max_rad(camera.incidence_max);
    imaging->set_view_max_rad(camera.view_max);
    imaging->set_snr_min(camera.snr_min);
    imaging->set_sun_exclusion_rad(camera.sun_exclusion);
    imaging->set_field_of_view_rad(camera.fov);
    imaging->set_image_bytes(static_cast<std::int64_t>(camera.image_bytes));
  }
  if (spec.ranging) {
    v1::RangingSensor* ranging = out->mutable_ranging();
    ranging->set_range_max_m(spec.ranging->range_max);
    ranging->set_sigma_m(spec.ranging->sigma);
    ranging->set_sigma_fraction(spec.ranging->sigma_fraction);
    ranging->set_cone_rad(spec.ranging->cone);
  }
  if (spec.dazzler) {
    v1::Dazzler* dazzler = out->mutable_dazzler();
    dazzler->set_range_m(spec.dazzler->range);
    dazzler->set_beam_rad(spec.dazzler->beam);
    dazzler->set_glare_rad(spec.dazzler->glare);
    dazzler->set_recovery_s(spec.dazzler->recovery);
    dazzler->set_duty_s(spec.dazzler->duty);
  }
  if (spec.jammer) {
    out->mutable_jammer()->set_range_m(spec.jammer->range);
    out->mutable_jammer()->set_duty_s(spec.jammer->duty);
  }
  if (spec.decoys) {
    v1::Decoys* decoys = out->mutable_decoys();
    decoys->set_count(spec.decoys->count);
    decoys->set_radius_m(spec.decoys->radius);
    decoys->set_albedo(spec.decoys->albedo);
    decoys->set_speed_mps(spec.decoys->speed);
  }
  if (spec.sunshade) out->set_sunshade_radius_m(spec.sunshade->radius);
  for (const dynamics::Plate& plate : spec.plates) {
    v1::Plate* told = out->add_plates();
    Put(plate.normal_B, told->mutable_normal_b());
    told->set_area_m2(plate.area);
    told->set_albedo(plate.albedo);
    told->set_two_sided(plate.two_sided);
  }
}

}  // namespace

SeatNames NamesOf(const game::Surroundings& surroundings, int seat) {
  dynamics::RandomStream random = surroundings.Random(game::Purpose::kHandle, seat, 0);
  SeatNames names;
  names.handle = "m-" + Hex(random.Bits());
  for (std::size_t i = 0; i < surroundings.scenario->vehicles.size(); ++i) names.object_ids.push_back("o-" + Hex(random.Bits()));
  return names;
}

v1::Briefing MakeBriefing(const game::Surroundings& surroundings, const SeatNames& names, int seat, const BriefingOptions& options) {
  const scenarios::Scenario& scenario = *surroundings.scenario;
  const scenarios::Seat& spec = scenario.seats[static_cast<std::size_t>(seat)];
  v1::Briefing briefing;
  briefing.set_match_handle(names.handle);
  briefing.set_seat(spec.name);
  briefing.set_role(static_cast<v1::Briefing::Role>(static_cast<int>(spec.role) + v1::Briefing::ROLE_LAUNCH_PROVIDER));
  briefing.set_side(SideName(spec.side));
  briefing.set_rules_revision(kRulesRevision);
  briefing.set_scenario(scenario.name);
  briefing.set_scenario_hash(scenario.hash);
  briefing.set_epoch_utc(dynamics::FormatUtc(scenario.epoch));
  briefing.set_leap_seconds(scenario.leap_seconds);
  briefing.set_duration_us(scenario.duration.us);
  briefing.set_longest_quiet_us(dynamics::FromSeconds(scenario.longest_quiet).us);
  briefing.set_clock_mode(options.budgeted ? v1::Briefing::CLOCK_MODE_BUDGETED : v1::Briefing::CLOCK_MODE_LOCKSTEP);
  briefing.set_turn_account_ms(options.turn_account_ms);
  briefing.set_match_account_ms(options.match_account_ms);
  briefing.set_agent_seed(surroundings.Random(game::Purpose::kAgentSeed, seat, 0).Bits());
  v1::ForceModel* forces = briefing.mutable_force_model();
  forces->set_gravity_degree(scenario.forces.gravity_degree);
  forces->set_gravity_order(scenario.forces.gravity_order);
  forces->set_sun(scenario.forces.sun);
  forces->set_moon(scenario.forces.moon);
  forces->set_drag(scenario.forces.drag);
  forces->set_solar_pressure(scenario.forces.solar_pressure);
  const int own = spec.vehicle.empty() ? -1 : game::VehicleIndex(scenario, spec.vehicle);
  if (own >= 0) PutVehicle(scenario.vehicles[static_cast<std::size_t>(own)], briefing.mutable_own_vehicle());

  const std::vector<std::optional<dynamics::State>> states = game::InitialStates(surroundings);
  for (std::size_t i = 0; i < scenario.vehicles.size(); ++i) {
    if (static_cast<int>(i) == own) continue;
    const scenarios::Vehicle& vehicle = scenario.vehicles[i];
    v1::ObjectOfInterest* object = briefing.add_objects();
    object->set_object_id(names.object_ids[i]);
    object->set_name(vehicle.name);
    for (const scenarios::Seat& other : scenario.seats) {
      if (other.vehicle == vehicle.name) object->set_side(SideName(other.side));
    }
    object->set_radius_m(vehicle.radius);
    object->set_albedo(vehicle.albedo);
    object->set_facets(vehicle.facets);
    if (vehicle.start.deployed && scenario.launch) PutPlane(scenario.launch->orbit, object->mutable_ordered_orbit());
    for (std::size_t k = 0; k < scenario.knowledge.size(); ++k) {
      const scenarios::InitialKnowledge& knowledge = scenario.knowledge[k];
      if (knowledge.seat != spec.name || knowledge.craft != vehicle.name || !states[i]) continue;
      const dynamics::State estimate = game::InitialEstimate(surroundings, knowledge, static_cast<int>(k), *states[i]);
      Put(game::SimTime{0}, estimate, knowledge.position_sigma, knowledge.velocity_sigma, object->mutable_estimate());
    }
  }
  for (const scenarios::Seat& other : scenario.seats) {
    if (other.side == spec.side && other.name != spec.name) briefing.add_teammates(other.name);
  }

  v1::PublicRules* rules = briefing.mutable_rules();
  rules->set_keep_out_m(scenario.rules.keep_out);
  rules->set_passive_safety_orbits(scenario.rules.passive_safety_orbits);
  rules->set_passive_safety_inside_m(scenario.rules.passive_safety_inside);
  rules->set_speed_limit_base_mps(scenario.rules.speed_base);
  rules->set_speed_limit_per_mean_motion(scenario.rules.speed_per_n);
  rules->set_speed_limit_inside_m(scenario.rules.speed_inside);
  rules->set_custody_nees_max(scenario.rules.custody_nees);
  rules->set_custody_sigma3_m(scenario.rules.custody_sigma3);
  rules->set_custody_sigma3_fraction(scenario.rules.custody_sigma3_fraction);
  rules->set_custody_hold_s(scenario.rules.custody_hold);
  rules->set_draw_band(scenario.draw_band);
  rules->set_max_illegal_orders(scenario.rules.max_illegal_orders);
  for (const scenarios::ScoreLine& line : scenario.score) {
    v1::ScoreLine* out = briefing.add_score_lines();
    out->set_name(line.name);
    out->set_side(SideName(line.side));
    out->set_zero(line.zero);
    out->set_full(line.full);
    out->set_points(line.points);
  }
  if (scenario.downlink) {
    for (const scenarios::Station& station : scenario.downlink->stations) {
      v1::GroundStation* out = briefing.add_stations();
      out->set_name(station.name);
      out->set_latitude_rad(station.latitude);
      out->set_longitude_rad(station.longitude);
      out->set_height_m(station.height);
      out->set_min_elevation_rad(scenario.downlink->min_elevation);
      out->set_rate_bps(scenario.downlink->rate);
    }
  }
  if (scenario.launch && spec.role == scenarios::Role::kLaunchProvider) {
    const scenarios::Launch& launch = *scenario.launch;
    v1::LaunchBrief* brief = briefing.mutable_launch();
    brief->set_site(launch.site);
    brief->set_latitude_rad(launch.latitude);
    brief->set_longitude_rad(launch.longitude);
    PutPlane(launch.orbit, brief->mutable_ordered_orbit());
    brief->set_eccentricity_max(launch.orbit.eccentricity_max);
    for (const scenarios::Task& task : launch.tasks) {
      v1::TaskBrief* out = brief->add_tasks();
      out->set_task(task.name);
      for (const std::string& before : task.after) out->add_after(before);
      out->set_duration_low_s(task.low);
      out->set_duration_mode_s(task.mode);
      out->set_duration_high_s(task.high);
      out->set_expedite_factor(task.expedite_factor);
      out->set_expedite_risk(task.expedite_risk);
      out->set_starts_by_itself(task.starts_by_itself);
    }
    brief->set_crews(launch.crews);
    brief->set_count_s(launch.count_duration);
    brief->set_recycle_s(launch.recycle_duration);
    // Where the order is an event to come, its windows are too.
    const bool ordered = std::none_of(launch.tasks.begin(), launch.tasks.end(), [](const scenarios::Task& task) { return task.not_before > dynamics::SimTime{0}; });
    for (const scenarios::Window& window : launch.windows) {
      if (ordered) PutWindow(window, brief->add_windows());
    }
    brief->set_separation_after_liftoff_s(launch.separation_after_liftoff);
  }
  if (scenario.astronomy) {
    v1::Asset* asset = briefing.add_assets();
    asset->set_name("astronomy");
    asset->set_sha256(scenario.astronomy->sha256);
  }
  v1::Limits* limits = briefing.mutable_limits();
  limits->set_orders_per_turn(game::kMaxOrders);
  limits->set_decision_bytes(static_cast<int>(kMaxDecisionBytes));
  limits->set_message_bytes(static_cast<int>(game::kMaxMessageBytes));
  limits->set_watchdog_ms(options.watchdog_ms);
  return briefing;
}

}  // namespace haze::match
