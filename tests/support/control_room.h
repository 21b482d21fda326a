// A control room around a launch campaign alone: a policy plays it without craft in orbit, thousands of times a second.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "agents/policy/policy.h"
#include "arbiter/game/launch_campaign.h"
#include "arbiter/game/order.h"

namespace haze::tests {

/// The messages that the arbiter's codec would make of the campaign, and the orders that it would hear; a decision's orders are judged before any is carried
/// out, as in the World.
class ControlRoom {
 public:
  ControlRoom(const scenarios::Launch& launch, const dynamics::MatchKey& key, std::uint64_t agent_seed = 0) : launch_(launch), campaign_(launch_, key, 0), agent_seed_(agent_seed) {}

  /// From the order to the insertion or the loss, ten days at most.
  void Play(agents::Policy& policy) {
    policy.Open(Briefing());
    dynamics::SimTime now{0};
    while (now <= 10 * dynamics::kDay && !campaign_.lost()) {
      campaign_.AdvanceTo(now, facts);
      if (campaign_.separation() && now >= *campaign_.separation()) break;
      const bool woken = campaign_.knowledge_revision() != seen_ || wake_ <= now;
      if (woken) Ask(policy, now);
      now = std::min(std::max(campaign_.NextEvent(), now + dynamics::SimTime{1}), wake_);
      if (now == dynamics::kNever) break;
    }
  }

  std::vector<game::Fact> facts;
  int refused = 0;
  int turns = 0;
  const game::LaunchCampaign& campaign() const { return campaign_; }

 private:
  agents::v1::Briefing Briefing() const {
    agents::v1::Briefing briefing;
    briefing.set_agent_seed(agent_seed_);
    agents::v1::LaunchBrief* brief = briefing.mutable_launch();
    brief->set_count_s(launch_.count_duration);
    brief->set_recycle_s(launch_.recycle_duration);
    brief->set_crews(launch_.crews);
    agents::v1::OrbitPlane* orbit = brief->mutable_ordered_orbit();
    orbit->set_altitude_m(launch_.orbit.altitude);
    orbit->set_altitude_tolerance_m(launch_.orbit.altitude_tolerance);
    orbit->set_inclination_rad(launch_.orbit.inclination);
    for (const scenarios::Task& task : launch_.tasks) {
      agents::v1::TaskBrief* out = brief->add_tasks();
      out->set_task(task.name);
      for (const std::string& before : task.after) out->add_after(before);
      out->set_duration_low_s(task.low);
      out->set_duration_mode_s(task.mode);
      out->set_duration_high_s(task.high);
      out->set_expedite_factor(task.expedite_factor);
      out->set_expedite_risk(task.expedite_risk);
      out->set_starts_by_itself(task.starts_by_itself);
    }
    return briefing;
  }

  agents::v1::Turn TurnAt(dynamics::SimTime now) const {
    const game::LaunchCampaign::View view = campaign_.Look(now);
    agents::v1::Turn turn;
    turn.set_time_us(now.us);
    agents::v1::LaunchStatus* status = turn.mutable_launch();
    for (std::size_t i = 0; i < view.tasks.size(); ++i) {
      agents::v1::TaskStatus* task = status->add_tasks();
      task->set_task(launch_.tasks[i].name);
      task->set_state(static_cast<agents::v1::TaskStatus::State>(static_cast<int>(view.tasks[i].state) + 1));
      task->set_start_time_us(view.tasks[i].start.us);
      task->set_end_time_us(view.tasks[i].end.us);
      task->set_expedited(view.tasks[i].expedited);
    }
    for (const scenarios::Window& window : view.windows) {
      agents::v1::LaunchWindow* out = status->add_windows();
      out->set_name(window.name);
      out->set_open_time_us((window.nominal - window.slip).us);
      out->set_nominal_time_us(window.nominal.us);
      out->set_close_time_us((window.nominal + window.slip).us);
    }
    status->set_liftoff_time_us(view.liftoff.value_or(dynamics::SimTime{0}).us);
    status->set_ready(view.ready);
    status->set_released(view.released);
    status->set_lifted_off(view.lifted_off);
    for (const game::LaunchCampaign::Forecast& forecast : view.forecast) {
      agents::v1::WeatherForecast* out = status->add_forecast();
      out->set_time_us(forecast.time.us);
      out->set_go_probability(forecast.go_probability);
    }
    for (const game::Ruling& ruling : rulings_) {
      agents::v1::Ruling* out = turn.add_rulings();
      out->set_order_id(ruling.order_id);
    }
    return turn;
  }

  void Ask(agents::Policy& policy, dynamics::SimTime now) {
    const agents::v1::Decision decision = policy.Decide(TurnAt(now));
    ++turns;
    rulings_.clear();
    std::vector<game::Order> legal;
    for (const agents::v1::Order& message : decision.orders()) {
      game::Order order;
      order.id = message.order_id();
      order.start = now;
      order.action = ActionOf(message);
      const game::Ruling ruling = campaign_.Check(order, now);
      if (ruling.code == game::RulingCode::kNone) {
        legal.push_back(order);
      } else {
        rulings_.push_back(ruling);
        ++refused;
      }
    }
    for (const game::Order& order : legal) campaign_.Apply(order, now, facts);
    seen_ = campaign_.knowledge_revision();
    wake_ = decision.wake().time_us() > 0 ? dynamics::SimTime{decision.wake().time_us()} : now + 6 * dynamics::kHour;
  }

  game::Action ActionOf(const agents::v1::Order& message) const {
    if (message.has_start_task()) return game::StartTask{TaskIndex(message.start_task().task())};
    if (message.has_hold_task()) return game::HoldTask{TaskIndex(message.hold_task().task())};
    if (message.has_expedite_task()) return game::ExpediteTask{TaskIndex(message.expedite_task().task())};
    if (message.has_choose_orbit()) return game::ChooseOrbit{.altitude = message.choose_orbit().altitude_m(), .inclination = message.choose_orbit().inclination_rad()};
    if (message.has_set_liftoff()) return game::SetLiftoff{dynamics::SimTime{message.set_liftoff().liftoff_time_us()}};
    if (message.has_release_launch()) return game::ReleaseLaunch{};
    return game::Scrub{};
  }

  int TaskIndex(const std::string& name) const {
    for (std::size_t i = 0; i < launch_.tasks.size(); ++i) {
      if (launch_.tasks[i].name == name) return static_cast<int>(i);
    }
    return -1;
  }

  scenarios::Launch launch_;
  game::LaunchCampaign campaign_;
  std::uint64_t agent_seed_;
  std::vector<game::Ruling> rulings_;
  std::uint64_t seen_ = 0;
  dynamics::SimTime wake_{0};
};

}  // namespace haze::tests
