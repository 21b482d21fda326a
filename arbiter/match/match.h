// One match as a state machine without input or output: turns go out, answers come in, and nothing here waits for anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "arbiter/game/fact.h"
#include "arbiter/game/score.h"
#include "arbiter/match/seats.h"
#include "arbiter/match/truth.h"
#include "dynamics/ephemeris.h"
#include "dynamics/random.h"
#include "dynamics/sky_table.h"
#include "haze/agent/v1/turn.pb.h"
#include "haze/record/v1/record.pb.h"
#include "scenarios/scenario.h"

namespace haze::match {

namespace rec = ::haze::record::v1;

/// What the matches of one scenario share besides it.
struct Tables {
  Tables() = default;
  Tables(std::nullptr_t) {}
  Tables(std::shared_ptr<const dynamics::AstronomyTable> astronomy_in, std::shared_ptr<const dynamics::SkyTable> sky_in = nullptr)
      : astronomy(std::move(astronomy_in)), sky(std::move(sky_in)) {}
  std::shared_ptr<const dynamics::AstronomyTable> astronomy;  ///< null where the force model needs none
  std::shared_ptr<const dynamics::SkyTable> sky;              ///< null where nothing else flies
};

struct MatchOptions {
  std::int64_t seed = 0;  ///< told to the seats at the end, never before
  std::int64_t watchdog_ms = 60000;  ///< told in the briefing
  bool budgeted = false;
  std::int64_t turn_account_ms = 0;
  std::int64_t match_account_ms = 0;
};

/// How much work one call of Advance may do. The number of steps between two calls changes no bit of the match.
struct StepBudget {
  long steps = 0;  ///< 0 = no limit
};

enum class Progress { kTurns, kBusy, kOver };

class Match {
 public:
  /// Scenario and tables are shared and never changed; the tables are those that the scenario names (asserted).
  Match(std::shared_ptr<const scenarios::Scenario> scenario, Tables tables, const dynamics::MatchKey& key, const MatchOptions& options);
  ~Match();
  Match(const Match&) = delete;
  Match& operator=(const Match&) = delete;

  int seat_count() const;
  const std::string& seat_name(int seat) const;
  const v1::Briefing& BriefingOf(int seat) const;

  /// Moves the world towards the next instant of decision.
  Progress Advance(StepBudget budget);

  /// The turns that wait for an answer, in seat order, and whose they are. Empty unless Advance returned kTurns.
  std::span<const v1::Turn> Due() const;
  std::span<const int> DueSeats() const;

  /// One answer for each due turn, in the same order. A Forfeit ends the match.
  void Answer(std::span<const SeatAnswer> answers);

  /// Ends the match by the fault of a seat, due or not. Only while turns are due.
  void EndByForfeit(int seat, const Forfeit& forfeit);

  bool over() const;
  dynamics::SimTime time() const;
  /// The result as everybody may read it; `match_handle` and `seat` are empty. Only when over.
  const v1::GameOver& Result() const;
  /// The result as `seat` receives it.
  v1::GameOver ResultFor(int seat) const;

  /// Everything that was answered so far with a digest for each instant.
  const rec::Record& Record() const;
  /// What happened, in order of time.
  std::span<const game::Fact> Facts() const;
  /// Milestones of what happened so far (docs/scoring.md).
  game::Milestones MilestonesSoFar() const;
  /// From now on `witness` is told the truth at each multiple of `step` (> 0) and at the end. It changes no bit of the match, and no seat hears of it.
  void Watch(dynamics::SimTime step, TruthWitness witness);
  /// Digest over everything up to now: the last instant's.
  std::uint64_t Digest() const;
  int turns_asked() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace haze::match
