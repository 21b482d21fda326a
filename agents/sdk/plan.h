// Orders in a few words, for authors of policies. Units and frames as in proto/haze/agent/v1/order.proto.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

#include "haze/agent/v1/order.pb.h"

namespace haze::sdk {

namespace v1 = ::haze::agent::v1;

inline v1::Vec3 Vector(double x, double y, double z) {
  v1::Vec3 v;
  v.set_x(x);
  v.set_y(y);
  v.set_z(z);
  return v;
}

/// An order that starts at `start_time_us` (0 = now), to be given its action.
inline v1::Order NewOrder(std::string id, std::int64_t start_time_us = 0) {
  v1::Order order;
  order.set_order_id(std::move(id));
  order.set_start_time_us(start_time_us);
  return order;
}

/// A velocity change in the craft's own RTN frame at ignition, m/s.
inline v1::Order BurnRtn(std::string id, const v1::Vec3& dv_rtn_mps, std::int64_t start_time_us = 0) {
  v1::Order order = NewOrder(std::move(id), start_time_us);
  *order.mutable_burn()->mutable_dv_rtn_mps() = dv_rtn_mps;
  return order;
}

/// A velocity change in inertial axes, m/s.
inline v1::Order BurnEci(std::string id, const v1::Vec3& dv_eci_mps, std::int64_t start_time_us = 0) {
  v1::Order order = NewOrder(std::move(id), start_time_us);
  *order.mutable_burn()->mutable_dv_eci_mps() = dv_eci_mps;
  return order;
}

/// An attitude that needs nothing but its mode: nadir or Sun.
inline v1::Order PointMode(std::string id, v1::Point::Mode mode, std::int64_t start_time_us = 0) {
  v1::Order order = NewOrder(std::move(id), start_time_us);
  order.mutable_point()->set_mode(mode);
  return order;
}

/// The camera axis along a direction that turns with the RTN frame.
inline v1::Order PointRtn(std::string id, const v1::Vec3& direction_rtn, std::int64_t start_time_us = 0) {
  v1::Order order = PointMode(std::move(id), v1::Point::MODE_RTN, start_time_us);
  *order.mutable_point()->mutable_direction_rtn() = direction_rtn;
  return order;
}

/// The camera axis towards an object as last claimed.
inline v1::Order PointTrack(std::string id, std::string object_id, std::int64_t start_time_us = 0) {
  v1::Order order = PointMode(std::move(id), v1::Point::MODE_TRACK, start_time_us);
  order.mutable_point()->set_object_id(std::move(object_id));
  return order;
}

/// Turning about the thrust axis, rad/s.
inline v1::Order Spin(std::string id, double rate_radps, std::int64_t start_time_us = 0) {
  v1::Order order = PointMode(std::move(id), v1::Point::MODE_SPIN, start_time_us);
  order.mutable_point()->set_rate_radps(rate_radps);
  return order;
}

/// The search camera along unit vectors in RTN, round and round until `end_time_us`.
inline v1::Order Search(std::string id, std::span<const v1::Vec3> directions_rtn, std::int64_t end_time_us, double pause_s = 0.0,
                        std::int64_t start_time_us = 0) {
  v1::Order order = NewOrder(std::move(id), start_time_us);
  for (const v1::Vec3& direction : directions_rtn) *order.mutable_search()->add_directions_rtn() = direction;
  order.mutable_search()->set_end_time_us(end_time_us);
  order.mutable_search()->set_pause_s(pause_s);
  return order;
}

inline v1::Order Range(std::string id, std::string object_id, double cadence_s, std::int64_t end_time_us, std::int64_t start_time_us = 0) {
  v1::Order order = NewOrder(std::move(id), start_time_us);
  order.mutable_range()->set_object_id(std::move(object_id));
  order.mutable_range()->set_cadence_s(cadence_s);
  order.mutable_range()->set_end_time_us(end_time_us);
  return order;
}

inline v1::Order Image(std::string id, std::string object_id, double cadence_s, int count, std::int64_t end_time_us, std::int64_t start_time_us = 0) {
  v1::Order order = NewOrder(std::move(id), start_time_us);
  order.mutable_image()->set_object_id(std::move(object_id));
  order.mutable_image()->set_cadence_s(cadence_s);
  order.mutable_image()->set_count(count);
  order.mutable_image()->set_end_time_us(end_time_us);
  return order;
}

inline v1::Order Downlink(std::string id, std::int64_t end_time_us, std::int64_t start_time_us = 0) {
  v1::Order order = NewOrder(std::move(id), start_time_us);
  order.mutable_downlink()->set_end_time_us(end_time_us);
  return order;
}

inline v1::Order Message(std::string id, std::string to_seat, std::string body) {
  v1::Order order = NewOrder(std::move(id));
  order.mutable_message()->set_to_seat(std::move(to_seat));
  order.mutable_message()->set_body(std::move(body));
  return order;
}

inline v1::Order Cancel(std::string id, std::string order_id) {
  v1::Order order = NewOrder(std::move(id));
  order.mutable_cancel()->set_order_id(std::move(order_id));
  return order;
}

inline v1::Order StartTask(std::string id, std::string task) {
  v1::Order order = NewOrder(std::move(id));
  order.mutable_start_task()->set_task(std::move(task));
  return order;
}

inline v1::Order ExpediteTask(std::string id, std::string task) {
  v1::Order order = NewOrder(std::move(id));
  order.mutable_expedite_task()->set_task(std::move(task));
  return order;
}

inline v1::Order SetLiftoff(std::string id, std::int64_t liftoff_time_us) {
  v1::Order order = NewOrder(std::move(id));
  order.mutable_set_liftoff()->set_liftoff_time_us(liftoff_time_us);
  return order;
}

inline v1::Order ReleaseLaunch(std::string id) {
  v1::Order order = NewOrder(std::move(id));
  order.mutable_release_launch();
  return order;
}

/// To be asked again at a time, or earlier on a condition added to it.
inline v1::Wake WakeAt(std::int64_t time_us) {
  v1::Wake wake;
  wake.set_time_us(time_us);
  return wake;
}

inline void WakeOn(v1::Wake& wake, v1::WakeCondition::Kind kind, std::string object_id = {}, double threshold = 0.0) {
  v1::WakeCondition* const condition = wake.add_conditions();
  condition->set_kind(kind);
  condition->set_object_id(std::move(object_id));
  condition->set_threshold(threshold);
}

}  // namespace haze::sdk
