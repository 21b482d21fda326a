// The only place that knows both the game and the contract: what a seat knows becomes a Turn, what it says becomes orders.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "arbiter/game/knowledge.h"
#include "arbiter/game/order.h"
#include "arbiter/game/surroundings.h"
#include "arbiter/match/seats.h"

namespace haze::match {

inline constexpr std::size_t kMaxDecisionBytes = 64 * 1024;
inline constexpr std::size_t kMaxNoteBytes = 1024;
inline constexpr int kRulesRevision = 1;

/// The names that one seat uses for the match and for other craft: opaque, drawn from the match key, different for every seat.
struct SeatNames {
  std::string handle;
  std::vector<std::string> object_ids;  ///< by craft index
};
SeatNames NamesOf(const game::Surroundings& surroundings, int seat);

/// What `seat` hears. `turn_id` counts from 1.
v1::Turn MakeTurn(const game::Surroundings& surroundings, const SeatNames& names, int seat, std::int64_t turn_id, const game::Knowledge& knowledge);

struct BriefingOptions {
  std::int64_t watchdog_ms = 0;
  bool budgeted = false;
  std::int64_t turn_account_ms = 0;
  std::int64_t match_account_ms = 0;
};
/// What `seat` is told before the match.
v1::Briefing MakeBriefing(const game::Surroundings& surroundings, const SeatNames& names, int seat, const BriefingOptions& options);

/// The one form of an answer that is judged, recorded and digested, whether it came by reference or as bytes. A decision larger than
/// kMaxDecisionBytes, or with a string that is not UTF-8, becomes Hold{"malformed"}; unknown fields are dropped, −0 becomes +0, every NaN
/// the same NaN; the caller's fields (handle, seat, turn_id) are set from `turn`.
SeatAnswer Normalise(const SeatAnswer& answer, const v1::Turn& turn);

/// The same from serialised bytes.
SeatAnswer NormaliseBytes(std::string_view bytes, const v1::Turn& turn);

/// A normalised decision in the world's words. What cannot be said there (numbers that are not finite, unknown names) becomes a ruling.
struct Spoken {
  std::vector<game::Order> orders;
  std::vector<game::Claim> claims;
  game::Wake wake;
  std::vector<game::Ruling> rulings;
};
Spoken Understand(const game::Surroundings& surroundings, const SeatNames& names, game::SimTime now, const v1::Decision& decision);

}  // namespace haze::match
