// Merkle roots and Ed25519 signatures.
#include "arbiter/store/proof.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>

#include "arbiter/store/seal.h"
#include "arbiter/store/sha256.h"

namespace haze::store {
namespace {

struct KeyCloser {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct BioCloser {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct DigestCloser {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, KeyCloser>;

Key ReadKey(const std::string& pem, bool secret) {
  const std::unique_ptr<BIO, BioCloser> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(secret ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr) : PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr));
  return key && EVP_PKEY_id(key.get()) == EVP_PKEY_ED25519 ? std::move(key) : Key();
}

std::string Raw(EVP_PKEY* key) {
  unsigned char bytes[32];
  std::size_t size = sizeof bytes;
  return EVP_PKEY_get_raw_public_key(key, bytes, &size) == 1 ? std::string(reinterpret_cast<const char*>(bytes), size) : std::string();
}

// What is signed.
std::string Message(const Root& root) { return "haze results 1\n" + root.tournament + "\n" + std::to_string(root.matches) + "\n" + root.merkle_root + "\n"; }

bool Holds(const std::string& public_key, const std::string& message, const std::string& signature) {
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(public_key.data()), public_key.size()));
  const std::unique_ptr<EVP_MD_CTX, DigestCloser> context(EVP_MD_CTX_new());
  return key && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
}

std::string Subtree(const std::vector<std::string>& leaves, std::size_t from, std::size_t to) {
  if (to - from == 1) return Sha256Hex(std::string(1, '\0') + leaves[from]);
  std::size_t half = 1;
  while (2 * half < to - from) half *= 2;
  return Sha256Hex(std::string(1, '\1') + Subtree(leaves, from, from + half) + Subtree(leaves, from + half, to));
}

// The tournament's own rows. What may be taken out stands in it by its own hash.
std::string BookHash(Database& db, const std::string& tournament) {
  Sha256 hash;
  hash.Field("haze tournament 1");
  hash.Field(tournament);
  const auto said = [&](const std::string& place, const std::string& text) {
    Statement redaction(db, "SELECT sha256 FROM redactions WHERE match_id = ? AND place = ?");
    redaction.Bind(0, tournament).Bind(1, place);
    return redaction.Step() ? redaction.Text(0) : HashOfText(tournament, place, text);
  };
  Statement own(db, "SELECT specification, commitment_sha256, master_secret, complete, created_utc FROM tournaments WHERE tournament = ?");
  own.Bind(0, tournament);
  while (own.Step()) {
    hash.Field(said("specification", own.Text(0)));
    hash.Field(own.Text(1));
    hash.Field(said("secret", own.Text(2)));
    hash.Number(own.Int(3));
    hash.Field(own.Text(4));
  }
  Statement entries(db, "SELECT number, entry, version, owner, entry_sha256, plays FROM entries WHERE tournament = ? ORDER BY number");
  entries.Bind(0, tournament);
  while (entries.Step()) {
    hash.Number(entries.Int(0));
    for (int i = 1; i < 5; ++i) hash.Field(entries.Text(i));
    hash.Field(said("entry " + std::to_string(entries.Int(0)) + " plays", entries.Text(5)));
  }
  Statement games(db, "SELECT identity, round, first, second, half FROM games WHERE tournament = ? ORDER BY identity");
  games.Bind(0, tournament);
  while (games.Step()) {
    hash.Field(games.Text(0));
    hash.Number(games.Int(1));
    hash.Field(games.Text(2));
    hash.Field(games.Text(3));
    hash.Number(games.Int(4));
  }
  return hash.FinishHex();
}

}  // namespace

std::string MerkleRoot(const std::vector<std::string>& leaves) { return leaves.empty() ? Sha256Hex("") : Subtree(leaves, 0, leaves.size()); }

Root RootOf(Database& database, const std::string& tournament) {
  std::vector<std::string> leaves = {BookHash(database, tournament)};
  Statement seals(database,
                  "SELECT s.chain_sha256 FROM attempts a JOIN seals s ON s.match_id = a.match_id WHERE a.tournament = ? AND (a.counted = 1 OR a.exhibition = 1) "
                  "ORDER BY a.match_id");
  seals.Bind(0, tournament);
  while (seals.Step()) leaves.push_back(seals.Text(0));
  return {tournament, static_cast<std::int64_t>(leaves.size()) - 1, MerkleRoot(leaves)};
}

void StoreRoot(Database& database, const std::string& tournament) {
  const Root root = RootOf(database, tournament);
  Statement insert(database, "INSERT OR REPLACE INTO roots (tournament, matches, merkle_root, public_key, signature) VALUES (?, ?, ?, '', '')");
  insert.Bind(0, root.tournament).Bind(1, root.matches).Bind(2, root.merkle_root);
  insert.Run();
}

std::vector<std::string> CheckRoots(Database& database, const std::string& public_key) {
  std::vector<std::string> problems;
  int signed_roots = 0;
  Statement s(database, "SELECT tournament, matches, merkle_root, public_key, signature FROM roots ORDER BY tournament");
  while (s.Step()) {
    const std::string name = s.Text(0).empty() ? "the exhibitions" : "tournament " + s.Text(0);
    const Root stored{s.Text(0), s.Int(1), s.Text(2)};
    const Root now = RootOf(database, stored.tournament);
    if (now.merkle_root != stored.merkle_root || now.matches != stored.matches) {
      problems.push_back(name + ": the " + std::to_string(now.matches) + " results are not the " + std::to_string(stored.matches) + " under its Merkle root");
    }
    if (!s.Text(4).empty() && !Holds(s.Blob(3), Message(stored), s.Blob(4))) problems.push_back(name + ": the signature is not of its root");
    if (public_key.empty()) continue;
    if (s.Text(4).empty()) problems.push_back(name + ": not signed");
    else if (s.Blob(3) != public_key) problems.push_back(name + ": signed by another key");
    else ++signed_roots;
  }
  if (!public_key.empty() && signed_roots == 0 && problems.empty()) problems.push_back("nothing is signed");
  // While a store is written, or after its writer was killed, there is a write-ahead log and roots may be missing.
  if (database.Ask("PRAGMA journal_mode") == "wal") return problems;
  for (const std::string& tournament : WithoutRoot(database)) {
    problems.push_back((tournament.empty() ? "the exhibitions" : "tournament " + tournament) + ": results without their Merkle root");
  }
  return problems;
}

std::vector<std::string> WithoutRoot(Database& database) {
  std::vector<std::string> names;
  Statement s(database,
              "SELECT tournament FROM tournaments t WHERE (complete = 1 OR EXISTS (SELECT 1 FROM attempts a WHERE a.tournament = t.tournament AND a.counted = 1)) "
              "AND tournament NOT IN (SELECT tournament FROM roots) "
              "UNION ALL SELECT '' WHERE EXISTS (SELECT 1 FROM attempts a JOIN seals s ON s.match_id = a.match_id WHERE a.exhibition = 1) "
              "AND '' NOT IN (SELECT tournament FROM roots) ORDER BY 1");
  while (s.Step()) names.push_back(s.Text(0));
  return names;
}

std::string SignRoots(Database& database, const std::string& private_key_pem) {
  const Key key = ReadKey(private_key_pem, true);
  if (!key) return "not an Ed25519 private key in PEM; openssl genpkey -algorithm ed25519 makes one";
  std::vector<Root> roots;
  {
    Statement s(database, "SELECT tournament, matches, merkle_root FROM roots");
    while (s.Step()) roots.push_back({s.Text(0), s.Int(1), s.Text(2)});
  }
  for (const Root& root : roots) {
    const std::string message = Message(root);
    unsigned char signature[64];
    std::size_t size = sizeof signature;
    const std::unique_ptr<EVP_MD_CTX, DigestCloser> context(EVP_MD_CTX_new());
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(context.get(), signature, &size, reinterpret_cast<const unsigned char*>(message.data()), message.size()) != 1) {
      return "OpenSSL did not sign";
    }
    Statement update(database, "UPDATE roots SET public_key = ?, signature = ? WHERE tournament = ?");
    update.BindBlob(0, Raw(key.get())).BindBlob(1, {reinterpret_cast<const char*>(signature), size}).Bind(2, root.tournament);
    update.Run();
  }
  return {};
}

std::optional<std::string> PublicKey(const std::string& pem) {
  Key key = ReadKey(pem, false);
  if (!key) key = ReadKey(pem, true);
  if (!key) return std::nullopt;
  return Raw(key.get());
}

}  // namespace haze::store
