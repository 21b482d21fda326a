// The fields of one question, read by name in SI; what is wrong is told with its place.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "dynamics/time.h"
#include "dynamics/types.h"
#include "tools/calc/shape.h"

namespace haze::tools {

/// A field that cannot be used: `what()` begins with its name.
struct InputError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// The question is understood, and beyond what the models answer: a reference vector is then not covered.
struct NotCovered : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Inputs {
 public:
  /// Both must outlive this.
  Inputs(const Json& object, const Shape& shape) : object_(object), shape_(shape) {}

  /// `name` is a field's first name. Every reader throws InputError where the field is missing (without fallback) or is not what it reads.
  bool Has(std::string_view name) const { return Find(name).value != nullptr; }
  double Number(std::string_view name) const;
  double Number(std::string_view name, double fallback) const { return Has(name) ? Number(name) : fallback; }
  /// Finite and above 0, as a mass or a radius must be.
  double Positive(std::string_view name) const;
  double Positive(std::string_view name, double fallback) const { return Has(name) ? Positive(name) : fallback; }
  int Integer(std::string_view name, int least, int most) const;
  dynamics::Vector3 Vector(std::string_view name) const;
  /// A number or an array of them; rows alike.
  std::vector<double> Numbers(std::string_view name) const;
  std::vector<dynamics::Vector3> Vectors(std::string_view name) const;
  std::vector<std::vector<double>> Rows(std::string_view name) const;
  std::string Text(std::string_view name) const;
  std::vector<std::string> Texts(std::string_view name) const;
  bool Flag(std::string_view name) const;
  /// A number or [day, fraction], in any split.
  dynamics::JulianDate Julian(std::string_view name) const;
  const Json& Raw(std::string_view name) const;
  bool IsArray(std::string_view name) const { return Raw(name).is_array(); }
  /// The key as it was written, for messages.
  std::string Key(std::string_view name) const;
  /// The unit it was written in.
  std::string_view UnitOf(std::string_view name) const { return Find(name).unit; }
  /// Throws InputError: "`key` is VALUE; `allowed`".
  [[noreturn]] void Refuse(std::string_view name, std::string_view allowed) const;

 private:
  struct Found {
    std::string_view key;
    const Json* value = nullptr;
    const Field* field = nullptr;
    std::string_view unit;
  };
  Found Find(std::string_view name) const;
  Found Need(std::string_view name) const;
  double Scale(const Found& found) const;
  double Read(const Found& found, const Json& value, double scale) const;
  std::optional<double> Lookup(std::string_view identifier, double scale) const;

  const Json& object_;
  const Shape& shape_;
};

}  // namespace haze::tools
