#include "dynamics/launch_vehicle.h"

#include <cmath>
#include <cstddef>

#include "dynamics/atmosphere.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::dynamics {

namespace {

struct DragPoint {
  double mach;
  double cd;
};
constexpr std::array<DragPoint, 9> kDrag{{{0.0, 0.30}, {0.6, 0.30}, {0.9, 0.42}, {1.05, 0.50}, {1.3, 0.48}, {2.0, 0.38}, {3.0, 0.30}, {5.0, 0.24}, {10.0, 0.22}}};

// A layer of the standard atmosphere: geopotential height of its base, temperature and lapse rate there.
struct Layer {
  double base;
  double temperature;
  double lapse;
  double pressure;
};
constexpr double kGasConstant = 8314.32 / 28.9644;  // J/(kg K), of dry air
constexpr double kStandardRadius = 6356766.0;       // m, r0 of the standard
constexpr double kTop = 84852.0;                    // m, geopotential
// Base pressures follow from the first by the standard's own formulas (table 4 gives the rest).
constexpr std::array<Layer, 7> kLayers{{{0.0, 288.15, -0.0065, 101325.0},
                                        {11000.0, 216.65, 0.0, 22632.06},
                                        {20000.0, 216.65, 0.001, 5474.889},
                                        {32000.0, 228.65, 0.0028, 868.0187},
                                        {47000.0, 270.65, 0.0, 110.9063},
                                        {51000.0, 270.65, -0.0028, 66.93887},
                                        {71000.0, 214.65, -0.002, 3.956420}}};

double SoundSpeed(double temperature) { return std::sqrt(1.4 * kGasConstant * temperature); }

}  // namespace

LaunchVehicle Electron() {
  LaunchVehicle v;
  v.first.dry = 930.0;
  v.first.propellant = 9430.0;
  v.first.thrust = 9.0 * 24910.04;
  v.first.isp = 311.0;
  v.first.exit_area = 9.0 * 0.008;
  v.first.engines = 9;
  v.first.least_throttle = 0.5;
  v.first.acceleration_limit = 50.0;
  v.first.throttle = {{{0.0, 1.0}, {65.0, 0.72}, {}, {}}};
  v.second.dry = 230.0;
  v.second.propellant = 2100.0;
  v.second.thrust = 25000.0;
  v.second.isp = 343.0;
  v.second.ignition_delay = 4.0;
  v.kick.dry = 30.0;
  v.kick.propellant = 10.0;
  v.kick.thrust = 120.0;
  v.kick.isp = 320.0;
  v.separation_delay = 3.0;
  v.fairing = 50.0;
  v.fairing_time = 184.0;
  v.reference_area = 0.25 * kPi * 1.2 * 1.2;
  v.vertical_time = 8.0;
  v.pitch_time = 10.0;
  v.pitch_angle = 15.0 * kDegree;
  return v;
}

double LiftoffMass(const LaunchVehicle& v, double payload) {
  return v.first.dry + v.first.propellant + v.second.dry + v.second.propellant + v.kick.dry + v.kick.propellant + v.fairing + payload;
}

double IdealVelocity(double isp, double m0, double m1) { return isp * kG0 * Log(m0 / m1); }

double MassFlow(const Stage& stage) { return stage.thrust / (stage.isp * kG0); }

double Throttle(const Stage& stage, double t, double mass) {
  double throttle = 1.0;
  for (const ThrottleStep& step : stage.throttle) {
    if (t >= step.from) throttle = step.throttle;
  }
  const double limit = stage.acceleration_limit * mass / stage.thrust;
  if (throttle > limit) throttle = limit;
  return throttle < stage.least_throttle ? stage.least_throttle : throttle;
}

double LauncherDragCoefficient(double mach) {
  for (std::size_t i = 1; i < kDrag.size(); ++i) {
    if (mach >= kDrag[i].mach) continue;
    const double share = (mach - kDrag[i - 1].mach) / (kDrag[i].mach - kDrag[i - 1].mach);
    return kDrag[i - 1].cd + share * (kDrag[i].cd - kDrag[i - 1].cd);
  }
  return kDrag.back().cd;
}

Air StandardAir(double h) {
  if (h < 0.0) h = 0.0;
  const double geopotential = kStandardRadius * h / (kStandardRadius + h);
  if (geopotential > kTop) return {ExponentialDensity(h), 0.0, SoundSpeed(186.946)};
  std::size_t i = kLayers.size() - 1;
  while (i > 0 && geopotential < kLayers[i].base) --i;
  const Layer& layer = kLayers[i];
  const double above = geopotential - layer.base;
  const double temperature = layer.temperature + layer.lapse * above;
  // Per metre of geopotential height; the standard's g0' is kG0.
  const double fall = kG0 / kGasConstant;
  const double pressure = layer.lapse != 0.0 ? layer.pressure * Exp(fall / layer.lapse * Log(layer.temperature / temperature)) : layer.pressure * Exp(-fall * above / layer.temperature);
  return {pressure / (kGasConstant * temperature), pressure, SoundSpeed(temperature)};
}

}  // namespace haze::dynamics
