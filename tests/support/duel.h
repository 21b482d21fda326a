// A small scenario built in code: an inspector 20 km behind a target, two-body motion with J2, an hour. Needs no file and no table.
#pragma once

#include <memory>

#include "scenarios/scenario.h"

namespace haze::tests {

std::shared_ptr<scenarios::Scenario> MakeDuel();

}  // namespace haze::tests
