// Propagation with perturbations: harmonics, third bodies, sunlight, thrust; mean elements under J2.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "dynamics/astronomy/bodies.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/gravity_coefficients.h"
#include "tools/calc/common.h"
#include "tools/calc/propagator.h"

namespace haze::tools {
namespace {

using dynamics::HarmonicCoefficient;
using dynamics::State;
using D = Dimension;

constexpr double kLongest = 100.0 * 86400.0;  // s
constexpr double kCoarse = 0.4;               // m/s: half a last digit that no state of a propagation test can bear

/// Pole and rotation, their own object in the question.
const Shape& EopShape() {
  static const Shape shape = {
      "",
      "",
      "Earth orientation",
      {Angle("xp", "", false), Angle("yp", "", false), Time("dut1", "", false), Time("lod", "", false), Angle("ddpsi", "", false), Angle("ddeps", "", false)},
      {}};
  return shape;
}

void ReadEop(const Inputs& in, NumericalForces& forces) {
  if (!in.Has("eop")) return;
  const Json& object = in.Raw("eop");
  if (!object.is_object()) in.Refuse("eop", "allowed: an object with xp, yp and dut1");
  const Inputs eop(object, EopShape());
  forces.pole.xp = eop.Number("xp", 0.0);
  forces.pole.yp = eop.Number("yp", 0.0);
  forces.dut1 = eop.Number("dut1", 0.0);
  if (!(std::fabs(forces.dut1) < 10.0)) eop.Refuse("dut1", "allowed: less than 10 s");
}

Instant ReadEpoch(const Inputs& in, double dut1) {
  if (in.Has("epoch_tai")) return ReadInstant(in, "epoch_tai", "TAI", dut1);
  if (in.Has("utc")) return ReadInstant(in, "utc", "UTC", dut1);
  if (in.Has("epoch")) return ReadInstant(in, "epoch", in.Has("epoch_scale") ? in.Text("epoch_scale") : "UTC", dut1);
  // That of the published GMAT set.
  return InstantOf({2451545.0, 0.0}, "TAI", dut1);
}

/// "EGM2008 10x10 tide free": the degree and order of a field's name.
struct FieldName {
  int degree = 0;
  int order = 0;
  bool egm = false;
};
FieldName ReadFieldName(const Inputs& in) {
  const std::string text = in.Text("gravity");
  FieldName name;
  name.egm = text.starts_with("EGM2008");
  if (name.egm && text.find("zonal") != std::string::npos) {
    name.degree = 4;
    return name;
  }
  const std::size_t cross = text.find_first_of("x", text.find(' ') == std::string::npos ? 0 : text.find(' '));
  if (cross != std::string::npos) {
    const std::size_t begin = text.rfind(' ', cross) + 1;
    const auto first = std::from_chars(text.data() + begin, text.data() + cross, name.degree);
    const auto second = std::from_chars(text.data() + cross + 1, text.data() + text.size(), name.order);
    const bool read = first.ec == std::errc() && first.ptr == text.data() + cross && second.ec == std::errc();
    if (read && name.degree >= 0 && name.degree <= dynamics::kMaxGravityDegree && name.order >= 0 && name.order <= name.degree) return name;
  }
  in.Refuse("gravity", fmt::format("allowed: a name with degree and order, as EGM2008 10x10, up to {}", dynamics::kMaxGravityDegree));
}

void ReadField(const Inputs& in, NumericalForces& forces) {
  std::vector<HarmonicCoefficient> coefficients;
  double radius = dynamics::kEarthGravityRadius;
  double mu = dynamics::kMuEarth;
  if (in.Has("C20")) {
    forces.degree = 2;
    coefficients.resize(dynamics::HarmonicIndex(2, 2) + 1);
    coefficients[dynamics::HarmonicIndex(2, 0)].C = in.Number("C20");
  } else if (in.Has("coefficients_n_m_C_S")) {
    const std::vector<std::vector<double>> rows = in.Rows("coefficients_n_m_C_S");
    for (const std::vector<double>& row : rows) {
      const bool whole = row.size() == 4 && row[0] == std::floor(row[0]) && row[1] == std::floor(row[1]) && row[1] >= 0.0 && row[1] <= row[0] &&
                         row[0] <= dynamics::kMaxGravityDegree;
      if (!whole)
        throw InputError(fmt::format("{}: rows are [n, m, C, S] with 0 <= m <= n <= {}", in.Key("coefficients_n_m_C_S"), dynamics::kMaxGravityDegree));
      forces.degree = std::max(forces.degree, static_cast<int>(row[0]));
      forces.order = std::max(forces.order, static_cast<int>(row[1]));
    }
    coefficients.resize(dynamics::HarmonicIndex(forces.degree, forces.degree) + 1);
    for (const std::vector<double>& row : rows) coefficients[dynamics::HarmonicIndex(static_cast<int>(row[0]), static_cast<int>(row[1]))] = {row[2], row[3]};
    if (in.Has("gravity")) {
      const FieldName name = ReadFieldName(in);
      forces.degree = std::min(forces.degree, name.degree);
      forces.order = std::min(forces.order, name.order);
    }
  } else if (in.Has("gravity")) {
    const FieldName name = ReadFieldName(in);
    if (!name.egm) throw NotCovered("gravity: without coefficients only EGM2008 is there");
    forces.degree = name.degree;
    forces.order = name.order;
    coefficients.resize(dynamics::HarmonicIndex(dynamics::kMaxGravityDegree, dynamics::kMaxGravityDegree) + 1);
    std::copy_n(dynamics::kEgm2008, coefficients.size(), coefficients.begin());
  } else {
    return;
  }
  if (in.Has("mu")) mu = in.Positive("mu");
  if (in.Has("Re")) radius = in.Positive("Re");
  const int held = coefficients.size() == 6 ? 2 : forces.degree;
  forces.field = dynamics::GravityField::Make(mu, radius, held, coefficients);
  if (!forces.field) throw InputError("gravity: the coefficients make no field");
}

double Gm(const Inputs& in, const std::string& name) {
  if (name == "Sun") return in.Positive("GM_sun", dynamics::kMuSun);
  if (name == "Moon" || name == "Luna") return in.Positive("GM_moon", dynamics::kMuMoon);
  return *dynamics::BodyGm(name);
}

void ReadBodies(const Inputs& in, std::string_view field, NumericalForces& forces) {
  if (!in.Has(field)) return;
  for (std::string name : in.Texts(field)) {
    if (name == "Earth") continue;
    if (name == "Luna") name = "Moon";
    if (!dynamics::BodyGm(name)) in.Refuse(field, "allowed: Earth, Sun, Moon, Mercury, Venus, Mars, Jupiter, Saturn, Uranus, Neptune");
    forces.bodies.push_back({name, Gm(in, name)});
  }
}

void ReadSunlight(const Inputs& in, NumericalForces& forces) {
  if (!in.Has("Cr") && !in.Has("area")) return;
  const double flux = in.Positive("solar_flux", dynamics::kSolarIrradiance);
  forces.pressure = flux / dynamics::kSpeedOfLight * in.Positive("Cr") * in.Positive("area") / in.Positive("mass");
}

/// "1e-5 km/s2 along velocity".
void ReadThrust(const Inputs& in, NumericalForces& forces) {
  if (!in.Has("accel")) return;
  const std::string text = in.Text("accel");
  double value = 0.0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view rest(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const double scale = rest == " km/s2 along velocity" ? 1e3 : rest == " m/s2 along velocity" ? 1.0 : 0.0;
  if (fault != std::errc() || scale == 0.0 || !std::isfinite(value)) in.Refuse("accel", "allowed: \"1e-5 km/s2 along velocity\"");
  forces.along_velocity = value * scale;
}

/// Half of the last digit with which a vector is printed, in SI; trailing zeros of one component may stand in another.
double HalfLastDigit(const Inputs& in, std::string_view name) {
  int decimals = 0;
  for (const Json& value : in.Raw(name)) {
    const std::string text = value.dump();
    const std::size_t point = text.find('.');
    if (text.find('e') != std::string::npos) return 0.0;
    if (point != std::string::npos && value != Json(std::floor(value.is_number() ? value.get<double>() : 0.0)))
      decimals = std::max(decimals, static_cast<int>(text.size() - point - 1));
  }
  const std::optional<Unit> unit = FindUnit(in.UnitOf(name), D::kSpeed);
  return 0.5 * std::pow(10.0, -decimals) * (unit ? unit->scale : 1.0);
}

Outputs Written(const std::vector<State>& states, bool many) {
  Outputs out;
  if (!many) {
    AddState(out, states.front());
    return out;
  }
  Json r = Json::array();
  Json v = Json::array();
  for (const State& state : states) {
    r.push_back(ToJson(state.r));
    v.push_back(ToJson(state.v));
  }
  out.Add("r", D::kLength, r, 1);
  out.Add("v", D::kSpeed, v, 1);
  return out;
}

Answer Numerical(const Inputs& in) {
  NumericalForces forces;
  forces.mu = MuOf(in);
  ReadEop(in, forces);
  ReadField(in, forces);
  ReadBodies(in, "third_body", forces);
  ReadBodies(in, "point_masses", forces);
  ReadSunlight(in, forces);
  ReadThrust(in, forces);
  for (const char* name : {"frame", "frame_in"}) {
    if (!in.Has(name)) continue;
    const std::string frame = in.Text(name);
    if (frame == "TOD") {
      // The axis of the field is that of the frame: right for zonal terms alone.
      if (forces.order != 0 || !forces.bodies.empty() || forces.pressure > 0.0) in.Refuse(name, "allowed: TOD with zonal terms only");
      forces.axis_is_z = true;
    } else if (frame != "J2000" && frame != "EME2000" && frame != "EarthMJ2000Eq" && frame != "GCRF") {
      in.Refuse(name, "allowed: J2000, EME2000, EarthMJ2000Eq, GCRF, TOD");
    }
  }
  const Instant epoch = ReadEpoch(in, forces.dut1);
  const State start = ReadStateOrElements(in, forces.mu);
  const std::vector<double> times = in.Numbers("dt");
  double last = 0.0;
  for (const double t : times) {
    if (!(std::fabs(t) <= kLongest)) in.Refuse("dt", "allowed: within 100 days");
    if (t * last < 0.0 || std::fabs(t) < std::fabs(last)) in.Refuse("dt", "allowed: times in order, away from 0");
    last = t;
  }
  if (times.empty()) in.Refuse("dt", "allowed: a time or some");
  const std::optional<std::vector<State>> states = PropagateNumerically(forces, epoch, start, times);
  if (!states) throw InputError("r0: the orbit meets the Earth's inside, where it cannot be followed");
  const bool many = in.IsArray("dt");
  Answer answer(Written(*states, many));
  const double half_digit = in.Has("v0") ? HalfLastDigit(in, "v0") : 0.0;
  if (half_digit >= kCoarse) {
    answer.neighbours = [=] {
      std::vector<Outputs> moved;
      for (int axis = 0; axis < 3; ++axis) {
        State near = start;
        near.v(axis) += half_digit;
        const std::optional<std::vector<State>> ends = PropagateNumerically(forces, epoch, near, times);
        if (ends) moved.push_back(Written(*ends, many));
      }
      return moved;
    };
    answer.coarse = fmt::format(
        "the initial velocity is printed to {:g} m/s: half of that in each axis explains the difference, which is larger than the tolerance", 2.0 * half_digit);
  }
  return answer;
}

/// Largest differences of the osculating elements between motion under J2 and under J2 and J3.
Answer ThirdZonal(const Inputs& in) {
  const double mu = MuOf(in);
  const double span = in.Positive("days");
  if (!(span <= kLongest)) in.Refuse("days", "allowed: up to 100 days");
  const ConicElements elements = ReadElements(in);
  if (!(elements.e < 1.0)) in.Refuse("e", "allowed: below 1");
  const double a = elements.p / (1.0 - elements.e * elements.e);
  if (!(a * (1.0 - elements.e) > 6.0e6)) in.Refuse("e", "allowed: a perigee above 6,000 km from the centre");
  const State start = StateOf(elements, mu);
  std::vector<HarmonicCoefficient> coefficients(dynamics::kEgm2008, dynamics::kEgm2008 + dynamics::HarmonicIndex(3, 3) + 1);
  NumericalForces forces;
  forces.mu = mu;
  forces.axis_is_z = true;
  forces.field = dynamics::GravityField::Make(mu, dynamics::kEarthGravityRadius, 3, coefficients);
  const double step = dynamics::OrbitPeriod(a, mu) / 40.0;
  std::vector<double> times;
  for (double t = step; t < span; t += step) times.push_back(t);
  times.push_back(span);
  const Instant epoch = InstantOf({2451545.0, 0.0}, "TAI", 0.0);
  forces.degree = 2;
  const auto second = PropagateNumerically(forces, epoch, start, times);
  forces.degree = 3;
  const auto third = PropagateNumerically(forces, epoch, start, times);
  if (!second || !third) in.Refuse("a", "allowed: an orbit outside the Earth");
  double da = 0.0;
  double de = 0.0;
  double di = 0.0;
  for (std::size_t k = 0; k < times.size(); ++k) {
    const dynamics::Keplerian x = dynamics::ToKeplerian((*second)[k], mu);
    const dynamics::Keplerian y = dynamics::ToKeplerian((*third)[k], mu);
    da = std::max(da, std::fabs(x.a - y.a));
    de = std::max(de, std::fabs(x.e - y.e));
    di = std::max(di, std::fabs(x.i - y.i));
  }
  Outputs out;
  // The least certain of the three: published values differ by half, since short-period motion out of step enters it.
  out.Add("da_max", D::kLength, da).compare = Compare::kInformation;
  out.Add("decc_max", D::kNone, de);
  out.Add("dinc_max", D::kAngle, di);
  return out;
}

/// Secular motion of mean elements, first order in J2.
Answer MeanElements(const Inputs& in) {
  const double mu = MuOf(in);
  const double dt = in.Number("dt");
  const double a = in.Positive("a");
  const double e = in.Number("e");
  if (!(e >= 0.0 && e < 1.0)) in.Refuse("e", "allowed: 0 to 1");
  const dynamics::Keplerian mean{.a = a, .e = e, .i = in.Number("i"), .raan = in.Number("raan"), .argp = in.Number("argp"), .nu = 0.0};
  const dynamics::J2Rates rates = dynamics::SecularJ2Rates(mean, mu);
  const double M = dynamics::WrapTwoPi(in.Number("M") + (dynamics::MeanMotion(a, mu) + rates.M) * dt);
  Outputs out;
  out.Add("raan", D::kAngle, dynamics::WrapTwoPi(mean.raan + rates.raan * dt));
  out.Add("argp", D::kAngle, dynamics::WrapTwoPi(mean.argp + rates.argp * dt));
  out.Add("M", D::kAngle, M);
  out.Add("nu", D::kAngle, dynamics::WrapTwoPi(dynamics::MeanToTrue(M, e)));
  return out;
}

}  // namespace

void AddPropagationShapes(std::vector<Shape>& shapes) {
  std::vector<Field> fields = {
      Position("r0|r", "position, J2000", false), Velocity("v0|v", "velocity", false), {"dt|t", D::kTime, Form::kNumbers, true, "time, or times in order"}};
  for (Field field : ElementFields(false)) {
    field.required = false;
    fields.push_back(field);
  }
  const std::vector<Field> forces = {
      {"mu|GM_earth", D::kGm, Form::kNumber, false, "Earth, EGM2008's where missing; bare in km3/s2", "km3_s2"},
      Words("utc|epoch_utc", "epoch; 2000-01-01T12:00:00 TAI where none is given", false),
      Words("epoch", "epoch, may end in TAI, TT, TDB", false),
      Words("epoch_scale", "scale of epoch, UTC where missing", false),
      Words("epoch_tai", "epoch in TAI", false),
      Words("gravity", "EGM2008 NxM, or the name of the coefficients' field", false),
      {"coefficients_n_m_C_S|jgm3_normalized_n_m_C_S", D::kNone, Form::kMatrix, false, "rows of degree, order, normalised C and S"},
      Number("C20|C20_JGM3_normalized|C20_normalized", "normalised, alone", false),
      Length("Re|earth_radius", "of the coefficients", false),
      {"eop", D::kNone, Form::kObject, false, "an object: xp_arcsec, yp_arcsec, dut1_s"},
      Words("body_frame", "a remark: the field turns by IAU 1976/1980", false),
      Words("frame", "J2000; TOD for zonal terms about its z axis", false),
      Words("frame_in", "J2000, EME2000, EarthMJ2000Eq", false),
      {"third_body", D::kText, Form::kNumbers, false, "Sun, Moon, planets"},
      {"point_masses", D::kText, Form::kNumbers, false, "the same; Earth may be among them"},
      {"GM_sun", D::kGm, Form::kNumber, false, "bare in km3/s2", "km3_s2"},
      {"GM_moon", D::kGm, Form::kNumber, false, "bare in km3/s2", "km3_s2"},
      Number("Cr", "reflectivity coefficient: adds sunlight with a conical shadow", false),
      {"area", D::kArea, Form::kNumber, false, "lit"},
      {"mass", D::kMass, Form::kNumber, false, "of the craft"},
      {"solar_flux", D::kFlux, Form::kNumber, false, "at 1 AU, 1361 W/m2 where missing"},
      Words("accel", "thrust: 1e-5 km/s2 along velocity", false)};
  fields.insert(fields.end(), forces.begin(), forces.end());
  shapes.push_back(
      {"propagate",
       "propagation_j2, propagation_highfid",
       "numerical propagation of a state or elements with the forces that are named",
       fields,
       {Position("r", "position; rows where dt is a list"), Velocity("v", "velocity; the same")},
       Numerical,
       R"({"utc": "2026-06-18T17:44:00", "r0_km": [7000, 0, 0], "v0_km_s": [0, 7.5, 1], "dt_h": 24, "gravity": "EGM2008 20x20", "third_body": ["Sun", "Moon"]})"});
  std::vector<Field> zonal = ElementFields(true);
  zonal.insert(zonal.end(), {Time("days", "span"), Mu()});
  zonal.back().bare = "km3_s2";
  for (Field& field : zonal) {
    if (field.names == "days") field.bare = "day";
  }
  shapes.push_back({"propagate",
                    "propagation_j2",
                    "what J3 adds to J2: largest differences of the osculating elements",
                    zonal,
                    {Length("da_max", "semi-major axis"), Number("decc_max", "eccentricity"), Angle("dinc_max", "inclination")},
                    ThirdZonal,
                    R"({"a_km": 8970.667, "e": 0.25, "raan_rad": 1.047, "argp_rad": 1, "nu_rad": 0, "i_rad": 0.2618, "days": 10})"});
  const std::vector<Field> mean = {Length("a", "mean"),
                                   Number("e", "mean"),
                                   Angle("i", "mean"),
                                   Angle("raan", "mean"),
                                   Angle("argp", "mean"),
                                   Angle("M", "mean anomaly"),
                                   Time("dt", "time"),
                                   Words("epoch|epoch_utc", "a remark", false),
                                   Mu()};
  const std::vector<Field> moved = {Angle("raan", "after dt"), Angle("argp", "after dt"), Angle("M", "after dt"), Angle("nu", "after dt")};
  shapes.push_back({"propagate", "", "mean elements under J2, secular, first order", mean, moved, MeanElements,
                    R"({"a_km": 8000, "e": 0.015, "i_deg": 28.5, "raan_deg": 100, "argp_deg": 200, "M_deg": 45, "dt_day": 4})"});
  shapes.push_back({"",
                    "propagation_j2",
                    "mean elements under J2 and J4",
                    mean,
                    moved,
                    nullptr,
                    {},
                    "a secular theory with J4 is not among the models, and the reference's sign of J4 is in doubt"});
}

}  // namespace haze::tools
