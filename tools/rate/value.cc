// One question of `haze rate`, read field by field.
#include "tools/rate/value.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace haze::tools::rate {
namespace {

std::vector<std::string_view> Split(std::string_view names) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t bar = names.find('|');
    parts.push_back(names.substr(0, bar));
    if (bar == std::string_view::npos) return parts;
    names.remove_prefix(bar + 1);
  }
}

std::string Range(double low, double high) {
  if (low == -kNoLimit && high == kNoLimit) return "allowed: a finite number";
  if (high == kNoLimit) return fmt::format("allowed: at least {}", low);
  if (low == -kNoLimit) return fmt::format("allowed: at most {}", high);
  return fmt::format("allowed: {} to {}", low, high);
}

std::size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

std::optional<Value> Value::Find(std::string_view names) const {
  if (!json_->is_object()) Refuse("an object is expected");
  for (const std::string_view name : Split(names)) {
    const auto found = json_->find(std::string(name));
    if (found != json_->end()) return Value(*found, path_.empty() ? std::string(name) : path_ + "." + std::string(name));
  }
  return std::nullopt;
}

Value Value::At(std::string_view names) const {
  std::optional<Value> found = Find(names);
  if (!found) throw InputError(fmt::format("{} is missing", (path_.empty() ? "" : path_ + ".") + std::string(Split(names).front())));
  return *found;
}

double Value::Number(double low, double high) const {
  if (!json_->is_number()) Refuse("a number is expected");
  const double value = json_->get<double>();
  if (!std::isfinite(value) || value < low || value > high) Refuse(Range(low, high));
  return value;
}

double Value::Number(std::string_view names, double fallback, double low, double high) const {
  const std::optional<Value> found = Find(names);
  return found ? found->Number(low, high) : fallback;
}

int Value::Integer(int low, int high) const {
  const double value = Number(low, high);
  if (value != std::floor(value)) Refuse("a whole number is expected");
  return static_cast<int>(value);
}

bool Value::Flag(std::string_view names, bool fallback) const {
  const std::optional<Value> found = Find(names);
  if (!found) return fallback;
  if (!found->json_->is_boolean()) found->Refuse("true or false is expected");
  return found->json_->get<bool>();
}

std::string Value::Text() const {
  if (!json_->is_string()) Refuse("text is expected");
  return json_->get<std::string>();
}

std::size_t Value::OneOf(std::initializer_list<std::string_view> words) const {
  const std::string text = Folded(Text());
  std::size_t index = 0;
  std::string all;
  for (const std::string_view word : words) {
    if (Folded(word) == text) return index;
    all += (index == 0 ? "" : ", ") + std::string(word);
    ++index;
  }
  Refuse("allowed: " + all);
}

std::vector<Value> Value::Items(std::size_t least, std::size_t most) const {
  if (!json_->is_array()) Refuse("an array is expected");
  if (json_->size() < least || json_->size() > most) {
    throw InputError(fmt::format("{} has {} elements; allowed: {}{}", path_, json_->size(), least, most == least ? "" : most >= 1000000 ? " or more" : fmt::format(" to {}", most)));
  }
  std::vector<Value> items;
  for (std::size_t i = 0; i < json_->size(); ++i) items.emplace_back((*json_)[i], fmt::format("{}[{}]", path_, i));
  return items;
}

std::vector<double> Value::Numbers(double low, double high) const {
  std::vector<double> numbers;
  for (const Value& item : Items()) numbers.push_back(item.Number(low, high));
  return numbers;
}

Table Value::Matrix(double low, double high) const {
  const std::vector<Value> rows = Items(1, 2000);
  const std::size_t width = rows[0].Items(1, 2000).size();
  Table matrix(rows.size(), width);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::vector<Value> cells = rows[i].Items();
    if (cells.size() != width) throw InputError(fmt::format("{} has {} elements; {}[0] has {}", rows[i].path(), cells.size(), path_, width));
    for (std::size_t j = 0; j < width; ++j) matrix(i, j) = cells[j].Number(low, high);
  }
  return matrix;
}

void Value::Only(std::string_view known) const {
  if (!json_->is_object()) Refuse("an object is expected");
  const std::vector<std::string_view> names = Split(known);
  for (const auto& [key, value] : json_->items()) {
    if (key == "id" || key == "note" || key == "comment" || std::find(names.begin(), names.end(), key) != names.end()) continue;
    std::string_view nearest;
    std::size_t least = key.size() / 2 + 1;
    for (const std::string_view name : names) {
      if (Distance(key, name) < least) {
        least = Distance(key, name);
        nearest = name;
      }
    }
    const std::string place = path_.empty() ? key : path_ + "." + key;
    throw InputError(nearest.empty() ? place + " is not known" : fmt::format("{} is not known; did you mean {}?", place, nearest));
  }
}

void Value::Refuse(const std::string& wanted) const {
  std::string text = json_->dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > 40) text = text.substr(0, 37) + "...";
  throw InputError(fmt::format("{} is {}; {}", path_.empty() ? "the question" : path_, text, wanted));
}

std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '_') continue;
    folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return folded;
}

Json Finite(double value) { return std::isfinite(value) ? Json(value + 0.0) : Json(nullptr); }

Json Finite(const std::vector<double>& values) {
  Json array = Json::array();
  for (const double value : values) array.push_back(Finite(value));
  return array;
}

}  // namespace haze::tools::rate
