// Recursive descent: sum, product, power, atom.
#include "tools/calc/expression.h"

#include <charconv>
#include <cmath>

namespace haze::tools {
namespace {

constexpr int kDeepest = 50;  // of parentheses and signs, so that no text can exhaust the stack

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Parser {
 public:
  Parser(std::string_view text, const std::function<std::optional<double>(std::string_view)>& lookup) : text_(text), lookup_(lookup) {}

  std::optional<double> Whole() {
    const std::optional<double> value = Sum();
    Skip();
    if (!value || at_ != text_.size() || !std::isfinite(*value)) return std::nullopt;
    return value;
  }

 private:
  void Skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool Take(char c) {
    Skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::optional<double> Sum() {
    if (++depth_ > kDeepest) return std::nullopt;
    std::optional<double> left = Product();
    while (left) {
      const bool plus = Take('+');
      if (!plus && !Take('-')) break;
      const std::optional<double> right = Product();
      if (!right) return std::nullopt;
      left = plus ? *left + *right : *left - *right;
    }
    --depth_;
    return left;
  }

  std::optional<double> Product() {
    std::optional<double> left = Power();
    while (left) {
      const bool times = Take('*');
      if (!times && !Take('/')) break;
      const std::optional<double> right = Power();
      if (!right) return std::nullopt;
      left = times ? *left * *right : *left / *right;
    }
    return left;
  }

  std::optional<double> Power() {
    if (++depth_ > kDeepest) return std::nullopt;
    std::optional<double> value;
    if (Take('-')) {
      value = Power();
      if (value) value = -*value;
    } else {
      value = Atom();
      if (value && Take('^')) {
        const std::optional<double> exponent = Power();
        if (!exponent) return std::nullopt;
        value = std::pow(*value, *exponent);
      }
    }
    --depth_;
    return value;
  }

  std::optional<double> Atom() {
    if (Take('(')) {
      const std::optional<double> value = Sum();
      return Take(')') ? value : std::nullopt;
    }
    Skip();
    if (at_ >= text_.size()) return std::nullopt;
    const std::size_t begin = at_;
    if (IsLetter(text_[at_])) {
      while (at_ < text_.size() && (IsLetter(text_[at_]) || IsDigit(text_[at_]))) ++at_;
      return lookup_(text_.substr(begin, at_ - begin));
    }
    if (!IsDigit(text_[at_]) && text_[at_] != '.') return std::nullopt;
    double value = 0.0;
    const auto [end, fault] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (fault != std::errc()) return std::nullopt;
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  std::string_view text_;
  const std::function<std::optional<double>(std::string_view)>& lookup_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::optional<double> Evaluate(std::string_view text, const std::function<std::optional<double>(std::string_view)>& lookup) {
  return Parser(text, lookup).Whole();
}

}  // namespace haze::tools
