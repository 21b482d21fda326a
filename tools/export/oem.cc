#include "tools/export/oem.h"

#include <algorithm>

#include <fmt/format.h>

#include "dynamics/dmath.h"
#include "dynamics/sgp4.h"

namespace haze::tools {
namespace {

// CCSDS dates carry no zone: TIME_SYSTEM says it.
std::string Bare(std::string utc) {
  if (!utc.empty() && utc.back() == 'Z') utc.pop_back();
  return utc;
}

struct Segment {
  std::size_t first = 0, last = 0;
};

// Samples of one craft between burns.
std::vector<Segment> Coasts(const Trajectory& trajectory, std::size_t craft) {
  std::vector<Segment> segments;
  bool open = false;
  for (std::size_t i = 0; i < trajectory.samples.size(); ++i) {
    const match::CraftTruth& now = trajectory.samples[i].craft[craft];
    if (!now.present) {
      open = false;
      continue;
    }
    const bool burnt = open && (now.burns != trajectory.samples[i - 1].craft[craft].burns || trajectory.samples[i - 1].craft[craft].thrusting);
    if (open && !burnt) {
      segments.back().last = i;
    } else {
      segments.push_back({i, i});
      open = true;
    }
  }
  return segments;
}

double Degrees(double radians) { return radians * (180.0 / dynamics::kPi); }

}  // namespace

std::string Oem(const Trajectory& trajectory, int craft, const std::string& creation_utc) {
  const auto c = static_cast<std::size_t>(craft);
  const scenarios::Scenario& scenario = *trajectory.scenario;
  const std::string& name = scenario.vehicles[c].name;
  const std::vector<Segment> segments = Coasts(trajectory, c);
  if (segments.empty()) return {};
  std::string out = fmt::format("CCSDS_OEM_VERS = 2.0\nCOMMENT match {} of scenario {}, seed {}; true states, played again from the record\nCREATION_DATE = {}\nORIGINATOR = HAZE\n",
                                trajectory.rows.attempt.match_id, scenario.name, trajectory.rows.attempt.seed, Bare(creation_utc));
  for (const Segment& segment : segments) {
    const std::size_t count = segment.last - segment.first + 1;
    out += fmt::format("\nMETA_START\nOBJECT_NAME = {}\nOBJECT_ID = HAZE-{}\nCENTER_NAME = EARTH\nREF_FRAME = GCRF\nTIME_SYSTEM = UTC\nSTART_TIME = {}\nSTOP_TIME = {}\n", name, name,
                       Bare(UtcOf(scenario, trajectory.samples[segment.first].t)), Bare(UtcOf(scenario, trajectory.samples[segment.last].t)));
    if (count > 1) out += fmt::format("INTERPOLATION = LAGRANGE\nINTERPOLATION_DEGREE = {}\n", std::min<std::size_t>(7, count - 1));
    out += "META_STOP\n";
    for (std::size_t i = segment.first; i <= segment.last; ++i) {
      const match::Truth& sample = trajectory.samples[i];
      const dynamics::State& s = sample.craft[c].state;
      out += fmt::format("{} {:.6f} {:.6f} {:.6f} {:.9f} {:.9f} {:.9f}\n", Bare(UtcOf(scenario, sample.t)), s.r.x() / 1e3, s.r.y() / 1e3, s.r.z() / 1e3, s.v.x() / 1e3,
                         s.v.y() / 1e3, s.v.z() / 1e3);
    }
  }
  return out;
}

std::string Omm(const scenarios::Scenario& scenario, int craft, const std::string& creation_utc) {
  const scenarios::Vehicle& vehicle = scenario.vehicles[static_cast<std::size_t>(craft)];
  if (!vehicle.start.tle) return {};
  const dynamics::TleResult parsed = dynamics::ParseTle(vehicle.start.tle->line1, vehicle.start.tle->line2);
  if (!parsed.tle) return {};
  const dynamics::Tle& tle = *parsed.tle;
  std::string out = fmt::format("CCSDS_OMM_VERS = 2.0\nCREATION_DATE = {}\nORIGINATOR = HAZE\nOBJECT_NAME = {}\nOBJECT_ID = HAZE-{}\nCENTER_NAME = EARTH\nREF_FRAME = TEME\n"
                                "TIME_SYSTEM = UTC\nMEAN_ELEMENT_THEORY = SGP4\n",
                                Bare(creation_utc), vehicle.name, vehicle.name);
  out += fmt::format("EPOCH = {}\nMEAN_MOTION = {:.8f}\nECCENTRICITY = {:.7f}\nINCLINATION = {:.4f}\nRA_OF_ASC_NODE = {:.4f}\nARG_OF_PERICENTER = {:.4f}\nMEAN_ANOMALY = {:.4f}\n",
                     Bare(dynamics::FormatUtc(tle.epoch, 6)), tle.mean_motion * 1440.0 / dynamics::kTwoPi, tle.eccentricity, Degrees(tle.inclination), Degrees(tle.raan),
                     Degrees(tle.argp), Degrees(tle.mean_anomaly));
  out += fmt::format("EPHEMERIS_TYPE = 0\nCLASSIFICATION_TYPE = U\nNORAD_CAT_ID = {}\nBSTAR = {:.8e}\nMEAN_MOTION_DOT = {:.8e}\nMEAN_MOTION_DDOT = {:.8e}\n", tle.number, tle.bstar,
                     tle.ndot, tle.nddot);
  return out;
}

}  // namespace haze::tools
