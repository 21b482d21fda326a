// The referee's watch over the flight: keep-out, closing speed, passive safety of the coast, collision, encounters.
//
// Craft of opposing sides are watched in pairs. A violation belongs to the craft of the pair that burned last; where neither has
// burned, nobody is blamed, and a collision is lost by both.
#pragma once

#include <vector>

#include "arbiter/game/craft.h"
#include "arbiter/game/fact.h"

namespace haze::game {

class FlightRules {
 public:
  FlightRules(const scenarios::Scenario& scenario, std::vector<int> seat_of_craft);

  /// Watches from `t0` to `t1` (s since the epoch, at most a minute); all flights cover both.
  void Watch(double t0, double t1, const std::vector<const Craft*>& craft, std::vector<Fact>& facts);

  /// Least range between the coasts of two craft over `orbits` of the first, from the states at `t`. Two-body motion with J2.
  static double LeastCoastRange(const Craft& a, const Craft& b, double t, double orbits);

  bool collided() const { return collided_; }
  /// The nearest approaches that score lines ask for, as facts.
  void WriteNearest(std::vector<Fact>& facts) const;
  void Digest(DigestWriter& out) const;

 private:
  struct Nearest {
    double range = -1.0;  ///< m; -1: not yet inside 60 km of each other
    double speed = 0.0;   ///< relative, m/s
    double burnt_a = 0.0, burnt_b = 0.0;  ///< kg of propellant
    SimTime time;
  };
  struct Pair {
    int a = -1;
    int b = -1;
    bool inside_keep_out = false;
    bool too_fast = false;
    bool encounter = false;
    bool approaching = false;   ///< the least range of the last interval was at its end
    long judged_burns = -1;     ///< burns of both when the coast was judged last
    bool measured = false;      ///< a score line asks for the nearest approach
    Nearest nearest;
  };
  void WatchPair(Pair& pair, double t0, double t1, const Craft& a, const Craft& b, std::vector<Fact>& facts);
  bool Measured(int craft) const;
  void StrayedFrom(const Pair& pair, double range, SimTime now, std::vector<Fact>& facts);
  void Collide(const Craft& a, const Craft& b, int blamed, SimTime now, double range, std::vector<Fact>& facts);

  const scenarios::Scenario& scenario_;
  std::vector<int> seat_of_craft_;
  std::vector<Pair> pairs_;
  bool collided_ = false;
};

}  // namespace haze::game
