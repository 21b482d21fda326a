// `haze sprt NEW OLD`: is the new version better, in one line.
#include <algorithm>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/store/sha256.h"
#include "tools/cli/command.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/line_up.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"
#include "tools/tournament/entry.h"
#include "tools/tournament/registration.h"
#include "tools/tournament/runner.h"

namespace haze::tools {
namespace {

struct SprtOptions {
  std::string newer, older, scenario = "encore", db;
  double elo0 = 0.0, elo1 = 10.0, alpha = 0.05, beta = 0.05;
  int max_pairs = 20000;
  unsigned jobs = 0;
  bool json = false;
};

// A shipped policy ("target/sunlock") or an agent's path, under the name that the test gives it.
Entry EntryOf(const std::string& given, const std::string& name, std::string& error) {
  Entry entry;
  if (Ships(given)) {
    entry.roles[given.substr(0, given.find('/'))] = {.policy = given, .command = {}, .directory = {}};
    entry.content_sha256 = ShippedContent(entry.roles, std::string(kVersion));
    entry.version = std::string(kVersion);
  } else {
    const EntryResult loaded = LoadEntry(given);
    for (const std::string& each : loaded.errors) error += (error.empty() ? "" : "; ") + given + ": " + each;
    if (!loaded.errors.empty()) error += ", and no policy of that name ships (haze agent list)";
    entry = loaded.entry;
  }
  entry.name = name;
  return entry;
}

int Run(const SprtOptions& options) {
  if (!(options.elo1 > options.elo0)) return Complain(fmt::format("--elo1 is {}, --elo0 is {}; elo1 has to be larger", options.elo1, options.elo0), kExitUsage);
  std::string error;
  SpecificationResult all;
  Specification& specification = all.specification;
  specification.entries = {EntryOf(options.newer, "new", error), EntryOf(options.older, "old", error)};
  if (!error.empty()) return Complain(error, kExitUsage);
  if (specification.entries[0].content_sha256 == specification.entries[1].content_sha256) {
    return Complain("both are the same (content " + specification.entries[0].content_sha256.substr(0, 12) + ")", kExitUsage);
  }
  all.scenarios.push_back(LoadScenario(options.scenario, {}));
  for (const std::string& each : all.scenarios[0].errors) Complain(each, kExitUsage);
  if (!all.scenarios[0].errors.empty()) return kExitUsage;
  const scenarios::Scenario& scenario = *all.scenarios[0].scenario;
  specification.scenarios = {{.name = options.scenario, .hash = scenario.hash, .one_sided = scenarios::OneSided(scenario)}};
  for (const auto& [role, policy] : ShippedDefaults()) specification.defaults[role] = {.policy = role + "/" + policy, .command = {}, .directory = {}};
  specification.format = Format::kSprt;
  specification.sprt = {.elo0 = options.elo0, .elo1 = options.elo1, .alpha = options.alpha, .beta = options.beta};
  // Rounds of a hundred pairs: a round is prepared at once, and few are needed where the difference is plain.
  constexpr int kRound = 100;
  specification.seeds = std::min(kRound, options.max_pairs);
  specification.rounds = (options.max_pairs + specification.seeds - 1) / specification.seeds;
  all.settings.keep = store::Keep::kResults;
  all.text = fmt::format("name: sprt\nnew: {}\nold: {}\nscenario: {}\nelo0: {}\nelo1: {}\nalpha: {}\nbeta: {}\n", specification.entries[0].content_sha256,
                         specification.entries[1].content_sha256, scenario.hash, options.elo0, options.elo1, options.alpha, options.beta);
  // The same question again goes on where it stood.
  specification.name = "sprt " + store::Sha256Hex(all.text).substr(0, 12);

  CatchInterrupts();
  store::Store store(options.db);
  const Registration registration = Register(all, store, "");
  for (const std::string& each : registration.errors) Complain(each, kExitUsage);
  if (!registration.errors.empty()) return kExitUsage;
  RunOptions run;
  run.jobs = static_cast<int>(options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency()));
  run.haze_version = std::string(kVersion);
  run.factory = LocalPolicies;
  run.interrupted = Interrupted;
  const RunOutcome outcome = RunTournament(all, registration.secret, store, run);
  if (!outcome.error.empty()) return Complain(outcome.error, kExitIncomplete);
  const SprtState state = outcome.sprt.value_or(SprtState{});
  const SprtBounds bounds = BoundsOf(options.alpha, options.beta);
  const std::span<const double> counts(state.counts, 5);
  SprtEstimate estimate;
  bool estimated = false;
  if (state.units > 0) {
    if (const auto found = EstimateAfterSprt({.elo0 = options.elo0, .elo1 = options.elo1, .alpha = options.alpha, .beta = options.beta}, counts)) {
      estimate = *found;
      estimated = true;
    }
  }
  store.Close();
  const char* answer = state.verdict == SprtVerdict::kAcceptH1 ? "H1" : state.verdict == SprtVerdict::kAcceptH0 ? "H0" : "undecided";
  if (options.json) {
    nlohmann::ordered_json out = {{"verdict", answer}, {"pairs", state.units}, {"llr", state.llr}, {"llr_lower", bounds.lower}, {"llr_upper", bounds.upper}};
    out["counts"] = std::vector<double>(counts.begin(), counts.end());
    if (estimated) {
      out["elo"] = estimate.elo.estimate;
      out["elo_low"] = estimate.elo.low;
      out["elo_high"] = estimate.elo.high;
    }
    fmt::print("{}\n", out.dump());
  } else {
    fmt::print("{}: {} {} after {} pairs, LLR {:.2f} in ({:.2f}, {:.2f}){}\n", answer, options.newer,
               state.verdict == SprtVerdict::kAcceptH1 ? "is better" : state.verdict == SprtVerdict::kAcceptH0 ? "is not better" : "may be better", state.units, state.llr, bounds.lower,
               bounds.upper, estimated ? fmt::format(", Elo {:.0f} ({:.0f} to {:.0f})", estimate.elo.estimate, estimate.elo.low, estimate.elo.high) : "");
  }
  if (outcome.interrupted) return kExitInterrupted;
  return state.verdict == SprtVerdict::kAcceptH1 ? kExitDone : state.verdict == SprtVerdict::kAcceptH0 ? kExitNo : kExitIncomplete;
}

}  // namespace

void AddSprtCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<SprtOptions>();
  CLI::App* command = app.add_subcommand("sprt", "Is the new version better? Plays seed pairs until the answer is known");
  command->add_option("NEW", options->newer, "A shipped policy (inspector/direct), a directory with agent.yaml, a packed agent or a program")->required();
  command->add_option("OLD", options->older, "The same")->required();
  command->add_option("--scenario", options->scenario, "A shipped scenario or a file")->capture_default_str();
  command->add_option("--elo0", options->elo0, "Null hypothesis")->capture_default_str();
  command->add_option("--elo1", options->elo1, "Alternative")->capture_default_str();
  command->add_option("--alpha", options->alpha, "Probability of a wrong H1")->capture_default_str()->check(CLI::Range(1e-6, 0.499));
  command->add_option("--beta", options->beta, "Probability of a wrong H0")->capture_default_str()->check(CLI::Range(1e-6, 0.499));
  command->add_option("--max-pairs", options->max_pairs, "Give up undecided after so many")->capture_default_str()->check(CLI::Range(1, 10000000));
  command->add_option("--jobs", options->jobs, "Matches at once; 0 = one for each processor. Changes no verdict")->capture_default_str();
  AddDbOption(*command, options->db);
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  haze sprt ./my_agent inspector/direct --scenario encore --elo0 0 --elo1 10\nExit code 0: H1 (better); 1: H0; 6: undecided. The same command goes on.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
