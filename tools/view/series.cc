#include "tools/view/series.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"

namespace haze::tools {
namespace {

using nlohmann::ordered_json;

std::string Base64(const std::string& bytes) {
  static constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t k = 0; k < 3; ++k) three = (three << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) text += i + k > bytes.size() ? '=' : kDigits[(three >> (18 - 6 * k)) & 63];
  }
  return text;
}

void AppendVarint(std::string& bytes, std::int64_t value) {
  std::uint64_t zigzag = value >= 0 ? 2 * static_cast<std::uint64_t>(value) : 2 * static_cast<std::uint64_t>(-(value + 1)) + 1;
  while (zigzag >= 128) {
    bytes += static_cast<char>((zigzag & 127) | 128);
    zigzag >>= 7;
  }
  bytes += static_cast<char>(zigzag);
}

ordered_json CraftJson(const Trajectory& trajectory, std::size_t c) {
  const scenarios::Vehicle& vehicle = trajectory.scenario->vehicles[c];
  std::string side;
  for (const scenarios::Seat& seat : trajectory.scenario->seats) {
    if (seat.vehicle == vehicle.name) side = store::SideName(seat.side);
  }
  std::size_t from = 0;
  while (from < trajectory.samples.size() && !trajectory.samples[from].craft[c].present) ++from;
  std::vector<double> r, q, dv;
  dynamics::Quaternion before = dynamics::Quaternion::Identity();
  for (std::size_t i = from; i < trajectory.samples.size(); ++i) {
    const match::CraftTruth& craft = trajectory.samples[i].craft[c];
    for (int k = 0; k < 3; ++k) r.push_back(craft.state.r(k));
    // q and -q turn alike; the nearer one makes small differences.
    dynamics::Quaternion now = craft.q_BI;
    if (now.dot(before) < 0.0) now.coeffs() = -now.coeffs();
    before = now;
    q.insert(q.end(), {now.w(), now.x(), now.y(), now.z()});
    dv.push_back(craft.dv_left);
  }
  return {{"name", vehicle.name},
          {"side", side},
          {"radius_m", vehicle.radius},
          {"camera_fov_rad", vehicle.imaging_camera ? vehicle.imaging_camera->fov : 0.0},
          {"from", from},
          {"r", EncodeSeries(r, 3, 5, 100.0)},
          {"q", EncodeSeries(q, 4, 1, 2000.0)},
          {"dv", EncodeSeries(dv, 1, 1, 1000.0)}};
}

// [sample, observer, object, facet, 1 imaged or 2 delivered] at each change.
ordered_json FacetsJson(const Trajectory& trajectory) {
  ordered_json events = ordered_json::array();
  std::set<std::vector<std::size_t>> told;
  for (std::size_t i = 0; i < trajectory.samples.size(); ++i) {
    const std::vector<match::CraftTruth>& craft = trajectory.samples[i].craft;
    for (std::size_t o = 0; o < craft.size(); ++o) {
      for (std::size_t c = 0; c < craft[o].imaged.size(); ++c) {
        for (const std::size_t state : {std::size_t{1}, std::size_t{2}}) {
          const std::vector<bool>& seen = state == 1 ? craft[o].imaged[c] : craft[o].delivered[c];
          for (std::size_t facet = 0; facet < seen.size(); ++facet) {
            if (seen[facet] && told.insert({o, c, facet, state}).second) events.push_back({i, o, c, facet, state});
          }
        }
      }
    }
  }
  return events;
}

ordered_json TimelineJson(const std::vector<store::FactRow>& facts) {
  ordered_json timeline = ordered_json::array();
  std::set<std::string> told;
  for (const store::FactRow& fact : facts) {
    const bool repeats = fact.kind == "range_fix" || fact.kind == "detection";
    if (repeats && !told.insert(fact.kind + " " + fact.craft + " " + fact.other).second) continue;
    timeline.push_back({static_cast<double>(fact.t_us) / 1e6, fact.kind, fact.seat, fact.craft, fact.other, fact.value_si, fact.value2_si, fact.detail});
  }
  return timeline;
}

}  // namespace

std::string EncodeSeries(const std::vector<double>& values, int components, int order, double scale) {
  std::string bytes;
  const auto width = static_cast<std::size_t>(components);
  std::vector<std::vector<std::int64_t>> last(width, std::vector<std::int64_t>(static_cast<std::size_t>(order) + 1, 0));
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::vector<std::int64_t>& table = last[i % width];
    const std::size_t used = std::min(static_cast<std::size_t>(order), i / width);
    std::int64_t difference = std::llround(values[i] * scale);
    for (std::size_t k = 0; k < used; ++k) {
      const std::int64_t next = difference - table[k];
      table[k] = difference;
      difference = next;
    }
    table[used] = difference;
    AppendVarint(bytes, difference);
  }
  return Base64(bytes);
}

ordered_json ReplayJson(const Trajectory& trajectory, double step_s) {
  ordered_json out = {{"match_id", trajectory.rows.attempt.match_id}};
  if (!trajectory.error.empty()) {
    out["error"] = trajectory.error;
    return out;
  }
  std::vector<double> sun, era;
  double turned = 0.0;
  for (const match::Truth& sample : trajectory.samples) {
    const dynamics::Vector3 direction = sample.r_sun / sample.r_sun.norm();
    for (int k = 0; k < 3; ++k) sun.push_back(direction(k));
    // The Earth's angle about its axis, without jumps.
    const double angle = std::atan2(sample.R_ITRF_GCRF(0, 1), sample.R_ITRF_GCRF(0, 0));
    if (!era.empty()) turned += std::ceil((era.back() - angle - turned) / dynamics::kTwoPi - 0.5) * dynamics::kTwoPi;
    era.push_back(angle + turned);
  }
  out["epoch_utc"] = UtcOf(*trajectory.scenario, 0.0, 0);
  out["step_s"] = step_s;
  out["end_s"] = trajectory.samples.empty() ? 0.0 : trajectory.samples.back().t;
  out["samples"] = trajectory.samples.size();
  out["keep_out_m"] = trajectory.scenario->rules.keep_out;
  out["sun"] = EncodeSeries(sun, 3, 2, 1e4);
  out["era"] = EncodeSeries(era, 1, 2, 1e5);
  out["craft"] = ordered_json::array();
  for (std::size_t c = 0; c < trajectory.scenario->vehicles.size(); ++c) out["craft"].push_back(CraftJson(trajectory, c));
  out["imaged"] = FacetsJson(trajectory);
  out["timeline"] = TimelineJson(trajectory.facts);
  return out;
}

}  // namespace haze::tools
