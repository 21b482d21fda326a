// A match as the JSON object that programs rely on.
#include "tools/cli/match_json.h"

#include <nlohmann/json.hpp>

namespace haze::tools {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json Maybe(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json Words(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

std::string MatchJson(const store::MatchRows& rows) {
  const store::AttemptRow& attempt = rows.attempt;
  Json out;
  out["match_id"] = attempt.match_id;
  out["scenario"] = attempt.scenario;
  out["scenario_hash"] = attempt.scenario_hash;
  out["seed"] = attempt.seed;
  out["practice"] = attempt.practice;
  out["result"] = attempt.result;
  out["winner"] = Words(attempt.winner);
  out["reason"] = attempt.reason;
  out["seat_at_fault"] = Words(attempt.seat_at_fault);
  out["digest"] = Words(attempt.digest);
  out["sim_duration_s"] = Maybe(attempt.sim_duration_s);
  out["wall_s"] = Maybe(attempt.wall_s);
  out["turns"] = Maybe(attempt.turns);
  out["transport"] = attempt.transport;

  out["seats"] = Json::array();
  for (const store::SeatRow& seat : rows.seats) {
    Json item;
    item["seat"] = seat.seat;
    item["policy"] = seat.entry;
    item["pid"] = Maybe(seat.pid);
    item["outcome"] = seat.outcome;
    item["exit_code"] = Maybe(seat.exit_code);
    item["exit_signal"] = Maybe(seat.exit_signal);
    out["seats"].push_back(item);
  }

  out["scores"] = Json::array();
  for (const store::SideRow& side : rows.sides) {
    Json item;
    item["side"] = side.side;
    item["points"] = side.points;
    item["lines"] = Json::array();
    for (const store::LineRow& line : rows.lines) {
      if (line.side != side.side) continue;
      item["lines"].push_back({{"name", line.line}, {"value", Maybe(line.value_si)}, {"points", line.points}});
    }
    out["scores"].push_back(item);
  }

  const store::MilestoneRow& m = rows.milestones;
  Json milestones;
  milestones["liftoff_s"] = Maybe(m.liftoff_s);
  milestones["separation_s"] = Maybe(m.separation_s);
  milestones["first_detection_s"] = Maybe(m.first_detection_s);
  milestones["first_detection_range_m"] = Maybe(m.first_detection_range_m);
  milestones["custody_s"] = Maybe(m.custody_s);
  milestones["ranging_error_fraction"] = Maybe(m.ranging_error_fraction);
  milestones["closest_approach_m"] = Maybe(m.closest_approach_m);
  milestones["facets_delivered_fraction"] = Maybe(m.facets_delivered_fraction);
  milestones["back_off_range_m"] = Maybe(m.back_off_range_m);
  milestones["dv_used_mps"] = Json::object();
  for (const store::VelocityRow& used : rows.velocity_used) milestones["dv_used_mps"][used.craft] = used.dv_used_mps;
  out["milestones"] = milestones;
  // Names and reasons may come from agents: what is no UTF-8 is replaced, not refused.
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace haze::tools
