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
  std::string text;
  for (std::size_t begin = 0; begin <= message.size();) {
    const std::size_t end = std::min(message.find('\n', begin), message.size());
    text += (begin > 0 ? "\n" : "") + Printable(std::string_view(message).substr(begin, end - begin));
    begin = end + 1;
  }
  fmt::print(stderr, "haze: {}\n", text);
  return exit_code;
}

bool StdoutIsTerminal() { return isatty(STDOUT_FILENO) == 1; }
bool StderrIsTerminal() { return isatty(STDERR_FILENO) == 1; }

std::string Paint(const std::string& text, std::string_view attributes, bool colour) {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", attributes, text) : text;
}

namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;  // 0: no UTF-8 here
};

// The character that begins at `text`; neither longer than needed, nor a surrogate, nor beyond U+10FFFF.
CodePoint Decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t count = byte(0) < 0x80 ? 1 : byte(0) >= 0xf0 && byte(0) < 0xf5 ? 4 : byte(0) >= 0xe0 && byte(0) < 0xf0 ? 3 : byte(0) >= 0xc2 && byte(0) < 0xe0 ? 2 : 0;
  if (count == 0 || count > text.size()) return {};
  char32_t value = count == 1 ? byte(0) : byte(0) & (0xffu >> (count + 1));
  for (std::size_t i = 1; i < count; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3f);
  }
  const bool longer = (count == 3 && value < 0x800) || (count == 4 && value < 0x10000);
  return longer || (value >= 0xd800 && value < 0xe000) || value > 0x10ffff ? CodePoint{} : CodePoint{value, count};
}

// Characters that are obeyed rather than seen: controls, marks and overrides of the direction of writing, spaces without width, line separators, tags.
bool IsUnseen(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x61c || c == 0x180e || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
         c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

}  // namespace

std::string Printable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const CodePoint c = Decode(text.substr(i));
    if (c.bytes == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[i]));
    } else if (!IsUnseen(c.value)) {
      out += text.substr(i, c.bytes);
    } else if (c.value < 0x80) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c.value));
    } else {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c.value));
    }
    i += std::max<std::size_t>(c.bytes, 1);
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
