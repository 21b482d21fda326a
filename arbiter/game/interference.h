// Reversible interference: light into cameras, noise into links, decoys among the points of light. Nothing is destroyed.
//
// A dazzle or a jam is a *shot*: from one craft at another, for a span. It takes effect, or not, by how things truly stand when it begins; the one who fires is
// never told which. Whoever is hit and carries a warning sensor is told of the direction, and the referee notes an attribution when that direction, with the
// claims that the seat has made, points at the offender alone.
#pragma once

#include <string>
#include <vector>

#include "arbiter/game/desk.h"
#include "arbiter/game/fact.h"
#include "arbiter/game/flight.h"
#include "arbiter/game/order.h"
#include "arbiter/game/sensing.h"
#include "arbiter/game/surroundings.h"

namespace haze::game {

/// Orders that this file judges and carries out.
inline bool IsInterference(const Action& action) {
  return std::holds_alternative<Dazzle>(action) || std::holds_alternative<Jam>(action) || std::holds_alternative<ReleaseDecoy>(action);
}

/// The span that a duty is counted over: a revolution of the exercise's orbits, 94.67 min (FACTS).
inline constexpr SimTime kDutySpan{5680'000'000};
/// 1 sigma of a warning's direction in each axis, rad (notional), and how many of them tell one craft from another.
inline constexpr double kWarningSigma = 0.01;
inline constexpr double kWarningGate = 3.0;

struct Shot {
  enum class Kind { kDazzle, kJam };
  Kind kind = Kind::kDazzle;
  std::string order_id;
  int seat = -1, from = -1, to = -1;
  SimTime begin, end;
  bool begun = false;
  bool hit = false;
};

/// A sphere without will: it reflects like a craft and flies where it was let go.
struct Decoy {
  Flight flight;
  double radius = 0.0, albedo = 0.0;
};

class Interference {
 public:
  explicit Interference(const Surroundings& surroundings) : surroundings_(&surroundings) {}

  /// Why a seat may not: its device, its target, its duty; kNone if it may. From the seat's own orders and public rules only.
  Ruling Check(const Order& order, const Desk& desk, const scenarios::Vehicle& own, SimTime now) const;
  /// Books an order that was found legal; a decoy is let go at once, from `state`. A zero state rehearses: duty and magazine are spent, nothing flies.
  void Apply(const Order& order, const Desk& desk, const scenarios::Vehicle& own, const State& state, SimTime now, std::vector<Fact>& facts);

  /// Begins and ends of shots; kNever without any.
  SimTime NextTime() const;
  /// A craft as the shots see it.
  struct Place {
    bool present = false;
    State state;
    const scenarios::Vehicle* spec = nullptr;
    Desk* desk = nullptr;
  };
  /// Carries out what is due at `now`; `places` by craft. Order reports and warnings go to the desks.
  void Act(SimTime now, const std::vector<Place>& places, std::vector<Fact>& facts);

  /// Whether a camera of `victim`, looking along `boresight` (GCRF) at `t`, is blinded: by a shot that hit, until the recovery is over, while it looks to within
  /// the dazzler's glare of where the offender now is.
  struct Glare {
    int from = -1;
    double angle = 0.0;
  };
  std::vector<Glare> GlareOn(int victim, SimTime now) const;
  bool Jammed(int victim, SimTime now) const;
  /// When the jamming of `victim` ends; only while it is jammed.
  SimTime JamEnd(int victim, SimTime now) const;

  std::vector<Decoy>& decoys() { return decoys_; }
  const std::vector<Decoy>& decoys() const { return decoys_; }

  /// Tells `desk`'s warning sensor of light from `from`; true where the seat's claims attribute it.
  bool Warn(Desk& desk, int victim, int from, const std::vector<Place>& places, SimTime now);

  /// Writes nothing while nobody has interfered with anything.
  void Digest(DigestWriter& out) const;

 private:
  double Spent(int from, Shot::Kind kind, SimTime start) const;
  bool Hits(const Shot& shot, const std::vector<Place>& places) const;

  const Surroundings* surroundings_;
  std::vector<Shot> shots_;
  std::vector<Decoy> decoys_;
  std::vector<int> released_;  ///< by craft
  std::uint64_t warnings_ = 0;
};

}  // namespace haze::game
