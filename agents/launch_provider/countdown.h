// What every control room does: wants its tasks, sets T-0, releases, looks again after a scrub. Policies differ in the steps that they override.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "agents/policy/policy.h"

namespace haze::agents {

class Countdown : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override;
  v1::Decision Decide(const v1::Turn& turn) override;

 protected:
  static constexpr std::int64_t kSecond = 1'000'000;
  static constexpr std::int64_t kMargin = 600 * kSecond;  ///< in hand between readiness and the latest release

  /// Orders while tasks are still running, beyond wanting them all. By default none.
  virtual void Hasten(const v1::Turn&, v1::Decision&) {}
  /// Orders before the first T-0 is set; once. By default none.
  virtual void Choose(const v1::Turn&, v1::Decision&) {}
  /// T-0 in a window that can be reached from `earliest` on; nothing to leave it out. By default the nominal instant if it can be made with the margin,
  /// and in the last window any instant that is left.
  virtual std::optional<std::int64_t> LiftoffIn(const v1::LaunchWindow& window, std::int64_t earliest, bool last) const;

  const v1::LaunchBrief& brief() const { return brief_; }
  std::uint64_t agent_seed() const { return agent_seed_; }
  std::int64_t Count() const { return static_cast<std::int64_t>(brief_.count_s() * kSecond); }
  std::string Name(const char* what) { return std::string(what) + "-" + std::to_string(++orders_); }

 private:
  void NoticeScrub(const v1::Turn& turn);
  void NoticeRefusal(const v1::Turn& turn);
  void StartTasks(const v1::LaunchStatus& status, v1::Decision& decision);
  void SetLiftoff(const v1::Turn& turn, v1::Decision& decision);

  v1::LaunchBrief brief_;
  std::uint64_t agent_seed_ = 0;
  std::set<std::string> wanted_;   // tasks that were ordered
  std::set<std::string> refused_;  // windows
  std::string asked_window_;
  std::string asked_order_;
  bool liftoff_was_set_ = false;
  bool chosen_ = false;
  std::int64_t not_before_ = 0;
  int orders_ = 0;
};

}  // namespace haze::agents
