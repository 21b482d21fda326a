// `haze rules`: limits, deadlines and score lines of a scenario in words.
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "arbiter/game/limits.h"
#include "arbiter/match/codec.h"
#include "scenarios/load.h"
#include "scenarios/names.h"
#include "tools/cli/command.h"
#include "tools/cli/output.h"

namespace haze::tools {
namespace {

using scenarios::Measure;
using scenarios::Scenario;
using scenarios::ScoreLine;
using scenarios::Side;

struct Section {
  std::string title;
  std::vector<std::string> sentences;
};

std::string Hours(double seconds) { return Short(seconds / 3600.0, 2) + " h"; }
std::string Length(double seconds) { return seconds < 3600.0 ? Short(seconds / 60.0, 1) + " min" : Hours(seconds); }

// "when a first held custody of b": the measure's words with names in them.
std::string Filled(std::string text, const ScoreLine& line) {
  for (const auto& [mark, name] : {std::pair<std::string, std::string>{"{observer}", line.observer}, {"{object}", line.object}}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) text.replace(at, mark.size(), name);
  }
  return text;
}

std::string Value(std::string_view unit, double value) {
  if (unit == "h") return Hours(value);
  if (unit == "m") return Distance(value);
  if (unit == "mps") return Short(value, 1) + " m/s";
  return Short(value, 3);
}

bool CountsFromSeparation(Measure measure) {
  return measure == Measure::kCustodyFirst || measure == Measure::kHalfFacets || measure == Measure::kCustodyFraction;
}

std::string After(const Scenario& scenario) { return scenario.separation_of.empty() ? " after T+0" : " after the separation of " + scenario.separation_of; }

std::string Sentence(const Scenario& scenario, const ScoreLine& line) {
  const scenarios::MeasureInfo& info = scenarios::InfoOf(line.measure);
  std::string words = Filled(std::string(info.words), line);
  if (line.denied) words = "1 less the " + words;
  std::string text = fmt::format("{:>5}  {}: {}", Short(line.points, 1), line.name, words);
  if (line.measure == Measure::kCustodyFraction) text += ", from " + Hours(line.from) + After(scenario) + " to the end";
  text += fmt::format("; none at {}, all at {}", Value(info.unit, line.zero), Value(info.unit, line.full));
  if (CountsFromSeparation(line.measure) && info.unit == "h") text += After(scenario);
  if (line.gate) text += fmt::format("; only with {} of at least {}", scenarios::InfoOf(line.gate->measure).name, Short(line.gate->at_least, 3));
  if (line.points_without) text += fmt::format("; {} where there is nothing to measure", Short(*line.points_without, 1));
  return text;
}

Section Limits(const Scenario& scenario) {
  const scenarios::Rules& rules = scenario.rules;
  Section section{"Limits", {}};
  const auto say = [&section](const std::string& text) { section.sentences.push_back(text); };
  if (rules.keep_out > 0.0) say("keep-out: no nearer than " + Distance(rules.keep_out) + " to a craft of the other side");
  if (rules.speed_inside > 0.0) {
    say(fmt::format("closing speed: at most {} m/s + {} n r inside {} (n: mean motion, r: range)", Short(rules.speed_base, 3), Short(rules.speed_per_n, 3),
                    Distance(rules.speed_inside)));
  }
  if (rules.passive_safety_orbits > 0.0) {
    say(fmt::format("passive safety: inside {} a coast of {} orbits must not enter keep-out", Distance(rules.passive_safety_inside),
                    Short(rules.passive_safety_orbits, 1)));
  }
  say(fmt::format(
      "custody: the claimed covariance covers the truth (NEES at most {}) and its 3 sigma is at most the larger of {} and {} % of the range; held {}",
      Short(rules.custody_nees, 2), Distance(rules.custody_sigma3), Short(100.0 * rules.custody_sigma3_fraction, 2), Length(rules.custody_hold)));
  say("back-off: the distance at the end is the least of a coast of " + Short(rules.back_off_orbits, 1) + " orbits");
  for (const scenarios::Vehicle& vehicle : scenario.vehicles) {
    if (!vehicle.imaging_camera) continue;
    const scenarios::ImagingCamera& camera = *vehicle.imaging_camera;
    constexpr double kDegree = 0.017453292519943295;
    say(fmt::format(
        "a facet counts for {}: sunlit within {} deg of its normal, seen within {} deg, ground-sample distance at most {} m, smear at most a pixel, SNR at "
        "least {}, "
        "image delivered",
        vehicle.name, Short(camera.incidence_max / kDegree, 1), Short(camera.view_max / kDegree, 1), Short(camera.gsd_max, 3), Short(camera.snr_min, 1)));
  }
  say("a collision is lost by who burned last, by both if neither did");
  say(fmt::format("a decision holds at most {} orders and {} KiB, a message at most {} bytes", game::kMaxOrders, match::kMaxDecisionBytes / 1024,
                  game::kMaxMessageBytes));
  say(fmt::format("{} illegal orders in a match forfeit it", rules.max_illegal_orders));
  if (!scenario.on_forfeit_side_continues) say("any forfeit ends the match");
  return section;
}

Section Deadlines(const Scenario& scenario) {
  Section section{"Deadlines", {}};
  if (scenario.launch) {
    for (const scenarios::Window& window : scenario.launch->windows) {
      section.sentences.push_back(fmt::format("{}  window {}: lift-off {}, {} either way", MissionTime(dynamics::Seconds(window.nominal)), window.name,
                                              dynamics::FormatUtc(scenario.epoch + window.nominal), Length(dynamics::Seconds(window.slip))));
    }
    section.sentences.push_back("no lift-off by the end of the last window, a lost vehicle or an insertion outside the ordered tolerance loses");
    section.sentences.push_back(fmt::format("the release comes {} before T-0 at the latest; after a scrub no T-0 for {}",
                                            Length(scenario.launch->count_duration), Length(scenario.launch->recycle_duration)));
  }
  for (const scenarios::Vehicle& vehicle : scenario.vehicles) {
    if (vehicle.checkout > 0.0) section.sentences.push_back(vehicle.name + " may be commanded " + Length(vehicle.checkout) + " after its deployment");
  }
  section.sentences.push_back(
      fmt::format("{}  end: {}", MissionTime(dynamics::Seconds(scenario.duration)), dynamics::FormatUtc(scenario.epoch + scenario.duration)));
  return section;
}

Section Seats(const Scenario& scenario) {
  Section section{"Seats", {}};
  for (const scenarios::Seat& seat : scenario.seats) {
    section.sentences.push_back(
        fmt::format("{} {}; {} unless the line-up says otherwise", seat.name, seat.vehicle.empty() ? "runs the launch" : "flies " + seat.vehicle, seat.policy));
  }
  section.sentences.push_back("each is asked at the latest every " + Length(scenario.longest_quiet) +
                              "; the match waits for the answer until the watchdog (haze play --watchdog-s) ends it");
  for (const scenarios::InitialKnowledge& told : scenario.knowledge) {
    section.sentences.push_back(fmt::format("{} is told the state of {} at T+0 to {} and {} m/s (1 sigma, each axis)", told.seat, told.craft,
                                            Distance(told.position_sigma), Short(told.velocity_sigma, 2)));
  }
  for (const scenarios::LaunchFlashCue& cue : scenario.launch_flash) {
    section.sentences.push_back(fmt::format("{} hears of the lift-off {} later", cue.seat, Length(cue.delay)));
  }
  return section;
}

std::optional<Section> Score(const Scenario& scenario, Side side) {
  Section section{"", {}};
  double sum = 0.0;
  for (const ScoreLine& line : scenario.score) {
    if (line.side != side) continue;
    sum += line.points;
    section.sentences.push_back(Sentence(scenario, line));
  }
  if (section.sentences.empty()) return std::nullopt;
  for (const scenarios::ViolationLine& line : scenario.violations) {
    if (line.side != side) continue;
    std::string kinds;
    for (const scenarios::Violation kind : line.kinds) kinds += (kinds.empty() ? "" : ", ") + scenarios::ViolationNames()[static_cast<std::size_t>(kind)];
    section.sentences.push_back(fmt::format("{:>5}  each: {}; not below {}", Short(line.points, 1), kinds, Short(line.floor, 1)));
  }
  section.title = fmt::format("Score of {}, {} points", scenarios::SideName(side), Short(sum, 1));
  return section;
}

nlohmann::ordered_json RulesJson(const Scenario& scenario, const std::vector<Section>& sections) {
  nlohmann::ordered_json out = {
      {"scenario", scenario.name}, {"hash", scenario.hash}, {"sections", nlohmann::ordered_json::array()}, {"score", nlohmann::ordered_json::array()}};
  for (const Section& section : sections) out["sections"].push_back({{"title", section.title}, {"sentences", section.sentences}});
  for (const ScoreLine& line : scenario.score) {
    const scenarios::MeasureInfo& info = scenarios::InfoOf(line.measure);
    const std::string unit(info.unit == "share" ? "" : info.unit);
    const double factor = info.unit == "h" ? 3600.0 : 1.0;
    nlohmann::ordered_json told = {{"name", line.name},
                                   {"side", scenarios::SideName(line.side)},
                                   {"measure", info.name},
                                   {"observer", line.observer},
                                   {"object", line.object},
                                   {"denied", line.denied},
                                   {"unit", unit},
                                   {"zero", line.zero / factor},
                                   {"full", line.full / factor},
                                   {"points", line.points},
                                   {"points_without", nullptr},
                                   {"gate", nullptr}};
    if (line.points_without) told["points_without"] = *line.points_without;
    if (line.gate) told["gate"] = {{"measure", scenarios::InfoOf(line.gate->measure).name}, {"at_least", line.gate->at_least}};
    out["score"].push_back(std::move(told));
  }
  return out;
}

struct RulesOptions {
  std::string scenario = "victus_haze";
  std::vector<std::string> sets;
  bool json = false;
};

int Run(const RulesOptions& options) {
  const scenarios::LoadResult loaded = scenarios::LoadScenario(options.scenario, {.sets = options.sets, .folder = {}});
  for (const scenarios::LoadError& error : loaded.errors) fmt::print(stderr, "{}\n", Printable(error.Text()));
  if (!loaded.scenario) return kExitUsage;
  const Scenario& scenario = *loaded.scenario;
  std::vector<Section> sections = {Seats(scenario), Limits(scenario), Deadlines(scenario)};
  for (const Side side : {Side::kBlue, Side::kRed}) {
    if (std::optional<Section> score = Score(scenario, side)) sections.push_back(std::move(*score));
  }
  sections.push_back(
      {"Result", {fmt::format("more points win; a difference of at most {} draws; a loss by rule or a forfeit overrides", Short(scenario.draw_band, 1))}});
  if (options.json) {
    fmt::print("{}\n", RulesJson(scenario, sections).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return kExitDone;
  }
  const bool colour = StdoutIsTerminal();
  fmt::print("{}: {}\n{} from {}\n", Paint(scenario.name, "1", colour), Printable(scenario.title), Hours(dynamics::Seconds(scenario.duration)),
             dynamics::FormatUtc(scenario.epoch));
  for (const Section& section : sections) {
    fmt::print("\n{}\n", Paint(section.title, "1", colour));
    for (const std::string& sentence : section.sentences) fmt::print("  {}\n", sentence);
  }
  return kExitDone;
}

}  // namespace

void AddRulesCommand(CLI::App& app, CliResult& result) {
  auto options = std::make_shared<RulesOptions>();
  CLI::App* command = app.add_subcommand("rules", "Limits, deadlines and score lines of a scenario in words");
  command->add_option("SCENARIO", options->scenario, "A shipped scenario or a file")->capture_default_str();
  command->add_option("--set", options->sets, "Change one value; repeatable")->type_name("PATH=VALUE")->allow_extra_args(false)->take_all();
  command->add_flag("--json", options->json, "One JSON object");
  command->footer("Example:\n  haze rules encore");
  command->callback([options, &result] { result.exit_code = Run(*options); });
}

}  // namespace haze::tools
