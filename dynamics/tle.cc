// Reads two-line element sets, strictly; the propagator is in sgp4.cc.
#include <charconv>
#include <cmath>

#include "dynamics/dmath.h"
#include "dynamics/sgp4.h"

namespace haze::dynamics {

namespace {

constexpr std::size_t kLength = 69;

class Line {
 public:
  Line(int number, std::string_view text, std::string& error) : number_(number), text_(text), error_(error) {}

  void Complain(std::size_t column, const std::string& what) {
    if (error_.empty()) error_ = "line " + std::to_string(number_) + ", column " + std::to_string(column) + ": " + what;
  }

  // Columns are counted from 1, as in every description of the format.
  std::string_view Columns(std::size_t first, std::size_t last) const { return text_.substr(first - 1, last - first + 1); }

  double Number(std::size_t first, std::size_t last, const char* what) {
    std::string text;
    for (const char c : Columns(first, last)) {
      if (c != ' ' && c != '+') text += c;
    }
    return Convert(text, first, what);
  }

  // A decimal point is understood before the first digit.
  double Fraction(std::size_t first, std::size_t last, const char* what) { return Convert("0." + std::string(Columns(first, last)), first, what); }

  // " 82664-4" is 0.82664e-4.
  double Exponential(std::size_t first, std::size_t last, const char* what) {
    const std::string_view field = Columns(first, last);
    std::string mantissa(field.substr(0, 6));
    const bool negative = mantissa[0] == '-';
    std::string text = negative ? "-0." : "0.";
    for (const char c : mantissa.substr(1)) text += c == ' ' ? '0' : c;
    text += 'e';
    if (field[6] == '-') text += '-';
    text += field[7];
    return Convert(text, first, what);
  }

  void Check() {
    if (text_.size() != kLength) return Complain(text_.size() + 1, "the line has " + std::to_string(text_.size()) + " characters; expected 69");
    if (text_[0] != '0' + number_) return Complain(1, "the line does not begin with its number");
    int sum = 0;
    for (const char c : Columns(1, 68)) sum += c >= '0' && c <= '9' ? c - '0' : c == '-' ? 1 : 0;
    if (text_[68] != '0' + sum % 10) Complain(69, std::string("checksum is ") + text_[68] + ", computed " + std::to_string(sum % 10));
  }

 private:
  double Convert(const std::string& text, std::size_t column, const char* what) {
    double value = 0.0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (status != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
      Complain(column, std::string(what) + " is not a number");
      return 0.0;
    }
    return value;
  }

  int number_;
  std::string_view text_;
  std::string& error_;
};

// Five digits, or Alpha-5: a letter without I and O for 10 to 33, then four digits.
int CatalogueNumber(Line& line) {
  const std::string_view field = line.Columns(3, 7);
  int value = 0;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const char c = field[i];
    if (i == 0 && c >= 'A' && c <= 'Z' && c != 'I' && c != 'O') {
      value = 10 + (c - 'A') - (c > 'I' ? 1 : 0) - (c > 'O' ? 1 : 0);
    } else if (c >= '0' && c <= '9') {
      value = 10 * value + (c - '0');
    } else if (c != ' ') {
      line.Complain(3 + i, "the catalogue number is neither digits nor Alpha-5");
    }
  }
  return value;
}

UtcTime Epoch(Line& line) {
  const double year2 = line.Number(19, 20, "the epoch's year");
  const int year = static_cast<int>(year2) + (year2 < 57.0 ? 2000 : 1900);
  const double day = line.Number(21, 23, "the epoch's day");
  if (!(day >= 1.0 && day <= 366.0)) line.Complain(21, "the epoch's day is not 1 to 366");
  // The fraction by integers: eight digits of a day are 864 microseconds each.
  std::int64_t fraction = 0;
  const std::string_view digits = line.Columns(25, 32);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < '0' || digits[i] > '9') {
      line.Complain(25 + i, "the epoch's fraction is not digits");
      return {};
    }
    fraction = 10 * fraction + (digits[i] - '0');
  }
  const std::int64_t days = DaysSince2000({year, 1, 1}) + static_cast<std::int64_t>(day) - 1;
  return {days * kDay.us + fraction * 864};
}

}  // namespace

TleResult ParseTle(std::string_view line1, std::string_view line2) {
  TleResult result;
  Line first(1, line1, result.error);
  Line second(2, line2, result.error);
  first.Check();
  second.Check();
  if (!result.error.empty()) return result;
  Tle tle;
  tle.number = CatalogueNumber(first);
  if (CatalogueNumber(second) != tle.number) second.Complain(3, "the two lines have different catalogue numbers");
  tle.epoch = Epoch(first);
  tle.ndot = first.Number(34, 43, "the first derivative of mean motion");
  tle.nddot = first.Exponential(45, 52, "the second derivative of mean motion");
  tle.bstar = first.Exponential(54, 61, "the drag term");
  tle.inclination = second.Number(9, 16, "the inclination") * kDegree;
  tle.raan = second.Number(18, 25, "the right ascension of the node") * kDegree;
  tle.eccentricity = second.Fraction(27, 33, "the eccentricity");
  tle.argp = second.Number(35, 42, "the argument of perigee") * kDegree;
  tle.mean_anomaly = second.Number(44, 51, "the mean anomaly") * kDegree;
  tle.mean_motion = second.Number(53, 63, "the mean motion") * kTwoPi / 1440.0;
  if (!(tle.mean_motion > 0.0)) second.Complain(53, "the mean motion is not positive");
  if (result.error.empty()) result.tle = tle;
  return result;
}

}  // namespace haze::dynamics
