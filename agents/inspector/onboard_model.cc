#include "agents/inspector/onboard_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/forces.h"
#include "dynamics/frames.h"
#include "dynamics/time.h"

namespace haze::agents::inspector {

using dynamics::kArcsecond;
using dynamics::kDegree;
using dynamics::kEarthGravityRadius;
using dynamics::kJ2;
using dynamics::kMuEarth;

namespace {

constexpr double kDay = 86400.0;
constexpr double kStep = 20.0;  // s: fourth order keeps an orbit to a metre, and both craft make the same error

Vector3 J2Gravity(const Vector3& r) {
  const double r2 = r.squaredNorm();
  const double d = std::sqrt(r2);
  const double z = r.z();
  const double k = 1.5 * kJ2 * kMuEarth * kEarthGravityRadius * kEarthGravityRadius / (r2 * r2 * d);
  return -kMuEarth / (r2 * d) * r - k * (1.0 - 5.0 * z * z / r2) * r - 2.0 * k * z * Vector3::UnitZ();
}

// Gradient of the above with the axis +z.
Matrix3 J2Gradient(const Vector3& r) {
  const double r2 = r.squaredNorm();
  const double d = std::sqrt(r2);
  const double k = 1.5 * kJ2 * kMuEarth * kEarthGravityRadius * kEarthGravityRadius / (r2 * r2 * d);
  const double s = r.z() * r.z() / r2;
  const Matrix3 rr = r * r.transpose() / r2;
  Matrix3 G = -kMuEarth / (r2 * d) * (Matrix3::Identity() - 3.0 * rr);
  G -= k * ((1.0 - 5.0 * s) * Matrix3::Identity() + (35.0 * s - 5.0) * rr);
  for (int i = 0; i < 3; ++i) {
    const double cross = 10.0 * k * r.z() * r(i) / r2;
    G(i, 2) += cross;
    G(2, i) += cross;
  }
  G(2, 2) -= 2.0 * k;
  return G;
}

struct Derivative {
  State state;
  Matrix67 Phi;
};

// One classical Runge-Kutta walk of state and derivatives; `acceleration(r, v, t)`.
template <class F>
Carried Walk(const State& start, double t0, double t1, double longest, bool derivatives, F&& acceleration) {
  Carried now;
  now.state = start;
  now.Phi.leftCols<6>().setIdentity();
  const double span = t1 - t0;
  if (span == 0.0) return now;
  const int steps = 1 + static_cast<int>(std::floor(std::fabs(span) / longest));
  const double h = span / steps;
  const auto slope = [&](const Carried& x, double t) {
    Derivative out;
    out.state.r = x.state.v;
    out.state.v = acceleration(x.state.r, x.state.v, t);
    out.Phi.setZero();
    if (derivatives) {
      const Matrix3 G = J2Gradient(x.state.r);
      out.Phi.topRows<3>() = x.Phi.bottomRows<3>();
      for (int c = 0; c < 7; ++c) {
        const Vector3 column = G * x.Phi.block<3, 1>(0, c);
        out.Phi.block<3, 1>(3, c) = column;
      }
      const Vector3 along = x.state.v / x.state.v.norm();
      out.Phi.block<3, 1>(3, 6) += along;
    }
    return out;
  };
  const auto moved = [&](const Derivative& k, double dt) {
    Carried x;
    x.state.r = now.state.r + dt * k.state.r;
    x.state.v = now.state.v + dt * k.state.v;
    x.Phi = now.Phi + dt * k.Phi;
    return x;
  };
  for (int i = 0; i < steps; ++i) {
    const double t = t0 + h * i;
    const Derivative k1 = slope(now, t);
    const Derivative k2 = slope(moved(k1, 0.5 * h), t + 0.5 * h);
    const Derivative k3 = slope(moved(k2, 0.5 * h), t + 0.5 * h);
    const Derivative k4 = slope(moved(k3, h), t + h);
    now.state.r += h / 6.0 * (k1.state.r + 2.0 * k2.state.r + 2.0 * k3.state.r + k4.state.r);
    now.state.v += h / 6.0 * (k1.state.v + 2.0 * k2.state.v + 2.0 * k3.state.v + k4.state.v);
    if (derivatives) now.Phi += h / 6.0 * (k1.Phi + 2.0 * k2.Phi + 2.0 * k3.Phi + k4.Phi);
  }
  return now;
}

}  // namespace

OnboardModel::OnboardModel(const std::string& epoch_utc, int degree, int order) : degree_(std::min(degree, 8)), order_(std::min(order, 8)) {
  const std::optional<dynamics::UtcTime> epoch = dynamics::ParseUtc(epoch_utc);
  days_since_j2000_ = epoch ? static_cast<double>(epoch->us) * 1e-6 / kDay - 0.5 : 0.0;
  if (order_ == 0) return;
  const double T = days_since_j2000_ / 36525.0;
  // Precession after Lieske et al. 1977 (zeta, theta, z), as in the Explanatory Supplement to the Astronomical Almanac (1992), eq. 3.211-11.
  const double zeta = (2306.2181 * T + 0.30188 * T * T) * kArcsecond;
  const double theta = (2004.3109 * T - 0.42665 * T * T) * kArcsecond;
  const double z = (2306.2181 * T + 1.09468 * T * T) * kArcsecond;
  const Matrix3 precession = dynamics::RotationZ(-z) * (dynamics::RotationY(theta) * dynamics::RotationZ(-zeta));
  // The largest terms of the nutation of 1980 (Wahr; Explanatory Supplement, table 3.222.1): node, and twice the longitudes of Sun and Moon.
  const double node = (125.0445 - 0.0529538 * days_since_j2000_) * kDegree;
  const double sun = (280.4665 + 0.98564736 * days_since_j2000_) * kDegree;
  const double moon = (218.3165 + 13.17639648 * days_since_j2000_) * kDegree;
  const double dpsi = (-17.1996 * dynamics::Sin(node) - 1.3187 * dynamics::Sin(2.0 * sun) - 0.2274 * dynamics::Sin(2.0 * moon) + 0.2062 * dynamics::Sin(2.0 * node)) * kArcsecond;
  const double deps = (9.2025 * dynamics::Cos(node) + 0.5736 * dynamics::Cos(2.0 * sun) + 0.0977 * dynamics::Cos(2.0 * moon) - 0.0895 * dynamics::Cos(2.0 * node)) * kArcsecond;
  const double epsilon = (84381.448 - 46.8150 * T) * kArcsecond;
  const Matrix3 nutation = dynamics::RotationX(-epsilon - deps) * (dynamics::RotationZ(-dpsi) * dynamics::RotationX(epsilon));
  R_TOD_GCRF_ = nutation * precession;
  const dynamics::UtcTime utc{static_cast<std::int64_t>((days_since_j2000_ + 0.5) * kDay * 1e6)};
  gast0_ = dynamics::GmstIau1982(utc) + dpsi * dynamics::Cos(epsilon);
}

Vector3 OnboardModel::SunDirection(double t) const {
  const double n = days_since_j2000_ + t / kDay;
  const double L = (280.460 + 0.9856474 * n) * kDegree;
  const double g = (357.528 + 0.9856003 * n) * kDegree;
  // Longitude of date minus the general precession since J2000: the mean equinox of J2000 is GCRF to a few hundredths of an arcsecond.
  const double precession = 1.39697 * n / 36525.0;
  const double lambda = L + (1.915 * dynamics::Sin(g) + 0.020 * dynamics::Sin(2.0 * g) - precession) * kDegree;
  const double epsilon = 23.4393 * kDegree;
  const dynamics::SinCosValue l = dynamics::SinCos(lambda);
  return {l.cos, dynamics::Cos(epsilon) * l.sin, dynamics::Sin(epsilon) * l.sin};
}

Matrix3 OnboardModel::R_ITRF_GCRF(double t) const {
  constexpr double kSiderealRate = 7.292115855e-5;  // rad per second of UT1, of mean sidereal time (Aoki et al. 1982)
  for (const Turned& turned : turned_) {
    if (turned.t == t) return turned.R;
  }
  turned_[1] = turned_[0];
  turned_[0] = {t, dynamics::RotationZ(gast0_ + kSiderealRate * t) * R_TOD_GCRF_};
  return turned_[0].R;
}

bool OnboardModel::Sunlit(const Vector3& r, double t) const {
  return dynamics::SunlitFraction(r, dynamics::kAu * SunDirection(t)) > 0.5;
}

Vector3 OnboardModel::Acceleration(const Vector3& r, const Vector3& v, double t, double along_track) const {
  const Vector3 push = along_track / v.norm() * v;
  if (order_ == 0) return J2Gravity(r) + push;
  const Matrix3 R = R_ITRF_GCRF(t);
  return R.transpose() * dynamics::GravityItrf(R * r, degree_, order_) + push;
}

State OnboardModel::Propagate(const State& state, double t0, double t1, double along_track) const {
  return Walk(state, t0, t1, kStep, false, [&](const Vector3& r, const Vector3& v, double t) { return Acceleration(r, v, t, along_track); }).state;
}

Carried OnboardModel::PropagateWithDerivatives(const State& state, double t0, double t1, double along_track) const {
  return Walk(state, t0, t1, kStep, true, [&](const Vector3& r, const Vector3& v, double t) { return Acceleration(r, v, t, along_track); });
}

namespace {

constexpr double kGrid = 120.0;            // s between nodes of an arc's derivatives: an error of 3e-7 a step
constexpr std::size_t kMostSegments = 2000;  // of an arc: an orbit's day has 300; what falls into the Earth's centre needs ever more

dynamics::Dop853Options<6> ArcOptions() {
  dynamics::Dop853Options<6> options;
  options.rtol = 0.0;
  options.atol << 0.01, 0.01, 0.01, 1e-5, 1e-5, 1e-5;
  return options;
}

using Matrix37 = Eigen::Matrix<double, 3, 7>;

Matrix37 Push(const Matrix3& G, const Vector3& along, const Matrix37& above) {
  Matrix37 out;
  for (int c = 0; c < 7; ++c) {
    const Vector3 column = above.col(c);
    out.col(c) = G * column;
  }
  out.col(6) += along;
  return out;
}

}  // namespace

Arc::Arc(const OnboardModel& model, const State& state, double t0, double along_track)
    : model_(&model), start_(dynamics::ToVector6(state)), t0_(t0), along_track_(along_track) {}

void Arc::Begin(double step) {
  step_ = step;
  lost_ = false;
  integrator_ = dynamics::Dop853<6>(ArcOptions());
  integrator_.Start(t0_, start_);
  segments_.clear();
  nodes_.clear();
  nodes_.push_back(NodeAt(t0_));
  nodes_.back().Phi.leftCols<6>().setIdentity();
}

Vector6 Arc::StateAt(double t) {
  if (t == t0_) return start_;
  const auto slope = [this](double at, const Vector6& x) {
    Vector6 out;
    out.head<3>() = x.tail<3>();
    out.tail<3>() = model_->Acceleration(x.head<3>(), x.tail<3>(), at, along_track_);
    return out;
  };
  const double way = step_ > 0.0 ? 1.0 : -1.0;
  while (!lost_ && (segments_.empty() || way * (t - segments_.back().t1()) > 0.0)) {
    lost_ = segments_.size() == kMostSegments || integrator_.Step(slope, t0_ + way * 1e9) != dynamics::StepStatus::kAdvanced;
    if (!lost_) segments_.push_back(integrator_.Segment());
  }
  if (lost_) return Vector6::Constant(std::numeric_limits<double>::quiet_NaN());
  std::size_t k = segments_.size() - 1;
  while (k > 0 && way * (t - segments_[k].t0) < 0.0) --k;
  return segments_[k].At(t);
}

Arc::Node Arc::NodeAt(double t) {
  const Vector6 x = StateAt(t);
  Node node;
  node.t = t;
  node.G = J2Gradient(x.head<3>());
  node.along = x.tail<3>() / x.tail<3>().norm();
  return node;
}

// The classical Runge-Kutta step of the derivatives, along a motion that is known.
void Arc::Extend() {
  const Node& from = nodes_.back();
  const double h = step_;
  const Node middle = NodeAt(from.t + 0.5 * h);
  Node to = NodeAt(t0_ + h * static_cast<double>(nodes_.size()));
  const Matrix37 p = from.Phi.topRows<3>();
  const Matrix37 v = from.Phi.bottomRows<3>();
  const Matrix37 a1 = Push(from.G, from.along, p);
  const Matrix37 v2 = v + 0.5 * h * a1;
  const Matrix37 a2 = Push(middle.G, middle.along, p + 0.5 * h * v);
  const Matrix37 v3 = v + 0.5 * h * a2;
  const Matrix37 a3 = Push(middle.G, middle.along, p + 0.5 * h * v2);
  const Matrix37 v4 = v + h * a3;
  const Matrix37 a4 = Push(to.G, to.along, p + h * v3);
  to.Phi.topRows<3>() = p + h / 6.0 * (v + 2.0 * v2 + 2.0 * v3 + v4);
  to.Phi.bottomRows<3>() = v + h / 6.0 * (a1 + 2.0 * a2 + 2.0 * a3 + a4);
  nodes_.push_back(to);
}

Carried Arc::At(double t) {
  Carried out;
  if (t == t0_) {
    out.state = dynamics::FromVector6(start_);
    out.Phi.leftCols<6>().setIdentity();
    return out;
  }
  const double step = t < t0_ ? -kGrid : kGrid;
  if (step != step_) Begin(step);
  out.state = dynamics::FromVector6(StateAt(t));
  const std::size_t k = static_cast<std::size_t>((t - t0_) / step);
  while (nodes_.size() < k + 2 && !lost_) Extend();
  if (lost_) {
    out.state = dynamics::FromVector6(StateAt(t));
    out.Phi.setConstant(std::numeric_limits<double>::quiet_NaN());
    return out;
  }
  const Node& a = nodes_[k];
  const Node& b = nodes_[k + 1];
  // Positions by the quintic that has both ends' values, slopes and curvatures, velocities by its slope.
  const double h = step;
  const double s = (t - a.t) / h;
  const double s2 = s * s, s3 = s2 * s, s4 = s2 * s2, s5 = s4 * s;
  const Matrix37 Aa = Push(a.G, a.along, a.Phi.topRows<3>());
  const Matrix37 Ab = Push(b.G, b.along, b.Phi.topRows<3>());
  const auto blend = [&](double ra, double va, double aa, double rb, double vb, double ab) {
    const Matrix37 sum = ra * a.Phi.topRows<3>() + h * va * a.Phi.bottomRows<3>() + h * h * aa * Aa + rb * b.Phi.topRows<3>() + h * vb * b.Phi.bottomRows<3>() + h * h * ab * Ab;
    return sum;
  };
  out.Phi.topRows<3>() = blend(1.0 - 10.0 * s3 + 15.0 * s4 - 6.0 * s5, s - 6.0 * s3 + 8.0 * s4 - 3.0 * s5, 0.5 * s2 - 1.5 * s3 + 1.5 * s4 - 0.5 * s5,
                               10.0 * s3 - 15.0 * s4 + 6.0 * s5, -4.0 * s3 + 7.0 * s4 - 3.0 * s5, 0.5 * s3 - s4 + 0.5 * s5);
  out.Phi.bottomRows<3>() = blend(-30.0 * s2 + 60.0 * s3 - 30.0 * s4, 1.0 - 18.0 * s2 + 32.0 * s3 - 15.0 * s4, s - 4.5 * s2 + 6.0 * s3 - 2.5 * s4,
                                  30.0 * s2 - 60.0 * s3 + 30.0 * s4, -12.0 * s2 + 28.0 * s3 - 15.0 * s4, 1.5 * s2 - 4.0 * s3 + 2.5 * s4) /
                            h;
  return out;
}

State PropagatePlan(const State& state, double dt, double step) {
  return Walk(state, 0.0, dt, step, false, [](const Vector3& r, const Vector3&, double) { return J2Gravity(r); }).state;
}

Carried PropagatePlanWithDerivatives(const State& state, double dt, double step) {
  return Walk(state, 0.0, dt, step, true, [](const Vector3& r, const Vector3&, double) { return J2Gravity(r); });
}

}  // namespace haze::agents::inspector
