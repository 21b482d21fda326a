#include "tests/support/random_decision.h"

#include <cmath>
#include <limits>

#include <google/protobuf/descriptor.h>

namespace haze::tests {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

double AnyDouble(dynamics::RandomStream& random) {
  switch (random.Below(12)) {
    case 0: return std::numeric_limits<double>::quiet_NaN();
    case 1: return -std::numeric_limits<double>::infinity();
    case 2: return std::numeric_limits<double>::infinity();
    case 3: return -0.0;
    case 4: return 1e308;
    case 5: return std::numeric_limits<double>::denorm_min();
    case 6: return 0.0;
    default: return random.Uniform(-2.0, 2.0) * (random.Bernoulli(0.3) ? 7e6 : 1.0);
  }
}

std::int64_t AnyInteger(dynamics::RandomStream& random) {
  switch (random.Below(8)) {
    case 0: return std::numeric_limits<std::int64_t>::min();
    case 1: return std::numeric_limits<std::int64_t>::max();
    case 2: return 0;
    case 3: return -1;
    default: return static_cast<std::int64_t>(random.Below(4'000'000'000ull));
  }
}

std::string AnyString(dynamics::RandomStream& random, const std::vector<std::string>& names) {
  switch (random.Below(10)) {
    case 0: return "";
    case 1: return "\xff\xfe";
    case 2: return std::string(200, 'x');
    case 3: return "ord er-1";
    default: return names.empty() ? "a" + std::to_string(random.Below(4)) : names[random.Below(names.size())];
  }
}

void FillField(Message& message, const FieldDescriptor* field, dynamics::RandomStream& random, const std::vector<std::string>& names, int depth) {
  const auto* reflection = message.GetReflection();
  const bool many = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const double value = AnyDouble(random);
      many ? reflection->AddDouble(&message, field, value) : reflection->SetDouble(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      const std::int64_t value = AnyInteger(random);
      many ? reflection->AddInt64(&message, field, value) : reflection->SetInt64(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const std::int32_t value = static_cast<std::int32_t>(AnyInteger(random));
      many ? reflection->AddInt32(&message, field, value) : reflection->SetInt32(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int value = static_cast<int>(random.Below(16)) - 1;
      many ? reflection->AddEnumValue(&message, field, value) : reflection->SetEnumValue(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(&message, field, random.Bernoulli(0.5));
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string value = AnyString(random, names);
      many ? reflection->AddString(&message, field, value) : reflection->SetString(&message, field, value);
      break;
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      FillAtRandom(many ? *reflection->AddMessage(&message, field) : *reflection->MutableMessage(&message, field), random, names, depth + 1);
      break;
    default:
      break;
  }
}

}  // namespace

void FillAtRandom(Message& message, dynamics::RandomStream& random, const std::vector<std::string>& names, int depth) {
  const auto* descriptor = message.GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const bool wanted = random.Bernoulli(depth == 0 ? 0.8 : 0.6);
    if (!wanted) continue;
    const int count = field->is_repeated() ? static_cast<int>(random.Below(field->name() == "covariance_upper" ? 23 : 4)) : 1;
    for (int k = 0; k < count; ++k) FillField(message, field, random, names, depth);
  }
}

agent::v1::Decision PlausibleDecision(const agent::v1::Turn& turn, const std::vector<std::string>& object_ids, dynamics::RandomStream& random) {
  agent::v1::Decision decision;
  decision.mutable_wake()->set_time_us(turn.time_us() + 1'000'000 * static_cast<std::int64_t>(10 + random.Below(300)));
  if (turn.has_own() && !object_ids.empty()) {
    agent::v1::TrackClaim* claim = decision.add_tracks();
    claim->set_object_id(object_ids[random.Below(object_ids.size())]);
    *claim->mutable_estimate() = turn.own().estimate();
    claim->mutable_estimate()->mutable_r_eci_m()->set_x(turn.own().estimate().r_eci_m().x() + random.Uniform(-2e4, 2e4));
  }
  const int orders = static_cast<int>(random.Below(4));
  for (int i = 0; i < orders; ++i) {
    agent::v1::Order* order = decision.add_orders();
    order->set_order_id("t" + std::to_string(turn.turn_id()) + "-" + std::to_string(i));
    if (random.Bernoulli(0.5)) order->set_start_time_us(turn.time_us() + static_cast<std::int64_t>(random.Below(400'000'000ull)) - 20'000'000);
    const std::int64_t end = turn.time_us() + static_cast<std::int64_t>(random.Below(900'000'000ull));
    const std::string object = object_ids.empty() ? "nobody" : object_ids[random.Below(object_ids.size())];
    switch (random.Below(7)) {
      case 0: {
        agent::v1::Vec3* dv = order->mutable_burn()->mutable_dv_rtn_mps();
        dv->set_y(random.Uniform(-2.0, 2.0));
        dv->set_z(random.Uniform(-1.0, 1.0));
        break;
      }
      case 1:
        order->mutable_point()->set_mode(static_cast<agent::v1::Point::Mode>(1 + random.Below(6)));
        order->mutable_point()->mutable_direction_rtn()->set_y(1.0);
        order->mutable_point()->mutable_q_b_eci()->set_w(1.0);
        order->mutable_point()->set_object_id(object);
        order->mutable_point()->set_rate_radps(0.005);
        break;
      case 2:
        order->mutable_search()->add_directions_rtn()->set_y(1.0);
        order->mutable_search()->add_directions_rtn()->set_y(-1.0);
        order->mutable_search()->set_end_time_us(end);
        break;
      case 3:
        order->mutable_range()->set_object_id(object);
        order->mutable_range()->set_cadence_s(random.Uniform(0.5, 60.0));
        order->mutable_range()->set_end_time_us(end);
        break;
      case 4:
        order->mutable_image()->set_object_id(object);
        order->mutable_image()->set_cadence_s(random.Uniform(0.5, 60.0));
        order->mutable_image()->set_count(static_cast<int>(random.Below(20)));
        order->mutable_image()->set_end_time_us(end);
        break;
      case 5:
        order->mutable_cancel()->set_order_id(turn.orders_size() > 0 ? turn.orders(0).order_id() : "none");
        break;
      default:
        order->mutable_downlink()->set_end_time_us(end);
        break;
    }
  }
  return decision;
}

}  // namespace haze::tests
