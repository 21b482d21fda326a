// A tournament's specification from YAML.
#include "tools/tournament/read_specification.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "scenarios/names.h"
#include "tools/tournament/entry.h"

namespace haze::tools {

namespace fs = std::filesystem;
using scenarios::FieldReader;

namespace {

struct EntryText {
  std::string name, path, version, owner;
  std::map<std::string, std::string> roles;  // policy
  bool anchor = false;
  double rating = 1500.0;
};

struct SpecificationText {
  std::vector<EntryText> entries;
  std::map<std::string, std::string> defaults;
  std::vector<std::string> scenarios;
};

const std::vector<std::string> kFormats = {"round_robin", "gauntlet", "swiss", "knockout", "ladder", "sprt"};
const std::vector<std::string> kKeeps = {"results", "decisions", "full"};

void ReadRoles(FieldReader& r, std::map<std::string, std::string>& roles, const std::map<std::string, std::string>& standard) {
  for (const std::string& role : RoleNames()) {
    std::string policy;
    const auto found = standard.find(role);
    r.Text(role.c_str(), policy, "shipped policy that plays this role, without its folder", found == standard.end() ? "" : found->second.c_str());
    if (!policy.empty()) roles[role] = policy;
  }
}

void ReadFields(FieldReader& r, SpecificationText& text, Specification& out, RunSettings& settings) {
  r.Name("name", out.name, "of the tournament; a store may hold several");
  r.List(
      "entries", "who takes part, two or more; further ones may be added later",
      [&](FieldReader& e) {
        EntryText entry;
        e.Text("name", entry.name, "unique; empty: that of the path's agent.yaml, or the file's own", "");
        e.Text("path", entry.path, "a directory with agent.yaml, a NAME-VERSION.haze.tar.zst, or a program that plays every role; empty: shipped policies", "");
        e.Text("version", entry.version, "for the tables; a path with agent.yaml brings its own", "");
        e.Text("owner", entry.owner, "entries of one owner do not meet in rated rounds", "");
        e.Flag("anchor", entry.anchor, "of a ladder: the rating stays what it is", false);
        e.Number("rating", entry.rating, 1.0, {-10000.0, 10000.0}, "of an anchor, on Glicko's scale", 1500.0);
        e.Group("roles", "shipped policies by role; roles that are left out are played by the defaults", [&](FieldReader& g) { ReadRoles(g, entry.roles, {}); });
        text.entries.push_back(entry);
      },
      true);
  bool given = r.Group("defaults", "who plays the roles that an entry does not bring", [&](FieldReader& g) { ReadRoles(g, text.defaults, ShippedDefaults()); });
  if (!given) text.defaults = ShippedDefaults();
  r.TextList("scenarios", text.scenarios, "shipped scenarios by name, or files beside the specification (mine.yaml)");
  r.Integer("seeds", out.seeds, 1, 1000000, "seed pairs of each pairing, scenario and round", 8);
  r.Integer("rounds", out.rounds, 0, 10000, "how often everybody meets; 0: as many as a Swiss or knockout needs", 1);
  int format = 0;
  r.Choice("format", format, kFormats, "who meets whom", 0);
  out.format = static_cast<Format>(format);
  r.Group("sprt", "when an SPRT stops", [&](FieldReader& g) {
    g.Number("elo0", out.sprt.elo0, 1.0, {-1000, 1000}, "null hypothesis, Elo", 0.0);
    g.Number("elo1", out.sprt.elo1, 1.0, {-1000, 1000}, "alternative, Elo", 10.0);
    g.Number("alpha", out.sprt.alpha, 1.0, {0.0, 0.5, true}, "probability of taking elo1 under elo0", 0.05);
    g.Number("beta", out.sprt.beta, 1.0, {0.0, 0.5, true}, "probability of taking elo0 under elo1", 0.05);
  });
  int keep = 0, isolation = 0;
  r.Choice("keep", keep, kKeeps, "what is stored of a match: the result, the decisions (replays), or facts too", 1);
  settings.keep = static_cast<store::Keep>(keep);
  r.Choice("isolation", isolation, {"contest", "shared"}, "contest: a fresh process for each seat of each match; shared: never rated", 0);
  settings.shared_isolation = isolation == 1;
  out.rated = isolation == 0;
  r.Number("watchdog_s", settings.watchdog_s, 1.0, {0.0, 86400.0, true}, "charged time after which a silent agent forfeits", 60.0);
}

class Reading {
 public:
  Reading(const std::string& path, const std::function<bool(const std::string&)>& is_policy, const std::string& version)
      : folder_(fs::path(path).parent_path()), is_policy_(is_policy), version_(version) {}

  void Resolve(const SpecificationText& text, FieldReader& r, SpecificationResult& result) {
    for (const auto& [role, policy] : text.defaults) result.specification.defaults[role] = Player(role, policy, {"defaults", role}, r);
    for (std::size_t i = 0; i < text.entries.size(); ++i) result.specification.entries.push_back(Resolve(text.entries[i], {"entries", std::to_string(i)}, r));
    std::set<std::string> names;
    for (std::size_t i = 0; i < result.specification.entries.size(); ++i) {
      const std::string& name = result.specification.entries[i].name;
      if (!name.empty() && !names.insert(name).second) r.ComplainAt({"entries", std::to_string(i), "name"}, "is \"" + name + "\", which another entry has");
    }
    if (text.entries.size() < 2) r.ComplainAt({"entries"}, "has fewer than two entries");
    if (text.scenarios.empty()) r.ComplainAt({"scenarios"}, "names no scenario");
    for (std::size_t i = 0; i < text.scenarios.size(); ++i) {
      const std::string& name = text.scenarios[i];
      const bool is_file = name.ends_with(".yaml");
      ScenarioSource source = LoadScenario(is_file ? (folder_ / name).string() : name, {});
      for (const std::string& error : source.errors) r.ComplainAt({"scenarios", std::to_string(i)}, "cannot be played: " + error);
      if (source.errors.empty()) {
        result.specification.scenarios.push_back({.name = name, .hash = source.scenario->hash, .one_sided = scenarios::OneSided(*source.scenario)});
      }
      result.scenarios.push_back(std::move(source));
    }
  }

 private:
  RolePlayer Player(const std::string& role, const std::string& policy, const FieldReader::Trail& trail, FieldReader& r) {
    const std::string full = policy.find('/') == std::string::npos ? role + "/" + policy : policy;
    if (full.rfind(role + "/", 0) != 0) r.ComplainAt(trail, "is \"" + policy + "\", a policy of another role");
    else if (!is_policy_(full)) r.ComplainAt(trail, "is \"" + policy + "\", which does not ship; haze agent list shows what does");
    return {.policy = full, .command = {}, .directory = {}};
  }

  Entry Resolve(const EntryText& text, const FieldReader::Trail& trail, FieldReader& r) {
    const auto at = [&](const char* key) {
      FieldReader::Trail deeper = trail;
      deeper.push_back(key);
      return deeper;
    };
    Entry entry;
    if (!text.path.empty()) {
      if (!text.roles.empty()) r.ComplainAt(at("roles"), "and path exclude each other");
      const EntryResult loaded = LoadEntry((folder_ / text.path).string());
      for (const std::string& error : loaded.errors) r.ComplainAt(at("path"), "is \"" + text.path + "\": " + error);
      entry = loaded.entry;
    } else {
      if (text.roles.empty()) r.ComplainAt(trail, "has neither roles nor a path");
      for (const auto& [role, policy] : text.roles) {
        FieldReader::Trail deeper = at("roles");
        deeper.push_back(role);
        entry.roles[role] = Player(role, policy, deeper, r);
      }
      entry.content_sha256 = ShippedContent(entry.roles, version_);
      entry.version = version_;
    }
    if (!text.name.empty()) entry.name = text.name;
    if (!text.version.empty()) entry.version = text.version;
    if (!text.owner.empty()) entry.owner = text.owner;
    entry.anchor = text.anchor;
    entry.rating = text.rating;
    if (!scenarios::IsName(entry.name)) r.ComplainAt(at("name"), "is \"" + entry.name + "\"; expected: at most 64 letters, digits, spaces and ._-, a letter or digit first");
    return entry;
  }

  fs::path folder_;
  const std::function<bool(const std::string&)>& is_policy_;
  std::string version_;
};

}  // namespace

const std::vector<std::string>& RoleNames() {
  static const std::vector<std::string> names = {"launch_provider", "inspector", "target", "adversary"};
  return names;
}

SpecificationResult ReadSpecification(const std::string& path, const std::function<bool(const std::string&)>& is_policy, const std::string& haze_version) {
  SpecificationResult result;
  scenarios::FieldSink sink;
  const std::optional<scenarios::Node> tree = scenarios::ReadYaml(path, path, sink.errors);
  if (tree && tree->kind != scenarios::Node::Kind::kMap) sink.errors.push_back({tree->place, "a specification is a map of keys"});
  if (tree && sink.errors.empty()) {
    SpecificationText text;
    FieldReader reader(sink, &*tree, "", 0);
    ReadFields(reader, text, result.specification, result.settings);
    reader.Close();
    Reading(path, is_policy, haze_version).Resolve(text, reader, result);
  }
  for (const scenarios::LoadError& error : sink.errors) result.errors.push_back(error.Text());
  result.text = sink.canonical;
  return result;
}

std::vector<scenarios::FieldRow> DocumentSpecification() {
  std::vector<scenarios::FieldRow> rows;
  scenarios::FieldSink sink;
  sink.rows = &rows;
  FieldReader reader(sink, nullptr, "", 0);
  SpecificationText text;
  Specification specification;
  RunSettings settings;
  ReadFields(reader, text, specification, settings);
  return rows;
}

}  // namespace haze::tools
