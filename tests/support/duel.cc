#include "tests/support/duel.h"

#include "dynamics/dmath.h"

namespace haze::tests {

std::shared_ptr<scenarios::Scenario> MakeDuel() {
  using namespace scenarios;
  auto duel = std::make_shared<Scenario>();
  duel->name = "duel";
  duel->epoch = dynamics::ParseUtc("2026-08-11T03:38:00Z").value();
  duel->duration = dynamics::FromSeconds(3600.0);
  duel->forces = {.gravity_degree = 2, .gravity_order = 0, .sun = false, .moon = false, .drag = false, .solar_pressure = false, .density_scale = 1.0};
  duel->longest_quiet = 600.0;
  duel->hash = "duel";

  Vehicle puma;
  puma.name = "puma";
  puma.start.tle = {"1 69646U 26142A   26223.15092528  .00001769  00000+0  82664-4 0  9995",
                    "2 69646  97.3802 120.1403 0009044 185.6721 174.4414 15.21065482  8029"};
  puma.mass = 140.0;
  puma.dv = 100.0;
  puma.thrust = 20.0;
  puma.isp = 230.0;
  puma.slew = 0.5 * dynamics::kDegree;
  puma.settle = 10.0;
  puma.radius = 0.75;

  Vehicle jackal = puma;
  jackal.name = "jackal";
  jackal.start = {};
  jackal.start.behind = {"puma", 20e3};
  jackal.mass = 275.0;
  jackal.dv = 250.0;
  jackal.thrust = 88.0;
  jackal.slew = 1.0 * dynamics::kDegree;
  jackal.search_camera = SearchCamera{.fov = 10.0 * dynamics::kDegree,
                                      .aperture = 0.025,
                                      .exposure = 0.2,
                                      .limiting_magnitude = 9.0,
                                      .limiting_snr = 6.0,
                                      .noise = 20.0 * dynamics::kArcsecond,
                                      .bias_per_pass = 10.0 * dynamics::kArcsecond,
                                      .rate_noise = 1.0 * dynamics::kArcsecond,
                                      .settle = 10.0,
                                      .dwell = 5.0,
                                      .false_per_frame = 0.1};
  jackal.imaging_camera = ImagingCamera{.ifov = 1e-4,
                                        .fov = 0.1,
                                        .exposure = 0.01,
                                        .gsd_max = 5.0,
                                        .range_max = 50e3,
                                        .incidence_max = 70.0 * dynamics::kDegree,
                                        .view_max = 60.0 * dynamics::kDegree,
                                        .snr_min = 20.0,
                                        .sun_exclusion = 30.0 * dynamics::kDegree,
                                        .aperture = 0.05,
                                        .image_bytes = 1e7};
  jackal.ranging = Ranging{.range_max = 50e3, .sigma = 5.0, .sigma_fraction = 0.001, .cone = 1.0 * dynamics::kDegree};
  duel->vehicles = {jackal, puma};
  duel->seats = {{.name = "blue.inspector", .side = Side::kBlue, .role = Role::kInspector, .vehicle = "jackal", .policy = "inspector/direct"},
                 {.name = "red.target", .side = Side::kRed, .role = Role::kTarget, .vehicle = "puma", .policy = "target/passive"}};
  duel->rules.keep_out = 100.0;
  duel->rules.passive_safety_orbits = 2.0;
  duel->rules.passive_safety_inside = 5e3;
  duel->rules.speed_base = 0.2;
  duel->rules.speed_per_n = 2.0;
  duel->rules.speed_inside = 5e3;
  duel->score = {{.name = "dv_left", .side = Side::kBlue, .measure = Measure::kDvLeft, .object = "jackal", .zero = 0.0, .full = 250.0, .points = 100.0},
                 {.name = "service", .side = Side::kRed, .measure = Measure::kService, .object = "puma", .zero = 0.3, .full = 0.9, .points = 100.0}};
  return duel;
}

}  // namespace haze::tests
