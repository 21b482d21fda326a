// `haze signature`: one number over a fixed suite; it changes when any match of the suite does.
#include <atomic>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/store/rows.h"
#include "arbiter/store/sha256.h"
#include "tools/cli/command.h"
#include "tools/cli/line_up.h"
#include "tools/cli/output.h"
#include "tools/tournament/scenario_source.h"
#include "tools/tournament/match_key.h"

namespace haze::tools {
namespace {

struct SignatureOptions {
  bool json = false;
  unsigned jobs = 0;
};

struct SuiteMatch {
  std::string scenario;
  std::int64_t seed = 0;
  std::string digest;  ///< or what went wrong
};

// Every shipped default line-up, three seeds each. Changing the suite changes every signature.
constexpr const char* kScenarios[] = {"encore", "victus_haze"};
constexpr std::int64_t kSeeds = 3;

int Run(const SignatureOptions& options) {
  std::vector<ScenarioSource> sources;
  std::vector<SuiteMatch> suite;
  for (const char* name : kScenarios) {
    sources.push_back(LoadScenario(name, {}));
    for (const std::string& error : sources.back().errors) Complain(error, kExitUsage);
    if (!sources.back().errors.empty()) return kExitUsage;
    for (std::int64_t seed = 1; seed <= kSeeds; ++seed) suite.push_back({.scenario = name, .seed = seed, .digest = {}});
  }

  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < suite.size(); i = next++) {
      const ScenarioSource& source = sources[i / static_cast<std::size_t>(kSeeds)];
      PlayRequest request;
      request.scenario = source.scenario;
      request.tables = source.tables;
      request.line_up = MakeLineUp(*source.scenario, {}).seats;
      request.key = MakeMatchKey("", source.scenario->hash, suite[i].seed);
      request.seed = suite[i].seed;
      const Played played = PlayInProcess(request, LocalPolicies);
      suite[i].digest = played.error.empty() ? store::ToHex16(played.match->Digest()) : played.error;
    }
  };
  const unsigned jobs = options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::min<unsigned>(jobs, static_cast<unsigned>(suite.size())); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();

  std::string text;
  for (const SuiteMatch& match : suite) text += fmt::format("{} {} {}\n", match.scenario, match.seed, match.digest);
  const std::string signature = store::Sha256Hex(text).substr(0, 8);
  if (options.json) {
    nlohmann::ordered_json out;
    out["signature"] = signature;
    for (const SuiteMatch& match : suite) out["matches"].push_back({{"scenario", match.scenario}, {"seed", match.seed}, {"digest", match.digest}});
    fmt::print("{}\n", out.dump());
  } else {
    fmt::print(stderr, "{}", text);
    fmt::print("{}\n", signature);
  }
  return kExitDone;
}

}  // namespace

void AddSignatureCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<SignatureOptions>();
  CLI::App* command = app.add_subcommand("signature", "Play a fixed suite in-process and print one number");
  command->add_option("--jobs", options->jobs, "Matches at once; 0 = one for each processor. Changes no bit")->capture_default_str();
  command->add_flag("--json", options->json, "One JSON object with each match's digest");
  command->footer("Example:\n  haze signature\nCommit messages end with 'Signature: ' and this number, or with 'No functional change'.");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
