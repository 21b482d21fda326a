#include "scenarios/tree.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <yaml-cpp/yaml.h>

namespace haze::scenarios {

namespace {

Place PlaceOf(const YAML::Mark& mark, const std::string& file) { return {file, mark.line + 1, mark.column + 1}; }

Node Convert(const YAML::Node& yaml, const std::string& file, std::vector<LoadError>& errors) {
  Node node;
  node.place = PlaceOf(yaml.Mark(), file);
  if (yaml.IsMap()) {
    for (const auto& pair : yaml) {
      const std::string key = pair.first.IsScalar() ? pair.first.Scalar() : "";
      const Place place = PlaceOf(pair.first.Mark(), file);
      if (node.Find(key) != nullptr) {
        errors.push_back({place, key + " is given twice"});
        continue;
      }
      node.entries.push_back({key, place, Convert(pair.second, file, errors)});
    }
  } else if (yaml.IsSequence()) {
    node.kind = Node::Kind::kList;
    for (const auto& item : yaml) node.items.push_back(Convert(item, file, errors));
  } else {
    node.kind = Node::Kind::kScalar;
    node.null = !yaml.IsScalar();
    node.scalar = yaml.IsScalar() ? yaml.Scalar() : "";
  }
  return node;
}

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string LoadError::Text() const {
  if (place.line == 0) return (place.file.empty() ? "" : place.file + ": ") + message;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " + message;
}

const Node* Node::Find(std::string_view key) const {
  for (const Entry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Node* Node::Find(std::string_view key) { return const_cast<Node*>(static_cast<const Node*>(this)->Find(key)); }

std::optional<Node> ParseYaml(const std::string& text, const std::string& file, std::vector<LoadError>& errors) {
  try {
    return Convert(YAML::Load(text), file, errors);
  } catch (const YAML::Exception& exception) {
    errors.push_back({PlaceOf(exception.mark, file), "not YAML: " + exception.msg});
    return std::nullopt;
  }
}

std::optional<Node> ReadYaml(const std::string& path, const std::string& shown_as, std::vector<LoadError>& errors) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    errors.push_back({{shown_as, 0, 0}, "cannot be read"});
    return std::nullopt;
  }
  std::ostringstream text;
  text << stream.rdbuf();
  return ParseYaml(text.str(), shown_as, errors);
}

void Merge(Node& base, const Node& changes) {
  if (base.kind != Node::Kind::kMap || changes.kind != Node::Kind::kMap) {
    base = changes;
    return;
  }
  for (const Node::Entry& entry : changes.entries) {
    if (entry.value.null) {
      std::erase_if(base.entries, [&](const Node::Entry& old) { return old.key == entry.key; });
    } else if (Node* old = base.Find(entry.key)) {
      Merge(*old, entry.value);
    } else {
      base.entries.push_back(entry);
    }
  }
}

std::optional<std::string> Nearest(std::string_view key, const std::vector<std::string>& known) {
  std::optional<std::string> best;
  std::size_t least = std::max<std::size_t>(2, key.size() / 3) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = EditDistance(key, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace haze::scenarios
