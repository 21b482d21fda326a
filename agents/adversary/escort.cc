// adversary/escort: flies beside the craft it was deployed with and watches for company.
//
// It does not manoeuvre: on the orbit of the craft it guards it stays near by itself. It knows nothing of the opponent at first. With a
// search camera it looks ahead and behind along the orbit, where a craft on the same orbit must stand, until it has a track, and then at
// that track. What comes within the distance where custody counts is claimed, with the covariance that the estimator gives. Without a
// camera and without intelligence it has nothing to claim, and sleeps.
#include "agents/adversary/escort.h"

#include <algorithm>
#include <string>

#include "agents/adversary/adversaries.h"
#include "agents/inspector/convert.h"
#include "agents/inspector/search_plan.h"
#include "agents/policy/decide.h"

namespace haze::agents {

namespace {

constexpr std::int64_t kTurn = 600'000'000;   // us between two looks at what the camera found
constexpr std::int64_t kOverlap = 60'000'000; // us that a search outlasts its turn, so that the next takes over without a gap
constexpr double kEncounter = 100e3;          // m: the score line counts inside this
constexpr double kLookAhead = 0.35;           // rad of phase, 2,400 km along the orbit
constexpr double kUnseen = 3600.0;            // s: longer than a night, so that what was not seen is not where it was thought to be
constexpr double kDoubtPlace = 3000.0;        // m
constexpr double kDoubtSpeed = 1.0;           // m/s, a hunter's burn
constexpr int kTiles = 12;                    // of a search around a place

}  // namespace

void Escort::Open(const v1::Briefing& briefing) {
  briefing_ = briefing;
  picture_ = std::make_unique<inspector::Picture>(briefing);
}

v1::Decision Escort::Decide(const v1::Turn& turn) {
  v1::Decision decision;
  if (!turn.has_own() || !turn.own().commandable()) return decision;
  picture_->Hear(turn);
  if (!HasCamera() && !KnowsSomebody()) {
    Interfere(turn, decision);
    return decision;
  }
  DoubtUnseen();
  for (const inspector::Body& body : picture_->bodies()) {
    if (body.track.known() && picture_->RangeTo(body, picture_->now()) <= kEncounter) Claim(turn, body, decision);
  }
  if (HasCamera()) Search(turn, decision);
  WakeAt(decision, turn.time_us() + kTurn);
  Interfere(turn, decision);
  return decision;
}

// A hunter burns. One that has not been seen for long is somewhere around the place where it should be.
void Escort::DoubtUnseen() {
  if (!HasCamera()) return;
  for (inspector::Body& body : picture_->bodies()) {
    if (!body.track.known()) continue;
    const double seen = body.track.measurements().empty() ? 0.0 : body.track.measurements().back().t;
    if (picture_->now() - std::max(seen, doubted_) < kUnseen) continue;
    body.track.Doubt(picture_->now(), kDoubtPlace, kDoubtSpeed);
    doubted_ = picture_->now();
  }
}

bool Escort::KnowsSomebody() const {
  const auto& bodies = picture_->bodies();
  return std::any_of(bodies.begin(), bodies.end(), [](const inspector::Body& body) { return body.track.known(); });
}

void Escort::Claim(const v1::Turn& turn, const inspector::Body& body, v1::Decision& decision) {
  const inspector::Track::Estimate estimate = body.track.ClaimAt(picture_->now());
  claims_.Claim(body.id, turn.time_us(), estimate.state, estimate.P, picture_->RangeTo(body, picture_->now()), decision);
}

void Escort::Search(const v1::Turn& turn, v1::Decision& decision) {
  const std::int64_t end = std::min(turn.time_us() + kTurn + kOverlap, briefing_.duration_us());
  if (end <= turn.time_us()) return;
  v1::Search* search = NewOrder(decision, "search-" + std::to_string(++searches_))->mutable_search();
  search->set_end_time_us(end);
  const double field = briefing_.own_vehicle().search_camera().field_of_view_rad();
  const double middle = picture_->now() + 0.5 * inspector::SecondsOf(kTurn);
  for (const inspector::Body& body : picture_->bodies()) {
    if (!body.track.known()) continue;
    for (const inspector::Vector3& direction : inspector::CoverUncertainty(picture_->own().At(middle), body.track.EstimateAt(middle), field, 2.0, kTiles)) inspector::ToSearch(direction, search);
  }
  if (search->directions_rtn_size() == 0) {
    for (const double phase : {kLookAhead, -kLookAhead}) {
      for (const inspector::Vector3& direction : inspector::AlongTheOrbit(0.0, phase, field)) inspector::ToSearch(direction, search);
    }
  }
  picture_->SearchOrdered();
}

std::unique_ptr<Policy> MakeAdversaryEscort() { return std::make_unique<Escort>(); }

}  // namespace haze::agents
