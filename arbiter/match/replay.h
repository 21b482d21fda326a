// A record played again: the same answers to the same world give the same digests, or the first difference has a name.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "arbiter/match/match.h"

namespace haze::match {

struct ReplayReport {
  bool equal = false;
  std::optional<std::size_t> first_instant;  ///< index of the first instant that differs
  std::string subsystem;                     ///< of kSubsystemNames; empty where the difference is not in the world
  std::string message;                       ///< one sentence
};

/// Plays `record` again without any policy and compares every digest and the result.
/// `scenario` and `tables` are those whose hashes the record names; the caller has checked the record's own bytes.
ReplayReport Verify(const rec::Record& record, std::shared_ptr<const scenarios::Scenario> scenario, Tables tables);

/// The first instant at which two records of one scenario part: by the world (subsystem), else by an answer. `equal` only if they agree to the result.
ReplayReport FirstDifference(const rec::Record& a, const rec::Record& b);

/// Plays `record` up to its end and leaves the match there: for what is computed from facts.
/// `witness`, where given, is told the truth at each multiple of `step` and at the end.
std::unique_ptr<Match> Replay(const rec::Record& record, std::shared_ptr<const scenarios::Scenario> scenario, Tables tables, ReplayReport* report,
                              dynamics::SimTime step = dynamics::kMinute, TruthWitness witness = nullptr);

}  // namespace haze::match
