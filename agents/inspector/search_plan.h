// Where to point the search camera: at a track, over its uncertainty, along the orbit, or at random.
#pragma once

#include <cstdint>
#include <vector>

#include "agents/inspector/track.h"
#include "dynamics/types.h"

namespace haze::agents::inspector {

/// Directions in the inspector's own RTN axes that cover the part of the sky where `guess` may stand, most likely first, in tiles of `field` (full angle,
/// rad), out to `sigmas` standard deviations; at most `most` of them. A well-known object gives one direction.
std::vector<Vector3> CoverUncertainty(const State& own, const Track::Estimate& guess, double field, double sigmas, int most);

/// The two cones around the velocity where a craft on the same orbit stands: at phase angle phi it is depressed by phi / 2 below the horizontal.
/// From `phase_from` to `phase_to` rad ahead (positive) or behind (negative), in tiles of `field`.
std::vector<Vector3> AlongTheOrbit(double phase_from, double phase_to, double field);

/// Nine tiles around the direction of flight (`sign` 1) or against it (-1), the middle first: where a craft stands that is less than 1,000 km away on an orbit
/// like one's own.
std::vector<Vector3> AroundTheVelocity(double sign, double field);

/// `count` directions uniform on the sphere. `state` is the generator's (SplitMix64; Steele, Lea & Flood, OOPSLA 2014) and moves on.
std::vector<Vector3> AnywhereAtAll(std::uint64_t& state, int count);

}  // namespace haze::agents::inspector
