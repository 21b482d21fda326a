// An agent's process: joins the arbiter, plays every seat it is offered, comes back after a lost stream.
//
// The policy runs on a thread of its own, so that the connection stays served however long it thinks.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "agents/policy/policy.h"

namespace haze::sdk {

namespace v1 = ::haze::agent::v1;

struct AgentOptions {
  std::string address;  ///< "unix:PATH" or "HOST:PORT"
  std::string token;    ///< as the token file holds it, without white space
  std::string tls_ca, tls_certificate, tls_key;  ///< PEM texts; with `tls_ca` the connection is TLS, with the others the agent shows a certificate
  std::string name = "agent";
  std::string version = "0";
  std::chrono::milliseconds join_limit{30000};    ///< the arbiter may come up later than the agent
  std::chrono::milliseconds reattach_limit{5000};  ///< the arbiter's grace
};

/// Options from HAZE_ADDRESS and HAZE_TOKEN_FILE, which every agent is given in any language, and for TLS HAZE_TLS_CA, HAZE_TLS_CERT and HAZE_TLS_KEY (files). Fills `error` when one is missing.
AgentOptions OptionsFromEnvironment(std::string& error);

/// Makes the policy for a seat; null refuses it, and the seat stays unready.
using PolicyMaker = std::function<std::unique_ptr<agents::Policy>(const v1::Briefing&)>;

/// What RunAgent returns, for exit().
enum AgentExit : int {
  kPlayed = 0,       ///< the arbiter said goodbye
  kBadSetup = 2,     ///< no address, no readable token, an address that cannot be
  kNotAdmitted = 5,  ///< the arbiter refused the token or closed the session for a fault
  kLost = 75,        ///< the arbiter could not be reached, or not again
};

/// Plays until the arbiter says goodbye. Reasons of failure go to stderr.
int RunAgent(const PolicyMaker& make, const AgentOptions& options);

/// The same policy for every seat.
int RunAgent(const std::function<std::unique_ptr<agents::Policy>()>& make, const AgentOptions& options);

}  // namespace haze::sdk
