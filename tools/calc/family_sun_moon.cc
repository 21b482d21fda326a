// Sun and Moon, and what they pull.
#include <cmath>

#include "dynamics/astronomy/almanac.h"
#include "dynamics/astronomy/bodies.h"
#include "dynamics/astronomy/earth_frames.h"
#include "dynamics/astronomy/time_scales.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "tools/calc/common.h"
#include "tools/calc/instant.h"

namespace haze::tools {
namespace {

using dynamics::State;
using dynamics::Vector3;
using D = Dimension;

Instant When(const Inputs& in) {
  if (in.Has("utc")) return ReadInstant(in, "utc", "UTC", 0.0);
  if (in.Has("jd_utc")) return InstantOf(in.Julian("jd_utc"), "UTC", 0.0);
  if (in.Has("jd_tdb")) return InstantOf(in.Julian("jd_tdb"), "TDB", 0.0);
  if (in.Has("tt_jd")) return InstantOf(in.Julian("tt_jd"), "TT", 0.0);
  throw InputError("utc: is missing (utc, jd_utc, jd_tdb or tt_jd)");
}

/// Mean equator and equinox of date, by the precession of IAU 1976.
Vector3 ToMod(const Vector3& r_GCRF, const Instant& at) { return dynamics::Precession1976(at.tt) * (dynamics::FrameBias2006() * r_GCRF); }

void AddBody(Outputs& out, const Vector3& r_GCRF, const Vector3& v_GCRF, const Instant& at) {
  const Vector3 mod = ToMod(r_GCRF, at);
  out.Vector("r_gcrs", D::kLength, r_GCRF);
  out.Vector("v_gcrs", D::kSpeed, v_GCRF);
  out.Vector("r_mod", D::kLength, mod);
  out.Add("ra", D::kAngle, dynamics::Atan2(mod.y(), mod.x()));
  out.Add("dec", D::kAngle, dynamics::Atan2(mod.z(), dynamics::Hypot(mod.x(), mod.y())));
  // Ecliptic of date: turned by the mean obliquity.
  const Vector3 ecliptic = dynamics::RotationX(dynamics::MeanObliquity1980(at.tt)) * mod;
  out.Add("lon", D::kAngle, dynamics::WrapTwoPi(dynamics::Atan2(ecliptic.y(), ecliptic.x())));
  out.Add("lat", D::kAngle, dynamics::Atan2(ecliptic.z(), dynamics::Hypot(ecliptic.x(), ecliptic.y())));
  out.Add("range", D::kLength, r_GCRF.norm());
}

Outputs SunAt(const Instant& at) {
  const State sun = dynamics::SunState(at.tdb);
  Outputs out;
  AddBody(out, sun.r, sun.v, at);
  return out;
}

Outputs MoonAt(const Instant& at) {
  const State moon = dynamics::MoonState(at.tt);
  Outputs out;
  AddBody(out, moon.r, moon.v, at);
  return out;
}

Answer Sun(const Inputs& in) { return SunAt(When(in)); }
Answer Moon(const Inputs& in) { return MoonAt(When(in)); }

/// Textbooks give a place of date by the almanac's series, whose errors are larger than the tolerances of their examples.
Outputs OfAlmanac(const dynamics::AlmanacPlace& place) {
  Outputs out;
  out.Vector("r_mod", D::kLength, place.r_MOD);
  out.Add("ra", D::kAngle, dynamics::Atan2(place.r_MOD.y(), place.r_MOD.x()));
  out.Add("dec", D::kAngle, dynamics::Atan2(place.r_MOD.z(), dynamics::Hypot(place.r_MOD.x(), place.r_MOD.y())));
  out.Add("lon", D::kAngle, place.lon);
  out.Add("lat", D::kAngle, place.lat);
  return out;
}

double Centuries(const dynamics::JulianDate& date) { return ((date.day - 2451545.0) + date.fraction) / 36525.0; }

Answer SunOfUtc(const Inputs& in) { return OfAlmanac(dynamics::AlmanacSun(Centuries(in.Julian("jd_utc")))); }
Answer MoonOfTdb(const Inputs& in) { return OfAlmanac(dynamics::AlmanacMoon(Centuries(in.Julian("jd_tdb")))); }
Answer MoonOfTt(const Inputs& in) { return MoonAt(InstantOf(in.Julian("tt_jd"), "TT", 0.0)); }

Answer MoonOfCenturies(const Inputs& in) {
  const double centuries = in.Number("ttdb");
  if (!(std::fabs(centuries) < 3.0)) in.Refuse("ttdb", "allowed: three centuries from 2000");
  return OfAlmanac(dynamics::AlmanacMoon(centuries));
}

Answer Both(const Inputs& in) {
  const std::string frame = in.Text("frame");
  if (!frame.starts_with("ICRF") && frame != "GCRF" && frame != "GCRS") in.Refuse("frame", "allowed: ICRF geocentric, GCRF");
  const Instant at = InstantOf(in.Julian("jd_tdb"), "TDB", 0.0);
  Outputs out;
  out.Vector("sun", D::kLength, dynamics::SunState(at.tdb).r);
  out.Vector("moon", D::kLength, dynamics::MoonState(at.tt).r);
  return out;
}

/// Point mass, relative to the Earth's own fall. Source: Montenbruck & Gill (2000), section 3.3.
Answer ThirdBody(const Inputs& in) {
  const std::string body = in.Has("body") ? in.Text("body") : "Sun";
  const std::optional<double> gm = dynamics::BodyGm(body);
  if (!gm) in.Refuse("body", "allowed: Sun, Moon, Mercury, Venus, Mars, Jupiter, Saturn, Uranus, Neptune");
  const std::vector<double> dates = in.Numbers("mjd_tt");
  const std::vector<Vector3> places = in.Vectors("r_eci");
  const bool one_date = dates.size() == 1;
  if (dates.empty() || (!one_date && dates.size() != places.size())) in.Refuse("mjd_tt", "allowed: as many as rows of r_eci");
  std::vector<Vector3> rows;
  for (std::size_t k = 0; k < places.size(); ++k) {
    const double mjd = dates[one_date ? 0 : k];
    if (!(std::fabs(mjd) < 2.0e5)) in.Refuse("mjd_tt", "allowed: modified Julian dates within 2e5");
    const Instant at = InstantOf({2400000.5, mjd}, "TT", 0.0);
    Vector3 s = Vector3::Zero();
    if (body == "Sun") {
      s = dynamics::SunState(at.tdb).r;
    } else if (body == "Moon") {
      s = dynamics::MoonState(at.tt).r;
    } else {
      s = *dynamics::PlanetPosition(body, at.tdb);
    }
    const Vector3 d = s - places[k];
    const double d3 = d.squaredNorm() * d.norm();
    const double s3 = s.squaredNorm() * s.norm();
    if (!(d3 > 0.0)) in.Refuse("r_eci", "allowed: not at the body's centre");
    rows.push_back(*gm * (d / d3 - s / s3));
  }
  const bool many = in.Raw("r_eci").is_array() && !in.Raw("r_eci").empty() && in.Raw("r_eci")[0].is_array();
  Outputs out;
  out.Add("a", D::kAcceleration, many ? ToJson(rows) : ToJson(rows.front()), 1);
  return out;
}

std::vector<Field> BodyOut() {
  return {Position("r_gcrs", "geometric, geocentric, GCRF"),
          Velocity("v_gcrs", "the same"),
          Position("r_mod", "mean equator and equinox of date"),
          Angle("ra", "right ascension of date"),
          Angle("dec", "declination of date"),
          Angle("lon", "ecliptic of date"),
          Angle("lat", "ecliptic of date"),
          Length("range", "distance from the Earth's centre")};
}

std::vector<Field> AlmanacOut() {
  return {Position("r_mod", "mean equator and equinox of date"), Angle("ra", "right ascension of date"), Angle("dec", "declination of date"),
          Angle("lon", "ecliptic of date"), Angle("lat", "ecliptic of date")};
}

}  // namespace

void AddSunMoonShapes(std::vector<Shape>& shapes) {
  const auto date = [](std::string_view names, std::string_view meaning, bool required) { return Field{names, D::kJulian, Form::kNumbers, required, meaning}; };
  const std::vector<Field> when = {Words("utc", "when", false), date("jd_utc", "instead", false), date("jd_tdb", "instead", false),
                                   date("tt_jd|jd_tt", "instead", false)};
  shapes.push_back({"sun", "", "the Sun seen from the Earth's centre", when, BodyOut(), Sun, R"({"utc": "2026-06-18T17:44:00"})"});
  shapes.push_back({"moon", "", "the Moon seen from the Earth's centre", when, BodyOut(), Moon, R"({"utc": "2026-06-18T17:44:00"})"});
  shapes.push_back({"", "sun_moon", "the Sun of date by the almanac's series (a UTC date alone)", {date("jd_utc", "UTC", true)}, AlmanacOut(), SunOfUtc});
  shapes.push_back({"", "sun_moon", "the Moon of date by the almanac's series (a TDB date alone)", {date("jd_tdb", "TDB", true)}, AlmanacOut(), MoonOfTdb});
  shapes.push_back({"", "sun_moon", "the Moon (a TT date alone)", {date("tt_jd", "TT", true)}, BodyOut(), MoonOfTt});
  shapes.push_back({"moon",
                    "sun_moon",
                    "the Moon by the almanac's series",
                    {Number("ttdb", "Julian centuries of TDB since J2000")},
                    AlmanacOut(),
                    MoonOfCenturies,
                    R"({"ttdb": 0.264})"});
  shapes.push_back({"sun, moon",
                    "sun_moon",
                    "Sun and Moon together",
                    {Words("frame", "ICRF geocentric or GCRF"), date("jd_tdb", "TDB", true)},
                    {Position("sun", "GCRF"), Position("moon", "GCRF")},
                    Both,
                    R"({"jd_tdb": [2457884.5, 0.16], "frame": "GCRF"})"});
  shapes.push_back({"sun, moon",
                    "sun_moon",
                    "acceleration by a third body, rows of places",
                    {{"mjd_tt", D::kNone, Form::kNumbers, true, "modified Julian dates, TT"},
                     {"r_eci|r_gcrf", D::kLength, Form::kVectors, true, "places, GCRF"},
                     Words("body", "Sun where missing; Moon, Jupiter, ...", false)},
                    {{"a", D::kAcceleration, Form::kVectors, true, "rows as the places"}},
                    ThirdBody,
                    R"({"mjd_tt": 60310.0, "r_eci_m": [4884992.3, 4553508.5, 1330313.6]})"});
}

}  // namespace haze::tools
