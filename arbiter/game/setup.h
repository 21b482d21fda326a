// Where every craft is at the beginning, drawn from the match key.
#pragma once

#include <optional>
#include <vector>

#include "arbiter/game/surroundings.h"

namespace haze::game {

/// True states at T+0 by vehicle, GCRF; empty for craft that are deployed later.
std::vector<std::optional<dynamics::State>> InitialStates(const Surroundings& surroundings);

/// What intelligence tells `seat` of `craft` at T+0: the truth with errors drawn from the scenario's sigmas.
dynamics::State InitialEstimate(const Surroundings& surroundings, const scenarios::InitialKnowledge& knowledge, int index, const dynamics::State& truth);

/// Index of a vehicle or seat by name; -1 if there is none.
int VehicleIndex(const scenarios::Scenario& scenario, const std::string& name);
int SeatIndex(const scenarios::Scenario& scenario, const std::string& name);

}  // namespace haze::game
