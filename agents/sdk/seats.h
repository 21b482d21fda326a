// The agent's side of its seats: policies, and the last answer to each, kept in case the stream is lost before it arrives.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "agents/policy/policy.h"
#include "agents/sdk/client.h"
#include "haze/agent/v1/arbiter_service.pb.h"

namespace haze::sdk {

/// Turns what the arbiter says into what is answered. One thread at a time; no connection in here.
class SeatBook {
 public:
  explicit SeatBook(PolicyMaker make) : make_(std::move(make)) {}

  /// One message of the arbiter that is not a batch of turns; the answer, if one is due.
  std::optional<v1::AgentMessage> Hear(const v1::ArbiterMessage& message);

  /// One turn. A turn that was answered before gets the same answer again, without asking the policy.
  std::optional<v1::AgentMessage> Answer(const v1::Turn& turn);

  bool empty() const { return seats_.empty(); }

 private:
  struct Seat {
    std::unique_ptr<agents::Policy> policy;
    std::int64_t answered = 0;
    v1::AgentMessage answer;
  };
  PolicyMaker make_;
  std::map<std::pair<std::string, std::string>, Seat> seats_;
};

}  // namespace haze::sdk
