// Brightness of a craft in sunlight: the diffuse sphere, and the sphere of facets that inspectors collect.
#pragma once

#include <span>
#include <vector>

#include "dynamics/types.h"

namespace haze::dynamics {

/// Visual magnitude of a diffuse sphere at 1 AU from the Sun: radius and range in m, phase angle Sun-target-observer in rad [0, pi].
/// Source: FACTS: m = -26.74 - 2.5 log10[ p (r/R)^2 (2/(3 pi)) (sin a + (pi - a) cos a) ].
double DiffuseSphereMagnitude(double radius, double albedo, double range, double phase_angle);

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
