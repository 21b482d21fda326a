// Where the inspector looks: searches, ranges, images, and what it sends to the ground.
#include <algorithm>
#include <optional>

#include "agents/inspector/inspector.h"
#include "agents/inspector/search_plan.h"
#include "dynamics/dmath.h"

namespace haze::agents::inspector {

namespace {

constexpr double kLost = 0.5;             // relative uncertainty at which a guess no longer says where to look
constexpr double kAnywhere = 3600.0;      // s that the same directions are looked along in turn, where they are drawn at random

}  // namespace

double Inspector::Look(v1::Decision& decision, double until) {
  const v1::SearchCamera& camera = briefing_.own_vehicle().search_camera();
  const double now = picture_->now();
  // Attitude belongs to the burn from the slew on.
  const double slew = dynamics::kPi / std::max(briefing_.own_vehicle().slew_radps(), 1e-3) + briefing_.own_vehicle().settle_s();
  if (!burn_id_.empty() && now > burn_start_ - slew - 60.0) return 0.0;
  if (!burn_id_.empty()) until = std::min(until, burn_start_ - slew - 5.0);
  const Body& target = picture_->target();
  if (Within(0.5 * (now + until)) && !character_.looks_anywhere) {
    LookNear(decision, until);
    return 0.0;
  }
  const std::optional<Vector3> suspect = phase_ == Phase::kSearch ? picture_->Suspect(45.0) : std::nullopt;
  // A sweep that runs is not begun anew because a false alarm woke the seat.
  if ((phase_ == Phase::kSearch || character_.looks_anywhere) && !suspect && now < sweep_end_) return sweep_end_;
  std::vector<Vector3> directions;
  double pause = 0.0;
  if (character_.looks_anywhere) {
    directions = AnywhereAtAll(dice_, 16);
  } else if (suspect) {
    directions = {*suspect};
  } else if (target.track.known()) {
    const double middle = 0.5 * (now + until);
    if (!target.track.fitted() && !target.ordered && RangeShare() > kLost) {
      // What was told has dissolved. A craft that was on a like orbit still is: near the horizontal, ahead or behind, in turns.
      directions = AroundTheVelocity(++sweeps_ % 2 == 0 ? 1.0 : -1.0, camera.field_of_view_rad());
    } else {
      directions = CoverUncertainty(picture_->own().At(middle), target.track.EstimateAt(middle), camera.field_of_view_rad(), 3.0, 48);
    }
    if (directions.size() == 1 && target.track.measurements().size() > 60) pause = 10.0;
  } else if (target.ordered) {
    return 0.0;  // it has not been launched
  } else {
    directions = AlongTheOrbit(0.05, 0.5, camera.field_of_view_rad());
    for (const Vector3& d : AlongTheOrbit(-0.05, -0.5, camera.field_of_view_rad())) directions.push_back(d);
  }
  if (directions.empty()) return 0.0;
  // A sweep is finished before the next turn plans another, else its outer tiles would never be looked at.
  const double tile = camera.dwell_s() + camera.settle_s() + camera.field_of_view_rad() / std::max(camera.slew_radps(), 1e-3);
  sweep_end_ = phase_ == Phase::kSearch && !suspect ? now + tile * static_cast<double>(directions.size()) : 0.0;
  if (character_.looks_anywhere) sweep_end_ = now + kAnywhere;
  if (burn_id_.empty()) until = std::max(until, sweep_end_);
  v1::Order* order = decision.add_orders();
  order->set_order_id(Name("search"));
  v1::Search* search = order->mutable_search();
  for (const Vector3& d : directions) ToSearch(d, search);
  search->set_pause_s(pause);
  // A little longer than the turn, so that the next order takes over without a gap.
  search->set_end_time_us(MicrosecondsOf(std::min(until + 60.0, duration_)));
  picture_->SearchOrdered();
  return sweep_end_;
}

// Inside ranging distance: ranges, now and then to a companion as well, and images whenever a facet that is missing could be in them.
void Inspector::LookNear(v1::Decision& decision, double until) {
  const Body& target = picture_->target();
  const double now = picture_->now();
  bool worthwhile = false;
  const std::vector<bool> missing = album_.Missing();
  for (double t = now; t <= until && !worthwhile; t += 30.0) {
    worthwhile = Viewing::Worthwhile(picture_->model(), briefing_.own_vehicle().imaging_camera(), picture_->own().At(t), target.track.At(t), t, target.radius, missing);
  }
  const auto range = [&](const Body& body, double from, double to) {
    v1::Order* order = decision.add_orders();
    order->set_order_id(Name("range"));
    if (from > now) order->set_start_time_us(MicrosecondsOf(from));
    order->mutable_range()->set_object_id(body.id);
    order->mutable_range()->set_cadence_s(8.0);
    order->mutable_range()->set_end_time_us(MicrosecondsOf(std::min(to, duration_)));
  };
  double busy = now;
  for (const Body& body : picture_->bodies()) {
    if (&body == &target || !body.track.fitted() || now + 120.0 > until || picture_->RangeTo(body, now) > Reach()) continue;
    range(body, busy, busy + 60.0);
    busy += 60.0;
  }
  const double ranging_until = worthwhile ? std::min(until, busy + 90.0) : until + 60.0;
  range(target, busy, ranging_until);
  if (!worthwhile) return;
  v1::Order* image = decision.add_orders();
  image->set_order_id(Name("image"));
  image->set_start_time_us(MicrosecondsOf(ranging_until));
  image->mutable_image()->set_object_id(target.id);
  image->mutable_image()->set_cadence_s(20.0);
  image->mutable_image()->set_count(500);
  image->mutable_image()->set_end_time_us(MicrosecondsOf(std::min(until + 60.0, duration_)));
}

void Inspector::Send(v1::Decision& decision) {
  const std::vector<std::string> drops = album_.TakeDrops();
  if (!downlink_id_.empty() && drops.empty()) return;
  if (downlink_id_.empty() && !album_.anything_to_send()) return;
  v1::Order* order = decision.add_orders();
  if (!downlink_id_.empty()) order->set_replaces(downlink_id_);
  downlink_id_ = Name("downlink");
  order->set_order_id(downlink_id_);
  order->mutable_downlink()->set_end_time_us(briefing_.duration_us());
  for (const std::string& id : drops) order->mutable_downlink()->add_drop_image_ids(id);
}

}  // namespace haze::agents::inspector
