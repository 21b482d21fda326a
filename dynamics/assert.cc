// Prints a broken invariant and stops: the only place of the pure code that writes anything.
#include "dynamics/assert.h"

#include <cstdio>
#include <cstdlib>

namespace haze::dynamics {

void AssertFailed(const char* condition, const char* what, const char* file, int line, const std::string& values) {
  std::fprintf(stderr, "%s:%d: broken invariant: %s (%s)%s%s\n", file, line, what, condition, values.empty() ? "" : ", values:", values.c_str());
  std::fflush(stderr);
  std::abort();
}

std::string AssertText(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return text;
}
std::string AssertText(long long value) { return std::to_string(value); }
std::string AssertText(std::string_view value) { return std::string(value); }

}  // namespace haze::dynamics
