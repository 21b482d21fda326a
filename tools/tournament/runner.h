// Plays what a tournament still lacks, on this machine. Resuming is a set difference: scheduled games without a counted result.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "arbiter/store/query.h"
#include "arbiter/store/store.h"
#include "tools/launch/sandbox.h"
#include "tools/tournament/played.h"
#include "tools/tournament/read_specification.h"
#include "tools/tournament/sprt.h"

namespace haze::tools {

/// What a listener hears of one match that is committed (or void).
struct MatchEvent {
  const store::MatchRows& rows;
  long done = 0;     ///< counted now, of those planned so far
  long planned = 0;
};

struct RunOptions {
  int jobs = 1;
  std::string haze_version;
  bool sandbox = false;  ///< agents' processes in boxes
  AgentLimits limits;    ///< in the box
  SeatsFactory factory;                            ///< shipped policies in this process
  std::function<bool()> interrupted;
  std::function<void(const MatchEvent&)> on_match; ///< after the commit, on the calling thread
  std::function<void(long done, long planned)> on_tick;  ///< several times a second, for a progress bar
  int shard = 0, shards = 1;                       ///< plays only the games of this shard: the first round's pairs dealt out in turn
};

struct RunOutcome {
  long planned = 0;   ///< games of all rounds reached
  long before = 0;    ///< of them, counted when the run began
  long played = 0;    ///< counted by this run
  long unplayed = 0;  ///< void too often
  bool interrupted = false;
  bool complete = false;
  std::optional<SprtState> sprt;  ///< of an SPRT: what the prefix of its pairs says
  std::string error;  ///< not empty: could not begin
};

/// Plays. Throws StoreFault; whatever was acknowledged is in the file then.
RunOutcome RunTournament(const SpecificationResult& specification, const std::string& secret, store::Store& store, const RunOptions& options);

/// The line-up of a game: the entry's own roles, the defaults elsewhere.
std::vector<SeatPlan> LineUpOf(const Specification& specification, const scenarios::Scenario& scenario, const Game& game);

}  // namespace haze::tools
