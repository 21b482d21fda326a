// Frames of the Earth, of an orbit and of a place.
#include <cmath>

#include "dynamics/astronomy/earth_frames.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "tools/calc/common.h"
#include "tools/calc/ellipsoid.h"
#include "tools/calc/instant.h"

namespace haze::tools {
namespace {

using dynamics::EarthFrame;
using dynamics::State;
using dynamics::Vector3;
using D = Dimension;

EarthFrame ReadFrame(const Inputs& in, std::string_view name, bool classical_gcrf) {
  const std::string text = in.Text(name);
  if (text == "ITRF" || text == "ECEF") return EarthFrame::kItrf;
  if (text == "PEF") return EarthFrame::kPef;
  if (text == "TOD") return EarthFrame::kTod;
  if (text == "MOD") return EarthFrame::kMod;
  if (text == "J2000" || text == "EME2000" || text == "EarthMJ2000Eq") return EarthFrame::kJ2000;
  if (text == "TEME") return EarthFrame::kTeme;
  if (text == "TOD_corr") return EarthFrame::kTodCorrected;
  if (text == "MOD_corr") return EarthFrame::kModCorrected;
  if (text == "TIRS" || text == "TIRF") return EarthFrame::kTirs;
  if (text == "CIRS" || text == "CIRF") return EarthFrame::kCirs;
  if (text == "GCRF" || text == "GCRS") return classical_gcrf ? EarthFrame::kGcrfFk5 : EarthFrame::kGcrf;
  in.Refuse(name, "allowed: ITRF, PEF, TOD, MOD, J2000, EME2000, TEME, TOD_corr, MOD_corr, GCRF, TIRS, CIRS");
}

Instant When(const Inputs& in, double dut1) {
  if (in.Has("utc")) return ReadInstant(in, "utc", "UTC", dut1);
  if (in.Has("utc_year")) {
    const int year = in.Integer("utc_year", 1960, 2200);
    const double day = in.Number("utc_day_of_year");
    if (!(day >= 1.0 && day < 367.0)) in.Refuse("utc_day_of_year", "allowed: 1 to 367, January 1 at 0 h is 1");
    const double start = 2451544.5 + static_cast<double>(dynamics::DaysSince2000({year, 1, 1}));
    const double whole = std::floor(day);
    return InstantOf({start + whole - 1.0, day - whole}, "UTC", dut1);
  }
  if (in.Has("jd_tt")) return InstantOf(in.Julian("jd_tt"), "TT", dut1);
  throw InputError("utc: is missing (utc, utc_year and utc_day_of_year, or tt_jd)");
}

Answer Change(const Inputs& in) {
  const double dut1 = in.Number("dut1", 0.0);
  if (!(std::fabs(dut1) < 10.0)) in.Refuse("dut1", "allowed: less than 10 s");
  dynamics::PoleAndRotation pole;
  pole.lod = in.Number("lod", 0.0);
  pole.xp = in.Number("xp", 0.0);
  pole.yp = in.Number("yp", 0.0);
  pole.ddpsi = in.Number("ddpsi", 0.0);
  pole.ddeps = in.Number("ddeps", 0.0);
  pole.dx = in.Number("dX", 0.0);
  pole.dy = in.Number("dY", 0.0);
  // Corrections of the old nutation are made for the old route to GCRF, unless the new ones stand beside them.
  const bool classical = (in.Has("ddpsi") || in.Has("ddeps")) && !in.Has("dX") && !in.Has("dY");
  const EarthFrame from = ReadFrame(in, "from_frame", classical);
  const EarthFrame to = ReadFrame(in, "to_frame", classical);
  const Instant at = When(in, dut1);
  State state{in.Vector("r"), in.Has("v") ? in.Vector("v") : Vector3(Vector3::Zero())};
  state = dynamics::ChangeFrame(state, from, to, Frames(at), pole);
  Outputs out;
  out.Vector("r", D::kLength, state.r);
  if (in.Has("v")) out.Vector("v", D::kSpeed, state.v);
  return out;
}

Answer Precession(const Inputs& in) {
  const dynamics::JulianDate tt = in.Julian("tt_jd");
  const Vector3 xys = dynamics::IntermediatePole2006(tt);
  Outputs out;
  out.Matrix("rbpn", dynamics::BiasPrecessionNutation2006(tt));
  out.Add("x", D::kNone, xys.x());
  out.Add("y", D::kNone, xys.y());
  out.Add("s", D::kNone, xys.z());
  return out;
}

/// NTW: T along the velocity, W along the angular momentum, N = T x W (Vallado 4th edition, section 3.3); and RTN.
Answer OrbitAxes(const Inputs& in) {
  const State state = ReadState(in, "r", "v");
  const Vector3 h = state.r.cross(state.v);
  if (!(h.norm() > 1e-12 * state.r.norm() * state.v.norm())) in.Refuse("v", "allowed: not along r");
  const Vector3 T = state.v.normalized();
  const Vector3 W = h.normalized();
  dynamics::Matrix3 C;
  C.row(0) = T.cross(W).transpose();
  C.row(1) = T.transpose();
  C.row(2) = W.transpose();
  const dynamics::Matrix3 R = dynamics::RtnFromEci(state);
  Outputs out;
  out.Matrix("C_eci_to_ntw", C);
  out.Vector("r_ntw", D::kLength, C * state.r);
  out.Vector("v_ntw", D::kSpeed, C * state.v);
  out.Matrix("C_eci_to_rtn", R);
  out.Vector("r_rtn", D::kLength, R * state.r);
  out.Vector("v_rtn", D::kSpeed, R * state.v);
  return out;
}

Answer ToGeodetic(const Inputs& in) {
  const Vector3 r = in.Vector("r_ecef");
  if (!(r.norm() > 1.0e6)) in.Refuse("r_ecef", "allowed: more than 1,000 km from the centre");
  const dynamics::Geodetic place = dynamics::ItrfToGeodetic(r, ReadEllipsoid(in));
  Outputs out;
  out.Add("lat", D::kAngle, place.lat);
  out.Add("lat_geodetic", D::kAngle, place.lat);
  out.Add("lat_geocentric", D::kAngle, dynamics::Atan2(r.z(), dynamics::Hypot(r.x(), r.y())));
  out.Add("lon", D::kAngle, place.lon);
  out.Add("h", D::kLength, place.h);
  return out;
}

Answer FromGeodetic(const Inputs& in) {
  Outputs out;
  out.Vector("r_ecef", D::kLength, dynamics::GeodeticToItrf(in.Number("lat"), in.Number("lon"), in.Number("h", 0.0), ReadEllipsoid(in)));
  return out;
}

Answer ToLocal(const Inputs& in) {
  const double lat = in.Number("lat");
  const double lon = in.Number("lon");
  const Vector3 origin = dynamics::GeodeticToItrf(lat, lon, in.Number("h", 0.0), ReadEllipsoid(in));
  const bool translate = in.Has("translate") ? in.Flag("translate") : true;
  const Vector3 r = in.Vector("r_ecef");
  const Vector3 from = translate ? Vector3(r - origin) : r;
  const Vector3 enu = dynamics::EnuFromItrf(lat, lon) * from;
  Outputs out;
  out.Vector("r_ned", D::kLength, {enu.y(), enu.x(), -enu.z()});
  out.Vector("r_enu", D::kLength, enu);
  return out;
}

std::vector<Field> With(std::vector<Field> fields, std::vector<Field> more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

}  // namespace

void AddFrameShapes(std::vector<Shape>& shapes) {
  shapes.push_back({"frames",
                    "frames",
                    "a state in another frame of the Earth",
                    {Words("from_frame|from", "ITRF, PEF, TOD, MOD, J2000, EME2000, TEME, TOD_corr, MOD_corr, GCRF, TIRS, CIRS"),
                     Words("to_frame|to", "one of the same"),
                     Position("r", "position"),
                     Velocity("v", "velocity", false),
                     Words("utc", "when, UTC", false),
                     Number("utc_year", "instead of utc, with utc_day_of_year", false),
                     Number("utc_day_of_year", "1 is January 1, 0 h", false),
                     {"jd_tt|tt_jd", D::kJulian, Form::kNumbers, false, "instead of utc; not read beside it"},
                     Time("dut1", "UT1 - UTC, 0 where missing", false),
                     Time("lod", "excess length of day", false),
                     Angle("xp", "pole", false),
                     Angle("yp", "pole", false),
                     Angle("ddpsi", "correction of IAU 1980; makes GCRF that of the FK5 route", false),
                     Angle("ddeps", "the same in obliquity", false),
                     Angle("dX", "correction of IAU 2006", false),
                     Angle("dY", "the same", false)},
                    {Position("r", "position"), Velocity("v", "velocity")},
                    Change,
                    R"({"from_frame": "TEME", "to_frame": "ITRF", "utc": "2026-06-18T17:44:00", "r_km": [7000, 0, 0], "v_km_s": [0, 7.5, 0]})"});
  shapes.push_back({"frames",
                    "frames",
                    "bias, precession and nutation of IAU 2006/2000A",
                    {{"tt_jd|jd_tt", D::kJulian, Form::kNumbers, true, "TT"}},
                    {{"rbpn", D::kNone, Form::kMatrix, true, "GCRS to true equator and equinox"},
                     Number("x", "of the intermediate pole, rad"),
                     Number("y", "the same"),
                     Number("s", "of the intermediate origin, rad")},
                    Precession,
                    R"({"tt_jd": [2400000.5, 53736.0]})"});
  shapes.push_back({"frames",
                    "frames",
                    "axes of an orbit, RTN and NTW",
                    {Position("r", "position"), Velocity("v", "velocity")},
                    {{"C_eci_to_ntw", D::kNone, Form::kMatrix, true, "and C_eci_to_rtn: rows are the axes"},
                     Position("r_ntw", "and r_rtn"),
                     Velocity("v_ntw", "and v_rtn: inertial velocity")},
                    OrbitAxes,
                    R"({"r_km": [7000, 0, 0], "v_km_s": [0, 7.5, 1]})"});
  shapes.push_back({"frames",
                    "frames",
                    "geodetic coordinates of a place",
                    With({Position("r_ecef|xyz|r_itrf", "Earth-fixed position")}, EllipsoidFields()),
                    {Angle("lat", "geodetic latitude, also as lat_geodetic"), Angle("lat_geocentric", "geocentric"), Angle("lon", "east longitude"),
                     Length("h", "above the ellipsoid")},
                    ToGeodetic,
                    R"({"r_ecef_km": [6524.834, 6862.875, 6448.296]})"});
  shapes.push_back({"frames",
                    "frames",
                    "Earth-fixed position of geodetic coordinates",
                    With({Angle("lat", "geodetic latitude"), Angle("lon", "east longitude"), Length("h|alt", "above the ellipsoid", false)}, EllipsoidFields()),
                    {Position("r_ecef", "position")},
                    FromGeodetic,
                    R"({"lat_deg": 78.23, "lon_deg": 15.4, "h_m": 450})"});
  shapes.push_back({"frames",
                    "frames",
                    "a position in the axes of a place",
                    With({Angle("lat", "geodetic latitude"), Angle("lon", "east longitude"), Length("h|alt", "above the ellipsoid", false),
                          Position("r_ecef", "position"), Flag("translate", "from the place (true where missing) or from the centre", false)},
                         EllipsoidFields()),
                    {Position("r_ned", "north, east, down"), Position("r_enu", "east, north, up")},
                    ToLocal,
                    R"({"r_ecef_m": [6378137, 0, -6378137], "lat_rad": 0.5, "lon_rad": 0.44, "h_m": 130000})"});
}

}  // namespace haze::tools
