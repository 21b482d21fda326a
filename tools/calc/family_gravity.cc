// The Earth's gravity: EGM2008, coefficients of the question, Legendre functions.
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/gravity.h"
#include "tools/calc/common.h"
#include "tools/calc/ellipsoid.h"

namespace haze::tools {
namespace {

using dynamics::Vector3;
using D = Dimension;

constexpr double kLeastRadius = 1.0e6;  // m: below it the series means nothing

Vector3 ReadPlace(const Inputs& in) {
  const Vector3 r = in.Vector("r_ecef");
  if (!(r.norm() > kLeastRadius && r.norm() < 1e13)) in.Refuse("r_ecef", "allowed: 1,000 km to 1e10 km from the centre");
  return r;
}

Answer Egm(const Inputs& in) {
  const int degree = in.Has("degree") ? in.Integer("degree", 0, dynamics::kMaxGravityDegree) : 20;
  const int order = in.Has("order") ? in.Integer("order", 0, degree) : degree;
  Outputs out;
  out.Vector("a", D::kAcceleration, dynamics::GravityItrf(ReadPlace(in), degree, order));
  return out;
}

Answer OwnCoefficients(const Inputs& in) {
  const int degree = in.Integer("degree", 0, dynamics::kMaxGravityDegree);
  const int order = in.Integer("order", 0, degree);
  const std::vector<std::vector<double>> C = in.Rows("C_norm");
  const std::vector<std::vector<double>> S = in.Rows("S_norm");
  std::vector<dynamics::HarmonicCoefficient> coefficients(dynamics::HarmonicIndex(degree, degree) + 1);
  for (int n = 2; n <= degree; ++n) {
    for (int m = 0; m <= n; ++m) {
      const auto row = static_cast<std::size_t>(n);
      const auto column = static_cast<std::size_t>(m);
      if (row >= C.size() || column >= C[row].size()) in.Refuse("C_norm", "allowed: rows 0 to degree, each with n + 1 numbers at least");
      if (row >= S.size() || column >= S[row].size()) in.Refuse("S_norm", "allowed: rows 0 to degree, each with n + 1 numbers at least");
      coefficients[dynamics::HarmonicIndex(n, m)] = {C[row][column], S[row][column]};
    }
  }
  const auto field = dynamics::GravityField::Make(in.Positive("mu"), in.Positive("Re"), degree, coefficients);
  if (!field) in.Refuse("C_norm", "allowed: finite coefficients");
  Outputs out;
  out.Vector("a", D::kAcceleration, field->Acceleration(ReadPlace(in), degree, order));
  return out;
}

/// Conventional P_nm(sin lat) without the Condon-Shortley sign. Source: Montenbruck & Gill (2000), eqs. 3.23-3.25.
Answer Legendre(const Inputs& in) {
  const double lat = in.Number("lat_gc");
  if (!(std::fabs(lat) <= 0.5 * dynamics::kPi + 1e-12)) in.Refuse("lat_gc", "allowed: -90 to 90 deg");
  const int order = in.Integer("order", 0, 60);
  const double s = dynamics::Sin(lat);
  const double c = dynamics::Cos(lat);
  const auto size = static_cast<std::size_t>(order) + 1;
  std::vector<std::vector<double>> P(size, std::vector<double>(size, 0.0));
  P[0][0] = 1.0;
  for (std::size_t m = 0; m < size; ++m) {
    const auto dm = static_cast<double>(m);
    if (m > 0) P[m][m] = (2.0 * dm - 1.0) * c * P[m - 1][m - 1];
    if (m + 1 < size) P[m + 1][m] = (2.0 * dm + 1.0) * s * P[m][m];
    for (std::size_t n = m + 2; n < size; ++n) {
      const auto dn = static_cast<double>(n);
      P[n][m] = ((2.0 * dn - 1.0) * s * P[n - 1][m] - (dn + dm - 1.0) * P[n - 2][m]) / (dn - dm);
    }
  }
  Outputs out;
  out.Add("P_unnormalized", D::kNone, P);
  return out;
}

/// Size of the attraction (no centrifugal part) at geodetic places.
Answer Map(const Inputs& in) {
  const std::string model = in.Text("model");
  // The low degrees of these fields differ far less than what truncation leaves out.
  if (!model.starts_with("JGM3") && !model.starts_with("EGM2008") && !model.starts_with("EGM96"))
    throw NotCovered("model: EGM2008 to degree 36 is the field here");
  const std::vector<double> lat = in.Numbers("lat_geodetic");
  const std::vector<double> lon = in.Numbers("lon");
  if (lat.empty() || lat.size() != lon.size()) in.Refuse("lon", "allowed: as many as latitudes");
  const double h = in.Number("h", 0.0);
  const dynamics::Ellipsoid ellipsoid = ReadEllipsoid(in);
  std::vector<double> sizes;
  for (std::size_t k = 0; k < lat.size(); ++k) {
    const Vector3 r = dynamics::GeodeticToItrf(lat[k], lon[k], h, ellipsoid);
    if (!(r.norm() > kLeastRadius)) in.Refuse("h", "allowed: above -5,000 km");
    sizes.push_back(dynamics::GravityItrf(r, dynamics::kMaxGravityDegree, dynamics::kMaxGravityDegree).norm());
  }
  Outputs out;
  out.Add("norm", D::kAcceleration, OneOrAll(sizes, in.IsArray("lat_geodetic")));
  Answer answer(std::move(out));
  answer.note = "by EGM2008 to degree 36: what higher degrees add is within the tolerance";
  return answer;
}

}  // namespace

void AddGravityShapes(std::vector<Shape>& shapes) {
  const Field r = Position("r_ecef|r_itrf", "Earth-fixed");
  const Field a = {"a", D::kAcceleration, Form::kVector, true, "central term included"};
  shapes.push_back({"gravity",
                    "gravity",
                    "acceleration by EGM2008",
                    {r, Number("degree", "0 to 36, 20 where missing", false), Number("order", "as the degree where missing", false)},
                    {a},
                    Egm,
                    R"({"r_ecef_km": [-2110.289523, -5511.916033, 3491.913394], "degree": 20})"});
  shapes.push_back(
      {"gravity",
       "gravity",
       "acceleration by fully normalised coefficients of the question",
       {r,
        Number("degree", "0 to 36"),
        Number("order", "at most the degree"),
        {"C_norm", D::kNone, Form::kMatrix, true, "rows are degrees"},
        {"S_norm", D::kNone, Form::kMatrix, true, "rows are degrees"},
        {"mu", D::kGm, Form::kNumber, true, "of the coefficients"},
        Length("Re", "of the coefficients")},
       {a},
       OwnCoefficients,
       R"({"r_ecef_km": [7000, 0, 0], "degree": 2, "order": 0, "C_norm": [[0], [0, 0], [-4.84165e-4, 0, 0]], "S_norm": [[0], [0, 0], [0, 0, 0]], "mu_km3_s2": 398600.4415, "Re_km": 6378.1363})"});
  shapes.push_back({"gravity",
                    "gravity",
                    "Legendre functions, conventional",
                    {Angle("lat_gc", "geocentric latitude"), Number("order", "0 to 60")},
                    {{"P_unnormalized", D::kNone, Form::kMatrix, true, "P[n][m]"}},
                    Legendre,
                    R"({"lat_gc_deg": 30.6, "order": 3})"});
  std::vector<Field> map = {Words("model", "JGM3, EGM96, EGM2008: answered by EGM2008 to degree 36"),
                            {"lat_geodetic", D::kAngle, Form::kNumbers, true, "latitudes"},
                            {"lon", D::kAngle, Form::kNumbers, true, "longitudes"},
                            Length("h", "above the ellipsoid", false)};
  const std::vector<Field> ellipsoid = EllipsoidFields();
  map.insert(map.end(), ellipsoid.begin(), ellipsoid.end());
  shapes.push_back({"gravity",
                    "gravity",
                    "size of the attraction at places",
                    map,
                    {{"norm", D::kAcceleration, Form::kNumbers, true, "without the centrifugal part"}},
                    Map,
                    R"({"model": "EGM2008", "lat_geodetic_deg": [0, 45], "lon_deg": [10, 20], "h_m": 0})"});
}

}  // namespace haze::tools
