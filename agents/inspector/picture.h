// What the inspector makes of everything it heard: its own orbit, a track of each object, which points of light are which.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "agents/inspector/convert.h"
#include "agents/inspector/onboard_model.h"
#include "agents/inspector/own_orbit.h"
#include "agents/inspector/threads.h"
#include "agents/inspector/track.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::agents::inspector {

/// Another craft of the match.
struct Body {
  std::string id;
  std::string name;
  double radius = 0.5;
  double albedo = 0.2;
  std::optional<v1::OrbitPlane> ordered;  ///< what is known of its orbit before its launch
  Track track;
  std::optional<Track> before;  ///< of an ordered craft: the guess that its first points of light were measured against
};

/// A burn that was ordered.
struct OrderedBurn {
  std::string order_id;
  Vector3 dv = Vector3::Zero();  ///< GCRF, m/s, as ordered
};

class Picture {
 public:
  Picture() = default;
  explicit Picture(const v1::Briefing& briefing);
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;

  /// Takes in one turn: fixes, burns that ended, detections, range fixes; then fits every track again.
  void Hear(const v1::Turn& turn);

  void BurnOrdered(const std::string& order_id, const Vector3& dv) { burns_.push_back({order_id, dv}); }
  /// A new search order: a new bias.
  void SearchOrdered() { ++pass_; }

  const OnboardModel& model() const { return model_; }
  const OwnOrbit& own() const { return own_; }
  double now() const { return now_; }
  bool has_target() const { return !bodies_.empty(); }
  Body& target() { return bodies_.front(); }
  const Body& target() const { return bodies_.front(); }
  std::vector<Body>& bodies() { return bodies_; }
  const std::vector<Body>& bodies() const { return bodies_; }
  /// Whether the target was ranged in the last turn.
  bool ranged() const { return ranged_; }
  /// Where an unexplained point of light stood that might be the target, in own RTN axes; nothing when there was none in the last `age` seconds.
  std::optional<Vector3> Suspect(double age) const;
  /// Direction to the target in the inspector's own RTN axes at `t`, and its distance.
  Vector3 DirectionRtn(const Body& body, double t) const;
  double RangeTo(const Body& body, double t) const;

 private:
  void Sort(const v1::Turn& turn);
  void TakeCue(const v1::Cue& cue);
  void TakeFrame(double t, const std::vector<const v1::Detection*>& frame);
  void TakeFix(const v1::RangeFix& fix);
  double Misfit(const Body& body, const Track::Estimate& guess, const Point& point) const;
  void Identify();
  void AdoptStranger(Body& body, const Thread& thread);
  void AdoptCompanion(Body& body, const Thread& thread);
  bool StandsStill(const Point& point) const;
  bool Lost(const Body& body) const;
  void PartFromStranger(Body& body);

  OnboardModel model_;
  OwnOrbit own_;
  std::vector<Body> bodies_;
  std::vector<OrderedBurn> burns_;
  Threads threads_;
  /// A craft that was taken for the target and is not: its light is its own for as long as it is seen.
  struct Stranger {
    Body body;
    double seen = 0.0;
  };
  std::vector<Stranger> strangers_;
  double exhaust_ = 2255.0;
  double thrust_ = 1.0;
  double rate_noise_ = 1e-5;
  double last_mass_ = 0.0;
  double now_ = 0.0;
  int pass_ = 0;
  bool ranged_ = false;
};

}  // namespace haze::agents::inspector
