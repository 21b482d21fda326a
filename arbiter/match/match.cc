#include "arbiter/match/match.h"

#include "arbiter/game/world.h"
#include "arbiter/match/codec.h"
#include "dynamics/assert.h"

namespace haze::match {

namespace {

const char* SideName(scenarios::Side side) { return side == scenarios::Side::kBlue ? "blue" : "red"; }

// A claim without an order's name is a ruling too, but costs nothing: estimates are not orders.
int CountOrders(const std::vector<game::Ruling>& rulings) {
  int count = 0;
  for (const game::Ruling& ruling : rulings) count += ruling.order_id.empty() ? 0 : 1;
  return count;
}

}  // namespace

// Says what the world is like in numbers that need no game.
class Teller : public game::Witness {
 public:
  explicit Teller(TruthWitness witness) : witness_(std::move(witness)) {}

  void See(const game::World& world, double t) override {
    const game::Surroundings& around = world.surroundings();
    Truth truth;
    truth.t = t;
    truth.r_sun = around.Sun(t);
    truth.R_ITRF_GCRF = around.R_ITRF_GCRF(t);
    for (int i = 0; i < world.craft_count(); ++i) {
      const game::Craft& craft = world.craft(i);
      CraftTruth told;
      if (craft.present()) {
        told.present = true;
        told.state = craft.StateAt(t);
        told.q_BI = craft.AttitudeAt(t);
        told.propellant = craft.PropellantAt(t);
        told.dv_left = craft.DvLeft(t);
        told.burns = craft.burns();
        told.thrusting = craft.thrusting();
        for (int other = 0; other < world.craft_count(); ++other) {
          told.imaged.push_back(craft.coverage(other).imaged);
          told.delivered.push_back(craft.coverage(other).delivered);
        }
      }
      truth.craft.push_back(std::move(told));
    }
    witness_(truth);
  }

 private:
  TruthWitness witness_;
};

struct Match::State {
  State(std::shared_ptr<const scenarios::Scenario> scenario, Tables tables, const dynamics::MatchKey& key, const MatchOptions& given)
      : surroundings{std::move(scenario), std::move(tables.astronomy), key, std::move(tables.sky)}, options(given), world(surroundings) {}

  game::Surroundings surroundings;
  MatchOptions options;
  game::World world;
  std::unique_ptr<Teller> teller;
  std::vector<SeatNames> names;
  std::vector<v1::Briefing> briefings;
  std::vector<std::int64_t> turn_ids;
  std::vector<int> due_seats;
  std::vector<v1::Turn> due;
  rec::Record record;
  v1::GameOver result;
  std::uint64_t digest = 0;
  int turns = 0;
  bool over = false;

  const scenarios::Scenario& scenario() const { return *surroundings.scenario; }

  // Closes the instant: digests of the world as it stands go into the record.
  rec::Instant* OpenInstant() {
    rec::Instant* instant = record.add_instants();
    instant->set_time_us(world.now().us);
    game::DigestWriter all;
    all.U64(digest);
    for (const std::uint64_t part : world.Digests()) {
      instant->add_parts(part);
      all.U64(part);
    }
    digest = all.Value();
    instant->set_digest(digest);
    return instant;
  }

  void MakeTurns() {
    OpenInstant();
    due_seats = world.Due();
    due.clear();
    for (const int seat : due_seats) {
      const std::size_t s = static_cast<std::size_t>(seat);
      ++turn_ids[s];
      due.push_back(MakeTurn(surroundings, names[s], seat, turn_ids[s], world.Tell(seat)));
      ++turns;
    }
  }

  void Conclude(const game::Outcome& outcome) {
    result.set_time_us(world.now().us);
    result.set_reason(outcome.reason);
    result.set_seed(options.seed);
    if (result.result() == v1::RESULT_KIND_UNSPECIFIED) result.set_result(outcome.winner ? v1::RESULT_KIND_WIN : v1::RESULT_KIND_DRAW);
    if (outcome.winner && result.winner().empty()) result.set_winner(SideName(*outcome.winner));
    game::DigestWriter all;
    all.U64(digest);
    for (const game::SideResult& side : outcome.sides) {
      v1::SideScore* score = result.add_scores();
      score->set_side(SideName(side.side));
      score->set_points(side.points);
      all.F64(side.points);
      for (const game::LineResult& line : side.lines) {
        v1::LineScore* out = score->add_lines();
        out->set_name(line.name);
        if (line.value) out->set_value(*line.value);
        out->set_points(line.points);
        all.F64(line.points);
      }
    }
    all.U64(static_cast<std::uint64_t>(result.result()));
    digest = all.Value();
    due.clear();
    due_seats.clear();
    over = true;
    *record.mutable_result() = result;
  }

  void ConcludeByWorld() {
    OpenInstant();
    Conclude(game::Judge(scenario(), world.facts()));
  }

  void ConcludeByForfeit(int seat, const Forfeit& forfeit) {
    const scenarios::Seat& loser = scenario().seats[static_cast<std::size_t>(seat)];
    world.AddFact({.time = world.now(), .kind = game::FactKind::kForfeit, .seat = seat, .value = static_cast<double>(forfeit.kind), .detail = forfeit.reason});
    world.Finish();
    game::Outcome outcome = game::Judge(scenario(), world.facts());
    result.set_result(forfeit.kind);
    result.set_seat_at_fault(loser.name);
    const bool is_void = forfeit.kind >= v1::RESULT_KIND_VOID_ARBITER;
    if (!is_void) result.set_winner(loser.side == scenarios::Side::kBlue ? "red" : "blue");
    outcome.winner.reset();
    outcome.reason = loser.name + ": " + forfeit.reason;
    Conclude(outcome);
  }
};

Match::Match(std::shared_ptr<const scenarios::Scenario> scenario, Tables tables, const dynamics::MatchKey& key, const MatchOptions& options)
    : state_(std::make_unique<State>(std::move(scenario), std::move(tables), key, options)) {
  State& s = *state_;
  HAZE_ASSERT(s.scenario().sky.has_value() == (s.surroundings.sky != nullptr), "a scenario with a sky is played with its table", s.scenario().name);
  const BriefingOptions briefing{.watchdog_ms = options.watchdog_ms,
                                 .budgeted = options.budgeted,
                                 .turn_account_ms = options.turn_account_ms,
                                 .match_account_ms = options.match_account_ms};
  for (std::size_t seat = 0; seat < s.scenario().seats.size(); ++seat) {
    s.names.push_back(NamesOf(s.surroundings, static_cast<int>(seat)));
    s.briefings.push_back(MakeBriefing(s.surroundings, s.names.back(), static_cast<int>(seat), briefing));
    s.turn_ids.push_back(0);
    s.record.add_seats(s.scenario().seats[seat].name);
  }
  s.record.set_rules_revision(kRulesRevision);
  s.record.set_scenario_hash(s.scenario().hash);
  if (s.scenario().astronomy) s.record.add_table_hashes(s.scenario().astronomy->sha256);
  s.record.set_match_key(key.data(), key.size());
  s.record.set_seed(options.seed);
}

Match::~Match() = default;

int Match::seat_count() const { return static_cast<int>(state_->scenario().seats.size()); }
const std::string& Match::seat_name(int seat) const { return state_->scenario().seats[static_cast<std::size_t>(seat)].name; }
const v1::Briefing& Match::BriefingOf(int seat) const { return state_->briefings[static_cast<std::size_t>(seat)]; }

Progress Match::Advance(StepBudget budget) {
  State& s = *state_;
  if (s.over) return Progress::kOver;
  if (!s.due.empty()) return Progress::kTurns;
  long steps = budget.steps <= 0 ? -1 : budget.steps;
  switch (s.world.Advance(steps)) {
    case game::World::Progress::kBusy:
      return Progress::kBusy;
    case game::World::Progress::kDecision:
      s.MakeTurns();
      return Progress::kTurns;
    case game::World::Progress::kOver:
      s.ConcludeByWorld();
      return Progress::kOver;
  }
  return Progress::kOver;
}

std::span<const v1::Turn> Match::Due() const { return state_->due; }
std::span<const int> Match::DueSeats() const { return state_->due_seats; }

void Match::Answer(std::span<const SeatAnswer> answers) {
  State& s = *state_;
  HAZE_ASSERT(answers.size() == s.due.size(), "one answer for each due turn", answers.size(), s.due.size());
  rec::Instant* instant = s.record.mutable_instants(s.record.instants_size() - 1);
  const std::vector<int> seats = s.due_seats;
  std::vector<game::Verdict> verdicts(answers.size());
  std::optional<std::pair<int, Forfeit>> forfeit;
  // All are judged against the same world, then all take effect, in seat order.
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const SeatAnswer answer = Normalise(answers[i], s.due[i]);
    rec::Answer* recorded = instant->add_answers();
    recorded->set_seat(seats[i]);
    if (const v1::Decision* decision = std::get_if<v1::Decision>(&answer)) {
      *recorded->mutable_decision() = *decision;
      // The handle repeats in every answer and follows from the key.
      recorded->mutable_decision()->clear_match_handle();
      recorded->mutable_decision()->clear_seat();
      const Spoken spoken = Understand(s.surroundings, s.names[static_cast<std::size_t>(seats[i])], s.world.now(), *decision);
      verdicts[i] = s.world.Judge(seats[i], spoken.orders, spoken.claims, spoken.wake);
      verdicts[i].rulings.insert(verdicts[i].rulings.begin(), spoken.rulings.begin(), spoken.rulings.end());
    } else if (const Hold* hold = std::get_if<Hold>(&answer)) {
      recorded->set_hold(hold->reason);
    } else {
      const Forfeit& given = std::get<Forfeit>(answer);
      recorded->mutable_forfeit()->set_kind(given.kind);
      recorded->mutable_forfeit()->set_reason(given.reason);
      if (!forfeit) forfeit.emplace(seats[i], given);
    }
  }
  if (forfeit) {
    s.ConcludeByForfeit(forfeit->first, forfeit->second);
    return;
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    s.world.Apply(seats[i], verdicts[i]);
    const int limit = s.scenario().rules.max_illegal_orders;
    if (CountOrders(verdicts[i].rulings) > 0 && s.world.illegal_orders(seats[i]) >= limit) {
      s.ConcludeByForfeit(seats[i], {v1::RESULT_KIND_FORFEIT_ILLEGAL, std::to_string(s.world.illegal_orders(seats[i])) + " illegal orders"});
      return;
    }
  }
  s.due.clear();
  s.due_seats.clear();
}

void Match::EndByForfeit(int seat, const Forfeit& forfeit) {
  State& s = *state_;
  HAZE_ASSERT(!s.due.empty() && !s.over, "a match is ended from outside only while turns are due");
  rec::Answer* recorded = s.record.mutable_instants(s.record.instants_size() - 1)->add_answers();
  recorded->set_seat(seat);
  recorded->mutable_forfeit()->set_kind(forfeit.kind);
  recorded->mutable_forfeit()->set_reason(forfeit.reason);
  s.ConcludeByForfeit(seat, forfeit);
}

bool Match::over() const { return state_->over; }
dynamics::SimTime Match::time() const { return state_->world.now(); }

const v1::GameOver& Match::Result() const {
  HAZE_ASSERT(state_->over, "a match has a result when it is over");
  return state_->result;
}

v1::GameOver Match::ResultFor(int seat) const {
  v1::GameOver result = Result();
  result.set_match_handle(state_->names[static_cast<std::size_t>(seat)].handle);
  result.set_seat(seat_name(seat));
  return result;
}

const rec::Record& Match::Record() const { return state_->record; }
std::span<const game::Fact> Match::Facts() const { return state_->world.facts(); }
game::Milestones Match::MilestonesSoFar() const { return game::MilestonesOf(state_->scenario(), state_->world.facts()); }
void Match::Watch(dynamics::SimTime step, TruthWitness witness) {
  state_->teller = std::make_unique<Teller>(std::move(witness));
  state_->world.SetWitness(state_->teller.get(), step);
}
std::uint64_t Match::Digest() const { return state_->digest; }
int Match::turns_asked() const { return state_->turns; }

void Play(Match& match, Seats& seats, long steps_per_advance) {
  for (int seat = 0; seat < match.seat_count(); ++seat) seats.Open(seat, match.BriefingOf(seat));
  while (true) {
    const Progress progress = match.Advance({steps_per_advance});
    if (progress == Progress::kOver) break;
    if (progress == Progress::kBusy) continue;
    std::vector<SeatAnswer> answers(match.Due().size());
    seats.Ask(match.Due(), match.DueSeats(), answers);
    match.Answer(answers);
  }
  for (int seat = 0; seat < match.seat_count(); ++seat) seats.Close(seat, match.ResultFor(seat));
}

}  // namespace haze::match
