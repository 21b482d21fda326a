// One question, one answer; units of the answer follow the question's.
#include "tools/calc/stream.h"

#include <cmath>
#include <istream>
#include <ostream>

#include <fmt/format.h>

#include "tools/calc/inputs.h"

namespace haze::tools {
namespace {

bool Scaled(const Json& value, double scale, Json& out) {
  if (value.is_number()) {
    const double number = value.get<double>();
    if (!std::isfinite(number / scale)) return false;
    // -0 is 0 for every reader.
    out = value.is_number_integer() && scale == 1.0 ? value : Json(number / scale + 0.0);
    return true;
  }
  if (!value.is_array()) {
    out = value;
    return true;
  }
  out = Json::array();
  for (const Json& part : value) {
    Json scaled;
    if (!Scaled(part, scale, scaled)) return false;
    out.push_back(std::move(scaled));
  }
  return true;
}

Json Written(const Outputs& outputs, bool kilometres, bool degrees) {
  Json out = Json::object();
  for (const Output& output : outputs.list()) {
    const std::string_view unit = AnswerUnit(output.dimension, kilometres, degrees);
    const std::optional<Unit> known = FindUnit(unit, output.dimension);
    Json value;
    if (!Scaled(output.value, known ? known->scale : 1.0, value)) throw InputError(fmt::format("{}: the result is not finite", output.name));
    out[unit.empty() ? output.name : output.name + "_" + std::string(unit)] = std::move(value);
  }
  return out;
}

Json Answered(std::string_view kind, const Json& question) {
  if (!question.is_object()) throw InputError("an object was expected");
  if (kind == "od") throw InputError("od: orbit determination cannot be asked for in this version; the other kinds can (haze calc --help)");
  const Match match = FindShape(question, kind, true);
  if (match.shape == nullptr) throw InputError(match.problem);
  if (match.shape->compute == nullptr) throw InputError(std::string(match.shape->not_covered));
  bool kilometres = false;
  bool degrees = false;
  for (const auto& [key, value] : question.items()) {
    for (const Field& field : match.shape->in) {
      std::string_view unit;
      if (!Names(field, key, &unit)) continue;
      kilometres = kilometres || unit.starts_with("km") || unit == "ER";
      degrees = degrees || unit.starts_with("deg");
      break;
    }
  }
  const Answer answer = match.shape->compute(Inputs(question, *match.shape));
  if (answer.alternatives.empty()) throw InputError("there is no solution");
  Json out = Written(answer.alternatives.front(), kilometres, degrees);
  if (answer.alternatives.size() > 1) {
    out["other_solutions"] = Json::array();
    for (std::size_t i = 1; i < answer.alternatives.size(); ++i) out["other_solutions"].push_back(Written(answer.alternatives[i], kilometres, degrees));
  }
  return out;
}

}  // namespace

std::string AnswerLine(std::string_view kind, const std::string& text, long line, bool& failed) {
  std::string error;
  try {
    return Answered(kind, Json::parse(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
  } catch (const Json::parse_error& fault) {
    error = fmt::format("not JSON from column {} on", fault.byte);
  } catch (const Json::exception& fault) {
    error = fault.what();
  } catch (const std::runtime_error& fault) {
    error = fault.what();
  }
  failed = true;
  const Json out = {{"error", error}, {"line", line}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

bool AnswerStream(std::string_view kind, std::istream& in, std::ostream& out) {
  bool failed = false;
  std::string text;
  for (long line = 1; std::getline(in, text); ++line) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    out << AnswerLine(kind, text, line, failed) << '\n' << std::flush;
  }
  return !failed;
}

}  // namespace haze::tools
