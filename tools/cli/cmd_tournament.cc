// `haze tournament`: run (and resume), table, status, init, add.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/store/fault.h"
#include "arbiter/store/query.h"
#include "scenarios/load.h"
#include "tools/cli/command.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/line_up.h"
#include "tools/cli/output.h"
#include "tools/cli/sandbox_option.h"
#include "tools/cli/tournament_files.h"
#include "tools/cli/tournament_table.h"
#include "tools/cli/version.h"
#include "tools/tournament/registration.h"
#include "tools/tournament/runner.h"
#include "tools/tournament/schedule.h"
#include "tools/tournament/slurm.h"

namespace haze::tools {

std::string PathOfSpecification(const std::string& given) {
  if (std::filesystem::exists(given)) return given;
  const std::filesystem::path shipped = std::filesystem::path(scenarios::ScenarioFolder()) / "tournaments" / (given.ends_with(".yaml") ? given : given + ".yaml");
  return std::filesystem::exists(shipped) ? shipped.string() : given;
}

SpecificationResult ReadTournament(const std::string& given) {
  SpecificationResult result = ReadSpecification(PathOfSpecification(given), Ships, std::string(kVersion));
  for (const std::string& error : result.errors) fmt::print(stderr, "{}\n", Printable(error));
  return result;
}

std::string ReadSecret(const std::string& path, std::string& error) {
  if (path.empty()) return {};
  std::ifstream file(path);
  std::string secret((std::istreambuf_iterator<char>(file)), {});
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.empty()) error = "--secret-file " + path + " cannot be read, or is empty";
  return secret;
}

namespace {

using nlohmann::ordered_json;

struct TournamentOptions {
  std::string specification, db, secret_file, events, executor = "local", entry, name;
  unsigned jobs = 0;
  int shards = 0;
  std::vector<std::string> sbatch;
  bool dry_run = false, json = false, audit = false;
  SandboxOption sandbox;
};

std::string Span(double seconds) {
  if (seconds < 90.0) return fmt::format("{:.0f} s", seconds);
  if (seconds < 5400.0) return fmt::format("{:.0f} min", seconds / 60.0);
  return fmt::format("{:.1f} h", seconds / 3600.0);
}

// One probe match of each scenario says what the rest will take.
struct Expectation {
  double seconds = 0.0, bytes = 0.0;
};
Expectation Expect(const SpecificationResult& specification, const std::vector<Game>& games) {
  std::vector<Expectation> each(specification.scenarios.size());
  std::vector<bool> probed(each.size(), false);
  Expectation sum;
  for (const Game& game : games) {
    const auto i = static_cast<std::size_t>(game.scenario);
    if (!probed[i]) {
      const ScenarioSource& source = specification.scenarios[i];
      PlayRequest request{.scenario = source.scenario, .tables = source.tables, .astronomy_text = source.astronomy_text};
      request.line_up = LineUpOf(specification.specification, *source.scenario, game);
      for (std::size_t s = 0; s < request.line_up.size(); ++s) {
        if (!request.line_up[s].command.empty()) request.line_up[s].policy = source.scenario->seats[s].policy;
      }
      store::MatchRows rows = RowsAtBeginning(request, kVersion);
      rows.attempt.keep = specification.settings.keep;
      const Played played = PlayInProcess(request, LocalPolicies);
      FillEnd(played, *source.scenario, rows);
      each[i] = {.seconds = played.wall_s, .bytes = 4000.0 + static_cast<double>(rows.record.size()) + 120.0 * static_cast<double>(rows.facts.size())};
      probed[i] = true;
    }
    sum.seconds += each[i].seconds;
    sum.bytes += each[i].bytes;
  }
  return sum;
}

int DryRun(const TournamentOptions& options, const SpecificationResult& specification, const std::string& secret) {
  const std::optional<std::vector<std::pair<int, int>>> pairings = Pairings(specification.specification, secret, 0, {});
  const std::vector<Game> games = pairings ? GamesOf(specification.specification, 0, *pairings) : std::vector<Game>();
  const int rounds = std::max(1, specification.specification.rounds);
  const Expectation expected = Expect(specification, games);
  const unsigned jobs = std::max(1u, options.jobs);
  const auto name = [&](int i) { return specification.specification.entries[static_cast<std::size_t>(i)].name; };
  if (options.json) {
    ordered_json out;
    out["tournament"] = specification.specification.name;
    out["games_a_round"] = games.size();
    out["rounds"] = rounds;
    out["expected_s"] = expected.seconds * rounds / jobs;
    out["expected_bytes"] = expected.bytes * rounds;
    out["commitment_sha256"] = secret.empty() ? ordered_json(nullptr) : ordered_json(CommitmentOf(secret));
    for (const Game& game : games) {
      out["games"].push_back({{"round", game.round}, {"scenario", specification.specification.scenarios[static_cast<std::size_t>(game.scenario)].name}, {"seed", game.seed},
                              {"first", name(game.first)}, {"second", name(game.second)}, {"half", game.half}});
    }
    fmt::print("{}\n", out.dump());
    return kExitDone;
  }
  fmt::print("{}: {} entries, {} games a round, {} round{}\n", specification.specification.name, specification.specification.entries.size(), games.size(), rounds,
             rounds == 1 ? "" : "s");
  for (const auto& [first, second] : pairings.value_or(std::vector<std::pair<int, int>>())) fmt::print("  {} : {}\n", Printable(name(first)), Printable(name(second)));
  for (const ScenarioRef& scenario : specification.specification.scenarios) {
    fmt::print("  each in {}{}, {} seeds, sides swapped\n", scenario.name, scenario.one_sided ? " (one side alone)" : "", specification.specification.seeds);
  }
  fmt::print("expected: {} with --jobs {}, {:.1f} MB in the store (from one match of each scenario, played here just now)\n", Span(expected.seconds * rounds / jobs), jobs,
             expected.bytes * rounds / 1e6);
  fmt::print("commitment: {}\n", secret.empty() ? "the secret is drawn when the tournament begins" : CommitmentOf(secret));
  return kExitDone;
}

// A line that is drawn over on a terminal.
class Progress {
 public:
  explicit Progress(bool shown) : shown_(shown), began_(std::chrono::steady_clock::now()) {}
  ~Progress() { Clear(); }
  void Draw(long done, long before, long planned) {
    if (!shown_) return;
    const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    const double rate = static_cast<double>(done - before) / std::max(elapsed, 1e-3);
    const int filled = planned > 0 ? static_cast<int>(30 * done / planned) : 30;
    fmt::print(stderr, "\r[{:<30}] {}/{}  {:.1f} matches/s  {} left \x1b[K", std::string(static_cast<std::size_t>(filled), '#'), done, planned, rate,
               rate > 0.0 ? Span(static_cast<double>(planned - done) / rate) : "?");
    drawn_ = true;
  }
  void Clear() {
    if (drawn_) fmt::print(stderr, "\r\x1b[K");
    drawn_ = false;
  }

 private:
  bool shown_, drawn_ = false;
  std::chrono::steady_clock::time_point began_;
};

ordered_json EventJson(const MatchEvent& event) {
  const store::AttemptRow& attempt = event.rows.attempt;
  ordered_json out = {{"event", attempt.counted ? "match" : "void"}, {"match_id", attempt.match_id}, {"identity", attempt.identity}, {"scenario", attempt.scenario},
                      {"round", event.rows.game->round}, {"first", event.rows.game->first}, {"second", event.rows.game->second}, {"half", event.rows.game->half},
                      {"result", attempt.result}, {"winner", attempt.winner}, {"seat_at_fault", attempt.seat_at_fault}, {"reason", attempt.reason},
                      {"wall_s", attempt.wall_s.value_or(0.0)}, {"done", event.done}, {"planned", event.planned}};
  return out;
}

// Deals the games out to a cluster and brings the shards home.
int OnSlurm(const TournamentOptions& options, const SpecificationResult& specification, const std::string& secret, store::Store& store) {
  namespace fs = std::filesystem;
  const std::optional<std::vector<std::pair<int, int>>> pairings = Pairings(specification.specification, secret, 0, {});
  const std::vector<Game> games = pairings ? GamesOf(specification.specification, 0, *pairings) : std::vector<Game>();
  SlurmOptions slurm;
  slurm.program = fs::read_symlink("/proc/self/exe").string();
  slurm.specification = fs::absolute(PathOfSpecification(options.specification)).string();
  slurm.folder = fs::absolute(options.db + ".shards").string();
  fs::create_directories(slurm.folder);
  slurm.secret_file = slurm.folder + "/secret";
  std::ofstream(slurm.secret_file) << "";
  fs::permissions(slurm.secret_file, fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(slurm.secret_file) << secret << "\n";
  slurm.jobs = static_cast<int>(std::max(1u, options.jobs));
  // Slurm starts a few tasks a second: a shard is worth it from half a minute of work on.
  constexpr double kShardSeconds = 45.0;
  slurm.shards = options.shards > 0 ? options.shards : std::max(1, static_cast<int>(Expect(specification, games).seconds / slurm.jobs / kShardSeconds + 0.5));
  slurm.shards = std::min(slurm.shards, std::max(1, static_cast<int>(games.size() / 2)));
  slurm.sbatch = options.sbatch;
  slurm.interrupted = Interrupted;
  Progress progress(StderrIsTerminal());
  slurm.on_tick = [&](int done, int shards) { progress.Draw(done, 0, shards); };
  std::ofstream(slurm.folder + "/kubernetes.yaml") << KubernetesJob(slurm, "haze:" + std::string(kVersion));
  fmt::print(stderr, "{} shards in {}\n", slurm.shards, slurm.folder);
  const SlurmOutcome outcome = RunOnSlurm(slurm);
  progress.Clear();
  if (outcome.interrupted) return kExitInterrupted;
  const std::string error = MergeShards(store, specification.specification.name, outcome.shards, true);
  if (!error.empty()) return Complain(error, kExitNo);
  if (!outcome.error.empty()) return Complain(outcome.error, kExitIncomplete);
  return kExitDone;
}

int RunIt(TournamentOptions& options) {
  if (options.executor != "local" && options.executor != "slurm") return Complain("--executor is " + options.executor + "; allowed: local, slurm", kExitUsage);
  const SpecificationResult specification = ReadTournament(options.specification);
  if (!specification.errors.empty()) return kExitUsage;
  std::string error;
  const std::string given = ReadSecret(options.secret_file, error);
  if (!error.empty()) return Complain(error, kExitUsage);
  if (options.dry_run) return DryRun(options, specification, given);
  if (options.executor != "local" && options.sandbox.mode != "off") return Complain("--sandbox is for --executor local; tasks of Slurm are bounded by Slurm", kExitUsage);
  if (const int code = TakeSandbox(options.sandbox); code != kExitDone) return code;

  CatchInterrupts();
  store::Store store(options.db);
  const Registration registration = Register(specification, store, given);
  for (const std::string& difference : registration.errors) Complain(difference, kExitUsage);
  if (!registration.errors.empty()) return kExitUsage;
  fmt::print(stderr, "{} {}: commitment {}\n", registration.known ? "going on with" : "beginning", specification.specification.name, CommitmentOf(registration.secret));

  if (options.executor == "slurm") {
    const int code = OnSlurm(options, specification, registration.secret, store);
    if (code != kExitDone) return code;
    // What the shards brought is complete, or the rest is played here.
  }

  std::ofstream events;
  if (!options.events.empty() && options.events != "-") events.open(options.events, std::ios::app);
  Progress progress(StderrIsTerminal());
  long before = -1;
  RunOptions run;
  run.jobs = static_cast<int>(options.jobs > 0 ? options.jobs : std::max(1u, std::thread::hardware_concurrency()));
  run.haze_version = std::string(kVersion);
  run.sandbox = options.sandbox.sandbox;
  run.limits = options.sandbox.limits;
  run.factory = LocalPolicies;
  run.interrupted = Interrupted;
  run.on_match = [&](const MatchEvent& event) {
    if (options.events.empty()) return;
    const std::string line = EventJson(event).dump() + "\n";
    if (options.events == "-") {
      fmt::print("{}", line);
    } else {
      events << line << std::flush;
    }
  };
  run.on_tick = [&](long done, long planned) {
    if (before < 0) before = done;
    progress.Draw(done, before, planned);
  };
  const RunOutcome outcome = RunTournament(specification, registration.secret, store, run);
  progress.Clear();
  if (!outcome.error.empty()) return Complain(outcome.error, kExitIncomplete);
  if (outcome.complete) {
    store::TournamentRow row{.tournament = specification.specification.name, .specification = specification.text, .complete = true};
    store.UpdateTournament(row, {});
  }
  store.Close();
  fmt::print(stderr, "{} games of {}: {} were there, {} played now{}\n", outcome.before + outcome.played, outcome.planned, outcome.before, outcome.played,
             outcome.unplayed > 0 ? fmt::format(", {} void too often and left unplayed", outcome.unplayed) : "");
  if (outcome.interrupted) {
    fmt::print(stderr, "interrupted; the same command goes on\n");
    return kExitInterrupted;
  }
  if (options.events != "-") TournamentTable(options.db, specification.specification.name, options.json, false);
  return outcome.complete ? kExitDone : kExitIncomplete;
}

constexpr const char* kTemplate = R"(# A tournament: haze tournament run {}
name: my tournament
entries:
  - name: direct
    roles: {{inspector: direct, target: passive}}
  - name: sunlock
    roles: {{inspector: direct, target: sunlock}}
  # - path: ./my_agent        # a directory with agent.yaml, a packed agent or a program
scenarios: [encore]
seeds: 8                      # seed pairs of each pairing and scenario; sides are swapped within a pair
format: round_robin
keep: decisions
)";

int Init(const TournamentOptions& options) {
  const std::string path = options.specification.empty() ? "tournament.yaml" : options.specification;
  if (std::filesystem::exists(path)) return Complain(path + " is there already", kExitUsage);
  std::ofstream file(path);
  file << fmt::format(kTemplate, path);
  file.close();
  if (!file) return Complain(path + " cannot be written", kExitUsage);
  fmt::print("{} written; next: haze tournament run {}\n", path, path);
  return kExitDone;
}

// Appends the entry to the list in the file, whatever else stands there.
int Add(const TournamentOptions& options) {
  std::ifstream in(options.specification);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const std::size_t list = ("\n" + text).find("\nentries:");
  if (text.empty() || list == std::string::npos) return Complain(options.specification + " has no list of entries", kExitUsage);
  std::size_t end = text.find('\n', list) + 1;
  while (end < text.size() && (text[end] == ' ' || text[end] == '#' || text[end] == '\n' || text[end] == '-')) end = text.find('\n', end) == std::string::npos ? text.size() : text.find('\n', end) + 1;
  text.insert(end, "  - path: \"" + options.entry + "\"\n");
  const std::string draft = options.specification + ".new.yaml";
  std::ofstream(draft) << text;
  const SpecificationResult result = ReadTournament(draft);
  if (!result.errors.empty()) {
    std::filesystem::remove(draft);
    return kExitUsage;
  }
  const Format format = result.specification.format;
  if (format == Format::kSwiss || format == Format::kKnockout) {
    std::filesystem::remove(draft);
    return Complain("whom an entry of a Swiss or knockout meets hangs on who takes part: a further one makes another tournament", kExitUsage);
  }
  std::filesystem::rename(draft, options.specification);
  fmt::print("{} takes part as \"{}\"\n", Printable(options.entry), Printable(result.specification.entries.back().name));
  return kExitDone;
}

}  // namespace

void AddTournamentCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<TournamentOptions>();
  CLI::App* command = app.add_subcommand("tournament", "Many matches between many entries: run, resume, tables");
  command->require_subcommand(1);

  CLI::App* run = command->add_subcommand("run", "Play what is missing; the same command resumes after anything");
  run->add_option("SPEC", options->specification, "A specification, or the name of a shipped one (quick)")->required();
  AddDbOption(*run, options->db);
  run->add_option("--jobs", options->jobs, "Matches at once; 0 = one for each processor. Changes no result")->capture_default_str();
  AddSandboxOption(*run, options->sandbox);
  run->add_option("--executor", options->executor, "local, or slurm: shards through sbatch, merged into the store")->capture_default_str();
  run->add_option("--shards", options->shards, "slurm: how many; 0 = so that each takes about 45 s")->capture_default_str();
  run->add_option("--sbatch", options->sbatch, "slurm: a further option of sbatch; repeatable")->type_name("OPTION")->allow_extra_args(false)->take_all();
  run->add_flag("--dry-run", options->dry_run, "Schedule, expected time and bytes, commitment; nothing is stored");
  run->add_option("--secret-file", options->secret_file, "The master secret, to repeat a tournament")->type_name("FILE");
  run->add_option("--events", options->events, "One JSON line for each match as it is committed; - = stdout")->type_name("FILE");
  run->add_flag("--json", options->json, "The table as one JSON object");
  run->footer("Example:\n  haze tournament run quick --jobs 2 --db quick.db\nExit code 0: complete; 6: some games stayed unplayed; 130: interrupted.");
  run->callback([options, &result] { result.exit_code = RunIt(*options); });

  // Options of its own for each: the environment's HAZE_DB is read for every subcommand, and would overrule what another was told.
  options = std::make_shared<TournamentOptions>();
  CLI::App* table = command->add_subcommand("table", "Standings with intervals, head to head, roles, forfeits, cycles, history by round");
  table->add_option("NAME", options->name, "Which tournament, where the store holds several");
  AddDbOption(*table, options->db);
  table->add_flag("--audit", options->audit, "Also entries that are the same program, and results between two owners that their other results do not explain");
  table->add_flag("--json", options->json, "One JSON object");
  table->footer("Example:\n  haze tournament table --db quick.db");
  table->callback([options, &result] { result.exit_code = TournamentTable(options->db, options->name, options->json, options->audit); });

  options = std::make_shared<TournamentOptions>();
  CLI::App* status = command->add_subcommand("status", "How far each tournament of a store is");
  AddDbOption(*status, options->db);
  status->add_flag("--json", options->json, "One JSON array");
  status->callback([options, &result] { result.exit_code = TournamentStatus(options->db, options->json); });

  options = std::make_shared<TournamentOptions>();
  CLI::App* init = command->add_subcommand("init", "Write a specification to start from");
  init->add_option("FILE", options->specification, "Default tournament.yaml");
  init->callback([options, &result] { result.exit_code = Init(*options); });

  CLI::App* add = command->add_subcommand("add", "Add an entry to a specification; its next run plays only the new games");
  add->add_option("SPEC", options->specification, "The specification's file")->required();
  add->add_option("ENTRY", options->entry, "A directory with agent.yaml, a packed agent or a program")->required();
  add->callback([options, &result] { result.exit_code = Add(*options); });
}

}  // namespace haze::tools
