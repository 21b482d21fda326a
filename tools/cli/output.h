// What commands have in common on their way to a person or a program.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <CLI/CLI.hpp>

namespace haze::tools {

/// Adds `--db FILE` ($HAZE_DB, default haze.db).
void AddDbOption(CLI::App& command, std::string& path);

/// "haze: …" on stderr, each line Printable; returns `exit_code`, so that a command can end with it.
int Complain(const std::string& message, int exit_code);

bool StdoutIsTerminal();
bool StderrIsTerminal();

/// `text` with ANSI attributes ("1" bold, "32" green) where `colour` is true.
std::string Paint(const std::string& text, std::string_view attributes, bool colour);

/// Control characters and bytes that are no UTF-8, which could drive a terminal, as \xNN; characters that turn the direction of writing or have no width as \uNNNN.
/// Names and messages of agents pass through here before they are printed.
std::string Printable(std::string_view text);

/// "T+16:42:00"; hours may pass 99.
std::string MissionTime(double seconds);
/// "148 m", "1,934 km": three to four significant figures, with thousands set apart.
std::string Distance(double metres);
/// "1,934".
std::string Grouped(std::int64_t value);
/// A number as short as its `digits` after the point allow: 12.50 is "12.5".
std::string Short(double value, int digits);
/// A curve in one line of block characters, lowest to highest value; flat in the middle where all are the same.
std::string Sparkline(std::span<const double> values);

/// The candidate with the smallest edit distance to `word`, if that is at most a third of its length plus one.
template <class Names>
std::string Nearest(const std::string& word, const Names& candidates);

int EditDistance(std::string_view a, std::string_view b);

template <class Names>
std::string Nearest(const std::string& word, const Names& candidates) {
  std::string best;
  int least = static_cast<int>(word.size()) / 3 + 2;
  for (const auto& candidate : candidates) {
    const int distance = EditDistance(word, candidate);
    if (distance < least) {
      least = distance;
      best = std::string(candidate);
    }
  }
  return best;
}

}  // namespace haze::tools
