// One turn of one seat: what it is told, how its orders are judged, what they do.
#include <algorithm>

#include "arbiter/game/agenda.h"
#include "arbiter/game/referee.h"
#include "arbiter/game/world.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::Seconds;

// Navigation is white: each look has errors of its own, drawn by its number.
State World::Navigate(const Craft& craft, double t, std::uint64_t index) const {
  dynamics::RandomStream random = surroundings_.Random(Purpose::kNavigation, craft.index(), index);
  State estimate = craft.StateAt(t);
  const Vector3 dr = craft.spec().navigation.position_sigma * random.NormalVector3();
  const Vector3 dv = craft.spec().navigation.velocity_sigma * random.NormalVector3();
  estimate.r += dr;
  estimate.v += dv;
  return estimate;
}

Knowledge World::Tell(int seat) {
  Desk& desk = *desks_[static_cast<std::size_t>(seat)];
  Knowledge told = std::move(desk.news);
  desk.news = Knowledge{};
  told.time = now_;
  told.woken_by = ReasonsAt(desk, now_, FromSeconds(surroundings_.scenario->longest_quiet));
  told.orders = desk.book.TakeReports(now_);
  if (desk.craft >= 0 && craft_[static_cast<std::size_t>(desk.craft)]->present()) {
    const Craft& craft = *craft_[static_cast<std::size_t>(desk.craft)];
    const double t = Seconds(now_);
    OwnCraft own;
    own.time = now_;
    own.estimate = Navigate(craft, t, static_cast<std::uint64_t>(desk.turns));
    own.position_sigma = craft.spec().navigation.position_sigma;
    own.velocity_sigma = craft.spec().navigation.velocity_sigma;
    own.q_BI = craft.AttitudeAt(t);
    own.mass = craft.MassAt(t);
    own.propellant = craft.PropellantAt(t);
    own.dv_left = craft.DvLeft(t);
    own.commandable = craft.Commandable(now_);
    own.sunlit = surroundings_.SunlitFraction(own.estimate.r, t) > 0.5;
    BestElevation(own.estimate.r, t, &told.stations);
    for (StationView& view : told.stations) view.queue_bytes = craft.queue_bytes();
    told.own = own;
  }
  if (seat == launch_seat_ && campaign_) told.launch = campaign_->Look(now_);
  desk.asked_at = now_;
  desk.triggers = 0;
  ++desk.turns;
  return told;
}

Verdict World::Judge(int seat, std::span<const Order> orders, std::span<const Claim> claims, const Wake& wake) const {
  const Desk& desk = *desks_[static_cast<std::size_t>(seat)];
  const Bench bench{.scenario = surroundings_.scenario.get(),
                    .desk = &desk,
                    .craft = desk.craft >= 0 ? craft_[static_cast<std::size_t>(desk.craft)].get() : nullptr,
                    .campaign = seat == launch_seat_ ? campaign_.get() : nullptr,
                    .now = now_,
                    .interference = &interference_};
  Verdict verdict;
  verdict.wake = wake;
  std::vector<int> claimed;
  for (const Claim& claim : claims) {
    Ruling ruling = game::Judge(bench, claim);
    if (ruling.code == RulingCode::kNone && std::find(claimed.begin(), claimed.end(), claim.craft) != claimed.end()) {
      ruling = {"", RulingCode::kTooMany, "one claim for each object and turn"};
    }
    if (ruling.code == RulingCode::kNone) {
      claimed.push_back(claim.craft);
      verdict.claims.push_back(claim);
    } else {
      verdict.rulings.push_back(ruling);
    }
  }
  // Orders of one decision see each other: names and propellant are shared.
  Desk after = desk;
  for (const Claim& claim : verdict.claims) after.tracks.Set(claim);
  Bench turn = bench;
  turn.desk = &after;
  std::optional<Interference> shots;
  std::vector<Fact> unwritten;
  for (const Order& order : orders) {
    const Ruling ruling = game::Judge(turn, order);
    if (ruling.code != RulingCode::kNone) {
      verdict.rulings.push_back(ruling);
      continue;
    }
    verdict.orders.push_back(order);
    if (const Cancel* cancel = std::get_if<Cancel>(&order.action)) after.book.Finish(cancel->order_id, OrderPhase::kCancelled, now_, "");
    if (!order.replaces.empty()) after.book.Finish(order.replaces, OrderPhase::kCancelled, now_, "");
    if (ActuatorOf(order.action) != Actuator::kNone) after.book.Add(order, now_);
    if (!IsInterference(order.action)) continue;
    if (!shots) turn.interference = &shots.emplace(interference_);
    shots->Apply(order, desk, bench.craft->spec(), State{}, now_, unwritten);
  }
  return verdict;
}

void World::Apply(int seat, const Verdict& verdict) {
  Desk& desk = *desks_[static_cast<std::size_t>(seat)];
  Craft* craft = desk.craft >= 0 ? craft_[static_cast<std::size_t>(desk.craft)].get() : nullptr;
  desk.wake = verdict.wake;
  desk.condition_sides.clear();
  for (const Ruling& ruling : verdict.rulings) {
    ++desk.illegal_orders;
    desk.news.rulings.push_back(ruling);
    facts_.push_back({.time = now_, .kind = FactKind::kIllegalOrder, .seat = seat, .value = static_cast<double>(ruling.code), .detail = ruling.order_id + ": " + ruling.sentence});
  }
  for (const Claim& claim : verdict.claims) {
    desk.tracks.Set(claim);
    if (craft != nullptr && craft->present()) craft->ClaimChanged(claim.craft, now_);
  }
  for (const Order& order : verdict.orders) {
    if (!order.replaces.empty() && craft != nullptr) craft->Cancel(order.replaces, now_);
    if (const Cancel* cancel = std::get_if<Cancel>(&order.action)) {
      if (craft != nullptr) craft->Cancel(cancel->order_id, now_);
    } else if (const SendMessage* message = std::get_if<SendMessage>(&order.action)) {
      const SimTime arrival = now_ + FromSeconds(surroundings_.scenario->message_latency);
      parcels_.push_back({.time = arrival, .seat = message->seat, .flash = {}, .letter = Letter{arrival, seat, message->body}});
      facts_.push_back({.time = now_, .kind = FactKind::kMailSent, .seat = seat, .value = static_cast<double>(message->seat)});
    } else if (ActuatorOf(order.action) != Actuator::kNone) {
      desk.book.Add(order, now_);
    } else if (IsInterference(order.action)) {
      interference_.Apply(order, desk, craft->spec(), craft->StateAt(Seconds(now_)), now_, facts_);
    } else {
      campaign_->Apply(order, now_, facts_);
    }
  }
}

}  // namespace haze::game
