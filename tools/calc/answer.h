// What a calculation answers: named quantities in SI, and how each is to be compared with a reference.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "dynamics/types.h"
#include "tools/calc/units.h"

namespace haze::tools {

using Json = nlohmann::ordered_json;

enum class Compare {
  kValue,        ///< angles modulo a turn
  kPlain,        ///< an angle that does not come round: a hyperbola's
  kUpToSign,     ///< a quaternion and its negative are one attitude
  kInformation,  ///< told, and not judged: sources do not agree on what it is
  kUpperBound,   ///< the reference is a bound, times its tolerance's factor
};

struct Output {
  std::string name;
  Dimension dimension = Dimension::kNone;
  Json value;    ///< numbers in SI, nested arrays of them, text or flags
  int rank = 0;  ///< how many innermost levels of arrays are one quantity: 0 numbers, 1 vectors, 2 matrices
  Compare compare = Compare::kValue;
  std::string_view bare = {};  ///< unit of the name without a suffix
};

/// Named results in order.
class Outputs {
 public:
  Output& Add(std::string name, Dimension dimension, Json value, int rank = 0) {
    list_.push_back({std::move(name), dimension, std::move(value), rank});
    return list_.back();
  }
  Output& Vector(std::string name, Dimension dimension, const dynamics::Vector3& v) { return Add(std::move(name), dimension, {v.x(), v.y(), v.z()}, 1); }
  Output& Matrix(std::string name, const dynamics::Matrix3& m, Dimension dimension = Dimension::kNone) {
    Json rows = Json::array();
    for (int i = 0; i < 3; ++i) rows.push_back({m(i, 0), m(i, 1), m(i, 2)});
    return Add(std::move(name), dimension, std::move(rows), 2);
  }
  const std::vector<Output>& list() const { return list_; }

 private:
  std::vector<Output> list_;
};

/// One set of results, or several where the question has several answers (the branches of Lambert's problem): a reference agrees with the answer when it
/// agrees with one of them.
struct Answer {
  std::vector<Outputs> alternatives;
  std::string note;  ///< what the reader of a reference's verdict should know
  /// Answers to what a reference may have meant against its own words: one that agrees with such a reading is not covered, for the reason told.
  std::vector<Outputs> misreadings;
  std::string misreading;
  /// Results for inputs half of their last printed digit away, each on its own: where the inputs are printed coarsely, a reference no farther than these
  /// together is not covered.
  std::function<std::vector<Outputs>()> neighbours;
  std::string coarse;

  Answer() = default;
  Answer(Outputs outputs) { alternatives.push_back(std::move(outputs)); }  // NOLINT: one set of results is an answer
};

}  // namespace haze::tools
