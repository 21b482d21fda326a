// Diffuse reflection, summed in closed form over a sphere or facet by facet.
#include "dynamics/photometry.h"

#include <cmath>

#include "dynamics/dmath.h"

namespace haze::dynamics {

namespace {

constexpr double kSunMagnitude = -26.74;  // apparent, V, at 1 AU
constexpr double kInvisible = 99.0;

// Share of a surface's light that it takes from `sun` and sends to `observer`, both in front of it; all unit, body axes.
double Shown(const Vector3& normal, const Vector3& sun, const Vector3& observer) {
  const double incidence = normal.dot(sun);
  const double view = normal.dot(observer);
  return incidence > 0.0 && view > 0.0 ? incidence * view : 0.0;
}

}  // namespace

double FluxMagnitude(double flux) { return flux > 0.0 ? kSunMagnitude - 2.5 * Log10(flux) : kInvisible; }

double DiffuseSphereFlux(double radius, double albedo, double range, double phase_angle) {
  const SinCosValue a = SinCos(phase_angle);
  const double phase = 2.0 / (3.0 * kPi) * (a.sin + (kPi - phase_angle) * a.cos);
  return albedo * radius * radius / (range * range) * phase;
}

double DiffuseSphereMagnitude(double radius, double albedo, double range, double phase_angle) {
  return FluxMagnitude(DiffuseSphereFlux(radius, albedo, range, phase_angle));
}

double PlateFlux(std::span<const Plate> plates, const Quaternion& q_BI, const Vector3& to_sun_I, const Vector3& to_observer_I, double range) {
  const Vector3 sun = q_BI * to_sun_I;
  const Vector3 observer = q_BI * to_observer_I;
  double sum = 0.0;
  for (const Plate& plate : plates) {
    const double back = plate.two_sided ? Shown(-plate.normal_B, sun, observer) : 0.0;
    sum += plate.albedo * plate.area * (Shown(plate.normal_B, sun, observer) + back);
  }
  return sum / (kPi * range * range);
}

std::vector<Facet> SphereFacets(double radius) {
  struct Band {
    double latitude;
    int count;
  };
  constexpr Band kBands[] = {{-75.0, 6}, {-45.0, 15}, {-15.0, 21}, {15.0, 21}, {45.0, 15}, {75.0, 6}};
  std::vector<Facet> facets;
  for (const Band& band : kBands) {
    const SinCosValue latitude = SinCos(band.latitude * kDegree);
    for (int k = 0; k < band.count; ++k) {
      const SinCosValue longitude = SinCos(kTwoPi * k / band.count);
      facets.push_back({Vector3(latitude.cos * longitude.cos, latitude.cos * longitude.sin, latitude.sin), 4.0 * kPi * radius * radius / kSphereFacetCount});
    }
  }
  return facets;
}

std::vector<Facet> BodyFacets(int count, double radius) {
  if (count == kSphereFacetCount) return SphereFacets(radius);
  const double step = kPi * (3.0 - std::sqrt(5.0));
  std::vector<Facet> facets;
  for (int k = 0; k < count; ++k) {
    const double z = 1.0 - (2.0 * k + 1.0) / count;
    const double across = std::sqrt(1.0 - z * z);
    const SinCosValue longitude = SinCos(k * step);
    facets.push_back({Vector3(across * longitude.cos, across * longitude.sin, z), 4.0 * kPi * radius * radius / count});
  }
  return facets;
}

double FacetMagnitude(std::span<const Facet> facets, const Quaternion& q_BI, const Vector3& to_sun_I, const Vector3& to_observer_I, double range, double albedo) {
  const Vector3 sun = q_BI * to_sun_I;
  const Vector3 observer = q_BI * to_observer_I;
  double sum = 0.0;
  for (const Facet& facet : facets) sum += facet.area * Shown(facet.normal_B, sun, observer);
  // Lambert: radiance albedo / pi times the irradiance.
  return FluxMagnitude(albedo / kPi * sum / (range * range));
}

}  // namespace haze::dynamics
