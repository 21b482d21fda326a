#include "tools/cli/bench_match.h"

#include <algorithm>
#include <stdexcept>

#include "tools/cli/line_up.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/played.h"
#include "tools/tournament/scenario_source.h"

namespace haze::tools {
namespace {

constexpr double kStep = 10.0;  // s, of the AFRL inspection task (FACTS)

struct Sums {
  double simulated = 0.0, processor = 0.0;  // s
};

Sums Play(const char* name, int first, int last) {
  const ScenarioSource source = LoadScenario(name, {});
  if (!source.errors.empty()) throw std::runtime_error(source.errors.front());
  Sums sums;
  for (int seed = first; seed <= last; ++seed) {
    PlayRequest request{.scenario = source.scenario, .tables = source.tables, .astronomy_text = source.astronomy_text};
    for (const scenarios::Seat& seat : source.scenario->seats) request.line_up.push_back({.seat = seat.name, .policy = seat.policy});
    request.key = MakeMatchKey("bench", source.scenario->hash, seed);
    request.seed = seed;
    const double begin = ThreadSeconds();
    PlayInProcess(request, LocalPolicies);
    sums.processor += ThreadSeconds() - begin;
    sums.simulated += dynamics::Seconds(source.scenario->duration);
  }
  return sums;
}

}  // namespace

std::vector<Figure> BenchMatch(int seeds) {
  const Pin pin;
  Play("afrl_inspection", 1, 3);  // warms caches
  const Sums afrl = Play("afrl_inspection", 1, 10 * seeds);
  const Sums victus = Play("victus_haze", 1, seeds);
  return {{.name = "victus_haze", .value = victus.simulated / victus.processor, .unit = "times real time", .value_goal = 1e6, .limit_is = "four policies, whole matches, one processor"},
          {.name = "afrl_inspection", .value = afrl.simulated / kStep / afrl.processor, .unit = "steps/s", .value_goal = 1e5, .limit_is = "steps of 10 s; the original runs 114 a second"}};
}

}  // namespace haze::tools
