// What a seat claims about other craft, carried forward in time by the seat's own public model.
//
// Between claims a state moves by two-body motion with J2 and its covariance by the transition of that motion, without process
// noise: an overconfident claim fails by itself. Custody (GAME: Score) is judged on it once a minute, against the truth.
#pragma once

#include <optional>
#include <vector>

#include "arbiter/game/digest.h"
#include "arbiter/game/order.h"
#include "scenarios/scenario.h"

namespace haze::game {

struct CustodyChange {
  int craft = -1;
  bool gained = false;
  double sigma3 = 0.0;  ///< m, claimed
};

class Tracks {
 public:
  explicit Tracks(int craft_count) : tracks_(static_cast<std::size_t>(craft_count)) {}

  /// Takes a claim; the covariance is positive definite.
  void Set(const Claim& claim);
  bool Has(int craft) const { return tracks_[static_cast<std::size_t>(craft)].known; }
  /// The claimed state at `t` (s since the epoch); craft must be claimed.
  State Predict(int craft, double t) const;

  /// Judges custody of `craft` at `t`: `truth` is its true position, `range` the true distance to the observer.
  /// Called once a minute in order of time.
  std::optional<CustodyChange> Judge(int craft, double t, const Vector3& truth, double range, const scenarios::Rules& rules);
  bool InCustody(int craft) const { return tracks_[static_cast<std::size_t>(craft)].held; }

  void Digest(DigestWriter& out) const;

 private:
  struct Track {
    bool known = false;
    double t = 0.0;
    State state;
    Matrix6 covariance = Matrix6::Zero();
    double good_since = -1.0;  ///< < 0: not good at the last judgement
    bool held = false;
  };
  void Roll(Track& track, double t) const;

  std::vector<Track> tracks_;
};

/// Largest eigenvalue of a symmetric 3 x 3 matrix, by Jacobi rotations.
double LargestEigenvalue(const dynamics::Matrix3& matrix);

/// True for a finite, symmetric positive definite matrix (Cholesky without pivoting).
bool PositiveDefinite(const Matrix6& matrix);

}  // namespace haze::game
