#include "scenarios/load.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <tuple>

#include <openssl/evp.h>

#include "scenarios/fields.h"

namespace haze::scenarios {

namespace fs = std::filesystem;

namespace {

constexpr int kMaxBases = 8;

std::string DidYouMean(std::string_view word, const std::vector<std::string>& known) {
  const std::optional<std::string> nearest = Nearest(word, known);
  return nearest ? "; did you mean " + *nearest + "?" : "";
}

std::vector<std::string> YamlFilesIn(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// "model: jackal" in the map at `path` starts from vehicles/jackal.yaml, beside the scenario or shipped; the map's own keys are laid over it.
void ApplyModel(Node& node, const std::string& path, const std::vector<std::string>& folders, std::vector<LoadError>& errors) {
  if (node.kind != Node::Kind::kMap || node.Find("model") == nullptr || node.Find("model")->null) return;
  const Node model = *node.Find("model");
  std::erase_if(node.entries, [](const Node::Entry& entry) { return entry.key == "model"; });
  node.partial = true;
  std::vector<std::string> known;
  for (const std::string& folder : folders) {
    for (const std::string& name : YamlFilesIn(fs::path(folder) / "vehicles")) {
      if (name != model.scalar || model.kind != Node::Kind::kScalar) {
        known.push_back(name);
        continue;
      }
      const std::string file = (fs::path(folder) / "vehicles" / (name + ".yaml")).string();
      std::optional<Node> base = ReadYaml(file, file, errors);
      if (!base) return;
      if (base->kind != Node::Kind::kMap) {
        errors.push_back({base->place, "a model is a map of keys"});
        return;
      }
      Merge(*base, node);
      base->place = node.place;
      node = std::move(*base);
      return;
    }
  }
  errors.push_back({model.place, path + ".model is \"" + model.scalar + "\", which has no file in vehicles/" + DidYouMean(model.scalar, known)});
}

std::optional<Node> Resolve(const std::string& path, const std::string& shown_as, const std::string& folder, std::vector<LoadError>& errors, int depth) {
  std::optional<Node> tree = ReadYaml(path, shown_as, errors);
  if (!tree) return std::nullopt;
  if (tree->kind != Node::Kind::kMap) {
    errors.push_back({tree->place, "a scenario is a map of keys"});
    return std::nullopt;
  }
  const Node* base = tree->Find("base");
  if (base == nullptr) return tree;
  if (depth >= kMaxBases) {
    errors.push_back({base->place, "base: more than " + std::to_string(kMaxBases) + " scenarios build on one another"});
    return std::nullopt;
  }
  const std::string name = base->scalar.ends_with(".yaml") ? base->scalar : base->scalar + ".yaml";
  const fs::path beside = fs::path(path).parent_path() / name;
  const fs::path shipped = fs::path(folder) / name;
  std::error_code code;
  const bool is_beside = fs::is_regular_file(beside, code);
  if (base->kind != Node::Kind::kScalar || (!is_beside && !fs::is_regular_file(shipped, code))) {
    errors.push_back({base->place, "base is \"" + base->scalar + "\", which is neither beside this file nor shipped" + DidYouMean(base->scalar, YamlFilesIn(folder))});
    return std::nullopt;
  }
  std::optional<Node> bottom = is_beside ? Resolve(beside, (fs::path(shown_as).parent_path() / name).string(), folder, errors, depth + 1)
                                         : Resolve(shipped, "scenarios/" + name, folder, errors, depth + 1);
  if (!bottom) return std::nullopt;
  Node changes = *tree;
  std::erase_if(changes.entries, [](const Node::Entry& entry) { return entry.key == "base"; });
  std::erase_if(bottom->entries, [](const Node::Entry& entry) { return entry.key == "name"; });
  Merge(*bottom, changes);
  bottom->place = tree->place;
  return bottom;
}

// What --set gave has its place on the command line.
void Relocate(Node& node, const Place& place) {
  node.place = place;
  for (Node::Entry& entry : node.entries) {
    entry.place = place;
    Relocate(entry.value, place);
  }
  for (Node& item : node.items) Relocate(item, place);
}

// Keys of the scenario's own map.
std::vector<std::string> TopKeys() {
  std::vector<std::string> keys;
  for (const FieldRow& row : DocumentFields()) {
    if (row.path.find_first_of(".[") == std::string::npos) keys.push_back(row.path);
  }
  return keys;
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

// Lays one --set over the tree. Groups that are not there are made: their keys are checked when they are read.
void ApplySet(Node& tree, const std::string& set, std::vector<LoadError>& errors) {
  const Place place{"--set " + set, 0, 0};
  const std::size_t equals = set.find('=');
  const std::vector<std::string> path = Split(set.substr(0, std::min(equals, set.size())), '.');
  std::optional<Node> value;
  if (equals != std::string::npos) value = ParseYaml(set.substr(equals + 1), place.file, errors);
  if (path.empty() || path[0].empty() || equals == std::string::npos) {
    errors.push_back({place, "expected: KEY.KEY=VALUE"});
    return;
  }
  if (!value) return;
  Relocate(*value, place);

  Node* node = &tree;
  std::vector<std::string> known = TopKeys();
  if (std::find(known.begin(), known.end(), path[0]) == known.end()) {
    Node* vehicles = tree.Find("vehicles");
    if (vehicles == nullptr || vehicles->Find(path[0]) == nullptr) {
      if (vehicles != nullptr) {
        for (const Node::Entry& entry : vehicles->entries) known.push_back(entry.key);
      }
      errors.push_back({place, path[0] + " is neither a key of the scenario nor a vehicle" + DidYouMean(path[0], known)});
      return;
    }
    node = vehicles;
  }
  std::string way;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    way += (way.empty() ? "" : ".") + path[i];
    if (node->kind == Node::Kind::kMap && node->Find(path[i]) == nullptr) node->entries.push_back({path[i], place, Node{.place = place}});
    node = node->Child(path[i]);
    if (node != nullptr && node->null) *node = Node{.place = place};
    if (node == nullptr || node->kind == Node::Kind::kScalar) {
      errors.push_back({place, way + (node == nullptr ? " is not there" : " is a value; there is nothing below it")});
      return;
    }
  }
  if (Node* old = node->Child(path.back())) {
    *old = std::move(*value);
  } else if (node->kind == Node::Kind::kMap) {
    node->entries.push_back({path.back(), place, std::move(*value)});
  } else {
    errors.push_back({place, way + "." + path.back() + " is not there"});
  }
}

// As a person mends them: file by file and line by line, then what the command line gave.
void Order(std::vector<LoadError>& errors) {
  std::vector<std::string> files;
  for (const LoadError& error : errors) {
    if (std::find(files.begin(), files.end(), error.place.file) == files.end()) files.push_back(error.place.file);
  }
  const auto key = [&files](const Place& place) {
    return std::make_tuple(place.line == 0, std::find(files.begin(), files.end(), place.file) - files.begin(), place.line, place.column);
  };
  std::stable_sort(errors.begin(), errors.end(), [&key](const LoadError& a, const LoadError& b) { return key(a.place) < key(b.place); });
}

LoadResult Read(const Node& tree, std::vector<LoadError> errors) {
  FieldSink sink;
  FieldReader reader(sink, &tree, "", 0);
  auto scenario = std::make_shared<Scenario>();
  ReadScenario(reader, *scenario);
  reader.Close();
  CheckScenario(reader, *scenario);
  errors.insert(errors.end(), sink.errors.begin(), sink.errors.end());
  scenario->canonical_text = sink.canonical;
  scenario->hash = Sha256(sink.canonical);
  LoadResult result{.scenario = nullptr, .errors = std::move(errors), .path = {}};
  Order(result.errors);
  if (result.errors.empty()) result.scenario = scenario;
  return result;
}

// The file that a name or a path means, with its base, its models and the changes laid over one another.
struct Source {
  std::optional<Node> tree;
  std::vector<LoadError> errors;
  std::string path;
};

Source FindTree(const std::string& name_or_path, const LoadOptions& options) {
  const std::string folder = options.folder.empty() ? ScenarioFolder() : options.folder;
  Source source;
  source.path = name_or_path;
  std::string shown_as = name_or_path;
  const bool is_path = name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".yaml");
  if (!is_path) {
    const std::vector<std::string> known = ShippedScenarios(folder);
    if (std::find(known.begin(), known.end(), name_or_path) == known.end()) {
      std::string all;
      for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
      source.errors.push_back({Place{}, "there is no scenario \"" + name_or_path + "\"; there are: " + all + DidYouMean(name_or_path, known)});
      return {std::nullopt, source.errors, {}};
    }
    source.path = fs::path(folder) / (name_or_path + ".yaml");
    shown_as = "scenarios/" + name_or_path + ".yaml";
  }
  source.tree = Resolve(source.path, shown_as, folder, source.errors, 0);
  if (!source.tree) return source;
  Node& tree = *source.tree;
  if (tree.Find("name") == nullptr) tree.entries.push_back({"name", tree.place, Node{.kind = Node::Kind::kScalar, .place = tree.place, .scalar = fs::path(source.path).stem()}});
  const std::vector<std::string> folders = {FolderOf(source.path), folder};
  if (Node* vehicles = tree.Find("vehicles")) {
    for (Node::Entry& entry : vehicles->entries) ApplyModel(entry.value, "vehicles." + entry.key, folders, source.errors);
  }
  if (Node* launch = tree.Find("launch")) ApplyModel(*launch, "launch", folders, source.errors);
  for (const std::string& set : options.sets) ApplySet(tree, set, source.errors);
  return source;
}

}  // namespace

LoadResult LoadScenario(const std::string& name_or_path, const LoadOptions& options) {
  Source source = FindTree(name_or_path, options);
  LoadResult result;
  if (source.tree) {
    result = Read(*source.tree, std::move(source.errors));
  } else {
    result.errors = std::move(source.errors);
  }
  result.path = source.path;
  return result;
}

SpanResult LoadSpan(const std::string& name_or_path, const LoadOptions& options) {
  Source source = FindTree(name_or_path, options);
  SpanResult result;
  result.path = source.path;
  if (!source.tree) {
    result.errors = std::move(source.errors);
    return result;
  }
  FieldSink sink;
  FieldReader reader(sink, &*source.tree, "", 0);
  Scenario scenario;
  ReadScenario(reader, scenario);
  result.epoch = scenario.epoch;
  result.duration = scenario.duration;
  for (const char* key : {"epoch", "duration_s"}) {
    if (reader.Sound({key})) continue;
    for (const LoadError& error : sink.errors) {
      if (error.message.rfind(std::string(key) + " ", 0) == 0) result.errors.push_back(error);
    }
  }
  Order(result.errors);
  return result;
}

std::string FolderOf(const std::string& path) {
  const fs::path folder = fs::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

bool NeedsAstronomy(const Scenario& scenario) {
  const Forces& f = scenario.forces;
  return f.gravity_degree > 2 || f.gravity_order > 0 || f.sun || f.moon || f.drag || f.solar_pressure;
}

LoadResult LoadFromText(const std::string& canonical_text) {
  std::vector<LoadError> errors;
  const std::optional<Node> tree = ParseYaml(canonical_text, "stored scenario", errors);
  if (!tree) return {nullptr, errors, {}};
  return Read(*tree, std::move(errors));
}

AstronomyResult LoadAstronomy(const Scenario& scenario, const std::string& folder) {
  AstronomyResult result;
  const std::string cure = "; `haze scenario freeze` makes it";
  if (!scenario.astronomy) {
    if (NeedsAstronomy(scenario)) result.error = "scenario " + scenario.name + " names no astronomy table, and its forces need one" + cure;
    return result;
  }
  fs::path path = fs::path(folder.empty() ? ScenarioFolder() : folder) / scenario.astronomy->file;
  std::error_code code;
  if (!fs::exists(path, code)) path = fs::path(ScenarioFolder()) / scenario.astronomy->file;
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  if (stream) text << stream.rdbuf();
  if (!stream) {
    result.error = "the astronomy table " + scenario.astronomy->file + " cannot be read" + cure;
    return result;
  }
  result.text = text.str();
  if (Sha256(result.text) != scenario.astronomy->sha256) {
    result.error = "the astronomy table " + scenario.astronomy->file + " is not the one that the scenario names" + cure;
    return result;
  }
  std::optional<dynamics::AstronomyTable> table = dynamics::ParseAstronomy(result.text);
  if (!table) {
    result.error = "the astronomy table " + scenario.astronomy->file + " cannot be understood" + cure;
    return result;
  }
  // Every t of a table counts from its own epoch.
  if (table->epoch != scenario.epoch) {
    result.error = "the astronomy table " + scenario.astronomy->file + " is for the epoch " + dynamics::FormatUtc(table->epoch) + cure;
    return result;
  }
  if (table->leap_seconds != scenario.leap_seconds) {
    result.error = "the astronomy table " + scenario.astronomy->file + " has " + std::to_string(table->leap_seconds) + " leap seconds, the scenario " +
                   std::to_string(scenario.leap_seconds);
    return result;
  }
  if (table->t_end() < dynamics::Seconds(scenario.duration) + 1.0) {
    result.error = "the astronomy table " + scenario.astronomy->file + " ends before the match" + cure;
    return result;
  }
  result.table = std::make_shared<dynamics::AstronomyTable>(std::move(*table));
  return result;
}

std::string ScenarioFolder() {
  if (const char* given = std::getenv("HAZE_SCENARIOS"); given != nullptr && *given != '\0') return given;
  std::error_code code;
  if (fs::exists(HAZE_SCENARIO_FOLDER, code)) return HAZE_SCENARIO_FOLDER;
  const fs::path program = fs::read_symlink("/proc/self/exe", code);
  return (program.parent_path().parent_path() / "share/haze/scenarios").string();
}

std::vector<std::string> ShippedScenarios(const std::string& folder) { return YamlFilesIn(folder.empty() ? ScenarioFolder() : folder); }

std::string Sha256(const std::string& bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4];
    hex += "0123456789abcdef"[digest[i] & 15];
  }
  return hex;
}

}  // namespace haze::scenarios
