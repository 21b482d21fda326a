// Gauss by the monotone pieces of his polynomial; three angles by Newton on the ranges at the ends.
#include "dynamics/orbit_determination/initial_orbit.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "dynamics/dmath.h"
#include "dynamics/kepler.h"
#include "dynamics/lambert.h"

namespace haze::dynamics {
namespace {

using Sights = std::array<AngleMeasurement, 3>;

bool Sound(const Sights& sights, double mu) {
  bool sound = mu > 0.0 && std::isfinite(mu);
  for (const AngleMeasurement& s : sights) {
    const double length = s.direction.norm();
    sound = sound && std::isfinite(s.t) && s.observer.allFinite() && length > 0.0 && std::isfinite(length);
  }
  return sound && sights[0].t < sights[1].t && sights[1].t < sights[2].t;
}

Vector3 Unit(const Vector3& v) { return v / v.norm(); }

/// The root of f inside [lo, hi], where it is monotone and changes sign; nothing where it does not. Bisection to the last bit: a few hundred evaluations
/// at most, and no derivative that could vanish.
template <class F>
std::optional<double> Bisect(double lo, double hi, F&& f) {
  const double at_lo = f(lo);
  const double at_hi = f(hi);
  if (at_lo == 0.0) return lo;
  if (at_hi == 0.0) return hi;
  if ((at_lo < 0.0) == (at_hi < 0.0)) return std::nullopt;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (lo + hi);
    if (middle <= lo || middle >= hi) break;
    ((f(middle) < 0.0) == (at_lo < 0.0) ? lo : hi) = middle;
  }
  return 0.5 * (lo + hi);
}

/// Positive roots of x^8 + a x^6 + b x^3 + c, rising. Its derivative is x^2 (8 x^5 + 6 a x^3 + 3 b), whose second factor turns at most once, so that
/// every piece of both is monotone and no root is missed.
std::vector<double> PositiveRoots(double a, double b, double c) {
  const auto p = [&](double x) { const double x3 = x * x * x; return ((x * x + a) * x3 + b) * x3 + c; };
  const auto q = [&](double x) { const double x2 = x * x; return (8.0 * x2 + 6.0 * a) * x2 * x + 3.0 * b; };
  // Cauchy's bound with the variable scaled so that no coefficient overflows.
  const double top = 2.0 * (1.0 + std::sqrt(std::fabs(a)) + std::sqrt(std::sqrt(std::sqrt(std::fabs(c)))) + std::sqrt(std::sqrt(std::fabs(b))) * std::sqrt(std::sqrt(std::sqrt(std::sqrt(std::fabs(b))))));
  std::vector<double> turns{0.0};
  const double turn = a < 0.0 ? std::sqrt(-0.45 * a) : 0.0;
  for (const auto& piece : {std::array{0.0, turn}, std::array{turn, top}}) {
    const std::optional<double> at = piece[0] < piece[1] ? Bisect(piece[0], piece[1], q) : std::nullopt;
    if (at && *at > turns.back()) turns.push_back(*at);
  }
  turns.push_back(top);
  std::vector<double> roots;
  for (std::size_t i = 0; i + 1 < turns.size(); ++i) {
    const std::optional<double> root = Bisect(turns[i], turns[i + 1], p);
    if (root && *root > 0.0 && (roots.empty() || *root > roots.back())) roots.push_back(*root);
  }
  return roots;
}

/// Ranges and the state at the second sight, in units with mu = 1.
struct GaussRoot {
  std::array<double, 3> rho;
  State state;
};

struct FAndG {
  double f = 0.0;
  double g = 0.0;
};

/// Lagrange's coefficients of the whole conic, read off the propagated position: r(tau) = f r + g v.
std::optional<FAndG> Lagrange(const State& state, double tau) {
  const std::optional<State> there = PropagateKepler(state, tau, 1.0);
  if (!there) return std::nullopt;
  const Vector3 h = state.r.cross(state.v);
  const double h2 = h.squaredNorm();
  return FAndG{h.dot(there->r.cross(state.v)) / h2, h.dot(state.r.cross(there->r)) / h2};
}

/// Curtis algorithm 5.6: ranges from c1, c3 with f and g averaged over two rounds, until they stand still. The root itself where they do not.
GaussRoot Refined(const GaussRoot& root, const std::array<Vector3, 3>& R, const std::array<Vector3, 3>& L, const std::array<Vector3, 3>& cross, double D0, double tau1,
                  double tau3, int rounds) {
  constexpr double kStill = 1e-12;
  const auto D = [&](std::size_t i, std::size_t j) { return R[i].dot(cross[j]); };
  GaussRoot now = root;
  std::optional<FAndG> last1;
  std::optional<FAndG> last3;
  for (int round = 0; round < rounds; ++round) {
    std::optional<FAndG> at1 = Lagrange(now.state, tau1);
    std::optional<FAndG> at3 = Lagrange(now.state, tau3);
    if (!at1 || !at3) return root;
    if (last1 && last3) {
      at1 = FAndG{0.5 * (at1->f + last1->f), 0.5 * (at1->g + last1->g)};
      at3 = FAndG{0.5 * (at3->f + last3->f), 0.5 * (at3->g + last3->g)};
    }
    last1 = at1;
    last3 = at3;
    const double determinant = at1->f * at3->g - at3->f * at1->g;
    if (determinant == 0.0) return root;
    const double c1 = at3->g / determinant;
    const double c3 = -at1->g / determinant;
    if (!(c1 > 0.0 && c3 > 0.0)) return root;
    GaussRoot next;
    next.rho = {(-D(0, 0) + D(1, 0) / c1 - D(2, 0) * c3 / c1) / D0, (-c1 * D(0, 1) + D(1, 1) - c3 * D(2, 1)) / D0, (-D(0, 2) * c1 / c3 + D(1, 2) / c3 - D(2, 2)) / D0};
    if (!(next.rho[0] > 0.0 && next.rho[1] > 0.0 && next.rho[2] > 0.0)) return root;
    const Vector3 r1 = R[0] + next.rho[0] * L[0];
    const Vector3 r3 = R[2] + next.rho[2] * L[2];
    next.state.r = R[1] + next.rho[1] * L[1];
    next.state.v = (at1->f * r3 - at3->f * r1) / determinant;
    double moved = 0.0;
    for (std::size_t i = 0; i < 3; ++i) moved = std::max(moved, std::fabs(next.rho[i] - now.rho[i]));
    now = next;
    if (moved < kStill) return now;
  }
  return root;
}

}  // namespace

InitialOrbits GaussOrbits(const Sights& sights, const GaussOptions& options, double mu) {
  constexpr double kSmallestDeterminant = 1e-12;
  InitialOrbits result;
  if (!Sound(sights, mu)) return result;
  // Lengths in radii of the middle observer and times to match (mu = 1): the eighth power stays far from overflow.
  const double unit = sights[1].observer.norm() > 1.0 ? sights[1].observer.norm() : 1.0;
  const double second = std::sqrt(unit / mu) * unit;
  const std::array<Vector3, 3> R{sights[0].observer / unit, sights[1].observer / unit, sights[2].observer / unit};
  const std::array<Vector3, 3> L{Unit(sights[0].direction), Unit(sights[1].direction), Unit(sights[2].direction)};
  const double tau1 = (sights[0].t - sights[1].t) / second;
  const double tau3 = (sights[2].t - sights[1].t) / second;
  const double tau = tau3 - tau1;
  const std::array<Vector3, 3> cross{L[1].cross(L[2]), L[0].cross(L[2]), L[0].cross(L[1])};
  const double D0 = L[0].dot(cross[0]);
  if (!(std::fabs(D0) > kSmallestDeterminant)) {
    result.status = InitialOrbitStatus::kCoplanar;
    return result;
  }
  const auto D = [&](std::size_t i, std::size_t j) { return R[i - 1].dot(cross[j - 1]); };
  const double A = (-D(1, 2) * tau3 / tau + D(2, 2) + D(3, 2) * tau1 / tau) / D0;
  const double B = (D(1, 2) * (tau3 * tau3 - tau * tau) * tau3 / tau + D(3, 2) * (tau * tau - tau1 * tau1) * tau1 / tau) / (6.0 * D0);
  const double E = R[1].dot(L[1]);
  for (const double x : PositiveRoots(-(A * A + 2.0 * A * E + R[1].squaredNorm()), -2.0 * B * (A + E), -B * B)) {
    const double x3 = x * x * x;
    const double first = (6.0 * (D(3, 1) * tau1 / tau3 + D(2, 1) * tau / tau3) * x3 + D(3, 1) * (tau * tau - tau1 * tau1) * tau1 / tau3) / (6.0 * x3 + tau * tau - tau3 * tau3);
    const double third = (6.0 * (D(1, 3) * tau3 / tau1 - D(2, 3) * tau / tau1) * x3 + D(1, 3) * (tau * tau - tau3 * tau3) * tau3 / tau1) / (6.0 * x3 + tau * tau - tau1 * tau1);
    const std::array<double, 3> rho{(first - D(1, 1)) / D0, A + B / x3, (third - D(3, 3)) / D0};
    if (!(rho[0] > 0.0 && rho[1] > 0.0 && rho[2] > 0.0)) continue;
    const Vector3 r1 = R[0] + rho[0] * L[0];
    const Vector3 r2 = R[1] + rho[1] * L[1];
    const Vector3 r3 = R[2] + rho[2] * L[2];
    const double f1 = 1.0 - 0.5 * tau1 * tau1 / x3;
    const double f3 = 1.0 - 0.5 * tau3 * tau3 / x3;
    const double g1 = tau1 - tau1 * tau1 * tau1 / (6.0 * x3);
    const double g3 = tau3 - tau3 * tau3 * tau3 / (6.0 * x3);
    const double determinant = f1 * g3 - f3 * g1;
    if (determinant == 0.0) continue;
    GaussRoot root{rho, {r2, (f1 * r3 - f3 * r1) / determinant}};
    if (options.refinements > 0) root = Refined(root, R, L, cross, D0, tau1, tau3, options.refinements);
    InitialOrbit orbit;
    orbit.state.r = unit * root.state.r;
    orbit.state.v = (unit / second) * root.state.v;
    orbit.range = {unit * root.rho[0], unit * root.rho[1], unit * root.rho[2]};
    if (orbit.state.r.allFinite() && orbit.state.v.allFinite()) result.orbits.push_back(orbit);
  }
  result.status = result.orbits.empty() ? InitialOrbitStatus::kNoSolution : InitialOrbitStatus::kOk;
  return result;
}

namespace {

/// Lambert's orbit for two ranges, and by how much it misses the second line of sight.
struct Trial {
  InitialOrbit orbit;
  double y1 = 0.0;  // components of the middle direction, across the measured one
  double y2 = 0.0;
  double miss2 = 0.0;
};

class Search {
 public:
  Search(const Sights& sights, const GoodingOptions& options, double mu) : sights_(sights), options_(options), mu_(mu) {
    for (std::size_t i = 0; i < 3; ++i) L_[i] = Unit(sights[i].direction);
    const Vector3 other = std::fabs(L_[1].x()) < 0.6 ? Vector3(Vector3::UnitX()) : Vector3(Vector3::UnitY());
    e1_ = Unit(L_[1].cross(other));
    e2_ = L_[1].cross(e1_);
  }

  std::optional<Trial> Try(double range1, double range3) const {
    if (!(range1 > 0.0 && range3 > 0.0)) return std::nullopt;
    const Vector3 r1 = sights_[0].observer + range1 * L_[0];
    const Vector3 r3 = sights_[2].observer + range3 * L_[2];
    LambertProblem problem;
    problem.r1 = r1;
    problem.r2 = r3;
    problem.tof = sights_[2].t - sights_[0].t;
    problem.mu = mu_;
    problem.revolutions = options_.revolutions;
    problem.prograde = options_.prograde;
    problem.low_path = options_.low_path;
    const LambertSolution conic = Lambert(problem);
    if (conic.status != LambertStatus::kOk) return std::nullopt;
    const std::optional<State> middle = PropagateKepler({r1, conic.v1}, sights_[1].t - sights_[0].t, mu_);
    if (!middle) return std::nullopt;
    const Vector3 line = middle->r - sights_[1].observer;
    const double range2 = line.norm();
    // Behind the observer the components across vanish too: that is no solution.
    if (!(L_[1].dot(line) > 0.0)) return std::nullopt;
    Trial trial;
    trial.orbit.state = *middle;
    trial.orbit.range = {range1, range2, range3};
    trial.y1 = e1_.dot(line) / range2;
    trial.y2 = e2_.dot(line) / range2;
    trial.miss2 = trial.y1 * trial.y1 + trial.y2 * trial.y2;
    return trial;
  }

 private:
  const Sights& sights_;
  const GoodingOptions& options_;
  double mu_;
  std::array<Vector3, 3> L_;
  Vector3 e1_;
  Vector3 e2_;
};

}  // namespace

GoodingResult GoodingOrbit(const Sights& sights, const GoodingOptions& options, double mu) {
  constexpr double kExact = 1e-11;       // rad of miss
  constexpr double kDifference = 1e-6;   // of the range, for derivatives
  GoodingResult result;
  if (!Sound(sights, mu) || !(options.range1 > 0.0 && options.range3 > 0.0) || !std::isfinite(options.range1) || !std::isfinite(options.range3) || options.revolutions < 0) return result;
  result.status = InitialOrbitStatus::kNotConverged;
  const Search search(sights, options, mu);
  std::optional<Trial> now = search.Try(options.range1, options.range3);
  while (now && now->miss2 > kExact * kExact && result.iterations < options.max_iterations) {
    ++result.iterations;
    const double range1 = now->orbit.range[0];
    const double range3 = now->orbit.range[2];
    const double h1 = kDifference * range1;
    const double h3 = kDifference * range3;
    const std::optional<Trial> up1 = search.Try(range1 + h1, range3);
    const std::optional<Trial> down1 = search.Try(range1 - h1, range3);
    const std::optional<Trial> up3 = search.Try(range1, range3 + h3);
    const std::optional<Trial> down3 = search.Try(range1, range3 - h3);
    if (!up1 || !down1 || !up3 || !down3) break;
    const double a11 = (up1->y1 - down1->y1) / (2.0 * h1);
    const double a21 = (up1->y2 - down1->y2) / (2.0 * h1);
    const double a12 = (up3->y1 - down3->y1) / (2.0 * h3);
    const double a22 = (up3->y2 - down3->y2) / (2.0 * h3);
    const double determinant = a11 * a22 - a12 * a21;
    if (determinant == 0.0) break;
    const double step1 = -(a22 * now->y1 - a12 * now->y2) / determinant;
    const double step3 = -(a11 * now->y2 - a21 * now->y1) / determinant;
    std::optional<Trial> next;
    double part = 1.0;
    for (int halving = 0; halving < 30; ++halving, part *= 0.5) {
      next = search.Try(range1 + part * step1, range3 + part * step3);
      if (next && next->miss2 < now->miss2) break;
      next.reset();
    }
    if (!next) break;
    now = next;
  }
  if (now) {
    result.orbit = now->orbit;
    if (now->miss2 <= kExact * kExact) result.status = InitialOrbitStatus::kOk;
  }
  return result;
}

InitialOrbits GoodingOrbits(const Sights& sights, double nearest, double farthest, int per_side, double mu) {
  InitialOrbits result;
  if (!Sound(sights, mu) || !(nearest > 0.0 && nearest < farthest) || !std::isfinite(farthest) || per_side < 2 || per_side > 20) return result;
  const double ratio = Pow(farthest / nearest, 1.0 / (per_side - 1));
  for (const bool prograde : {true, false}) {
    GoodingOptions options;
    options.prograde = prograde;
    options.range1 = nearest;
    for (int i = 0; i < per_side; ++i, options.range1 *= ratio) {
      options.range3 = nearest;
      for (int j = 0; j < per_side; ++j, options.range3 *= ratio) {
        const GoodingResult found = GoodingOrbit(sights, options, mu);
        if (found.status != InitialOrbitStatus::kOk) continue;
        const auto inside = [&](double range) { return range >= nearest && range <= farthest; };
        if (!inside(found.orbit.range[0]) || !inside(found.orbit.range[2])) continue;
        const State& s = found.orbit.state;
        const bool known = std::any_of(result.orbits.begin(), result.orbits.end(), [&](const InitialOrbit& other) {
          return (other.state.r - s.r).norm() < 1e-6 * s.r.norm() && (other.state.v - s.v).norm() < 1e-6 * s.v.norm();
        });
        if (!known) result.orbits.push_back(found.orbit);
      }
    }
  }
  std::sort(result.orbits.begin(), result.orbits.end(), [](const InitialOrbit& a, const InitialOrbit& b) { return a.state.r.squaredNorm() < b.state.r.squaredNorm(); });
  result.status = result.orbits.empty() ? InitialOrbitStatus::kNoSolution : InitialOrbitStatus::kOk;
  return result;
}

}  // namespace haze::dynamics
