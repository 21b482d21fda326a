// Small arithmetic in a field: "R_earth+300", "1.029*Re/(1-e^2)".
#pragma once

#include <functional>
#include <optional>
#include <string_view>

namespace haze::tools {

/// Value of an expression of numbers, names, + - * / ^ and parentheses; names are asked of `lookup`. Nothing where it is not one, where a name
/// is unknown, or where the value is not finite.
std::optional<double> Evaluate(std::string_view text, const std::function<std::optional<double>(std::string_view)>& lookup);

}  // namespace haze::tools
