// Judges orders and claims before they are obeyed, from public rules and the seat's own craft: never from hidden truth.
#pragma once

#include <string>
#include <vector>

#include "arbiter/game/craft.h"
#include "arbiter/game/interference.h"
#include "arbiter/game/launch_campaign.h"
#include "arbiter/game/limits.h"

namespace haze::game {

/// True for [A-Za-z0-9][A-Za-z0-9 ._-]{0,63}.
bool GoodName(const std::string& name);

/// Everything a ruling may depend on.
struct Bench {
  const scenarios::Scenario* scenario = nullptr;
  const Desk* desk = nullptr;
  const Craft* craft = nullptr;              ///< null for a control room
  const LaunchCampaign* campaign = nullptr;  ///< null unless the seat is the launch provider
  SimTime now;
  const Interference* interference = nullptr;  ///< null: nobody may interfere
};

/// kNone if the order may be carried out, else why not. Checks in this order: finite numbers (the codec's), names, ownership, time, limits,
/// propellant, conflicts.
Ruling Judge(const Bench& bench, const Order& order);

/// The same for a claim about another craft.
Ruling Judge(const Bench& bench, const Claim& claim);

}  // namespace haze::game
