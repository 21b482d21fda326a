// What no single field of a scenario can show: references, sums, orders, cycles. Counterpart of fields.cc.
#include <algorithm>
#include <cmath>
#include <set>

#include "dynamics/sgp4.h"
#include "scenarios/fields.h"
#include "scenarios/names.h"

namespace haze::scenarios {

namespace {

using Trail = FieldReader::Trail;

template <class T>
const T* Find(const std::vector<T>& all, const std::string& name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const T& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

template <class T>
std::vector<std::string> NamesOf(const std::vector<T>& all) {
  std::vector<std::string> names;
  for (const T& one : all) names.push_back(one.name);
  return names;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "none" : text;
}

Trail operator/(Trail trail, const std::string& key) {
  trail.push_back(key);
  return trail;
}
Trail operator/(Trail trail, std::size_t index) { return std::move(trail) / std::to_string(index); }

class Checker {
 public:
  Checker(FieldReader& reader, const Scenario& scenario) : r_(reader), s_(scenario) {}

  void Run() {
    if (s_.forces.gravity_order > s_.forces.gravity_degree && r_.Sound({"forces"})) {
      r_.ComplainAt({"forces", "gravity_order"}, "is " + std::to_string(s_.forces.gravity_order) + "; allowed: up to gravity_degree, " + std::to_string(s_.forces.gravity_degree));
    }
    if (s_.astronomy && (s_.astronomy->sha256.size() != 64 || s_.astronomy->sha256.find_first_not_of("0123456789abcdef") != std::string::npos)) {
      if (r_.Sound({"astronomy", "sha256"})) r_.ComplainAt({"astronomy", "sha256"}, "is \"" + s_.astronomy->sha256 + "\"; expected: 64 hexadecimal digits in small letters");
    }
    if (s_.sky && !s_.sky->file.empty() && (s_.sky->sha256.size() != 64 || s_.sky->sha256.find_first_not_of("0123456789abcdef") != std::string::npos)) {
      if (r_.Sound({"sky", "sha256"})) r_.ComplainAt({"sky", "sha256"}, "is \"" + s_.sky->sha256 + "\"; expected: 64 hexadecimal digits in small letters");
    }
    if (s_.sky && !s_.astronomy) r_.ComplainAt({"sky"}, "needs an astronomy table; `haze scenario freeze` makes one");
    Seats();
    for (const Vehicle& vehicle : s_.vehicles) OneVehicle(vehicle);
    References();
    if (s_.launch) OneLaunch(*s_.launch);
    Score();
  }

 private:
  void Complain(const Trail& trail, const std::string& message) {
    if (r_.Sound(trail)) r_.ComplainAt(trail, message);
  }

  // A name that must be one of several.
  void Among(const Trail& trail, const std::string& name, const std::vector<std::string>& known) {
    if (std::find(known.begin(), known.end(), name) != known.end()) return;
    const std::optional<std::string> nearest = Nearest(name, known);
    Complain(trail, "is \"" + name + "\"; there are: " + Joined(known) + (nearest ? "; did you mean " + *nearest + "?" : ""));
  }
  void Craft(const Trail& trail, const std::string& name) {
    if (!s_.vehicles.empty() || r_.Sound({"vehicles"})) Among(trail, name, NamesOf(s_.vehicles));
  }

  template <class T>
  void Unique(const Trail& list, const std::vector<T>& all, const char* key) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (all[i].name != all[j].name || all[i].name.empty()) continue;
        Complain(list / i / key, "is \"" + all[i].name + "\", as is the one before it in place " + std::to_string(j));
        break;
      }
    }
  }

  void Seats() {
    if (s_.seats.empty()) Complain({"seats"}, "is empty; expected: at least one seat");
    Unique({"seats"}, s_.seats, "seat");
    std::vector<std::size_t> providers;
    for (std::size_t i = 0; i < s_.seats.size(); ++i) OneSeat(s_.seats[i], Trail{"seats"} / i, providers);
    if (providers.size() > 1) Complain(Trail{"seats"} / providers[1] / "seat", "is a second launch provider; allowed: one");
    if (s_.launch && providers.empty()) Complain({"launch"}, "needs a seat for its launch provider");
    if (!s_.launch && !providers.empty() && r_.Sound({"launch"})) Complain(Trail{"seats"} / providers[0] / "seat", "has nothing to launch: there is no launch");
    for (const Vehicle& vehicle : s_.vehicles) {
      const auto flown = std::count_if(s_.seats.begin(), s_.seats.end(), [&](const Seat& seat) { return seat.vehicle == vehicle.name; });
      // A craft without velocity change may belong to nobody: it is there to be looked at.
      if (flown == 0 && vehicle.dv > 0.0 && r_.Sound({"seats"})) Complain({"vehicles", vehicle.name}, "is flown by no seat");
    }
  }

  void OneSeat(const Seat& seat, const Trail& at, std::vector<std::size_t>& providers) {
    const std::optional<SeatName> parts = ParseSeatName(seat.name);
    if (!parts) {
      return Complain(at / "seat", "is \"" + seat.name + "\"; expected: blue or red, a dot, launch_provider, inspector, target or adversary, and perhaps a number");
    }
    const std::string role(RoleName(seat.role));
    if (seat.policy.rfind(role + "/", 0) != 0) Complain(at / "policy", "is \"" + seat.policy + "\"; expected: a policy of this role, " + role + "/…");
    if (seat.role == Role::kLaunchProvider) {
      providers.push_back(static_cast<std::size_t>(&seat - s_.seats.data()));
      if (!seat.vehicle.empty()) Complain(at / "vehicle", "is \"" + seat.vehicle + "\"; a launch provider flies none");
      return;
    }
    if (seat.vehicle.empty()) return Complain(at / "vehicle", "is missing; there are: " + Joined(NamesOf(s_.vehicles)));
    Craft(at / "vehicle", seat.vehicle);
    for (const Seat* other = s_.seats.data(); other != &seat; ++other) {
      if (other->vehicle == seat.vehicle) Complain(at / "vehicle", "is \"" + seat.vehicle + "\", which " + other->name + " flies");
    }
  }

  void Elements(const Trail& at, const std::string& line1, const std::string& line2) {
    if (!r_.Sound(at) || line1.empty() || line2.empty()) return;
    const dynamics::TleResult tle = dynamics::ParseTle(line1, line2);
    if (!tle.tle) return Complain(at / (tle.error.rfind("line 2", 0) == 0 ? "line2" : "line1"), "is no element set: " + tle.error);
    const dynamics::Sgp4Init init = dynamics::InitSgp4(*tle.tle);
    const double minutes = dynamics::Seconds(s_.epoch - tle.tle->epoch) / 60.0;
    if (!init.model) return Complain(at / "line2", "is not a near-earth orbit");
    if (r_.Sound({"epoch"}) && init.model->At(minutes).status != dynamics::Sgp4Status::kOk) Complain(at / "line1", "cannot be propagated to the scenario's epoch");
  }

  void OneVehicle(const Vehicle& v) {
    const Trail at = {"vehicles", v.name};
    if (v.dv > 0.0 && v.thrust <= 0.0) Complain(at / "thrust_N", "is 0; allowed: > 0 for a craft with velocity change");
    for (std::size_t i = 0; i < v.plates.size(); ++i) {
      if (!(v.plates[i].normal_B.squaredNorm() > 0.0)) Complain(at / "panels" / "plates" / i / "normal_x", "is 0, as are normal_y and normal_z; expected: a direction");
    }
    const Start& start = v.start;
    const int starts = (start.tle ? 1 : 0) + (start.in_plane ? 1 : 0) + (start.behind ? 1 : 0) + (start.deployed ? 1 : 0) + (start.orbit ? 1 : 0) + (start.near ? 1 : 0);
    if (starts != 1) Complain(at / "start", "has " + std::to_string(starts) + " of tle, in_plane, behind, deployed, orbit, near; expected: one");
    if (start.tle) Elements(at / "start" / "tle", start.tle->line1, start.tle->line2);
    if (start.in_plane) InPlane(*start.in_plane, at / "start" / "in_plane");
    if (start.behind) Behind(v, at / "start" / "behind" / "craft");
    if (start.deployed) Deployed(v, at / "start" / "deployed" / "by");
    if (start.orbit) OnOrbit(*start.orbit, at / "start" / "orbit");
    if (start.near) Near(v, at / "start" / "near");
  }

  void OnOrbit(const StartOnOrbit& orbit, const Trail& at) {
    if (orbit.altitude_min > orbit.altitude_max) Complain(at, "has alt_min_km above alt_max_km");
    if (orbit.inclination_min > orbit.inclination_max) Complain(at, "has inc_min_deg above inc_max_deg");
    if (orbit.raan_min > orbit.raan_max) Complain(at, "has raan_min_deg above raan_max_deg");
    if (orbit.latitude_min > orbit.latitude_max) Complain(at, "has u_min_deg above u_max_deg");
  }

  void Near(const Vehicle& v, const Trail& at) {
    if (v.start.near->range_min > v.start.near->range_max) Complain(at, "has range_min_m above range_max_m");
    const Vehicle* leader = Find(s_.vehicles, v.start.near->craft);
    if (leader == nullptr) return Craft(at / "craft", v.start.near->craft);
    if (leader == &v || leader->start.near || leader->start.behind || leader->start.deployed) {
      Complain(at / "craft", "is \"" + leader->name + "\"; expected: a craft with a start of its own");
    }
  }

  void InPlane(const StartInPlane& plane, const Trail& at) {
    Elements(at, plane.line1, plane.line2);
    if (plane.phase_min > plane.phase_max) Complain(at, "has phase_min_deg above phase_max_deg");
    Craft(at / "phase_of", plane.phase_of);
    const Vehicle* launched = Find(s_.vehicles, plane.phase_of);
    if (launched != nullptr && !(launched->start.deployed && launched->start.deployed->by == "launch")) {
      Complain(at / "phase_of", "is \"" + plane.phase_of + "\", which is not deployed by the launch");
    }
  }

  void Behind(const Vehicle& v, const Trail& at) {
    const Vehicle* leader = Find(s_.vehicles, v.start.behind->craft);
    if (leader == nullptr) return Craft(at, v.start.behind->craft);
    std::set<std::string> passed = {v.name};
    for (; leader != nullptr; leader = leader->start.behind ? Find(s_.vehicles, leader->start.behind->craft) : nullptr) {
      if (!passed.insert(leader->name).second) return Complain(at, "is \"" + v.start.behind->craft + "\": " + v.name + " starts behind itself");
      if (leader->start.deployed) return Complain(at, "is \"" + v.start.behind->craft + "\", which waits for the deployment of " + leader->name);
    }
  }

  void Deployed(const Vehicle& v, const Trail& at) {
    const std::string& by = v.start.deployed->by;
    if (by == "launch") {
      if (!s_.launch && r_.Sound({"launch"})) Complain(at, "is launch, but there is no launch");
      for (const Vehicle& other : s_.vehicles) {
        if (&other == &v) break;
        if (other.start.deployed && other.start.deployed->by == "launch") Complain(at, "is launch, which deploys " + other.name);
      }
      return;
    }
    std::vector<std::string> known = NamesOf(s_.vehicles);
    known.insert(known.begin(), "launch");
    Among(at, by, known);
    std::set<std::string> passed = {v.name};
    for (const Vehicle* carrier = Find(s_.vehicles, by); carrier != nullptr;) {
      if (!passed.insert(carrier->name).second) return Complain(at, "is \"" + by + "\": " + v.name + " carries itself");
      carrier = carrier->start.deployed ? Find(s_.vehicles, carrier->start.deployed->by) : nullptr;
    }
  }

  void References() {
    // Where a seat's name is wrong, whoever names that seat is right.
    bool seats_known = !s_.seats.empty() || r_.Sound({"seats"});
    for (std::size_t i = 0; i < s_.seats.size(); ++i) seats_known = seats_known && r_.Sound(Trail{"seats"} / i / "seat");
    for (std::size_t i = 0; i < s_.knowledge.size(); ++i) {
      const Trail at = Trail{"knowledge"} / i;
      if (seats_known) Among(at / "seat", s_.knowledge[i].seat, NamesOf(s_.seats));
      Craft(at / "craft", s_.knowledge[i].craft);
      const Vehicle* craft = Find(s_.vehicles, s_.knowledge[i].craft);
      if (craft != nullptr && craft->start.deployed) Complain(at / "craft", "is \"" + craft->name + "\", which is not there at T+0");
    }
    for (std::size_t i = 0; i < s_.launch_flash.size(); ++i) {
      if (seats_known) Among(Trail{"launch_flash"} / i / "seat", s_.launch_flash[i].seat, NamesOf(s_.seats));
      if (!s_.launch && r_.Sound({"launch"})) Complain(Trail{"launch_flash"} / i, "has nothing to flash: there is no launch");
    }
    for (std::size_t i = 0; i < s_.network_cues.size(); ++i) {
      const Trail at = Trail{"network", "cues"} / i;
      const NetworkCue& cue = s_.network_cues[i];
      if (seats_known) Among(at / "seat", cue.seat, NamesOf(s_.seats));
      Craft(at / "craft", cue.craft);
      if (cue.every > 0.0 && cue.every < 60.0) Complain(at / "every_h", "is less than a minute");
    }
    if (s_.downlink) Unique({"downlink", "stations"}, s_.downlink->stations, "name");
    if (s_.separation_of.empty()) return;
    Craft({"separation_of"}, s_.separation_of);
    const Vehicle* craft = Find(s_.vehicles, s_.separation_of);
    if (craft != nullptr && !craft->start.deployed) Complain({"separation_of"}, "is \"" + craft->name + "\", which is there from the start");
  }

  void OneLaunch(const Launch& launch) {
    if (launch.windows.empty()) Complain({"launch", "windows"}, "is empty; expected: at least one window");
    Unique({"launch", "windows"}, launch.windows, "name");
    for (std::size_t i = 0; i < launch.windows.size(); ++i) {
      const Window& window = launch.windows[i];
      const Trail at = Trail{"launch", "windows"} / i;
      if (window.name.rfind("north", 0) != 0 && window.name.rfind("south", 0) != 0) Complain(at / "name", "is \"" + window.name + "\"; expected: north… or south…");
      if (!r_.Sound({"epoch"}) || !r_.Sound({"duration_s"})) continue;
      if (window.nominal - window.slip < dynamics::SimTime{0} || window.nominal + window.slip > s_.duration) {
        Complain(at / "utc", "is outside the match, " + dynamics::FormatUtc(s_.epoch) + " to " + dynamics::FormatUtc(s_.epoch + s_.duration));
      }
    }
    const auto launched = std::find_if(s_.vehicles.begin(), s_.vehicles.end(), [](const Vehicle& v) { return v.start.deployed && v.start.deployed->by == "launch"; });
    if (launched == s_.vehicles.end() && r_.Sound({"vehicles"})) Complain({"launch"}, "deploys no craft: none has start: {deployed: {by: launch}}");
    Tasks(launch);
  }

  void Tasks(const Launch& launch) {
    Unique({"launch", "tasks"}, launch.tasks, "name");
    std::set<std::string> done;  // everything that can be put in an order; what remains waits for itself
    for (std::size_t i = 0; i < launch.tasks.size(); ++i) {
      const Task& task = launch.tasks[i];
      const Trail at = Trail{"launch", "tasks"} / i;
      for (const std::string& before : task.after) {
        if (Find(launch.tasks, before) == nullptr) {
          Complain(at / "after", "holds \"" + before + "\"; there are: " + Joined(NamesOf(launch.tasks)));
          done.insert(before);
        }
      }
      if (!(task.low <= task.mode && task.mode <= task.high)) Complain(at, "needs low_h <= mode_h <= high_h");
      if (task.crews > launch.crews && r_.Sound({"launch", "crews"})) {
        Complain(at / "crews", "is " + std::to_string(task.crews) + "; allowed: up to the launch's crews, " + std::to_string(launch.crews));
      }
    }
    for (bool progress = true; progress;) {
      progress = false;
      for (const Task& task : launch.tasks) {
        const bool free = std::all_of(task.after.begin(), task.after.end(), [&](const std::string& before) { return done.count(before) > 0; });
        progress = (free && done.insert(task.name).second) || progress;
      }
    }
    const auto waits = [&done](const std::string& name) { return done.count(name) == 0; };
    const auto stuck = std::find_if(launch.tasks.begin(), launch.tasks.end(), [&](const Task& task) { return waits(task.name); });
    if (stuck == launch.tasks.end()) return;
    // Whoever waits, waits for another that waits: following them leads into the circle.
    std::vector<std::string> way;
    std::string name = stuck->name;
    auto seen = way.end();
    for (; seen == way.end(); seen = std::find(way.begin(), way.end(), name)) {
      way.push_back(name);
      const std::vector<std::string>& after = Find(launch.tasks, name)->after;
      name = *std::find_if(after.begin(), after.end(), waits);
    }
    const auto at = static_cast<std::size_t>(Find(launch.tasks, name) - launch.tasks.data());
    Complain(Trail{"launch", "tasks"} / at / "after", "never ends: these tasks wait for one another: " + Joined({seen, way.end()}));
  }

  void Score() {
    double points[2] = {0.0, 0.0};
    Unique({"score"}, s_.score, "name");
    for (std::size_t i = 0; i < s_.score.size(); ++i) {
      OneLine(s_.score[i], Trail{"score"} / i);
      points[static_cast<int>(s_.score[i].side)] += s_.score[i].points;
    }
    for (const Side side : {Side::kBlue, Side::kRed}) {
      const double sum = points[static_cast<int>(side)];
      if (sum == 0.0 || std::fabs(sum - 100.0) < 1e-9) continue;
      Complain({"score"}, "sums to " + FormatNumber(sum) + " points for " + std::string(SideName(side)) + "; expected: 100");
    }
  }

  void OneLine(const ScoreLine& line, const Trail& at) {
    if (!r_.Sound(at)) return;
    const MeasureInfo& info = InfoOf(line.measure);
    if (info.needs_observer) Craft(at / "observer", line.observer);
    if (info.needs_object) Craft(at / "object", line.object);
    if (line.zero == line.full) Complain(at / "full", "is equal to zero");
    const bool of_launch = line.measure == Measure::kNoticeToLiftoff || line.measure == Measure::kInsertionError || line.measure == Measure::kTaskDone ||
                           line.measure == Measure::kFirstOperations;
    if (!s_.launch && of_launch) Complain(at / "measure", "is " + std::string(info.name) + ", but there is no launch");
    if (line.measure == Measure::kFacetsOfLit && Find(s_.vehicles, line.observer) != nullptr && !Find(s_.vehicles, line.observer)->imaging_camera) {
      Complain(at / "observer", "is \"" + line.observer + "\", which has no imaging_camera");
    }
    if (s_.launch && line.measure == Measure::kTaskDone && line.task.empty()) return Complain(at / "of_task", "is missing; there are: " + Joined(NamesOf(s_.launch->tasks)));
    if (s_.launch && !line.task.empty()) Among(at / "of_task" / "name", line.task, NamesOf(s_.launch->tasks));
  }

  FieldReader& r_;
  const Scenario& s_;
};

}  // namespace

void CheckScenario(FieldReader& reader, const Scenario& scenario) { Checker(reader, scenario).Run(); }

}  // namespace haze::scenarios
