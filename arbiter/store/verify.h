// Whether a store still says what was played.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "arbiter/store/query.h"

namespace haze::store {

/// Plays a record again from the stored scenario text and tables; empty when it came out the same, otherwise a sentence with the first differing turn and
/// subsystem. Given by the caller, who can read scenarios.
using Resimulate =
    std::function<std::optional<std::string>(const rec::Record& record, const MatchRows& rows, const std::string& scenario_text, Reader& reader)>;

struct VerifyProblem {
  std::string match_id;  ///< empty: of the file as a whole
  std::string what;
};

struct VerifyReport {
  int matches = 0;  ///< looked at
  int resimulated = 0;
  int without_record = 0;  ///< results only, or void attempts: their hashes were checked, where there are any
  std::vector<VerifyProblem> problems;
};

/// Checks, for each match, hashes first and cheap: record, facts, chain, scenario text, tables, then that record and columns tell one story, and last, by
/// `resimulate` (null: not at all), that playing it again gives the same digests. A match with a wrong hash is not played again.
/// `match_ids` empty = every match that is over, and the file's own pages. `progress` is told each match's id when it is done.
/// `jobs` > 1: on so many threads, each with a reader of its own; the report and the order of its problems do not depend on it. `progress` and `resimulate` are
/// then called from any of them, `progress` by one at a time.
/// `public_key` (32 bytes, or empty): the Merkle roots have to be signed by it.
VerifyReport Verify(Reader& reader, const std::vector<std::string>& match_ids, const Resimulate& resimulate,
                    const std::function<void(const std::string&)>& progress = {}, int jobs = 1, const std::string& public_key = {});

}  // namespace haze::store
