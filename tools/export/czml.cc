#include "tools/export/czml.h"

#include <cmath>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamics/dmath.h"

namespace haze::tools {
namespace {

using nlohmann::ordered_json;

// A millimetre is what the other formats print.
double Millimetres(double x) { return std::round(x * 1e3) / 1e3; }

// What the other formats print of a velocity, m/s.
double Micrometres(double v) { return std::round(v * 1e6) / 1e6; }

struct Leg {
  std::vector<std::size_t> samples;
  bool burning = false;
};

// A craft's way in steps with and without its engine. Of a step without only the ends: neighbours a second apart, which are there for another craft's burn, would
// magnify the rounding of what is printed. A leg ends with the sample that the next begins with.
std::vector<Leg> Legs(const Trajectory& trajectory, std::size_t c) {
  const auto ends_step = [&trajectory](std::size_t i) {
    const double t = trajectory.samples[i].t, step = trajectory.step_s;
    return step <= 0.0 || i + 1 == trajectory.samples.size() || std::fabs(t - std::round(t / step) * step) < 1e-7;
  };
  std::vector<Leg> legs;
  std::vector<std::size_t> within;  // samples of the step that is read, its beginning among them
  bool burning = false, continues = false;
  for (std::size_t i = 0; i < trajectory.samples.size(); ++i) {
    const match::CraftTruth& now = trajectory.samples[i].craft[c];
    if (!now.present) {
      within.clear();
      continues = false;
      continue;
    }
    if (!within.empty()) {
      const match::CraftTruth& before = trajectory.samples[i - 1].craft[c];
      burning = burning || now.thrusting || before.thrusting || now.burns != before.burns;
    }
    within.push_back(i);
    if (!ends_step(i)) continue;
    if (within.size() > 1) {
      if (!continues || legs.back().burning != burning) legs.push_back({{within.front()}, burning});
      legs.back().samples.insert(legs.back().samples.end(), burning ? within.begin() + 1 : within.end() - 1, within.end());
      continues = true;
    }
    within = {i};
    burning = false;
  }
  return legs;
}

ordered_json Path(const Trajectory& trajectory, std::size_t c, const std::string& epoch) {
  ordered_json parts = ordered_json::array();
  for (const Leg& leg : Legs(trajectory, c)) {
    ordered_json numbers = ordered_json::array();
    for (const std::size_t i : leg.samples) {
      const dynamics::State& s = trajectory.samples[i].craft[c].state;
      numbers.push_back(trajectory.samples[i].t);
      for (int k = 0; k < 3; ++k) numbers.push_back(Millimetres(s.r(k)));
      for (int k = 0; k < 3; ++k) numbers.push_back(Micrometres(s.v(k)));
    }
    // Held at its ends: an instant that rounding puts a nanosecond outside is still inside.
    parts.push_back({{"interval", UtcOf(*trajectory.scenario, trajectory.samples[leg.samples.front()].t) + "/" + UtcOf(*trajectory.scenario, trajectory.samples[leg.samples.back()].t)},
                     {"epoch", epoch},
                     {"referenceFrame", "INERTIAL"},
                     {"interpolationAlgorithm", "HERMITE"},
                     {"interpolationDegree", 5},
                     {"backwardExtrapolationType", "HOLD"},
                     {"forwardExtrapolationType", "HOLD"},
                     {"cartesianVelocity", std::move(numbers)}});
  }
  return parts;
}

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
    std::size_t first = 0;
    while (first < trajectory.samples.size() && !trajectory.samples[first].craft[c].present) ++first;
    if (first == trajectory.samples.size()) continue;
    const std::string& name = scenario.vehicles[c].name;
    document.push_back({{"id", "craft/" + name},
                        {"name", name},
                        {"availability", UtcOf(scenario, trajectory.samples[first].t) + "/" + end},
                        {"position", Path(trajectory, c, begin)},
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
