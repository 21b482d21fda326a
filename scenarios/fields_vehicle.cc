// The declarations of a craft: where it starts, what it carries; the rest is in fields.cc.
#include "scenarios/fields.h"

namespace haze::scenarios {

using namespace unit;

namespace {

void ReadSearchCamera(FieldReader& r, SearchCamera& c) {
  r.Number("fov_deg", c.fov, kDegree, {0.0, 120.0, true}, "full field of view");
  r.Number("aperture_mm", c.aperture, kMilli, kPositive, "diameter of the entrance pupil");
  r.Number("exposure_s", c.exposure, kOne, kPositive, "exposure of one frame");
  r.Number("lim_mag", c.limiting_magnitude, kOne, {-10.0, 30.0}, "magnitude that gives lim_snr");
  r.Number("lim_snr", c.limiting_snr, kOne, kPositive, "signal-to-noise ratio at lim_mag", 6.0);
  r.Number("noise_arcsec", c.noise, kArcsecond, kPositive, "noise of a direction, 1 sigma each axis, at lim_snr");
  r.Number("bias_arcsec_per_pass", c.bias_per_pass, kArcsecond, kNotNegative, "bias that one search keeps, 1 sigma each axis");
  r.Number("rate_noise_arcsecps", c.rate_noise, kArcsecond, kPositive, "noise of a measured angular rate, 1 sigma each axis");
  r.Number("settle_s", c.settle, kOne, kNotNegative, "after each slew");
  r.Number("dwell_s", c.dwell, kOne, kPositive, "for each frame");
  r.Number("sun_excl_deg", c.sun_exclusion, kDegree, kAngle, "nothing is seen nearer to the Sun");
  r.Number("moon_excl_deg", c.moon_exclusion, kDegree, kAngle, "nothing is seen nearer to the Moon");
  r.Number("limb_excl_lit_deg", c.limb_exclusion_lit, kDegree, {-90.0, 90.0}, "nothing is seen nearer above a sunlit limb");
  r.Number("limb_excl_dark_deg", c.limb_exclusion_dark, kDegree, {-90.0, 90.0}, "nothing is seen nearer above a dark limb");
  r.Number("false_per_frame", c.false_per_frame, kOne, {0.0, 1000.0}, "mean number of false alarms");
}

void ReadImagingCamera(FieldReader& r, ImagingCamera& c) {
  r.Number("ifov_urad", c.ifov, kMicro, kPositive, "field of view of one pixel");
  r.Number("fov_deg", c.fov, kDegree, {0.0, 120.0, true}, "full field of view");
  r.Number("exposure_ms", c.exposure, kMilli, kPositive, "exposure");
  r.Number("gsd_max_m", c.gsd_max, kOne, kPositive, "coarsest effective ground-sample distance that counts");
  r.Number("range_max_m", c.range_max, kOne, kPositive, "farthest range that counts");
  r.Number("incidence_max_deg", c.incidence_max, kDegree, {0.0, 90.0}, "largest angle of sunlight off a facet's normal");
  r.Number("view_max_deg", c.view_max, kDegree, {0.0, 90.0}, "largest angle of view off a facet's normal");
  r.Number("snr_min", c.snr_min, kOne, kNotNegative, "least signal-to-noise ratio of a pixel");
  r.Number("sun_excl_deg", c.sun_exclusion, kDegree, kAngle, "the boresight must stay so far from the Sun");
  r.Number("aperture_mm", c.aperture, kMilli, kPositive, "diameter of the entrance pupil");
  r.Number("image_MB", c.image_bytes, kMega, kPositive, "size of an image");
}

void ReadRanging(FieldReader& r, Ranging& s) {
  r.Number("range_max_km", s.range_max, kKilo, kPositive, "farthest echo");
  r.Number("sigma_m", s.sigma, kOne, kPositive, "error, 1 sigma, constant part");
  r.Number("sigma_fraction", s.sigma_fraction, kOne, kShare, "error, 1 sigma, part of the range");
  r.Number("cone_deg", s.cone, kDegree, {0.0, 90.0, true}, "half angle about the camera axis");
}

void ReadStart(FieldReader& r, Start& start) {
  if (StartFromTle tle; r.Group("tle", "state by SGP4 at the scenario's epoch", [&](FieldReader& g) {
        g.Text("line1", tle.line1, "first line");
        g.Text("line2", tle.line2, "second line");
      })) {
    start.tle = tle;
  }
  if (StartInPlane plane; r.Group("in_plane", "near-circular orbit in the plane of an element set, phase drawn", [&](FieldReader& g) {
        g.Text("line1", plane.line1, "first line");
        g.Text("line2", plane.line2, "second line");
        g.Number("alt_km", plane.altitude, kKilo, {100.0, 40000.0}, "mean altitude");
        g.Text("phase_of", plane.phase_of, "craft whose nominal place at nominal separation the phase is counted from");
        g.Number("phase_min_deg", plane.phase_min, kDegree, kAngle, "least phase, either sign");
        g.Number("phase_max_deg", plane.phase_max, kDegree, kAngle, "greatest phase, either sign");
      })) {
    start.in_plane = plane;
  }
  if (StartBehind behind; r.Group("behind", "on another craft's orbit, behind it", [&](FieldReader& g) {
        g.Text("craft", behind.craft, "the craft in front");
        g.Number("distance_km", behind.distance, kKilo, {-10000.0, 10000.0}, "along the orbit; negative: ahead");
      })) {
    start.behind = behind;
  }
  if (StartDeployed deployed; r.Group("deployed", "comes into the world during the match", [&](FieldReader& g) {
        g.Text("by", deployed.by, "launch, or the name of the craft that carries it");
        g.Number("after_s", deployed.after, kOne, kNotNegative, "after the carrier's own separation", 0.0);
        g.Number("spring_mps", deployed.dv, kOne, {-5.0, 5.0}, "relative speed, against the velocity", 0.0);
      })) {
    start.deployed = deployed;
  }
  if (StartOnOrbit orbit; r.Group("orbit", "on a circular two-body orbit, each number drawn between two", [&](FieldReader& g) {
        g.Number("alt_min_km", orbit.altitude_min, kKilo, {100.0, 100000.0}, "least altitude above the equatorial radius");
        g.Number("alt_max_km", orbit.altitude_max, kKilo, {100.0, 100000.0}, "greatest altitude");
        g.Number("inc_min_deg", orbit.inclination_min, kDegree, kAngle, "least inclination, GCRF");
        g.Number("inc_max_deg", orbit.inclination_max, kDegree, kAngle, "greatest inclination");
        g.Number("raan_min_deg", orbit.raan_min, kDegree, {-360.0, 360.0}, "least node, GCRF", 0.0);
        g.Number("raan_max_deg", orbit.raan_max, kDegree, {-360.0, 360.0}, "greatest node", 0.0);
        g.Number("u_min_deg", orbit.latitude_min, kDegree, {-360.0, 360.0}, "least argument of latitude at T+0", 0.0);
        g.Number("u_max_deg", orbit.latitude_max, kDegree, {-360.0, 360.0}, "greatest argument of latitude", 360.0);
      })) {
    start.orbit = orbit;
  }
  if (StartNear near; r.Group("near", "near another craft, in any direction", [&](FieldReader& g) {
        g.Text("craft", near.craft, "the other craft");
        g.Number("range_min_m", near.range_min, kOne, kPositive, "least range");
        g.Number("range_max_m", near.range_max, kOne, kPositive, "greatest range");
        g.Number("speed_max_mps", near.speed_max, kOne, kNotNegative, "greatest relative speed in the other's rotating axes", 0.0);
      })) {
    start.near = near;
  }
}

}  // namespace

void ReadVehicle(FieldReader& r, Vehicle& v) {
  r.Group("start", "where it is at the beginning; exactly one of these", [&](FieldReader& g) { ReadStart(g, v.start); }, true);
  r.Number("mass_kg", v.mass, kOne, kPositive, "with propellant");
  r.Number("dv_mps", v.dv, kOne, kNotNegative, "velocity change of the whole propellant, Tsiolkovsky");
  r.Number("thrust_N", v.thrust, kOne, kNotNegative, "all thrusters together");
  r.Number("isp_s", v.isp, kOne, kPositive, "specific impulse");
  r.Number("smallest_dv_mmps", v.smallest_dv, kMilli, kPositive, "smallest burn", 1.0);
  r.Number("slew_dps", v.slew, kDegree, kPositive, "rate of a slew");
  r.Number("settle_s", v.settle, kOne, kNotNegative, "after a slew");
  r.Number("radius_m", v.radius, kOne, kPositive, "of the sphere of facets");
  r.Number("albedo", v.albedo, kOne, kShare, "Lambert reflectance of the facets");
  r.Number("drag_area_m2", v.drag_area, kOne, kNotNegative, "cross-section for drag");
  r.Number("drag_coefficient", v.drag_coefficient, kOne, kNotNegative, "of that cross-section", 2.2);
  r.Number("pressure_area_m2", v.pressure_area, kOne, kNotNegative, "cross-section for solar pressure");
  r.Number("pressure_coefficient", v.pressure_coefficient, kOne, {0.0, 2.0}, "1 absorbs, 2 reflects", 1.3);
  r.Number("checkout_s", v.checkout, kOne, kNotNegative, "from deployment until it may be commanded", 0.0);
  Pick(r, "attitude", v.attitude, {"nadir", "sun", "inertial"}, "what the camera axis does without orders", 0);
  r.Flag("warning_sensor", v.warning_sensor, "notices being shone into", false);
  r.Group("lattice", "its body is a Fibonacci lattice of points instead of the 84 facets", [&](FieldReader& g) {
    g.Integer("points", v.facets, 1, 1000, "how many; the first stands near body +z", 100);
  });
  r.Group("panels", "flat plates on its body, which make it brighter for search cameras where they face both Sun and camera", [&](FieldReader& g) {
    g.List("plates", "each reflects like paper; no plate shades another, imaging cameras see none", [&](FieldReader& p) {
      dynamics::Plate plate;
      p.Number("area_m2", plate.area, kOne, kPositive, "of one side");
      p.Number("albedo", plate.albedo, kOne, kShare, "Lambert reflectance");
      p.Number("normal_x", plate.normal_B.x(), kOne, {}, "outward normal, body axes (the camera looks along +x); any length", 0.0);
      p.Number("normal_y", plate.normal_B.y(), kOne, {}, "outward normal; at nadir +y is against the flight", 0.0);
      p.Number("normal_z", plate.normal_B.z(), kOne, {}, "outward normal; at nadir +z is the orbit's normal", 0.0);
      p.Flag("two_sided", plate.two_sided, "reflects on its back too", false);
      const double length = plate.normal_B.norm();
      if (length > 0.0) plate.normal_B /= length;
      v.plates.push_back(plate);
    });
  });
  r.Group("execution", "errors of burns after Gates, 1 sigma", [&](FieldReader& g) {
    g.Number("magnitude_fraction", v.execution.magnitude_fraction, kOne, kShare, "proportional to the burn");
    g.Number("magnitude_mmps", v.execution.magnitude_fixed, kMilli, kNotNegative, "constant part");
    g.Number("pointing_deg", v.execution.pointing, kDegree, {0.0, 45.0}, "proportional to the burn, each axis across");
    g.Number("pointing_mmps", v.execution.pointing_fixed, kMilli, kNotNegative, "constant part, each axis across");
  }, true);
  r.Group("navigation", "errors of its own state, 1 sigma each axis", [&](FieldReader& g) {
    g.Number("position_m", v.navigation.position_sigma, kOne, kPositive, "of position");
    g.Number("velocity_mmps", v.navigation.velocity_sigma, kMilli, kPositive, "of velocity");
  }, true);
  if (SearchCamera c; r.Group("search_camera", "finds points of light", [&](FieldReader& g) { ReadSearchCamera(g, c); })) v.search_camera = c;
  if (ImagingCamera c; r.Group("imaging_camera", "images facets", [&](FieldReader& g) { ReadImagingCamera(g, c); })) v.imaging_camera = c;
  if (Ranging s; r.Group("ranging", "measures short ranges", [&](FieldReader& g) { ReadRanging(g, s); })) v.ranging = s;
  if (Dazzler d; r.Group("dazzler", "shines into cameras of the other side", [&](FieldReader& g) {
        g.Number("range_km", d.range, kKilo, kPositive, "farthest camera");
        g.Number("beam_deg", d.beam, kDegree, {0.0, 90.0, true}, "half angle about the claimed direction that it lights");
        g.Number("glare_deg", d.glare, kDegree, {0.0, 180.0, true}, "a camera that looks nearer to the light sees nothing");
        g.Number("recovery_s", d.recovery, kOne, kNotNegative, "until a camera sees again", 0.0);
        g.Number("duty_s", d.duty, kOne, kPositive, "at most so long in 94.67 min", 300.0);
      })) {
    v.dazzler = d;
  }
  if (Jammer j; r.Group("jammer", "drowns downlink and mail of a craft of the other side", [&](FieldReader& g) {
        g.Number("range_km", j.range, kKilo, kPositive, "farthest craft");
        g.Number("duty_s", j.duty, kOne, kPositive, "at most so long in 94.67 min", 300.0);
      })) {
    v.jammer = j;
  }
  if (Decoys d; r.Group("decoys", "spheres that reflect like a craft", [&](FieldReader& g) {
        g.Integer("count", d.count, 1, 64, "how many it carries", 1);
        g.Number("radius_m", d.radius, kOne, kPositive, "of each");
        g.Number("albedo", d.albedo, kOne, kShare, "Lambert reflectance");
        g.Number("speed_mps", d.speed, kOne, kNotNegative, "fastest release");
      })) {
    v.decoys = d;
  }
  if (Sunshade s; r.Group("sunshade", "a disc about its centre that always faces the Sun and shades other craft from it", [&](FieldReader& g) {
        g.Number("radius_m", s.radius, kOne, kPositive, "of the disc; its full shadow ends 215 radii behind it");
      })) {
    v.sunshade = s;
  }
}

}  // namespace haze::scenarios
