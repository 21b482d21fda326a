// Brings the counted matches of other stores into one: idempotent, so that a shard that comes twice gives one result.
#pragma once

#include <string>
#include <vector>

#include "arbiter/store/store.h"

namespace haze::store {

struct MergeReport {
  long added = 0;     ///< counted matches that were not there
  long known = 0;     ///< counted matches whose identity was there already
  std::string error;  ///< not empty: nothing of this shard was taken
};

/// Takes the counted matches of the tournament `tournament` from the store at `path`, with everything that belongs to them, in one transaction. Refuses a
/// shard of another commitment or of another version of haze. Throws StoreFault where a file cannot be read or written.
MergeReport MergeShard(Store& target, const std::string& path, const std::string& tournament, const std::string& haze_version);

}  // namespace haze::store
