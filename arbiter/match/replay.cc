#include "arbiter/match/replay.h"

#include <algorithm>

#include "arbiter/game/digest.h"

namespace haze::match {

namespace {

SeatAnswer AnswerOf(const rec::Answer& recorded) {
  switch (recorded.kind_case()) {
    case rec::Answer::kDecision: return recorded.decision();
    case rec::Answer::kForfeit: return Forfeit{recorded.forfeit().kind(), recorded.forfeit().reason()};
    case rec::Answer::kHold: return Hold{recorded.hold()};
    case rec::Answer::KIND_NOT_SET: break;
  }
  return Hold{};
}

ReplayReport Differs(std::size_t instant, std::string subsystem, std::string message) {
  return {.equal = false, .first_instant = instant, .subsystem = std::move(subsystem), .message = std::move(message)};
}

// What a record keeps of the digests of an instant: all of the last one, some low bits of the others.
struct Kept {
  std::uint64_t digest = ~std::uint64_t{0}, part = ~std::uint64_t{0};
};

Kept KeptOf(const rec::Record& record, int instant) {
  const auto mask = [](int bits) { return bits <= 0 || bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1; };
  if (instant + 1 >= record.instants_size()) return {};
  return {mask(record.digest_bits()), mask(record.part_bits())};
}

// What differs between an instant as recorded and as played, in the bits that are kept.
std::optional<ReplayReport> Compare(std::size_t index, const rec::Instant& recorded, const rec::Instant& played, const Kept& kept) {
  if (recorded.time_us() != played.time_us()) return Differs(index, "", "the instant is at another time");
  for (int i = 0; i < game::kSubsystemCount; ++i) {
    if (recorded.parts_size() != game::kSubsystemCount || ((recorded.parts(i) ^ played.parts(i)) & kept.part) != 0) {
      return Differs(index, game::kSubsystemNames[i], std::string("the digest of ") + game::kSubsystemNames[i] + " differs");
    }
  }
  if (((recorded.digest() ^ played.digest()) & kept.digest) != 0) return Differs(index, "", "the chained digest differs");
  return std::nullopt;
}

// Plays one instant's answers; false if they do not fit the turns that are due.
bool Feed(Match& match, const rec::Instant& recorded) {
  const std::span<const int> seats = match.DueSeats();
  std::vector<SeatAnswer> answers;
  const std::size_t given = static_cast<std::size_t>(recorded.answers_size());
  // A forfeit from outside stands alone, before or beside the answers that never came.
  const bool outside = given == 1 && recorded.answers(0).has_forfeit() && (seats.size() != 1 || seats[0] != recorded.answers(0).seat());
  if (outside) {
    const rec::Answer& answer = recorded.answers(0);
    if (answer.seat() < 0 || answer.seat() >= match.seat_count()) return false;
    match.EndByForfeit(answer.seat(), {answer.forfeit().kind(), answer.forfeit().reason()});
    return true;
  }
  if (given != seats.size()) return false;
  for (std::size_t i = 0; i < given; ++i) {
    const rec::Answer& answer = recorded.answers(static_cast<int>(i));
    if (answer.seat() != seats[i]) return false;
    answers.push_back(AnswerOf(answer));
  }
  match.Answer(answers);
  return true;
}

}  // namespace

std::unique_ptr<Match> Replay(const rec::Record& record, std::shared_ptr<const scenarios::Scenario> scenario, Tables tables, ReplayReport* report, dynamics::SimTime step,
                              TruthWitness witness) {
  dynamics::MatchKey key{};
  if (record.match_key().size() != key.size()) {
    *report = Differs(0, "", "the match key has not 32 bytes");
    return nullptr;
  }
  std::copy(record.match_key().begin(), record.match_key().end(), key.begin());
  auto match = std::make_unique<Match>(std::move(scenario), std::move(tables), key, MatchOptions{.seed = record.seed()});
  if (witness) match->Watch(step, std::move(witness));
  for (std::size_t i = 0;; ++i) {
    const bool over = match->over() || match->Advance({}) == Progress::kOver;
    const int played = match->Record().instants_size();
    if (!over || played > static_cast<int>(i)) {
      if (static_cast<int>(i) >= record.instants_size()) {
        *report = Differs(i, "", "the record ends before the match");
        return match;
      }
      if (std::optional<ReplayReport> difference = Compare(i, record.instants(static_cast<int>(i)), match->Record().instants(static_cast<int>(i)), KeptOf(record, static_cast<int>(i)))) {
        *report = *difference;
        return match;
      }
    }
    if (over) break;
    if (!Feed(*match, record.instants(static_cast<int>(i)))) {
      *report = Differs(i, "", "the answers do not fit the seats that were asked");
      return match;
    }
  }
  const std::size_t end = static_cast<std::size_t>(match->Record().instants_size());
  if (record.instants_size() != static_cast<int>(end)) {
    *report = Differs(end, "", "the record goes on after the match");
  } else if (record.result().SerializeAsString() != match->Result().SerializeAsString()) {
    *report = Differs(end, "score", "the result differs");
  } else {
    *report = {.equal = true, .first_instant = std::nullopt, .subsystem = "", .message = "equal"};
  }
  return match;
}

ReplayReport FirstDifference(const rec::Record& a, const rec::Record& b) {
  const int both = std::min(a.instants_size(), b.instants_size());
  for (int i = 0; i < both; ++i) {
    const rec::Instant &left = a.instants(i), &right = b.instants(i);
    const std::size_t index = static_cast<std::size_t>(i);
    const Kept in_a = KeptOf(a, i), in_b = KeptOf(b, i);
    const Kept both_keep = {in_a.digest & in_b.digest, in_a.part & in_b.part};
    if (std::optional<ReplayReport> difference = Compare(index, left, right, both_keep)) return *difference;
    for (int k = 0; k < std::max(left.answers_size(), right.answers_size()); ++k) {
      const bool there = k < left.answers_size() && k < right.answers_size();
      if (there && left.answers(k).SerializeAsString() == right.answers(k).SerializeAsString()) continue;
      const int seat = k < left.answers_size() ? left.answers(k).seat() : right.answers(k).seat();
      const std::string name = seat >= 0 && seat < a.seats_size() ? a.seats(seat) : "a seat";
      return Differs(index, "", there && left.answers(k).seat() == right.answers(k).seat() ? name + " answers otherwise" : name + " answers in one of the two only");
    }
  }
  const std::size_t end = static_cast<std::size_t>(both);
  if (a.instants_size() != b.instants_size()) return Differs(end, "", "one of the two is over");
  if (a.result().SerializeAsString() != b.result().SerializeAsString()) return Differs(end, "score", "the result differs");
  return {.equal = true, .first_instant = std::nullopt, .subsystem = "", .message = "equal"};
}

ReplayReport Verify(const rec::Record& record, std::shared_ptr<const scenarios::Scenario> scenario, Tables tables) {
  ReplayReport report;
  Replay(record, std::move(scenario), std::move(tables), &report);
  return report;
}

}  // namespace haze::match
