// What a policy is: an object that answers turns. The same object plays in-process and behind gRPC.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "haze/agent/v1/order.pb.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::agents {

namespace v1 = ::haze::agent::v1;

/// One seat's player. Sees only contract messages; draws only from the briefing's `agent_seed`; is asked by one thread at a time.
class Policy {
 public:
  virtual ~Policy() = default;

  /// Once, before the first turn.
  virtual void Open(const v1::Briefing& briefing) = 0;

  /// The answer to one turn. `match_handle`, `seat` and `turn_id` are filled in by the caller.
  virtual v1::Decision Decide(const v1::Turn& turn) = 0;

  /// Once, after the match. Nothing is asked afterwards.
  virtual void Close(const v1::GameOver&) {}
};

using PolicyFactory = std::unique_ptr<Policy> (*)();

struct ShippedPolicy {
  std::string_view name;     ///< "inspector/direct"
  std::string_view summary;  ///< one line
  PolicyFactory make;
};

/// Every policy that ships, by name (agents/shipped.cc).
const std::vector<ShippedPolicy>& ShippedPolicies();

/// A policy by name ("inspector/direct"), or null where none has that name.
std::unique_ptr<Policy> MakePolicy(std::string_view name);

}  // namespace haze::agents
