// A copy of a store for others: results and proofs, without what belongs to the teams alone.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace haze::store {

struct PublishReport {
  long matches = 0, records = 0, entries = 0, stderr_texts = 0, reasons = 0, specifications = 0, secrets = 0, branches = 0;
  std::string error;  ///< not empty: nothing was written
};

/// Writes `to`, which must not exist, from the store `from`. Taken out: records (turns, answers, notes), branches, words on stderr, the reasons of forfeits and void matches,
/// names of players that are neither in `shipped` nor a tournament's entries (commands and paths), specifications of tournaments and what their entries are made of, and the secret
/// of a tournament that is not complete. A hash stands for each, so that chains and roots still hold.
/// `private_key_pem`: signs the roots, unless empty. Throws StoreFault.
PublishReport Publish(const std::string& from, const std::string& to, const std::set<std::string>& shipped, const std::string& private_key_pem);

}  // namespace haze::store
