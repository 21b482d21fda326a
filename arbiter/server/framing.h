// Message bytes as the network thread handles them: enough structure to route an answer, none of its meaning.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "haze/agent/v1/arbiter_service.pb.h"

namespace haze::server {

namespace v1 = ::haze::agent::v1;

/// Most decisions in one batch; more are refused as malformed, before memory is spent on them.
inline constexpr std::size_t kMaxDecisionsPerBatch = 4096;

/// One answer as it travels: whose it claims to be, and its bytes, not decoded. The views point into the message that was scanned.
struct RawDecision {
  std::string_view match_handle;
  std::string_view seat;
  std::int64_t turn_id = 0;
  std::string_view bytes;  ///< the whole serialised Decision
};

struct Scan {
  enum class Kind {
    kDecisions,  ///< `decisions` holds them
    kOther,      ///< another kind of AgentMessage, to be parsed as a whole
    kMalformed,  ///< not an AgentMessage, or more than one kind in it
  };
  Kind kind = Kind::kMalformed;
  std::vector<RawDecision> decisions;
};

/// Looks at a serialised AgentMessage. Reads it as protobuf does: of a repeated scalar field the last value counts, unknown fields
/// are skipped; groups, which proto3 does not write, are malformed.
Scan ScanAgentMessage(std::string_view bytes);

/// The serialised ArbiterMessage that carries these serialised Turns as one TurnBatch.
std::string FrameTurns(std::span<const std::string_view> turns);

/// The serialised ArbiterMessage that carries this serialised GameOver.
std::string FrameGameOver(std::string_view game_over);

/// Appends `turn_account_left_ms` and `match_account_left_ms` to a serialised Turn. A later value of a field replaces an earlier one.
void AppendAccounts(std::string& turn, std::int64_t turn_left_ms, std::int64_t match_left_ms);

}  // namespace haze::server
