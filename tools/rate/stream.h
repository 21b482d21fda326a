// JSON in, JSON out: what `haze rate METHOD` does between stdin and stdout.
#pragma once

#include <string>
#include <string_view>

#include "tools/rate/value.h"

namespace haze::tools::rate {

struct Answers {
  std::string text;        ///< one line for each question
  bool failed = false;     ///< a question could not be answered: {"error": "...", "line": n}
  bool undecided = false;  ///< Bradley-Terry has no maximum
};

/// `text` is one JSON object, over any number of lines, or one object a line; blank lines do not count. Never throws.
Answers AnswerText(std::string_view method, const std::string& text);

/// The fields of a method with an example each.
std::string MethodHelp(std::string_view method);
std::string MethodSummary(std::string_view method);

}  // namespace haze::tools::rate
