// The commands of a person, one a line. `haze play --seat SEAT=human` starts a process that runs this on the terminal.
#include "tools/cli/human.h"

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <charconv>
#include <cmath>
#include <iostream>
#include <sstream>

#include "agents/sdk/client.h"
#include "agents/sdk/plan.h"
#include "tools/cli/output.h"
#include "tools/cli/version.h"

namespace haze::tools {
namespace {

namespace v1 = agents::v1;

constexpr double kMicro = 1e-6;
constexpr std::int64_t kHour = 3'600'000'000;

std::string Clock(std::int64_t time_us) {
  const std::int64_t s = time_us / 1'000'000;
  return fmt::format("{}d {:02}:{:02}:{:02}", s / 86400, s / 3600 % 24, s / 60 % 60, s % 60);
}

std::string Name(const std::string& enumeration, std::string_view prefix) {
  std::string text = enumeration.rfind(prefix, 0) == 0 ? enumeration.substr(prefix.size()) : enumeration;
  for (char& c : text) c = c == '_' ? ' ' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

bool Number(const std::string& text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

const char* FolderOf(v1::Briefing::Role role) {
  switch (role) {
    case v1::Briefing::ROLE_LAUNCH_PROVIDER: return "launch_provider/";
    case v1::Briefing::ROLE_INSPECTOR: return "inspector/";
    case v1::Briefing::ROLE_TARGET: return "target/";
    default: return "adversary/";
  }
}

}  // namespace

std::int64_t ParseDuration(std::string_view text) {
  if (text.empty()) return -1;
  double unit = 1.0;
  switch (text.back()) {
    case 's': break;
    case 'm': unit = 60.0; break;
    case 'h': unit = 3600.0; break;
    case 'd': unit = 86400.0; break;
    default: unit = 0.0; break;
  }
  double value = 0.0;
  if (!Number(std::string(unit > 0.0 ? text.substr(0, text.size() - 1) : text), value)) return -1;
  const double seconds = value * (unit > 0.0 ? unit : 1.0);
  return seconds > 0.0 && seconds <= 3.2e8 ? static_cast<std::int64_t>(seconds * 1e6) : -1;
}

void HumanPolicy::Open(const v1::Briefing& briefing) {
  briefing_ = briefing;
  fmt::print(out_, "You are {} in {}, for {}. Objects:", briefing.seat(), Printable(briefing.scenario()), Clock(briefing.duration_us()));
  for (int i = 0; i < briefing.objects_size(); ++i) fmt::print(out_, " {}={}", i + 1, Printable(briefing.objects(i).object_id()));
  fmt::print(out_, "\nType help for the commands.\n");
}

void HumanPolicy::Tell(const v1::Turn& turn) {
  fmt::print(out_, "\nturn {} at {}", turn.turn_id(), Clock(turn.time_us()));
  for (const int reason : turn.woken_by()) fmt::print(out_, ", {}", Name(v1::WakeReason_Name(reason), "WAKE_REASON_"));
  fmt::print(out_, "\n");
  if (turn.has_own()) {
    const auto& own = turn.own();
    const auto& r = own.estimate().r_eci_m();
    fmt::print(out_, "  own: radius {:.1f} km, dv left {:.1f} m/s, {}, {}\n", std::sqrt(r.x() * r.x() + r.y() * r.y() + r.z() * r.z()) * 1e-3, own.dv_left_mps(),
               own.commandable() ? "commandable" : "not commandable yet", own.in_sunlight() ? "in sunlight" : "in shadow");
  }
  for (const v1::Ruling& ruling : turn.rulings()) fmt::print(out_, "  refused: {}: {}\n", Printable(ruling.order_id()), Printable(ruling.sentence()));
  if (turn.detections_size() > 0) fmt::print(out_, "  {} detections, the last of magnitude {:.1f}\n", turn.detections_size(), turn.detections(turn.detections_size() - 1).magnitude());
  if (turn.range_fixes_size() > 0) fmt::print(out_, "  {} range fixes\n", turn.range_fixes_size());
  if (turn.images_size() > 0) fmt::print(out_, "  {} images\n", turn.images_size());
  if (turn.cues_size() > 0) fmt::print(out_, "  {} cues\n", turn.cues_size());
  if (turn.mail_size() > 0) fmt::print(out_, "  {} messages of team mates (show prints them)\n", turn.mail_size());
  if (turn.orders_size() > 0) fmt::print(out_, "  {} orders open or just finished\n", turn.orders_size());
  if (turn.warnings_size() > 0) fmt::print(out_, "  {} warnings\n", turn.warnings_size());
}

void HumanPolicy::Help() {
  fmt::print(out_,
             "  hold [6h|30m|90s]              end the turn; be asked again after that time, or when something happens\n"
             "  burn R T N [in 10m]            velocity change in m/s: radial, along track, normal\n"
             "  point sun|nadir|R T N|OBJECT   turn the camera\n"
             "  search R T N [for 1h]          look along a direction\n"
             "  range OBJECT [for 1h]          range every minute        image OBJECT [for 1h]   a picture every five minutes\n"
             "  downlink [for 1h]              send pictures down        cancel ORDER            take an order back\n"
             "  start TASK, expedite TASK, liftoff IN, release           launch provider\n"
             "  tell SEAT words                a message to a team mate\n"
             "  suggest POLICY, take           what a shipped policy would do; do that\n"
             "  status, show, orders, help     the turn again; all of it; what is ordered so far\n"
             "OBJECT is a number of the list at the start. Orders go out with hold.\n");
}

std::string HumanPolicy::ObjectOf(const std::string& word) const {
  double number = 0.0;
  if (Number(word, number) && number >= 1.0 && number <= briefing_.objects_size()) return briefing_.objects(static_cast<int>(number) - 1).object_id();
  for (const auto& object : briefing_.objects()) {
    if (object.object_id() == word) return word;
  }
  return {};
}

void HumanPolicy::Order(v1::Order order) {
  fmt::print(out_, "  ordered: {}\n", Printable(order.order_id()));
  *decision_.add_orders() = std::move(order);
}

// The adviser hears the match from its beginning, so that it knows what it would know.
void HumanPolicy::Suggest(const std::string& name) {
  const std::string full = name.find('/') == std::string::npos ? FolderOf(briefing_.role()) + name : name;
  const std::unique_ptr<agents::Policy> policy = agents::MakePolicy(full);
  if (!policy || full.rfind(FolderOf(briefing_.role()), 0) != 0) {
    fmt::print(out_, "  no policy {} ships for this role:", Printable(name));
    for (const agents::ShippedPolicy& each : agents::ShippedPolicies()) {
      if (each.name.rfind(FolderOf(briefing_.role()), 0) == 0) fmt::print(out_, " {}", each.name);
    }
    fmt::print(out_, "\n");
    return;
  }
  policy->Open(briefing_);
  for (const v1::Turn& turn : turns_) advice_ = policy->Decide(turn);
  adviser_ = full;
  fmt::print(out_, "  {} would give {} orders and {} claims", full, advice_.orders_size(), advice_.tracks_size());
  for (const v1::Order& order : advice_.orders()) fmt::print(out_, "\n    {}", Printable(order.ShortDebugString()));
  if (advice_.wake().time_us() != 0) fmt::print(out_, "\n    and sleep until {}", Clock(advice_.wake().time_us()));
  fmt::print(out_, "\n  take does that\n");
}

// True when the turn is over.
bool HumanPolicy::Command(const std::vector<std::string>& words, const v1::Turn& turn) {
  const std::string& verb = words[0];
  const auto complain = [&](const std::string& what) {
    fmt::print(out_, "  {}; help lists the commands\n", what);
    return false;
  };
  // "for 1h" or "in 10m" at the end.
  std::int64_t span = -1;
  std::vector<std::string> rest(words.begin() + 1, words.end());
  if (rest.size() >= 2 && (rest[rest.size() - 2] == "for" || rest[rest.size() - 2] == "in")) {
    span = ParseDuration(rest.back());
    if (span < 0) return complain("\"" + Printable(rest.back()) + "\" is no length of time such as 90s, 30m or 6h");
    rest.resize(rest.size() - 2);
  }
  const std::int64_t end = turn.time_us() + (span > 0 ? span : kHour);
  const std::int64_t start = span > 0 ? turn.time_us() + span : 0;
  double n[3] = {0.0, 0.0, 0.0};
  const bool vector = rest.size() == 3 && Number(rest[0], n[0]) && Number(rest[1], n[1]) && Number(rest[2], n[2]);
  const std::string object = rest.empty() ? std::string() : ObjectOf(rest[0]);

  if (verb == "hold") {
    if (rest.empty()) return true;
    const std::int64_t time = ParseDuration(rest[0]);
    if (time < 0) return complain("\"" + Printable(rest[0]) + "\" is no length of time such as 90s, 30m or 6h");
    *decision_.mutable_wake() = sdk::WakeAt(turn.time_us() + time);
    return true;
  }
  if (verb == "take") {
    if (adviser_.empty()) return complain("nothing was suggested in this turn");
    decision_ = advice_;
    decision_.set_note("human, as " + adviser_ + " suggested");
    return true;
  }
  if (verb == "help") {
    Help();
  } else if (verb == "status") {
    Tell(turn);
  } else if (verb == "show") {
    fmt::print(out_, "{}", turn.DebugString());
  } else if (verb == "orders") {
    for (const v1::Order& order : decision_.orders()) fmt::print(out_, "  {}\n", Printable(order.ShortDebugString()));
  } else if (verb == "suggest" && rest.size() == 1) {
    Suggest(rest[0]);
  } else if (verb == "burn" && vector) {
    Order(sdk::BurnRtn(NewId(verb), sdk::Vector(n[0], n[1], n[2]), start));
  } else if (verb == "point" && rest.size() == 1 && (rest[0] == "sun" || rest[0] == "nadir")) {
    Order(sdk::PointMode(NewId(verb), rest[0] == "sun" ? v1::Point::MODE_SUN : v1::Point::MODE_NADIR));
  } else if (verb == "point" && vector) {
    Order(sdk::PointRtn(NewId(verb), sdk::Vector(n[0], n[1], n[2])));
  } else if (verb == "point" && !object.empty()) {
    Order(sdk::PointTrack(NewId(verb), object));
  } else if (verb == "search" && vector) {
    const std::array ways{sdk::Vector(n[0], n[1], n[2])};
    Order(sdk::Search(NewId(verb), ways, end));
  } else if (verb == "range" && !object.empty()) {
    Order(sdk::Range(NewId(verb), object, 60.0, end));
  } else if (verb == "image" && !object.empty()) {
    Order(sdk::Image(NewId(verb), object, 300.0, 12, end));
  } else if (verb == "downlink" && rest.empty()) {
    Order(sdk::Downlink(NewId(verb), end));
  } else if (verb == "cancel" && !rest.empty()) {
    std::string id = rest[0];
    for (std::size_t i = 1; i < rest.size(); ++i) id += " " + rest[i];
    Order(sdk::Cancel(NewId(verb), id));
  } else if ((verb == "start" || verb == "expedite") && rest.size() == 1) {
    Order(verb == "start" ? sdk::StartTask(NewId(verb), rest[0]) : sdk::ExpediteTask(NewId(verb), rest[0]));
  } else if (verb == "liftoff" && rest.size() == 1 && ParseDuration(rest[0]) > 0) {
    Order(sdk::SetLiftoff(NewId(verb), turn.time_us() + ParseDuration(rest[0])));
  } else if (verb == "release" && rest.empty()) {
    Order(sdk::ReleaseLaunch(NewId(verb)));
  } else if (verb == "tell" && words.size() > 2) {
    std::string body = words[2];
    for (std::size_t i = 3; i < words.size(); ++i) body += " " + words[i];
    Order(sdk::Message(NewId(verb), words[1], body));
  } else {
    return complain("\"" + Printable(verb) + "\" is not understood like that");
  }
  return false;
}

v1::Decision HumanPolicy::Decide(const v1::Turn& turn) {
  turns_.push_back(turn);
  decision_.Clear();
  advice_.Clear();
  adviser_.clear();
  decision_.set_note("human");
  if (!silent_) Tell(turn);
  std::string line;
  while (!silent_) {
    fmt::print(out_, "{}> ", briefing_.seat());
    out_.flush();
    if (!std::getline(in_, line)) {
      silent_ = true;
      decision_.set_note("no human any more: held");
      fmt::print(out_, "\nno more input: holding for the rest of the match\n");
      break;
    }
    std::istringstream split(line);
    std::vector<std::string> words;
    for (std::string word; split >> word;) words.push_back(word);
    if (!words.empty() && Command(words, turn)) break;
  }
  if (silent_ && decision_.note() == "human") decision_.set_note("no human any more: held");
  out_.flush();
  return decision_;
}

void HumanPolicy::Close(const v1::GameOver& over) {
  fmt::print(out_, "\nover: {}: {}\n", Name(v1::ResultKind_Name(over.result()), "RESULT_KIND_"), Printable(over.reason()));
  out_.flush();
}

int RunHuman() {
  std::string error;
  sdk::AgentOptions options = sdk::OptionsFromEnvironment(error);
  if (!error.empty()) return Complain(error, 2);
  options.name = "human";
  options.version = std::string(kVersion);
  // Standard output belongs to `haze play`, which may have promised JSON.
  return sdk::RunAgent([](const v1::Briefing&) { return std::make_unique<HumanPolicy>(std::cin, std::cerr); }, options);
}

}  // namespace haze::tools
