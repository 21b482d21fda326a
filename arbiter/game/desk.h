// A seat's desk: its orders, its claims, the news for its next turn, and when it wants to be woken.
#pragma once

#include <cstdint>
#include <vector>

#include "arbiter/game/knowledge.h"
#include "arbiter/game/order_book.h"
#include "arbiter/game/tracks.h"

namespace haze::game {

struct Desk {
  Desk(int seat_index, int craft_index, int craft_count) : seat(seat_index), craft(craft_index), tracks(craft_count) {}

  int seat;
  int craft;  ///< -1 for a control room
  OrderBook book;
  Tracks tracks;
  Knowledge news;
  Wake wake;
  std::vector<int> condition_sides;  ///< of each wake condition's threshold: -1 below, 1 above, 0 not known yet
  std::uint64_t triggers = 0;  ///< bits by WakeReason, since the last turn
  SimTime triggered_at;
  SimTime asked_at{-1};        ///< last turn; negative before the first
  long turns = 0;
  int illegal_orders = 0;
  std::uint64_t launch_revision = 0;  ///< of the campaign's view that was last noticed

  /// Something happened that this seat knows of; wakes it if it asked for that.
  void Notice(WakeReason reason, SimTime now);
  /// True if a condition of this kind is set.
  bool Wants(WakeKind kind) const;

  void Digest(DigestWriter& out) const;
};

}  // namespace haze::game
