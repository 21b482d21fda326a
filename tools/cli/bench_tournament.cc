#include "tools/cli/bench_tournament.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "arbiter/store/store.h"
#include "tools/cli/line_up.h"
#include "tools/cli/version.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/read_specification.h"
#include "tools/tournament/registration.h"
#include "tools/tournament/runner.h"

namespace haze::tools {
namespace {

namespace fs = std::filesystem;

constexpr int kTurns = 5;

// A folder that goes with its owner.
class Scratch {
 public:
  Scratch() : path_(fs::temp_directory_path() / fmt::format("haze-bench-{}", getpid())) { fs::create_directories(path_); }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  fs::path path_;
};

// Two entries that play the same, in a quarter of an hour of encore: some five milliseconds a match. With `program`, the inspector is a process of its own.
SpecificationResult Specify(const fs::path& folder, const std::string& name, int seeds, bool program) {
  std::ofstream(folder / "hour.yaml") << "base: encore\nname: hour\nduration_s: 900\n";
  std::string player = "roles: {inspector: direct, target: passive}";
  if (program) {
    const fs::path agent = folder / "agent";
    fs::create_directories(agent);
    std::ofstream(agent / "agent.yaml") << "name: process\nversion: \"1\"\nroles:\n  inspector: exec '" << fs::read_symlink("/proc/self/exe").string() << "' agent run inspector/direct\n";
    player = "path: agent";
  }
  const fs::path path = folder / (name + ".yaml");
  std::ofstream(path) << "name: " << name << "\nentries:\n  - {name: a, " << player << "}\n  - {name: b, roles: {inspector: direct, target: sunlock}}\nscenarios: [hour.yaml]\nseeds: " << seeds
                      << "\nkeep: decisions\n";
  return ReadSpecification(path.string(), Ships, std::string(kVersion));
}

// Of all threads: the runner works beside the worker, which a wall clock would not show while a processor is free.
double ProcessorSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

struct Timed {
  double wall = 0.0, processor = 0.0;
  long matches = 0;
};

Timed Run(const SpecificationResult& specification, const fs::path& db, int jobs) {
  store::Store store(db.string());
  const Registration registration = Register(specification, store, "bench");
  RunOptions options;
  options.jobs = jobs;
  options.haze_version = std::string(kVersion);
  options.factory = LocalPolicies;
  const double begin = WallSeconds(), spent = ProcessorSeconds();
  const RunOutcome outcome = RunTournament(specification, registration.secret, store, options);
  const Timed timed{.wall = WallSeconds() - begin, .processor = ProcessorSeconds() - spent, .matches = outcome.played};
  store.Close();
  return timed;
}

// The same games on this thread, without a store.
Timed Alone(const SpecificationResult& specification) {
  const ScenarioSource& source = specification.scenarios.front();
  Timed timed;
  const double begin = WallSeconds(), spent = ProcessorSeconds();
  for (int seed = 1; seed <= specification.specification.seeds; ++seed) {
    for (const int half : {0, 1}) {
      const Game game{.round = 0, .scenario = 0, .seed = seed, .first = 0, .second = 1, .half = half};
      PlayRequest request{.scenario = source.scenario, .tables = source.tables, .astronomy_text = source.astronomy_text};
      request.line_up = LineUpOf(specification.specification, *source.scenario, game);
      request.key = MakeMatchKey("bench", source.scenario->hash, seed);
      request.seed = seed;
      PlayInProcess(request, LocalPolicies);
      ++timed.matches;
    }
  }
  timed.wall = WallSeconds() - begin;
  timed.processor = ProcessorSeconds() - spent;
  return timed;
}

}  // namespace

std::vector<Figure> BenchTournament(int seeds) {
  const Scratch scratch;
  const SpecificationResult shipped = Specify(scratch.path_, "shipped", seeds, false);
  const SpecificationResult processes = Specify(scratch.path_, "processes", std::max(1, seeds / 8), true);
  for (const SpecificationResult* one : {&shipped, &processes}) {
    if (!one->errors.empty()) throw std::runtime_error(one->errors.front());
  }
  // In turns, and the best of each: what else the machine does, and how fast it happens to run, would be taken for the runner's doing.
  Timed alone, one, two;
  const auto best = [](Timed& so_far, const Timed& now) {
    so_far.wall = so_far.matches == 0 ? now.wall : std::min(so_far.wall, now.wall);
    so_far.processor = so_far.matches == 0 ? now.processor : std::min(so_far.processor, now.processor);
    so_far.matches = now.matches;
  };
  for (int turn = 0; turn < kTurns; ++turn) {
    best(alone, Alone(shipped));
    best(one, Run(shipped, scratch.path_ / fmt::format("one{}.db", turn), 1));
    best(two, Run(shipped, scratch.path_ / fmt::format("two{}.db", turn), 2));
  }
  const Timed agents = Run(processes, scratch.path_ / "agents.db", 1);
  const double match = alone.wall / static_cast<double>(alone.matches);
  const double two_rate = static_cast<double>(two.matches) / two.wall, possible = 2.0 / match;
  const double overhead = 1e3 * (one.processor / static_cast<double>(one.matches) - alone.processor / static_cast<double>(alone.matches));
  const double start = 1e3 * (agents.wall / static_cast<double>(agents.matches) - match);
  return {{.name = "matches_jobs_2", .value = two_rate, .unit = "matches/s", .limit = possible, .ratio = two_rate / possible, .goal = 0.9, .value_goal = {},
           .limit_is = fmt::format("two processors over the time of a match in-process without a store, {:.2f} ms; wants an idle machine", 1e3 * match)},
          {.name = "runner_overhead", .value = overhead, .unit = "ms/match", .limit = 1.0, .ratio = overhead > 0.0 ? 1.0 / overhead : 1000.0, .goal = 1.0, .value_goal = {},
           .limit_is = "a millisecond of processor time: schedule, rows, record and commit of a match, with --jobs 1"},
          {.name = "agents_as_processes", .value = start, .unit = "ms/match", .limit = {}, .ratio = {}, .goal = {}, .value_goal = {},
           .limit_is = "no limit: what a match costs more where one entry is a program: fork, exec, session, turns over a unix socket"}};
}

}  // namespace haze::tools
