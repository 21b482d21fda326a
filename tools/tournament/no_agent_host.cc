// Stands in for agent_host.cc in a build without gRPC: shipped policies play in this process, and whoever asks for an agent as a process is told.
#include "dynamics/assert.h"
#include "tools/tournament/agent_host.h"

namespace haze::tools {

struct AgentHost::Parts {};

AgentHost::AgentHost(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
AgentHost::~AgentHost() = default;

AgentHost::StartResult AgentHost::Start(const AgentHostOptions&) { return {.host = nullptr, .error = "this build has no gRPC: only shipped policies play"}; }

Played AgentHost::Play(const PlayRequest&) {
  HAZE_ASSERT(false, "no host without gRPC");
  return {};
}

void AgentHost::Abandon() {}

}  // namespace haze::tools
