// `--sandbox`: whether agents' processes run in boxes, and what happens where this machine has none.
#pragma once

#include <string>

#include "tools/cli/command.h"
#include "tools/launch/sandbox.h"

namespace haze::tools {

struct SandboxOption {
  std::string mode = "off";  ///< off, on, strict
  double memory_gib = 4.0;
  int processors = 0;
  bool sandbox = false;      ///< filled by TakeSandbox
  AgentLimits limits;        ///< filled by TakeSandbox
};

/// Adds `--sandbox MODE`, `--agent-memory-gib G` and `--agent-processors N`.
void AddSandboxOption(CLI::App& command, SandboxOption& option);

/// Looks whether this machine can do what was asked. kExitDone, or the exit code with the reason and its cure on stderr. "on" goes on without the limits of memory and
/// tasks where these cannot be had, and says so; "strict" does not. To be called before any thread starts.
int TakeSandbox(SandboxOption& option);

}  // namespace haze::tools
