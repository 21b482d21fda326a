// The admissible region as intervals of range rate, and a grid of hypotheses over it.
#include "dynamics/orbit_determination/admissible_region.h"

#include <algorithm>
#include <cmath>

#include "dynamics/dmath.h"

namespace haze::dynamics {
namespace {

Vector3 RateAcross(const Sighting& s, const Vector3& u) { return s.rate - u * u.dot(s.rate); }

/// `slope`: how the middle of the admissible range rates moves with the range, 1/s; a cell follows it.
Matrix6 Covariance(const Sighting& s, const OrbitHypothesis& h, double slope, double bias_sigma) {
  const Vector3 u = s.direction / s.direction.norm();
  const Vector3 w = RateAcross(s, u);
  // Columns: one sigma of range, range rate, then direction and rate along each axis of space; the part of those along u does nothing.
  Matrix6 P = Matrix6::Zero();
  const auto add = [&](const Vector3& dr, const Vector3& dv) {
    Vector6 column;
    column << dr, dv;
    P += column * column.transpose();
  };
  add(h.range_sigma * u, h.range_sigma * (w + slope * u));
  add(Vector3::Zero(), h.range_rate_sigma * u);
  const double direction_sigma = std::sqrt(s.sigma * s.sigma + bias_sigma * bias_sigma);
  const Vector3 other = std::fabs(u.x()) < 0.6 ? Vector3(Vector3::UnitX()) : Vector3(Vector3::UnitY());
  const Vector3 side = u.cross(other);
  const Vector3 e1 = side / side.norm();
  const Vector3 e2 = u.cross(e1);
  for (const Vector3& e : {e1, e2}) {
    // A turn of the direction turns the range rate with it, and the rate stays across: dw = -u (e . w).
    add(direction_sigma * h.range * e, direction_sigma * (h.range_rate * e - h.range * e.dot(w) * u));
    add(Vector3::Zero(), s.rate_sigma * h.range * e);
  }
  return P;
}

/// The part of the energy's interval between the outermost of many points that the limits on the radii admit, a step wider on either side: perigees above the air
/// leave a narrow strip of it.
std::optional<RangeRates> AdmissibleRangeRates(const Sighting& s, double range, const AdmissibleLimits& limits, double energy, double mu) {
  constexpr int kScan = 500;
  const std::optional<RangeRates> bound = BoundRangeRates(s, range, energy, mu);
  if (!bound) return std::nullopt;
  const double step = (bound->highest - bound->lowest) / kScan;
  int first = kScan;
  int last = -1;
  for (int k = 0; k < kScan; ++k) {
    if (!IsAdmissible(s, range, bound->lowest + (k + 0.5) * step, limits, mu)) continue;
    first = std::min(first, k);
    last = k;
  }
  if (last < 0) return std::nullopt;
  return RangeRates{bound->lowest + first * step, bound->lowest + (last + 1) * step};
}

}  // namespace

std::optional<RangeRates> BoundRangeRates(const Sighting& s, double range, double energy, double mu) {
  // |v_o + range_rate u + range w|^2 / 2 - mu / r = energy
  const Vector3 u = s.direction / s.direction.norm();
  const Vector3 still = s.observer.v + range * RateAcross(s, u);
  const Vector3 r = s.observer.r + range * u;
  const double along = still.dot(u);
  const double rest = still.squaredNorm() - 2.0 * mu / r.norm() - 2.0 * energy;
  const double discriminant = along * along - rest;
  if (!(discriminant >= 0.0) || !(range > 0.0)) return std::nullopt;
  const double root = std::sqrt(discriminant);
  return RangeRates{-along - root, -along + root};
}

State StateOf(const Sighting& s, double range, double range_rate) {
  const Vector3 u = s.direction / s.direction.norm();
  State state;
  state.r = s.observer.r + range * u;
  state.v = s.observer.v + range_rate * u + range * RateAcross(s, u);
  return state;
}

bool IsAdmissible(const Sighting& s, double range, double range_rate, const AdmissibleLimits& limits, double mu) {
  if (!(range >= limits.nearest && range <= limits.farthest)) return false;
  const State state = StateOf(s, range, range_rate);
  const double r = state.r.norm();
  const double energy = 0.5 * state.v.squaredNorm() - mu / r;
  if (!(r > 0.0) || !(energy < 0.0)) return false;
  const double a = -0.5 * mu / energy;
  const double p = state.r.cross(state.v).squaredNorm() / mu;
  const double e2 = 1.0 - p / a;
  const double e = e2 > 0.0 ? std::sqrt(e2) : 0.0;
  return a * (1.0 - e) >= limits.perigee && a * (1.0 + e) <= limits.apogee;
}

std::vector<OrbitHypothesis> SampleAdmissible(const Sighting& s, const AdmissibleLimits& limits, int ranges, int rates, double bias_sigma, double mu) {
  std::vector<OrbitHypothesis> found;
  const bool asked = ranges >= 1 && ranges <= 1000 && rates >= 1 && rates <= 1000 && limits.nearest > 0.0 && limits.nearest < limits.farthest &&
                     std::isfinite(limits.farthest) && limits.perigee > 0.0 && limits.apogee >= limits.perigee && bias_sigma >= 0.0;
  if (!asked || !IsSound(s) || !(s.rate_sigma > 0.0)) return found;
  const double step = Log(limits.farthest / limits.nearest) / ranges;
  const double energy = -mu / (limits.perigee + limits.apogee);
  double total = 0.0;
  for (int i = 0; i < ranges; ++i) {
    const double range = limits.nearest * Exp((i + 0.5) * step);
    const std::optional<RangeRates> bound = AdmissibleRangeRates(s, range, limits, energy, mu);
    if (!bound) continue;
    const double width = (bound->highest - bound->lowest) / rates;
    const auto middle = [](const RangeRates& r) { return 0.5 * (r.lowest + r.highest); };
    const double below = range * Exp(-0.5 * step);
    const double above = range * Exp(0.5 * step);
    const std::optional<RangeRates> at_below = AdmissibleRangeRates(s, below, limits, energy, mu);
    const std::optional<RangeRates> at_above = AdmissibleRangeRates(s, above, limits, energy, mu);
    const double slope = ((at_above ? middle(*at_above) : middle(*bound)) - (at_below ? middle(*at_below) : middle(*bound))) /
                         ((at_above ? above : range) - (at_below ? below : range) + (at_above || at_below ? 0.0 : range));
    for (int k = 0; k < rates; ++k) {
      OrbitHypothesis h;
      h.range = range;
      h.range_rate = bound->lowest + (k + 0.5) * width;
      if (!IsAdmissible(s, h.range, h.range_rate, limits, mu)) continue;
      h.range_sigma = 0.5 * step * range;
      h.range_rate_sigma = 0.5 * width;
      h.weight = width;
      h.state = StateOf(s, h.range, h.range_rate);
      h.P = Covariance(s, h, slope, bias_sigma);
      total += width;
      found.push_back(h);
    }
  }
  for (OrbitHypothesis& h : found) h.weight /= total;
  return found;
}

}  // namespace haze::dynamics
