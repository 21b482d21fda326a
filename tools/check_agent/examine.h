// Examines an agent's manners: an arbiter of our own speaks the contract to its process, politely and otherwise.
#pragma once

#include <string>
#include <vector>

#include "haze/agent/v1/arbiter_service.pb.h"

namespace haze::tools {

namespace v1 = ::haze::agent::v1;

/// What is said to the agent: a briefing and turns of a real match, in order.
struct Lesson {
  v1::Briefing briefing;
  std::vector<v1::Turn> turns;
};

struct CheckLine {
  std::string name;     ///< "answers_once"
  std::string section;  ///< of docs/protocol.md
  bool passed = false;
  bool informative = false;  ///< says something, decides nothing
  std::string detail;   ///< what was seen; why it failed
};

struct ExamineRequest {
  Lesson lesson;
  std::vector<std::string> argv;  ///< the agent's command
  std::string directory;          ///< where it runs; empty: here
  double start_limit_s = 10.0;
  int growth_turns = 10000;       ///< asked for the growth of memory and descriptors, as far as `growth_limit_s` lasts
  double growth_limit_s = 1.5;
};

struct Examination {
  std::string error;  ///< not empty: nothing could be examined
  std::vector<CheckLine> checks;
  std::string stderr_tail;  ///< of the agent
  double wall_s = 0.0;
  bool passed() const;
};

/// Starts the agent's process three times (to play, with a wrong token, to be stopped) and lists what it did. Call it before any thread was started.
Examination Examine(const ExamineRequest& request);

}  // namespace haze::tools
