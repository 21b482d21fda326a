// A YAML document as a tree with places, so that every complaint can say where.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haze::scenarios {

struct Place {
  std::string file;
  int line = 0;    ///< from 1; 0: not in a file (a --set)
  int column = 0;  ///< from 1
};

struct LoadError {
  Place place;
  std::string message;
  /// "scenarios/duel.yaml:14:7: vehicles.jackal.mass_kg is -3; allowed: > 0"
  std::string Text() const;
};
LoadError ErrorAt(const std::string& file, int line, int column, const std::string& message);

struct Node {
  enum class Kind { kScalar, kMap, kList };
  struct Entry;
  Kind kind = Kind::kMap;
  Place place;
  bool null = false;           ///< a scalar without a value: as if the key were not there
  bool quoted = false;         ///< a scalar in quotes, which is text whatever it looks like
  bool partial = false;        ///< a map whose model could not be read: nothing is said of what is missing in it
  std::string scalar;
  std::vector<Entry> entries;  ///< of a map, in order
  std::vector<Node> items;     ///< of a list

  const Node* Find(std::string_view key) const;
  Node* Find(std::string_view key);
  /// By key of a map or by index ("3") of a list; null where there is none.
  const Node* Child(std::string_view key) const;
  Node* Child(std::string_view key);
};
struct Node::Entry {
  std::string key;
  Place place;
  Node value;
};

/// Parses `text`, which stands in `file`. Duplicate keys and anything beyond plain YAML trees (a second document, a loop of aliases, tags) are errors.
/// Nothing where it is not YAML.
std::optional<Node> ParseYaml(const std::string& text, const std::string& file, std::vector<LoadError>& errors);
/// The same from a file.
std::optional<Node> ReadYaml(const std::string& path, const std::string& shown_as, std::vector<LoadError>& errors);

/// Lays `changes` over `base`: maps merge by key, everything else is replaced; a null stays, and stands for no value.
/// A map of both is at the place of the change.
void Merge(Node& base, const Node& changes);

/// The key of `known` nearest to `key`, if any is near: few letters differ, or only the unit at its end.
std::optional<std::string> Nearest(std::string_view key, const std::vector<std::string>& known);

}  // namespace haze::scenarios
