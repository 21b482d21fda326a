// A shape: one calculation, known by the fields that go in. Help, documentation and recognition read the same table.
#pragma once

#include <string_view>
#include <vector>

#include "tools/calc/answer.h"
#include "tools/calc/units.h"

namespace haze::tools {

class Inputs;

enum class Form { kNumber, kVector, kNumbers, kVectors, kMatrix, kObject };

struct Field {
  /// Without the unit; alternatives after a bar, the first is the one to use: "r0|r".
  std::string_view names;
  Dimension dimension = Dimension::kNone;
  Form form = Form::kNumber;
  bool required = true;
  std::string_view meaning;
  /// The unit of the name without a suffix; empty: the suffix is needed.
  std::string_view bare = {};
};

struct Shape {
  std::string_view kind;      ///< of `haze calc KIND`
  std::string_view families;  ///< of reference files, comma between
  std::string_view what;      ///< one sentence
  std::vector<Field> in;
  std::vector<Field> out;
  /// Null where vectors of this shape are recognised and not answered, for the reason in `not_covered`.
  Answer (*compute)(const Inputs&) = nullptr;
  std::string_view example = {};
  std::string_view not_covered = {};
};

/// The table, in the order of help.
const std::vector<Shape>& Shapes();

/// Kinds in the order of help; `od` is among them and has no shape.
const std::vector<std::string_view>& Kinds();

/// Words that explain and do not count: "note", "warning", "comment", "what", "id", "source".
bool IsComment(std::string_view key);

/// Whether `key` is the field's name with a unit of its dimension (or bare where that is allowed); `unit` is then the suffix.
bool Names(const Field& field, std::string_view key, std::string_view* unit = nullptr);

struct Match {
  const Shape* shape = nullptr;
  std::string problem;  ///< where there is none: what the nearest one lacks or does not know
};
/// The shape of a kind (`by_kind`) or of a family that has every required field in `object` and knows all of its keys; the one that requires most.
Match FindShape(const Json& object, std::string_view name, bool by_kind);

// One function for each file of family_*.cc.
void AddTimeShapes(std::vector<Shape>& shapes);
void AddFrameShapes(std::vector<Shape>& shapes);
void AddKeplerShapes(std::vector<Shape>& shapes);
void AddLambertShapes(std::vector<Shape>& shapes);
void AddSgp4Shapes(std::vector<Shape>& shapes);
void AddSunMoonShapes(std::vector<Shape>& shapes);
void AddEclipseShapes(std::vector<Shape>& shapes);
void AddLookShapes(std::vector<Shape>& shapes);
void AddRelativeShapes(std::vector<Shape>& shapes);
void AddPhotometryShapes(std::vector<Shape>& shapes);
void AddAtmosphereShapes(std::vector<Shape>& shapes);
void AddGravityShapes(std::vector<Shape>& shapes);
void AddManeuverShapes(std::vector<Shape>& shapes);
void AddAttitudeShapes(std::vector<Shape>& shapes);
void AddPropagationShapes(std::vector<Shape>& shapes);

}  // namespace haze::tools
