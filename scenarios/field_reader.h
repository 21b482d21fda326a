// Reads one map of a scenario by its declared fields; the same declarations make the canonical text and the documentation.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "dynamics/time.h"
#include "scenarios/tree.h"

namespace haze::scenarios {

/// What a number in a file is multiplied by to be SI; the unit is the last word of its key.
namespace unit {
inline constexpr double kOne = 1.0;
inline constexpr double kKilo = 1e3;
inline constexpr double kMega = 1e6;
inline constexpr double kMilli = 1e-3;
inline constexpr double kMicro = 1e-6;
inline constexpr double kHour = 3600.0;
inline constexpr double kDegree = 0.017453292519943295;
inline constexpr double kArcsecond = kDegree / 3600.0;
}  // namespace unit

/// Allowed values, in the file's unit.
struct Bounds {
  double low = -std::numeric_limits<double>::max();
  double high = std::numeric_limits<double>::max();
  bool open_low = false;  ///< low itself is not allowed
};
inline constexpr Bounds kPositive{0.0, std::numeric_limits<double>::max(), true};
inline constexpr Bounds kNotNegative{0.0, std::numeric_limits<double>::max(), false};
inline constexpr Bounds kShare{0.0, 1.0, false};
inline constexpr Bounds kAngle{0.0, 180.0, false};

/// A row of the documentation.
struct FieldRow {
  std::string path;
  std::string kind;     ///< "number > 0", "text", "one of blue, red"
  std::string standard; ///< default as it would be written; empty: required
  std::string meaning;
};

struct FieldSink {
  std::vector<LoadError> errors;
  std::string canonical;          ///< grows in the order of the declarations
  std::vector<FieldRow>* rows = nullptr;  ///< set: nothing is read, every field is listed
};

class FieldReader {
 public:
  /// `node` may be null where only documentation is made.
  FieldReader(FieldSink& sink, const Node* node, std::string path, int depth);
  /// Complains about keys that were not declared. To be called after the last field.
  void Close();

  // A field without a default is required. Defaults are in the file's unit.
  void Number(const char* key, double& value, double unit, const Bounds& bounds, const char* meaning);
  void Number(const char* key, double& value, double unit, const Bounds& bounds, const char* meaning, double standard);
  void Integer(const char* key, int& value, int low, int high, const char* meaning, int standard);
  void Flag(const char* key, bool& value, const char* meaning, bool standard);
  void Text(const char* key, std::string& value, const char* meaning);
  void Text(const char* key, std::string& value, const char* meaning, const char* standard);
  /// A text that may be shown to people and sent to agents: IsName.
  void Name(const char* key, std::string& value, const char* meaning);
  void TextList(const char* key, std::vector<std::string>& values, const char* meaning);
  void Choice(const char* key, int& value, const std::vector<std::string>& names, const char* meaning, int standard = -1);
  void Utc(const char* key, dynamics::UtcTime& value, const char* meaning);

  /// A map that may be absent; `read` is called with its reader if it is there. Returns whether it is.
  bool Group(const char* key, const char* meaning, const std::function<void(FieldReader&)>& read, bool required = false);
  /// A list of maps; `read` is called once for each.
  void List(const char* key, const char* meaning, const std::function<void(FieldReader&)>& read, bool required = false);
  /// A map from names to maps.
  void Named(const char* key, const char* meaning, const std::function<void(const std::string&, FieldReader&)>& read);

  bool documenting() const { return sink_.rows != nullptr; }
  /// The place of a field, or of this map where the field is absent.
  Place PlaceOf(const char* key) const;
  void Complain(const char* key, const std::string& message) { sink_.errors.push_back({PlaceOf(key), Path(key) + " " + message}); }
  std::string Path(const char* key) const;

  /// Keys and list indices on the way to a value below this map: {"vehicles", "jackal", "mass_kg"}, {"score", "3", "zero"}.
  using Trail = std::vector<std::string>;
  /// At the value, or at the last map on the way that is there.
  void ComplainAt(const Trail& trail, const std::string& message);
  /// No error has been found at or below the value.
  bool Sound(const Trail& trail) const;

 private:
  const Node* Take(const char* key, Node::Kind kind, const char* kind_name, bool required);
  std::string PathOf(const Trail& trail) const;
  void Row(const char* key, std::string kind, std::string standard, const char* meaning);
  void Line(const char* key, const std::string& value);
  void NumberField(const char* key, double& value, double unit, const Bounds& bounds, const char* meaning, const double* standard);

  FieldSink& sink_;
  const Node* node_;
  std::string path_;
  int depth_;
  std::vector<std::string> known_;
};

/// Shortest text that reads back as the same double.
std::string FormatNumber(double value);

}  // namespace haze::scenarios
