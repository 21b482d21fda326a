// One question of `haze rate`, read field by field; what is wrong is told with its place.
#pragma once

#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/tournament/linear.h"

namespace haze::tools::rate {

using Json = nlohmann::ordered_json;

/// The question cannot be answered as it stands: `what()` begins with the place, "games[2].s is 3; allowed: 0 to 1".
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

/// A value with its place in the question. The readers throw InputError.
class Value {
 public:
  Value(const Json& json, std::string path) : json_(&json), path_(std::move(path)) {}

  const Json& json() const { return *json_; }
  const std::string& path() const { return path_; }
  bool IsArray() const { return json_->is_array(); }
  bool IsNumber() const { return json_->is_number(); }
  bool IsText() const { return json_->is_string(); }
  bool IsObject() const { return json_->is_object(); }

  /// Field of an object under the first of `names` ("r|rating") that it has.
  std::optional<Value> Find(std::string_view names) const;
  Value At(std::string_view names) const;
  bool Has(std::string_view names) const { return Find(names).has_value(); }
  /// Finite and within [low, high].
  double Number(double low = -kNoLimit, double high = kNoLimit) const;
  double Number(std::string_view names, double fallback, double low = -kNoLimit, double high = kNoLimit) const;
  int Integer(int low, int high) const;
  bool Flag(std::string_view names, bool fallback) const;
  std::string Text() const;
  /// One of `words`; its index. Case, blanks, hyphens and underscores do not count.
  std::size_t OneOf(std::initializer_list<std::string_view> words) const;
  std::vector<Value> Items(std::size_t least = 0, std::size_t most = 1000000) const;
  std::vector<double> Numbers(double low = -kNoLimit, double high = kNoLimit) const;
  /// Rows of one length.
  Table Matrix(double low = -kNoLimit, double high = kNoLimit) const;
  /// Throws where the object has a field that is none of `known` (bars between): "… is not known; did you mean …".
  void Only(std::string_view known) const;
  /// Throws: "PATH is VALUE; `wanted`".
  [[noreturn]] void Refuse(const std::string& wanted) const;

 private:
  const Json* json_;
  std::string path_;
};

/// Lower case without blanks, hyphens and underscores.
std::string Folded(std::string_view text);
/// A number, or null where JSON has none for it.
Json Finite(double value);
Json Finite(const std::vector<double>& values);

}  // namespace haze::tools::rate
