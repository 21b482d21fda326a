#include "tools/export/czml.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "dynamics/dmath.h"

namespace haze::tools {
namespace {

using nlohmann::ordered_json;

// A millimetre is what the other formats print.
double Millimetres(double x) { return std::round(x * 1e3) / 1e3; }

ordered_json Colour(std::size_t index) {
  static constexpr int kColours[][3] = {{76, 154, 255}, {255, 120, 90}, {255, 190, 60}, {120, 210, 140}, {200, 140, 255}};
  const int* c = kColours[index % 5];
  return {{"rgba", {c[0], c[1], c[2], 255}}};
}

ordered_json Label(const std::string& text) {
  return {{"text", text}, {"font", "13px sans-serif"}, {"pixelOffset", {{"cartesian2", {12, 0}}}}, {"horizontalOrigin", "LEFT"}};
}

}  // namespace

std::string Czml(const Trajectory& trajectory) {
  const scenarios::Scenario& scenario = *trajectory.scenario;
  const std::string begin = UtcOf(scenario, 0.0), end = UtcOf(scenario, trajectory.samples.empty() ? 0.0 : trajectory.samples.back().t);
  ordered_json document = ordered_json::array();
  document.push_back({{"id", "document"},
                      {"name", "haze match " + trajectory.rows.attempt.match_id.substr(0, 8) + ", " + scenario.name},
                      {"version", "1.0"},
                      {"clock", {{"interval", begin + "/" + end}, {"currentTime", begin}, {"multiplier", 60}, {"range", "LOOP_STOP"}, {"step", "SYSTEM_CLOCK_MULTIPLIER"}}}});
  for (std::size_t c = 0; c < scenario.vehicles.size(); ++c) {
    ordered_json cartesian = ordered_json::array();
    std::string first;
    for (const match::Truth& sample : trajectory.samples) {
      if (!sample.craft[c].present) continue;
      if (first.empty()) first = UtcOf(scenario, sample.t);
      const dynamics::Vector3& r = sample.craft[c].state.r;
      cartesian.push_back(sample.t);
      for (int k = 0; k < 3; ++k) cartesian.push_back(Millimetres(r(k)));
    }
    if (cartesian.empty()) continue;
    const std::string& name = scenario.vehicles[c].name;
    document.push_back({{"id", "craft/" + name},
                        {"name", name},
                        {"availability", first + "/" + end},
                        {"position",
                         {{"epoch", begin}, {"referenceFrame", "INERTIAL"}, {"interpolationAlgorithm", "LAGRANGE"}, {"interpolationDegree", 5}, {"cartesian", cartesian}}},
                        {"point", {{"pixelSize", 8}, {"color", Colour(c)}}},
                        {"label", Label(name)},
                        {"path", {{"leadTime", 0}, {"trailTime", 6000}, {"resolution", 60}, {"width", 2}, {"material", {{"solidColor", {{"color", Colour(c)}}}}}}}});
  }
  if (scenario.downlink) {
    for (const scenarios::Station& station : scenario.downlink->stations) {
      document.push_back({{"id", "station/" + station.name},
                          {"name", station.name},
                          {"position", {{"cartographicDegrees", {station.longitude * 180.0 / dynamics::kPi, station.latitude * 180.0 / dynamics::kPi, station.height}}}},
                          {"point", {{"pixelSize", 6}, {"color", {{"rgba", {255, 255, 255, 255}}}}}},
                          {"label", Label(station.name)}});
    }
  }
  return document.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace haze::tools
