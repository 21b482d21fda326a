#include "tests/unit/agents/small_world.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <Eigen/LU>

#include "agents/inspector/convert.h"
#include "agents/inspector/track.h"
#include "dynamics/attitude.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/forces.h"
#include "dynamics/frames.h"

namespace haze::agents::inspector {

using dynamics::kArcsecond;
using dynamics::kDegree;

SmallWorld::SmallWorld(const Settings& settings)
    : settings_(settings), model_(settings.epoch, settings.degree, settings.order), random_({}, 77, 0, settings.seed), own_(settings.own), target_(settings.target) {
  search_ = {.fov = 10 * kDegree, .aperture = 0.025, .exposure = 0.2, .limiting_magnitude = 9.0, .noise = 20 * kArcsecond, .bias_per_pass = 10 * kArcsecond,
             .rate_noise = 2e-5, .settle = 10, .dwell = 5, .sun_exclusion = 40 * kDegree, .moon_exclusion = 10 * kDegree, .limb_exclusion_lit = 13 * kDegree,
             .limb_exclusion_dark = 6 * kDegree, .false_per_frame = 0.1};
  imaging_ = {.ifov = 100e-6, .fov = 5 * kDegree, .exposure = 0.01, .gsd_max = 0.05, .range_max = 500, .incidence_max = 70 * kDegree, .view_max = 60 * kDegree,
              .snr_min = 20, .sun_exclusion = 30 * kDegree, .aperture = 0.05, .image_bytes = 10e6};
  ranging_ = {.range_max = 10e3, .sigma = 5, .sigma_fraction = 0.001, .cone = 1 * kDegree};
  briefing_.set_side("blue");
  briefing_.set_epoch_utc(settings.epoch);
  briefing_.set_duration_us(MicrosecondsOf(settings.duration));
  briefing_.set_longest_quiet_us(MicrosecondsOf(21600));
  briefing_.set_agent_seed(settings.seed);
  briefing_.mutable_force_model()->set_gravity_degree(settings.degree);
  briefing_.mutable_force_model()->set_gravity_order(settings.order);
  v1::Vehicle* craft = briefing_.mutable_own_vehicle();
  craft->set_mass_kg(mass_);
  craft->set_thrust_n(88);
  craft->set_isp_s(230);
  craft->set_slew_radps(1 * kDegree);
  craft->set_settle_s(10);
  craft->mutable_navigation()->set_position_sigma_m(5);
  craft->mutable_navigation()->set_velocity_sigma_mps(0.005);
  v1::SearchCamera* camera = craft->mutable_search_camera();
  camera->set_field_of_view_rad(search_.fov);
  camera->set_bias_per_pass_rad(search_.bias_per_pass);
  camera->set_rate_noise_radps(search_.rate_noise);
  camera->set_slew_radps(1 * kDegree);
  camera->set_settle_s(search_.settle);
  camera->set_dwell_s(search_.dwell);
  v1::ImagingCamera* imaging = craft->mutable_imaging_camera();
  imaging->set_ifov_rad(imaging_.ifov);
  imaging->set_gsd_max_m(imaging_.gsd_max);
  imaging->set_range_max_m(imaging_.range_max);
  imaging->set_incidence_max_rad(imaging_.incidence_max);
  imaging->set_view_max_rad(imaging_.view_max);
  imaging->set_sun_exclusion_rad(imaging_.sun_exclusion);
  craft->mutable_ranging()->set_range_max_m(ranging_.range_max);
  v1::PublicRules* rules = briefing_.mutable_rules();
  rules->set_keep_out_m(100);
  rules->set_passive_safety_orbits(2);
  rules->set_passive_safety_inside_m(5000);
  rules->set_speed_limit_base_mps(0.2);
  rules->set_speed_limit_per_mean_motion(2.0);
  v1::ObjectOfInterest* object = briefing_.add_objects();
  object->set_object_id("p");
  object->set_name("puma");
  object->set_side("red");
  object->set_radius_m(0.75);
  object->set_albedo(0.2);
  object->set_facets(84);
  if (settings.cue_position > 0.0) {
    Matrix6 P = Matrix6::Zero();
    for (int i = 0; i < 3; ++i) {
      P(i, i) = settings.cue_position * settings.cue_position;
      P(i + 3, i + 3) = settings.cue_velocity * settings.cue_velocity;
    }
    State told = target_;
    told.r += settings.cue_position * random_.NormalVector3();
    told.v += settings.cue_velocity * random_.NormalVector3();
    ToMessage(0, told, P, object->mutable_estimate());
  }
}

game::CameraView SmallWorld::View(const Vector3& direction) const {
  return {.observer = own_, .q_BI = dynamics::BetweenVectors(direction, Vector3::UnitX()), .r_sun = dynamics::kAu * model_.SunDirection(t_), .r_moon = Vector3::Zero()};
}

game::SkyObject SmallWorld::Object() const {
  game::SkyObject object;
  object.craft = 1;
  object.state = target_;
  object.radius = 0.75;
  object.albedo = 0.2;
  object.sunlit_fraction = dynamics::SunlitFraction(target_.r, dynamics::kAu * model_.SunDirection(t_));
  // +x to the Earth, +y along the orbit normal.
  const Matrix3 rtn = dynamics::RtnFromEci(target_);
  Matrix3 R_BI;
  R_BI.row(0) = -rtn.row(0);
  R_BI.row(1) = -rtn.row(1);
  R_BI.row(2) = rtn.row(2);
  object.q_BI = dynamics::QuaternionFromMatrix(R_BI);
  object.omega_BI_B = object.q_BI * Vector3(rtn.row(2).transpose() * 1.1e-3);
  return object;
}

void SmallWorld::StepTo(double t) {
  while (t_ < t) {
    const double next = std::min(t, t_ + 10.0);
    own_ = model_.Propagate(own_, t_, next, settings_.own_drag);
    target_ = model_.Propagate(target_, t_, next, settings_.target_drag);
    t_ = next;
    least_range = std::min(least_range, (own_.r - target_.r).norm());
  }
}

v1::Turn SmallWorld::MakeTurn() {
  v1::Turn turn = news_;
  news_.Clear();
  turn.set_turn_id(++turn_id_);
  turn.set_time_us(MicrosecondsOf(t_));
  v1::OwnState* own = turn.mutable_own();
  const State seen{own_.r + 5.0 * random_.NormalVector3(), own_.v + 0.005 * random_.NormalVector3()};
  ToMessage(turn.time_us(), seen, Matrix6::Identity(), own->mutable_estimate());
  own->set_mass_kg(mass_);
  own->set_commandable(true);
  for (const Booked& booked : book_) {
    v1::OrderState* state = turn.add_orders();
    state->set_order_id(booked.order.order_id());
    state->set_state(booked.running ? v1::OrderState::STATE_RUNNING : v1::OrderState::STATE_WAITING);
  }
  return turn;
}

void SmallWorld::Finish(const std::string& id, v1::OrderState::State state) {
  book_.erase(std::remove_if(book_.begin(), book_.end(), [&](const Booked& b) { return b.order.order_id() == id; }), book_.end());
  v1::OrderState* report = news_.add_orders();
  report->set_order_id(id);
  report->set_state(state);
  report->set_time_us(MicrosecondsOf(t_));
  finished_ = true;
}

void SmallWorld::Take(const v1::Decision& decision) {
  for (const v1::TrackClaim& track : decision.tracks()) {
    claim_ = track.estimate();
    const Matrix6 P = CovarianceFromMessage(claim_);
    const Vector3 error = FromMessage(claim_.r_eci_m()) - target_.r;
    const double nees = error.dot(P.topLeftCorner<3, 3>().inverse() * error);
    claims.push_back({t_, error.norm(), PositionSigma(P), nees, (target_.r - own_.r).norm()});
  }
  for (const v1::Order& order : decision.orders()) {
    if (!order.replaces().empty()) {
      book_.erase(std::remove_if(book_.begin(), book_.end(), [&](const Booked& b) { return b.order.order_id() == order.replaces(); }), book_.end());
    }
    book_.push_back({order, std::max(t_, SecondsOf(order.start_time_us())), false});
    if (chatty && order.has_burn()) std::printf("%8.0f burn %.3f m/s at %.0f\n", t_, FromMessage(order.burn().dv_eci_mps()).norm(), SecondsOf(order.start_time_us()));
  }
}

// One-second ticks would be slow and five are enough: nothing here is timed finer.
void SmallWorld::RunUntil(double wake, bool on_finish, bool on_detection) {
  constexpr double kTick = 5.0;
  finished_ = false;
  while (t_ < wake && !(on_finish && finished_) && !(on_detection && news_.detections_size() > 0)) {
    StepTo(std::min(wake, t_ + kTick));
    // The attitude order whose time has come last takes over.
    Booked* active = nullptr;
    for (Booked& booked : book_) {
      if (booked.order.has_downlink()) continue;
      const double start = booked.order.has_burn() ? booked.start - 190.0 : booked.start;
      if (start <= t_ && (active == nullptr || booked.start >= active->start)) active = &booked;
    }
    if (active == nullptr) continue;
    std::vector<std::string> ended;
    for (const Booked& booked : book_) {
      if (&booked != active && !booked.order.has_downlink() && booked.start <= t_) ended.push_back(booked.order.order_id());
    }
    const std::string id = active->order.order_id();
    active->running = true;
    const v1::Order order = active->order;
    const double start = active->start;
    for (const std::string& old : ended) Finish(old, v1::OrderState::STATE_DONE);
    if (bias_of_ != id) {
      bias_of_ = id;
      bias_ = search_.bias_per_pass * random_.NormalVector3();
      look_ = 0;
      next_look_ = t_ + 15.0;
    }
    const auto expired = [&](std::int64_t end) {
      if (SecondsOf(end) > t_) return false;
      Finish(id, v1::OrderState::STATE_DONE);
      return true;
    };
    if (order.has_burn()) {
      const Vector3 wanted = FromMessage(order.burn().dv_eci_mps());
      const double duration = wanted.norm() / (88.0 / mass_);
      if (t_ < start + 0.5 * duration) continue;
      const Vector3 u = wanted.normalized();
      const double size = wanted.norm() * (1.0 + 0.01 * random_.Normal()) + 0.001 * random_.Normal();
      const Vector3 across = u.cross(Vector3(0.3, 0.5, 0.8)).normalized();
      const Vector3 dv = size * u + (0.0087 * size * random_.Normal() + 0.001 * random_.Normal()) * across +
                         (0.0087 * size * random_.Normal() + 0.001 * random_.Normal()) * u.cross(across);
      own_.v += dv;
      dv_used += dv.norm();
      mass_ *= dynamics::Exp(-dv.norm() / (230.0 * dynamics::kG0));
      Finish(id, v1::OrderState::STATE_DONE);
      news_.mutable_orders(news_.orders_size() - 1)->set_time_us(MicrosecondsOf(t_ + 0.5 * duration));
      continue;
    }
    if (t_ < next_look_) continue;
    if (order.has_search()) {
      const int count = order.search().directions_rtn_size();
      const Vector3 d = dynamics::RtnFromEci(own_).transpose() * FromMessage(order.search().directions_rtn(static_cast<int>(look_) % count));
      const std::vector<game::SkyObject> sky{Object()};
      const Vector3 camera = own_.r + 5.0 * random_.NormalVector3();
      for (const game::RawDetection& raw : TakeFrame(search_, View(d), sky, bias_, random_)) {
        v1::Detection* out = news_.add_detections();
        out->set_time_us(MicrosecondsOf(t_));
        ToMessage(raw.direction, out->mutable_direction_eci());
        ToMessage(raw.rate, out->mutable_rate_eci_radps());
        ToMessage(camera, out->mutable_r_camera_eci_m());
        out->set_magnitude(raw.magnitude);
        out->set_sigma_rad(raw.sigma);
        if (raw.craft >= 0) {
          ++detections;
          if (first_detection < 0.0) first_detection = t_;
        }
      }
      ++look_;
      next_look_ = t_ + (count > 1 ? 23.0 : std::max(5.0, order.search().pause_s() + 5.0));
      expired(order.search().end_time_us());
    } else if (order.has_range() || order.has_image()) {
      const State claimed = model_.Propagate(FromMessage(claim_), SecondsOf(claim_.time_us()), t_);
      const game::CameraView view = View((claimed.r - own_.r).normalized());
      if (order.has_range()) {
        if (const auto fix = TakeRange(ranging_, view, Object(), random_)) {
          v1::RangeFix* out = news_.add_range_fixes();
          out->set_time_us(MicrosecondsOf(t_));
          out->set_object_id("p");
          out->set_range_m(fix->range);
          out->set_sigma_m(fix->sigma);
          ToMessage(fix->direction, out->mutable_direction_eci());
          ToMessage(own_.r + 5.0 * random_.NormalVector3(), out->mutable_r_sensor_eci_m());
          out->set_sigma_rad(fix->sigma_angle);
        }
        next_look_ = t_ + order.range().cadence_s();
        expired(order.range().end_time_us());
      } else {
        const game::ImageResult image = TakeImage(imaging_, view, Object());
        v1::ImageReport* out = news_.add_images();
        out->set_image_id("img-" + std::to_string(++images_));
        out->set_object_id("p");
        for (const int f : image.facets) {
          out->add_facets(f);
          delivered_facets[static_cast<std::size_t>(f)] = true;
        }
        out->set_gsd_m(image.best_gsd);
        if (image.best_gsd > 0.0) best_gsd = std::min(best_gsd, image.best_gsd);
        next_look_ = t_ + order.image().cadence_s();
        expired(order.image().end_time_us());
      }
    }
  }
}

void SmallWorld::Play(Policy& policy) {
  policy.Open(briefing_);
  while (t_ < settings_.duration) {
    const v1::Decision decision = policy.Decide(MakeTurn());
    Take(decision);
    double wake = decision.wake().time_us() > 0 ? SecondsOf(decision.wake().time_us()) : t_ + 21600.0;
    bool on_finish = false;
    bool on_detection = false;
    for (const v1::WakeCondition& condition : decision.wake().conditions()) {
      on_finish = on_finish || condition.kind() == v1::WakeCondition::KIND_ORDER_FINISHED;
      on_detection = on_detection || condition.kind() == v1::WakeCondition::KIND_DETECTION;
    }
    wake = std::clamp(wake, t_ + 1.0, settings_.duration);
    RunUntil(wake, on_finish, on_detection);
    if (chatty && !claims.empty()) {
      const Claimed& c = claims.back();
      const Vector3 rel = dynamics::RtnRelative(own_, target_).r;
      int facets = 0;
      for (const bool f : delivered_facets) facets += f ? 1 : 0;
      std::printf("%8.0f range %9.0f rtn %9.0f %9.0f %9.0f err %8.1f 3sig%% %6.2f nees %6.2f det %d dv %.2f facets %d  %s\n", t_, c.range, rel.x(), rel.y(), rel.z(), c.error,
                  300.0 * c.sigma / c.range, c.nees, detections, dv_used, facets, decision.note().c_str());
    }
  }
}

}  // namespace haze::agents::inspector
