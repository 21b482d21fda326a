// A seat's orders from acceptance to their end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arbiter/game/digest.h"
#include "arbiter/game/knowledge.h"
#include "arbiter/game/order.h"

namespace haze::game {

/// Orders that exclude one another share an actuator.
enum class Actuator { kNone, kAttitude, kTransmitter };
Actuator ActuatorOf(const Action& action);

struct BookedOrder {
  Order order;
  OrderPhase phase = OrderPhase::kWaiting;
  long serial = 0;  ///< counts accepted orders of the seat
};

class OrderBook {
 public:
  /// Accepts an order. An unstarted order of the same actuator with the same start is cancelled: the later one counts.
  void Add(const Order& order, SimTime now);
  /// Ends an order; it is reported once more and then forgotten.
  void Finish(const std::string& id, OrderPhase phase, SimTime now, std::string detail);
  void MarkRunning(const std::string& id, SimTime now);

  const BookedOrder* Find(const std::string& id) const;
  /// The waiting order of `actuator` that starts first, earliest accepted first among equals.
  const BookedOrder* NextWaiting(Actuator actuator) const;
  const std::vector<BookedOrder>& open() const { return open_; }

  /// Open orders and those that finished since the last call, which are then forgotten.
  std::vector<OrderReport> TakeReports(SimTime now);
  /// True once after an order finished.
  bool TakeFinished();

  void Digest(DigestWriter& out) const;

 private:
  std::vector<BookedOrder> open_;
  std::vector<OrderReport> finished_;
  bool news_ = false;
  long serial_ = 0;
};

}  // namespace haze::game
