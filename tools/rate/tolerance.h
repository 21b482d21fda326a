// Tolerances of reference files, as numbers, objects or the short texts that people write.
#pragma once

#include <string_view>
#include <vector>

#include "tools/rate/value.h"

namespace haze::tools::rate {

struct Tolerance {
  double value = 0.0;
  bool relative = false;  ///< to the expected value, where that is not 0
};

/// A number; an object {field: number}; or text: "relative 2e-3 (a remark)", "relative 0.01 (score: 0.001)", "r,rd: 0.01; vol 1e-5". Parts end with a
/// semicolon; a part that names no field speaks for all fields that no other names; parentheses hold exceptions or remarks.
class Tolerances {
 public:
  /// `fields`: names that may occur.
  Tolerances(const Json& given, const std::vector<std::string>& fields);
  /// Of a field, or of the whole answer (empty name); nothing where no part speaks of it.
  std::optional<Tolerance> Of(std::string_view field) const;

 private:
  void ReadPart(std::string_view part, bool only_named, const std::vector<std::string>& fields);

  std::vector<std::pair<std::string, Tolerance>> named_;
  std::optional<Tolerance> general_;
};

}  // namespace haze::tools::rate
