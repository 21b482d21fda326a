// The examination, question by question. Each check names the section of docs/protocol.md that it is about.
#include "tools/check_agent/examine.h"

#include <dirent.h>
#include <fmt/format.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/util/message_differencer.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include "tools/check_agent/desk.h"
#include "tools/launch/descendants.h"
#include "tools/launch/launcher.h"
#include "tools/launch/run_directory.h"

namespace haze::tools {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kFirstAnswer{5000}, kAnswer{2000}, kQuiet{200}, kLeave{3000};
constexpr int kTurns = 20;
constexpr std::size_t kMaxDecisionBytes = 64u << 10;
constexpr int kMaxOrders = 64;
constexpr const char* kToken = "examination";

struct Key {
  std::string handle, seat;
  std::int64_t turn_id = 0;
  auto operator<=>(const Key&) const = default;
};
Key KeyOf(const v1::Turn& turn) { return {turn.match_handle(), turn.seat(), turn.turn_id()}; }
Key KeyOf(const v1::Decision& decision) { return {decision.match_handle(), decision.seat(), decision.turn_id()}; }

struct Use {
  double mib = 0.0;
  int descriptors = 0;
};

// Of a process and everything below it.
Use UseOf(pid_t pid) {
  Use use;
  std::vector<pid_t> all = DescendantsOf(pid);
  all.push_back(pid);
  for (const pid_t each : all) {
    std::ifstream file("/proc/" + std::to_string(each) + "/statm");
    long pages = 0, resident = 0;
    if (file >> pages >> resident) use.mib += static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576.0;
    if (DIR* const open = ::opendir(("/proc/" + std::to_string(each) + "/fd").c_str())) {
      while (::readdir(open) != nullptr) ++use.descriptors;
      ::closedir(open);
    }
  }
  return use;
}

bool AllFinite(const google::protobuf::Message& message) {
  const auto* const reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* const field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_DOUBLE) {
        if (!std::isfinite(field->is_repeated() ? reflection->GetRepeatedDouble(message, field, i) : reflection->GetDouble(message, field))) return false;
      } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        if (!AllFinite(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i) : reflection->GetMessage(message, field))) return false;
      }
    }
  }
  return true;
}

class Exam {
 public:
  Exam(const ExamineRequest& request, Launcher& launcher, RunDirectory& directory) : request_(request), launcher_(launcher), directory_(directory) {}

  Examination Run() {
    const auto began = Clock::now();
    Play();
    WrongToken();
    StopSignal();
    result_.wall_s = std::chrono::duration<double>(Clock::now() - began).count();
    return std::move(result_);
  }

 private:
  void Note(const char* name, const char* section, bool passed, std::string detail, bool informative = false) {
    result_.checks.push_back({.name = name, .section = section, .passed = passed, .informative = informative, .detail = std::move(detail)});
  }
  // The rest was not reached: the agent is gone or does not answer.
  void Skip(std::initializer_list<const char*> names, const std::string& why) {
    for (const char* const name : names) Note(name, "", false, "not reached: " + why);
  }

  pid_t Start(const std::string& name, const std::string& token, Desk& desk) {
    const std::string address = "unix:" + directory_.path() + "/" + name;
    const std::string file = directory_.WriteSecret(name + ".token", token);
    if (file.empty() || !desk.Listen(address)) return -1;
    const SpawnResult spawned =
        launcher_.Spawn({.argv = request_.argv, .env = AgentEnvironment(address, file), .directory = request_.directory, .pass_output = false});
    if (spawned.pid < 0) result_.error = spawned.error;
    return spawned.pid;
  }
  void End(pid_t pid) {
    if (const auto end = launcher_.WaitEnd(pid, milliseconds(0))) {
      result_.stderr_tail += end->stderr_tail;
      return;
    }
    launcher_.Kill(pid);
    if (const auto end = launcher_.WaitEnd(pid, kLeave)) result_.stderr_tail += end->stderr_tail;
  }

  v1::Turn TurnOf(std::size_t index, const std::string& handle, std::int64_t turn_id) const {
    v1::Turn turn = request_.lesson.turns[std::min(index, request_.lesson.turns.size() - 1)];
    // Past the lesson's end its last turn goes on, a minute later each time.
    if (index >= request_.lesson.turns.size()) turn.set_time_us(turn.time_us() + static_cast<std::int64_t>(index - request_.lesson.turns.size() + 1) * 60'000'000);
    turn.set_match_handle(handle);
    turn.set_seat(request_.lesson.briefing.seat());
    turn.set_turn_id(turn_id);
    return turn;
  }

  // Says the turns in one batch and collects the answers; what nobody asked for is counted as stray.
  std::vector<v1::Decision> Ask(Desk& desk, const std::vector<v1::Turn>& turns, milliseconds limit = kAnswer) {
    std::set<Key> open;
    v1::ArbiterMessage message;
    for (const v1::Turn& turn : turns) {
      open.insert(KeyOf(turn));
      *message.mutable_turns()->add_turns() = turn;
    }
    desk.Say(message);
    std::vector<v1::Decision> answers;
    const auto end = Clock::now() + limit;
    while (!open.empty() && Clock::now() < end) {
      const auto heard = desk.Hear(std::chrono::duration_cast<milliseconds>(end - Clock::now()));
      if (!heard) break;
      if (!heard->has_decisions()) ++stray_;
      for (const v1::Decision& decision : heard->decisions().decisions()) {
        if (open.erase(KeyOf(decision)) == 1) {
          answers.push_back(decision);
        } else {
          ++stray_;
          stray_key_ = fmt::format("{}, turn {}", decision.seat(), decision.turn_id());
        }
      }
    }
    return answers;
  }
  // Everything that comes while nothing is asked.
  std::vector<v1::Decision> Listen(Desk& desk, milliseconds limit) {
    std::vector<v1::Decision> found;
    const auto end = Clock::now() + limit;
    while (Clock::now() < end) {
      const auto heard = desk.Hear(std::chrono::duration_cast<milliseconds>(end - Clock::now()) + milliseconds(1));
      if (!heard) break;
      for (const v1::Decision& decision : heard->decisions().decisions()) found.push_back(decision);
      others_ += heard->has_decisions() ? 0 : 1;
    }
    return found;
  }

  bool OpenSeat(Desk& desk, const std::string& handle, milliseconds limit) {
    v1::ArbiterMessage message;
    *message.mutable_seat_opened()->mutable_briefing() = request_.lesson.briefing;
    message.mutable_seat_opened()->mutable_briefing()->set_match_handle(handle);
    desk.Say(message);
    const auto heard = desk.Hear(limit);
    return heard && heard->has_seat_ready() && heard->seat_ready().match_handle() == handle && heard->seat_ready().seat() == request_.lesson.briefing.seat();
  }
  void GameOver(Desk& desk, const std::string& handle) {
    v1::ArbiterMessage message;
    message.mutable_game_over()->set_match_handle(handle);
    message.mutable_game_over()->set_seat(request_.lesson.briefing.seat());
    message.mutable_game_over()->set_result(v1::RESULT_KIND_DRAW);
    desk.Say(message);
  }

  void Play();
  void Turns(Desk& desk);
  void Oddities(Desk& desk);
  void Repeats(Desk& desk);
  void Reattach(Desk& desk);
  void Growth(Desk& desk, pid_t pid);
  void Endings(Desk& desk, pid_t pid);
  void WrongToken();
  void StopSignal();

  const ExamineRequest& request_;
  Launcher& launcher_;
  RunDirectory& directory_;
  Examination result_;
  std::vector<v1::Decision> first_;  // answers to the lesson's first turns
  std::int64_t next_ = 1;            // turn_id of the first seat
  int stray_ = 0, others_ = 0;
  std::string stray_key_;
  bool lives_ = true;
};

void Exam::Turns(Desk& desk) {
  double longest_s = 0.0;
  bool form = true;
  std::string wrong_form;
  for (int i = 0; i < kTurns && lives_; ++i) {
    const auto asked = Clock::now();
    const auto answers = Ask(desk, {TurnOf(static_cast<std::size_t>(i), "handle-1", next_++)}, i == 0 ? kFirstAnswer : kAnswer);
    longest_s = std::max(longest_s, std::chrono::duration<double>(Clock::now() - asked).count());
    lives_ = answers.size() == 1;
    if (!lives_) break;
    const v1::Decision& answer = answers.front();
    first_.push_back(answer);
    if (answer.ByteSizeLong() > kMaxDecisionBytes) wrong_form = fmt::format("a decision of {} bytes; allowed: {}", answer.ByteSizeLong(), kMaxDecisionBytes);
    if (answer.orders_size() > kMaxOrders) wrong_form = fmt::format("{} orders in one turn; allowed: {}", answer.orders_size(), kMaxOrders);
    if (!AllFinite(answer)) wrong_form = "a number that is not finite";
    form = form && wrong_form.empty();
  }
  if (lives_) {
    const auto more = Listen(desk, kQuiet);
    if (!more.empty()) {
      stray_ += static_cast<int>(more.size());
      stray_key_ = fmt::format("{}, turn {}", more.front().seat(), more.front().turn_id());
    }
  }
  Note("answers_every_turn", "Turns", lives_,
       lives_ ? fmt::format("{} turns, the longest took {:.3f} s", kTurns, longest_s) : fmt::format("no answer that names turn {} of its seat and handle", next_ - 1));
  Note("answers_once", "Turns", stray_ == 0, stray_ == 0 ? "nothing but one answer to each turn" : fmt::format("{} answers that nobody asked for, such as {}", stray_, stray_key_));
  Note("legal_form", "Limits", form, form ? "sizes, counts and numbers within the limits" : wrong_form);
  if (!lives_) return;

  // A second seat of the same role: turns of both travel together.
  const bool opened = OpenSeat(desk, "handle-b", kFirstAnswer);
  const std::size_t answered = opened ? Ask(desk, {TurnOf(0, "handle-b", 1), TurnOf(kTurns, "handle-1", next_++)}).size() : 0;
  if (opened) GameOver(desk, "handle-b");
  Note("batches", "Turns", answered == 2, answered == 2 ? "both turns of a batch were answered" : fmt::format("{} of a batch's 2 turns were answered{}", answered, opened ? "" : "; the second seat was not opened"));
  lives_ = answered == 2 || (desk.attached() && Ask(desk, {TurnOf(kTurns + 1, "handle-1", next_++)}).size() == 1);
}

void Exam::Oddities(Desk& desk) {
  const auto alive = [&](const char* name, const char* section, const v1::Turn& turn, const char* what) {
    const bool answered = lives_ && Ask(desk, {turn}).size() == 1;
    Note(name, section, answered, std::string(answered ? "answered" : "no answer to") + " a turn with " + what);
    lives_ = lives_ && answered;
  };
  v1::Turn turn = TurnOf(kTurns + 2, "handle-1", next_++);
  v1::ArbiterMessage unknown;
  unknown.GetReflection()->MutableUnknownFields(&unknown)->AddLengthDelimited(99, "a kind of message that comes later");
  desk.Say(unknown);
  turn.GetReflection()->MutableUnknownFields(&turn)->AddVarint(5000, 1);
  alive("unknown_fields", "What may be new", turn, "a field that is not in the contract, after a message of an unknown kind");
  turn = TurnOf(kTurns + 3, "handle-1", next_++);
  turn.add_woken_by(static_cast<v1::WakeReason>(99));
  turn.add_rulings()->set_code(static_cast<v1::RulingCode>(99));
  alive("unknown_values", "What may be new", turn, "enum values that are not in the contract");
  turn = TurnOf(kTurns + 4, "handle-1", next_++);
  for (int code = v1::RulingCode_MIN; code <= v1::RulingCode_MAX; ++code) {
    if (!v1::RulingCode_IsValid(code)) continue;
    v1::Ruling* const ruling = turn.add_rulings();
    ruling->set_order_id("order " + std::to_string(code));
    ruling->set_code(static_cast<v1::RulingCode>(code));
    ruling->set_sentence("a sentence");
  }
  alive("every_ruling", "Orders", turn, "every ruling code");
}

void Exam::Repeats(Desk& desk) {
  if (!lives_) return Skip({"repeated_turn", "stale_turn", "silence"}, "the agent no longer answers");
  v1::ArbiterMessage message;
  const auto say = [&](const v1::Turn& turn) {
    message.mutable_turns()->clear_turns();
    *message.mutable_turns()->add_turns() = turn;
    desk.Say(message);
    return Listen(desk, kQuiet);
  };
  const v1::Turn last = TurnOf(kTurns + 5, "handle-1", next_++);
  const auto answer = Ask(desk, {last});
  const auto same = [](const v1::Decision& a, const v1::Decision& b) { return a.SerializeAsString() == b.SerializeAsString(); };
  const auto again = say(last);
  const bool steady = answer.size() == 1 && std::all_of(again.begin(), again.end(), [&](const v1::Decision& each) { return same(each, answer[0]); }) && again.size() <= 1;
  Note("repeated_turn", "Lost streams", steady,
       steady ? (again.empty() ? "a turn said again is not answered again" : "a turn said again gets the same bytes") : "a turn said again gets another answer: a strike each time");
  const auto stale = say(TurnOf(0, "handle-1", 1));
  const bool calm = std::all_of(stale.begin(), stale.end(), [&](const v1::Decision& each) { return same(each, first_[0]); });
  Note("stale_turn", "Lost streams", calm, calm ? "an old turn changes nothing" : "an old turn gets a new answer: a strike");
  others_ = 0;
  const auto chatter = Listen(desk, kQuiet + kQuiet);
  Note("silence", "Turns", chatter.empty() && others_ == 0, chatter.empty() && others_ == 0 ? "says nothing while nothing is asked" : fmt::format("{} messages while nothing was asked", chatter.size() + static_cast<std::size_t>(others_)));
}

void Exam::Reattach(Desk& desk) {
  if (!lives_) return Skip({"reattach"}, "the agent no longer answers");
  const int before = desk.Look().streams;
  desk.Drop();
  const bool back = desk.Await([&](const Desk::Seen& seen) { return seen.streams > before; }, milliseconds(5000));
  lives_ = back && OpenSeat(desk, "handle-1", kAnswer) && Ask(desk, {TurnOf(kTurns + 6, "handle-1", next_++)}).size() == 1;
  Note("reattach", "Lost streams", lives_, lives_ ? "came back after a lost stream and played on" : back ? "came back, but did not take its seat again" : "a lost stream was not attached again within 5 s");
}

void Exam::Growth(Desk& desk, pid_t pid) {
  if (!lives_) return Skip({"growth"}, "the agent no longer answers");
  // What is allocated once is allocated in the first hundred.
  std::size_t index = kTurns + 7;
  for (int i = 0; i < 100 && lives_; ++i) lives_ = Ask(desk, {TurnOf(index++, "handle-1", next_++)}).size() == 1;
  const Use before = UseOf(pid);
  const auto end = Clock::now() + milliseconds(static_cast<long>(request_.growth_limit_s * 1000.0));
  int turns = 0;
  while (turns < request_.growth_turns && Clock::now() < end && lives_) {
    lives_ = Ask(desk, {TurnOf(index++, "handle-1", next_++)}).size() == 1;
    ++turns;
  }
  const Use after = UseOf(pid);
  const double grown = after.mib - before.mib;
  const int descriptors = after.descriptors - before.descriptors;
  const bool level = grown <= 8.0 + turns / 2048.0 && descriptors <= 2 && lives_;
  Note("growth", "Limits", level, fmt::format("{} turns: memory {:+.1f} MiB (allowed: 8 and half a KiB a turn), descriptors {:+d} (allowed: 2)", turns, grown, descriptors));
}

void Exam::Endings(Desk& desk, pid_t pid) {
  if (!lives_) return Skip({"game_over", "second_match", "reset", "goodbye"}, "the agent no longer answers");
  GameOver(desk, "handle-1");
  others_ = 0;
  const auto late = Listen(desk, kQuiet);
  const bool quiet = late.empty() && others_ == 0 && desk.attached();
  Note("game_over", "Endings", quiet, quiet ? "keeps still after GameOver and stays" : desk.attached() ? "answers for a handle that is dead" : "left at GameOver: other matches may follow");
  bool second = desk.attached() && OpenSeat(desk, "handle-2", kFirstAnswer);
  int equal = 0;
  for (int i = 0; i < kTurns && second; ++i) {
    const auto answers = Ask(desk, {TurnOf(static_cast<std::size_t>(i), "handle-2", i + 1)});
    second = answers.size() == 1;
    if (!second) break;
    v1::Decision a = answers.front(), b = first_[static_cast<std::size_t>(i)];
    a.clear_match_handle();
    b.clear_match_handle();
    equal += google::protobuf::util::MessageDifferencer::Equals(a, b) ? 1 : 0;
  }
  Note("second_match", "Endings", second, second ? "played another match in the same process" : "did not play another match in the same process");
  Note("same_decisions", "What pays", equal == kTurns, fmt::format("{} of {} decisions are the same for the same turns", equal, kTurns), true);
  if (second) GameOver(desk, "handle-2");
  v1::ArbiterMessage message;
  message.mutable_reset();
  desk.Say(message);
  const auto done = desk.attached() ? desk.Hear(kAnswer) : std::nullopt;
  const bool reset = done && done->has_reset_done();
  Note("reset", "Endings", reset, reset ? "answered Reset by ResetDone" : "no ResetDone to a Reset");
  message.mutable_goodbye()->set_reason("the examination is over");
  desk.Say(message);
  // The arbiter's stream ends after its farewell; what is still on its way arrives first.
  desk.Hear(kQuiet);
  desk.Drop();
  const auto end = launcher_.WaitEnd(pid, kLeave);
  const bool left = end && WIFEXITED(end->wait_status) && WEXITSTATUS(end->wait_status) == 0;
  Note("goodbye", "Endings", left, left ? "ended with exit code 0" : end ? "ended by " + DescribeEnd(end->wait_status) : "the process did not end within 3 s of Goodbye");
}

void Exam::Play() {
  Desk desk(kToken, "session");
  const pid_t pid = Start("play", kToken, desk);
  if (pid < 0) {
    if (result_.error.empty()) result_.error = "no socket for the examination: " + directory_.error();
    return;
  }
  const milliseconds limit(static_cast<long>(request_.start_limit_s * 1000.0));
  const auto began = Clock::now();
  const auto gone = [&] { return launcher_.WaitEnd(pid, milliseconds(0)).has_value(); };
  const auto until = [&](auto what) {
    while (Clock::now() - began < limit && !gone()) {
      if (desk.Await(what, milliseconds(50))) return true;
    }
    return desk.Await(what, milliseconds(0));
  };
  const bool joined = until([](const Desk::Seen& seen) { return seen.joined; });
  const bool spoke = desk.Look().protocol == 1;
  Note("joins", "Joining", joined && spoke,
       joined ? fmt::format("joined after {:.2f} s with protocol {}", std::chrono::duration<double>(Clock::now() - began).count(), desk.Look().protocol)
              : desk.Look().wrong_tokens > 0 ? "joined with another token than HAZE_TOKEN_FILE holds" : "no Join: does it read HAZE_ADDRESS and HAZE_TOKEN_FILE?");
  const bool attached = joined && until([](const Desk::Seen& seen) { return seen.streams > 0; });
  Note("attaches", "Joining", attached, attached ? "opened its stream with Attach" : "no stream that begins with Attach and the session of Join");
  const bool ready = attached && OpenSeat(desk, "handle-1", kFirstAnswer);
  Note("opens_its_seat", "Seats", ready, ready ? "answered SeatOpened by SeatReady" : "no SeatReady with the seat and handle of SeatOpened");
  lives_ = ready;
  if (ready) {
    Turns(desk);
    Oddities(desk);
    Repeats(desk);
    Reattach(desk);
    Growth(desk, pid);
    Endings(desk, pid);
  } else {
    Skip({"answers_every_turn", "answers_once", "legal_form", "batches", "unknown_fields", "unknown_values", "every_ruling", "repeated_turn", "stale_turn", "silence", "reattach", "growth", "game_over", "second_match", "reset", "goodbye"}, "no seat was taken");
  }
  End(pid);
}

void Exam::WrongToken() {
  if (!result_.error.empty()) return;
  Desk desk(kToken, "session");
  const pid_t pid = Start("wrong", "another", desk);
  if (pid < 0) return;
  const auto end = launcher_.WaitEnd(pid, kLeave);
  const int joins = desk.Look().joins;
  const bool left = end && joins >= 1 && joins <= 5 && !(WIFEXITED(end->wait_status) && WEXITSTATUS(end->wait_status) == 0);
  Note("wrong_token", "Joining", left,
       left ? "gave up, " + DescribeEnd(end->wait_status)
            : !end ? fmt::format("still there 3 s after its token was refused ({} tries)", joins)
                   : fmt::format("{} tries, then {}; a refusal is final and an error", joins, DescribeEnd(end->wait_status)));
  End(pid);
}

void Exam::StopSignal() {
  if (!result_.error.empty()) return;
  Desk desk(kToken, "session");
  const pid_t pid = Start("stop", kToken, desk);
  if (pid < 0) return;
  const bool attached = desk.Await([](const Desk::Seen& seen) { return seen.streams > 0; }, milliseconds(static_cast<long>(request_.start_limit_s * 1000.0)));
  // The whole group, as a terminal or a service manager would.
  ::kill(-pid, SIGTERM);
  const auto end = launcher_.WaitEnd(pid, milliseconds(2000));
  Note("stop_signal", "Endings", attached && end.has_value(), end ? "SIGTERM ended it: " + DescribeEnd(end->wait_status) : "still there 2 s after SIGTERM");
  End(pid);
}

}  // namespace

bool Examination::passed() const {
  return error.empty() && std::all_of(checks.begin(), checks.end(), [](const CheckLine& line) { return line.passed || line.informative; });
}

Examination Examine(const ExamineRequest& request) {
  Examination result;
  Launcher::StartResult start = Launcher::Start();
  RunDirectory directory;
  if (!start.launcher || !directory.error().empty()) {
    result.error = start.launcher ? directory.error() : start.error;
    return result;
  }
  if (request.lesson.turns.empty()) {
    result.error = "a lesson has at least one turn";
    return result;
  }
  return Exam(request, *start.launcher, directory).Run();
}

}  // namespace haze::tools
