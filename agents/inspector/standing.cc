// Claims that stand until there is something to add.
#include "agents/inspector/standing.h"

#include <algorithm>
#include <cmath>

#include "dynamics/j2_motion.h"

namespace haze::agents::inspector {

namespace {

constexpr double kMoved2 = 0.25;    // squared sigmas
constexpr double kAside = 8e-3;     // rad, as seen by who points a camera or a ranging beam by the claim
constexpr double kSpread = 2.0;     // of variances
constexpr double kLeastSigma = 25.0;      // m, of a claim that stands: what a few quarters of an hour of J2 alone are off
constexpr double kShareOfRange = 1e-3;    // likewise, as seen from far away
constexpr double kSlowness = 1.0 / 1024;  // 1/s, the order of an orbit's mean motion: what rounds a position rounds a velocity times this
constexpr double kSure = 48.0, kSureShare = 1.0 / 128.0;  // m, and of the range: of a position surer than that nobody asks which way it is surest
constexpr double kPart = 1.0 / 512.0;     // of the product of two sigmas, to which their covariance is rounded
constexpr double kWiden = 1.0 + 4.0 / 512.0;  // covers that rounding (half a part for each of five others and its own), so that the matrix stays positive definite

double Rounded(double value, double grain) { return std::floor(value / grain + 0.5) * grain; }

Vector3 Rounded(const Vector3& v, double grain) {
  Vector3 out;
  for (int i = 0; i < 3; ++i) out(i) = Rounded(v(i), grain);
  return out;
}

// The largest power of two that is not above `value`.
double PowerBelow(double value) {
  int exponent = 0;
  (void)std::frexp(value, &exponent);
  return std::ldexp(1.0, exponent - 1);
}

Matrix6 Rounded(const Matrix6& P) {
  Matrix6 out = Matrix6::Zero();
  for (int i = 0; i < 6; ++i) {
    for (int j = 0; j <= i; ++j) {
      const double grain = kPart * PowerBelow(std::sqrt(P(i, i) * P(j, j)));
      out(i, j) = out(j, i) = i == j ? Rounded(kWiden * P(i, i), grain) : Rounded(0.5 * (P(i, j) + P(j, i)), grain);
    }
  }
  return out;
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

// In the mean over three directions.
double Sigma(const Matrix3& P) { return std::sqrt(P.trace() / 3.0); }

// The same in all directions, in powers of two and in the mean no smaller than `P`: what hardly changes from claim to claim.
Matrix6 Isotropic(const Matrix6& P) {
  const double r = 2.0 * PowerBelow(Sigma(P.topLeftCorner<3, 3>()));
  const double v = 2.0 * PowerBelow(Sigma(P.bottomRightCorner<3, 3>()));
  Matrix6 out = Matrix6::Zero();
  for (int i = 0; i < 3; ++i) {
    out(i, i) = r * r;
    out(i + 3, i + 3) = v * v;
  }
  return out;
}

bool Alike(const Matrix3& a, const Matrix3& b) {
  const double ratio = a.trace() / b.trace();
  return ratio < kSpread && ratio > 1.0 / kSpread;
}

}  // namespace

void StandingClaims::Claim(const std::string& object_id, std::int64_t time_us, const State& state, const Matrix6& estimated, double range, v1::Decision& decision) {
  const double t = SecondsOf(time_us);
  const double least = std::max(kLeastSigma, kShareOfRange * range);
  Matrix6 P = estimated;
  for (int i = 0; i < 3; ++i) P(i, i) += least * least;
  P = 2.0 * PowerBelow(Sigma(P.topLeftCorner<3, 3>())) < std::max(kSure, kSureShare * range) ? Isotropic(P) : Rounded(P);
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
  // An eighth of what a claim is held to, for whoever points by it.
  const double grain = std::min(PowerBelow(kAside * range / 8.0), PowerBelow(kLeastSigma / 8.0));
  const Standing standing{t, {Rounded(state.r, grain), Rounded(state.v, grain * kSlowness)}, P};
  v1::TrackClaim* claim = decision.add_tracks();
  claim->set_object_id(object_id);
  ToMessage(time_us, standing.state, standing.P, claim->mutable_estimate());
  standing_[object_id] = standing;
}

}  // namespace haze::agents::inspector
