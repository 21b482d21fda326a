// Reference files: every vector computed, compared, and told as pass, fail or not covered.
#pragma once

#include <string>
#include <vector>

#include "tools/calc/compare.h"

namespace haze::tools {

enum class CheckStatus { kPass, kFail, kNotCovered };
std::string_view CheckStatusName(CheckStatus status);

struct Check {
  std::string id;
  CheckStatus status = CheckStatus::kNotCovered;
  Judgement worst;                    ///< of the fields that are judged
  std::vector<Judgement> not_judged;  ///< fields told for information
  std::string reason;                 ///< why not covered, or what the reader should know
};

struct FileCheck {
  std::string file;
  std::string family;
  std::string error;  ///< where the file cannot be used at all
  std::vector<Check> checks;
};

/// Runs one file's text. Never throws.
FileCheck CheckFile(const std::string& file, const std::string& text);
/// Runs one vector of a family. Never throws.
Check CheckVector(const std::string& family, const Json& vector);

Json CheckJson(const FileCheck& checked);
/// Lines for a person.
std::string CheckText(const FileCheck& checked);
/// Rows of the validation table; with the heading when `first`.
std::string CheckMarkdown(const std::vector<FileCheck>& files);

}  // namespace haze::tools
