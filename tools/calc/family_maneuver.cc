// Impulsive transfers, plane changes, phasing. Speeds without a unit are km/s, as in the field's textbooks.
#include <optional>

#include "dynamics/constants.h"
#include "dynamics/transfer.h"
#include "tools/calc/common.h"

namespace haze::tools {
namespace {

using D = Dimension;

void AddSpeed(Outputs& out, const char* name, double v) { out.Add(name, D::kSpeed, v).bare = "km_s"; }

struct Radii {
  double r1;
  double r2;
};

Radii ReadRadii(const Inputs& in) {
  const double earth = in.Positive("Re", dynamics::kEarthGravityRadius);
  const Radii radii{earth + in.Number("r1_alt"), earth + in.Number("r2_alt")};
  if (!(radii.r1 > 0.0)) in.Refuse("r1_alt", "allowed: above the centre");
  if (!(radii.r2 > 0.0)) in.Refuse("r2_alt", "allowed: above the centre");
  return radii;
}

template <class T>
const T& Possible(const Inputs& in, const std::optional<T>& result, std::string_view field, std::string_view allowed) {
  if (!result) in.Refuse(field, allowed);
  return *result;
}

Answer HohmannTransfer(const Inputs& in) {
  const Radii radii = ReadRadii(in);
  const auto found = dynamics::Hohmann(radii.r1, radii.r2, MuOf(in));
  const dynamics::Transfer& transfer = Possible(in, found, "r2_alt", "allowed: circles above the centre");
  Outputs out;
  AddSpeed(out, "dva", transfer.dv1);
  AddSpeed(out, "dvb", transfer.dv2);
  AddSpeed(out, "dv", transfer.dv());
  out.Add("tof", D::kTime, transfer.tof);
  out.Add("a_trans", D::kLength, transfer.a);
  out.Add("e_trans", D::kNone, transfer.e);
  return out;
}

Answer BiEllipticTransfer(const Inputs& in) {
  const Radii radii = ReadRadii(in);
  const double far = in.Positive("Re", dynamics::kEarthGravityRadius) + in.Number("rb_alt");
  const auto found = dynamics::BiElliptic(radii.r1, far, radii.r2, MuOf(in));
  const dynamics::BiEllipticTransfer& transfer = Possible(in, found, "rb_alt", "allowed: circles above the centre and a far apsis beyond them");
  Outputs out;
  AddSpeed(out, "dva", transfer.dv1);
  AddSpeed(out, "dvb", transfer.dv2);
  AddSpeed(out, "dvc", transfer.dv3);
  AddSpeed(out, "dv", transfer.dv());
  out.Add("tof", D::kTime, transfer.tof);
  return out;
}

Answer OneTangent(const Inputs& in) {
  const Radii radii = ReadRadii(in);
  const auto found = dynamics::OneTangentBurn(radii.r1, radii.r2, in.Number("nu_trans"), MuOf(in));
  const dynamics::Transfer& transfer = Possible(in, found, "nu_trans", "allowed: such that the transfer is an ellipse that reaches r2");
  Outputs out;
  AddSpeed(out, "dva", transfer.dv1);
  AddSpeed(out, "dvb", transfer.dv2);
  AddSpeed(out, "dv", transfer.dv());
  out.Add("tof", D::kTime, transfer.tof);
  out.Add("e_trans", D::kNone, transfer.e);
  out.Add("a_trans", D::kLength, transfer.a);
  return out;
}

Answer InclinationOnly(const Inputs& in) {
  Outputs out;
  AddSpeed(out, "dv", dynamics::InclinationChange(in.Number("v"), in.Number("di"), in.Number("fpa", 0.0)));
  return out;
}

Answer InclinationAndNode(const Inputs& in) {
  const auto found = dynamics::InclinationAndNodeChange(in.Positive("v"), in.Number("i1"), in.Number("i2"), in.Number("draan"));
  const dynamics::PlaneChange& change = Possible(in, found, "i1", "allowed: planes that differ, neither of them equatorial");
  Outputs out;
  AddSpeed(out, "dv", change.dv);
  out.Add("u_init", D::kAngle, change.u1);
  out.Add("u_final", D::kAngle, change.u2);
  out.Add("theta", D::kAngle, change.theta);
  return out;
}

/// The book's closed-form share, and beside it the one that costs least.
Answer Combined(const Inputs& in) {
  const Radii radii = ReadRadii(in);
  const double mu = MuOf(in);
  const double di = in.Number("di");
  const auto found = dynamics::CombinedPlaneChange(radii.r1, radii.r2, di, mu);
  const auto best = dynamics::BestCombinedPlaneChange(radii.r1, radii.r2, di, mu);
  const dynamics::CombinedTransfer& book = Possible(in, found, "di", "allowed: within +-180 deg");
  const dynamics::CombinedTransfer& least = Possible(in, best, "di", "allowed: within +-180 deg");
  Outputs out;
  out.Add("di1", D::kAngle, book.di1);
  out.Add("di2", D::kAngle, book.di2);
  AddSpeed(out, "dva", book.transfer.dv1);
  AddSpeed(out, "dvb", book.transfer.dv2);
  AddSpeed(out, "dv", book.transfer.dv());
  AddSpeed(out, "least_dv", least.transfer.dv());
  out.Add("least_di1", D::kAngle, least.di1);
  out.Add("tof", D::kTime, book.transfer.tof);
  return out;
}

Answer Phasing(const Inputs& in) {
  const auto found = dynamics::PhasingOnCircle(in.Positive("r"), in.Number("phase"), in.Integer("k_int", 1, 100000), in.Integer("k_tgt", 0, 100000), MuOf(in));
  const dynamics::PhasingOrbit& orbit = Possible(in, found, "k_int", "allowed: such that phasing takes time and its ellipse reaches r");
  Outputs out;
  out.Add("t_phase", D::kTime, orbit.tof);
  AddSpeed(out, "dv", orbit.dv);
  out.Add("a_phase", D::kLength, orbit.a);
  return out;
}

Answer Rendezvous(const Inputs& in) {
  const auto found =
      dynamics::RendezvousNoncoplanar(in.Positive("a_int"), in.Positive("a_tgt"), in.Number("phase"), in.Number("node_int"), in.Number("truelon"),
                                      in.Number("di"), in.Integer("k_int", 1, 100000), in.Integer("k_tgt", 0, 100000), MuOf(in));
  const dynamics::NoncoplanarRendezvous& meeting = Possible(in, found, "k_int", "allowed: such that the phasing orbit reaches a_int");
  Outputs out;
  out.Add("t_node", D::kTime, meeting.t_node);
  out.Add("t_phase", D::kTime, meeting.t_phase);
  out.Add("t_trans", D::kTime, meeting.t_transfer);
  AddSpeed(out, "dv_phase", meeting.dv_phase);
  AddSpeed(out, "dv_trans1", meeting.dv1);
  AddSpeed(out, "dv_trans2", meeting.dv2);
  out.Add("a_phase", D::kLength, meeting.a_phase);
  return out;
}

Answer PlaneChange(const Inputs& in) {
  const double v1 = in.Number("v1");
  const double v2 = in.Number("v2");
  if (!(v1 >= 0.0)) in.Refuse("v1", "allowed: >= 0");
  if (!(v2 >= 0.0)) in.Refuse("v2", "allowed: >= 0");
  Outputs out;
  AddSpeed(out, "dv", dynamics::VelocityChange(v1, v2, in.Number("theta")));
  return out;
}

Field SpeedField(std::string_view name, std::string_view meaning) { return {name, D::kSpeed, Form::kNumber, true, meaning, "km_s"}; }

}  // namespace

void AddManeuverShapes(std::vector<Shape>& shapes) {
  const Field r1 = Length("r1_alt", "altitude of the first circle");
  const Field r2 = Length("r2_alt", "altitude of the second circle");
  const Field earth = Length("Re|earth_radius", "6378.1363 km where missing", false);
  const Field dva = SpeedField("dva", "first burn");
  const Field dvb = SpeedField("dvb", "second burn");
  const Field tof = Time("tof", "between them");
  shapes.push_back({"maneuver",
                    "maneuvers",
                    "Hohmann transfer",
                    {r1, r2, earth, Mu()},
                    {dva, dvb, SpeedField("dv", "their sum"), tof, Length("a_trans", "of the transfer"), Number("e_trans", "the same")},
                    HohmannTransfer,
                    R"({"r1_alt_km": 191.3411, "r2_alt_km": 35781.34857})"});
  shapes.push_back({"maneuver",
                    "maneuvers",
                    "bi-elliptic transfer",
                    {r1, Length("rb_alt", "altitude of the far apsis"), r2, earth, Mu()},
                    {dva, dvb, SpeedField("dvc", "third burn"), SpeedField("dv", "their sum"), tof},
                    BiEllipticTransfer,
                    R"({"r1_alt_km": 191.3411, "rb_alt_km": 503873, "r2_alt_km": 376310})"});
  shapes.push_back({"maneuver",
                    "maneuvers",
                    "one-tangent transfer",
                    {r1, r2, Angle("nu_trans", "true anomaly of arrival, from perigee outward, from apogee inward"), earth, Mu()},
                    {dva, dvb, tof, Number("e_trans", "of the transfer"), Length("a_trans", "of the transfer")},
                    OneTangent,
                    R"({"r1_alt_km": 191.3411, "r2_alt_km": 35781.34857, "nu_trans_deg": 160})"});
  shapes.push_back({"maneuver",
                    "maneuvers",
                    "change of inclination alone",
                    {SpeedField("v", "speed"), Angle("di", "change"), Angle("fpa", "flight path angle from the horizontal", false)},
                    {SpeedField("dv", "burn")},
                    InclinationOnly,
                    R"({"v_km_s": 5.993824, "di_deg": 15, "fpa_deg": -6.79})"});
  shapes.push_back(
      {"maneuver",
       "maneuvers",
       "change of inclination and node of a circle",
       {Angle("i1", "before"), Angle("i2", "after"), Angle("draan", "change of the node"), SpeedField("v", "speed")},
       {SpeedField("dv", "burn"), Angle("u_init", "argument of latitude of the burn, before"), Angle("u_final", "after"), Angle("theta", "turn of the plane")},
       InclinationAndNode,
       R"({"i1_deg": 55, "i2_deg": 40, "draan_deg": 45, "v_km_s": 5.892311})"});
  shapes.push_back({"maneuver",
                    "maneuvers",
                    "Hohmann transfer with a plane change shared at least cost",
                    {r1, r2, Angle("di", "change"), earth, Mu()},
                    {Angle("di1", "at the first burn, closed form"), Angle("di2", "at the second"), dva, dvb, SpeedField("dv", "their sum"),
                     SpeedField("least_dv", "the least sum of all shares"), Angle("least_di1", "its first share"), tof},
                    Combined,
                    R"({"r1_alt_km": 191, "r2_alt_km": 35780, "di_deg": -28.5})"});
  shapes.push_back(
      {"maneuver",
       "maneuvers",
       "phasing in a circle",
       {Length("r", "radius"), Angle("phase", "of the target ahead"), Number("k_int", "revolutions of the ellipse"), Number("k_tgt", "of the target"), Mu()},
       {Time("t_phase", "until both meet"), SpeedField("dv", "both burns, negative where the first brakes"), Length("a_phase", "of the ellipse")},
       Phasing,
       R"({"r_km": 12756.274, "phase_deg": -20, "k_int": 2, "k_tgt": 2})"});
  shapes.push_back(
      {"maneuver",
       "maneuvers",
       "rendezvous between circles of different planes",
       {Length("a_int", "interceptor"), Length("a_tgt", "target"), Angle("phase", "from the interceptor to the node"),
        Number("k_int", "revolutions of the phasing orbit"), Number("k_tgt", "of the target"), Angle("node_int", "node of the interceptor"),
        Angle("truelon", "true longitude of the target"), Angle("di", "between the planes"), Mu()},
       {Time("t_trans", "transfer"), Time("t_phase", "phasing"), SpeedField("dv_phase", "into the phasing orbit"), SpeedField("dv_trans1", "into the transfer"),
        SpeedField("dv_trans2", "at the target"), Length("a_phase", "of the phasing orbit")},
       Rendezvous,
       R"({"a_int_km": 7143.51, "a_tgt_km": 42159.4855, "phase_deg": 165, "k_int": 1, "k_tgt": 0, "node_int_deg": 45, "truelon_deg": 200, "di_deg": -28.5})"});
  shapes.push_back({"maneuver",
                    "maneuvers",
                    "burn between two velocities at an angle",
                    {SpeedField("v1", "before"), SpeedField("v2", "after"), Angle("theta", "between them")},
                    {SpeedField("dv", "burn")},
                    PlaneChange,
                    R"({"v1_km_s": 1.23, "v2_km_s": 4.56, "theta_deg": 15})"});
}

}  // namespace haze::tools
