// What no single field of a scenario can show. Counterpart of fields.cc.
#include <algorithm>
#include <cmath>

#include "dynamics/sgp4.h"
#include "scenarios/fields.h"

namespace haze::scenarios {

namespace {

const std::vector<std::string> kRoleNames = {"launch_provider", "inspector", "target", "adversary"};

template <class T>
bool Has(const std::vector<T>& all, const std::string& name) {
  return std::any_of(all.begin(), all.end(), [&](const T& one) { return one.name == name; });
}

template <class T>
std::string Names(const std::vector<T>& all) {
  std::string text;
  for (const T& one : all) text += (text.empty() ? "" : ", ") + one.name;
  return text;
}

void CheckElements(FieldReader& r, const char* path, const std::string& line1, const std::string& line2) {
  if (line1.empty() || line2.empty()) return;  // said already
  const dynamics::TleResult tle = dynamics::ParseTle(line1, line2);
  if (!tle.tle) return r.Complain(path, "is no element set: " + tle.error);
  if (!dynamics::InitSgp4(*tle.tle).model) r.Complain(path, "cannot be propagated: not a near-earth orbit");
}

void CheckTasks(FieldReader& r, const Launch& launch) {
  for (const Task& task : launch.tasks) {
    if (std::count_if(launch.tasks.begin(), launch.tasks.end(), [&](const Task& other) { return other.name == task.name; }) > 1) {
      r.Complain("launch", "has two tasks named " + task.name);
    }
    for (const std::string& before : task.after) {
      if (!Has(launch.tasks, before)) r.Complain("launch", "task " + task.name + " comes after " + before + ", which is no task");
    }
    if (!(task.low <= task.mode && task.mode <= task.high)) r.Complain("launch", "task " + task.name + " needs low_h <= mode_h <= high_h");
    if (task.crews > launch.crews) r.Complain("launch", "task " + task.name + " takes more crews than there are");
  }
  // Tasks that can be ordered one after another are done; what remains waits for itself.
  std::vector<std::string> done;
  for (bool progress = true; progress;) {
    progress = false;
    for (const Task& task : launch.tasks) {
      if (std::find(done.begin(), done.end(), task.name) != done.end()) continue;
      const bool free = std::all_of(task.after.begin(), task.after.end(), [&](const std::string& before) {
        return std::find(done.begin(), done.end(), before) != done.end() || !Has(launch.tasks, before);
      });
      if (!free) continue;
      done.push_back(task.name);
      progress = true;
    }
  }
  if (done.size() < launch.tasks.size()) r.Complain("launch", "has tasks that wait for one another in a circle");
}

void CheckVehicle(FieldReader& r, const Scenario& s, const Vehicle& v) {
  const int starts = (v.start.tle ? 1 : 0) + (v.start.in_plane ? 1 : 0) + (v.start.behind ? 1 : 0) + (v.start.deployed ? 1 : 0);
  const std::string where = "vehicle " + v.name;
  if (starts != 1) r.Complain("vehicles", where + " needs exactly one of tle, in_plane, behind, deployed under start");
  if (v.start.tle) CheckElements(r, "vehicles", v.start.tle->line1, v.start.tle->line2);
  if (v.start.in_plane) {
    CheckElements(r, "vehicles", v.start.in_plane->line1, v.start.in_plane->line2);
    if (v.start.in_plane->phase_min > v.start.in_plane->phase_max) r.Complain("vehicles", where + ": phase_min_deg is above phase_max_deg");
  }
  if (v.start.behind && (!Has(s.vehicles, v.start.behind->craft) || v.start.behind->craft == v.name)) {
    r.Complain("vehicles", where + " starts behind " + v.start.behind->craft + "; there are: " + Names(s.vehicles));
  }
  if (v.start.deployed) {
    const std::string& by = v.start.deployed->by;
    if (by == "launch" ? !s.launch.has_value() : (!Has(s.vehicles, by) || by == v.name)) {
      r.Complain("vehicles", where + " is deployed by " + by + (by == "launch" ? ", but the scenario has no launch" : "; there are: launch, " + Names(s.vehicles)));
    }
  }
  // The chain of "behind" must end at a craft that has a state of its own.
  const Vehicle* at = &v;
  for (std::size_t steps = 0; at != nullptr && at->start.behind; ++steps) {
    if (steps > s.vehicles.size()) {
      r.Complain("vehicles", where + " starts behind itself in a circle");
      break;
    }
    const auto next = std::find_if(s.vehicles.begin(), s.vehicles.end(), [&](const Vehicle& other) { return other.name == at->start.behind->craft; });
    if (next != s.vehicles.end() && next->start.deployed) {
      r.Complain("vehicles", where + " starts behind " + next->name + ", which is not there at T+0");
      break;
    }
    at = next == s.vehicles.end() ? nullptr : &*next;
  }
  const auto flown = std::count_if(s.seats.begin(), s.seats.end(), [&](const Seat& seat) { return seat.vehicle == v.name; });
  if (flown != 1) r.Complain("seats", "give vehicle " + v.name + " to " + std::to_string(flown) + " seats; expected: one");
}

void CheckSeats(FieldReader& r, const Scenario& s) {
  int providers = 0;
  for (const Seat& seat : s.seats) {
    const std::size_t dot = seat.name.find('.');
    const std::string side = seat.name.substr(0, dot == std::string::npos ? 0 : dot);
    std::string role = dot == std::string::npos ? "" : seat.name.substr(dot + 1);
    while (!role.empty() && role.back() >= '0' && role.back() <= '9') role.pop_back();
    if ((side != "blue" && side != "red") || std::find(kRoleNames.begin(), kRoleNames.end(), role) == kRoleNames.end()) {
      r.Complain("seats", "hold \"" + seat.name + "\"; expected: blue or red, a dot, and launch_provider, inspector, target or adversary");
    }
    if (std::count_if(s.seats.begin(), s.seats.end(), [&](const Seat& other) { return other.name == seat.name; }) > 1) r.Complain("seats", "hold " + seat.name + " twice");
    const bool provider = role == "launch_provider";
    providers += provider ? 1 : 0;
    if (provider && !seat.vehicle.empty()) r.Complain("seats", seat.name + " flies no craft");
    if (!provider && !Has(s.vehicles, seat.vehicle)) r.Complain("seats", seat.name + " flies \"" + seat.vehicle + "\"; there are: " + Names(s.vehicles));
  }
  if (providers > 1) r.Complain("seats", "hold more than one launch provider");
  if (s.launch.has_value() != (providers == 1)) r.Complain("seats", "and launch belong together: a launch provider needs a launch, and a launch its provider");
}

void CheckScore(FieldReader& r, const Scenario& s) {
  double points[2] = {0.0, 0.0};
  for (const ScoreLine& line : s.score) {
    points[static_cast<int>(line.side)] += line.points;
    if (line.zero == line.full) r.Complain("score", "line " + line.name + " has zero equal to full");
    for (const std::string& craft : {line.observer, line.object}) {
      if (!craft.empty() && !Has(s.vehicles, craft)) r.Complain("score", "line " + line.name + " names " + craft + "; there are: " + Names(s.vehicles));
    }
  }
  for (int side = 0; side < 2; ++side) {
    if (points[side] != 0.0 && std::fabs(points[side] - 100.0) > 1e-9) {
      r.Complain("score", std::string("of ") + (side == 0 ? "blue" : "red") + " sums to " + FormatNumber(points[side]) + "; expected: 100");
    }
  }
}

}  // namespace

void CheckScenario(FieldReader& r, const Scenario& s) {
  if (s.forces.gravity_order > s.forces.gravity_degree) r.Complain("forces", "has gravity_order above gravity_degree");
  CheckSeats(r, s);
  for (const Vehicle& vehicle : s.vehicles) CheckVehicle(r, s, vehicle);
  for (const InitialKnowledge& k : s.knowledge) {
    if (!Has(s.seats, k.seat)) r.Complain("knowledge", "is for \"" + k.seat + "\"; there are: " + Names(s.seats));
    if (!Has(s.vehicles, k.craft)) r.Complain("knowledge", "is of \"" + k.craft + "\"; there are: " + Names(s.vehicles));
  }
  for (const LaunchFlashCue& cue : s.launch_flash) {
    if (!Has(s.seats, cue.seat)) r.Complain("launch_flash", "is for \"" + cue.seat + "\"; there are: " + Names(s.seats));
  }
  if (!s.separation_of.empty() && !Has(s.vehicles, s.separation_of)) r.Complain("separation_of", "is \"" + s.separation_of + "\"; there are: " + Names(s.vehicles));
  if (s.launch) {
    CheckTasks(r, *s.launch);
    if (s.launch->windows.empty()) r.Complain("launch", "has no window");
    for (const Window& window : s.launch->windows) {
      if (window.nominal < dynamics::SimTime{0} || window.nominal > s.duration) r.Complain("launch", "window " + window.name + " is outside the match");
    }
  }
  CheckScore(r, s);
}

}  // namespace haze::scenarios
