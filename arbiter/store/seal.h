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

/// A chain: h(k+1) = SHA-256(h(k) | instant k) over the instants; at its end who played what, the result, seats, scores and milestones. Only `number` is not
/// part of it: it is the store's own. Bytes that are no record make a chain of their own; the record's hash is compared first. What may be taken out for
/// publication (the answers, a seat's entry and last words, a reason) is in the chain by its own hash, which `rows.redacted` may give instead.
Seal SealOf(const MatchRows& rows);

/// Places of what may be taken out of a match.
inline constexpr const char* kAnswers = "answers";
inline constexpr const char* kReason = "reason";
std::string EntryPlace(std::size_t seat);
std::string StderrPlace(std::size_t seat);

/// The chain over the instants of a record.
std::string AnswersHash(const std::string& record_bytes);
/// The hash that stands for `text` at `place` of a match; it depends on both, so that equal texts cannot be told from their hashes.
std::string HashOfText(const std::string& match_id, const std::string& place, const std::string& text);

}  // namespace haze::store
