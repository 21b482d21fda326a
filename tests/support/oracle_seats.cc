#include "tests/support/oracle_seats.h"

#include <algorithm>

#include "dynamics/j2_motion.h"
#include "dynamics/time.h"

namespace haze::tests {
namespace {

using match::v1::StateEstimate;

// What J2 alone misses within the minute since the truth was seen, and until the next claim.
constexpr double kLeastSigma = 30.0;      // m
constexpr double kShareOfRange = 1e-3;
constexpr double kSlowness = 3e-4;        // 1/s: a velocity's sigma over a position's

void Fill(std::int64_t time_us, const dynamics::State& state, double sigma, StateEstimate* out) {
  out->set_time_us(time_us);
  const auto put = [](const dynamics::Vector3& v, match::v1::Vec3* to) {
    to->set_x(v.x());
    to->set_y(v.y());
    to->set_z(v.z());
  };
  put(state.r, out->mutable_r_eci_m());
  put(state.v, out->mutable_v_eci_mps());
  for (int i = 0; i < 6; ++i) {
    const double s = i < 3 ? sigma : kSlowness * sigma;
    for (int j = i; j < 6; ++j) out->add_covariance_upper(i == j ? s * s : 0.0);
  }
}

}  // namespace

OracleSeats::OracleSeats(match::Seats& inner, match::Match& match, const scenarios::Scenario& scenario, int seat) : inner_(inner), seat_(seat) {
  for (const scenarios::Vehicle& vehicle : scenario.vehicles) names_.push_back(vehicle.name);
  object_ids_.resize(names_.size());
  const std::string& own = scenario.seats[static_cast<std::size_t>(seat)].vehicle;
  own_ = static_cast<int>(std::find(names_.begin(), names_.end(), own) - names_.begin());
  match.Watch(dynamics::kMinute, [this](const match::Truth& truth) { truth_ = truth; });
}

void OracleSeats::Open(int seat, const match::v1::Briefing& briefing) {
  inner_.Open(seat, briefing);
  if (seat != seat_) return;
  for (const match::v1::ObjectOfInterest& object : briefing.objects()) {
    const auto craft = std::find(names_.begin(), names_.end(), object.name());
    if (craft != names_.end()) object_ids_[static_cast<std::size_t>(craft - names_.begin())] = object.object_id();
  }
}

std::vector<OracleSeats::Known> OracleSeats::Truths(std::int64_t time_us) const {
  std::vector<Known> out;
  if (truth_.craft.empty() || !truth_.craft[static_cast<std::size_t>(own_)].present) return out;
  const double late = dynamics::Seconds({time_us}) - truth_.t;
  const dynamics::State own = dynamics::PropagateJ2(truth_.craft[static_cast<std::size_t>(own_)].state, late);
  for (std::size_t i = 0; i < truth_.craft.size(); ++i) {
    if (!truth_.craft[i].present || object_ids_[i].empty() || static_cast<int>(i) == own_) continue;
    const dynamics::State state = dynamics::PropagateJ2(truth_.craft[i].state, late);
    Known known{object_ids_[i], {}};
    Fill(time_us, state, std::max(kLeastSigma, kShareOfRange * (state.r - own.r).norm()), &known.estimate);
    out.push_back(known);
  }
  return out;
}

void OracleSeats::Ask(std::span<const match::v1::Turn> turns, std::span<const int> seats, std::span<match::SeatAnswer> answers) {
  std::vector<match::v1::Turn> told(turns.begin(), turns.end());
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (seats[i] != seat_) continue;
    for (const Known& known : Truths(told[i].time_us())) {
      match::v1::Cue* cue = told[i].add_cues();
      cue->set_time_us(told[i].time_us());
      cue->set_kind(match::v1::Cue::KIND_ELEMENTS);
      cue->set_object_id(known.object_id);
      *cue->mutable_estimate() = known.estimate;
    }
  }
  inner_.Ask(told, seats, answers);
  for (std::size_t i = 0; i < told.size(); ++i) {
    auto* decision = std::get_if<match::v1::Decision>(&answers[i]);
    if (seats[i] != seat_ || decision == nullptr) continue;
    decision->clear_tracks();
    for (const Known& known : Truths(told[i].time_us())) {
      match::v1::TrackClaim* claim = decision->add_tracks();
      claim->set_object_id(known.object_id);
      *claim->mutable_estimate() = known.estimate;
    }
  }
}

}  // namespace haze::tests
