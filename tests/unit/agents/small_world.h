// A world just large enough for an inspector to be tried in: two craft, one camera, no referee.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agents/inspector/onboard_model.h"
#include "agents/policy/policy.h"
#include "arbiter/game/imaging.h"
#include "arbiter/game/sensing.h"
#include "haze/agent/v1/order.pb.h"
#include "haze/agent/v1/turn.pb.h"
#include "scenarios/scenario.h"

namespace haze::agents::inspector {

/// Truth: the inspector's own on-board model and a drag that the inspector is not told. Burns are impulses with execution errors.
class SmallWorld {
 public:
  struct Settings {
    std::uint64_t seed = 1;
    double duration = 86400.0;
    State own, target;
    double own_drag = -1.5e-7, target_drag = -3e-7;  ///< m/s2 along the velocity
    double cue_position = 30e3, cue_velocity = 10.0;  ///< 1 sigma of what is told about the target; 0: nothing is told
    std::string epoch = "2026-08-11T03:37:20Z";
    int degree = 8, order = 8;
  };
  explicit SmallWorld(const Settings& settings);

  const v1::Briefing& briefing() const { return briefing_; }
  /// Asks `policy` until the end. `watch` sees every claim with the truth at its instant.
  struct Claimed {
    double t, error, sigma, nees, range;
  };
  void Play(Policy& policy);

  std::vector<Claimed> claims;
  std::vector<bool> delivered_facets = std::vector<bool>(84, false);
  double dv_used = 0.0;
  double least_range = 1e12;
  double first_detection = -1.0;
  double best_gsd = 1.0;
  int detections = 0;
  bool chatty = false;

  double t() const { return t_; }
  State own() const { return own_; }
  State target() const { return target_; }

 private:
  struct Booked {
    v1::Order order;
    double start;
    bool running = false;
  };
  v1::Turn MakeTurn();
  void Take(const v1::Decision& decision);
  void RunUntil(double wake, bool on_finish, bool on_detection);
  void StepTo(double t);
  void Finish(const std::string& id, v1::OrderState::State state);
  game::CameraView View(const Vector3& direction_ECI) const;
  game::SkyObject Object() const;

  Settings settings_;
  OnboardModel model_;
  v1::Briefing briefing_;
  scenarios::SearchCamera search_;
  scenarios::ImagingCamera imaging_;
  scenarios::Ranging ranging_;
  dynamics::RandomStream random_;
  State own_, target_;
  double t_ = 0.0;
  double mass_ = 275.0;
  long turn_id_ = 0;
  std::vector<Booked> book_;
  v1::Turn news_;
  Vector3 bias_ = Vector3::Zero();
  std::string bias_of_;
  std::size_t look_ = 0;
  double next_look_ = 0.0;
  v1::StateEstimate claim_;
  bool finished_ = false;
  int images_ = 0;
};

}  // namespace haze::agents::inspector
