// The harmonic field against its potential by associated Legendre functions, and its special cases.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/ephemeris.h"
#include "dynamics/forces.h"
#include "dynamics/frames.h"
#include "dynamics/gravity_coefficients.h"
#include "dynamics/gravity_table.h"
#include "dynamics/j2_motion.h"

namespace haze::dynamics {
namespace {

double RelativeError(const Vector3& is, const Vector3& expected) { return (is - expected).norm() / expected.norm(); }

/// U / (mu / R) of the harmonics above the central term: a path without V and W, and with the factorials of the norm.
double DisturbingPotential(const Vector3& r, int degree, int order) {
  const double size = r.norm();
  const double s = r.z() / size;
  const double c = std::sqrt(1.0 - s * s);
  const double lon = Atan2(r.y(), r.x());
  double U = 0.0;
  for (int m = 0; m <= order; ++m) {
    double P = 1.0;
    for (int k = 1; k <= m; ++k) P *= (2 * k - 1) * c;
    double before = 0.0;
    for (int n = m; n <= degree; ++n) {
      if (n > m) {
        const double next = ((2 * n - 1) * s * P - (n + m - 1) * before) / (n - m);
        before = P;
        P = next;
      }
      if (n < 2) continue;
      double square = (m == 0 ? 1.0 : 2.0) * (2 * n + 1);
      for (int i = n - m + 1; i <= n + m; ++i) square /= i;
      const HarmonicCoefficient& h = kEgm2008[n * (n + 1) / 2 + m];
      const SinCosValue angle = SinCos(m * lon);
      U += Pow(kEarthGravityRadius / size, n + 1) * std::sqrt(square) * P * (h.C * angle.cos + h.S * angle.sin);
    }
  }
  return U;
}

TEST(Gravity, IsTheGradientOfItsPotential) {
  const Vector3 directions[] = {{1.0, 0.0, 0.0}, {-0.3, 0.5, 0.8}, {0.2, -0.9, -0.4}, {0.01, 0.02, -1.0}, {-0.6, -0.6, 0.1}};
  const int fields[][2] = {{2, 0}, {3, 1}, {5, 5}, {6, 6}, {7, 7}, {8, 8}, {12, 4}, {20, 20}, {20, 3}, {36, 36}};
  for (const Vector3& direction : directions) {
    const Vector3 r = 6.9e6 / direction.norm() * direction;
    for (const auto& field : fields) {
      const int degree = field[0];
      const int order = field[1];
      const Vector3 harmonics = GravityItrf(r, degree, order) - GravityItrf(r, 0, 0);
      // Central differences of order 4 over 2 km: truncation and rounding each stay below 1e-8 of the field.
      const double h = 2000.0;
      Vector3 gradient;
      for (int k = 0; k < 3; ++k) {
        const auto U = [&](double steps) {
          Vector3 at = r;
          at(k) += steps * h;
          return DisturbingPotential(at, degree, order);
        };
        gradient(k) = kMuEarth / kEarthGravityRadius * (8.0 * (U(1.0) - U(-1.0)) - (U(2.0) - U(-2.0))) / (12.0 * h);
      }
      EXPECT_LT(RelativeError(harmonics, gradient), 1e-7) << degree << " x " << order;
    }
  }
}

TEST(Gravity, DegreeZeroIsTwoBodyAndDegreeTwoOrderZeroIsJ2) {
  const Vector3 r(4e6, -5e6, 3e6);
  const double size = r.norm();
  EXPECT_LT(RelativeError(GravityItrf(r, 0, 0), -kMuEarth / (size * size * size) * r), 4e-16);
  EXPECT_EQ(GravityItrf(r, 1, 1), GravityItrf(r, 0, 0));
  EXPECT_LT(RelativeError(GravityItrf(r, 2, 0), J2Acceleration(r)), 1e-15);
}

TEST(Gravity, AnyDegreeAndOrderIsTheSumOfItsTerms) {
  // A field cut at degree and order equals the field whose coefficients end there: what lies past the cut adds exactly nothing.
  const Vector3 r(-3.1e6, 4.2e6, 4.9e6);
  for (int degree = 2; degree <= kMaxGravityDegree; ++degree) {
    for (const int order : {0, 1, degree / 2, degree - 1, degree}) {
      std::vector<HarmonicCoefficient> cut(kEgm2008, kEgm2008 + HarmonicIndex(degree, degree) + 1);
      for (int n = 2; n <= degree; ++n) {
        for (int m = order + 1; m <= n; ++m) cut[HarmonicIndex(n, m)] = {};
      }
      const auto field = GravityField::Make(kMuEarth, kEarthGravityRadius, degree, cut);
      ASSERT_TRUE(field.has_value());
      EXPECT_EQ(field->Acceleration(r, degree, degree), GravityItrf(r, degree, order)) << degree << " x " << order;
    }
  }
}

TEST(Gravity, OneHarmonicIsItsOwnGradient) {
  // J3 alone, conventional: U = -mu / r J3 (R / r)^3 (5 u^3 - 3 u) / 2, with u = z / r; its gradient by hand.
  const double J3 = -2.5e-6;
  std::vector<HarmonicCoefficient> h(HarmonicIndex(3, 3) + 1);
  h[HarmonicIndex(3, 0)].C = -J3;
  NormaliseHarmonics(3, h);
  EXPECT_NEAR(h[HarmonicIndex(3, 0)].C, -J3 / std::sqrt(7.0), 1e-21);
  const double mu = 4e14;
  const double R = 6.4e6;
  const auto field = GravityField::Make(mu, R, 3, h);
  ASSERT_TRUE(field.has_value());
  for (const Vector3& r : {Vector3(5e6, -4e6, 3e6), Vector3(0.0, 0.0, 7e6), Vector3(0.0, 0.0, -7e6), Vector3(7e6, 0.0, 0.0)}) {
    const double size = r.norm();
    const double u = r.z() / size;
    const double k = -mu * J3 * R * R * R / (2.0 * std::pow(size, 5));
    const Vector3 across = k * (15.0 * u - 35.0 * u * u * u) / size * r;
    const Vector3 along(0.0, 0.0, k * (15.0 * u * u - 3.0));
    const Vector3 central = -mu / (size * size * size) * r;
    EXPECT_LT((field->Acceleration(r, 3, 0) - central - across - along).norm(), 2e-16 * central.norm());
  }
}

TEST(Gravity, RefusesFieldsThatAreNone) {
  const std::vector<HarmonicCoefficient> h(HarmonicIndex(4, 4) + 1);
  EXPECT_TRUE(GravityField::Make(kMuEarth, kEarthGravityRadius, 4, h).has_value());
  EXPECT_TRUE(GravityField::Make(kMuEarth, kEarthGravityRadius, 0, h).has_value());
  EXPECT_FALSE(GravityField::Make(kMuEarth, kEarthGravityRadius, 5, h).has_value());
  EXPECT_FALSE(GravityField::Make(kMuEarth, kEarthGravityRadius, -1, h).has_value());
  EXPECT_FALSE(GravityField::Make(kMuEarth, kEarthGravityRadius, kMaxGravityDegree + 1, std::vector<HarmonicCoefficient>(1000)).has_value());
  EXPECT_FALSE(GravityField::Make(std::nan(""), kEarthGravityRadius, 4, h).has_value());
  EXPECT_FALSE(GravityField::Make(kMuEarth, 0.0, 4, h).has_value());
  std::vector<HarmonicCoefficient> broken = h;
  broken[7].S = INFINITY;
  EXPECT_FALSE(GravityField::Make(kMuEarth, kEarthGravityRadius, 4, broken).has_value());
}

TEST(Gravity, TheTableMadeByTheCompilerIsTheOneMadeAtRunTime) {
  std::vector<double> table(kEgm2008TableSize);
  MakeGravityTable(kMaxGravityDegree, kEgm2008, table.data());
  for (std::size_t i = 0; i < table.size(); ++i) ASSERT_EQ(table[i], kEgm2008Table[i]) << i;
}

TEST(Gravity, NormOnTheGroundMatchesIcgemWithinTheTruncation) {
  // JuliaSpace/SatelliteToolboxGravityModels.jl b42071a, test/test_results/gravitation/JGM3.gdf: full JGM-3 at WGS 84 height 0, mGal. Degree 36 omits some 25 mGal rms.
  const struct {
    double lon, lat, mgal;
  } rows[] = {{-180, 90, 983223.3720817367}, {130, 80, 983148.6193621807}, {70, 60, 982747.2253887183},   {40, 50, 982478.4130362605},
              {150, 30, 981859.0221003047},  {90, 10, 981461.3261294777},  {-110, 0, 981415.2401377519},  {30, -10, 981462.8125467409},
              {170, -20, 981678.6133997551}, {-60, -40, 982183.773761932}, {50, -60, 982784.9710733908},  {160, -80, 983124.7638283866}};
  for (const auto& row : rows) {
    const Vector3 r = GeodeticToItrf(row.lat * kDegree, row.lon * kDegree, 0.0);
    EXPECT_NEAR(1e5 * GravityItrf(r, 36, 36).norm(), row.mgal, 60.0) << row.lon << " " << row.lat;
  }
}

/// The Earth's pole at (X, Y, s), angle 0 at t = 0.
AstronomyTable TableWithPole(const Vector3& xys) {
  AstronomyTable table;
  table.pole = {.t0 = -1e6, .span = 2e6, .count = 1, .degree = 0, .dimension = 3, .coefficients = {xys.x(), xys.y(), xys.z()}};
  table.era_rate = kEarthRate;
  return table;
}

TEST(Gravity, J2AloneTakesNoTableEvenWhereOneIs) {
  ForceModel model{.gravity_degree = 2, .gravity_order = 0, .sun = false, .moon = false, .drag = false, .solar_pressure = false};
  EXPECT_FALSE(NeedsAstronomy(model));
  const AstronomyTable table = TableWithPole({1e-3, 2e-3, 0.0});
  const State state{.r = {4e6, -5e6, 3e6}};
  EXPECT_EQ(Acceleration(model, nullptr, {}, 0.0, state), Acceleration(model, &table, {}, 5.0, state));
  model.gravity_order = 1;
  EXPECT_TRUE(NeedsAstronomy(model));
  model.gravity_degree = 0;
  model.gravity_order = 0;
  EXPECT_FALSE(NeedsAstronomy(model));
}

TEST(Gravity, TurnsWithTheEarth) {
  const ForceModel model{.gravity_degree = 8, .gravity_order = 8, .sun = false, .moon = false, .drag = false, .solar_pressure = false};
  const AstronomyTable table = TableWithPole(Vector3::Zero());
  const Vector3 r(5e6, 3e6, -4e6);
  const double t = 12345.0;
  const Matrix3 turn = RotationZ(-kEarthRate * t);
  const Vector3 later = turn * r;  // the same place of the Earth
  const Vector3 expected = turn * Acceleration(model, &table, {}, 0.0, {.r = r});
  EXPECT_LT(RelativeError(Acceleration(model, &table, {}, t, {.r = later}), expected), 1e-14);
}

}  // namespace
}  // namespace haze::dynamics
