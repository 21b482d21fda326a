// Prints the table of tools/dev/campaign's launch sets: the launch campaign of a scenario under each policy, without anything in orbit.
//   launch_campaign [SCENARIO] [SEEDS] [SAMPLES.csv]      victus_haze, 500; policy, ready or lift-off, hours
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "arbiter/game/score.h"
#include "scenarios/load.h"
#include "tests/support/control_room.h"

namespace {

using haze::dynamics::Seconds;

struct Tally {
  std::vector<double> ready;    // h
  std::vector<double> liftoff;  // h
  std::vector<int> in_window;
  int lost_in_flight = 0;  // vehicle lost, or left short of the ordered orbit
  int damage_found = 0;
  int outside = 0;
  int never = 0;
  int scrubs = 0;
  int anomalies = 0;
  double insertion = 0.0;
  int inserted = 0;
  std::map<std::string, std::vector<double>> marks;  // h, by the name of a score line that counts hours of the campaign
};

bool CountsHours(const haze::scenarios::ScoreLine& line) {
  using haze::scenarios::Measure;
  return line.measure == Measure::kTaskDone || line.measure == Measure::kNoticeToLiftoff || line.measure == Measure::kFirstOperations;
}

// What the score would be told: the campaign's own facts, and the end of the checkout of what it has put into orbit.
void Mark(const haze::scenarios::Scenario& scenario, std::vector<haze::game::Fact> facts, std::optional<haze::dynamics::SimTime> separation, Tally& tally) {
  for (std::size_t craft = 0; separation && craft < scenario.vehicles.size(); ++craft) {
    const haze::scenarios::Vehicle& vehicle = scenario.vehicles[craft];
    const bool launched = vehicle.start.deployed && vehicle.start.deployed->by == "launch";
    const haze::dynamics::SimTime end = *separation + haze::dynamics::FromSeconds(vehicle.checkout);
    if (launched) facts.push_back({.time = end, .kind = haze::game::FactKind::kCommandable, .craft = static_cast<int>(craft)});
  }
  for (const haze::scenarios::ScoreLine& line : scenario.score) {
    const std::optional<double> value = CountsHours(line) ? haze::game::ValueOf(scenario, facts, line) : std::nullopt;
    if (value) tally.marks[line.name].push_back(*value / 3600.0);
  }
}

haze::dynamics::MatchKey KeyOf(std::uint64_t seed) {
  haze::dynamics::MatchKey key{};
  for (int i = 0; i < 8; ++i) key[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(seed >> (8 * i));
  key[31] = 5;
  return key;
}

Tally Play(const haze::scenarios::Scenario& scenario, const std::string& name, int seeds) {
  const haze::scenarios::Launch& launch = *scenario.launch;
  Tally tally;
  tally.in_window.resize(launch.windows.size());
  for (int seed = 1; seed <= seeds; ++seed) {
    haze::tests::ControlRoom room(launch, KeyOf(static_cast<std::uint64_t>(seed)), static_cast<std::uint64_t>(seed));
    const std::unique_ptr<haze::agents::Policy> policy = haze::agents::MakePolicy(name);
    room.Play(*policy);
    bool fault = false;
    std::map<std::string, int> begun;
    for (const haze::game::Fact& fact : room.facts) {
      using haze::game::FactKind;
      if (fact.kind == FactKind::kLaunchReady) tally.ready.push_back(Seconds(fact.time) / 3600.0);
      if (fact.kind == FactKind::kScrub) ++tally.scrubs;
      if (fact.kind == FactKind::kTaskAnomaly) {
        ++tally.anomalies;
        --begun[fact.detail];
      }
      if (fact.kind == FactKind::kTaskStarted && ++begun[fact.detail] == 2) ++tally.damage_found;
      if (fact.kind == FactKind::kLaunchFailure) fault = true;
      if (fact.kind == FactKind::kInsertion) {
        tally.insertion += fact.value;
        ++tally.inserted;
      }
      if (fact.kind == FactKind::kLiftoff) {
        tally.liftoff.push_back(Seconds(fact.time) / 3600.0);
        for (std::size_t i = 0; i < launch.windows.size(); ++i) tally.in_window[i] += fact.detail == launch.windows[i].name ? 1 : 0;
      }
    }
    Mark(scenario, room.facts, room.campaign().lost() ? std::nullopt : room.campaign().separation(), tally);
    const bool flew = room.campaign().liftoff().has_value();
    if (!flew) ++tally.never;
    if (flew && room.campaign().lost()) ++(fault ? tally.lost_in_flight : tally.outside);
  }
  return tally;
}

double Quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

// One line an event, for the plot that tools/dev/campaign draws.
bool WriteSamples(const char* path, const std::map<std::string, Tally>& tallies) {
  std::FILE* file = std::fopen(path, "w");
  if (file == nullptr) return false;
  for (const auto& [name, tally] : tallies) {
    for (const double hours : tally.ready) std::fprintf(file, "%s,ready,%.6f\n", name.c_str(), hours);
    for (const double hours : tally.liftoff) std::fprintf(file, "%s,lift-off,%.6f\n", name.c_str(), hours);
  }
  return std::fclose(file) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string scenario = argc > 1 ? argv[1] : "victus_haze";
  const int seeds = argc > 2 ? std::atoi(argv[2]) : 500;
  const haze::scenarios::LoadResult loaded = haze::scenarios::LoadScenario(scenario);
  if (!loaded.scenario || !loaded.scenario->launch || seeds <= 0) {
    std::fprintf(stderr, "%s has no launch, or cannot be read\n", scenario.c_str());
    return 1;
  }
  const haze::scenarios::Launch& launch = *loaded.scenario->launch;
  std::map<std::string, Tally> tallies;
  for (const char* name : {"cautious", "elusive", "fastest", "sleeper"}) tallies[name] = Play(*loaded.scenario, std::string("launch_provider/") + name, seeds);

  std::printf("The campaign of `%s` alone, %d seeds a policy.\n\n", scenario.c_str(), seeds);
  std::printf("| policy | ready, median h (10 to 90 %%) |");
  for (const auto& window : launch.windows) std::printf(" lift-off %s |", window.name.c_str());
  std::printf(" never | lost in flight | damage found | outside tolerance | insertion error / tolerance, mean | scrubs | anomalies |\n|---|---|");
  for (std::size_t i = 0; i < launch.windows.size(); ++i) std::printf("---|");
  std::printf("---|---|---|---|---|---|---|\n");
  const auto share = [seeds](int n) { return 100.0 * n / seeds; };
  for (const auto& [name, tally] : tallies) {
    std::printf("| `%s` | %.1f (%.1f to %.1f) |", name.c_str(), Quantile(tally.ready, 0.5), Quantile(tally.ready, 0.1), Quantile(tally.ready, 0.9));
    for (const int n : tally.in_window) std::printf(" %.1f %% |", share(n));
    std::printf(" %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.2f | %d | %d |\n", share(tally.never), share(tally.lost_in_flight), share(tally.damage_found), share(tally.outside),
                tally.inserted > 0 ? tally.insertion / tally.inserted : 0.0, tally.scrubs, tally.anomalies);
  }
  std::printf("\nDamage found delays a task; damage that is not found is among the vehicles lost.\n");
  std::printf("\n| hours, median (10 to 90 %%) |");
  for (const auto& [name, tally] : tallies) std::printf(" `%s` |", name.c_str());
  std::printf("\n|---|");
  for (std::size_t i = 0; i < tallies.size(); ++i) std::printf("---|");
  for (const haze::scenarios::ScoreLine& line : loaded.scenario->score) {
    if (!CountsHours(line)) continue;
    std::printf("\n| %s |", line.name.c_str());
    for (auto& [name, tally] : tallies) {
      const std::vector<double>& hours = tally.marks[line.name];
      if (hours.empty()) std::printf(" - |");
      if (!hours.empty()) std::printf(" %.1f (%.1f to %.1f) |", Quantile(hours, 0.5), Quantile(hours, 0.1), Quantile(hours, 0.9));
    }
  }
  std::printf("\n");
  if (argc > 3 && !WriteSamples(argv[3], tallies)) {
    std::fprintf(stderr, "%s cannot be written\n", argv[3]);
    return 1;
  }
  return 0;
}
