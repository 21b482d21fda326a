#include "scenarios/tree.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include <yaml-cpp/yaml.h>

namespace haze::scenarios {

namespace {

Place PlaceOf(const YAML::Mark& mark, const std::string& file) { return {file, std::max(mark.line, 0) + 1, std::max(mark.column, 0) + 1}; }

// Aliases may nest a document into itself or unfold it beyond any memory.
constexpr int kMaxDepth = 16;
constexpr int kMaxNodes = 100000;

struct Conversion {
  const std::string& file;
  std::vector<LoadError>& errors;
  int nodes = 0;
  bool refused = false;  // said once

  Node Convert(const YAML::Node& yaml, int depth) {
    Node node;
    node.kind = Node::Kind::kScalar;
    node.place = PlaceOf(yaml.Mark(), file);
    if (++nodes > kMaxNodes || depth > kMaxDepth) {
      if (!refused) errors.push_back({node.place, "nested or repeated beyond what a scenario needs"});
      refused = true;
      return node;
    }
    if (yaml.IsMap()) {
      node.kind = Node::Kind::kMap;
      for (const auto& pair : yaml) AddEntry(node, pair.first, pair.second, depth);
    } else if (yaml.IsSequence()) {
      node.kind = Node::Kind::kList;
      for (const auto& item : yaml) node.items.push_back(Convert(item, depth + 1));
    } else {
      node.null = !yaml.IsScalar();
      node.quoted = yaml.Tag() == "!";
      node.scalar = yaml.IsScalar() ? yaml.Scalar() : "";
    }
    return node;
  }

  void AddEntry(Node& node, const YAML::Node& key, const YAML::Node& value, int depth) {
    const Place place = PlaceOf(key.Mark(), file);
    if (!key.IsScalar()) {
      errors.push_back({place, "a key must be a word"});
      return;
    }
    if (const Node* first = node.Find(key.Scalar())) {
      errors.push_back({place, key.Scalar() + " is given twice; first in line " + std::to_string(first->place.line)});
      return;
    }
    node.entries.push_back({key.Scalar(), place, Convert(value, depth + 1)});
  }
};

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

// Bytes of the code point at `at`; 0 where there is none: a cut or overlong form, half of a surrogate, beyond U+10FFFF (RFC 3629).
std::size_t CodePointAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
  }
  const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool outside = (first == 0xed && byte(1) > 0x9f) || (first == 0xf4 && byte(1) > 0x8f);
  return overlong || outside ? 0 : size;
}

// The first place that is not UTF-8, if any.
std::optional<Place> WrongByte(std::string_view text, const std::string& file) {
  Place place{file, 1, 1};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = CodePointAt(text, at);
    if (size == 0) return place;
    const bool ends_line = text[at] == '\n';
    place.line += ends_line ? 1 : 0;
    place.column = ends_line ? 1 : place.column + 1;
    at += size;
  }
  return std::nullopt;
}

// "mass" of "mass_kg": keys end with their unit, which is what people forget or mistake.
std::string_view Stem(std::string_view key) { return key.substr(0, key.rfind('_')); }

}  // namespace

LoadError ErrorAt(const std::string& file, int line, int column, const std::string& message) {
  LoadError error;
  error.place.file = file;
  error.place.line = line;
  error.place.column = column;
  error.message = message;
  return error;
}

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

const Node* Node::Child(std::string_view key) const {
  if (kind != Kind::kList) return Find(key);
  std::size_t index = 0;
  const auto [end, status] = std::from_chars(key.data(), key.data() + key.size(), index);
  return status == std::errc() && end == key.data() + key.size() && index < items.size() ? &items[index] : nullptr;
}

Node* Node::Child(std::string_view key) { return const_cast<Node*>(static_cast<const Node*>(this)->Child(key)); }

std::optional<Node> ParseYaml(const std::string& text, const std::string& file, std::vector<LoadError>& errors) {
  // Names and titles go into messages and stores that hold UTF-8 only.
  if (const std::optional<Place> wrong = WrongByte(text, file)) {
    errors.push_back({*wrong, "not UTF-8"});
    return std::nullopt;
  }
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (documents.size() > 1) errors.push_back({PlaceOf(documents[1].Mark(), file), "a second document begins; expected: one"});
    Conversion conversion{.file = file, .errors = errors};
    return conversion.Convert(documents.empty() ? YAML::Node() : documents[0], 0);
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
  base.place = changes.place;
  for (const Node::Entry& entry : changes.entries) {
    if (Node* old = base.Find(entry.key)) {
      Merge(*old, entry.value);
    } else {
      base.entries.push_back(entry);
    }
  }
}

std::optional<std::string> Nearest(std::string_view key, const std::vector<std::string>& known) {
  std::optional<std::string> best;
  const std::size_t too_far = std::max<std::size_t>(2, key.size() / 3) + 1;
  auto least = std::make_pair(too_far, std::size_t{0});
  for (const std::string& candidate : known) {
    const std::size_t distance = EditDistance(key, candidate);
    const bool same_stem = candidate.find('_') != std::string::npos && (Stem(candidate) == key || Stem(candidate) == Stem(key));
    const auto judged = std::make_pair(same_stem ? std::min<std::size_t>(distance, 2) : distance, distance);
    if (judged < least) {
      least = judged;
      best = candidate;
    }
  }
  return best;
}

}  // namespace haze::scenarios
