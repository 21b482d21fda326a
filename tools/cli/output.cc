// What commands have in common on their way to a person or a program.
#include "tools/cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

#include <fmt/format.h>

namespace haze::tools {

void AddDbOption(CLI::App& command, std::string& path) {
  path = "haze.db";
  command.add_option("--db", path, "The store")->envname("HAZE_DB")->type_name("FILE")->capture_default_str();
}

int Complain(const std::string& message, int exit_code) {
  fmt::print(stderr, "haze: {}\n", message);
  return exit_code;
}

bool StdoutIsTerminal() { return isatty(STDOUT_FILENO) == 1; }
bool StderrIsTerminal() { return isatty(STDERR_FILENO) == 1; }

std::string Paint(const std::string& text, std::string_view attributes, bool colour) {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", attributes, text) : text;
}

std::string Printable(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

std::string MissionTime(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::floor(std::fabs(seconds)));
  return fmt::format("T{}{:02d}:{:02d}:{:02d}", seconds < 0 ? '-' : '+', whole / 3600, whole / 60 % 60, whole % 60);
}

std::string Grouped(std::int64_t value) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return value < 0 ? "-" + digits : digits;
}

std::string Short(double value, int digits) {
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (text.find('.') == std::string::npos) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string Sparkline(std::span<const double> values) {
  static constexpr const char* kBlocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (values.empty()) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  std::string out;
  for (const double value : values) out += *high > *low ? kBlocks[std::min(7, static_cast<int>(8.0 * (value - *low) / (*high - *low)))] : kBlocks[3];
  return out;
}

std::string Distance(double metres) {
  if (std::fabs(metres) < 10.0) return Short(metres, 2) + " m";
  if (std::fabs(metres) < 2000.0) return fmt::format("{} m", Grouped(std::llround(metres)));
  if (std::fabs(metres) < 100e3) return Short(metres / 1000.0, 1) + " km";
  return Grouped(std::llround(metres / 1000.0)) + " km";
}

int EditDistance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace haze::tools
