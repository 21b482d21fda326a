// Physical constants: value, unit, publication.
#pragma once

namespace haze::dynamics {

/// Gravitational parameter of the Earth, m^3/s^2, and the radius that belongs to its harmonic coefficients, m. Source: EGM2008 (Pavlis et al. 2012).
inline constexpr double kMuEarth = 3.986004415e14;
inline constexpr double kEarthGravityRadius = 6378136.3;
/// J2 = -sqrt(5) C20, C20 = -0.484165143790815e-3 (tide free), dimensionless. Source: EGM2008.
inline constexpr double kJ2 = 1.0826261738522227e-3;

/// Equatorial radius, m; flattening; mean angular rate, rad/s. Source: WGS 84 (NIMA TR8350.2, 3rd edition, tables 3.1 and 3.3).
inline constexpr double kEarthRadius = 6378137.0;
inline constexpr double kFlattening = 1.0 / 298.257223563;
inline constexpr double kEarthRate = 7.292115e-5;

/// Gravitational parameters of Sun and Moon, m^3/s^2. Source: DE440 (Park et al. 2021, table 2).
inline constexpr double kMuSun = 1.32712440041279419e20;
inline constexpr double kMuMoon = 4.902800118457549e12;

/// Astronomical unit, m, exact. Source: IAU 2012 resolution B2.
inline constexpr double kAu = 149597870700.0;
/// Nominal solar radius, m. Source: IAU 2015 resolution B3.
inline constexpr double kSunRadius = 6.957e8;
/// Mean lunar radius, m. Source: IAU WGCCRE report 2015 (Archinal et al. 2018).
inline constexpr double kMoonRadius = 1.7374e6;

/// Standard gravity, m/s^2, exact. Source: 3rd CGPM (1901).
inline constexpr double kG0 = 9.80665;
/// Speed of light in vacuum, m/s, exact. Source: 17th CGPM (1983).
inline constexpr double kSpeedOfLight = 299792458.0;
/// Total solar irradiance at 1 au, W/m^2 (IAU 2015 resolution B3: 1361), and its pressure on a black surface, N/m^2.
inline constexpr double kSolarIrradiance = 1361.0;
inline constexpr double kSolarPressure = kSolarIrradiance / kSpeedOfLight;

}  // namespace haze::dynamics
