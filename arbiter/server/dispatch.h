// From a match's last due answer to its next turns: the ready queue and the threads that work it off.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "arbiter/game/fact.h"
#include "arbiter/match/match.h"

namespace haze::server {

/// An answer before it is decoded (a Decision's bytes), or the hold that stands for it.
struct RawAnswer {
  int seat = 0;
  std::variant<std::string, match::Hold> answer;
};

/// A match on its way through a worker. Whoever holds the job is the only one to touch the match.
struct Job {
  std::int64_t ticket = 0;
  match::Match* match = nullptr;
  std::vector<RawAnswer> answers;  ///< for all due seats in seat order, or empty
  std::optional<std::pair<int, match::Forfeit>> forfeit;
  const std::function<void(const match::Match&, std::span<const game::Fact>)>* observer = nullptr;
  std::size_t facts_told = 0;
};

/// What a worker gives back. Bytes are serialised messages.
struct JobResult {
  enum class Kind {
    kTurns,      ///< `turns` go out
    kOver,       ///< `game_over` goes out, one for each seat
    kMalformed,  ///< nothing happened: the answers of `malformed` are no Decisions
    kAbandoned,  ///< the workers are stopping
  };
  struct TurnOut {
    int seat = 0;
    std::int64_t turn_id = 0;
    std::string bytes;
  };
  std::int64_t ticket = 0;
  Kind kind = Kind::kTurns;
  std::vector<TurnOut> turns;
  std::vector<std::string> game_over;
  std::vector<int> malformed;
  std::vector<RawAnswer> answers;  ///< given back with kMalformed
  std::size_t facts_told = 0;
};

class Workers {
 public:
  /// `done` is called on a worker thread. `room` is called on a worker thread when a queue that refused a job has room again.
  Workers(int threads, std::size_t capacity, long steps_per_slice, std::function<void(JobResult)> done, std::function<void()> room);
  ~Workers();

  /// False when the queue is full; `job` is then untouched.
  [[nodiscard]] bool TryPush(Job& job);

  /// Finishes the slices in hand, gives every waiting job back as abandoned, joins the threads.
  void Stop();

 private:
  void Run();
  std::optional<JobResult> Work(Job& job);
  bool Yield(Job& job);

  const std::size_t capacity_;
  const long steps_per_slice_;
  const std::function<void(JobResult)> done_;
  const std::function<void()> room_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  bool refused_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace haze::server
