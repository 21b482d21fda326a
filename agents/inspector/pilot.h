// Flies: from wherever the inspector is to a relative ellipse, burn by burn, looking again after each.
#pragma once

#include <optional>
#include <string>

#include "agents/inspector/picture.h"
#include "agents/inspector/transfer.h"

namespace haze::agents::inspector {

/// A place to be, and how soon.
struct Destination {
  std::string name;
  RelativeEllipse goal;
  double earliest = 0.0;    ///< s from now, second burn
  double latest = 0.0;      ///< s from now, second burn
  double late_cost = 0.0;   ///< m/s for each second
  double tolerance = 100.0; ///< m along the orbit before the place is corrected
};

/// A burn to order now: ignition at `start`, GCRF.
struct BurnCommand {
  double start = 0.0;
  Vector3 dv = Vector3::Zero();
};

class Pilot {
 public:
  struct Settings {
    double acceleration = 0.3;   ///< m/s2 of the thrusters
    double lead = 420.0;         ///< s between the order and the ignition: slew, settling, and a margin
    double smallest = 0.0025;    ///< m/s, below which a burn is not worth its errors
    double keep_out = 100.0;     ///< m, the rule's; `limits` keep a margin beyond it
    FlightLimits limits;
  };

  explicit Pilot(const Settings& settings) : settings_(settings) {}

  /// Forgets the present way and goes to `destination`.
  void GoTo(const Destination& destination, double now);
  const Destination& destination() const { return destination_; }

  enum class Leg {
    kIdle,    ///< nowhere to go
    kPlan,    ///< looks for a pair of burns
    kFirst,   ///< the first burn is planned
    kCoast,   ///< between the burns; corrections on the way
    kSecond,  ///< the second burn is ordered
    kHold,    ///< there
  };
  Leg leg() const { return leg_; }
  double lead() const { return settings_.lead; }
  double acceleration() const { return settings_.acceleration; }
  bool arrived() const { return leg_ == Leg::kHold; }

  /// Thinks: to be asked once a turn while no burn is on order. A burn to order now, if it is time.
  std::optional<BurnCommand> Next(const Picture& picture);
  /// The ordered burn ended (`done`) or was refused, cancelled or failed.
  void BurnEnded(bool done, double now);
  bool waiting_for_burn() const { return waiting_; }
  /// When the pilot wants to be asked again at the latest.
  double WakeBy(double now) const;

 private:
  std::optional<BurnCommand> First(const Picture& picture);
  std::optional<BurnCommand> Correct(const Picture& picture);
  std::optional<BurnCommand> Second(const Picture& picture);
  std::optional<BurnCommand> Hold(const Picture& picture);
  void Escape(double period, double now);
  bool Pinched(const Picture& picture) const;
  BurnCommand Command(double centre, const Vector3& dv) const;
  TransferTask Task(const Picture& picture) const;

  Settings settings_;
  Destination destination_;
  Leg leg_ = Leg::kIdle;
  bool waiting_ = false;
  double since_ = 0.0;       // when GoTo was called
  double t1_ = 0.0, t2_ = 0.0;
  Vector3 dv1_ = Vector3::Zero();
  double expected_cost_ = 0.0;  // m/s that the rest of the way should cost
  double next_look_ = 0.0;   // when the plan or the coast is looked at again
  bool hurry_ = false;       // the present coast comes too near
};

}  // namespace haze::agents::inspector
