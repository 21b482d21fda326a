// Hashes over a finished match, so that a changed byte anywhere in it is found.
#pragma once

#include <string>

#include "arbiter/store/rows.h"

namespace haze::store {

struct Seal {
  std::string record_sha256;  ///< of the record's bytes
  std::string facts_sha256;   ///< of the facts' rows; facts may be dropped and rebuilt without breaking the chain
  std::string chain_sha256;   ///< over the match's instants, then over every other column
  bool operator==(const Seal&) const = default;
};

/// A chain: h0 over who played what, h(k+1) = SHA-256(h(k) | instant k), and at its end the result, seats, scores and milestones. Only `number` is not
/// part of it: it is the store's own. Bytes that are no record make a chain of their own; the record's hash is compared first.
Seal SealOf(const MatchRows& rows);

}  // namespace haze::store
