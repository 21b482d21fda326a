// Small words that policies share: a new order in a decision, when to be asked again.
#pragma once

#include <cstdint>
#include <string>

#include "haze/agent/v1/order.pb.h"

namespace haze::agents {

/// Adds an order that starts now. `order_id` is unique among the seat's unfinished orders.
inline agent::v1::Order* NewOrder(agent::v1::Decision& decision, std::string order_id) {
  agent::v1::Order* order = decision.add_orders();
  order->set_order_id(std::move(order_id));
  return order;
}

/// Asks to be woken at `time_us`, or earlier by a condition.
inline void WakeAt(agent::v1::Decision& decision, std::int64_t time_us) { decision.mutable_wake()->set_time_us(time_us); }
inline void WakeOn(agent::v1::Decision& decision, agent::v1::WakeCondition::Kind kind) { decision.mutable_wake()->add_conditions()->set_kind(kind); }

}  // namespace haze::agents
