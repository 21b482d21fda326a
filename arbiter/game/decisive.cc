// Which fact decided a match.
#include <algorithm>
#include <vector>

#include "arbiter/game/score.h"

namespace haze::game {
namespace {

// Measured over the whole match and written when it ends: they belong to no instant.
bool WrittenAtTheEnd(FactKind kind) {
  switch (kind) {
    case FactKind::kServiceShare:
    case FactKind::kCustodyShare:
    case FactKind::kEncounterShare:
    case FactKind::kBackOff:
    case FactKind::kLitShare:
    case FactKind::kNearest:
    case FactKind::kNearestPropellant:
    case FactKind::kVelocityUsed: return true;
    default: return false;
  }
}

// Facts that no score line and no rule looks at; there are many of them.
bool NeverScored(FactKind kind) {
  switch (kind) {
    case FactKind::kStart:
    case FactKind::kTaskStarted:
    case FactKind::kLaunchReady:
    case FactKind::kLiftoffSet:
    case FactKind::kBurn:
    case FactKind::kCueSent:
    case FactKind::kMailSent:
    case FactKind::kIllegalOrder:
    case FactKind::kEnd: return true;
    default: return false;
  }
}

}  // namespace

std::optional<std::size_t> DecisiveFact(const scenarios::Scenario& scenario, std::span<const Fact> facts) {
  const Outcome end = Judge(scenario, facts);
  // Everything that has an instant is hidden at first and comes into view in its order.
  std::vector<Fact> seen(facts.begin(), facts.end());
  for (Fact& fact : seen) {
    if (!WrittenAtTheEnd(fact.kind)) fact.kind = FactKind::kStart;
  }
  const auto as_in_the_end = [&] {
    const Outcome now = Judge(scenario, seen);
    return now.draw == end.draw && now.winner == end.winner;
  };
  bool settled = as_in_the_end();
  std::optional<std::size_t> decisive;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (WrittenAtTheEnd(facts[i].kind)) continue;
    seen[i].kind = facts[i].kind;
    if (NeverScored(facts[i].kind)) continue;
    const bool now = as_in_the_end();
    if (now && !settled) decisive = i;
    if (!now) decisive.reset();
    settled = now;
  }
  return decisive;
}

}  // namespace haze::game
