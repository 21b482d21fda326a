// A small launcher of two stages and a kick stage: masses, engines, drag, air, and the one vehicle that ships.
#pragma once

#include <array>

namespace haze::dynamics {

/// Throttle from `from` (s after the stage's ignition) on, until the next step. Unused steps have `from` = 1e9.
struct ThrottleStep {
  double from = 1e9;
  double throttle = 1.0;
};

/// A stage with its engines at full throttle. Thrust at pressure p is throttle * thrust - p * exit_area; the flow of mass does not depend on p.
struct Stage {
  double dry = 0.0;         ///< kg
  double propellant = 0.0;  ///< kg, usable
  double thrust = 0.0;      ///< N, vacuum, all engines
  double isp = 0.0;         ///< s, vacuum
  double exit_area = 0.0;   ///< m2, all engines
  int engines = 1;
  double ignition_delay = 0.0;      ///< s after the separation of the stage before
  double acceleration_limit = 1e9;  ///< m/s2: the throttle holds the thrust below it
  double least_throttle = 1.0;
  std::array<ThrottleStep, 4> throttle{{{0.0, 1.0}, {}, {}, {}}};
};

struct LaunchVehicle {
  Stage first, second, kick;
  double separation_delay = 0.0;  ///< s from the first stage's cut-off to its separation
  double fairing = 0.0;           ///< kg
  double fairing_time = 0.0;      ///< s after lift-off, in the second stage's burn
  double reference_area = 0.0;    ///< m2, of the drag coefficients
  double vertical_time = 0.0;     ///< s of vertical rise
  double pitch_time = 0.0;        ///< s over which the thrust tilts after it, before the gravity turn
  double pitch_angle = 0.0;       ///< rad
};

/// Electron in the epoch of the payload user's guide of the 2020s (version 7.0). Which figures are published, which are fitted and how the
/// sources contradict each other is told in docs/tables/electron_fit.md, which tools/dev/electron_fit makes from this function.
LaunchVehicle Electron();

/// kg on the pad with `payload` kg.
double LiftoffMass(const LaunchVehicle& vehicle, double payload);

/// isp g0 ln(m0 / m1), m/s; m0 >= m1 > 0. Source: Tsiolkovsky 1903.
double IdealVelocity(double isp, double m0, double m1);

/// kg/s at full throttle: thrust / (isp g0).
double MassFlow(const Stage& stage);

/// Throttle `t` s after ignition at `mass` kg: the schedule's, held below the limit of acceleration, not below the least throttle.
double Throttle(const Stage& stage, double t, double mass);

/// Drag coefficient of a slender launcher at a Mach number >= 0, on its cross-section, at no angle of attack. Notional: the usual shape with a
/// transonic peak of 0.5, linear between nine points.
double LauncherDragCoefficient(double mach);

struct Air {
  double density = 0.0;      ///< kg/m3
  double pressure = 0.0;     ///< Pa
  double sound_speed = 0.0;  ///< m/s
};
/// `h` above the ellipsoid, m; below 0 it is that of 0. Source: U.S. Standard Atmosphere 1976 (NOAA-S/T 76-1562), table 4 and equations 23,
/// 33a, 33b, 42 and 50, to 84.852 km of geopotential height; above, density by ExponentialDensity, no pressure, the last speed of sound.
/// LaunchVehicle.AirIsThatOfTheStandardAtmosphere compares it with the published table.
Air StandardAir(double h);

}  // namespace haze::dynamics
