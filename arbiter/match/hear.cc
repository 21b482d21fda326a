// Decisions become orders: see codec.h. Counterpart of `tell.cc`.
#include <cmath>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "arbiter/game/referee.h"
#include "arbiter/match/codec.h"

namespace haze::match {

namespace {

using dynamics::Vector3;
using game::RulingCode;
using game::SimTime;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The first number that is not finite, anywhere in `message`; empty if all are.
std::string FirstNotFinite(const Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        const double value = field->is_repeated() ? reflection->GetRepeatedDouble(message, field, i) : reflection->GetDouble(message, field);
        if (!std::isfinite(value)) return std::string(field->name());
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const Message& child = field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i) : reflection->GetMessage(message, field);
        const std::string found = FirstNotFinite(child);
        if (!found.empty()) return std::string(field->name()) + "." + found;
      }
    }
  }
  return "";
}

Vector3 Vec(const v1::Vec3& v) { return {v.x(), v.y(), v.z()}; }

class Listener {
 public:
  Listener(const game::Surroundings& surroundings, const SeatNames& names, SimTime now) : scenario_(*surroundings.scenario), names_(names), now_(now) {}

  Spoken Hear(const v1::Decision& decision) {
    if (decision.orders_size() > game::kMaxOrders) {
      Refuse("", RulingCode::kTooMany, "at most 64 orders a turn");
    } else {
      for (const v1::Order& order : decision.orders()) HearOrder(order);
    }
    if (decision.tracks_size() > static_cast<int>(scenario_.vehicles.size())) {
      Refuse("", RulingCode::kTooMany, "one claim for each object and turn");
    } else {
      for (const v1::TrackClaim& claim : decision.tracks()) HearClaim(claim);
    }
    for (const auto& assessment : decision.assessments()) {
      const std::string infinite = FirstNotFinite(assessment);
      if (!infinite.empty()) Refuse("", RulingCode::kNotFinite, "assessments: " + infinite + " is not a finite number");
    }
    HearWake(decision.wake());
    return std::move(spoken_);
  }

 private:
  void Refuse(const std::string& id, RulingCode code, std::string sentence) { spoken_.rulings.push_back({id.substr(0, 64), code, std::move(sentence)}); }

  int CraftOf(const std::string& object_id) const {
    for (std::size_t i = 0; i < names_.object_ids.size(); ++i) {
      if (names_.object_ids[i] == object_id) return static_cast<int>(i);
    }
    return -1;
  }

  void HearOrder(const v1::Order& said) {
    const std::string& id = said.order_id();
    const std::string infinite = FirstNotFinite(said);
    if (!infinite.empty()) return Refuse(id, RulingCode::kNotFinite, infinite + " is not a finite number");
    // 0 means now; a negative instant is in the past and judged as such.
    game::Order order{.id = id, .start = said.start_time_us() == 0 ? now_ : SimTime{said.start_time_us()}, .replaces = said.replaces(), .action = game::Cancel{}};
    const auto craft = [&](const std::string& object_id) {
      const int index = CraftOf(object_id);
      if (index < 0) Refuse(id, RulingCode::kUnknownObject, "no object has that id");
      return index;
    };
    const auto task = [&](const std::string& name) {
      if (scenario_.launch) {
        for (std::size_t i = 0; i < scenario_.launch->tasks.size(); ++i) {
          if (scenario_.launch->tasks[i].name == name) return static_cast<int>(i);
        }
      }
      Refuse(id, RulingCode::kUnknownTask, "no task has that name");
      return -1;
    };
    switch (said.action_case()) {
      case v1::Order::kBurn: {
        const v1::Burn& burn = said.burn();
        if (burn.has_dv_rtn_mps() == burn.has_dv_eci_mps()) return Refuse(id, RulingCode::kMissingAction, "a burn gives dv_rtn_mps or dv_eci_mps");
        order.action = game::Burn{.dv = burn.has_dv_rtn_mps() ? Vec(burn.dv_rtn_mps()) : Vec(burn.dv_eci_mps()), .rtn = burn.has_dv_rtn_mps()};
        break;
      }
      case v1::Order::kPoint:
        if (!HearPoint(id, said.point(), order)) return;
        break;
      case v1::Order::kSearch: {
        game::Search search{.directions_RTN = {}, .pause = said.search().pause_s(), .end = SimTime{said.search().end_time_us()}};
        for (const v1::Vec3& direction : said.search().directions_rtn()) {
          const Vector3 v = Vec(direction);
          const double size = v.norm();
          if (!(size > 0.5 && size < 2.0)) return Refuse(id, RulingCode::kOutOfRange, "directions_rtn are unit vectors");
          search.directions_RTN.push_back(v / size);
        }
        order.action = search;
        break;
      }
      case v1::Order::kRange: {
        const int index = craft(said.range().object_id());
        if (index < 0) return;
        order.action = game::Range{.craft = index, .cadence = said.range().cadence_s(), .end = SimTime{said.range().end_time_us()}};
        break;
      }
      case v1::Order::kImage: {
        const int index = craft(said.image().object_id());
        if (index < 0) return;
        order.action =
            game::Image{.craft = index, .cadence = said.image().cadence_s(), .count = said.image().count(), .end = SimTime{said.image().end_time_us()}};
        break;
      }
      case v1::Order::kDownlink: {
        game::Downlink downlink{.end = SimTime{said.downlink().end_time_us()}, .drop = {}};
        downlink.drop.assign(said.downlink().drop_image_ids().begin(), said.downlink().drop_image_ids().end());
        order.action = downlink;
        break;
      }
      case v1::Order::kMessage: {
        int seat = -1;
        for (std::size_t i = 0; i < scenario_.seats.size(); ++i) {
          if (scenario_.seats[i].name == said.message().to_seat()) seat = static_cast<int>(i);
        }
        order.action = game::SendMessage{.seat = seat, .body = said.message().body()};
        break;
      }
      case v1::Order::kCancel:
        order.action = game::Cancel{said.cancel().order_id()};
        break;
      case v1::Order::kStartTask:
      case v1::Order::kExpediteTask:
      case v1::Order::kHoldTask: {
        const bool starts = said.has_start_task();
        const bool expedites = said.has_expedite_task();
        const int index = task(starts ? said.start_task().task() : expedites ? said.expedite_task().task() : said.hold_task().task());
        if (index < 0) return;
        if (starts) {
          order.action = game::StartTask{index};
        } else if (expedites) {
          order.action = game::ExpediteTask{index};
        } else {
          order.action = game::HoldTask{index};
        }
        break;
      }
      case v1::Order::kChooseOrbit:
        order.action = game::ChooseOrbit{.altitude = said.choose_orbit().altitude_m(), .inclination = said.choose_orbit().inclination_rad()};
        break;
      case v1::Order::kSetLiftoff:
        order.action = game::SetLiftoff{SimTime{said.set_liftoff().liftoff_time_us()}};
        break;
      case v1::Order::kScrub:
        order.action = game::Scrub{};
        break;
      case v1::Order::kReleaseLaunch:
        order.action = game::ReleaseLaunch{};
        break;
      case v1::Order::kDazzle: {
        const int index = craft(said.dazzle().object_id());
        if (index < 0) return;
        order.action = game::Dazzle{.craft = index, .duration = said.dazzle().duration_s()};
        break;
      }
      case v1::Order::kJam: {
        const int index = craft(said.jam().object_id());
        if (index < 0) return;
        order.action = game::Jam{.craft = index, .duration = said.jam().duration_s()};
        break;
      }
      case v1::Order::kReleaseDecoy:
        order.action = game::ReleaseDecoy{Vec(said.release_decoy().dv_rtn_mps())};
        break;
      case v1::Order::ACTION_NOT_SET:
        return Refuse(id, RulingCode::kMissingAction, "an order needs an action");
    }
    spoken_.orders.push_back(std::move(order));
  }

  bool HearPoint(const std::string& id, const v1::Point& said, game::Order& order) {
    game::Point point;
    point.rate = said.rate_radps();
    switch (said.mode()) {
      case v1::Point::MODE_NADIR: point.mode = game::PointMode::kNadir; break;
      case v1::Point::MODE_SUN: point.mode = game::PointMode::kSun; break;
      case v1::Point::MODE_SPIN: point.mode = game::PointMode::kSpin; break;
      case v1::Point::MODE_INERTIAL: {
        point.mode = game::PointMode::kInertial;
        const v1::Quaternion& q = said.q_b_eci();
        const double size = std::sqrt(q.w() * q.w() + q.x() * q.x() + q.y() * q.y() + q.z() * q.z());
        if (!(size > 0.5 && size < 2.0)) return Refuse(id, RulingCode::kOutOfRange, "q_b_eci is a unit quaternion"), false;
        point.q_BI = game::Quaternion(q.w() / size, q.x() / size, q.y() / size, q.z() / size);
        break;
      }
      case v1::Point::MODE_RTN: {
        point.mode = game::PointMode::kRtn;
        const Vector3 v = Vec(said.direction_rtn());
        if (!(v.norm() > 0.5 && v.norm() < 2.0)) return Refuse(id, RulingCode::kOutOfRange, "direction_rtn is a unit vector"), false;
        point.direction_RTN = v / v.norm();
        break;
      }
      case v1::Point::MODE_TRACK:
        point.mode = game::PointMode::kTrack;
        point.craft = CraftOf(said.object_id());
        if (point.craft < 0) return Refuse(id, RulingCode::kUnknownObject, "no object has that id"), false;
        break;
      default:
        return Refuse(id, RulingCode::kOutOfRange, "a pointing order names its mode"), false;
    }
    order.action = point;
    return true;
  }

  void HearClaim(const v1::TrackClaim& said) {
    const std::string infinite = FirstNotFinite(said);
    if (!infinite.empty()) return Refuse("", RulingCode::kNotFinite, "tracks: " + infinite + " is not a finite number");
    const int index = CraftOf(said.object_id());
    if (index < 0) return Refuse("", RulingCode::kUnknownObject, "tracks: no object has that id");
    if (said.estimate().covariance_upper_size() != 21) return Refuse("", RulingCode::kBadCovariance, "tracks: covariance_upper has 21 numbers");
    game::Claim claim{.craft = index, .time = SimTime{said.estimate().time_us()}, .state = {Vec(said.estimate().r_eci_m()), Vec(said.estimate().v_eci_mps())}};
    int next = 0;
    for (int i = 0; i < 6; ++i) {
      for (int j = i; j < 6; ++j) {
        claim.covariance(i, j) = said.estimate().covariance_upper(next);
        claim.covariance(j, i) = claim.covariance(i, j);
        ++next;
      }
    }
    spoken_.claims.push_back(claim);
  }

  void HearWake(const v1::Wake& said) {
    const std::string infinite = FirstNotFinite(said);
    if (!infinite.empty()) return Refuse("", RulingCode::kNotFinite, "wake: " + infinite + " is not a finite number");
    if (said.time_us() != 0) spoken_.wake.time = SimTime{said.time_us()};
    if (said.conditions_size() > game::kMaxWakeConditions) return Refuse("", RulingCode::kTooMany, "wake: at most 16 conditions");
    for (const v1::WakeCondition& condition : said.conditions()) {
      if (condition.kind() < v1::WakeCondition::KIND_DETECTION || condition.kind() > v1::WakeCondition::KIND_LAUNCH) {
        Refuse("", RulingCode::kOutOfRange, "wake: a condition names its kind");
        continue;
      }
      game::WakeCondition heard;
      heard.kind = static_cast<game::WakeKind>(condition.kind() - v1::WakeCondition::KIND_DETECTION);
      heard.threshold = condition.threshold();
      if (heard.kind == game::WakeKind::kRange) {
        heard.craft = CraftOf(condition.object_id());
        if (heard.craft < 0) {
          Refuse("", RulingCode::kUnknownObject, "wake: no object has that id");
          continue;
        }
      }
      spoken_.wake.conditions.push_back(heard);
    }
  }

  const scenarios::Scenario& scenario_;
  const SeatNames& names_;
  SimTime now_;
  Spoken spoken_;
};

}  // namespace

Spoken Understand(const game::Surroundings& surroundings, const SeatNames& names, SimTime now, const v1::Decision& decision) {
  return Listener(surroundings, names, now).Hear(decision);
}

}  // namespace haze::match
