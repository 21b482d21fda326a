// Runs agents' processes and carries their matches over gRPC: one launcher, one server and one private directory for as many matches as are played.
#pragma once

#include <memory>
#include <string>

#include "tools/launch/launcher.h"
#include "tools/launch/sandbox.h"
#include "tools/tournament/played.h"

namespace haze::tools {

struct AgentHostOptions {
  Transport transport = Transport::kUnix;  ///< kUnix or kTcp on this machine
  int matches_at_once = 1;
  std::string version;                     ///< told to agents
  bool sandbox = false;                    ///< kUnix only: each agent in a box of its own (tools/launch/sandbox.h), but for people and --debug
  AgentLimits limits;                      ///< in the box
};

class AgentHost {
 public:
  struct StartResult {
    std::unique_ptr<AgentHost> host;  ///< null: `error` says why
    std::string error;
  };
  /// Call it before any thread was started: the launcher forks.
  [[nodiscard]] static StartResult Start(const AgentHostOptions& options);
  /// Ends every agent and the server.
  ~AgentHost();
  AgentHost(const AgentHost&) = delete;
  AgentHost& operator=(const AgentHost&) = delete;

  /// Each seat's agent plays in a process of its own, which ends with the match. May be called from several threads at once.
  Played Play(const PlayRequest& request);

  /// Gives everything up, without a farewell: SIGKILL to every agent, and each Play that is under way or still comes is void at once ("interrupted").
  void Abandon();

 private:
  struct Parts;
  SpawnRequest Request(const SeatPlan& plan, const std::string& token_file, bool debug) const;
  explicit AgentHost(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace haze::tools
