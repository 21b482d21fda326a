// Brightness: the formula of FACTS, its published neighbours, and the sphere of facets beside it.
#include "dynamics/photometry.h"

#include <gtest/gtest.h>

#include "dynamics/attitude.h"
#include "dynamics/dmath.h"
#include "dynamics/random.h"

namespace haze::dynamics {
namespace {

TEST(Photometry, SphereHasTheMagnitudesOfTheFacts) {
  // Radius 0.75 m, albedo 0.2, from FACTS to their printed tenth.
  EXPECT_NEAR(DiffuseSphereMagnitude(0.75, 0.2, 2000e3, 0.0), 7.6, 0.05);
  EXPECT_NEAR(DiffuseSphereMagnitude(0.75, 0.2, 2000e3, 90.0 * kDegree), 8.8, 0.05);
  EXPECT_NEAR(DiffuseSphereMagnitude(0.75, 0.2, 2000e3, 135.0 * kDegree), 10.9, 0.06);
  EXPECT_NEAR(DiffuseSphereMagnitude(0.75, 0.2, 500e3, 0.0), 4.6, 0.05);
  EXPECT_NEAR(DiffuseSphereMagnitude(0.75, 0.2, 500e3, 135.0 * kDegree), 7.9, 0.05);
}

TEST(Photometry, SphereIsPiTimesBrighterAtFullThanAtQuarter) {
  // Matson, SeeSat-L April 2001: "pi times brighter, about 1 1/4 magnitudes".
  const double difference = DiffuseSphereMagnitude(1.0, 0.2, 1e6, 0.5 * kPi) - DiffuseSphereMagnitude(1.0, 0.2, 1e6, 0.0);
  EXPECT_NEAR(difference, 1.2428746817352, 1e-9);
  // The same source: 5.5 at 1,000 km and 90 deg is 6.52 at 1,600 km, printed to 0.01.
  const double farther = DiffuseSphereMagnitude(1.0, 0.2, 1.6e6, 0.5 * kPi) - DiffuseSphereMagnitude(1.0, 0.2, 1e6, 0.5 * kPi);
  EXPECT_NEAR(farther, 1.02, 0.006);
  EXPECT_EQ(DiffuseSphereMagnitude(1.0, 0.0, 1e6, 0.5), 99.0);
}

TEST(Photometry, FacetsAreThoseOfTheGame) {
  const std::vector<Facet> facets = SphereFacets(0.75);
  ASSERT_EQ(facets.size(), 84u);
  Vector3 sum = Vector3::Zero();
  double area = 0.0;
  int bands[3] = {0, 0, 0};
  for (const Facet& facet : facets) {
    EXPECT_NEAR(facet.normal_B.norm(), 1.0, 1e-15);
    sum += facet.normal_B;
    area += facet.area;
    const double latitude = std::abs(AsinClamped(facet.normal_B.z())) / kDegree;
    for (int band = 0; band < 3; ++band) bands[band] += std::abs(latitude - (15.0 + 30.0 * band)) < 1e-9;
  }
  EXPECT_LT(sum.norm(), 1e-13);
  EXPECT_NEAR(area, 4.0 * kPi * 0.75 * 0.75, 1e-12);
  EXPECT_EQ(bands[0], 42);
  EXPECT_EQ(bands[1], 30);
  EXPECT_EQ(bands[2], 12);
  // Longitudes start at body +x, bands from the south.
  EXPECT_LT((facets[0].normal_B - Vector3(Cos(75.0 * kDegree), 0.0, -Sin(75.0 * kDegree))).norm(), 1e-15);
  EXPECT_LT((facets[42].normal_B - Vector3(Cos(15.0 * kDegree), 0.0, Sin(15.0 * kDegree))).norm(), 1e-15);
}

TEST(Photometry, LatticesCoverTheSphereEvenly) {
  for (const int count : {20, 100, 500}) {
    const std::vector<Facet> facets = BodyFacets(count, 2.0);
    ASSERT_EQ(facets.size(), static_cast<std::size_t>(count));
    Vector3 sum = Vector3::Zero();
    double area = 0.0;
    double nearest = 10.0;
    for (std::size_t i = 0; i < facets.size(); ++i) {
      EXPECT_NEAR(facets[i].normal_B.norm(), 1.0, 1e-15);
      sum += facets[i].normal_B;
      area += facets[i].area;
      for (std::size_t j = 0; j < i; ++j) nearest = std::min(nearest, (facets[i].normal_B - facets[j].normal_B).norm());
    }
    EXPECT_LT(sum.norm() / count, 0.02) << count;
    EXPECT_NEAR(area, 16.0 * kPi, 1e-9);
    // A square cell of the mean area has sides of sqrt(4 pi / n); the lattice's nearest neighbours stand at 0.87 of that (Gonzalez 2010) but for the poles.
    EXPECT_GT(nearest, 0.6 * std::sqrt(4.0 * kPi / count)) << count;
  }
  EXPECT_EQ(BodyFacets(84, 1.0)[40].normal_B, SphereFacets(1.0)[40].normal_B);
}

TEST(Photometry, FacetsShineLikeTheSphereToATenthOfAMagnitudeUpToQuarterPhase) {
  // Beyond it the crescent is narrower than the 30 deg between bands, and the sphere is a mean of what single facets do.
  const std::vector<Facet> facets = SphereFacets(0.75);
  RandomStream random(MatchKey{}, 6, 0, 0);
  const struct {
    double phase_deg;
    double tolerance;
  } rows[] = {{0.0, 0.05}, {30.0, 0.1}, {60.0, 0.1}, {90.0, 0.1}, {135.0, 0.5}};
  for (const auto& [phase_deg, tolerance] : rows) {
    const double sphere = DiffuseSphereMagnitude(0.75, 0.2, 2000e3, phase_deg * kDegree);
    for (int k = 0; k < 50; ++k) {
      const Quaternion q_BI = QuaternionExp(kPi * random.UnitVector3());
      const Vector3 sun = random.UnitVector3();
      const Vector3 side = sun.cross(random.UnitVector3()).normalized();
      const Vector3 observer = Cos(phase_deg * kDegree) * sun + Sin(phase_deg * kDegree) * side;
      EXPECT_NEAR(FacetMagnitude(facets, q_BI, sun, observer, 2000e3, 0.2), sphere, tolerance) << phase_deg;
    }
  }
}

TEST(Photometry, APlateOfASquareMetreHasTheMagnitudeOfItsArea) {
  // By hand: 0.2 / (pi 1e12) is 6.366e-14 of the sunlight, 32.990 magnitudes below the Sun's -26.74.
  const std::vector<Plate> plate = {{.normal_B = Vector3::UnitZ(), .area = 1.0, .albedo = 0.2}};
  const Quaternion same = Quaternion::Identity();
  EXPECT_NEAR(FluxMagnitude(PlateFlux(plate, same, Vector3::UnitZ(), Vector3::UnitZ(), 1e6)), 6.250, 0.001);
  // Half the light falls on it at 60 deg, and half of that is seen from 60 deg: 1.505 magnitudes.
  const Vector3 aside(Sin(60.0 * kDegree), 0.0, Cos(60.0 * kDegree));
  EXPECT_NEAR(FluxMagnitude(PlateFlux(plate, same, aside, aside, 1e6)), 6.250 + 1.505, 0.001);
}

TEST(Photometry, APlateSendsOutTheLightThatFallsOnItTimesItsAlbedo) {
  const std::vector<Plate> plate = {{.normal_B = Vector3::UnitZ(), .area = 3.0, .albedo = 0.4}};
  const double incidence = 50.0 * kDegree;
  const Vector3 sun(Sin(incidence), 0.0, Cos(incidence));
  // Midpoints in azimuth and in the cosine of the zenith angle: the integrand is linear in the latter, so that the sum is exact.
  constexpr int kRings = 20, kSectors = 30;
  constexpr double kRange = 5e3;
  double sent = 0.0;
  for (int ring = 0; ring < 2 * kRings; ++ring) {
    for (int sector = 0; sector < kSectors; ++sector) {
      const double z = 1.0 - (ring + 0.5) / kRings;
      const SinCosValue turn = SinCos(kTwoPi * (sector + 0.5) / kSectors);
      const double across = std::sqrt(1.0 - z * z);
      const Vector3 observer(across * turn.cos, across * turn.sin, z);
      sent += PlateFlux(plate, Quaternion::Identity(), sun, observer, kRange) * kRange * kRange * kTwoPi / (kRings * kSectors);
    }
  }
  EXPECT_NEAR(sent, 0.4 * 3.0 * Cos(incidence), 1e-12);
}

TEST(Photometry, APlateReflectsOnItsBackOnlyIfItHasTwoSides) {
  const std::vector<Plate> one = {{.normal_B = Vector3::UnitZ(), .area = 1.0, .albedo = 0.2}};
  const std::vector<Plate> two = {{.normal_B = Vector3::UnitZ(), .area = 1.0, .albedo = 0.2, .two_sided = true}};
  const Quaternion same = Quaternion::Identity();
  const Vector3 up = Vector3::UnitZ();
  EXPECT_EQ(PlateFlux(one, same, -up, -up, 1e6), 0.0);
  EXPECT_EQ(PlateFlux(two, same, -up, -up, 1e6), PlateFlux(one, same, up, up, 1e6));
  // Lit on one side and seen from the other.
  for (const std::vector<Plate>& plate : {one, two}) {
    EXPECT_EQ(PlateFlux(plate, same, up, -up, 1e6), 0.0);
    EXPECT_EQ(PlateFlux(plate, same, -up, up, 1e6), 0.0);
    EXPECT_EQ(PlateFlux(plate, same, up, Vector3::UnitX(), 1e6), 0.0);
  }
}

TEST(Photometry, PlatesOfASphereShineLikeTheSphere) {
  std::vector<Plate> plates;
  for (const Facet& facet : BodyFacets(1000, 0.75)) plates.push_back({.normal_B = facet.normal_B, .area = facet.area, .albedo = 0.2});
  for (const double phase : {0.0, 0.7, 1.5}) {
    const Vector3 observer(Cos(phase), Sin(phase), 0.0);
    const double sphere = DiffuseSphereFlux(0.75, 0.2, 2000e3, phase);
    EXPECT_NEAR(PlateFlux(plates, Quaternion::Identity(), Vector3::UnitX(), observer, 2000e3) / sphere, 1.0, 0.01) << phase;
  }
}

TEST(Photometry, AFacetSeenEdgeOnOrFromBehindIsInvisible) {
  const std::vector<Facet> plate = {{Vector3::UnitZ(), 1.0}};
  const Quaternion same = Quaternion::Identity();
  EXPECT_LT(FacetMagnitude(plate, same, Vector3::UnitZ(), Vector3::UnitZ(), 1e6, 0.2), 20.0);
  EXPECT_EQ(FacetMagnitude(plate, same, Vector3::UnitZ(), Vector3::UnitX(), 1e6, 0.2), 99.0);
  EXPECT_EQ(FacetMagnitude(plate, same, -Vector3::UnitZ(), Vector3::UnitZ(), 1e6, 0.2), 99.0);
  // q_BI takes inertial directions to body ones: turned by a quarter about y, inertial +x is body -z or +z.
  const Quaternion q_BI = BetweenVectors(Vector3::UnitX(), Vector3::UnitZ());
  EXPECT_LT(FacetMagnitude(plate, q_BI, Vector3::UnitX(), Vector3::UnitX(), 1e6, 0.2), 20.0);
}

}  // namespace
}  // namespace haze::dynamics
