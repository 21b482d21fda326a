#include "scenarios/omm.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "dynamics/dmath.h"

namespace haze::scenarios {
namespace {

constexpr std::size_t kMostErrors = 20;

struct Field {
  std::string value;
  int line = 0, column = 0;  ///< 0: of JSON
};
using Fields = std::map<std::string, Field, std::less<>>;

std::string_view Trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// One message turned into elements; complaints go to `errors`.
class Message {
 public:
  Message(const Fields& fields, const std::string& file, int line, std::string prefix, std::vector<LoadError>& errors)
      : fields_(fields), file_(file), line_(line), prefix_(std::move(prefix)), errors_(errors) {}

  std::optional<OmmObject> Read(bool header_required) {
    const std::size_t before = errors_.size();
    Expect("CENTER_NAME", {"EARTH"}, header_required);
    Expect("REF_FRAME", {"TEME"}, header_required);
    Expect("TIME_SYSTEM", {"UTC"}, header_required);
    Expect("MEAN_ELEMENT_THEORY", {"SGP4", "SGP/SGP4"}, header_required);
    OmmObject object{.elements = {}, .name = Text("OBJECT_NAME"), .designator = Text("OBJECT_ID")};
    dynamics::Tle& tle = object.elements;
    tle.epoch = Epoch();
    tle.mean_motion = Number("MEAN_MOTION", 1e-9, 20.0) * dynamics::kTwoPi / 1440.0;
    tle.eccentricity = Number("ECCENTRICITY", 0.0, 0.99999999);
    tle.inclination = Number("INCLINATION", 0.0, 180.0) * dynamics::kDegree;
    tle.raan = Number("RA_OF_ASC_NODE", -360.0, 360.0) * dynamics::kDegree;
    tle.argp = Number("ARG_OF_PERICENTER", -360.0, 360.0) * dynamics::kDegree;
    tle.mean_anomaly = Number("MEAN_ANOMALY", -360.0, 360.0) * dynamics::kDegree;
    tle.number = static_cast<int>(Number("NORAD_CAT_ID", 0.0, 999999999.0, 0.0));
    tle.bstar = Number("BSTAR", -1e3, 1e3);
    tle.ndot = Number("MEAN_MOTION_DOT", -1e6, 1e6, 0.0);
    tle.nddot = Number("MEAN_MOTION_DDOT", -1e6, 1e6, 0.0);
    if (errors_.size() > before) return std::nullopt;
    return object;
  }

 private:
  void Complain(const Field* field, const std::string& what) { errors_.push_back(ErrorAt(file_, field ? field->line : line_, field ? field->column : line_ > 0 ? 1 : 0, prefix_ + what)); }

  const Field* Find(const char* key) const {
    const auto found = fields_.find(key);
    return found == fields_.end() ? nullptr : &found->second;
  }

  std::string Text(const char* key) const { return Find(key) ? Find(key)->value : std::string(); }

  void Expect(const char* key, std::initializer_list<const char*> allowed, bool required) {
    const Field* field = Find(key);
    if (!field) {
      if (required) Complain(nullptr, std::string(key) + " is missing");
      return;
    }
    std::string list;
    for (const char* one : allowed) {
      if (field->value == one) return;
      list += (list.empty() ? "" : ", ") + std::string(one);
    }
    Complain(field, std::string(key) + " is " + field->value + "; allowed: " + list);
  }

  double Number(const char* key, double least, double most, std::optional<double> standard = std::nullopt) {
    const Field* field = Find(key);
    if (!field) {
      if (!standard) Complain(nullptr, std::string(key) + " is missing");
      return standard.value_or(0.0);
    }
    std::string_view text = field->value;
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    double value = 0.0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
      Complain(field, std::string(key) + " is \"" + field->value + "\", which is no number");
      return 0.0;
    }
    if (value < least || value > most) {
      nlohmann::json low = least, high = most;
      Complain(field, std::string(key) + " is " + field->value + "; allowed: " + low.dump() + " to " + high.dump());
    }
    return value;
  }

  // With or without Z; the day as month and day, or counted through the year.
  dynamics::UtcTime Epoch() {
    const Field* field = Find("EPOCH");
    if (!field) {
      Complain(nullptr, "EPOCH is missing");
      return {};
    }
    std::string text = field->value;
    if (!text.empty() && text.back() != 'Z') text += 'Z';
    std::int64_t days = 0;
    if (text.size() > 8 && text[4] == '-' && text[8] == 'T') {
      int day = 0;
      const auto [end, status] = std::from_chars(text.data() + 5, text.data() + 8, day);
      const bool leap = dynamics::ParseUtc(text.substr(0, 4) + "-02-29T00:00:00Z").has_value();
      if (status == std::errc() && end == text.data() + 8 && day >= 1 && day <= (leap ? 366 : 365)) {
        days = day - 1;
        text = text.substr(0, 5) + "01-01" + text.substr(8);
      }
    }
    const std::optional<dynamics::UtcTime> epoch = dynamics::ParseUtc(text);
    if (!epoch) {
      Complain(field, "EPOCH is \"" + field->value + "\"; expected a time as 2026-06-18T17:44:00.000000 or 2026-169T17:44:00");
      return {};
    }
    return {epoch->us + days * dynamics::kDay.us};
  }

  const Fields& fields_;
  const std::string& file_;
  int line_;
  std::string prefix_;
  std::vector<LoadError>& errors_;
};

}  // namespace

OmmFile ParseOmmKvn(std::string_view text, const std::string& shown_as) {
  OmmFile file;
  Fields fields;
  int line = 0, begun = 0;
  const auto finish = [&] {
    if (begun == 0) return;
    if (std::optional<OmmObject> object = Message(fields, shown_as, begun, "", file.errors).Read(true)) file.objects.push_back(std::move(*object));
    fields.clear();
  };
  while (!text.empty() && file.errors.size() < kMostErrors) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view whole = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line;
    const std::string_view trimmed = Trimmed(whole);
    if (trimmed.empty() || trimmed.substr(0, 7) == "COMMENT") continue;
    const std::size_t equals = whole.find('=');
    if (equals == std::string_view::npos) {
      file.errors.push_back(ErrorAt(shown_as, line, 1, "expected KEYWORD = value"));
      continue;
    }
    const std::string key(Trimmed(whole.substr(0, equals)));
    std::string_view value = Trimmed(whole.substr(equals + 1));
    // "97.5160 [deg]"
    if (!value.empty() && value.back() == ']' && value.find('[') != std::string_view::npos) value = Trimmed(value.substr(0, value.find('[')));
    const int column = static_cast<int>(value.empty() ? equals + 2 : static_cast<std::size_t>(value.data() - whole.data()) + 1);
    if (key == "CCSDS_OMM_VERS") {
      finish();
      begun = line;
      continue;
    }
    if (begun == 0) {
      file.errors.push_back(ErrorAt(shown_as, line, 1, "a message begins with CCSDS_OMM_VERS"));
      return file;
    }
    if (!fields.emplace(key, Field{std::string(value), line, column}).second) {
      file.errors.push_back(ErrorAt(shown_as, line, 1, key + " is given twice; first in line " + std::to_string(fields.find(key)->second.line)));
    }
  }
  if (file.errors.size() < kMostErrors) finish();
  if (file.errors.empty() && begun == 0) file.errors.push_back(ErrorAt(shown_as, 1, 0, "no message is here; one begins with CCSDS_OMM_VERS"));
  return file;
}

OmmFile ParseOmmJson(std::string_view text, const std::string& shown_as) {
  OmmFile file;
  nlohmann::json root;
  const auto complain = [&](std::size_t byte, const std::string& what) {
    const std::string_view before = text.substr(0, std::min(byte, text.size()));
    const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    file.errors.push_back(ErrorAt(shown_as, line, static_cast<int>(before.size() - start) + 1, what));
  };
  try {
    root = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    complain(error.byte == 0 ? 0 : error.byte - 1, "this is not JSON");
    return file;
  } catch (const nlohmann::json::out_of_range& error) {
    // A number beyond all doubles; the message ends with it in quotes, and with nothing that says where.
    const std::string_view message = error.what();
    const std::size_t quote = message.find('\'');
    const std::string_view number = quote == std::string_view::npos ? std::string_view() : message.substr(quote + 1, message.rfind('\'') - quote - 1);
    complain(text.find(number), std::string(number) + " is larger than any number");
    return file;
  }
  if (root.is_object()) root = nlohmann::json::array({root});
  if (!root.is_array() || root.empty()) {
    file.errors.push_back(ErrorAt(shown_as, 1, 0, "expected an object, or a list of one object or more"));
    return file;
  }
  for (std::size_t i = 0; i < root.size() && file.errors.size() < kMostErrors; ++i) {
    const std::string prefix = "[" + std::to_string(i) + "].";
    if (!root[i].is_object()) {
      file.errors.push_back(ErrorAt(shown_as, 0, 0, "[" + std::to_string(i) + "] is no object"));
      continue;
    }
    Fields fields;
    for (const auto& [key, value] : root[i].items()) {
      if (value.is_null()) continue;
      fields[key] = {value.is_string() ? value.get<std::string>() : value.dump(), 0, 0};
    }
    if (std::optional<OmmObject> object = Message(fields, shown_as, 0, prefix, file.errors).Read(false)) file.objects.push_back(std::move(*object));
  }
  return file;
}

}  // namespace haze::scenarios
