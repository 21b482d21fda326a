#include "scenarios/field_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "scenarios/names.h"

namespace haze::scenarios {

namespace {

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

bool HasControl(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

constexpr const char* kNameRule = "; expected: at most 64 letters, digits, spaces and ._-, a letter or digit first";

std::string BoundsText(const Bounds& bounds) {
  constexpr double kMax = std::numeric_limits<double>::max();
  const bool has_low = bounds.low > -kMax;
  const bool has_high = bounds.high < kMax;
  if (has_low && has_high) return (bounds.open_low ? "> " : "") + FormatNumber(bounds.low) + (bounds.open_low ? " and <= " : " to ") + FormatNumber(bounds.high);
  if (has_low) return (bounds.open_low ? "> " : ">= ") + FormatNumber(bounds.low);
  if (has_high) return "<= " + FormatNumber(bounds.high);
  return "any finite number";
}

bool Inside(double value, const Bounds& bounds) { return std::isfinite(value) && value <= bounds.high && (bounds.open_low ? value > bounds.low : value >= bounds.low); }

const char* KindName(Node::Kind kind) { return kind == Node::Kind::kScalar ? "a value" : kind == Node::Kind::kMap ? "a map" : "a list"; }

}  // namespace

std::string FormatNumber(double value) {
  char buffer[64];
  const auto [end, status] = std::to_chars(buffer, buffer + sizeof(buffer), value == 0.0 ? 0.0 : value);
  return std::string(buffer, status == std::errc() ? end : buffer);
}

FieldReader::FieldReader(FieldSink& sink, const Node* node, std::string path, int depth) : sink_(sink), node_(node), path_(std::move(path)), depth_(depth) {}

std::string FieldReader::Path(const char* key) const { return path_.empty() ? key : path_ + "." + key; }

Place FieldReader::PlaceOf(const char* key) const {
  if (node_ == nullptr) return {};
  const Node* value = node_->Find(key);
  return value != nullptr ? value->place : node_->place;
}

std::string FieldReader::PathOf(const Trail& trail) const {
  std::string path = path_;
  const Node* at = node_;
  for (const std::string& key : trail) {
    const bool list = at != nullptr && at->kind == Node::Kind::kList;
    path += list ? "[" + key + "]" : (path.empty() ? "" : ".") + key;
    at = at == nullptr ? nullptr : at->Child(key);
  }
  return path;
}

void FieldReader::ComplainAt(const Trail& trail, const std::string& message) {
  Place place;
  const Node* at = node_;
  for (std::size_t i = 0; at != nullptr; ++i) {
    place = at->place;
    at = i < trail.size() ? at->Child(trail[i]) : nullptr;
  }
  sink_.errors.push_back({place, PathOf(trail) + " " + message});
}

bool FieldReader::Sound(const Trail& trail) const {
  const std::string path = PathOf(trail);
  return std::none_of(sink_.errors.begin(), sink_.errors.end(), [&](const LoadError& error) {
    const char next = error.message.size() > path.size() ? error.message[path.size()] : ' ';
    return error.message.rfind(path, 0) == 0 && (next == ' ' || next == '.' || next == '[');
  });
}

void FieldReader::Row(const char* key, std::string kind, std::string standard, const char* meaning) {
  sink_.rows->push_back({Path(key), std::move(kind), std::move(standard), meaning});
}

void FieldReader::Line(const char* key, const std::string& value) {
  sink_.canonical.append(static_cast<std::size_t>(2 * depth_), ' ');
  sink_.canonical += key;
  sink_.canonical += value.empty() ? ":\n" : ": " + value + "\n";
}

const Node* FieldReader::Take(const char* key, Node::Kind kind, const char* kind_name, bool required) {
  known_.push_back(key);
  const Node* value = node_ == nullptr ? nullptr : node_->Find(key);
  if (value == nullptr || value->null) {
    if (required && !node_->partial) Complain(key, "is missing");
    return nullptr;
  }
  if (value->kind != kind) {
    Complain(key, std::string("is ") + KindName(value->kind) + "; expected: " + kind_name);
    return nullptr;
  }
  return value;
}

void FieldReader::Close() {
  if (documenting() || node_ == nullptr) return;
  for (const Node::Entry& entry : node_->entries) {
    // A null takes a key away, as `model: ~` does.
    if (entry.value.null || std::find(known_.begin(), known_.end(), entry.key) != known_.end()) continue;
    std::string message = Path(entry.key.c_str()) + " is not a known key";
    if (const std::optional<std::string> nearest = Nearest(entry.key, known_)) message += "; did you mean " + *nearest + "?";
    sink_.errors.push_back({entry.place, message});
  }
}

void FieldReader::NumberField(const char* key, double& value, double unit, const Bounds& bounds, const char* meaning, const double* standard) {
  if (documenting()) return Row(key, "number, " + BoundsText(bounds), standard != nullptr ? FormatNumber(*standard) : "", meaning);
  double number = standard != nullptr ? *standard : 0.0;
  if (const Node* given = Take(key, Node::Kind::kScalar, "a number", standard == nullptr)) {
    const std::string& text = given->scalar;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (given->quoted || status != std::errc() || end != text.data() + text.size()) return Complain(key, "is " + Quoted(text) + "; expected: a number");
    if (number == 0.0) number = 0.0;  // -0 becomes +0
    if (!Inside(number, bounds)) return Complain(key, "is " + text + "; allowed: " + BoundsText(bounds));
  } else if (standard == nullptr) {
    return;
  }
  value = number * unit;
  Line(key, FormatNumber(number));
}

void FieldReader::Number(const char* key, double& value, double unit, const Bounds& bounds, const char* meaning) {
  NumberField(key, value, unit, bounds, meaning, nullptr);
}

void FieldReader::Number(const char* key, double& value, double unit, const Bounds& bounds, const char* meaning, double standard) {
  NumberField(key, value, unit, bounds, meaning, &standard);
}

void FieldReader::Integer(const char* key, int& value, int low, int high, const char* meaning, int standard) {
  const std::string range = std::to_string(low) + " to " + std::to_string(high);
  if (documenting()) return Row(key, "whole number, " + range, std::to_string(standard), meaning);
  int number = standard;
  if (const Node* given = Take(key, Node::Kind::kScalar, "a whole number", false)) {
    const std::string& text = given->scalar;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (given->quoted || status != std::errc() || end != text.data() + text.size()) return Complain(key, "is " + Quoted(text) + "; expected: a whole number");
    if (number < low || number > high) return Complain(key, "is " + text + "; allowed: " + range);
  }
  value = number;
  Line(key, std::to_string(number));
}

void FieldReader::Flag(const char* key, bool& value, const char* meaning, bool standard) {
  if (documenting()) return Row(key, "true or false", standard ? "true" : "false", meaning);
  value = standard;
  if (const Node* given = Take(key, Node::Kind::kScalar, "true or false", false)) {
    if (given->quoted || (given->scalar != "true" && given->scalar != "false")) return Complain(key, "is " + Quoted(given->scalar) + "; expected: true or false");
    value = given->scalar == "true";
  }
  Line(key, value ? "true" : "false");
}

void FieldReader::Text(const char* key, std::string& value, const char* meaning) {
  if (documenting()) return Row(key, "text", "", meaning);
  const Node* given = Take(key, Node::Kind::kScalar, "text", true);
  if (given == nullptr) return;
  value = given->scalar;
  if (HasControl(value)) return Complain(key, "holds a control character");
  Line(key, Quoted(value));
}

void FieldReader::Name(const char* key, std::string& value, const char* meaning) {
  if (documenting()) return Row(key, "name", "", meaning);
  const Node* given = Take(key, Node::Kind::kScalar, "a name", true);
  if (given == nullptr) return;
  value = given->scalar;
  if (!IsName(value)) return Complain(key, "is " + Quoted(value) + kNameRule);
  Line(key, Quoted(value));
}

void FieldReader::Text(const char* key, std::string& value, const char* meaning, const char* standard) {
  if (documenting()) return Row(key, "text", Quoted(standard), meaning);
  const Node* given = Take(key, Node::Kind::kScalar, "text", false);
  value = given != nullptr ? given->scalar : standard;
  if (HasControl(value)) return Complain(key, "holds a control character");
  Line(key, Quoted(value));
}

void FieldReader::TextList(const char* key, std::vector<std::string>& values, const char* meaning) {
  if (documenting()) return Row(key, "list of text", "[]", meaning);
  std::string line = "[";
  if (const Node* given = Take(key, Node::Kind::kList, "a list of text", false)) {
    for (const Node& item : given->items) {
      if (item.kind != Node::Kind::kScalar) {
        sink_.errors.push_back({item.place, Path(key) + " holds " + KindName(item.kind) + "; expected: text"});
        continue;
      }
      if (!IsName(item.scalar)) {
        sink_.errors.push_back({item.place, Path(key) + " holds " + Quoted(item.scalar) + kNameRule});
        continue;
      }
      values.push_back(item.scalar);
      line += (line.size() > 1 ? ", " : "") + Quoted(item.scalar);
    }
  }
  Line(key, line + "]");
}

void FieldReader::Choice(const char* key, int& value, const std::vector<std::string>& names, const char* meaning, int standard) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  if (documenting()) return Row(key, "one of " + all, standard >= 0 ? names[static_cast<std::size_t>(standard)] : "", meaning);
  const Node* given = Take(key, Node::Kind::kScalar, "text", standard < 0);
  if (given != nullptr) {
    const auto found = std::find(names.begin(), names.end(), given->scalar);
    if (found == names.end()) {
      const std::optional<std::string> nearest = Nearest(given->scalar, names);
      return Complain(key, "is " + Quoted(given->scalar) + "; allowed: " + all + (nearest ? "; did you mean " + *nearest + "?" : ""));
    }
    value = static_cast<int>(found - names.begin());
  } else if (standard >= 0) {
    value = standard;
  } else {
    return;
  }
  Line(key, names[static_cast<std::size_t>(value)]);
}

void FieldReader::Utc(const char* key, dynamics::UtcTime& value, const char* meaning) {
  if (documenting()) return Row(key, "UTC instant, 2026-06-18T17:44:00Z", "", meaning);
  const Node* given = Take(key, Node::Kind::kScalar, "a UTC instant", true);
  if (given == nullptr) return;
  const std::optional<dynamics::UtcTime> parsed = dynamics::ParseUtc(given->scalar);
  if (!parsed) return Complain(key, "is " + Quoted(given->scalar) + "; expected: a UTC instant like 2026-06-18T17:44:00Z");
  value = *parsed;
  Line(key, dynamics::FormatUtc(*parsed, 6));
}

bool FieldReader::Group(const char* key, const char* meaning, const std::function<void(FieldReader&)>& read, bool required) {
  if (documenting()) {
    Row(key, "map", required ? "" : "absent", meaning);
    FieldReader reader(sink_, nullptr, Path(key), depth_ + 1);
    read(reader);
    return true;
  }
  const Node* given = Take(key, Node::Kind::kMap, "a map", required);
  if (given == nullptr) return false;
  Line(key, "");
  FieldReader reader(sink_, given, Path(key), depth_ + 1);
  read(reader);
  reader.Close();
  return true;
}

void FieldReader::List(const char* key, const char* meaning, const std::function<void(FieldReader&)>& read, bool required) {
  if (documenting()) {
    Row(key, "list of maps", required ? "" : "[]", meaning);
    FieldReader reader(sink_, nullptr, Path(key) + "[]", depth_ + 1);
    return read(reader);
  }
  const Node* given = Take(key, Node::Kind::kList, "a list", required);
  if (given == nullptr || given->items.empty()) return Line(key, "[]");
  Line(key, "");
  for (std::size_t i = 0; i < given->items.size(); ++i) {
    const Node& item = given->items[i];
    const std::string path = Path(key) + "[" + std::to_string(i) + "]";
    if (item.kind != Node::Kind::kMap) {
      sink_.errors.push_back({item.place, path + " is " + KindName(item.kind) + "; expected: a map"});
      continue;
    }
    sink_.canonical.append(static_cast<std::size_t>(2 * depth_ + 2), ' ');
    sink_.canonical += "-\n";
    FieldReader reader(sink_, &item, path, depth_ + 2);
    read(reader);
    reader.Close();
  }
}

void FieldReader::Named(const char* key, const char* meaning, const std::function<void(const std::string&, FieldReader&)>& read) {
  if (documenting()) {
    Row(key, "map by name", "", meaning);
    FieldReader reader(sink_, nullptr, Path(key) + ".NAME", depth_ + 2);
    return read("NAME", reader);
  }
  const Node* given = Take(key, Node::Kind::kMap, "a map by name", true);
  if (given == nullptr) return;
  Line(key, "");
  for (const Node::Entry& entry : given->entries) {
    const std::string path = Path(key) + "." + entry.key;
    if (!IsKeyName(entry.key)) {
      sink_.errors.push_back({entry.place, path + " is no name; expected: at most 32 small letters, digits and _, a letter first"});
      continue;
    }
    if (entry.value.null) continue;
    if (entry.value.kind != Node::Kind::kMap) {
      sink_.errors.push_back({entry.value.place, path + " is " + KindName(entry.value.kind) + "; expected: a map"});
      continue;
    }
    sink_.canonical.append(static_cast<std::size_t>(2 * depth_ + 2), ' ');
    sink_.canonical += entry.key + ":\n";
    FieldReader reader(sink_, &entry.value, path, depth_ + 2);
    read(entry.key, reader);
    reader.Close();
  }
}

}  // namespace haze::scenarios
