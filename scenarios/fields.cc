// The declarations; what no single field can show is in check.cc.
#include "scenarios/fields.h"

#include <algorithm>

#include "scenarios/names.h"

namespace haze::scenarios {

namespace {

using namespace unit;

const std::vector<std::string> kSides = {std::string(SideName(Side::kBlue)), std::string(SideName(Side::kRed))};
const std::vector<std::string> kViolations = ViolationNames();

void ReadForces(FieldReader& r, Forces& f) {
  r.Integer("gravity_degree", f.gravity_degree, 0, 36, "degree of EGM2008; 0 is two-body motion", 8);
  r.Integer("gravity_order", f.gravity_order, 0, 36, "order of EGM2008, at most the degree", 8);
  r.Flag("sun", f.sun, "third-body gravity of the Sun", true);
  r.Flag("moon", f.moon, "third-body gravity of the Moon", true);
  r.Flag("drag", f.drag, "drag in an exponential atmosphere", true);
  r.Flag("solar_pressure", f.solar_pressure, "solar radiation pressure with eclipse", true);
  r.Number("density_scale", f.density_scale, kOne, {0.0, 10.0}, "factor on the atmosphere's density", 1.0);
}

void ReadLaunch(FieldReader& r, Launch& l, dynamics::UtcTime epoch) {
  r.Name("site", l.site, "name of the launch site");
  r.Number("lat_deg", l.latitude, kDegree, {-90.0, 90.0}, "geodetic latitude");
  r.Number("lon_deg", l.longitude, kDegree, {-180.0, 360.0}, "east longitude");
  r.Number("height_m", l.height, kOne, {-500.0, 9000.0}, "above the ellipsoid");
  r.Group("ordered_orbit", "what was ordered, with tolerances", [&](FieldReader& g) {
    g.Number("alt_km", l.orbit.altitude, kKilo, {100.0, 40000.0}, "mean altitude");
    g.Number("alt_tol_km", l.orbit.altitude_tolerance, kKilo, kPositive, "either way");
    g.Number("ecc_max", l.orbit.eccentricity_max, kOne, {0.0, 0.9, true}, "largest eccentricity");
    g.Number("inc_deg", l.orbit.inclination, kDegree, {0.0, 180.0, true}, "inclination");
    g.Number("inc_tol_deg", l.orbit.inclination_tolerance, kDegree, kPositive, "either way");
    g.Number("raan_deg", l.orbit.raan, kDegree, {0.0, 360.0}, "right ascension of the node at the epoch, GCRF axes");
    g.Number("raan_tol_deg", l.orbit.raan_tolerance, kDegree, kPositive, "either way");
  }, true);
  r.List("windows", "instants at which the plane passes over the site", [&](FieldReader& g) {
    Window w;
    g.Name("name", w.name, "begins with south or north: which way the plane passes");
    dynamics::UtcTime utc;
    g.Utc("utc", utc, "nominal lift-off");
    w.nominal = utc - epoch;
    double slip = 0.0;
    g.Number("slip_min", slip, 60.0, kNotNegative, "either way");
    w.slip = dynamics::FromSeconds(slip);
    l.windows.push_back(w);
  }, true);
  r.Integer("crews", l.crews, 1, 100, "how many crews there are", 1);
  r.List("tasks", "the campaign", [&](FieldReader& g) {
    Task t;
    g.Name("name", t.name, "unique");
    g.TextList("after", t.after, "tasks that must be done first");
    g.Number("low_h", t.low, kHour, kNotNegative, "least duration");
    g.Number("mode_h", t.mode, kHour, kNotNegative, "most likely duration");
    g.Number("high_h", t.high, kHour, kNotNegative, "greatest duration");
    g.Integer("crews", t.crews, 0, 100, "how many crews it takes", 1);
    g.Number("expedite_factor", t.expedite_factor, kOne, {0.05, 1.0}, "of the remaining duration", 1.0);
    g.Number("expedite_risk", t.expedite_risk, kOne, kShare, "probability of damage", 0.0);
    g.Number("anomaly", t.anomaly, kOne, kShare, "probability that half of it has to be done again", 0.0);
    g.TextList("from", t.from, "standby states that still need it; none: all");
    g.Flag("starts_by_itself", t.starts_by_itself, "else it waits for an order", true);
    g.Group("event", "it comes from outside, as the order to launch does; windows are told from the last such event on", [&](FieldReader& h) {
      double at = 0.0;
      h.Number("at_h", at, kHour, {0.0, 1e5, true}, "begins no earlier than so long after the epoch");
      t.not_before = dynamics::FromSeconds(at);
    });
    l.tasks.push_back(t);
  }, true);
  r.Number("count_min", l.count_duration, 60.0, kNotNegative, "from the release to the earliest T-0");
  r.Number("recycle_h", l.recycle_duration, kHour, kNotNegative, "after a scrub");
  r.Text("standby", l.standby, "the state in which the vehicle waited", "");
  r.List("weather", "what must be within limits at T-0", [&](FieldReader& g) {
    WeatherRule w;
    g.Name("name", w.name, "unique");
    g.Number("go", w.go_probability, kOne, kShare, "long-run share of time within the limit");
    g.Number("correlation_h", w.correlation_time, kHour, kNotNegative, "how long it stays as it is; 0: drawn at each T-0");
    l.weather.push_back(w);
  });
  r.Number("scrub_damage", l.scrub_damage, kOne, kShare, "probability that the scrub of a released count damages the vehicle", 0.0);
  r.Number("crewed_hold_probability", l.crewed_hold_probability, kOne, kShare, "that a crewed object passes within 200 km of the first orbit in a window", 0.0);
  r.Number("crewed_hold_s", l.crewed_hold_duration, kOne, kNotNegative, "how long that holds the count", 0.0);
  r.Number("payload_kg", l.payload, kOne, kPositive, "all that separates");
  r.Number("separation_s", l.separation_after_liftoff, kOne, kPositive, "from lift-off to separation");
  r.Number("separation_sigma_s", l.separation_sigma, kOne, kNotNegative, "1 sigma");
  r.Group("ascent_errors", "1 sigma of what one ascent departs from another by", [&](FieldReader& g) {
    g.Number("thrust", l.ascent.thrust, kOne, {0.0, 0.1}, "of 1, each stage");
    g.Number("isp", l.ascent.isp, kOne, {0.0, 0.1}, "of 1, each stage");
    g.Number("wind_mps", l.ascent.wind, kOne, {0.0, 100.0}, "at 11 km, each component");
    g.Number("navigation_m", l.ascent.navigation_position, kOne, {0.0, 1e5}, "each axis, at the second stage's cut-off");
    g.Number("navigation_mps", l.ascent.navigation_velocity, kOne, {0.0, 100.0}, "each axis");
    g.Number("kick_cutoff_s", l.ascent.kick_cutoff, kOne, {0.0, 60.0}, "of the kick burn's end");
  });
  r.Number("failure_probability", l.failure_probability, kOne, kShare, "of a fault in flight; some are survived");
  r.Number("tracking_m", l.tracking_position_sigma, kOne, kPositive, "the provider's tracking of the insertion, 1 sigma each axis");
  r.Number("tracking_mps", l.tracking_velocity_sigma, kOne, kPositive, "the same for velocity");
}

void ReadScoreLine(FieldReader& r, ScoreLine& line) {
  r.Name("name", line.name, "unique");
  Pick(r, "side", line.side, kSides, "whose points");
  Pick(r, "measure", line.measure, MeasureNames(), "what is measured");
  r.Text("observer", line.observer, "craft that custody, images or distance belong to", "");
  r.Text("object", line.object, "craft that is observed, or whose velocity change or service counts", "");
  r.Flag("denied", line.denied, "count 1 - value", false);
  int unit_index = 0;
  r.Choice("unit", unit_index, ScoreUnitNames(), "of zero and full", 0);
  const double factor = ScoreUnit(static_cast<std::size_t>(unit_index));
  const MeasureInfo& info = InfoOf(line.measure);
  const std::string unit = ScoreUnitNames()[static_cast<std::size_t>(unit_index)];
  if (!r.documenting() && r.Sound({"measure"}) && r.Sound({"unit"}) && unit != info.unit && !(unit == "km" && info.unit == "m")) {
    r.Complain("unit", "is " + unit + "; allowed for " + std::string(info.name) + ": " + std::string(info.unit) + (info.unit == "m" ? ", km" : ""));
  }
  r.Number("zero", line.zero, factor, {}, "value that gives no points");
  r.Number("full", line.full, factor, {}, "value that gives all points");
  r.Number("points", line.points, kOne, {0.0, 100.0, true}, "at full");
  double without = -1.0;
  r.Number("points_without", without, kOne, {-1.0, 100.0}, "points where the measure has no value; -1: none, or all of a denied line", -1.0);
  if (without >= 0.0) line.points_without = without;
  r.Number("from_h", line.from, kHour, kNotNegative, "custody_fraction counts from so long after separation", 0.0);
  r.Group("of_task", "the campaign's task that task_done waits for, or that notice_to_liftoff counts from", [&](FieldReader& g) {
    g.Text("name", line.task, "of a task");
  });
  Gate gate;
  if (r.Group("gate", "the line counts only if another measure reached a value", [&](FieldReader& g) {
        Pick(g, "measure", gate.measure, MeasureNames(), "of the side's own line of that measure, else of this line's observer and object");
        g.Number("at_least", gate.at_least, kOne, {}, "in SI");
      })) {
    line.gate = gate;
  }
}

void ReadRules(FieldReader& r, Rules& rules) {
  r.Number("keep_out_m", rules.keep_out, kOne, kNotNegative, "around each craft of the other side", 0.0);
  r.Number("passive_safety_orbits", rules.passive_safety_orbits, kOne, kNotNegative, "a coast must not enter keep-out for so long", 0.0);
  r.Number("passive_inside_km", rules.passive_safety_inside, kKilo, kNotNegative, "judged within this range", 0.0);
  r.Number("speed_base_mps", rules.speed_base, kOne, kNotNegative, "closing speed limit = base + per_n * n * range", 0.0);
  r.Number("speed_per_n", rules.speed_per_n, kOne, kNotNegative, "n is the mean motion", 0.0);
  r.Number("speed_inside_km", rules.speed_inside, kKilo, kNotNegative, "judged within this range; 0: never", 0.0);
  r.Number("custody_nees_max", rules.custody_nees, kOne, kPositive, "largest normalised error of a claim, 3 degrees of freedom", 16.3);
  r.Number("custody_sigma3_km", rules.custody_sigma3, kKilo, kPositive, "a claim's 3 sigma is below this", 0.3);
  r.Number("custody_sigma3_fraction", rules.custody_sigma3_fraction, kOne, kShare, "or below this share of the range", 0.05);
  r.Number("custody_hold_min", rules.custody_hold, 60.0, kNotNegative, "held for so long", 30.0);
  r.Number("back_off_orbits", rules.back_off_orbits, kOne, kNotNegative, "the distance at the end holds for so long a drift", 2.0);
  r.Integer("max_illegal_orders", rules.max_illegal_orders, 1, 1000000, "that many forfeit", 100);
  r.Group("bounds", "where an inspection must stay", [&](FieldReader& g) {
    g.Number("range_max_m", rules.range_max, kOne, kPositive, "an inspector farther from a craft of its image lines loses by rule");
  });
}

}  // namespace

void ReadScenario(FieldReader& r, Scenario& s) {
  r.Name("name", s.name, "the file's name unless given");
  r.Text("title", s.title, "one line", "");
  r.Utc("epoch", s.epoch, "T+0");
  r.Integer("leap_seconds", s.leap_seconds, 10, 60, "TAI - UTC at the epoch", 37);
  double duration = 0.0;
  r.Number("duration_s", duration, kOne, {0.0, 1e7, true}, "length of the match");
  s.duration = dynamics::FromSeconds(duration);
  r.Text("separation_of", s.separation_of, "the craft whose separation score lines count from; empty: T+0", "");
  r.Group("forces", "what truth flies in", [&](FieldReader& g) { ReadForces(g, s.forces); }, true);
  r.Group("light", "what light does, for published tasks that leave nature out", [&](FieldReader& g) {
    g.Flag("shadow", s.shadow, "whether the Earth shades craft from cameras and from the tally of daylight", true);
  });
  AstronomyFile astronomy;
  if (r.Group("astronomy", "the frozen table, from `haze scenario freeze`", [&](FieldReader& g) {
        g.Text("file", astronomy.file, "relative to the scenarios' folder");
        g.Text("sha256", astronomy.sha256, "of its bytes");
      })) {
    s.astronomy = astronomy;
  }
  Sky sky;
  if (r.Group("sky", "everything else that flies and that search cameras see; made at the first match, or by `haze scenario freeze`", [&](FieldReader& g) {
        g.Text("file", sky.file, "a catalogue (TLE or OMM), relative to the scenario's folder; empty: a synthetic population of the same density", "");
        g.Text("sha256", sky.sha256, "of the catalogue's bytes", "");
        g.Integer("count", sky.count, 0, 200000, "objects of the synthetic population", 16089);
      })) {
    s.sky = sky;
  }
  r.List("seats", "who plays", [&](FieldReader& g) {
    Seat seat;
    g.Text("seat", seat.name, "side.role, with a number where a side has several");
    g.Text("vehicle", seat.vehicle, "what it flies; empty for a launch provider", "");
    g.Text("policy", seat.policy, "role/name of the policy in the default line-up");
    if (const std::optional<SeatName> parts = ParseSeatName(seat.name)) {
      seat.side = parts->side;
      seat.role = parts->role;
    }
    s.seats.push_back(seat);
  }, true);
  r.Named("vehicles", "spacecraft by name; `model: NAME` starts from vehicles/NAME.yaml", [&](const std::string& name, FieldReader& g) {
    Vehicle vehicle;
    vehicle.name = name;
    ReadVehicle(g, vehicle);
    s.vehicles.push_back(vehicle);
  });
  r.List("knowledge", "what seats are told of other craft at T+0", [&](FieldReader& g) {
    InitialKnowledge k;
    g.Text("seat", k.seat, "who is told");
    g.Text("craft", k.craft, "of what");
    g.Number("position_km", k.position_sigma, kKilo, kPositive, "1 sigma each axis");
    g.Number("velocity_mps", k.velocity_sigma, kOne, kPositive, "1 sigma each axis");
    s.knowledge.push_back(k);
  });
  Launch launch;
  if (r.Group("launch", "the launch campaign; `model: NAME` starts from vehicles/NAME.yaml", [&](FieldReader& g) { ReadLaunch(g, launch, s.epoch); })) s.launch = launch;
  r.List("launch_flash", "cues of the lift-off", [&](FieldReader& g) {
    LaunchFlashCue cue;
    g.Text("seat", cue.seat, "who is told");
    g.Number("delay_s", cue.delay, kOne, kNotNegative, "after lift-off");
    g.Number("time_sigma_s", cue.time_sigma, kOne, kPositive, "error of the instant");
    g.Number("heading_sigma_deg", cue.heading_sigma, kDegree, kPositive, "error of the heading");
    s.launch_flash.push_back(cue);
  });
  r.Group("network", "a surveillance network", [&](FieldReader& g) {
    g.List("cues", "element sets that a seat is told", [&](FieldReader& h) {
      NetworkCue cue;
      h.Text("seat", cue.seat, "who is told");
      h.Text("craft", cue.craft, "of what");
      h.Number("first_h", cue.first, kHour, kNotNegative, "after the craft came into the world: T+0, or its separation");
      h.Number("every_h", cue.every, kHour, kNotNegative, "until the next; 0 = one set only", 0.0);
      h.Number("position_km", cue.position_sigma, kKilo, kPositive, "1 sigma each axis");
      h.Number("velocity_mps", cue.velocity_sigma, kOne, kPositive, "1 sigma each axis");
      s.network_cues.push_back(cue);
    });
  });
  Downlink downlink;
  if (r.Group("downlink", "ground stations that images are sent to", [&](FieldReader& g) {
        g.Number("min_elevation_deg", downlink.min_elevation, kDegree, {0.0, 90.0}, "lowest elevation of the craft");
        g.Number("rate_Mbps", downlink.rate, kMega, kPositive, "data rate");
        g.List("stations", "where they stand", [&](FieldReader& h) {
          Station station;
          h.Name("name", station.name, "unique");
          h.Number("lat_deg", station.latitude, kDegree, {-90.0, 90.0}, "geodetic latitude");
          h.Number("lon_deg", station.longitude, kDegree, {-180.0, 360.0}, "east longitude");
          h.Number("height_m", station.height, kOne, {-500.0, 9000.0}, "above the ellipsoid", 0.0);
          downlink.stations.push_back(station);
        }, true);
      })) {
    s.downlink = downlink;
  }
  r.Group("rules", "flight rules and custody", [&](FieldReader& g) { ReadRules(g, s.rules); }, true);
  r.Number("longest_quiet_s", s.longest_quiet, kOne, {1.0, 1e6}, "a seat is asked at least so often", 21600.0);
  r.Number("message_latency_s", s.message_latency, kOne, kNotNegative, "between seats of a side", 1.0);
  r.Number("draw_band", s.draw_band, kOne, {0.0, 100.0}, "a smaller difference of points draws", 5.0);
  r.Flag("on_forfeit_side_continues", s.on_forfeit_side_continues, "else any forfeit ends the match", false);
  r.List("score", "points; positive lines sum to 100 a side", [&](FieldReader& g) {
    ScoreLine line;
    ReadScoreLine(g, line);
    s.score.push_back(line);
  }, true);
  r.List("violations", "points lost", [&](FieldReader& g) {
    ViolationLine line;
    Pick(g, "side", line.side, kSides, "whose points");
    std::vector<std::string> kinds;
    g.TextList("kinds", kinds, "keep_out, unsafe_coast, speed, attributed_interference");
    for (const std::string& kind : kinds) {
      const auto known = std::find(kViolations.begin(), kViolations.end(), kind);
      if (known != kViolations.end()) {
        line.kinds.push_back(static_cast<Violation>(known - kViolations.begin()));
        continue;
      }
      const std::optional<std::string> nearest = Nearest(kind, kViolations);
      g.Complain("kinds", "holds \"" + kind + "\"; allowed: keep_out, unsafe_coast, speed, attributed_interference" + (nearest ? "; did you mean " + *nearest + "?" : ""));
    }
    g.Number("points", line.points, kOne, {-100.0, 0.0}, "each");
    g.Number("floor", line.floor, kOne, {-100.0, 0.0}, "not below");
    s.violations.push_back(line);
  });
}

}  // namespace haze::scenarios
