// Vectors to verdicts.
#include "tools/calc/check.h"

#include <cmath>
#include <filesystem>

#include <fmt/format.h>

#include "tools/calc/inputs.h"

namespace haze::tools {
namespace {

std::string TextOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Judges one set of results; nothing where the reference names a field that is not among them (told in `problem`).
std::optional<Check> JudgeAll(const Outputs& outputs, const Json& expected, const Json& tolerance, std::string& problem) {
  Check check;
  bool any = false;
  for (const auto& [key, value] : expected.items()) {
    std::string_view unit;
    const Output* output = FindOutput(outputs, key, &unit);
    if (output == nullptr) {
      problem = fmt::format("{} is not among the results", key);
      return std::nullopt;
    }
    Judgement judgement = Judge(*output, key, unit, value, tolerance);
    if (!judgement.judged) {
      check.not_judged.push_back(judgement);
      continue;
    }
    if (!any || judgement.Strain() > check.worst.Strain()) check.worst = judgement;
    any = true;
  }
  if (!any) {
    problem = "nothing of it can be judged";
    return std::nullopt;
  }
  check.status = check.worst.Passes() ? CheckStatus::kPass : CheckStatus::kFail;
  check.reason = check.worst.reason;
  return check;
}

/// Whether every failing field is no farther from the reference than the neighbours together are from ours.
bool WithinSpread(const Answer& answer, const Json& expected, const Json& tolerance) {
  const Outputs& ours = answer.alternatives.front();
  const std::vector<Outputs> neighbours = answer.neighbours();
  for (const auto& [key, value] : expected.items()) {
    std::string_view unit;
    const Output* output = FindOutput(ours, key, &unit);
    if (output == nullptr) return false;
    const Judgement judgement = Judge(*output, key, unit, value, tolerance);
    if (judgement.Passes()) continue;
    double spread = 0.0;
    for (const Outputs& other : neighbours) {
      std::string_view other_unit;
      const Output* moved = FindOutput(other, key, &other_unit);
      if (moved == nullptr || !output->value.is_array()) return false;
      // Ours as the reference, in SI: the name without a suffix, compared in the tolerance's unit.
      Output plain = *moved;
      const Judgement apart = Judge(plain, key, {}, output->value, tolerance);
      spread += apart.difference;
    }
    if (!(judgement.difference <= spread)) return false;
  }
  return true;
}

std::string Number(double value) { return std::isfinite(value) ? fmt::format("{:.3g}", value) : "-"; }

std::string UnitText(const Check& check) {
  if (check.status == CheckStatus::kNotCovered) return "";
  return check.worst.relative ? check.worst.field + ", relative" : check.worst.field;
}

}  // namespace

std::string_view CheckStatusName(CheckStatus status) {
  switch (status) {
    case CheckStatus::kPass:
      return "pass";
    case CheckStatus::kFail:
      return "fail";
    case CheckStatus::kNotCovered:
      return "not_covered";
  }
  return "";
}

Check CheckVector(const std::string& family, const Json& vector) {
  Check check;
  if (!vector.is_object()) {
    check.reason = "the vector is not an object";
    return check;
  }
  check.id = TextOf(vector, "id");
  const auto inputs = vector.find("inputs");
  const auto expected = vector.find("expected");
  if (inputs == vector.end() || !inputs->is_object() || expected == vector.end() || !expected->is_object() || expected->empty()) {
    check.reason = "inputs and expected have to be objects";
    return check;
  }
  const Match match = FindShape(*inputs, family, false);
  if (match.shape == nullptr) {
    check.reason = match.problem;
    return check;
  }
  if (match.shape->compute == nullptr) {
    check.reason = std::string(match.shape->not_covered);
    return check;
  }
  const auto found = vector.find("tolerance");
  const Json tolerance = found != vector.end() && found->is_object() ? *found : Json::object();
  try {
    const Answer answer = match.shape->compute(Inputs(*inputs, *match.shape));
    std::optional<Check> best;
    std::string problem;
    for (const Outputs& outputs : answer.alternatives) {
      std::optional<Check> one = JudgeAll(outputs, *expected, tolerance, problem);
      if (one && (!best || one->worst.Strain() < best->worst.Strain())) best = std::move(one);
    }
    if (!best) {
      check.reason = problem.empty() ? "there is no answer" : problem;
      return check;
    }
    for (const Outputs& outputs : answer.misreadings) {
      const std::optional<Check> one = best->worst.Passes() ? std::nullopt : JudgeAll(outputs, *expected, tolerance, problem);
      if (!one || !one->worst.Passes()) continue;
      check.reason = answer.misreading;
      return check;
    }
    if (!best->worst.Passes() && answer.neighbours && WithinSpread(answer, *expected, tolerance)) {
      check.reason = answer.coarse;
      return check;
    }
    best->id = check.id;
    if (best->reason.empty()) best->reason = answer.note;
    return *best;
  } catch (const NotCovered& beyond) {
    check.reason = beyond.what();
  } catch (const InputError& error) {
    check.reason = error.what();
  }
  return check;
}

FileCheck CheckFile(const std::string& file, const std::string& text) {
  FileCheck checked;
  checked.file = file;
  Json root;
  try {
    root = Json::parse(text);
  } catch (const Json::exception& error) {
    checked.error = error.what();
    return checked;
  }
  if (!root.is_object() || !root.contains("family") || !root["family"].is_string() || !root.contains("vectors") || !root["vectors"].is_array()) {
    checked.error = "not a reference file: an object with \"family\" (text) and \"vectors\" (an array) is expected";
    return checked;
  }
  checked.family = root["family"].get<std::string>();
  for (const Json& vector : root["vectors"]) checked.checks.push_back(CheckVector(checked.family, vector));
  return checked;
}

Json CheckJson(const FileCheck& checked) {
  Json out = {{"file", checked.file}};
  if (!checked.error.empty()) {
    out["error"] = checked.error;
    return out;
  }
  out["checks"] = Json::array();
  for (const Check& check : checked.checks) {
    Json one = {{"id", check.id}, {"difference", nullptr}, {"tolerance", nullptr}, {"status", CheckStatusName(check.status)}};
    if (check.status != CheckStatus::kNotCovered) {
      // JSON has no infinity: forms that cannot be compared have no difference.
      if (std::isfinite(check.worst.difference)) one["difference"] = check.worst.difference;
      one["tolerance"] = check.worst.tolerance;
      one["field"] = check.worst.field;
      one["relative"] = check.worst.relative;
      if (!check.not_judged.empty()) {
        one["not_judged"] = Json::object();
        for (const Judgement& judgement : check.not_judged) {
          one["not_judged"][judgement.field] = std::isfinite(judgement.difference) ? Json(judgement.difference) : Json(nullptr);
        }
      }
    }
    if (!check.reason.empty()) one["reason"] = check.reason;
    out["checks"].push_back(std::move(one));
  }
  return out;
}

std::string CheckText(const FileCheck& checked) {
  std::string text = checked.file + "\n";
  for (const Check& check : checked.checks) {
    text += fmt::format("  {:<11} {:<34} {:>9} of {:>9}  {}", CheckStatusName(check.status), check.id,
                        check.status == CheckStatus::kNotCovered ? "-" : Number(check.worst.difference),
                        check.status == CheckStatus::kNotCovered ? "-" : Number(check.worst.tolerance), UnitText(check));
    for (const Judgement& judgement : check.not_judged) text += fmt::format("; {} not judged ({} relative)", judgement.field, Number(judgement.difference));
    if (!check.reason.empty()) text += (check.status == CheckStatus::kNotCovered ? "" : "; ") + check.reason;
    text += "\n";
  }
  return text;
}

std::string CheckMarkdown(const std::vector<FileCheck>& files) {
  std::string text = "| file | vector | difference | tolerance | of | verdict |\n|---|---|---|---|---|---|\n";
  for (const FileCheck& file : files) {
    const std::string name = std::filesystem::path(file.file).filename().string();
    for (const Check& check : file.checks) {
      const bool covered = check.status != CheckStatus::kNotCovered;
      text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", name, check.id, covered ? Number(check.worst.difference) : "",
                          covered ? Number(check.worst.tolerance) : "", UnitText(check),
                          covered ? std::string(CheckStatusName(check.status)) : "not covered: " + check.reason);
    }
  }
  return text;
}

}  // namespace haze::tools
