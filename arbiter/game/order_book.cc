#include "arbiter/game/order_book.h"

#include <algorithm>

namespace haze::game {

Actuator ActuatorOf(const Action& action) {
  if (std::holds_alternative<Burn>(action) || std::holds_alternative<Point>(action) || std::holds_alternative<Search>(action) || std::holds_alternative<Range>(action) ||
      std::holds_alternative<Image>(action)) {
    return Actuator::kAttitude;
  }
  if (std::holds_alternative<Downlink>(action)) return Actuator::kTransmitter;
  return Actuator::kNone;
}

void OrderBook::Add(const Order& order, SimTime now) {
  const Actuator actuator = ActuatorOf(order.action);
  if (actuator != Actuator::kNone) {
    std::string superseded;
    for (const BookedOrder& open : open_) {
      if (open.phase == OrderPhase::kWaiting && ActuatorOf(open.order.action) == actuator && open.order.start == order.start) superseded = open.order.id;
    }
    if (!superseded.empty()) Finish(superseded, OrderPhase::kCancelled, now, "superseded by " + order.id);
  }
  open_.push_back({order, OrderPhase::kWaiting, serial_});
  ++serial_;
}

void OrderBook::Finish(const std::string& id, OrderPhase phase, SimTime now, std::string detail) {
  const auto it = std::find_if(open_.begin(), open_.end(), [&](const BookedOrder& open) { return open.order.id == id; });
  if (it == open_.end()) return;
  open_.erase(it);
  finished_.push_back({id, phase, now, std::move(detail)});
  news_ = true;
}

void OrderBook::MarkRunning(const std::string& id, SimTime now) {
  for (BookedOrder& open : open_) {
    if (open.order.id != id) continue;
    open.phase = OrderPhase::kRunning;
    open.order.start = now;
  }
}

const BookedOrder* OrderBook::Find(const std::string& id) const {
  const auto it = std::find_if(open_.begin(), open_.end(), [&](const BookedOrder& open) { return open.order.id == id; });
  return it == open_.end() ? nullptr : &*it;
}

const BookedOrder* OrderBook::NextWaiting(Actuator actuator) const {
  const BookedOrder* next = nullptr;
  for (const BookedOrder& open : open_) {
    if (open.phase != OrderPhase::kWaiting || ActuatorOf(open.order.action) != actuator) continue;
    if (next == nullptr || open.order.start < next->order.start) next = &open;
  }
  return next;
}

std::vector<OrderReport> OrderBook::TakeReports(SimTime now) {
  std::vector<OrderReport> reports = std::move(finished_);
  finished_.clear();
  for (const BookedOrder& open : open_) reports.push_back({open.order.id, open.phase, open.phase == OrderPhase::kRunning ? now : open.order.start, ""});
  return reports;
}

bool OrderBook::TakeFinished() {
  const bool news = news_;
  news_ = false;
  return news;
}

void OrderBook::Digest(DigestWriter& out) const {
  out.I64(serial_);
  out.U64(open_.size());
  for (const BookedOrder& open : open_) {
    out.Str(open.order.id);
    out.Time(open.order.start);
    out.U64(open.order.action.index());
    out.U64(static_cast<std::uint64_t>(open.phase));
  }
  out.U64(finished_.size());
}

}  // namespace haze::game
