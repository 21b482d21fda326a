// Claims that stand until there is something to add.
#include "agents/inspector/standing.h"

#include <cmath>

#include "dynamics/j2_motion.h"

namespace haze::agents::inspector {

namespace {

constexpr double kMoved2 = 0.25;    // squared sigmas
constexpr double kAside = 5e-3;     // rad, as seen by who points a camera or a ranging beam by the claim
constexpr double kSpread = 2.0;     // of variances
constexpr double kPositionGrain = 1.0 / 64.0;
constexpr double kVelocityGrain = 1.0 / 65536.0;
constexpr double kSplit = 8796093022209.0;  // 2^43 + 1: leaves 10 of 53 bits (Dekker 1971)
constexpr double kWiden = 1.0 + 6.0 / 1024.0;  // covers the rounding of the elements beside the diagonal, so that the matrix stays positive definite

Vector3 Rounded(const Vector3& v, double grain) {
  Vector3 out;
  for (int i = 0; i < 3; ++i) out(i) = std::floor(v(i) / grain + 0.5) * grain;
  return out;
}

double Rounded(double value) {
  const double far = kSplit * value;
  return far - (far - value);
}

// Phi P Phi', element by element, so that no compiler orders the sums.
Matrix6 Carried(const Matrix6& Phi, const Matrix6& P) {
  Matrix6 half = Matrix6::Zero(), out = Matrix6::Zero();
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      for (int k = 0; k < 6; ++k) half(i, j) += Phi(i, k) * P(k, j);
    }
  }
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j < 6; ++j) {
      for (int k = 0; k < 6; ++k) out(i, j) += half(i, k) * Phi(j, k);
    }
  }
  return out;
}

bool Alike(const Matrix3& a, const Matrix3& b) {
  const double ratio = a.trace() / b.trace();
  return ratio < kSpread && ratio > 1.0 / kSpread;
}

}  // namespace

void StandingClaims::Claim(const std::string& object_id, std::int64_t time_us, const State& state, const Matrix6& P, double range, v1::Decision& decision) {
  const double t = SecondsOf(time_us);
  const auto found = standing_.find(object_id);
  if (found != standing_.end()) {
    Standing& last = found->second;
    if (t > last.t) {
      last.P = Carried(dynamics::J2Transition(last.state, t - last.t), last.P);
      last.state = dynamics::PropagateJ2(last.state, t - last.t);
      last.t = t;
    }
    const Vector3 off = state.r - last.state.r;
    const Matrix3 then = last.P.topLeftCorner<3, 3>(), now = P.topLeftCorner<3, 3>();
    const Matrix3 information = then.inverse();
    const Vector3 weighed = information * off;
    // A standing claim far off by its own account, or by what a camera would see, is replaced; so is one that is much surer or much less sure than it should be.
    if (t == last.t && off.dot(weighed) < kMoved2 && off.norm() < kAside * range && Alike(then, now)) return;
  }
  Standing standing{t, {Rounded(state.r, kPositionGrain), Rounded(state.v, kVelocityGrain)}, Matrix6::Zero()};
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j <= i; ++j) {
      standing.P(i, j) = standing.P(j, i) = Rounded(0.5 * (P(i, j) + P(j, i)) * (i == j ? kWiden : 1.0));
    }
  }
  v1::TrackClaim* claim = decision.add_tracks();
  claim->set_object_id(object_id);
  ToMessage(time_us, standing.state, standing.P, claim->mutable_estimate());
  standing_[object_id] = standing;
}

}  // namespace haze::agents::inspector
