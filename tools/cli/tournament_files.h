// Files of a tournament, as several commands read them.
#pragma once

#include <string>
#include <vector>

#include "arbiter/store/store.h"
#include "tools/tournament/read_specification.h"

namespace haze::tools {

/// A specification by path, or a shipped one by name ("quick"); the path as it is where neither exists.
std::string PathOfSpecification(const std::string& given);

/// Reads it and prints its mistakes.
SpecificationResult ReadTournament(const std::string& given);

/// The secret of --secret-file without its newline; "" without a path, or with `error` set.
std::string ReadSecret(const std::string& path, std::string& error);

/// Merges shards into an open store, after a sample of each was played again (`check`); what went wrong, or nothing.
std::string MergeShards(store::Store& store, const std::string& tournament, const std::vector<std::string>& shards, bool check);

}  // namespace haze::tools
