// The information of planned directions as a triangle of square roots, which holds twice the digits of normal equations: what is open shows.
#include "dynamics/orbit_determination/observability.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/j2_motion.h"
#include "dynamics/orbit_determination/scaled_cholesky.h"
#include "dynamics/orbit_determination/sighting.h"
#include "dynamics/relative.h"

namespace haze::dynamics {
namespace {

using Row6 = Eigen::Matrix<double, 1, 6>;
using Matrix36 = Eigen::Matrix<double, 3, 6>;

constexpr double kFarthest = 1e6;  // s from the burn

bool Positive(double x) { return x > 0.0 && std::isfinite(x); }

/// Where the target is seen, and what moves it there: rho + by_state dx + by_burn dv_RTN.
struct Point {
  Vector3 rho = Vector3::Zero();
  Matrix36 by_state = Matrix36::Zero();
  Matrix3 by_burn = Matrix3::Zero();  // before the burn not meant
};

bool Sound(const LinearCourse& c) { return c.x.allFinite() && Positive(c.x.head<3>().norm()) && Positive(c.n); }
bool Sound(const RealCourse& c) {
  return c.own.r.allFinite() && c.own.v.allFinite() && c.target.r.allFinite() && c.target.v.allFinite() && Positive(c.own.r.cross(c.own.v).norm()) &&
         Positive(c.target.r.norm()) && Positive((c.target.r - c.own.r).norm());
}
double MeanMotion(const LinearCourse& c) { return c.n; }
double MeanMotion(const RealCourse& c) { return RtnRate(c.own).z(); }

std::vector<Point> Follow(const LinearCourse& c, const std::vector<double>& times) {
  std::vector<Point> points;
  for (const double t : times) {
    const Matrix6 Phi = HcwTransition(c.n, t);
    points.push_back({.rho = (Phi * c.x).head<3>(), .by_state = Phi.topRows<3>(), .by_burn = -Phi.topRightCorner<3, 3>()});
  }
  return points;
}

std::vector<Point> Follow(const RealCourse& c, const std::vector<double>& times) {
  std::vector<Point> points;
  const Matrix3 R_ECI_RTN = RtnFromEci(c.own).transpose();
  StateAndTransition own{c.own, Matrix6::Identity()};
  StateAndTransition target{c.target, Matrix6::Identity()};
  const auto advance = [](StateAndTransition& x, double dt) {
    const StateAndTransition next = PropagateJ2WithTransition(x.state, dt);
    x = {next.state, next.Phi * x.Phi};
  };
  double now = 0.0;
  for (const double t : times) {
    if (t != now) {
      advance(own, t - now);
      advance(target, t - now);
      now = t;
    }
    points.push_back({.rho = target.state.r - own.state.r, .by_state = target.Phi.topRows<3>(), .by_burn = -own.Phi.topRightCorner<3, 3>() * R_ECI_RTN});
  }
  return points;
}

/// One more row of a least-squares problem into its upper triangle R, by Givens' rotations: R^T R += row^T row.
void Absorb(Matrix6& R, Row6 row) {
  for (int j = 0; j < 6; ++j) {
    if (row(j) == 0.0) continue;
    const double length = std::sqrt(R(j, j) * R(j, j) + row(j) * row(j));
    const double c = R(j, j) / length;
    const double s = row(j) / length;
    for (int k = j; k < 6; ++k) {
      const double above = R(j, k);
      R(j, k) = c * above + s * row(k);
      row(k) = c * row(k) - s * above;
    }
  }
}

double AngleBetween(const Vector3& a, const Vector3& b) { return Atan2(a.cross(b).norm(), a.dot(b)); }

/// Distance of the origin from the straight line between two points.
double DistanceOfSegment(const Vector3& a, const Vector3& b) {
  const Vector3 along = b - a;
  const double length2 = along.squaredNorm();
  const double share = length2 > 0.0 ? std::clamp(-a.dot(along) / length2, 0.0, 1.0) : 0.0;
  return (a + share * along).norm();
}

/// All of a course and a schedule that no burn changes. States count in units of the range at t = 0 and of that times the mean motion.
class Prospect {
 public:
  Prospect(const RelativeCourse& course, const SightSchedule& schedule) : sigma_(schedule.sigma), use_prior_(schedule.use_prior) {
    // Sorted, so that their order changes no bit; the path follows.
    std::vector<double> times(schedule.times.begin(), schedule.times.end());
    std::sort(times.begin(), times.end());
    const auto sights = static_cast<std::ptrdiff_t>(times.size());
    const std::ptrdiff_t early = std::upper_bound(times.begin(), times.end(), 0.0) - times.begin();
    const double n = std::visit([](const auto& c) { return MeanMotion(c); }, course);
    const int steps = static_cast<int>(std::clamp(std::ceil(schedule.end * n / 0.03), 50.0, 50000.0));
    for (int i = 0; i <= steps; ++i) times.push_back(schedule.end * i / steps);
    std::vector<Point> points = std::visit([&](const auto& c) { return Follow(c, times); }, course);

    const double range = points[static_cast<std::size_t>(sights)].rho.norm();
    Vector6 unit;
    unit << Vector3::Constant(range), Vector3::Constant(range * n);
    for (Point& p : points) p.by_state = (p.by_state * unit.asDiagonal()).eval();
    for (std::ptrdiff_t i = 0; i < early; ++i) See(before_, points[static_cast<std::size_t>(i)], Vector3::Zero());
    after_.assign(points.begin() + early, points.begin() + sights);
    path_.assign(points.begin() + sights, points.end());
    if (!use_prior_) return;
    const std::optional<ScaledCholesky<6>> factor = Factorise(schedule.prior);
    sound_ = factor.has_value();
    if (!sound_) return;
    // The prior's inverse is W^T W with W = L^-1 diag(scale).
    Matrix6 W = factor->scale.asDiagonal();
    for (int i = 0; i < 6; ++i) {
      for (int k = 0; k < i; ++k) W.row(i) -= factor->L(i, k) * W.row(k);
      W.row(i) /= factor->L(i, i);
      Absorb(before_, W.row(i).cwiseProduct(unit.transpose()));
    }
  }

  bool sound() const { return sound_; }

  RangeObservability Expect(const Vector3& dv) const {
    constexpr double kOpen = 1e12;  // what is open in truth comes out above 1e13, a burn of 1e-6 m/s over 100 s below 1e11
    RangeObservability out;
    Matrix6 R = before_;
    for (const Point& p : after_) See(R, p, dv);
    const Point& end = path_.back();
    const Vector3 line = end.rho + end.by_burn * dv;
    out.range = line.norm();
    out.sight_angle = AngleBetween(line, end.rho);
    if (!Positive(out.range) || !std::isfinite(out.sight_angle)) return out;
    out.status = ObservabilityStatus::kOk;

    // Range = by_range x and covariance = (R^T R)^-1: sigma = |y| with R^T y = by_range^T.
    const Row6 by_range = (line / out.range).transpose() * end.by_state;
    Row6 y;
    for (int j = 0; j < 6; ++j) {
      double sum = by_range(j);
      for (int k = 0; k < j; ++k) sum -= R(k, j) * y(k);
      y(j) = sum / R(j, j);
    }
    const double sigma = y.norm();
    if (std::isfinite(sigma) && (use_prior_ || sigma * R.norm() < kOpen * by_range.norm())) out.range_sigma = sigma;
    return out;
  }

  double Nearest(const Vector3& dv) const {
    Vector3 last = path_.front().rho;
    double nearest = last.norm();
    for (const Point& p : path_) {
      const Vector3 rho = p.rho + p.by_burn * dv;
      nearest = std::min(nearest, DistanceOfSegment(last, rho));
      last = rho;
    }
    return nearest;
  }

  double Drift(const Vector3& dv) const {
    double drift = 0.0;
    for (const Point& p : path_) drift = std::max(drift, (p.by_burn * dv).norm());
    return drift;
  }

 private:
  void See(Matrix6& R, const Point& p, const Vector3& dv) const {
    const State seen{.r = p.rho + p.by_burn * dv};
    Sighting sighting;
    sighting.direction = seen.r / seen.r.norm();
    sighting.sigma = sigma_;
    const SightingModel model = ModelSighting(sighting, seen, Vector3::Zero());
    for (int row = 0; row < 2; ++row) {
      const Eigen::Matrix<double, 1, 3> by_r = model.H.block<1, 3>(row, 0) / sigma_;
      Absorb(R, by_r * p.by_state);
    }
  }

  double sigma_;
  bool use_prior_;
  bool sound_ = true;
  Matrix6 before_ = Matrix6::Zero();  // directions until the burn, and the prior
  std::vector<Point> after_;
  std::vector<Point> path_;  // from the burn to the end
};

std::optional<Prospect> Prepare(const RelativeCourse& course, const SightSchedule& schedule) {
  bool sound = std::visit([](const auto& c) { return Sound(c); }, course) && Positive(schedule.sigma) && Positive(schedule.end) && schedule.end <= kFarthest;
  for (const double t : schedule.times) sound = sound && t >= -kFarthest && t <= schedule.end;
  if (!sound || (schedule.use_prior && !schedule.prior.allFinite())) return std::nullopt;
  Prospect prospect(course, schedule);
  if (!prospect.sound()) return std::nullopt;
  return prospect;
}

struct Candidate {
  Vector3 dv;
  double cost;  // range sigma; infinite where open
};

/// The points of whole numbers on the surface of a cube of half side `m`.
std::vector<Vector3> CubeSurface(int m) {
  std::vector<Vector3> found;
  for (int i = -m; i <= m; ++i) {
    for (int j = -m; j <= m; ++j) {
      for (int k = -m; k <= m; ++k) {
        if (i == -m || i == m || j == -m || j == m || k == -m || k == m) found.emplace_back(i, j, k);
      }
    }
  }
  return found;
}

}  // namespace

RangeObservability ExpectRange(const RelativeCourse& course, const SightSchedule& schedule, const Vector3& dv_RTN) {
  if (!dv_RTN.allFinite()) return {};
  const std::optional<Prospect> prospect = Prepare(course, schedule);
  return prospect ? prospect->Expect(dv_RTN) : RangeObservability{};
}

ObservabilityBurn PlanObservabilityBurn(const RelativeCourse& course, const SightSchedule& schedule, const BurnLimits& limits) {
  constexpr std::size_t kStarts = 8;
  ObservabilityBurn plan;
  const auto bound = [](double x) { return x >= 0.0 && std::isfinite(x); };
  if (!Positive(limits.dv) || !bound(limits.keep_out) || !bound(limits.drift)) return plan;
  const std::optional<Prospect> prospect = Prepare(course, schedule);
  if (!prospect) return plan;
  plan.without = prospect->Expect(Vector3::Zero());
  if (plan.without.status != ObservabilityStatus::kOk) return plan;

  // Drift is proportional to the burn: in each direction the largest size is known.
  const auto shorten = [&](const Vector3& dv) -> Vector3 {
    double excess = dv.norm() / limits.dv;
    if (limits.drift > 0.0) excess = std::max(excess, prospect->Drift(dv) / limits.drift);
    return excess > 1.0 ? Vector3(dv / excess) : dv;
  };
  const auto judge = [&](const Vector3& dv) -> std::optional<Candidate> {
    if (limits.keep_out > 0.0 && !(prospect->Nearest(dv) >= limits.keep_out)) return std::nullopt;
    const RangeObservability seen = prospect->Expect(dv);
    if (seen.status != ObservabilityStatus::kOk) return std::nullopt;
    return Candidate{dv, seen.range_sigma.value_or(std::numeric_limits<double>::infinity())};
  };

  std::vector<Candidate> found;
  const auto collect = [&](const Vector3& dv) {
    if (const std::optional<Candidate> candidate = judge(dv)) found.push_back(*candidate);
  };
  collect(Vector3::Zero());
  for (const Vector3& direction : CubeSurface(3)) {
    const Vector3 largest = shorten(limits.dv / direction.norm() * direction);
    for (const double share : {1.0, 0.5, 0.25, 0.125}) collect(share * largest);
  }
  std::stable_sort(found.begin(), found.end(), [](const Candidate& a, const Candidate& b) { return a.cost < b.cost; });
  if (found.empty()) {
    plan.status = ObservabilityStatus::kNoneAllowed;
    return plan;
  }

  const std::vector<Vector3> around = CubeSurface(1);
  Candidate best = found.front();
  for (std::size_t start = 0; start < std::min(kStarts, found.size()); ++start) {
    Candidate now = found[start];
    const double size = now.dv.norm();
    double step = 0.25 * size;
    for (int round = 0; round < 200 && step > 2.5e-4 * size; ++round) {
      Candidate next = now;
      for (const Vector3& way : around) {
        const std::optional<Candidate> trial = judge(shorten(now.dv + step * way));
        if (trial && trial->cost < next.cost) next = *trial;
      }
      const bool gained = next.cost < (1.0 - 1e-6) * now.cost;
      now = next;
      if (!gained) step *= 0.5;
    }
    if (now.cost < best.cost) best = now;
  }
  plan.status = std::isfinite(best.cost) ? ObservabilityStatus::kOk : ObservabilityStatus::kOpen;
  plan.dv_RTN = best.dv;
  plan.with = prospect->Expect(best.dv);
  plan.nearest = prospect->Nearest(best.dv);
  plan.drift = prospect->Drift(best.dv);
  return plan;
}

}  // namespace haze::dynamics
