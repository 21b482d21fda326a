// A tournament in its store: entered once, and compared with what is there whenever it goes on.
#pragma once

#include <string>
#include <vector>

#include "arbiter/store/query.h"
#include "arbiter/store/store.h"
#include "tools/tournament/read_specification.h"

namespace haze::tools {

/// The value of a line "key: value" of a specification as the store keeps it (read_specification.h: `text`), without indentation; "" where there is none.
std::string ValueIn(const std::string& specification_text, const std::string& key);

/// What a name, secret and entries of a tournament say against those in the store, all differences at once; nothing where the run may go on. Entries and
/// scenarios may be added at the end, seeds and rounds may grow.
std::vector<std::string> DifferencesFrom(const SpecificationResult& specification, const store::TournamentRow& stored, const std::vector<store::EntryRow>& entries);

/// Registers the tournament, or finds it. `secret` is used for a new one ("" draws it); for a known one it has to be the same, or empty.
struct Registration {
  std::string secret;
  bool known = false;
  std::vector<std::string> errors;
};
Registration Register(const SpecificationResult& specification, store::Store& store, const std::string& secret);

/// The hash that is published at the start.
std::string CommitmentOf(const std::string& secret);

}  // namespace haze::tools
