// The one header of an agent in C++: policies, orders in a few words, and main()'s one line. Installed as <haze/agent.h>.
#pragma once

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "agents/policy/policy.h"
#include "agents/sdk/client.h"
#include "agents/sdk/plan.h"

namespace haze::sdk {

using agents::Policy;

/// One second in microseconds, as all times of the contract are.
inline constexpr std::int64_t kSecond = 1'000'000;

/// Plays every seat that the arbiter offers with a `P` of its own, until it says goodbye: `int main() { return haze::sdk::Play<MyPolicy>("my agent"); }`.
///
/// `P` is a Policy that can be made without arguments. Address and token come from HAZE_ADDRESS and HAZE_TOKEN_FILE. Returns an AgentExit; reasons of failure go to stderr.
template <class P>
int Play(std::string name = "agent", std::string version = "0") {
  std::string error;
  AgentOptions options = OptionsFromEnvironment(error);
  if (!error.empty()) {
    std::cerr << "haze agent: " << error << "; let haze start the agent: haze play encore --seat blue.inspector=./my_agent\n";
    return kBadSetup;
  }
  options.name = std::move(name);
  options.version = std::move(version);
  return RunAgent([] { return std::make_unique<P>(); }, options);
}

}  // namespace haze::sdk
