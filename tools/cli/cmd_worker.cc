// `haze worker` and `haze merge`: one shard of a tournament, and shards brought together.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "arbiter/store/fault.h"
#include "arbiter/store/merge.h"
#include "arbiter/store/tally.h"
#include "arbiter/store/verify.h"
#include "tools/cli/command.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/line_up.h"
#include "tools/cli/output.h"
#include "tools/cli/tournament_files.h"
#include "tools/cli/version.h"
#include "tools/tournament/registration.h"
#include "tools/tournament/resimulate.h"
#include "tools/tournament/runner.h"

namespace haze::tools {
namespace {

namespace fs = std::filesystem;

constexpr int kExitAgain = 75;
constexpr std::size_t kSampleAtLeast = 100;

struct WorkerOptions {
  std::string specification, shard, output, secret_file, target;
  std::vector<std::string> shards;
  unsigned jobs = 1;
  bool no_check = false;
};

int Work(const WorkerOptions& options) {
  int index = 0, count = 0;
  if (std::sscanf(options.shard.c_str(), "%d/%d", &index, &count) != 2 || index < 1 || index > count) {
    return Complain("--shard is \"" + options.shard + "\"; expected: I/N with 1 <= I <= N", kExitUsage);
  }
  if (fs::exists(options.output)) {
    fmt::print(stderr, "{} is there already\n", options.output);
    return kExitDone;
  }
  const SpecificationResult specification = ReadTournament(options.specification);
  if (!specification.errors.empty()) return kExitUsage;
  if (specification.specification.format != Format::kRoundRobin && specification.specification.format != Format::kGauntlet) {
    return Complain("only a round robin and a gauntlet can be dealt out in shards: the rounds of other formats follow from one another", kExitUsage);
  }
  std::string error;
  const std::string secret = ReadSecret(options.secret_file, error);
  if (!error.empty()) return Complain(error, kExitUsage);

  CatchInterrupts();
  // Written on this node's own disk, closed, copied under a temporary name, then renamed: a shard is there whole or not at all.
  const fs::path local = fs::temp_directory_path() / fmt::format("haze-shard-{}-{}.db", index, getpid());
  RunOutcome outcome;
  try {
    store::Store store(local.string());
    const Registration registration = Register(specification, store, secret);
    RunOptions run;
    run.jobs = static_cast<int>(std::max(1u, options.jobs));
    run.haze_version = std::string(kVersion);
    run.factory = LocalPolicies;
    run.interrupted = Interrupted;
    run.shard = index - 1;
    run.shards = count;
    outcome = RunTournament(specification, registration.secret, store, run);
    store.Close();
  } catch (const store::StoreFault& fault) {
    fs::remove(local);
    return Complain(fault.what(), kExitAgain);
  }
  std::error_code code;
  if (outcome.interrupted || !outcome.error.empty()) {
    fs::remove(local, code);
    return outcome.interrupted ? kExitInterrupted : Complain(outcome.error, kExitAgain);
  }
  const std::string part = fmt::format("{}.part-{}", options.output, getpid());
  fs::copy_file(local, part, fs::copy_options::overwrite_existing, code);
  if (!code && fs::file_size(part) != fs::file_size(local)) code = std::make_error_code(std::errc::io_error);
  if (!code) fs::rename(part, options.output, code);
  std::error_code ignored;
  fs::remove(local, ignored);
  if (code) {
    fs::remove(part, ignored);
    return Complain(options.output + ": " + code.message(), kExitAgain);
  }
  fmt::print(stderr, "shard {} of {}: {} games\n", index, count, outcome.played);
  return outcome.unplayed > 0 ? kExitIncomplete : kExitDone;
}

}  // namespace

std::string MergeShards(store::Store& store, const std::string& tournament, const std::vector<std::string>& shards, bool check) {
  long added = 0, known = 0;
  for (const std::string& path : shards) {
    if (check) {
      // 1 % of the shard, at least a hundred matches, played again here.
      store::Reader reader(path);
      std::vector<std::string> ids = reader.FinishedIds();
      std::mt19937_64 draw(std::random_device{}());
      std::shuffle(ids.begin(), ids.end(), draw);
      ids.resize(std::min(ids.size(), std::max(kSampleAtLeast, ids.size() / 100)));
      const std::string strays = reader.database().Ask("PRAGMA foreign_key_check");
      if (!strays.empty()) return path + ": rows of " + strays + " belong to nothing";
      for (const std::string& problem : store::CompareTallies(reader.database())) return path + ": " + problem;
      const store::VerifyReport report = store::Verify(reader, ids, Resimulate);
      if (!report.problems.empty()) return path + ": match " + report.problems.front().match_id.substr(0, 8) + ": " + report.problems.front().what;
    }
    const store::MergeReport report = store::MergeShard(store, path, tournament, std::string(kVersion));
    if (!report.error.empty()) return report.error;
    added += report.added;
    known += report.known;
  }
  fmt::print(stderr, "{} shards: {} matches added, {} were there\n", shards.size(), added, known);
  return {};
}

namespace {

int Merge(const WorkerOptions& options) {
  store::Store store(options.target);
  std::string name;
  for (const std::string& path : options.shards) {
    store::Reader reader(path);
    for (const store::TournamentRow& row : store::Tournaments(reader.database())) {
      if (!name.empty() && name != row.tournament) return Complain(path + " belongs to " + row.tournament + ", not to " + name, kExitUsage);
      name = row.tournament;
      const std::vector<store::TournamentRow> known = store::Tournaments(store.database());
      if (std::none_of(known.begin(), known.end(), [&](const store::TournamentRow& each) { return each.tournament == name; })) {
        store.AddTournament(row, store::Entries(reader.database(), name));
      }
    }
  }
  const std::string error = MergeShards(store, name, options.shards, !options.no_check);
  if (!error.empty()) return Complain(error, kExitNo);
  store.Close();
  return kExitDone;
}

}  // namespace

void AddWorkerCommands(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<WorkerOptions>();
  CLI::App* worker = app.add_subcommand("worker", "Play one shard of a tournament into a store of its own");
  worker->add_option("SPEC", options->specification, "A specification, or the name of a shipped one")->required();
  worker->add_option("--shard", options->shard, "I/N: the I-th of N")->required();
  worker->add_option("-o,--output", options->output, "The shard's store; it appears when it is complete")->required();
  worker->add_option("--jobs", options->jobs, "Matches at once")->capture_default_str();
  worker->add_option("--secret-file", options->secret_file, "The tournament's master secret")->required();
  worker->footer("Example:\n  haze worker quick --shard 1/4 --secret-file secret -o shard-1.db\nExit code 75: try again, which RequeueExit=75 makes Slurm do.");
  worker->callback([options, &result] { result.exit_code = Work(*options); });

  CLI::App* merge = app.add_subcommand("merge", "Bring shards together; the same shard twice changes nothing");
  merge->add_option("-o,--output", options->target, "The tournament's store")->required();
  merge->add_option("SHARD", options->shards, "Stores that haze worker wrote")->required();
  merge->add_flag("--no-check", options->no_check, "Do not play a sample of each shard again");
  merge->footer("Example:\n  haze merge -o quick.db shard-*.db");
  merge->callback([options, &result] { result.exit_code = Merge(*options); });
}

}  // namespace haze::tools
