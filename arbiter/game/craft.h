// One spacecraft in flight: it carries out its seat's orders with its thrusters, its attitude, its cameras and its transmitter.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arbiter/game/desk.h"
#include "arbiter/game/fact.h"
#include "arbiter/game/flight.h"
#include "arbiter/game/pointing.h"
#include "arbiter/game/sensing.h"
#include "arbiter/game/surroundings.h"

namespace haze::game {

/// What a craft may look at. Implemented by the World.
class Sky {
 public:
  virtual ~Sky() = default;
  /// Every craft that is present but `self`, at `t` (s since the epoch, which all flights cover).
  virtual std::vector<SkyObject> Others(int self, double t) const = 0;
  /// Whoever else flies at `t` in the camera's field, near enough to be seen.
  virtual std::vector<SkyObject> Strangers(const scenarios::SearchCamera& camera, const CameraView& view, double t) = 0;
  virtual std::optional<SkyObject> Object(int craft, double t) const = 0;
  /// A camera of `craft` that looks along `boresight` (GCRF) is blinded.
  virtual bool Dazzled(int craft, double t, const Vector3& boresight) const = 0;
  /// Nothing that `craft` sends arrives.
  virtual bool Jammed(int craft, double t) const = 0;
  /// `craft` is shone upon by a ranging sensor of `from`.
  virtual void Shone(int craft, int from) = 0;
};

/// An image on board that has not been delivered.
struct StoredImage {
  std::string id;
  SimTime time;
  int craft = -1;
  std::vector<int> facets;
  double gsd = 0.0;
  double range = 0.0;
  double bytes_left = 0.0;
};

/// What has been seen of one other craft.
struct Coverage {
  std::vector<bool> imaged;
  std::vector<bool> delivered;
  double best_gsd = 0.0;  ///< of what was delivered; 0 = nothing
};

class Craft {
 public:
  Craft(const Surroundings& surroundings, int index, Desk& desk);
  Craft(const Craft&) = delete;
  Craft& operator=(const Craft&) = delete;

  /// Comes into the world at `t`, at rest in the scenario's attitude; may be commanded from `commandable_at`.
  void Enter(SimTime t, const State& state, SimTime commandable_at);
  bool present() const { return present_; }
  bool Commandable(SimTime now) const { return present_ && now >= commandable_at_; }

  /// Its next own instant: an order, an ignition, an exposure, a downlink step.
  SimTime NextTime() const;
  bool Covers(double t) const { return !present_ || flight_.Covers(t); }
  void StepFlight() { flight_.Step(); }
  /// Carries out everything that is due at `now`. All flights cover `now`.
  void Act(SimTime now, Sky& sky, std::vector<Fact>& facts);

  /// Ends or withdraws an order; false for a burn that has started.
  bool Cancel(const std::string& id, SimTime now);
  /// The seat's claim about `craft` changed: a craft that follows it turns to the new direction.
  void ClaimChanged(int craft, SimTime now);

  State StateAt(double t) const { return flight_.At(t); }
  Quaternion AttitudeAt(double t) const;
  SkyObject Look(double t) const;
  int index() const { return index_; }
  const scenarios::Vehicle& spec() const { return spec_; }
  bool thrusting() const { return task_.kind == TaskKind::kBurn && task_.thrusting; }
  SimTime last_burn() const { return last_burn_; }
  long burns() const { return burns_; }
  double MassAt(double t) const { return flight_.MassAt(t); }
  double PropellantAt(double t) const;
  double DvLeft(double t) const;
  double dv_used() const { return dv_used_; }
  double queue_bytes() const;
  const Coverage& coverage(int craft) const { return coverage_[static_cast<std::size_t>(craft)]; }

  void DigestBody(DigestWriter& out) const;
  void DigestSensors(DigestWriter& out) const;
  void DigestLinks(DigestWriter& out) const;
  void DigestRandom(DigestWriter& out) const;

 private:
  enum class TaskKind { kNone, kBurn, kPoint, kSearch, kRange, kImage };
  struct Task {
    TaskKind kind = TaskKind::kNone;
    std::string order_id;
    Action action;
    SimTime next = dynamics::kNever;  ///< ignition or cutoff, settled, next exposure
    SimTime end = dynamics::kNever;
    bool thrusting = false;
    std::size_t step = 0;  ///< search direction, or exposures made
    Vector3 bias = Vector3::Zero();
    bool shone = false;     ///< the object of this ranging has been lit
    std::vector<int> seen;  ///< craft already reported in this search
    double dv = 0.0;        ///< m/s of the running burn
  };

  // craft.cc
  SimTime Activation(const BookedOrder& order) const;
  const BookedOrder* NextAttitudeOrder() const;
  AimScene SceneAt(double t, const State& own, const Aim& aim) const;
  void Turn(const Aim& aim, SimTime now, double settle);
  void TurnTo(const Aim& aim, SimTime now, const Quaternion& q_goal, double settle);
  void EndTask(SimTime now, OrderPhase phase, const std::string& detail);
  void Rest(SimTime now);
  void Activate(const BookedOrder& order, SimTime now);
  void BeginBurn(const Burn& burn, SimTime start, SimTime now);
  void Ignite(SimTime now);
  void CutOff(SimTime now, std::vector<Fact>& facts);
  void Proceed(SimTime now, Sky& sky, std::vector<Fact>& facts);

  // craft_sensors.cc
  CameraView ViewAt(double t) const;
  void AimSearch(SimTime now);
  void ExposeSearch(SimTime now, Sky& sky, std::vector<Fact>& facts);
  void MeasureRange(SimTime now, Sky& sky, std::vector<Fact>& facts);
  void ExposeImage(SimTime now, const Sky& sky, std::vector<Fact>& facts);
  void DeliverFirst(SimTime now, std::vector<Fact>& facts);  ///< the oldest stored image counts from now on
  void Transmit(SimTime now, const Sky& sky, std::vector<Fact>& facts);
  Vector3 NavigationError(std::uint64_t index) const;

  const Surroundings& surroundings_;
  const scenarios::Vehicle& spec_;
  std::vector<dynamics::Facet> body_;  ///< of a sphere of radius 1
  int index_;
  Desk& desk_;
  Flight flight_;
  Pointing pointing_;
  Aim rest_;
  Task task_;
  bool present_ = false;
  bool told_commandable_ = false;
  SimTime commandable_at_ = dynamics::kNever;
  SimTime acted_{0};
  double dry_mass_ = 0.0;
  double dv_used_ = 0.0;
  SimTime last_burn_{-1};
  long burns_ = 0;
  std::string downlink_id_;
  SimTime downlink_end_;
  SimTime downlink_next_ = dynamics::kNever;
  std::vector<StoredImage> stored_;
  std::vector<Coverage> coverage_;
  std::uint64_t frames_ = 0;
  std::uint64_t fixes_ = 0;
  std::uint64_t images_ = 0;
  std::uint64_t searches_ = 0;
};

}  // namespace haze::game
