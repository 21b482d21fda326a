#include "arbiter/game/referee.h"

#include <cmath>

#include "dynamics/assert.h"

namespace haze::game {

namespace {

using dynamics::Seconds;

constexpr double kMaxSpan = 30.0 * 86400.0;  // s: no duration of an order may be longer

bool IsLaunchOrder(const Action& action) {
  return std::holds_alternative<StartTask>(action) || std::holds_alternative<ExpediteTask>(action) || std::holds_alternative<HoldTask>(action) ||
         std::holds_alternative<ChooseOrbit>(action) || std::holds_alternative<SetLiftoff>(action) || std::holds_alternative<Scrub>(action) ||
         std::holds_alternative<ReleaseLaunch>(action);
}

Ruling Refuse(const Order& order, RulingCode code, std::string sentence) { return {order.id, code, std::move(sentence)}; }

std::string Number(double value) { return dynamics::AssertText(value); }

// One craft-specific check a type of order; kNone when legal.
struct CraftJudge {
  const Bench& bench;
  const Order& order;

  Ruling Fine() const { return {order.id, RulingCode::kNone, ""}; }
  Ruling Equipped(bool has, const char* what) const {
    return has ? Fine() : Refuse(order, RulingCode::kNotEquipped, "the craft has no " + std::string(what));
  }
  Ruling EndsInTime(SimTime end) const {
    if (end <= order.start) return Refuse(order, RulingCode::kOutOfRange, "the end time is not after the start time");
    if (end > bench.scenario->duration) return Refuse(order, RulingCode::kBeyondTheEnd, "the order ends after the match");
    return Fine();
  }
  Ruling Cadence(double cadence) const {
    return cadence >= 1.0 && cadence <= 3600.0 ? Fine() : Refuse(order, RulingCode::kOutOfRange, "cadence is " + Number(cadence) + " s; allowed: 1 to 3600");
  }
  Ruling Tracked(int craft) const {
    if (craft == bench.desk->craft) return Refuse(order, RulingCode::kUnknownObject, "that is the seat's own craft");
    return bench.desk->tracks.Has(craft) ? Fine() : Refuse(order, RulingCode::kNoTrack, "the seat has made no claim about that object");
  }

  Ruling operator()(const Burn& burn) const {
    const double size = burn.dv.norm();
    if (Ruling r = Equipped(bench.craft->spec().thrust > 0.0, "thrusters"); r.code != RulingCode::kNone) return r;
    if (size < bench.craft->spec().smallest_dv) {
      return Refuse(order, RulingCode::kBelowSmallestImpulse,
                    "a burn of " + Number(size) + " m/s is below the smallest, " + Number(bench.craft->spec().smallest_dv) + " m/s");
    }
    double promised = 0.0;
    for (const BookedOrder& open : bench.desk->book.open()) {
      if (const Burn* other = std::get_if<Burn>(&open.order.action); other != nullptr && open.order.id != order.replaces) promised += other->dv.norm();
    }
    const double left = bench.craft->DvLeft(Seconds(bench.now));
    if (size + promised > left) {
      return Refuse(order, RulingCode::kNotEnoughPropellant,
                    "a burn of " + Number(size) + " m/s beside " + Number(promised) + " m/s already ordered; left: " + Number(left) + " m/s");
    }
    return Fine();
  }
  Ruling operator()(const Point& point) const {
    if (point.mode == PointMode::kTrack) return Tracked(point.craft);
    if (point.mode == PointMode::kSpin && std::fabs(point.rate) > bench.craft->spec().slew) {
      return Refuse(order, RulingCode::kOutOfRange, "a spin of " + Number(point.rate) + " rad/s; the craft turns at most " + Number(bench.craft->spec().slew));
    }
    return Fine();
  }
  Ruling operator()(const Search& search) const {
    if (Ruling r = Equipped(bench.craft->spec().search_camera.has_value(), "search camera"); r.code != RulingCode::kNone) return r;
    if (search.directions_RTN.empty() || search.directions_RTN.size() > kMaxSearchDirections) {
      return Refuse(order, RulingCode::kOutOfRange, "a search has 1 to 64 directions");
    }
    if (!(search.pause >= 0.0 && search.pause <= 3600.0)) return Refuse(order, RulingCode::kOutOfRange, "pause is " + Number(search.pause) + " s; allowed: 0 to 3600");
    return EndsInTime(search.end);
  }
  Ruling operator()(const Range& range) const {
    if (Ruling r = Equipped(bench.craft->spec().ranging.has_value(), "ranging sensor"); r.code != RulingCode::kNone) return r;
    if (Ruling r = Tracked(range.craft); r.code != RulingCode::kNone) return r;
    if (Ruling r = Cadence(range.cadence); r.code != RulingCode::kNone) return r;
    return EndsInTime(range.end);
  }
  Ruling operator()(const Image& image) const {
    if (Ruling r = Equipped(bench.craft->spec().imaging_camera.has_value(), "imaging camera"); r.code != RulingCode::kNone) return r;
    if (Ruling r = Tracked(image.craft); r.code != RulingCode::kNone) return r;
    if (Ruling r = Cadence(image.cadence); r.code != RulingCode::kNone) return r;
    if (image.count < 1 || image.count > 500) return Refuse(order, RulingCode::kOutOfRange, "an order makes 1 to 500 images");
    return EndsInTime(image.end);
  }
  Ruling operator()(const Downlink& downlink) const {
    if (Ruling r = Equipped(bench.scenario->downlink.has_value(), "ground network to send to"); r.code != RulingCode::kNone) return r;
    return EndsInTime(downlink.end);
  }
  template <class Other>
  Ruling operator()(const Other&) const {
    return Refuse(order, RulingCode::kNotYours, "this order is not for a craft");
  }
};

}  // namespace

bool GoodName(const std::string& name) {
  const auto word = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (name.empty() || name.size() > 64 || !word(name[0])) return false;
  for (const char c : name) {
    if (!word(c) && c != ' ' && c != '.' && c != '_' && c != '-') return false;
  }
  return true;
}

Ruling Judge(const Bench& bench, const Order& order) {
  const Desk& desk = *bench.desk;
  if (!GoodName(order.id)) return Refuse(order, RulingCode::kBadName, "an order's name is 1 to 64 of A-Z a-z 0-9 space . _ - and begins with a letter or digit");
  if (order.id != order.replaces && desk.book.Find(order.id) != nullptr) return Refuse(order, RulingCode::kDuplicateName, "an unfinished order has this name");
  if (!order.replaces.empty()) {
    const BookedOrder* old = desk.book.Find(order.replaces);
    if (old == nullptr) return Refuse(order, RulingCode::kUnknownOrder, "no unfinished order has the name to replace");
    const bool burning = old->phase == OrderPhase::kRunning && std::holds_alternative<Burn>(old->order.action) && bench.craft != nullptr && bench.craft->thrusting();
    if (burning) return Refuse(order, RulingCode::kAlreadyStarted, "a burn that has started runs to its end");
  }

  if (const SendMessage* message = std::get_if<SendMessage>(&order.action)) {
    const auto& seats = bench.scenario->seats;
    const std::size_t to = static_cast<std::size_t>(message->seat);
    if (message->seat < 0 || message->seat == desk.seat || seats[to].side != seats[static_cast<std::size_t>(desk.seat)].side) {
      return Refuse(order, RulingCode::kUnknownSeat, "no other seat of this side has that name");
    }
    if (message->body.size() > kMaxMessageBytes) return Refuse(order, RulingCode::kOutOfRange, "a message has at most 1024 bytes");
    return {order.id, RulingCode::kNone, ""};
  }
  if (const Cancel* cancel = std::get_if<Cancel>(&order.action)) {
    const BookedOrder* old = desk.book.Find(cancel->order_id);
    if (old == nullptr) return Refuse(order, RulingCode::kUnknownOrder, "no unfinished order has that name");
    const bool burning = old->phase == OrderPhase::kRunning && std::holds_alternative<Burn>(old->order.action) && bench.craft != nullptr && bench.craft->thrusting();
    if (burning) return Refuse(order, RulingCode::kAlreadyStarted, "a burn that has started runs to its end");
    return {order.id, RulingCode::kNone, ""};
  }
  if (IsLaunchOrder(order.action)) {
    if (bench.campaign == nullptr) return Refuse(order, RulingCode::kNotYours, "only a launch provider gives launch orders");
    return bench.campaign->Check(order, bench.now);
  }
  if (bench.craft == nullptr) return Refuse(order, RulingCode::kNotYours, "a control room flies no craft");
  if (!bench.craft->Commandable(bench.now)) return Refuse(order, RulingCode::kNotCommandable, "the craft may not be commanded yet");
  if (IsInterference(order.action)) {
    if (bench.interference == nullptr) return Refuse(order, RulingCode::kNotEquipped, "the craft carries no such device");
    return bench.interference->Check(order, desk, bench.craft->spec(), bench.now);
  }
  if (order.start < bench.now) return Refuse(order, RulingCode::kInThePast, "the start time has passed");
  if (order.start > bench.scenario->duration || Seconds(order.start) > kMaxSpan) return Refuse(order, RulingCode::kBeyondTheEnd, "the order starts after the match");
  return std::visit(CraftJudge{bench, order}, order.action);
}

Ruling Judge(const Bench& bench, const Claim& claim) {
  const auto refuse = [](RulingCode code, std::string sentence) { return Ruling{"", code, std::move(sentence)}; };
  if (claim.craft == bench.desk->craft) return refuse(RulingCode::kUnknownObject, "a claim about the seat's own craft");
  if (claim.time > bench.now) return refuse(RulingCode::kOutOfRange, "a claim's time lies in the future");
  if (claim.time < bench.now - dynamics::kDay) return refuse(RulingCode::kInThePast, "a claim's time is more than a day ago");
  const double r = claim.state.r.norm();
  if (!(r > 6.0e6 && r < 1.0e8) || !(claim.state.v.norm() < 2.0e4)) return refuse(RulingCode::kOutOfRange, "a claim's state is not in an Earth orbit");
  if (!PositiveDefinite(claim.covariance)) return refuse(RulingCode::kBadCovariance, "a claim's covariance is not positive definite");
  return {"", RulingCode::kNone, ""};
}

}  // namespace haze::game
