// Proof of what a tournament's results were: one number over all of them, and a signature under it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arbiter/store/sqlite.h"

namespace haze::store {

/// Root (hex) of the binary Merkle tree over `leaves`: SHA-256(0 | leaf) and SHA-256(1 | left | right), where the left side of a split holds the largest power of two of
/// leaves below their number (RFC 6962, section 2.1).
std::string MerkleRoot(const std::vector<std::string>& leaves);

/// What a root is of: the seals of a tournament's counted matches ("" stands for the exhibitions), in the order of their ids, and before them a hash over the
/// tournament's own rows (specification, entries, games).
struct Root {
  std::string tournament;
  std::int64_t matches = 0;
  std::string merkle_root;
};
Root RootOf(Database& database, const std::string& tournament);

/// Replaces the stored root of `tournament`, without a signature.
void StoreRoot(Database& database, const std::string& tournament);

/// Tournaments ("" for the exhibitions) that have results but no root.
std::vector<std::string> WithoutRoot(Database& database);

/// One stored root that does not hold, in a sentence; nothing where all hold. `public_key` (32 bytes; empty: not asked for): each has to be signed by it as well.
std::vector<std::string> CheckRoots(Database& database, const std::string& public_key);

/// Signs all stored roots with an Ed25519 private key (PEM). Returns a complaint, or "".
std::string SignRoots(Database& database, const std::string& private_key_pem);

/// The 32 bytes of an Ed25519 public key in PEM, or of the public half of a private one; nothing where it is neither.
std::optional<std::string> PublicKey(const std::string& pem);

}  // namespace haze::store
