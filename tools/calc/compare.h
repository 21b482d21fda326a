// One expected field against one output, by the tolerance that the vector gives for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tools/calc/answer.h"

namespace haze::tools {

/// How far one field is from its reference.
struct Judgement {
  double difference = 0.0;  ///< in the expected field's unit, or relative; infinite where the two have no common form
  double tolerance = 0.0;
  bool relative = false;
  std::string field;
  std::string reason;  ///< where the forms differ
  bool judged = true;  ///< false: the field is told for information

  bool Passes() const { return !judged || difference <= tolerance; }
  /// For the worst of several: difference over tolerance.
  double Strain() const;
};

/// The output that the expected field names; null where there is none. `unit` is then the suffix.
const Output* FindOutput(const Outputs& outputs, std::string_view key, std::string_view* unit);

/// Compares; `tolerance` is the vector's object (docs/reference_format.md).
Judgement Judge(const Output& output, std::string_view key, std::string_view unit, const Json& expected, const Json& tolerance);

/// Seconds since 2000-01-01T00:00 of an ISO text with or without Z; nothing where it is not one.
std::optional<double> UtcSeconds(std::string_view text);

}  // namespace haze::tools
