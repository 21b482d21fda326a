// What may change of a tournament that has begun, and what may not.
#include "tools/tournament/registration.h"

#include <openssl/rand.h>

#include <algorithm>

#include "arbiter/store/sha256.h"
#include "dynamics/assert.h"
#include "tools/tournament/utc_now.h"

namespace haze::tools {
namespace {

std::string PlaysOf(const Entry& entry) {
  std::string text;
  for (const auto& [role, player] : entry.roles) {
    text += (text.empty() ? "" : ", ") + role + ": " + (player.command.empty() ? player.policy.substr(player.policy.find('/') + 1) : "its own");
  }
  return text;
}

std::vector<store::EntryRow> EntryRows(const Specification& specification) {
  std::vector<store::EntryRow> rows;
  for (const Entry& entry : specification.entries) {
    rows.push_back({.entry = entry.name, .version = entry.version, .owner = entry.owner, .entry_sha256 = entry.content_sha256, .plays = PlaysOf(entry)});
  }
  return rows;
}

}  // namespace

std::string CommitmentOf(const std::string& secret) { return store::Sha256Hex(secret); }

std::string ValueIn(const std::string& specification_text, const std::string& key) {
  const std::size_t at = ("\n" + specification_text).find("\n" + key + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + key.size() + 2;
  return specification_text.substr(from, specification_text.find('\n', from) - from);
}

std::vector<std::string> DifferencesFrom(const SpecificationResult& result, const store::TournamentRow& stored, const std::vector<store::EntryRow>& entries) {
  std::vector<std::string> errors;
  const Specification& now = result.specification;
  for (const store::EntryRow& entry : entries) {
    const auto found = std::find_if(now.entries.begin(), now.entries.end(), [&](const Entry& each) { return each.name == entry.entry; });
    if (found == now.entries.end()) {
      errors.push_back("entry \"" + entry.entry + "\" was taken out; a tournament that has begun keeps its entries");
    } else if (found->content_sha256 != entry.entry_sha256) {
      errors.push_back("entry \"" + entry.entry + "\" has changed since its first match; give the new version a name of its own");
    }
  }
  // Line by line: a changed value is an offence unless it may grow.
  for (const char* key : {"format", "isolation"}) {
    const std::string before = ValueIn(stored.specification, key), after = ValueIn(result.text, key);
    if (before != after) errors.push_back(std::string(key) + " is " + after + ", was " + before);
  }
  for (const char* key : {"seeds", "rounds"}) {
    const std::string before = ValueIn(stored.specification, key), after = ValueIn(result.text, key);
    if (!before.empty() && !after.empty() && std::stol(after) < std::stol(before)) errors.push_back(std::string(key) + " is " + after + ", was " + before + "; it may only grow");
    // Seeds of later rounds follow from how many a round has.
    if (std::string(key) == "seeds" && before != after && std::stol(ValueIn(stored.specification, "rounds")) > 1) {
      errors.push_back("seeds is " + after + ", was " + before + "; with several rounds it stays");
    }
  }
  const std::string before = ValueIn(stored.specification, "scenarios"), after = ValueIn(result.text, "scenarios");
  if (after.rfind(before.substr(0, before.size() - 1), 0) != 0) errors.push_back("scenarios is " + after + ", was " + before + "; further ones may be added at the end");
  const auto group = [](const std::string& text, const std::string& key) {
    const std::size_t at = ("\n" + text).find("\n" + key + ":\n");
    if (at == std::string::npos) return std::string();
    std::size_t end = text.find('\n', at) + 1;
    while (end < text.size() && text[end] == ' ') end = text.find('\n', end) + 1;
    return text.substr(at, end - at);
  };
  for (const char* key : {"defaults", "sprt"}) {
    if (group(stored.specification, key) != group(result.text, key)) errors.push_back(std::string(key) + " changed");
  }
  return errors;
}

Registration Register(const SpecificationResult& specification, store::Store& store, const std::string& secret) {
  Registration out;
  const std::string& name = specification.specification.name;
  const std::vector<store::EntryRow> entries = EntryRows(specification.specification);
  for (const store::TournamentRow& row : store::Tournaments(store.database())) {
    if (row.tournament != name) continue;
    out.known = true;
    out.secret = row.master_secret;
    out.errors = DifferencesFrom(specification, row, store::Entries(store.database(), name));
    if (!secret.empty() && secret != row.master_secret) out.errors.push_back("the tournament was begun with another secret than that of --secret-file");
    if (out.errors.empty()) {
      store::TournamentRow updated = row;
      updated.specification = specification.text;
      updated.complete = false;
      store.UpdateTournament(updated, entries);
    }
    return out;
  }
  out.secret = secret;
  if (out.secret.empty()) {
    unsigned char bytes[32];
    HAZE_ASSERT(RAND_bytes(bytes, sizeof bytes) == 1, "the operating system provides random bytes");
    out.secret = store::Hex({reinterpret_cast<const char*>(bytes), sizeof bytes});
  }
  store.AddTournament(
      {.tournament = name, .specification = specification.text, .commitment_sha256 = CommitmentOf(out.secret), .master_secret = out.secret, .created_utc = NowUtc()},
      entries);
  return out;
}

}  // namespace haze::tools
