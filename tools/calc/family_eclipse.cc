// Shadow, lines of sight, node crossings, twilight.
#include <cmath>
#include <functional>

#include "dynamics/astronomy/bodies.h"
#include "dynamics/astronomy/earth_frames.h"
#include "dynamics/astronomy/time_scales.h"
#include "dynamics/constants.h"
#include "dynamics/crossing.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/kepler.h"
#include "dynamics/shadow.h"
#include "dynamics/visibility.h"
#include "tools/calc/common.h"
#include "tools/calc/instant.h"
#include "tools/calc/pieces.h"

namespace haze::tools {
namespace {

using dynamics::State;
using dynamics::Vector3;
using D = Dimension;

constexpr double kSecond = 1.0;

void NeedOutside(const Inputs& in, std::string_view name, const Vector3& r, double earth) {
  if (!(r.norm() >= 0.99 * earth)) in.Refuse(name, "allowed: outside the Earth");
}

void AddLight(Outputs& out, const Vector3& r, const Vector3& r_sun, double earth) {
  const dynamics::ShadowAngles angles = dynamics::ConicalShadow(r, r_sun, earth);
  const bool seen = dynamics::Sunlit(r, r_sun, earth);
  out.Add("in_light", D::kFlag, seen);
  out.Add("in_shadow", D::kFlag, !seen);
  out.Add("in_penumbra", D::kFlag, angles.penumbra < 0.0);
  out.Add("in_umbra", D::kFlag, angles.umbra < 0.0);
  out.Add("illumination", D::kNone, dynamics::SunlitFraction(r, r_sun));
}

Answer Instantaneous(const Inputs& in) {
  const double earth = in.Positive("Re", dynamics::kEarthRadius);
  const Vector3 r = in.Vector("r_sat");
  const Vector3 sun = in.Vector("r_sun");
  NeedOutside(in, "r_sat", r, earth);
  if (!(sun.norm() > 1e3 * earth)) in.Refuse("r_sun", "allowed: farther than 1,000 Earth radii");
  Outputs out;
  AddLight(out, r, sun, earth);
  return out;
}

/// The Sun's unit stands in a field of its own.
Answer InstantaneousUnit(const Inputs& in) {
  const std::string name = in.Text("r_sun_unit");
  const std::optional<Unit> unit = FindUnit(name, D::kLength);
  if (!unit || !(unit->scale > 0.0)) in.Refuse("r_sun_unit", "allowed: m, km, AU");
  const Vector3 sun = in.Vector("r_sun") * unit->scale;
  const Vector3 r = in.Vector("r_sat");
  NeedOutside(in, "r_sat", r, dynamics::kEarthRadius);
  if (!(sun.norm() > 1e3 * dynamics::kEarthRadius)) in.Refuse("r_sun", "allowed: farther than 1,000 Earth radii");
  Outputs out;
  AddLight(out, r, sun, dynamics::kEarthRadius);
  return out;
}

Answer LightAt(const Inputs& in) {
  const Vector3 r = in.Vector("r");
  NeedOutside(in, "r", r, dynamics::kEarthRadius);
  if (!in.Has("utc") && !in.Has("jd")) throw InputError("jd: is missing (jd or utc)");
  const Instant at = in.Has("utc") ? ReadInstant(in, "utc", "UTC", 0.0) : InstantOf(in.Julian("jd"), "UTC", 0.0);
  Outputs out;
  AddLight(out, r, dynamics::SunState(at.tdb).r, dynamics::kEarthRadius);
  return out;
}

/// Source: Vallado 4th edition, algorithm 35 (SIGHT), spherical.
Answer Sight(const Inputs& in) {
  const Vector3 r1 = in.Vector("r1");
  const Vector3 r2 = in.Vector("r2");
  const double apart = (r1 - r2).squaredNorm();
  if (!(apart > 0.0)) in.Refuse("r2", "allowed: another place than r1");
  Outputs out;
  out.Add("line_of_sight", D::kFlag, dynamics::LineOfSight(r1, r2, in.Positive("Re", dynamics::kEarthRadius)));
  out.Add("tmin_spherical", D::kNone, (r1.squaredNorm() - r1.dot(r2)) / apart);
  return out;
}

/// Entry and exit along an orbit: two angles, or none.
Json Passage(const ConicElements& orbit, const std::function<double(const Vector3&)>& light) {
  const auto at = [&](double nu) {
    ConicElements elements = orbit;
    elements.nu = nu;
    return light(StateOf(elements, dynamics::kMuEarth).r);
  };
  const double step = 0.25 * dynamics::kDegree;
  // Two turns, so that a shadow across perigee has its exit after its entry.
  const auto entry = dynamics::FirstCrossing(at, 0.0, 2.0 * dynamics::kTwoPi, step, 1e-12, dynamics::Direction::kFalling);
  if (!entry) return Json::array();
  const auto exit = dynamics::FirstCrossing(at, entry->t, entry->t + dynamics::kTwoPi, step, 1e-12, dynamics::Direction::kRising);
  if (!exit) return Json::array();
  return {dynamics::WrapTwoPi(entry->t), dynamics::WrapTwoPi(exit->t)};
}

Answer AlongOrbit(const Inputs& in) {
  const double earth = in.Positive("Re", dynamics::kEarthRadius);
  ConicElements orbit;
  orbit.e = in.Number("e");
  if (!(orbit.e >= 0.0 && orbit.e < 1.0)) in.Refuse("e", "allowed: 0 to 1");
  const double a = in.Positive("a_over");
  orbit.p = a * (1.0 - orbit.e * orbit.e);
  if (!(a * (1.0 - orbit.e) >= earth)) in.Refuse("a_over", "allowed: a perigee above the ground");
  orbit.i = in.Number("i");
  orbit.raan = in.Number("raan");
  orbit.argp = in.Number("argp");
  const Vector3 sun = in.Vector("r_sun");
  if (!(sun.norm() > 1e3 * earth)) in.Refuse("r_sun", "allowed: farther than 1,000 Earth radii");
  Outputs out;
  // Stretched along its axis the ellipsoid is a sphere, and straight lines stay straight.
  const Vector3 high_sun = dynamics::StretchedToSphere(sun);
  out.Add("penumbra_nu", D::kAngle, Passage(orbit, [&](const Vector3& r) { return dynamics::ConicalShadow(r, sun, earth).penumbra; }));
  out.Add("umbra_nu", D::kAngle, Passage(orbit, [&](const Vector3& r) { return dynamics::ConicalShadow(r, sun, earth).umbra; }));
  out.Add("stk_penumbra_nu", D::kAngle,
          Passage(orbit, [&](const Vector3& r) { return dynamics::ConicalShadow(dynamics::StretchedToSphere(r), high_sun, earth).penumbra; }));
  out.Add("stk_umbra_nu", D::kAngle,
          Passage(orbit, [&](const Vector3& r) { return dynamics::ConicalShadow(dynamics::StretchedToSphere(r), high_sun, earth).umbra; }));
  out.Add("cylindrical_nu", D::kAngle, Passage(orbit, [&](const Vector3& r) { return dynamics::CylindricalShadow(r, sun, earth); }));
  return out;
}

/// Next crossing of a shadow's edge within ten periods, in two-body motion.
Answer FirstShadow(const Inputs& in) {
  const std::string model = in.Has("model") ? in.Text("model") : "two-body";
  if (model != "two-body") in.Refuse("model", "allowed: two-body");
  const double mu = MuOf(in);
  const ConicElements elements = ReadElements(in);
  if (!(elements.e < 1.0)) in.Refuse("e", "allowed: below 1");
  const State start = StateOf(elements, mu);
  const Instant epoch = ReadInstant(in, "epoch", "UTC", 0.0);
  const double a = elements.p / (1.0 - elements.e * elements.e);
  if (!(a * (1.0 - elements.e) >= dynamics::kEarthRadius && a < 1e9)) in.Refuse("e", "allowed: an orbit from the ground to 1e6 km");
  const double period = dynamics::OrbitPeriod(a, mu);
  if (!(period > 60.0 && period < 1e8)) in.Refuse("e", "allowed: such that a revolution lasts a minute to three years");
  Pieces sun([&](double t) { return dynamics::SunState({epoch.tdb.day, epoch.tdb.fraction + t / 86400.0}).r; });
  const auto angles = [&](double t) {
    const std::optional<State> state = dynamics::PropagateKepler(start, t, mu);
    return dynamics::ConicalShadow(state->r, sun.At(t), dynamics::kEarthRadius);
  };
  const double end = 10.0 * period;
  const double step = period / 720.0;
  Outputs out;
  const auto penumbra = dynamics::FirstCrossing([&](double t) { return angles(t).penumbra; }, 0.0, end, step, 1e-6 * kSecond);
  const auto umbra = dynamics::FirstCrossing([&](double t) { return angles(t).umbra; }, 0.0, end, step, 1e-6 * kSecond);
  out.Add("first_penumbra_crossing_utc", D::kUtc, penumbra ? Json(UtcText(Later(epoch, penumbra->t, 0.0))) : Json(nullptr));
  out.Add("first_umbra_crossing_utc", D::kUtc, umbra ? Json(UtcText(Later(epoch, umbra->t, 0.0))) : Json(nullptr));
  return out;
}

/// Time to the next crossing of the equator's plane in two-body motion.
Answer NextNode(const Inputs& in) {
  const double mu = MuOf(in);
  const State start = ReadState(in, "r", "v");
  const Vector3 h = start.r.cross(start.v);
  if (!(h.norm() > 1e-10 * start.r.norm() * start.v.norm())) in.Refuse("v", "allowed: not along r");
  if (!(dynamics::Hypot(h.x(), h.y()) > 1e-12 * h.norm())) in.Refuse("r", "allowed: an orbit that leaves the equator");
  const dynamics::Keplerian orbit = dynamics::ToKeplerian(start, mu);
  const double u = dynamics::WrapTwoPi(orbit.argp + orbit.nu);
  // True anomaly of the next node, reached in closed form.
  const double ahead = u < dynamics::kPi ? dynamics::kPi - u : dynamics::kTwoPi - u;
  const double nu0 = dynamics::WrapPi(orbit.nu);
  const double nu1 = nu0 + ahead;
  double t = 0.0;
  if (orbit.e < 1.0) {
    t = (dynamics::TrueToMean(nu1, orbit.e) - dynamics::TrueToMean(nu0, orbit.e)) / dynamics::MeanMotion(orbit.a, mu);
  } else {
    if (!(orbit.e > 1.0 && nu1 < dynamics::kPi && 1.0 + orbit.e * dynamics::Cos(nu1) > 1e-12)) in.Refuse("v", "allowed: an orbit that comes to a node");
    const auto mean = [&](double nu) { return dynamics::HyperbolicToMean(dynamics::TrueToHyperbolic(nu, orbit.e), orbit.e); };
    t = (mean(nu1) - mean(nu0)) / dynamics::MeanMotion(orbit.a, mu);
  }
  Outputs out;
  out.Add("t", D::kTime, t);
  out.Add("ascending", D::kFlag, u >= dynamics::kPi);
  return out;
}

/// When the Sun's centre stands so far below the horizon, in hours of UT of the date.
Answer Twilight(const Inputs& in) {
  const std::string type = in.Has("type") ? in.Text("type") : "sunrise";
  double depth = 0.0;
  if (type == "sunrise") {
    depth = 50.0 / 60.0;
  } else if (type == "civil") {
    depth = 6.0;
  } else if (type == "nautical") {
    depth = 12.0;
  } else if (type == "astronomical") {
    depth = 18.0;
  } else {
    in.Refuse("type", "allowed: sunrise, civil, nautical, astronomical");
  }
  const dynamics::JulianDate date = in.Julian("jd");
  const double midnight = std::floor(date.day + date.fraction - 0.5) + 0.5;
  const dynamics::Matrix3 R_ENU = dynamics::EnuFromItrf(in.Number("lat"), in.Number("lon"));
  const auto above = [&](double hours) {
    const Instant at = InstantOf({midnight, hours / 24.0}, "UTC", 0.0);
    const Vector3 mod = dynamics::Precession1976(at.tt) * dynamics::SunState(at.tdb).r;
    const Vector3 up = R_ENU * (dynamics::RotationZ(dynamics::GreenwichMean1982(at.ut1)) * mod.normalized());
    return dynamics::AsinClamped(up.z()) + depth * dynamics::kDegree;
  };
  const auto rise = dynamics::FirstCrossing(above, 0.0, 24.0, 0.1, 1e-7, dynamics::Direction::kRising);
  const auto set = dynamics::FirstCrossing(above, 0.0, 24.0, 0.1, 1e-7, dynamics::Direction::kFalling);
  Outputs out;
  out.Add("rise_h_ut", D::kNone, rise ? Json(rise->t) : Json(nullptr));
  out.Add("set_h_ut", D::kNone, set ? Json(set->t) : Json(nullptr));
  return out;
}

std::vector<Field> LightOut() {
  return {Flag("in_light", "the Sun's centre is seen"), Flag("in_shadow", "it is not"), Flag("in_penumbra", "part of the disc is hidden"),
          Flag("in_umbra", "all of it is"), Number("illumination", "visible share of the disc")};
}

}  // namespace

void AddEclipseShapes(std::vector<Shape>& shapes) {
  const Field earth = Length("Re|earth_radius", "of the Earth, WGS 84 where missing", false);
  shapes.push_back({"eclipse",
                    "eclipse",
                    "light at a place for a place of the Sun",
                    {Position("r_sat|r", "craft"), Position("r_sun", "Sun"), earth},
                    LightOut(),
                    Instantaneous,
                    R"({"r_sat_km": [2817.899, -14110.473, -7502.672], "r_sun_km": [-11747041, 139486985, 60472278]})"});
  shapes.push_back({"eclipse",
                    "eclipse",
                    "the same, the Sun's unit in a field of its own",
                    {Position("r_sat|r", "craft"), {"r_sun", D::kNone, Form::kVector, true, "Sun"}, Words("r_sun_unit", "m, km, AU")},
                    LightOut(),
                    InstantaneousUnit,
                    R"({"r_sat_m": ["R_E+400e3", 0, 0], "r_sun": [1, 0, 0], "r_sun_unit": "AU"})"});
  shapes.push_back({"eclipse",
                    "eclipse",
                    "light at a place and time",
                    {Position("r", "craft, GCRF"), {"jd", D::kJulian, Form::kNumbers, false, "UTC"}, Words("utc", "instead", false)},
                    LightOut(),
                    LightAt,
                    R"({"r_km": [0, -4464.696, -5102.509], "utc": "1995-02-15T00:00:00"})"});
  shapes.push_back({"eclipse",
                    "eclipse",
                    "line of sight past a spherical Earth",
                    {Position("r1", "one end"), Position("r2", "the other"), earth},
                    {Flag("line_of_sight", "whether it clears the Earth"), Number("tmin_spherical", "where it is nearest, 0 at r1 and 1 at r2")},
                    Sight,
                    R"({"r1_km": [7000, 0, 0], "r2_km": [0, 7000, 0]})"});
  shapes.push_back({"eclipse",
                    "eclipse",
                    "true anomalies of entry and exit for a Sun that stands still",
                    {{"a_over|a", D::kLength, Form::kNumber, true, "semi-major axis", "m"},
                     Number("e", "eccentricity"),
                     Angle("i", "inclination"),
                     Angle("raan", "node"),
                     Angle("argp", "argument of perigee"),
                     Position("r_sun", "Sun"),
                     earth},
                    {{"penumbra_nu", D::kAngle, Form::kNumbers, true, "entry and exit"},
                     {"umbra_nu", D::kAngle, Form::kNumbers, true, "the same"},
                     {"cylindrical_nu", D::kAngle, Form::kNumbers, true, "of the cylinder"}},
                    AlongOrbit,
                    R"({"a_km": 7000, "e": 0.002, "i_deg": 63.4, "raan_deg": 0, "argp_deg": 0, "r_sun_km": [67029379, -120206237, -52109013]})"});
  std::vector<Field> orbit = ElementFields(false);
  orbit.insert(orbit.end(), {{"epoch|epoch_utc", D::kUtc, Form::kNumber, true, "UTC of the elements"}, Mu(), Words("model", "two-body", false)});
  shapes.push_back({"eclipse",
                    "eclipse",
                    "the next edge of penumbra and umbra in two-body motion",
                    orbit,
                    {Words("first_penumbra_crossing_utc", "either way, within ten periods"), Words("first_umbra_crossing_utc", "the same")},
                    FirstShadow,
                    R"({"epoch_utc": "2020-01-01T00:00:00", "a_m": 6828137, "e": 0.0073, "i_deg": 87, "raan_deg": 20, "argp_deg": 10, "nu_deg": 0})"});
  shapes.push_back({"eclipse",
                    "eclipse",
                    "time to the next node in two-body motion",
                    {Position("r", "position"), Velocity("v", "velocity"), Mu()},
                    {Time("t", "from now"), Flag("ascending", "which node")},
                    NextNode,
                    R"({"r_km": [-6142.4, 3492.5, -25.8], "v_km_s": [0.506, 0.943, 7.436]})"});
  shapes.push_back({"eclipse, sun",
                    "eclipse",
                    "sunrise, sunset and twilight",
                    {{"jd", D::kJulian, Form::kNumbers, true, "date, UT"},
                     Angle("lat", "geodetic"),
                     Angle("lon", "east"),
                     Words("type", "sunrise, civil, nautical, astronomical", false)},
                    {Number("rise_h_ut", "hours UT of the date, null where the Sun does not rise so far"), Number("set_h_ut", "the same")},
                    Twilight,
                    R"({"jd": 2450165.5, "lat_deg": 40, "lon_deg": 0, "type": "civil"})"});
}

}  // namespace haze::tools
