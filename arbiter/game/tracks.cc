#include "arbiter/game/tracks.h"

#include <cmath>

#include "dynamics/orbit_determination/batch.h"

namespace haze::game {

using dynamics::Matrix3;

void Tracks::Set(const Claim& claim) {
  Track& track = tracks_[static_cast<std::size_t>(claim.craft)];
  track.known = true;
  track.t = dynamics::Seconds(claim.time);
  track.state = claim.state;
  track.covariance = claim.covariance;
}

State Tracks::Predict(int craft, double t) const {
  const Track& track = tracks_[static_cast<std::size_t>(craft)];
  return t == track.t ? track.state : dynamics::PropagateJ2(track.state, t - track.t);
}

void Tracks::Roll(Track& track, double t) const {
  if (t == track.t) return;
  const Matrix6 Phi = dynamics::J2Transition(track.state, t - track.t);
  Matrix6 carried = Matrix6::Zero();
  Matrix6 rolled = Matrix6::Zero();
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      for (int k = 0; k < 6; ++k) carried(i, j) += Phi(i, k) * track.covariance(k, j);
    }
  }
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      for (int k = 0; k < 6; ++k) rolled(i, j) += carried(i, k) * Phi(j, k);
    }
  }
  track.state = dynamics::PropagateJ2(track.state, t - track.t);
  track.covariance = rolled;
  track.t = t;
}

std::optional<CustodyChange> Tracks::Judge(int craft, double t, const Vector3& truth, double range, const scenarios::Rules& rules) {
  Track& track = tracks_[static_cast<std::size_t>(craft)];
  bool good = false;
  double sigma3 = 0.0;
  if (track.known) {
    Roll(track, t);
    const Matrix3 P = track.covariance.topLeftCorner<3, 3>();
    sigma3 = 3.0 * std::sqrt(LargestEigenvalue(P));
    const double fraction = rules.custody_sigma3_fraction * range;
    const double allowed = rules.custody_sigma3 > fraction ? rules.custody_sigma3 : fraction;
    if (std::isfinite(sigma3) && sigma3 <= allowed) {
      const Vector3 error = track.state.r - truth;
      const Matrix3 information = P.inverse();
      const double nees = error.dot(information * error);
      good = std::isfinite(nees) && nees >= 0.0 && nees <= rules.custody_nees;
    }
  }
  if (!good) {
    track.good_since = -1.0;
    if (!track.held) return std::nullopt;
    track.held = false;
    return CustodyChange{craft, false, sigma3};
  }
  if (track.good_since < 0.0) track.good_since = t;
  if (track.held || t - track.good_since < rules.custody_hold) return std::nullopt;
  track.held = true;
  return CustodyChange{craft, true, sigma3};
}

void Tracks::Digest(DigestWriter& out) const {
  for (const Track& track : tracks_) {
    out.Bool(track.known);
    if (!track.known) continue;
    out.F64(track.t);
    out.Vec(track.state.r);
    out.Vec(track.state.v);
    for (int i = 0; i < 6; ++i) out.F64(track.covariance(i, i));
    out.F64(track.good_since);
    out.Bool(track.held);
  }
}

double LargestEigenvalue(const Matrix3& matrix) {
  Matrix3 A = matrix;
  for (int sweep = 0; sweep < 12; ++sweep) {
    for (int p = 0; p < 2; ++p) {
      for (int q = p + 1; q < 3; ++q) {
        if (A(p, q) == 0.0) continue;
        const double theta = (A(q, q) - A(p, p)) / (2.0 * A(p, q));
        const double t = (theta >= 0.0 ? 1.0 : -1.0) / (std::fabs(theta) + std::sqrt(theta * theta + 1.0));
        const double c = 1.0 / std::sqrt(t * t + 1.0);
        const double s = t * c;
        Matrix3 G = Matrix3::Identity();
        G(p, p) = c;
        G(q, q) = c;
        G(p, q) = s;
        G(q, p) = -s;
        const Matrix3 rotated = G.transpose() * A;
        A = rotated * G;
      }
    }
  }
  double largest = A(0, 0);
  for (int i = 1; i < 3; ++i) largest = A(i, i) > largest ? A(i, i) : largest;
  return largest;
}

bool PositiveDefinite(const Matrix6& matrix) {
  Matrix6 L = Matrix6::Zero();
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j <= i; ++j) {
      double sum = matrix(i, j);
      for (int k = 0; k < j; ++k) sum -= L(i, k) * L(j, k);
      if (i == j) {
        if (!(std::isfinite(sum) && sum > 0.0)) return false;
        L(i, i) = std::sqrt(sum);
      } else {
        L(i, j) = sum / L(j, j);
      }
    }
  }
  return true;
}

}  // namespace haze::game
