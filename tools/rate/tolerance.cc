// Tolerances of reference files.
#include "tools/rate/tolerance.h"

#include <algorithm>
#include <charconv>

namespace haze::tools::rate {
namespace {

// Words between blanks, commas, colons and equals signs.
std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  constexpr std::string_view kBetween = " ,:=\t";
  while (true) {
    const std::size_t begin = text.find_first_not_of(kBetween);
    if (begin == std::string_view::npos) return words;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(kBetween), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::optional<double> NumberOf(std::string_view word) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !(value >= 0.0)) return std::nullopt;
  return value;
}

template <class F>
void ForEachPart(std::string_view text, const F& f) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    f(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace

Tolerances::Tolerances(const Json& given, const std::vector<std::string>& fields) {
  if (given.is_number()) general_ = Tolerance{given.get<double>(), false};
  if (given.is_object()) {
    for (const auto& [key, value] : given.items()) {
      if (!value.is_number()) continue;
      // "rtol" and "relative" speak for all.
      const std::string name = Folded(key);
      if (name == "relative" || name == "rtol" || name == "rel") {
        general_ = Tolerance{value.get<double>(), true};
      } else if (name == "absolute" || name == "atol" || name == "abs") {
        general_ = Tolerance{value.get<double>(), false};
      } else {
        named_.emplace_back(name, Tolerance{value.get<double>(), false});
      }
    }
  }
  if (!given.is_string()) return;
  std::string text = given.get<std::string>();
  std::string inside;
  const std::size_t open = text.find('(');
  if (open != std::string::npos) {
    const std::size_t close = text.rfind(')');
    inside = text.substr(open + 1, close == std::string::npos || close < open ? std::string::npos : close - open - 1);
    text = text.substr(0, open) + (close == std::string::npos || close < open ? "" : text.substr(close + 1));
  }
  ForEachPart(text, [&](std::string_view part) { ReadPart(part, false, fields); });
  ForEachPart(inside, [&](std::string_view part) { ReadPart(part, true, fields); });
}

void Tolerances::ReadPart(std::string_view part, bool only_named, const std::vector<std::string>& fields) {
  std::vector<std::string> names;
  bool relative = false;
  bool strange = false;
  for (const std::string_view word : Words(part)) {
    if (const std::optional<double> number = NumberOf(word)) {
      const Tolerance tolerance{*number, relative};
      // A remark's number speaks of no field.
      if (strange && names.empty()) return;
      for (const std::string& name : names) named_.emplace_back(name, tolerance);
      if (names.empty() && !only_named && !general_) general_ = tolerance;
      names.clear();
      relative = false;
      continue;
    }
    const std::string folded = Folded(word);
    if (folded == "relative" || folded == "rel") {
      relative = true;
    } else if (std::any_of(fields.begin(), fields.end(), [&](const std::string& field) { return Folded(field) == folded; })) {
      names.push_back(folded);
    } else if (folded != "absolute" && folded != "abs") {
      strange = true;
    }
  }
}

std::optional<Tolerance> Tolerances::Of(std::string_view field) const {
  const std::string folded = Folded(field);
  for (const auto& [name, tolerance] : named_) {
    if (name == folded) return tolerance;
  }
  return general_;
}

}  // namespace haze::tools::rate
