// Pines' form of the acceleration: sums over the degree for four orders at once, then the orders one after another.
#include "dynamics/gravity.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/gravity_table.h"

namespace haze::dynamics {
namespace {

/// Two doubles in one register of every x86-64; lanes never meet, so that a lane has the bits of scalar code.
using Pair = double __attribute__((vector_size(16)));

struct Lanes {
  Pair low;
  Pair high;
};

Lanes Load(const double* from) {
  Lanes lanes;
  std::memcpy(&lanes.low, from, sizeof(Pair));
  std::memcpy(&lanes.high, from + 2, sizeof(Pair));
  return lanes;
}

void AddProduct(Lanes& sum, const Lanes& a, const Lanes& b) {
  sum.low += a.low * b.low;
  sum.high += a.high * b.high;
}

void AddTo(Lanes& sum, const Lanes& a) {
  sum.low += a.low;
  sum.high += a.high;
}

/// Sums over the degree of four neighbouring orders: rows of the table times K, and the sums of what C and S had been after each step. With J steps after
/// the first, J + 1 times the sum less those is the sum weighted by the number of the step: additions in place of products.
struct Sums {
  Lanes C, S, C3, S3, C_partial, S_partial;
};

void Add(Sums& sums, const double* step, const Lanes& K) {
  AddProduct(sums.C, Load(step + kRowC * kGravityLanes), K);
  AddProduct(sums.S, Load(step + kRowS * kGravityLanes), K);
  AddProduct(sums.C3, Load(step + kRowC3 * kGravityLanes), K);
  AddProduct(sums.S3, Load(step + kRowS3 * kGravityLanes), K);
  AddTo(sums.C_partial, sums.C);
  AddTo(sums.S_partial, sums.S);
}

void Store(double* to, const Lanes& lanes) {
  std::memcpy(to, &lanes.low, sizeof(Pair));
  std::memcpy(to + 2, &lanes.high, sizeof(Pair));
}

/// Sums of the orders first to first + 3 over the degrees up to `degree`.
Sums SumOverDegrees(const double* table, int first, int degree, double Z, double rho) {
  // All K first, then the sums: both at once would need more registers than there are.
  double all[kGravityLanes * (kMaxGravityDegree + 1)];
  const int last = degree - first;  // the step where only the first lane still has a degree
  const Pair z = {Z, Z};
  const Pair r = {rho, rho};
  Lanes before = {{0.0, 0.0}, {0.0, 0.0}};
  Lanes K = {{1.0, 1.0}, {1.0, 1.0}};
  Store(all, K);
  for (int j = 1; j <= last; ++j) {
    const Lanes b = Load(table + static_cast<std::size_t>(j) * kGravityStep + kRowB * kGravityLanes);
    const Lanes next = {z * K.low - (r * b.low) * before.low, z * K.high - (r * b.high) * before.high};
    before = K;
    K = next;
    Store(all + kGravityLanes * j, K);
  }
  Sums sums{};
  int j = 0;
  for (; j <= last - (kGravityLanes - 1); ++j) Add(sums, table + static_cast<std::size_t>(j) * kGravityStep, Load(all + kGravityLanes * j));
  // From here on the last lanes are past their last degree and count no more.
  constexpr double kKeep[kGravityLanes][kGravityLanes] = {{1.0, 0.0, 0.0, 0.0}, {1.0, 1.0, 0.0, 0.0}, {1.0, 1.0, 1.0, 0.0}, {1.0, 1.0, 1.0, 1.0}};
  for (; j <= last; ++j) {
    const Lanes keep = Load(kKeep[last - j]);
    const Lanes at = Load(all + kGravityLanes * j);
    Add(sums, table + static_cast<std::size_t>(j) * kGravityStep, {keep.low * at.low, keep.high * at.high});
  }
  return sums;
}

/// Acceleration of a field by its table.
Vector3 Evaluate(const double* table, int max_degree, double mu, double R, const Vector3& position, int degree, int order) {
  const double r2 = position.squaredNorm();
  const double r = std::sqrt(r2);
  const Vector3 central = (-mu / (r2 * r)) * position;
  if (degree < 2) return central;

  const double scale = R / r2;
  const double X = scale * position.x();
  const double Y = scale * position.y();
  const double Z = scale * position.z();
  const double rho = scale * R;

  // Along x, y, z and towards the centre.
  double s1 = 0.0;
  double s2 = 0.0;
  double s3 = 0.0;
  double s4 = 0.0;
  // (X + iY) to the order and to the one below it.
  double re = 1.0;
  double im = 0.0;
  double re_below = 0.0;
  double im_below = 0.0;
  const int columns = order < degree ? order + 1 : degree;  // the derivative by z of an order needs the next one
  for (int first = 0; first <= columns; first += kGravityLanes) {
    const Sums sums = SumOverDegrees(table + GravityGroupStart(max_degree, first / kGravityLanes), first, degree, Z, rho);
    double C[kGravityLanes], S[kGravityLanes], C3[kGravityLanes], S3[kGravityLanes];
    double C_partial[kGravityLanes], S_partial[kGravityLanes];
    Store(C, sums.C);
    Store(S, sums.S);
    Store(C3, sums.C3);
    Store(S3, sums.S3);
    Store(C_partial, sums.C_partial);
    Store(S_partial, sums.S_partial);
    for (int lane = 0; lane < kGravityLanes && first + lane <= columns; ++lane) {
      const int k = first + lane;
      s3 += C3[lane] * re_below + S3[lane] * im_below;
      if (k <= order) {
        const double times = k;
        s1 += times * (C[lane] * re_below + S[lane] * im_below);
        s2 += times * (S[lane] * re_below - C[lane] * im_below);
        // n + k + 1 = 2 k + 1 + step, and degree - first steps follow the first.
        const double weight = 2.0 * k + 2.0 + (degree - first);
        s4 += (weight * C[lane] - C_partial[lane]) * re + (weight * S[lane] - S_partial[lane]) * im;
      }
      re_below = re;
      im_below = im;
      re = X * re_below - Y * im_below;
      im = X * im_below + Y * re_below;
    }
  }
  const double along = R / r;  // R / r: what a derivative by X has too little
  const double inwards = s4 + Z * s3;
  const double factor = mu / r2;
  return {central.x() + factor * (along * s1 - inwards * (position.x() / r)), central.y() + factor * (along * s2 - inwards * (position.y() / r)),
          central.z() + factor * (along * s3 - inwards * (position.z() / r))};
}

/// N of the full normalisation: the harmonics' coefficients are divided by it.
double Norm(int n, int m) {
  double square = (m == 0 ? 1.0 : 2.0) * (2.0 * n + 1.0);
  for (int i = n - m + 1; i <= n + m; ++i) square /= i;
  return std::sqrt(square);
}

}  // namespace

Vector3 GravityItrf(const Vector3& r_ITRF, int degree, int order) {
  HAZE_ASSERT(0 <= order && order <= degree && degree <= kMaxGravityDegree, "degree and order of the field", degree, order);
  return Evaluate(kEgm2008Table, kMaxGravityDegree, kMuEarth, kEarthGravityRadius, r_ITRF, degree, order);
}

std::optional<GravityField> GravityField::Make(double mu, double radius, int degree, const std::vector<HarmonicCoefficient>& coefficients) {
  // Powers of the radius up to the 36th over the distance are multiplied: bodies only.
  if (!(mu > 0.0 && mu < 1e60 && radius > 0.0 && radius < 1e20)) return std::nullopt;
  if (degree < 0 || degree > kMaxGravityDegree || coefficients.size() < HarmonicIndex(degree, degree) + 1) return std::nullopt;
  for (std::size_t i = 0; i <= HarmonicIndex(degree, degree); ++i) {
    if (!std::isfinite(coefficients[i].C) || !std::isfinite(coefficients[i].S)) return std::nullopt;
  }
  GravityField field;
  field.mu_ = mu;
  field.radius_ = radius;
  field.degree_ = degree;
  field.table_.resize(GravityTableSize(degree));
  MakeGravityTable(degree, coefficients.data(), field.table_.data());
  return field;
}

Vector3 GravityField::Acceleration(const Vector3& r, int degree, int order) const {
  HAZE_ASSERT(0 <= order && order <= degree && degree <= degree_, "degree and order of the field", degree, order, degree_);
  return Evaluate(table_.data(), degree_, mu_, radius_, r, degree, order);
}

void NormaliseHarmonics(int degree, std::vector<HarmonicCoefficient>& coefficients) {
  HAZE_ASSERT(degree >= 0 && coefficients.size() > HarmonicIndex(degree, degree), "a whole triangle of coefficients", degree);
  for (int n = 0; n <= degree; ++n) {
    for (int m = 0; m <= n; ++m) {
      const double norm = Norm(n, m);
      coefficients[HarmonicIndex(n, m)].C /= norm;
      coefficients[HarmonicIndex(n, m)].S /= norm;
    }
  }
}

}  // namespace haze::dynamics
