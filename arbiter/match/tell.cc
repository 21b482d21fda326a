// What a seat knows becomes a turn: see codec.h. Counterpart of `hear.cc`; what it is told before the match is in `brief.cc`.
#include "arbiter/match/codec.h"
#include "arbiter/match/put.h"

namespace haze::match {

namespace {

using dynamics::Seconds;

// One number for each named kind, in both vocabularies' order; `tests/unit/match` compares the two lists.
v1::WakeReason Reason(game::WakeReason reason) { return static_cast<v1::WakeReason>(static_cast<int>(reason) + v1::WAKE_REASON_START); }
v1::OrderState::State Phase(game::OrderPhase phase) { return static_cast<v1::OrderState::State>(static_cast<int>(phase) + v1::OrderState::STATE_WAITING); }
v1::ImageReport::Quality Quality(game::ImageQuality quality) {
  return static_cast<v1::ImageReport::Quality>(static_cast<int>(quality) + v1::ImageReport::QUALITY_GOOD);
}
v1::TaskStatus::State TaskState(game::LaunchCampaign::TaskState state) {
  return static_cast<v1::TaskStatus::State>(static_cast<int>(state) + v1::TaskStatus::STATE_WAITING);
}

void PutLaunch(const scenarios::Launch& launch, const game::LaunchCampaign::View& view, v1::LaunchStatus* out) {
  for (std::size_t i = 0; i < view.tasks.size(); ++i) {
    v1::TaskStatus* task = out->add_tasks();
    task->set_task(launch.tasks[i].name);
    task->set_state(TaskState(view.tasks[i].state));
    task->set_start_time_us(view.tasks[i].start.us);
    task->set_end_time_us(view.tasks[i].end.us);
    task->set_expedited(view.tasks[i].expedited);
  }
  for (const scenarios::Window& window : view.windows) PutWindow(window, out->add_windows());
  out->set_liftoff_time_us(view.liftoff ? view.liftoff->us : 0);
  out->set_ready(view.ready);
  out->set_released(view.released);
  out->set_lifted_off(view.lifted_off);
  out->set_separated(view.separated);
  for (const auto& forecast : view.forecast) {
    v1::WeatherForecast* weather = out->add_forecast();
    weather->set_time_us(forecast.time.us);
    weather->set_go_probability(forecast.go_probability);
  }
  out->set_crews_free(view.crews_free);
  out->set_detail(view.detail);
  if (view.insertion_time) {
    Put(*view.insertion_time, view.insertion, launch.tracking_position_sigma, launch.tracking_velocity_sigma, out->mutable_insertion());
  }
}

}  // namespace

v1::Turn MakeTurn(const game::Surroundings& surroundings, const SeatNames& names, int seat, std::int64_t turn_id, const game::Knowledge& knowledge) {
  const scenarios::Scenario& scenario = *surroundings.scenario;
  const auto id = [&](int craft) { return names.object_ids[static_cast<std::size_t>(craft)]; };
  v1::Turn turn;
  turn.set_match_handle(names.handle);
  turn.set_seat(scenario.seats[static_cast<std::size_t>(seat)].name);
  turn.set_turn_id(turn_id);
  turn.set_time_us(knowledge.time.us);
  for (const game::WakeReason reason : knowledge.woken_by) turn.add_woken_by(Reason(reason));
  if (knowledge.own) {
    v1::OwnState* own = turn.mutable_own();
    Put(knowledge.own->time, knowledge.own->estimate, knowledge.own->position_sigma, knowledge.own->velocity_sigma, own->mutable_estimate());
    Put(knowledge.own->q_BI, own->mutable_q_b_eci());
    own->set_mass_kg(knowledge.own->mass);
    own->set_propellant_kg(knowledge.own->propellant);
    own->set_dv_left_mps(knowledge.own->dv_left);
    own->set_commandable(knowledge.own->commandable);
    own->set_in_sunlight(knowledge.own->sunlit);
  }
  for (const game::OrderReport& report : knowledge.orders) {
    v1::OrderState* order = turn.add_orders();
    order->set_order_id(report.id);
    order->set_state(Phase(report.phase));
    order->set_time_us(report.time.us);
    order->set_detail(report.detail);
  }
  for (const game::Ruling& ruling : knowledge.rulings) {
    v1::Ruling* out = turn.add_rulings();
    out->set_order_id(ruling.order_id);
    out->set_code(static_cast<v1::RulingCode>(ruling.code));
    out->set_sentence(ruling.sentence);
  }
  for (const game::SeenPoint& point : knowledge.detections) {
    v1::Detection* detection = turn.add_detections();
    detection->set_time_us(point.time.us);
    Put(point.direction, detection->mutable_direction_eci());
    Put(point.rate, detection->mutable_rate_eci_radps());
    detection->set_magnitude(point.magnitude);
    Put(point.camera, detection->mutable_r_camera_eci_m());
    detection->set_sigma_rad(point.sigma);
  }
  for (const game::RangeMeasurement& fix : knowledge.ranges) {
    v1::RangeFix* range = turn.add_range_fixes();
    range->set_time_us(fix.time.us);
    range->set_object_id(id(fix.craft));
    range->set_range_m(fix.range);
    range->set_sigma_m(fix.sigma);
    Put(fix.direction, range->mutable_direction_eci());
    Put(fix.sensor, range->mutable_r_sensor_eci_m());
    range->set_sigma_rad(fix.sigma_angle);
  }
  for (const game::ImageNote& note : knowledge.images) {
    v1::ImageReport* image = turn.add_images();
    image->set_image_id(note.id);
    image->set_time_us(note.time.us);
    image->set_object_id(id(note.craft));
    for (const int facet : note.facets) image->add_facets(facet);
    image->set_gsd_m(note.gsd);
    image->set_range_m(note.range);
    image->set_quality(Quality(note.quality));
    image->set_delivered(note.delivered);
  }
  for (const game::LaunchFlash& flash : knowledge.flashes) {
    v1::Cue* cue = turn.add_cues();
    cue->set_time_us(flash.time.us);
    cue->set_kind(v1::Cue::KIND_LAUNCH_FLASH);
    cue->set_event_time_us(flash.event_time.us);
    cue->set_time_sigma_s(flash.time_sigma);
    cue->set_site(flash.site);
    cue->set_latitude_rad(flash.latitude);
    cue->set_longitude_rad(flash.longitude);
    cue->set_heading_rad(flash.heading);
    cue->set_heading_sigma_rad(flash.heading_sigma);
  }
  for (const game::ElementSet& set : knowledge.elements) {
    v1::Cue* cue = turn.add_cues();
    cue->set_time_us(set.time.us);
    cue->set_kind(v1::Cue::KIND_ELEMENTS);
    cue->set_object_id(id(set.craft));
    Put(set.time, set.estimate, set.position_sigma, set.velocity_sigma, cue->mutable_estimate());
  }
  for (const game::Letter& letter : knowledge.mail) {
    v1::Mail* mail = turn.add_mail();
    mail->set_time_us(letter.time.us);
    mail->set_from_seat(scenario.seats[static_cast<std::size_t>(letter.from_seat)].name);
    mail->set_body(letter.body);
  }
  for (const game::Warning& warning : knowledge.warnings) {
    v1::Warning* out = turn.add_warnings();
    out->set_time_us(warning.time.us);
    Put(warning.direction, out->mutable_direction_eci());
  }
  for (const game::StationView& view : knowledge.stations) {
    v1::StationLink* link = turn.add_stations();
    link->set_station(scenario.downlink->stations[static_cast<std::size_t>(view.station)].name);
    link->set_elevation_rad(view.elevation);
    link->set_in_view(view.in_view);
    link->set_queue_bytes(static_cast<std::int64_t>(view.queue_bytes));
  }
  if (knowledge.launch) PutLaunch(*scenario.launch, *knowledge.launch, turn.mutable_launch());
  return turn;
}

}  // namespace haze::match
