// What keeping matches costs.
#include "tools/cli/bench_store.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>

#include "arbiter/store/merge.h"
#include "arbiter/store/query.h"
#include "arbiter/store/store.h"
#include "tools/cli/line_up.h"
#include "tools/cli/version.h"
#include "tools/tournament/match_key.h"
#include "tools/tournament/played.h"
#include "tools/tournament/scenario_source.h"

namespace haze::tools {
namespace {

namespace fs = std::filesystem;

constexpr int kShards = 16;

class Scratch {
 public:
  Scratch() : path_(fs::temp_directory_path() / fmt::format("haze-bench-store-{}", getpid())) { fs::create_directories(path_); }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string File(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

struct Kept {
  store::MatchRows rows;
  double play = 0.0, keep = 0.0;  // s of this thread
};

// A match as a tournament keeps it, in a store of its own.
Kept PlayAndKeep(const ScenarioSource& source, const std::vector<SeatPlan>& line_up, std::int64_t seed, store::Store& store) {
  Kept kept;
  PlayRequest request{.scenario = source.scenario, .tables = source.tables, .astronomy_text = source.astronomy_text};
  request.line_up = line_up;
  request.key = MakeMatchKey("", source.scenario->hash, seed);
  request.seed = seed;
  request.transport = Transport::kInProcess;
  kept.rows = RowsAtBeginning(request, kVersion);
  kept.rows.attempt.keep = store::Keep::kDecisions;
  const double begin = ThreadSeconds();
  const Played played = PlayInProcess(request, LocalPolicies);
  const double over = ThreadSeconds();
  store.Begin(kept.rows);
  FillEnd(played, *source.scenario, kept.rows);
  store.Finish(kept.rows);
  store.Flush();
  kept.play = over - begin;
  kept.keep = ThreadSeconds() - over;
  return kept;
}

// A tournament's store with `count` matches like `like`, whose identities begin at `from`.
void WriteShard(const std::string& path, const scenarios::Scenario& scenario, const store::AssetRow& asset, const Kept& like, int from, int count) {
  store::Store store(path);
  store.AddScenario(scenario);
  if (!asset.sha256.empty()) store.AddAsset(asset);
  store.AddTournament({.tournament = "bench", .specification = "", .commitment_sha256 = std::string(64, '0'), .master_secret = "", .created_utc = "2026-01-01T00:00:00Z"}, {});
  for (int i = 0; i < count; ++i) {
    store::MatchRows rows = like.rows;
    rows.attempt.match_id = store::NewMatchId();
    rows.attempt.seed = from + i;
    rows.attempt.tournament = "bench";
    rows.attempt.exhibition = false;
    rows.game = store::GameRow{{}, 0, "a", "b", i % 2};
    store.Begin(rows);
    rows.attempt.counted = true;
    store.Finish(rows);
  }
  store.Close();
}

// A store without matches that knows the tournament.
std::unique_ptr<store::Store> EmptyTarget(const std::string& path) {
  auto store = std::make_unique<store::Store>(path);
  store->AddTournament({.tournament = "bench", .specification = "", .commitment_sha256 = std::string(64, '0'), .master_secret = "", .created_utc = "2026-01-01T00:00:00Z"}, {});
  return store;
}

// The rows of all shards in memory, inserted by prepared statements in one transaction: what a program does that knows them to be new. Wall seconds.
double InsertInBulk(const std::vector<std::string>& shards, const std::string& path) {
  using Row = std::vector<std::pair<store::Statement::Kind, std::string>>;
  const std::vector<std::string> tables = {"scenarios", "assets", "identities", "games", "attempts", "seats", "sides", "scores", "milestones", "velocity_used", "facts", "records", "seals"};
  std::vector<std::vector<Row>> rows(tables.size());
  std::vector<int> widths(tables.size());
  for (const std::string& shard : shards) {
    store::Reader reader(shard);
    for (std::size_t t = 0; t < tables.size(); ++t) {
      store::Statement s(reader.database(), "SELECT * FROM " + tables[t]);
      widths[t] = s.columns();
      while (s.Step()) {
        Row row;
        for (int c = 0; c < s.columns(); ++c) row.emplace_back(s.KindOf(c), s.KindOf(c) == store::Statement::Kind::kBlob ? s.Blob(c) : s.Text(c));
        if (tables[t] == "attempts") row[0].first = store::Statement::Kind::kNull;  // numbered anew
        rows[t].push_back(std::move(row));
      }
    }
  }
  const std::unique_ptr<store::Store> target = EmptyTarget(path);
  const double begin = WallSeconds();
  {
    store::Transaction transaction(target->database());
    for (std::size_t t = 0; t < tables.size(); ++t) {
      std::string words = "INSERT OR IGNORE INTO " + tables[t] + " VALUES (?";
      for (int c = 1; c < widths[t]; ++c) words += ", ?";
      store::Statement insert(target->database(), words + ")");
      for (const Row& row : rows[t]) {
        for (int c = 0; c < widths[t]; ++c) {
          const auto& [kind, text] = row[static_cast<std::size_t>(c)];
          switch (kind) {
            case store::Statement::Kind::kNull: insert.BindNull(c); break;
            case store::Statement::Kind::kInteger: insert.Bind(c, static_cast<std::int64_t>(std::stoll(text))); break;
            case store::Statement::Kind::kReal: insert.Bind(c, std::stod(text)); break;
            case store::Statement::Kind::kText: insert.Bind(c, text); break;
            case store::Statement::Kind::kBlob: insert.BindBlob(c, text); break;
          }
        }
        insert.Run();
      }
    }
    transaction.Commit();
  }
  return WallSeconds() - begin;
}

double Merge(const std::vector<std::string>& shards, const std::string& path) {
  const std::unique_ptr<store::Store> target = EmptyTarget(path);
  const double begin = WallSeconds();
  for (const std::string& shard : shards) {
    const store::MergeReport report = store::MergeShard(*target, shard, "bench", std::string(kVersion));
    if (!report.error.empty()) throw std::runtime_error(report.error);
  }
  return WallSeconds() - begin;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

std::vector<Figure> BenchStore(int matches) {
  const Scratch scratch;
  const ScenarioSource source = LoadScenario("encore", {"duration_s=21600"});
  if (!source.errors.empty()) throw std::runtime_error(source.errors.front());
  const LineUp line_up = MakeLineUp(*source.scenario, {});
  std::vector<double> share, bytes;
  Kept like;
  {
    store::Store store(scratch.File("kept.db"));
    store.AddScenario(*source.scenario);
    for (int seed = 1; seed <= 5; ++seed) {
      like = PlayAndKeep(source, line_up.seats, seed, store);
      share.push_back(100.0 * like.keep / like.play);
      bytes.push_back(static_cast<double>(like.rows.record.size()));
    }
  }
  const store::AssetRow asset = source.scenario->astronomy ? store::AssetRow{source.scenario->astronomy->sha256, source.scenario->astronomy->file, source.astronomy_text} : store::AssetRow{};
  std::vector<std::string> shards;
  const int each = std::max(1, matches / kShards);
  for (int i = 0; i < kShards; ++i) {
    shards.push_back(scratch.File(fmt::format("shard{}.db", i)));
    WriteShard(shards.back(), *source.scenario, asset, like, i * each + 1, each);
  }
  std::vector<double> merged, inserted;
  for (int round = 0; round < 5; ++round) {
    inserted.push_back(InsertInBulk(shards, scratch.File(fmt::format("bulk{}.db", round))));
    merged.push_back(Merge(shards, scratch.File(fmt::format("merged{}.db", round))));
  }
  const double all = static_cast<double>(kShards * each), merge_rate = all / Median(merged), bulk_rate = all / Median(inserted);
  const double percent = Median(share), kib = Median(bytes) / 1024.0;
  return {{.name = "merge_16_shards", .value = merge_rate, .unit = "matches/s", .limit = bulk_rate, .ratio = merge_rate / bulk_rate, .goal = 1.0, .value_goal = {},
           .limit_is = "the same rows from memory by prepared inserts into the same tables in one transaction"},
          {.name = "keeping_a_match", .value = percent, .unit = "% of its time", .limit = 5.0, .ratio = 5.0 / percent, .goal = 1.0, .value_goal = {},
           .limit_is = "5 % of playing six hours of encore in-process: rows, packing, sealing and a commit for each match alone"},
          {.name = "record", .value = kib, .unit = "KiB", .limit = {}, .ratio = {}, .goal = {}, .value_goal = {}, .limit_is = "no limit: six hours of encore"}};
}

}  // namespace haze::tools
