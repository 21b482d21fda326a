// What several families read and answer: states, elements, rows of vectors.
#pragma once

#include <vector>

#include "dynamics/types.h"
#include "tools/calc/inputs.h"

namespace haze::tools {

/// Fields of a shape by their usual names.
inline Field Mu() { return {"mu|GM_earth", Dimension::kGm, Form::kNumber, false, "gravitational parameter; EGM2008 Earth where it is missing"}; }
inline Field Length(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kLength, Form::kNumber, required, meaning};
}
inline Field Position(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kLength, Form::kVector, required, meaning};
}
inline Field Velocity(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kSpeed, Form::kVector, required, meaning};
}
inline Field Angle(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kAngle, Form::kNumber, required, meaning};
}
inline Field Time(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kTime, Form::kNumber, required, meaning};
}
inline Field Number(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kNone, Form::kNumber, required, meaning};
}
inline Field Words(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kText, Form::kNumber, required, meaning};
}
inline Field Flag(std::string_view names, std::string_view meaning, bool required = true) {
  return {names, Dimension::kFlag, Form::kNumber, required, meaning};
}

/// The gravitational parameter, EGM2008's where there is none.
double MuOf(const Inputs& in);

/// A state whose position is not zero.
dynamics::State ReadState(const Inputs& in, std::string_view r, std::string_view v);

/// The six elements as fields: `a` or `p`, `e` and angles that default to 0. `suffix` "0" asks for nu0.
std::vector<Field> ElementFields(bool anomaly_required);
struct ConicElements {
  double p = 0.0, e = 0.0, i = 0.0, raan = 0.0, argp = 0.0, nu = 0.0;
};
/// Reads what ElementFields declares; M instead of nu for ellipses. Throws InputError where it is no conic through that anomaly.
ConicElements ReadElements(const Inputs& in);
/// Any conic. Source: Vallado 4th edition, algorithm 10.
dynamics::State StateOf(const ConicElements& elements, double mu);
/// State of a question that gives r0 and v0, or elements.
dynamics::State ReadStateOrElements(const Inputs& in, double mu);

/// {{"r", ...}, {"v", ...}} of a state, and their sizes.
void AddState(Outputs& out, const dynamics::State& state);

Json ToJson(const dynamics::Vector3& v);
Json ToJson(const std::vector<dynamics::Vector3>& rows);
/// One number of an array that came from a question with one value, all of them otherwise.
Json OneOrAll(const std::vector<double>& values, bool array);

}  // namespace haze::tools
