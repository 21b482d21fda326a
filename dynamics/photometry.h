// Brightness of a craft in sunlight: the diffuse sphere, flat plates, and the sphere of facets that inspectors collect.
#pragma once

#include <span>
#include <vector>

#include "dynamics/types.h"

namespace haze::dynamics {

/// Visual magnitude of a diffuse sphere at 1 AU from the Sun: radius and range in m, phase angle Sun-target-observer in rad [0, pi].
/// Source: FACTS: m = -26.74 - 2.5 log10[ p (r/R)^2 (2/(3 pi)) (sin a + (pi - a) cos a) ].
double DiffuseSphereMagnitude(double radius, double albedo, double range, double phase_angle);

/// The light of that sphere over the sunlight that falls on it, both per m2: fluxes add where magnitudes do not.
double DiffuseSphereFlux(double radius, double albedo, double range, double phase_angle);
/// Visual magnitude of a flux over that of the Sun at 1 AU; 99 for a flux of 0.
double FluxMagnitude(double flux);

/// A flat Lambert plate fixed to a body, a solar panel or a radiator. One side reflects unless `two_sided`.
struct Plate {
  Vector3 normal_B = Vector3::UnitX();  ///< of the reflecting side, unit
  double area = 0.0;                    ///< m2
  double albedo = 0.0;                  ///< share of the light that is reflected, [0, 1]
  bool two_sided = false;
};
/// The light of `plates` over the sunlight that falls on them: the sum of albedo area cos(incidence) cos(view) / (pi range^2) where Sun and observer are on one
/// reflecting side, else 0. Plates shade nothing and glint nowhere. Directions from the plates are unit, GCRF; range in m, far greater than a plate.
/// Source: Fankhauser, Tyson & Askari, "Satellite Optical Brightness" (2023, arXiv:2305.11123) for Lambert surfaces, whose BRDF is albedo / pi, as its
/// program computes it (lumos-sat: calculator.py, brdf/library.py).
double PlateFlux(std::span<const Plate> plates, const Quaternion& q_BI, const Vector3& to_sun_I, const Vector3& to_observer_I, double range);

inline constexpr int kSphereFacetCount = 84;

struct Facet {
  Vector3 normal_B = Vector3::UnitX();  ///< outward, unit
  double area = 0.0;                    ///< m2, an equal share of the sphere
};

/// The 84 facets of GAME: six bands of latitude about body +z, from the south: 6 at -75 deg, 15 at -45, 21 at -15, 21 at +15, 15 at +45,
/// 6 at +75, equally spaced in longitude from 0 (body +x). The order is the numbering.
std::vector<Facet> SphereFacets(double radius);
/// The facets of a body: SphereFacets for a count of 84, else a Fibonacci lattice of `count` > 0 points of equal area: normal k stands at
/// z = 1 - (2 k + 1) / count and longitude k pi (3 - sqrt 5). Source: Gonzalez, "Measurement of areas on a sphere using Fibonacci and
/// latitude-longitude lattices", Mathematical Geosciences 42 (2010).
std::vector<Facet> BodyFacets(int count, double radius);

/// Magnitude of Lambert facets: `to_sun_I`, `to_observer_I` unit, GCRF; range in m. +infinity is never returned: 99 where nothing is lit.
double FacetMagnitude(std::span<const Facet> facets, const Quaternion& q_BI, const Vector3& to_sun_I, const Vector3& to_observer_I, double range, double albedo);

}  // namespace haze::dynamics
