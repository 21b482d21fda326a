// `haze bench`: figures beside their limits.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/bench/physics.h"
#include "tools/cli/bench_match.h"
#include "tools/cli/bench_store.h"
#include "tools/cli/bench_tournament.h"
#include "tools/cli/command.h"

namespace haze::tools {
namespace {

struct BenchCommandOptions {
  bool json = false;
  BenchOptions bench;
  int seeds = 100;      ///< of bench tournament
  int matches = 4;      ///< of bench match
  int stored = 3200;    ///< of bench store
};

nlohmann::ordered_json OrNull(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

std::string Number(const std::optional<double>& value) { return value ? fmt::format("{:.3g}", *value) : "-"; }

int Print(const std::string& bench, const std::vector<Figure>& figures, bool json) {
  if (json) {
    nlohmann::ordered_json out;
    out["bench"] = bench;
    out["figures"] = nlohmann::ordered_json::array();
    for (const Figure& figure : figures) {
      out["figures"].push_back({{"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}, {"limit", OrNull(figure.limit)},
                                {"ratio", OrNull(figure.ratio)}, {"goal", OrNull(figure.goal)}, {"value_goal", OrNull(figure.value_goal)}, {"limit_is", figure.limit_is}});
    }
    fmt::print("{}\n", out.dump());
    return kExitDone;
  }
  fmt::print("{:<26} {:>10} {:<17} {:>10} {:>7} {:>6} {:>10}\n", "figure", "value", "unit", "limit", "ratio", "goal", "value goal");
  for (const Figure& figure : figures) {
    fmt::print("{:<26} {:>10.3g} {:<17} {:>10} {:>7} {:>6} {:>10}{}\n", figure.name, figure.value, figure.unit, Number(figure.limit), Number(figure.ratio),
               Number(figure.goal), Number(figure.value_goal), figure.ratio && figure.goal && *figure.ratio < *figure.goal ? "  below its goal" : "");
  }
  fmt::print("Limits, measured in the same run:\n");
  for (const Figure& figure : figures) fmt::print("  {:<26} {}\n", figure.name, figure.limit_is);
  return kExitDone;
}

}  // namespace

void AddBenchCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<BenchCommandOptions>();
  CLI::App* command = app.add_subcommand("bench", "Figures beside their limits, measured in the same run");
  command->require_subcommand(1);
  CLI::App* physics = command->add_subcommand("physics", "The dynamics: orbits in batches and alone, SGP4, Lambert's problem, forces, threads");
  physics->add_flag("--json", options->json, "One JSON object");
  physics->add_option("--rounds", options->bench.rounds, "Rounds in which figure and limit take turns; their medians count")->check(CLI::Range(1, 1000))->capture_default_str();
  physics->add_option("--round-s", options->bench.seconds, "Seconds that each takes in a round")->check(CLI::Range(1e-4, 60.0))->capture_default_str();
  physics->footer(
      "Example:\n  haze bench physics\nRatios are the gates, values are notes: they move with the machine. Per-core figures run on one processor and count its time in this "
      "program only; the threads take the clock on the wall, and want an idle machine.");
  CLI::App* tournament = command->add_subcommand("tournament", "A tournament beside its matches: two jobs, the runner's cost, agents as processes");
  tournament->add_flag("--json", options->json, "One JSON object");
  tournament->add_option("--seeds", options->seeds, "Seed pairs that are played")->check(CLI::Range(1, 100000))->capture_default_str();
  tournament->footer("Example:\n  haze bench tournament\nBy the clock on the wall: it wants an idle machine.");
  tournament->callback([options, &result] { result.exit_code = Print("tournament", BenchTournament(options->seeds), options->json); });
  CLI::App* match = command->add_subcommand("match", "Whole matches in-process: victus_haze and the AFRL inspection task");
  match->add_flag("--json", options->json, "One JSON object");
  match->add_option("--seeds", options->matches, "Matches of victus_haze; ten times as many of the task")->check(CLI::Range(1, 1000))->capture_default_str();
  match->footer("Example:\n  haze bench match\nProcessor time of one thread.");
  match->callback([options, &result] { result.exit_code = Print("match", BenchMatch(options->matches), options->json); });
  CLI::App* kept = command->add_subcommand("store", "What keeping matches costs: bytes, time, merging 16 shards");
  kept->add_flag("--json", options->json, "One JSON object");
  kept->add_option("--matches", options->stored, "In the shards together")->check(CLI::Range(16, 1000000))->capture_default_str();
  kept->footer("Example:\n  haze bench store");
  kept->callback([options, &result] { result.exit_code = Print("store", BenchStore(options->stored), options->json); });
  physics->callback([options, &result] { result.exit_code = Print("physics", BenchPhysics(options->bench), options->json); });
}

}  // namespace haze::tools
