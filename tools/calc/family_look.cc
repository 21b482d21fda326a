// Look angles, places, access windows.
#include <cmath>
#include <limits>

#include "dynamics/access.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/sgp4.h"
#include "tools/calc/common.h"
#include "tools/calc/ellipsoid.h"

namespace haze::tools {
namespace {

using dynamics::Vector3;
using D = Dimension;

/// A place on the ground, its own object in the question.
const Shape& SiteShape() {
  static const Shape shape = {"", "", "a place", {Angle("lat|lat_gd", "geodetic"), Angle("lon", "east"), Length("alt|h", "above the ellipsoid", false)}, {}};
  return shape;
}

using dynamics::Site;

Site ReadSite(const Inputs& in, std::string_view name, const dynamics::Ellipsoid& ellipsoid) {
  const Json& object = in.Raw(name);
  if (!object.is_object()) in.Refuse(name, "allowed: an object with lat, lon and alt");
  const Inputs site(object, SiteShape());
  return dynamics::MakeSite({site.Number("lat"), site.Number("lon"), site.Number("alt", 0.0)}, ellipsoid);
}

/// Angles, range and, with a velocity, their rates.
Outputs Looked(const Inputs& in, const Site& site, const Vector3& r, const Vector3* v) {
  const auto look = dynamics::LookWithRates(site, {r, v == nullptr ? Vector3(Vector3::Zero()) : *v});
  if (!look) throw InputError(in.Key("r_ecef") + ": is the site itself");
  Outputs out;
  out.Add("az", D::kAngle, look->az);
  out.Add("el", D::kAngle, look->el);
  out.Add("range", D::kLength, look->range);
  if (v == nullptr) return out;
  out.Add("range_rate", D::kSpeed, look->range_rate);
  out.Add("az_rate", D::kAngularRate, look->az_rate);
  out.Add("el_rate", D::kAngularRate, look->el_rate);
  return out;
}

Answer FromSite(const Inputs& in) {
  const Site site = ReadSite(in, "site", ReadEllipsoid(in));
  const Vector3 r = in.Vector("r_ecef");
  if (!in.Has("v_ecef")) return Looked(in, site, r, nullptr);
  const Vector3 v = in.Vector("v_ecef");
  return Looked(in, site, r, &v);
}

Answer FromFields(const Inputs& in) {
  return Looked(in, dynamics::MakeSite({in.Number("site_lat"), in.Number("site_lon"), in.Number("site_h", 0.0)}, ReadEllipsoid(in)), in.Vector("r_ecef"),
                nullptr);
}

Answer Place(const Inputs& in) {
  Outputs out;
  out.Vector("r_ecef", D::kLength, dynamics::GeodeticToItrf(in.Number("lat_gd"), in.Number("lon"), in.Number("alt", 0.0), ReadEllipsoid(in)));
  return out;
}

Answer Spun(const Inputs& in) {
  Outputs out;
  out.Vector("r_ecef", D::kLength, dynamics::RotationZ(in.Number("gmst")) * in.Vector("r_eci"));
  return out;
}

/// Windows in which an element set stands above an elevation, TEME turned by the mean sidereal time (no pole; UT1 = UTC unless said).
Answer Access(const Inputs& in) {
  if (in.Has("propagator") && in.Text("propagator") != "SGP4") in.Refuse("propagator", "allowed: SGP4");
  const std::vector<std::string> lines = in.Texts("tle");
  if (lines.size() != 2) in.Refuse("tle", "allowed: two lines");
  const dynamics::TleResult tle = dynamics::ParseTle(lines[0], lines[1]);
  if (!tle.tle) throw InputError(tle.error);
  const dynamics::Sgp4Init init = dynamics::InitSgp4(*tle.tle);
  if (!init.model) throw InputError(in.Key("tle") + ": SGP4 refuses these elements");
  const Site site = ReadSite(in, "site", ReadEllipsoid(in));
  const double least = in.Number("min_elevation", 0.0);
  const double dut1 = in.Number("dut1", 0.0);
  if (!(std::fabs(least) < 0.5 * dynamics::kPi)) in.Refuse("min_elevation", "allowed: -90 to 90 deg");
  if (!(std::fabs(dut1) < 10.0)) in.Refuse("dut1", "allowed: less than 10 s");
  std::vector<dynamics::UtcTime> span;
  for (std::string text : in.Texts("span")) {
    if (!text.ends_with('Z')) text += 'Z';
    const std::optional<dynamics::UtcTime> time = dynamics::ParseUtc(text);
    if (!time) in.Refuse("span", "allowed: two times as 2020-01-01T00:00:00Z");
    span.push_back(*time);
  }
  if (span.size() != 2 || !(span[1] > span[0]) || dynamics::Seconds(span[1] - span[0]) > 31.0 * 86400.0)
    in.Refuse("span", "allowed: two times, the second at most 31 days after the first");
  const double length = dynamics::Seconds(span[1] - span[0]);
  const double offset = dynamics::Seconds(span[0] - tle.tle->epoch);
  const auto place = [&](double t) {
    const dynamics::Sgp4Result result = init.model->At((offset + t) / 60.0);
    if (result.status != dynamics::Sgp4Status::kOk) return Vector3(Vector3::Constant(std::numeric_limits<double>::quiet_NaN()));
    return Vector3(dynamics::PefFromTeme(span[0] + dynamics::FromSeconds(t + dut1)) * result.teme.r);
  };
  dynamics::AccessOptions options;
  options.min_elevation = least;
  const auto found = dynamics::AccessWindows(site, place, 0.0, length, options);
  if (!found) throw InputError(in.Key("tle") + ": SGP4 fails inside the span");
  const auto text = [&](double t) { return dynamics::FormatUtc(span[0] + dynamics::FromSeconds(t + 0.0005), 3); };
  Json windows = Json::array();
  Json durations = Json::array();
  for (const dynamics::Window& window : *found) {
    windows.push_back({text(window.start), text(window.end)});
    durations.push_back(window.end - window.start);
  }
  Outputs out;
  out.Add("windows_utc", D::kUtc, windows);
  out.Add("durations", D::kTime, durations);
  return out;
}

std::vector<Field> With(std::vector<Field> fields, std::vector<Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

}  // namespace

void AddLookShapes(std::vector<Shape>& shapes) {
  const Field site = {"site", D::kNone, Form::kObject, true, "an object: lat_deg, lon_deg, alt_km"};
  const std::vector<Field> angles = {Angle("az", "from north through east"), Angle("el", "above the ellipsoid's horizon"), Length("range", "distance")};
  shapes.push_back({"look", "lookangles", "look angles and their rates from a place",
                    With({site, Position("r_ecef", "Earth-fixed"), Velocity("v_ecef", "Earth-fixed", false)}, EllipsoidFields()),
                    With(angles, {{"range_rate", D::kSpeed, Form::kNumber, true, "with v_ecef"},
                                  {"az_rate", D::kAngularRate, Form::kNumber, true, "with v_ecef"},
                                  {"el_rate", D::kAngularRate, Form::kNumber, true, "with v_ecef"}}),
                    FromSite, R"({"site": {"lat_deg": 39.007, "lon_deg": -104.883, "alt_km": 2.102}, "r_ecef_km": [-5225.5, -3071.0, 3501.8]})"});
  shapes.push_back({"look", "lookangles", "look angles, the place in three fields",
                    With({Angle("site_lat", "geodetic"), Angle("site_lon", "east"), Length("site_h|site_alt", "above the ellipsoid", false),
                          Position("r_ecef|sat_ecef", "Earth-fixed")},
                         EllipsoidFields()),
                    angles, FromFields, R"({"site_lat_deg": 39.007, "site_lon_deg": -104.883, "site_h_km": 2.1, "r_ecef_km": [-5225.5, -3071.0, 3501.8]})"});
  shapes.push_back({"look",
                    "lookangles",
                    "Earth-fixed position of a place",
                    With({Angle("lat_gd|lat", "geodetic"), Angle("lon", "east"), Length("alt|h", "above the ellipsoid", false)}, EllipsoidFields()),
                    {Position("r_ecef", "of the place")},
                    Place,
                    R"({"lat_gd_deg": 39.007, "lon_deg": -104.883, "alt_km": 2.187})"});
  shapes.push_back({"look",
                    "lookangles",
                    "inertial to Earth-fixed by a sidereal angle",
                    {Angle("gmst", "sidereal angle"), Position("r_eci", "inertial")},
                    {Position("r_ecef", "Earth-fixed")},
                    Spun,
                    R"({"gmst_rad": 1, "r_eci_km": [8000, 0, 8000]})"});
  shapes.push_back(
      {"look",
       "lookangles",
       "access windows of an element set over a place",
       With({{"tle", D::kText, Form::kNumbers, true, "two lines"},
             site,
             {"span|span_utc", D::kUtc, Form::kNumbers, true, "from and to, UTC, at most 31 days"},
             Angle("min_elevation", "0 where missing", false),
             Words("propagator", "SGP4", false),
             Time("dut1", "UT1 - UTC, 0 where missing", false)},
            EllipsoidFields()),
       {{"windows_utc", D::kUtc, Form::kMatrix, true, "rise and set; cut at the span's ends"}, {"durations", D::kTime, Form::kNumbers, true, "of the windows"}},
       Access,
       R"({"tle": ["1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753", "2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667"], "site": {"lat_deg": 10, "lon_deg": 15}, "span_utc": ["2000-06-28T00:00:00Z", "2000-06-29T00:00:00Z"]})"});
  shapes.push_back({"",
                    "lookangles",
                    "field of view of an imaging satellite on the ground",
                    {Angle("az", ""), Angle("lat_gd", ""), Angle("lon", ""), Length("alt", ""), Angle("total_fov", ""), Angle("eta_center", "")},
                    {},
                    nullptr,
                    {},
                    "imaging geometry is not among the models, and the reference's least range of 705 km from 800 km of altitude is impossible"});
}

}  // namespace haze::tools
