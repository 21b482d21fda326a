// JSON lines in, JSON lines out: what `haze calc KIND` does between stdin and stdout.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "tools/calc/answer.h"

namespace haze::tools {

/// Answers one line with one line (without the newline). `line` counts from 1 and goes into errors; `failed` is set where the answer is an error.
std::string AnswerLine(std::string_view kind, const std::string& text, long line, bool& failed);

/// Answers every line that is not blank, in order. False where any was an error.
bool AnswerStream(std::string_view kind, std::istream& in, std::ostream& out);

/// Help of one kind, and of all; the same table as Markdown.
std::string KindHelp(std::string_view kind);
std::string KindSummary(std::string_view kind);
std::string KindsMarkdown();

}  // namespace haze::tools
