// Decisions at random, valid and invalid, for property tests: every field of the contract may hold anything.
#pragma once

#include "dynamics/random.h"
#include "haze/agent/v1/order.pb.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::tests {

/// Fills `message` at random from `random`: numbers ordinary and extreme (NaN, infinities, -0, denormals, ends of the integers), strings
/// that name `names` or nothing, at times bytes that are not UTF-8.
void FillAtRandom(google::protobuf::Message& message, dynamics::RandomStream& random, const std::vector<std::string>& names, int depth = 0);

/// A mostly sensible decision for `turn`: burns, pointing, searches, images, claims; some of it illegal.
agent::v1::Decision PlausibleDecision(const agent::v1::Turn& turn, const std::vector<std::string>& object_ids, dynamics::RandomStream& random);

}  // namespace haze::tests
