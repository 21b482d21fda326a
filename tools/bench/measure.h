// Times pieces of work against each other on one core.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace haze::tools {

/// One line of a bench. `value`, `limit` in `unit`; `ratio` is value / limit (limit / value where less is better) and `goal` what it should reach.
/// `value_goal` is what the value should reach on the machine that the peers were measured on: a note, not a gate.
struct Figure {
  std::string name;
  double value = 0.0;
  std::string unit;
  std::optional<double> limit;
  std::optional<double> ratio;
  std::optional<double> goal;
  std::optional<double> value_goal;
  std::string limit_is;  ///< what the limit is, in words
};

/// Keeps the calling thread on one processor while it lives; where that is refused, nothing happens and `pinned` says so.
class Pin {
 public:
  Pin();
  ~Pin();
  Pin(const Pin&) = delete;
  Pin& operator=(const Pin&) = delete;
  bool pinned() const { return pinned_; }

 private:
  std::vector<unsigned char> before_;
  bool pinned_ = false;
};

/// Processor time of the calling thread, s: what other programs take from a busy machine is not in it.
double ThreadSeconds();
/// Time on the wall, s.
double WallSeconds();

/// Does some work and says how many units it was.
using Work = std::function<double()>;

struct Rates {
  std::vector<double> median;  ///< units a second of each piece of work
  std::vector<double> ratio;   ///< median over the rounds of its rate over that of the last one
};
/// Each piece of work in turn, `rounds` times over, each at least `seconds` long in a round; `clock` is one of the two above.
Rates Interleave(const std::vector<Work>& works, int rounds, double seconds, double (*clock)());

}  // namespace haze::tools
