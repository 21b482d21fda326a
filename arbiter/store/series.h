// Trajectories in few bytes; series.py reads them.
#pragma once

#include <span>
#include <string>

#include "dynamics/types.h"

namespace haze::store {

/// Positions (m) as sixth differences of whole millimetres, x y z in turn, each a zigzag varint: smooth motion at 60 s leaves some two bytes a number.
std::string EncodePositions(std::span<const dynamics::Vector3> positions);

}  // namespace haze::store
