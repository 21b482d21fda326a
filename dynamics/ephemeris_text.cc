// The text of an astronomy table: one name and its values a line, doubles in hexadecimal, so that no digit depends on a locale.
#include <charconv>
#include <cmath>

#include "dynamics/ephemeris.h"

namespace haze::dynamics {
namespace {

constexpr std::string_view kHead = "haze-astronomy 1";
constexpr long long kMaxCoefficients = 10'000'000;

void AppendHex(std::string& text, double value) {
  char digits[40];
  const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::hex);
  text.push_back(' ');
  text.append(digits, end.ptr);
}

void AppendInteger(std::string& text, long long value) {
  char digits[24];
  const std::to_chars_result end = std::to_chars(digits, digits + sizeof digits, value);
  text.push_back(' ');
  text.append(digits, end.ptr);
}

void AppendSeries(std::string& text, std::string_view name, const ChebyshevSeries& series) {
  text.append("series ").append(name);
  AppendHex(text, series.t0);
  AppendHex(text, series.span);
  AppendInteger(text, series.count);
  AppendInteger(text, series.degree);
  AppendInteger(text, series.dimension);
  text.push_back('\n');
  const std::size_t terms = static_cast<std::size_t>(series.degree) + 1;
  for (std::size_t i = 0; i < series.coefficients.size(); ++i) {
    if (i % terms == 0) text.push_back('c');
    AppendHex(text, series.coefficients[i]);
    if (i % terms == terms - 1) text.push_back('\n');
  }
}

/// Words separated by one blank, lines by one newline; every Take… says whether it found what it looks for.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool TakeText(std::string_view expected) {
    if (text_.substr(0, expected.size()) != expected) return false;
    text_.remove_prefix(expected.size());
    return true;
  }
  bool TakeHex(double& value) {
    if (!TakeText(" ")) return false;
    const std::from_chars_result end = std::from_chars(text_.data(), text_.data() + text_.size(), value, std::chars_format::hex);
    return Finish(end) && std::isfinite(value);
  }
  template <class Integer>
  bool TakeInteger(Integer& value) {
    if (!TakeText(" ")) return false;
    return Finish(std::from_chars(text_.data(), text_.data() + text_.size(), value));
  }
  void SkipComments() {
    while (!text_.empty() && text_.front() == '#') {
      const std::size_t end = text_.find('\n');
      text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
    }
  }
  bool done() const { return text_.empty(); }

 private:
  bool Finish(const std::from_chars_result& end) {
    if (end.ec != std::errc()) return false;
    text_.remove_prefix(static_cast<std::size_t>(end.ptr - text_.data()));
    return true;
  }

  std::string_view text_;
};

bool TakeSeries(Reader& reader, std::string_view name, ChebyshevSeries& series) {
  if (!reader.TakeText("series ") || !reader.TakeText(name) || !reader.TakeHex(series.t0) || !reader.TakeHex(series.span) || !reader.TakeInteger(series.count) ||
      !reader.TakeInteger(series.degree) || !reader.TakeInteger(series.dimension) || !reader.TakeText("\n")) {
    return false;
  }
  if (!(series.span > 0.0) || series.count < 1 || series.degree < 0 || series.degree > 100 || series.dimension != 3) return false;
  const long long terms = series.degree + 1;
  const long long size = terms * series.dimension * static_cast<long long>(series.count);
  if (size > kMaxCoefficients) return false;
  for (long long i = 0; i < size; ++i) {
    double value = 0.0;
    if (i % terms == 0 && !reader.TakeText("c")) return false;
    if (!reader.TakeHex(value)) return false;
    series.coefficients.push_back(value);
    if (i % terms == terms - 1 && !reader.TakeText("\n")) return false;
  }
  return true;
}

}  // namespace

std::string Serialise(const AstronomyTable& table) {
  std::string text(kHead);
  text += "\n# Sun and Moon (geocentric, GCRF, m), pole (X, Y, s of IAU 2006/2000A, rad), Earth rotation angle (rad, rad/s); t in s since the epoch.\n";
  text += "# Made with ERFA: eraEpv00, eraMoon98, eraXys06a, eraEra00. Chebyshev pieces, doubles in hexadecimal.\n";
  text += "epoch_us";
  AppendInteger(text, table.epoch.us);
  text += "\nleap_seconds";
  AppendInteger(text, table.leap_seconds);
  text += "\nearth_rotation";
  AppendHex(text, table.era0);
  AppendHex(text, table.era_rate);
  text += "\npole_coordinates";
  AppendHex(text, table.xp);
  AppendHex(text, table.yp);
  text += "\n";
  AppendSeries(text, "sun", table.sun);
  AppendSeries(text, "moon", table.moon);
  AppendSeries(text, "pole", table.pole);
  text += "end\n";
  return text;
}

std::optional<AstronomyTable> ParseAstronomy(std::string_view text) {
  Reader reader(text);
  AstronomyTable table;
  if (!reader.TakeText(kHead) || !reader.TakeText("\n")) return std::nullopt;
  reader.SkipComments();
  if (!reader.TakeText("epoch_us") || !reader.TakeInteger(table.epoch.us) || !reader.TakeText("\n")) return std::nullopt;
  if (!reader.TakeText("leap_seconds") || !reader.TakeInteger(table.leap_seconds) || !reader.TakeText("\n")) return std::nullopt;
  if (!reader.TakeText("earth_rotation") || !reader.TakeHex(table.era0) || !reader.TakeHex(table.era_rate) || !reader.TakeText("\n")) return std::nullopt;
  if (!reader.TakeText("pole_coordinates") || !reader.TakeHex(table.xp) || !reader.TakeHex(table.yp) || !reader.TakeText("\n")) return std::nullopt;
  if (!TakeSeries(reader, "sun", table.sun) || !TakeSeries(reader, "moon", table.moon) || !TakeSeries(reader, "pole", table.pole)) return std::nullopt;
  if (!reader.TakeText("end\n") || !reader.done()) return std::nullopt;
  // The table tells its stretch of time from the Sun's series: the others must not end before it.
  for (const ChebyshevSeries* other : {&table.moon, &table.pole}) {
    if (other->t0 > table.sun.t0 || other->t_end() < table.sun.t_end()) return std::nullopt;
  }
  return table;
}

}  // namespace haze::dynamics
