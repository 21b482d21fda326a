// Plays a tournament on this machine.
#include "tools/tournament/runner.h"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "arbiter/store/query.h"
#include "arbiter/store/sha256.h"
#include "dynamics/assert.h"
#include "tools/tournament/agent_host.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/pair_results.h"
#include "tools/tournament/schedule.h"
#include "tools/tournament/utc_now.h"

namespace haze::tools {
namespace {

constexpr int kVoidAttempts = 3;  // after the first
constexpr double kAheadSeconds = 0.1, kMostAhead = 32.0;
constexpr std::chrono::milliseconds kTick{20};  // how long Ctrl-C may go unheard

bool AllShipped(const std::vector<SeatPlan>& line_up) {
  return std::all_of(line_up.begin(), line_up.end(), [](const SeatPlan& plan) { return plan.command.empty(); });
}

// One game on its way from the schedule to the store.
struct Job {
  PlayRequest request;
  store::MatchRows rows;
  Played played;
};

// Threads that play. Jobs go in and come out; nothing here touches the store.
class Workers {
 public:
  Workers(int count, const SeatsFactory& factory, AgentHost* host) : factory_(factory), host_(host) {
    for (int i = 0; i < count; ++i) threads_.emplace_back([this] { Work(); });
  }
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void Put(std::unique_ptr<Job> job) {
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(std::move(job));
    }
    work_.notify_one();
  }

  // The next finished job, or null after a while.
  std::unique_ptr<Job> Take(std::chrono::milliseconds limit) {
    std::unique_lock lock(mutex_);
    finished_.wait_for(lock, limit, [this] { return !done_.empty(); });
    if (done_.empty()) return nullptr;
    std::unique_ptr<Job> job = std::move(done_.front());
    done_.pop_front();
    return job;
  }

 private:
  void Work() {
    for (;;) {
      std::unique_ptr<Job> job;
      {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        job = std::move(waiting_.front());
        waiting_.pop_front();
      }
      job->played = job->request.transport == Transport::kInProcess ? PlayInProcess(job->request, factory_) : host_->Play(job->request);
      FillEnd(job->played, *job->request.scenario, job->rows);
      job->played.match.reset();
      {
        const std::lock_guard lock(mutex_);
        done_.push_back(std::move(job));
      }
      finished_.notify_one();
    }
  }

  const SeatsFactory& factory_;
  AgentHost* host_;
  std::mutex mutex_;
  std::condition_variable work_, finished_;
  std::deque<std::unique_ptr<Job>> waiting_, done_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

// The pairs that belong to one shard, dealt out in turn so that every shard has some of each length.
std::vector<Game> ShardOf(const std::vector<Game>& games, int shard, int shards) {
  if (shards <= 1) return games;
  std::vector<Game> out;
  for (std::size_t i = 0; i < games.size(); ++i) {
    if (static_cast<int>(i / 2 % static_cast<std::size_t>(shards)) == shard) out.push_back(games[i]);
  }
  return out;
}

class Run {
 public:
  Run(const SpecificationResult& specification, const std::string& secret, store::Store& store, const RunOptions& options)
      : all_(specification), specification_(specification.specification), secret_(secret), store_(store), options_(options) {
    for (const ScenarioSource& source : all_.scenarios) {
      store_.AddScenario(*source.scenario);
      if (source.scenario->astronomy) store_.AddAsset({source.scenario->astronomy->sha256, source.scenario->astronomy->file, source.astronomy_text});
    }
  }

  RunOutcome Go() {
    // Each match takes and gives back a few hundred KiB on every thread: giving them to the system each time costs more than the rest of the runner's books.
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
    mallopt(M_TOP_PAD, 4 << 20);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    RunOutcome outcome;
    bool needs_host = false;
    for (const Entry& entry : specification_.entries) {
      for (const auto& [role, player] : entry.roles) needs_host = needs_host || !player.command.empty();
    }
    std::unique_ptr<AgentHost> host;
    if (needs_host) {
      AgentHost::StartResult start = AgentHost::Start({.transport = Transport::kUnix, .matches_at_once = options_.jobs, .version = options_.haze_version, .sandbox = options_.sandbox, .limits = options_.limits});
      if (!start.host) return {.error = start.error};
      host = std::move(start.host);
    }
    Workers workers(options_.jobs, options_.factory, host.get());
    // Whoever leaves early, by Ctrl-C or because the store fails, leaves no match that the workers would still play to its end.
    const GiveUp give_up{stop_, host.get()};
    host_ = host.get();
    voids_ = store::VoidAttempts(store_.database(), specification_.name);
    outcome_ = &outcome;
    for (int round = 0;; ++round) {
      // Only a format that pairs by results reads them all.
      std::vector<PairResult> before;
      if (PairsByResults(specification_.format)) before = PairResults(all_, store::CountedGames(store_.database(), specification_.name));
      const std::optional<std::vector<std::pair<int, int>>> pairings = Pairings(specification_, secret_, round, before);
      if (!pairings) {
        outcome.complete = outcome.unplayed == 0;
        break;
      }
      PlayRound(ShardOf(GamesOf(specification_, round, *pairings), options_.shard, options_.shards), workers);
      if (specification_.format == Format::kSprt && Decided()) {
        outcome.complete = !outcome.interrupted;
        break;
      }
      if (outcome.interrupted) break;
      if (outcome.unplayed > 0) break;  // the next round would follow from incomplete results
    }
    return outcome;
  }

 private:
  struct GiveUp {
    std::atomic<bool>& stop;
    AgentHost* host;
    ~GiveUp() {
      if (host != nullptr) host->Abandon();
      stop = true;
    }
  };

  void PlayRound(const std::vector<Game>& games, Workers& workers) {
    const std::set<std::string> known = store::CountedIdentities(store_.database(), specification_.name);
    std::deque<Game> todo;
    for (const Game& game : games) {
      const std::string identity = Prepare(game)->rows.attempt.identity;
      ++outcome_->planned;
      if (known.contains(identity)) {
        ++outcome_->before;
      } else if (voids_[identity] > kVoidAttempts) {
        ++outcome_->unplayed;
      } else {
        todo.push_back(game);
      }
    }
    std::map<std::string, Game> in_play;
    while (!todo.empty() || !in_play.empty()) {
      if (options_.interrupted && options_.interrupted()) {
        if (!outcome_->interrupted && host_ != nullptr) host_->Abandon();
        stop_ = true;
        outcome_->interrupted = true;
        todo.clear();
      }
      Supply(todo, in_play, workers);
      std::unique_ptr<Job> job = workers.Take(kTick);
      if (options_.on_tick) options_.on_tick(outcome_->before + outcome_->played, outcome_->planned);
      if (job) {
        const std::string identity = job->rows.attempt.identity;
        const Game game = in_play[identity];
        playing_s_ += job->rows.attempt.wall_s.value_or(0.0);
        ++timed_;
        in_play.erase(identity);
        if (!Keep(std::move(job)) && !outcome_->interrupted) {
          if (++voids_[identity] > kVoidAttempts) {
            ++outcome_->unplayed;
          } else {
            todo.push_back(game);
          }
        }
      }
      store_.Poll();
      // Games that are in play end and count; the verdict reads only the prefix that decided.
      if (specification_.format == Format::kSprt && !todo.empty() && job && Decided()) todo.clear();
    }
    store_.Flush();
  }

  // Hands out games until every worker has one, and so many more that none waits for us while we write: what a worker plays in a tenth of a second. Handed out
  // many at a time, so that one commit does for all; long games are never handed out before their time.
  void Supply(std::deque<Game>& todo, std::map<std::string, Game>& in_play, Workers& workers) {
    const double each_s = timed_ > 0 ? playing_s_ / static_cast<double>(timed_) : 1.0;
    const auto jobs = static_cast<std::size_t>(options_.jobs);
    const auto ahead = static_cast<std::size_t>(static_cast<double>(jobs) * std::min(kMostAhead, kAheadSeconds / std::max(each_s, 1e-6)));
    if (todo.empty() || in_play.size() >= jobs + (ahead + 1) / 2) return;
    std::vector<std::unique_ptr<Job>> handed;
    std::vector<store::MatchRows*> rows;
    while (!todo.empty() && in_play.size() < jobs + ahead) {
      std::unique_ptr<Job> job = Prepare(todo.front());
      in_play[job->rows.attempt.identity] = todo.front();
      todo.pop_front();
      rows.push_back(&job->rows);
      handed.push_back(std::move(job));
    }
    store_.Begin(rows);
    for (std::unique_ptr<Job>& job : handed) workers.Put(std::move(job));
  }

  // Whether an SPRT has its verdict; looked at twice a second at most, since it reads the store.
  bool Decided() {
    const auto now = std::chrono::steady_clock::now();
    if (outcome_->sprt && outcome_->sprt->verdict == SprtVerdict::kContinue && now - looked_ < std::chrono::milliseconds(500) && outcome_->planned > outcome_->before + outcome_->played) {
      return false;
    }
    looked_ = now;
    store_.Flush();
    outcome_->sprt = SprtStateOf(all_, store::CountedGames(store_.database(), specification_.name));
    return outcome_->sprt->verdict != SprtVerdict::kContinue;
  }

  // A job with everything but its attempt's number.
  std::unique_ptr<Job> Prepare(const Game& game) {
    const ScenarioSource& source = all_.scenarios[static_cast<std::size_t>(game.scenario)];
    auto job = std::make_unique<Job>();
    PlayRequest& request = job->request;
    request.scenario = source.scenario;
    request.tables = source.tables;
    request.astronomy_text = source.astronomy_text;
    request.line_up = LineUpOf(specification_, *source.scenario, game);
    request.key = MakeMatchKey(secret_, source.scenario->hash, game.seed);
    request.seed = game.seed;
    request.transport = AllShipped(request.line_up) ? Transport::kInProcess : Transport::kUnix;
    request.watchdog_s = all_.settings.watchdog_s;
    request.interrupted = [this] { return stop_.load(); };
    job->rows = RowsAtBeginning(request, options_.haze_version);
    store::AttemptRow& attempt = job->rows.attempt;
    attempt.tournament = specification_.name;
    attempt.exhibition = false;
    attempt.practice = false;
    attempt.keep = all_.settings.keep;
    attempt.identity = store::IdentityOf(attempt.scenario_hash, attempt.seed, job->rows.seats);
    job->rows.game = store::GameRow{.identity = attempt.identity,
                                    .round = game.round,
                                    .first = specification_.entries[static_cast<std::size_t>(game.first)].name,
                                    .second = specification_.entries[static_cast<std::size_t>(game.second)].name,
                                    .half = game.half};
    return job;
  }

  // False for a void attempt.
  bool Keep(std::unique_ptr<Job> job) {
    const bool is_void = job->rows.attempt.result.rfind("VOID_", 0) == 0;
    job->rows.attempt.counted = !is_void;
    if (!is_void) ++outcome_->played;
    const auto rows = std::make_shared<store::MatchRows>(std::move(job->rows));
    store_.Finish(*rows, [this, rows] {
      if (options_.on_match) options_.on_match({.rows = *rows, .done = outcome_->before + outcome_->played, .planned = outcome_->planned});
    });
    return !is_void;
  }

  const SpecificationResult& all_;
  const Specification& specification_;
  const std::string& secret_;
  store::Store& store_;
  const RunOptions& options_;
  std::map<std::string, int> voids_;
  std::chrono::steady_clock::time_point looked_;
  RunOutcome* outcome_ = nullptr;
  double playing_s_ = 0.0;  // of the matches that came back, and
  long timed_ = 0;          // how many they are
  std::atomic<bool> stop_{false};
  AgentHost* host_ = nullptr;  // of Go's
};

}  // namespace

std::vector<SeatPlan> LineUpOf(const Specification& specification, const scenarios::Scenario& scenario, const Game& game) {
  const Entry& first = specification.entries[static_cast<std::size_t>(game.first)];
  const Entry& second = specification.entries[static_cast<std::size_t>(game.second)];
  std::vector<SeatPlan> line_up;
  for (const scenarios::Seat& seat : scenario.seats) {
    const std::string role = store::RoleName(seat.role);
    // Where one side alone has seats, half 0 is the first entry's and half 1 the second's.
    const bool one_sided = specification.scenarios[static_cast<std::size_t>(game.scenario)].one_sided;
    const bool is_first = one_sided ? game.half == 0 : (seat.side == scenarios::Side::kBlue) == (game.half == 0);
    const Entry& entry = is_first ? first : second;
    const auto own = entry.roles.find(role);
    const RolePlayer& player = own != entry.roles.end() ? own->second : specification.defaults.at(role);
    SeatPlan plan{.seat = seat.name, .policy = player.policy, .command = player.command, .directory = player.directory, .start_limit_s = player.start_limit_s};
    // A default that plays for an entry belongs to it: the same default for another entry is another match.
    plan.entry = own != entry.roles.end() ? entry.name : entry.name + ": " + player.policy;
    plan.entry_sha256 = own != entry.roles.end() ? entry.content_sha256 : store::Sha256Hex(entry.content_sha256 + " " + player.policy);
    line_up.push_back(plan);
  }
  return line_up;
}

RunOutcome RunTournament(const SpecificationResult& specification, const std::string& secret, store::Store& store, const RunOptions& options) {
  return Run(specification, secret, store, options).Go();
}

}  // namespace haze::tools
