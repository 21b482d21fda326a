// The published references, where they are at hand, and the documents that speak of them.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tools/calc/check.h"
#include "tools/calc/stream.h"

namespace haze::tools {
namespace {

const std::filesystem::path kSource = HAZE_SOURCE_DIR;
const std::filesystem::path kReferences = kSource / ".." / "shared" / "reference";
const char* const kFamilies[] = {
    "time",    "frames",     "kepler",   "lambert", "sgp4",       "relative_motion", "maneuvers",          "rocket", "optical", "attitude",
    "gravity", "atmosphere", "sun_moon", "eclipse", "lookangles", "propagation_j2",  "propagation_highfid"};

std::string Read(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Between two marks of a document, without the lines of the marks.
std::string Between(const std::string& text, const std::string& open, const std::string& close) {
  const std::size_t begin = text.find(open);
  const std::size_t end = text.find(close);
  if (begin == std::string::npos || end == std::string::npos) return "";
  return text.substr(begin + open.size(), end - begin - open.size());
}

TEST(CalcReference, NothingFailsAndTheDocumentNamesWhatIsNotCovered) {
  if (!std::filesystem::exists(kReferences)) GTEST_SKIP() << "no reference files at " << kReferences;
  std::set<std::string> open;
  for (const char* family : kFamilies) {
    const FileCheck checked = CheckFile(family, Read(kReferences / (std::string(family) + ".json")));
    ASSERT_EQ(checked.error, "") << family;
    EXPECT_EQ(checked.family, family);
    int passed = 0;
    for (const Check& check : checked.checks) {
      EXPECT_NE(check.status, CheckStatus::kFail) << family << " " << check.id << ": " << check.worst.field << " " << check.worst.difference << " of "
                                                  << check.worst.tolerance;
      passed += check.status == CheckStatus::kPass;
      if (check.status == CheckStatus::kNotCovered) open.insert(check.id);
    }
    EXPECT_GT(passed, 0) << family;
  }
  std::set<std::string> documented;
  std::istringstream rows(Between(Read(kSource / "docs" / "physics.md"), "<!-- check -->", "<!-- /check -->"));
  for (std::string row; std::getline(rows, row);) {
    if (row.find("| not covered") == std::string::npos) continue;
    // | file | vector | ...
    const std::size_t second = row.find('|', 1);
    documented.insert(row.substr(second + 2, row.find('|', second + 1) - second - 3));
  }
  EXPECT_EQ(open, documented) << "tools/dev/validation writes the table of docs/physics.md";
}

/// The first number or flag at the bottom of nested arrays.
Json* FirstLeaf(Json& value) {
  Json* leaf = &value;
  while (leaf->is_array() && !leaf->empty()) leaf = &(*leaf)[0];
  return leaf;
}

TEST(CalcReference, AChangedNumberNeverPassesAndAChangedNameChangesNothing) {
  if (!std::filesystem::exists(kReferences)) GTEST_SKIP() << "no reference files at " << kReferences;
  // Long propagations are checked once, above.
  for (const std::string family : kFamilies) {
    if (family == "propagation_highfid" || family == "lookangles") continue;
    const Json file = Json::parse(Read(kReferences / (family + ".json")));
    for (const Json& vector : file.at("vectors")) {
      if (CheckVector(family, vector).status != CheckStatus::kPass) continue;
      Json renamed = vector;
      renamed["id"] = "another";
      EXPECT_EQ(CheckVector(family, renamed).status, CheckStatus::kPass) << vector.at("id");
      for (const auto& [key, value] : vector.at("expected").items()) {
        // Bounds may be larger than what they bound; J3's effect on the semi-major axis is information.
        if (key.starts_with("max_") || key.starts_with("rel_agreement") || key == "da_max_m") continue;
        Json changed = vector;
        Json* leaf = FirstLeaf(changed["expected"][key]);
        if (leaf->is_boolean()) {
          *leaf = !leaf->get<bool>();
        } else if (leaf->is_number()) {
          const double number = leaf->get<double>();
          *leaf = 1.7 * number + (number < 0.0 ? -0.7 : 0.7);
        } else {
          *leaf = "something else";
        }
        EXPECT_EQ(CheckVector(family, changed).status, CheckStatus::kFail) << family << " " << vector.at("id") << " " << key;
      }
    }
  }
}

TEST(CalcReference, TheFormatDocumentHoldsTheTableOfShapes) {
  const std::string text = Read(kSource / "docs" / "reference_format.md");
  EXPECT_EQ(Between(text, "<!-- kinds -->\n", "<!-- /kinds -->"), KindsMarkdown()) << "tools/dev/validation writes it";
}

}  // namespace
}  // namespace haze::tools
