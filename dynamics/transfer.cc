// Two-body arithmetic of impulsive transfers.
#include "dynamics/transfer.h"

#include <cmath>

#include "dynamics/crossing.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"

namespace haze::dynamics {
namespace {

// Cubes and quotients of such numbers stay finite.
bool Positive(double x) { return x > 1e-60 && x < 1e60; }
double HalfPeriod(double a, double mu) { return kPi * std::sqrt(a * a * a / mu); }
double RootOf(double square) { return square > 0.0 ? std::sqrt(square) : 0.0; }

}  // namespace

double ConicSpeed(double r, double a, double mu) { return RootOf(2.0 * mu / r - mu / a); }
double CircularSpeed(double r, double mu) { return std::sqrt(mu / r); }
double VelocityChange(double v1, double v2, double angle) { return RootOf(v1 * v1 + v2 * v2 - 2.0 * v1 * v2 * Cos(angle)); }
double InclinationChange(double v, double di, double fpa) { return std::fabs(2.0 * v * Cos(fpa) * Sin(0.5 * di)); }
double IdealVelocityChange(double m0, double m1, double isp) { return isp * kG0 * Log(m0 / m1); }

std::optional<Transfer> Hohmann(double r1, double r2, double mu) {
  if (!Positive(r1) || !Positive(r2) || !Positive(mu)) return std::nullopt;
  const double a = 0.5 * (r1 + r2);
  return Transfer{.dv1 = std::fabs(ConicSpeed(r1, a, mu) - CircularSpeed(r1, mu)),
                  .dv2 = std::fabs(CircularSpeed(r2, mu) - ConicSpeed(r2, a, mu)),
                  .tof = HalfPeriod(a, mu),
                  .a = a,
                  .e = std::fabs(r2 - r1) / (r1 + r2)};
}

std::optional<Transfer> OneTangentBurn(double r1, double r2, double nu, double mu) {
  if (!Positive(r1) || !Positive(r2) || !Positive(mu) || !std::isfinite(nu)) return std::nullopt;
  // The tangent end is the perigee on the way out and the apogee on the way in; the angle from it is the same.
  const bool outward = r2 >= r1;
  const double ratio = r1 / r2;
  const double sign = outward ? 1.0 : -1.0;
  const double e = r1 == r2 ? 0.0 : sign * (ratio - 1.0) / (Cos(nu) - ratio);
  if (!(e >= 0.0 && e < 1.0)) return std::nullopt;
  const double a = r1 / (1.0 - sign * e);
  const double nu_arrival = outward ? WrapTwoPi(nu) : WrapTwoPi(nu + kPi);
  const double fpa = Atan2(e * Sin(nu_arrival), 1.0 + e * Cos(nu_arrival));
  const double turn = WrapTwoPi(TrueToMean(nu_arrival, e) - (outward ? 0.0 : kPi));
  return Transfer{.dv1 = std::fabs(ConicSpeed(r1, a, mu) - CircularSpeed(r1, mu)),
                  .dv2 = VelocityChange(ConicSpeed(r2, a, mu), CircularSpeed(r2, mu), fpa),
                  .tof = turn / MeanMotion(a, mu),
                  .a = a,
                  .e = e};
}

std::optional<BiEllipticTransfer> BiElliptic(double r1, double rb, double r2, double mu) {
  if (!Positive(r1) || !Positive(rb) || !Positive(r2) || !Positive(mu)) return std::nullopt;
  const double a1 = 0.5 * (r1 + rb);
  const double a2 = 0.5 * (rb + r2);
  return BiEllipticTransfer{.dv1 = std::fabs(ConicSpeed(r1, a1, mu) - CircularSpeed(r1, mu)),
                            .dv2 = std::fabs(ConicSpeed(rb, a2, mu) - ConicSpeed(rb, a1, mu)),
                            .dv3 = std::fabs(CircularSpeed(r2, mu) - ConicSpeed(r2, a2, mu)),
                            .tof = HalfPeriod(a1, mu) + HalfPeriod(a2, mu)};
}

std::optional<PlaneChange> InclinationAndNodeChange(double v, double i1, double i2, double draan) {
  if (!Positive(v) || !std::isfinite(i1) || !std::isfinite(i2) || !std::isfinite(draan)) return std::nullopt;
  const SinCosValue first = SinCos(i1);
  const SinCosValue second = SinCos(i2);
  const SinCosValue node = SinCos(draan);
  const double theta = AcosClamped(first.cos * second.cos + first.sin * second.sin * node.cos);
  const double sine = Sin(theta);
  if (!(sine > 1e-12 && std::fabs(first.sin) > 1e-12 && std::fabs(second.sin) > 1e-12)) return std::nullopt;
  // The spherical triangle of both nodes and the crossing.
  return PlaneChange{.dv = 2.0 * v * Sin(0.5 * theta),
                     .theta = theta,
                     .u1 = AcosClamped((second.sin * first.cos * node.cos - second.cos * first.sin) / sine),
                     .u2 = AcosClamped((first.cos * second.sin - first.sin * second.cos * node.cos) / sine)};
}

namespace {

CombinedTransfer WithTurns(const Transfer& flat, double r1, double r2, double di1, double di2, double mu) {
  CombinedTransfer combined{.transfer = flat, .di1 = di1, .di2 = di2};
  combined.transfer.dv1 = VelocityChange(CircularSpeed(r1, mu), ConicSpeed(r1, flat.a, mu), di1);
  combined.transfer.dv2 = VelocityChange(ConicSpeed(r2, flat.a, mu), CircularSpeed(r2, mu), di2);
  return combined;
}

}  // namespace

std::optional<CombinedTransfer> CombinedPlaneChange(double r1, double r2, double di, double mu) {
  const std::optional<Transfer> flat = Hohmann(r1, r2, mu);
  if (!flat || !(std::fabs(di) <= kPi)) return std::nullopt;
  const double ratio = r2 / r1;
  const SinCosValue turn = SinCos(di);
  const double di1 = Atan2(turn.sin, ratio * std::sqrt(ratio) + turn.cos);
  return WithTurns(*flat, r1, r2, di1, di - di1, mu);
}

std::optional<CombinedTransfer> BestCombinedPlaneChange(double r1, double r2, double di, double mu) {
  const std::optional<Transfer> flat = Hohmann(r1, r2, mu);
  if (!flat || !(std::fabs(di) <= kPi)) return std::nullopt;
  const auto cost = [&](double di1) { return WithTurns(*flat, r1, r2, di1, di - di1, mu).transfer.dv(); };
  const double low = di < 0.0 ? di : 0.0;
  const double high = di < 0.0 ? 0.0 : di;
  const Minimum least = LeastValue(cost, low, high, std::fabs(di) / 16.0 + 1e-9, 1e-12);
  return WithTurns(*flat, r1, r2, least.t, di - least.t, mu);
}

std::optional<PhasingOrbit> PhasingOnCircle(double r, double phase, int k_chaser, int k_target, double mu) {
  const double turn = kTwoPi * k_target + phase;
  if (!Positive(r) || !Positive(mu) || !Positive(turn) || k_chaser < 1) return std::nullopt;
  const double tof = turn / MeanMotion(r, mu);
  const double a = SemiMajorAxis(kTwoPi * k_chaser / tof, mu);
  if (!(2.0 * a > r)) return std::nullopt;
  return PhasingOrbit{.dv = 2.0 * (ConicSpeed(r, a, mu) - CircularSpeed(r, mu)), .tof = tof, .a = a};
}

std::optional<NoncoplanarRendezvous> RendezvousNoncoplanar(double a_chaser, double a_target, double to_node, double node, double target_longitude, double di,
                                                           int k_chaser, int k_target, double mu) {
  if (!Positive(a_chaser) || !Positive(a_target) || !Positive(mu) || !(std::fabs(di) <= kPi) || k_chaser < 1 || k_target < 0) return std::nullopt;
  const double n_target = MeanMotion(a_target, mu);
  const double a_transfer = 0.5 * (a_chaser + a_target);
  NoncoplanarRendezvous way;
  way.t_transfer = HalfPeriod(a_transfer, mu);
  way.t_node = to_node / MeanMotion(a_chaser, mu);
  // The target has this far to go until it is one transfer short of the meeting point.
  const double longitude = target_longitude + n_target * way.t_node;
  way.t_phase = (WrapTwoPi(node - longitude - n_target * way.t_transfer) + kTwoPi * k_target) / n_target;
  if (!Positive(way.t_phase)) return std::nullopt;
  way.a_phase = SemiMajorAxis(kTwoPi * k_chaser / way.t_phase, mu);
  if (!(2.0 * way.a_phase > a_chaser)) return std::nullopt;
  const double v_phase = ConicSpeed(a_chaser, way.a_phase, mu);
  way.dv_phase = std::fabs(v_phase - CircularSpeed(a_chaser, mu));
  way.dv1 = std::fabs(ConicSpeed(a_chaser, a_transfer, mu) - v_phase);
  way.dv2 = VelocityChange(ConicSpeed(a_target, a_transfer, mu), CircularSpeed(a_target, mu), di);
  return way;
}

}  // namespace haze::dynamics
