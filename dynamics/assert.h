// The one macro: a broken invariant stops the program, in release too.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace haze::dynamics {

/// Prints condition, place, claim and values to stderr, then aborts.
[[noreturn]] void AssertFailed(const char* condition, const char* what, const char* file, int line, const std::string& values);

/// The text of one value in an assert message: 17 significant digits for floating point.
std::string AssertText(double value);
std::string AssertText(long long value);
std::string AssertText(std::string_view value);
template <std::integral T>
std::string AssertText(T value) {
  return AssertText(static_cast<long long>(value));
}
inline std::string AssertText(const char* value) { return AssertText(std::string_view(value)); }
inline std::string AssertText(const std::string& value) { return AssertText(std::string_view(value)); }

template <class... Values>
std::string AssertTexts(const Values&... values) {
  std::string text;
  ((text += ' ', text += AssertText(values)), ...);
  return text;
}

}  // namespace haze::dynamics

/// HAZE_ASSERT(cond, "what must hold", values…): the values are printed when it does not. For broken invariants of the program only: bad input and expected
/// failures are values (status, optional).
#define HAZE_ASSERT(cond, what, ...) \
  (static_cast<bool>(cond) ? static_cast<void>(0) : ::haze::dynamics::AssertFailed(#cond, what, __FILE__, __LINE__, ::haze::dynamics::AssertTexts(__VA_ARGS__)))
