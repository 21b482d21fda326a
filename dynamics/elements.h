// Classical orbital elements, their anomalies and the secular drift that J2 gives them.
#pragma once

#include "dynamics/constants.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// Classical elements: a (m, negative for hyperbolas), e, and i, raan, argp, nu (rad; nu the true anomaly). A parabola has none (a is infinite).
struct Keplerian {
  double a = 0.0;
  double e = 0.0;
  double i = 0.0;
  double raan = 0.0;
  double argp = 0.0;
  double nu = 0.0;
};

/// Elements to state. a (1 - e^2) > 0; for e > 1 nu must lie inside the asymptotes. Source: Vallado 4th edition, algorithm 10 (COE2RV).
State ToState(const Keplerian& elements, double mu = kMuEarth);

/// State to elements; raan, argp and nu in [0, 2 pi), i in [0, pi]. Continuous quantities survive at the singularities: where the node is undefined
/// (sin i < 1e-14) raan is 0 and argp + nu counts from the x axis; where the perigee is (e < 1e-14) argp is 0 and nu counts from the node.
/// r x v must not vanish, and the state must not be parabolic to rounding. Source: Vallado 4th edition, algorithm 9 (RV2COE), with atan2 for
/// every acos.
Keplerian ToKeplerian(const State& state, double mu = kMuEarth);

/// Mean motion sqrt(mu / |a|^3), rad/s, and period of an ellipse, s.
double MeanMotion(double a, double mu = kMuEarth);
double OrbitPeriod(double a, double mu = kMuEarth);
/// Semi-major axis of a mean motion, m.
double SemiMajorAxis(double n, double mu = kMuEarth);
/// Specific energy based semi-major axis of a state (m; negative for hyperbolas).
double SemiMajorAxis(const State& state, double mu = kMuEarth);

/// Anomalies of an ellipse (0 <= e < 1): true nu, eccentric E, mean M. Each keeps the revolution of its argument. Source: Vallado 4th edition, section 2.2.
double TrueToEccentric(double nu, double e);
double EccentricToTrue(double E, double e);
double EccentricToMean(double E, double e);
double MeanToTrue(double M, double e);
double TrueToMean(double nu, double e);

/// Anomalies of a hyperbola (e > 1): true nu in (-pi, pi) inside the asymptotes, hyperbolic H.
double TrueToHyperbolic(double nu, double e);
double HyperbolicToTrue(double H, double e);
double HyperbolicToMean(double H, double e);

/// First-order secular rates by J2, rad/s; `M` is what J2 adds to the mean motion.
struct J2Rates {
  double raan;
  double argp;
  double M;
};
/// Source: Vallado 4th edition, eqs. 9-37, 9-39, 9-41. Mean elements, 0 <= e < 1.
J2Rates SecularJ2Rates(const Keplerian& mean, double mu = kMuEarth, double radius = kEarthGravityRadius, double j2 = kJ2);

}  // namespace haze::dynamics
