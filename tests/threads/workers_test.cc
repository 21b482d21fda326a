// The server's workers with a transport in memory: every match and every seat on threads of their own, and the digests of a match played alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "agents/local/local_seats.h"
#include "agents/policy/policy.h"
#include "arbiter/server/dispatch.h"
#include "scenarios/load.h"
#include "tools/tournament/match_key.h"

namespace haze::server {
namespace {

namespace v1 = agent::v1;

// A scenario as the arbiter holds it: read once, shared by all its matches.
struct Field {
  std::shared_ptr<const scenarios::Scenario> scenario;
  std::shared_ptr<const dynamics::AstronomyTable> astronomy;
};

// A scenario, or its first hours: an instrumented engine takes twenty times as long.
Field Read(const std::string& name, int hours = 0) {
  scenarios::LoadOptions options;
  if (hours > 0) options.sets = {"duration_s=" + std::to_string(3600 * hours)};
  const scenarios::LoadResult loaded = scenarios::LoadScenario(name, options);
  if (!loaded.scenario) throw std::runtime_error(loaded.errors.front().Text());
  return {loaded.scenario, scenarios::LoadAstronomy(*loaded.scenario).table};
}

std::unique_ptr<match::Match> NewMatch(const Field& field, std::int64_t seed) {
  return std::make_unique<match::Match>(field.scenario, field.astronomy, tools::MakeMatchKey("", field.scenario->hash, seed), match::MatchOptions{.seed = seed});
}

std::uint64_t PlayedAlone(const Field& field, std::int64_t seed) {
  std::vector<std::unique_ptr<agents::Policy>> policies;
  for (const scenarios::Seat& seat : field.scenario->seats) policies.push_back(agents::MakePolicy(seat.policy));
  agents::LocalSeats seats(std::move(policies));
  const auto match = NewMatch(field, seed);
  match::Play(*match, seats);
  return match->Digest();
}

// Messages for one reader.
template <class T>
class Mailbox {
 public:
  void Put(T message) {
    {
      const std::lock_guard lock(mutex_);
      messages_.push_back(std::move(message));
    }
    changed_.notify_one();
  }
  T Take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !messages_.empty(); });
    T message = std::move(messages_.front());
    messages_.pop_front();
    return message;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> messages_;
};

// What the network thread hears: a worker's result, an answer of an agent, or that there is room again.
struct Heard {
  enum class Kind { kResult, kAnswer, kRoom };
  Kind kind = Kind::kRoom;
  JobResult result;
  std::size_t match = 0;
  int seat = 0;
  std::string bytes;
};

// One seat's agent: bytes in, bytes out, on a thread of its own. Empty bytes end it.
class Agent {
 public:
  Agent(std::size_t match, int seat, const std::string& policy, const v1::Briefing& briefing, Mailbox<Heard>& desk)
      : thread_([this, match, seat, policy, briefing, &desk] {
          const std::unique_ptr<agents::Policy> player = agents::MakePolicy(policy);
          player->Open(briefing);
          for (std::string bytes = turns_.Take(); !bytes.empty(); bytes = turns_.Take()) {
            v1::Turn turn;
            if (!turn.ParseFromString(bytes)) std::abort();
            v1::Decision decision = player->Decide(turn);
            decision.set_match_handle(turn.match_handle());
            decision.set_seat(turn.seat());
            decision.set_turn_id(turn.turn_id());
            desk.Put({.kind = Heard::Kind::kAnswer, .result = {}, .match = match, .seat = seat, .bytes = decision.SerializeAsString()});
          }
        }) {}
  ~Agent() {
    turns_.Put({});
    thread_.join();
  }
  void Ask(std::string bytes) { turns_.Put(std::move(bytes)); }

 private:
  Mailbox<std::string> turns_;
  std::thread thread_;
};

// A match and who plays it, as the network thread keeps them.
struct Table {
  std::unique_ptr<match::Match> match;
  std::vector<std::unique_ptr<Agent>> agents;
  std::vector<int> due;
  std::vector<RawAnswer> answers;
  std::size_t facts_told = 0;
  bool over = false;
};

// Plays all `matches` at once through `threads` workers and a queue of `capacity`; their digests.
std::vector<std::uint64_t> PlayedByWorkers(const std::vector<std::pair<Field, std::int64_t>>& matches, int threads, std::size_t capacity, long steps_per_slice) {
  Mailbox<Heard> desk;
  std::vector<Table> tables(matches.size());
  Workers workers(
      threads, capacity, steps_per_slice, [&](JobResult result) { desk.Put({.kind = Heard::Kind::kResult, .result = std::move(result), .match = 0, .seat = 0, .bytes = {}}); },
      [&] { desk.Put({}); });
  std::deque<Job> ready;
  const auto push = [&] {
    while (!ready.empty() && workers.TryPush(ready.front())) ready.pop_front();
  };
  for (std::size_t i = 0; i < matches.size(); ++i) {
    tables[i].match = NewMatch(matches[i].first, matches[i].second);
    for (int seat = 0; seat < tables[i].match->seat_count(); ++seat) {
      tables[i].agents.push_back(
          std::make_unique<Agent>(i, seat, matches[i].first.scenario->seats[static_cast<std::size_t>(seat)].policy, tables[i].match->BriefingOf(seat), desk));
    }
    Job job;
    job.ticket = static_cast<std::int64_t>(i);
    job.match = tables[i].match.get();
    ready.push_back(std::move(job));
  }
  push();
  for (std::size_t over = 0; over < tables.size();) {
    Heard heard = desk.Take();
    if (heard.kind == Heard::Kind::kResult) {
      Table& table = tables[static_cast<std::size_t>(heard.result.ticket)];
      EXPECT_TRUE(heard.result.kind == JobResult::Kind::kTurns || heard.result.kind == JobResult::Kind::kOver);
      table.facts_told = heard.result.facts_told;
      table.due.clear();
      for (JobResult::TurnOut& turn : heard.result.turns) {
        table.due.push_back(turn.seat);
        table.agents[static_cast<std::size_t>(turn.seat)]->Ask(std::move(turn.bytes));
      }
      if (heard.result.kind == JobResult::Kind::kOver) ++over;
    } else if (heard.kind == Heard::Kind::kAnswer) {
      Table& table = tables[heard.match];
      table.answers.push_back({.seat = heard.seat, .answer = std::move(heard.bytes)});
      if (table.answers.size() == table.due.size()) {
        std::sort(table.answers.begin(), table.answers.end(), [](const RawAnswer& a, const RawAnswer& b) { return a.seat < b.seat; });
        Job job;
        job.ticket = static_cast<std::int64_t>(heard.match);
        job.match = table.match.get();
        job.answers = std::exchange(table.answers, {});
        job.facts_told = table.facts_told;
        ready.push_back(std::move(job));
      }
    }
    push();
  }
  workers.Stop();
  std::vector<std::uint64_t> digests;
  for (const Table& table : tables) digests.push_back(table.match->Digest());
  return digests;
}

TEST(Workers, ManyMatchesWithEverySeatOnItsThreadGiveTheDigestsOfMatchesPlayedAlone) {
  std::vector<std::pair<Field, std::int64_t>> matches;
  // Every role and every kind of device, with and without a launch; several matches of each scenario share what was read.
  for (const auto& [name, hours] : {std::pair{"encore", 1}, {"contested", 1}, {"victus_nox", 0}, {"lady_bandit_guard", 0}}) {
    const Field field = Read(name, hours);
    for (std::int64_t seed = 1; seed <= 2; ++seed) matches.emplace_back(field, seed);
  }
  std::vector<std::uint64_t> alone;
  for (const auto& [field, seed] : matches) alone.push_back(PlayedAlone(field, seed));
  EXPECT_EQ(PlayedByWorkers(matches, 4, 2, 20), alone) << "a queue shorter than the matches";
  EXPECT_EQ(PlayedByWorkers({matches.begin(), matches.begin() + 4}, 3, 64, 1), std::vector(alone.begin(), alone.begin() + 4)) << "a slice of one step";
}

// The first matches of a process, at once: whatever is made at its first use is made by two threads.
TEST(Workers, MatchesThatAreTheFirstOfTheirProcessShareNothingThatIsWritten) {
  const Field field = Read("encore", 1);
  std::vector<std::uint64_t> digests(3);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < digests.size(); ++i) threads.emplace_back([&, i] { digests[i] = PlayedAlone(field, 1); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(digests[0], digests[1]);
  EXPECT_EQ(digests[0], digests[2]);
}

TEST(Workers, StoppingInMidMatchGivesEveryJobBackOnce) {
  const Field field = Read("encore", 1);
  constexpr std::size_t kMatches = 12;
  std::vector<std::unique_ptr<match::Match>> matches;
  Mailbox<JobResult> back;
  Workers workers(
      3, kMatches, 1, [&](JobResult result) { back.Put(std::move(result)); }, [] {});
  for (std::size_t i = 0; i < kMatches; ++i) {
    matches.push_back(NewMatch(field, static_cast<std::int64_t>(i + 1)));
    Job job;
    job.ticket = static_cast<std::int64_t>(i);
    job.match = matches.back().get();
    ASSERT_TRUE(workers.TryPush(job));
  }
  workers.Stop();
  std::vector<bool> seen(kMatches, false);
  for (std::size_t i = 0; i < kMatches; ++i) {
    const JobResult result = back.Take();
    EXPECT_FALSE(seen[static_cast<std::size_t>(result.ticket)]);
    seen[static_cast<std::size_t>(result.ticket)] = true;
    EXPECT_TRUE(result.kind == JobResult::Kind::kTurns || result.kind == JobResult::Kind::kAbandoned);
  }
}

}  // namespace
}  // namespace haze::server
