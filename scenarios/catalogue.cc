#include "scenarios/catalogue.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "scenarios/load.h"
#include "scenarios/omm.h"

namespace haze::scenarios {
namespace {

constexpr std::size_t kMostErrors = 20;

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int ToInt(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  while (!lines.empty() && Trimmed(lines.back()).empty()) lines.pop_back();
  return lines;
}

bool Begins(std::string_view line, char number) { return line.size() >= 2 && line[0] == number && line[1] == ' '; }

// "line 2, column 69: checksum …" counts from the set's own first line; a file's reader wants the file's.
LoadError AtPlace(const std::string& error, const std::string& file, std::size_t first_line) {
  LoadError result = ErrorAt(file, static_cast<int>(first_line), 0, error);
  constexpr std::string_view kLine = "line ", kColumn = ", column ";
  const std::size_t column = error.find(kColumn);
  const std::size_t colon = error.find(": ");
  if (error.rfind(kLine, 0) != 0 || column == std::string::npos || colon == std::string::npos || colon < column) return result;
  const std::string_view view = error;
  result.place.line += ToInt(view.substr(kLine.size(), column - kLine.size())) - 1;
  result.place.column = ToInt(view.substr(column + kColumn.size(), colon - column - kColumn.size()));
  result.message = error.substr(colon + 2);
  return result;
}

}  // namespace

std::optional<LaunchId> ParseLaunch(std::string_view designator) {
  designator = Trimmed(designator);
  LaunchId launch;
  if (designator.size() >= 8 && IsDigits(designator.substr(0, 4)) && designator[4] == '-') {
    launch.year = ToInt(designator.substr(0, 4));
    designator.remove_prefix(5);
  } else if (designator.size() >= 5 && IsDigits(designator.substr(0, 2))) {
    const int year = ToInt(designator.substr(0, 2));
    launch.year = year + (year < 57 ? 2000 : 1900);
    designator.remove_prefix(2);
  } else {
    return std::nullopt;
  }
  const std::string_view piece = designator.substr(3);
  if (!IsDigits(designator.substr(0, 3)) || piece.size() > 3) return std::nullopt;
  if (!std::all_of(piece.begin(), piece.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) return std::nullopt;
  launch.number = ToInt(designator.substr(0, 3));
  return launch;
}

Catalogue ParseCatalogue(std::string_view text, const std::string& shown_as) {
  Catalogue catalogue;
  catalogue.sha256 = Sha256(std::string(text));
  const std::string_view begin = Trimmed(text.substr(0, 4096));
  if (begin.rfind("CCSDS_OMM_VERS", 0) == 0 || begin.rfind('{', 0) == 0 || begin.rfind('[', 0) == 0) {
    OmmFile messages = begin[0] == 'C' ? ParseOmmKvn(text, shown_as) : ParseOmmJson(text, shown_as);
    catalogue.errors = std::move(messages.errors);
    for (OmmObject& object : messages.objects) catalogue.objects.push_back({object.elements, std::move(object.name), ParseLaunch(object.designator)});
    return catalogue;
  }
  const std::vector<std::string_view> lines = Lines(text);
  catalogue.objects.reserve(lines.size() / 2);
  const auto complain = [&](std::size_t line, const std::string& what) { catalogue.errors.push_back(ErrorAt(shown_as, static_cast<int>(line + 1), 1, what)); };
  if (lines.empty()) complain(0, "the catalogue is empty");
  for (std::size_t i = 0; i < lines.size() && catalogue.errors.size() < kMostErrors;) {
    std::string_view name;
    if (!Begins(lines[i], '1') || i + 1 >= lines.size() || !Begins(lines[i + 1], '2')) {
      name = lines[i];
      ++i;
    }
    if (i + 1 >= lines.size() || !Begins(lines[i], '1') || !Begins(lines[i + 1], '2')) {
      complain(i < lines.size() ? i : lines.size() - 1, "expected lines 1 and 2 of an element set, after at most one line of name");
      // From the next line that could begin a set, so that one broken set is one error.
      while (i < lines.size() && !(Begins(lines[i], '1') && i + 1 < lines.size() && Begins(lines[i + 1], '2'))) ++i;
      continue;
    }
    const dynamics::TleResult parsed = dynamics::ParseTle(lines[i], lines[i + 1]);
    if (parsed.tle) {
      name = Trimmed(name);
      catalogue.objects.push_back({*parsed.tle, std::string(name.rfind("0 ", 0) == 0 ? name.substr(2) : name), ParseLaunch(lines[i].substr(9, 8))});
    } else {
      catalogue.errors.push_back(AtPlace(parsed.error, shown_as, i + 1));
    }
    i += 2;
  }
  return catalogue;
}

Catalogue ReadCatalogue(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  if (stream) text << stream.rdbuf();
  if (stream) return ParseCatalogue(text.str(), path);
  Catalogue catalogue;
  catalogue.errors.push_back(ErrorAt(path, 0, 0, "the catalogue cannot be read"));
  return catalogue;
}

int TakeOut(std::vector<CatalogueObject>& objects, const TakenOut& what) {
  const auto is_out = [&what](const CatalogueObject& object) {
    if (std::find(what.numbers.begin(), what.numbers.end(), object.tle.number) != what.numbers.end()) return true;
    if (!object.launch) return false;
    if (what.last_launch && *object.launch > *what.last_launch) return true;
    return std::find(what.launches.begin(), what.launches.end(), *object.launch) != what.launches.end();
  };
  return static_cast<int>(std::erase_if(objects, is_out));
}

}  // namespace haze::scenarios
