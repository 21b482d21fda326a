// Workers: decode, Answer, Advance by slices, encode. No sockets here.
#include "arbiter/server/dispatch.h"

#include <xmmintrin.h>

#include <cfenv>

#include "dynamics/assert.h"

namespace haze::server {
namespace {

// A library that switches rounding or flushes denormals for its own speed would change the match's bits.
void CheckFloatingPoint() {
  constexpr unsigned kFlushToZero = 0x8000;
  constexpr unsigned kDenormalsAreZero = 0x0040;
  HAZE_ASSERT(std::fegetround() == FE_TONEAREST, "a worker rounds to nearest");
  HAZE_ASSERT((_mm_getcsr() & (kFlushToZero | kDenormalsAreZero)) == 0, "a worker keeps denormals, control word", _mm_getcsr());
}

// Decoded here, off the network thread. A message with a field that is no protobuf, or a string that is no UTF-8, is malformed.
std::optional<match::SeatAnswer> Decode(const RawAnswer& raw) {
  if (const auto* const hold = std::get_if<match::Hold>(&raw.answer)) return *hold;
  match::v1::Decision decision;
  if (!decision.ParseFromString(std::get<std::string>(raw.answer))) return std::nullopt;
  return decision;
}

}  // namespace

Workers::Workers(int threads, std::size_t capacity, long steps_per_slice, std::function<void(JobResult)> done, std::function<void()> room)
    : capacity_(capacity), steps_per_slice_(steps_per_slice), done_(std::move(done)), room_(std::move(room)) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

Workers::~Workers() { Stop(); }

bool Workers::TryPush(Job& job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= capacity_) {
      refused_ = !stopping_;
      return false;
    }
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void Workers::Stop() {
  std::deque<Job> left;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    left.swap(queue_);
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (const Job& job : left) {
    JobResult result;
    result.ticket = job.ticket;
    result.kind = JobResult::Kind::kAbandoned;
    done_(std::move(result));
  }
}

// A match that is not done with its slice goes to the end of the queue when others wait. True if `job` was taken.
bool Workers::Yield(Job& job) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || queue_.empty() || queue_.size() >= capacity_) return false;
  queue_.push_back(std::move(job));
  return true;
}

void Workers::Run() {
  CheckFloatingPoint();
  for (;;) {
    Job job;
    bool room = false;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (stopping_) return;
      job = std::move(queue_.front());
      queue_.pop_front();
      room = std::exchange(refused_, false);
    }
    if (room) room_();
    std::optional<JobResult> result = Work(job);
    if (!result) continue;
    result->ticket = job.ticket;
    done_(std::move(*result));
  }
}

// Nothing, when the job went back to the queue.
std::optional<JobResult> Workers::Work(Job& job) {
  JobResult result;
  match::Match& match = *job.match;
  if (!job.answers.empty()) {
    std::vector<match::SeatAnswer> answers;
    for (const RawAnswer& raw : job.answers) {
      std::optional<match::SeatAnswer> answer = Decode(raw);
      if (!answer) result.malformed.push_back(raw.seat);
      answers.push_back(answer ? *std::move(answer) : match::Hold{});
    }
    if (!result.malformed.empty()) {
      result.kind = JobResult::Kind::kMalformed;
      result.answers = std::move(job.answers);
      result.facts_told = job.facts_told;
      return result;
    }
    match.Answer(answers);
    job.answers.clear();
  }

  bool due = !match.over() && !match.Due().empty();
  while (!match.over() && !due) {
    const match::Progress progress = match.Advance({.steps = steps_per_slice_});
    due = progress == match::Progress::kTurns;
    if (progress == match::Progress::kBusy) {
      const std::int64_t ticket = job.ticket;
      if (Yield(job)) return std::nullopt;
      const std::lock_guard lock(mutex_);
      if (stopping_) {
        result.ticket = ticket;
        result.kind = JobResult::Kind::kAbandoned;
        return result;
      }
    }
  }
  if (due && job.forfeit) {
    match.EndByForfeit(job.forfeit->first, job.forfeit->second);
    while (!match.over()) {
      if (match.Advance({}) == match::Progress::kTurns) HAZE_ASSERT(false, "a forfeit ends the match");
    }
  }
  if (job.observer != nullptr && *job.observer) (*job.observer)(match, match.Facts().subspan(job.facts_told));
  result.facts_told = match.Facts().size();

  if (match.over()) {
    result.kind = JobResult::Kind::kOver;
    for (int seat = 0; seat < match.seat_count(); ++seat) result.game_over.push_back(match.ResultFor(seat).SerializeAsString());
    return result;
  }
  result.kind = JobResult::Kind::kTurns;
  const std::span<const match::v1::Turn> turns = match.Due();
  const std::span<const int> seats = match.DueSeats();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    result.turns.push_back({.seat = seats[i], .turn_id = turns[i].turn_id(), .bytes = turns[i].SerializeAsString()});
  }
  return result;
}

}  // namespace haze::server
