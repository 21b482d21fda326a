#include "scenarios/load.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <openssl/evp.h>

#include "scenarios/fields.h"

namespace haze::scenarios {

namespace fs = std::filesystem;

namespace {

constexpr int kMaxBases = 8;

// "model: jackal" in `node` starts from vehicles/jackal.yaml; the node's own keys are laid over it.
void ApplyModel(Node& node, const std::string& folder, std::vector<LoadError>& errors) {
  const Node* model = node.Find("model");
  if (model == nullptr || node.kind != Node::Kind::kMap) return;
  const std::string file = "vehicles/" + model->scalar + ".yaml";
  if (model->scalar.find('/') != std::string::npos || !fs::exists(fs::path(folder) / file)) {
    std::vector<std::string> known;
    std::error_code code;
    for (const auto& entry : fs::directory_iterator(fs::path(folder) / "vehicles", code)) known.push_back(entry.path().stem());
    std::sort(known.begin(), known.end());
    const std::optional<std::string> nearest = Nearest(model->scalar, known);
    errors.push_back({model->place, "model \"" + model->scalar + "\" has no file " + file + (nearest ? "; did you mean " + *nearest + "?" : "")});
    std::erase_if(node.entries, [](const Node::Entry& entry) { return entry.key == "model"; });
    return;
  }
  std::optional<Node> base = ReadYaml(fs::path(folder) / file, "scenarios/" + file, errors);
  Node changes = node;
  std::erase_if(changes.entries, [](const Node::Entry& entry) { return entry.key == "model"; });
  if (!base) {
    node = changes;
    return;
  }
  Merge(*base, changes);
  base->place = node.place;
  node = *base;
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
  if (!fs::exists(beside) && !fs::exists(shipped)) {
    errors.push_back({base->place, "base \"" + base->scalar + "\" cannot be found"});
    return std::nullopt;
  }
  const fs::path chosen = fs::exists(beside) ? beside : shipped;
  std::optional<Node> bottom = Resolve(chosen, name, folder, errors, depth + 1);
  if (!bottom) return std::nullopt;
  Node changes = *tree;
  std::erase_if(changes.entries, [](const Node::Entry& entry) { return entry.key == "base"; });
  Merge(*bottom, changes);
  bottom->place = tree->place;
  return bottom;
}

// Lays one --set over the tree.
void ApplySet(Node& tree, const std::string& set, std::vector<LoadError>& errors) {
  const Place place{"--set " + set, 0, 0};
  const std::size_t equals = set.find('=');
  if (equals == std::string::npos || equals == 0) {
    errors.push_back({place, "expected KEY=VALUE"});
    return;
  }
  std::vector<std::string> path;
  std::stringstream parts(set.substr(0, equals));
  for (std::string part; std::getline(parts, part, '.');) path.push_back(part);
  std::vector<LoadError> ignored;
  std::optional<Node> value = ParseYaml(set.substr(equals + 1), place.file, ignored);
  if (!value || path.empty()) {
    errors.push_back({place, "expected KEY=VALUE"});
    return;
  }
  value->place = place;
  Node* node = &tree;
  if (tree.Find(path[0]) == nullptr) {
    Node* vehicles = tree.Find("vehicles");
    if (vehicles != nullptr && vehicles->Find(path[0]) != nullptr) node = vehicles;
  }
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    Node* next = nullptr;
    if (node->kind == Node::Kind::kList) {
      std::size_t index = 0;
      for (const char c : path[i]) index = c >= '0' && c <= '9' ? 10 * index + static_cast<std::size_t>(c - '0') : node->items.size();
      next = index < node->items.size() && !path[i].empty() ? &node->items[index] : nullptr;
    } else {
      next = node->Find(path[i]);
      if (next == nullptr) {
        std::vector<std::string> known;
        for (const Node::Entry& entry : node->entries) known.push_back(entry.key);
        // A group that has only defaults may be absent: it is made, and its keys are checked when it is read.
        if (const std::optional<std::string> nearest = Nearest(path[i], known)) {
          errors.push_back({place, path[i] + " is not a known key; did you mean " + *nearest + "?"});
          return;
        }
        node->entries.push_back({path[i], place, Node{.kind = Node::Kind::kMap, .place = place, .scalar = {}, .entries = {}, .items = {}}});
        next = &node->entries.back().value;
      }
    }
    if (next == nullptr) {
      errors.push_back({place, path[i] + " is not there"});
      return;
    }
    node = next;
  }
  if (Node* old = node->Find(path.back())) {
    *old = *value;
  } else {
    node->entries.push_back({path.back(), place, *value});
  }
}

LoadResult Read(const Node& tree, std::vector<LoadError> errors) {
  FieldSink sink;
  FieldReader reader(sink, &tree, "", 0);
  auto scenario = std::make_shared<Scenario>();
  ReadScenario(reader, *scenario);
  reader.Close();
  // Cross-checks speak of what was read; on top of a field's own error they would only repeat it.
  if (sink.errors.empty() && errors.empty()) CheckScenario(reader, *scenario);
  errors.insert(errors.end(), sink.errors.begin(), sink.errors.end());
  scenario->canonical_text = sink.canonical;
  scenario->hash = Sha256(sink.canonical);
  LoadResult result{.scenario = nullptr, .errors = std::move(errors)};
  std::stable_sort(result.errors.begin(), result.errors.end(), [](const LoadError& a, const LoadError& b) {
    return a.place.file == b.place.file && (a.place.line < b.place.line || (a.place.line == b.place.line && a.place.column < b.place.column));
  });
  if (result.errors.empty()) result.scenario = scenario;
  return result;
}

}  // namespace

LoadResult LoadScenario(const std::string& name_or_path, const LoadOptions& options) {
  const std::string folder = options.folder.empty() ? ScenarioFolder() : options.folder;
  std::vector<LoadError> errors;
  std::string path = name_or_path;
  std::string shown_as = name_or_path;
  const bool is_path = name_or_path.find('/') != std::string::npos || name_or_path.ends_with(".yaml");
  if (!is_path) {
    path = fs::path(folder) / (name_or_path + ".yaml");
    shown_as = "scenarios/" + name_or_path + ".yaml";
    const std::vector<std::string> known = ShippedScenarios(folder);
    if (std::find(known.begin(), known.end(), name_or_path) == known.end()) {
      const std::optional<std::string> nearest = Nearest(name_or_path, known);
      std::string all;
      for (const std::string& name : known) all += (all.empty() ? "" : ", ") + name;
      errors.push_back({Place{}, "there is no scenario \"" + name_or_path + "\"; there are: " + all + (nearest ? "; did you mean " + *nearest + "?" : "")});
      return {nullptr, errors};
    }
  }
  std::optional<Node> tree = Resolve(path, shown_as, folder, errors, 0);
  if (!tree) return {nullptr, errors};
  if (Node* vehicles = tree->Find("vehicles")) {
    for (Node::Entry& entry : vehicles->entries) ApplyModel(entry.value, folder, errors);
  }
  if (Node* launch = tree->Find("launch")) ApplyModel(*launch, folder, errors);
  for (const std::string& set : options.sets) ApplySet(*tree, set, errors);
  return Read(*tree, std::move(errors));
}

bool NeedsAstronomy(const Scenario& scenario) {
  const Forces& f = scenario.forces;
  return f.gravity_degree > 2 || f.gravity_order > 0 || f.sun || f.moon || f.drag || f.solar_pressure;
}

LoadResult LoadFromText(const std::string& canonical_text) {
  std::vector<LoadError> errors;
  const std::optional<Node> tree = ParseYaml(canonical_text, "stored scenario", errors);
  if (!tree) return {nullptr, errors};
  return Read(*tree, std::move(errors));
}

AstronomyResult LoadAstronomy(const Scenario& scenario, const std::string& folder) {
  AstronomyResult result;
  const std::string cure = "; `haze scenario freeze " + scenario.name + "` makes it";
  if (!scenario.astronomy) {
    if (NeedsAstronomy(scenario)) result.error = "scenario " + scenario.name + " names no astronomy table, and its forces need one" + cure;
    return result;
  }
  const fs::path path = fs::path(folder.empty() ? ScenarioFolder() : folder) / scenario.astronomy->file;
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

std::vector<std::string> ShippedScenarios(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? ScenarioFolder() : folder, code)) {
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

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
