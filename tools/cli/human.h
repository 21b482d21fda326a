// A person in a seat: turns as text, orders typed.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "agents/policy/policy.h"

namespace haze::tools {

/// A length of time as people type it: "90s", "30m", "6h", "2d" or seconds; microseconds, or -1 for anything else and for nothing at all.
std::int64_t ParseDuration(std::string_view text);

/// Asks whoever types into `in` and says everything to `out`. At the end of input it holds for the rest of the match. Each decision's note says that a
/// person decided, and on whose advice.
class HumanPolicy : public agents::Policy {
 public:
  HumanPolicy(std::istream& in, std::ostream& out) : in_(in), out_(out) {}
  void Open(const agents::v1::Briefing& briefing) override;
  agents::v1::Decision Decide(const agents::v1::Turn& turn) override;
  void Close(const agents::v1::GameOver& over) override;

 private:
  void Tell(const agents::v1::Turn& turn);
  void Help();
  void Suggest(const std::string& name);
  bool Command(const std::vector<std::string>& words, const agents::v1::Turn& turn);
  void Order(agents::v1::Order order);
  std::string NewId(const std::string& verb) { return verb + " " + std::to_string(++orders_); }
  std::string ObjectOf(const std::string& word) const;

  std::istream& in_;
  std::ostream& out_;
  agents::v1::Briefing briefing_;
  std::vector<agents::v1::Turn> turns_;  // all so far: a policy that is asked for advice hears them from the beginning
  agents::v1::Decision decision_, advice_;
  std::string adviser_;
  int orders_ = 0;
  bool silent_ = false;  // the end of input
};

/// `haze agent run human`: plays from this process's terminal.
int RunHuman();

}  // namespace haze::tools
