// Lambert's problem, all branches.
#include <cmath>

#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/lambert.h"
#include "tools/calc/common.h"

namespace haze::tools {
namespace {

using dynamics::LambertProblem;
using dynamics::LambertSolution;
using dynamics::LambertStatus;

bool Prograde(const Inputs& in, const LambertProblem& problem) {
  if (in.Has("direction_of_motion")) {
    if (in.Has("prograde")) in.Refuse("direction_of_motion", "allowed: it or prograde");
    const std::string way = in.Text("direction_of_motion");
    if (way != "SHORT" && way != "LONG") in.Refuse("direction_of_motion", "allowed: SHORT, LONG");
    // The short way turns by less than half a turn, so that h points along r1 x r2.
    return (problem.r1.cross(problem.r2).z() >= 0.0) == (way == "SHORT");
  }
  return in.Has("prograde") ? in.Flag("prograde") : true;
}

void AddSolution(Answer& answer, const LambertSolution& solution) {
  Outputs out;
  out.Vector("v1", Dimension::kSpeed, solution.v1);
  out.Vector("v2", Dimension::kSpeed, solution.v2);
  answer.alternatives.push_back(std::move(out));
}

Answer Solve(const Inputs& in) {
  LambertProblem problem;
  problem.r1 = in.Vector("r1");
  problem.r2 = in.Vector("r2");
  problem.tof = in.Positive("tof");
  problem.mu = MuOf(in);
  problem.revolutions = in.Has("revs") ? in.Integer("revs", 0, 1000) : 0;
  problem.prograde = Prograde(in, problem);
  problem.low_path = in.Has("low_path") ? in.Flag("low_path") : true;
  if (in.Has("energy")) {
    const std::string energy = in.Text("energy");
    if (energy != "HIGH" && energy != "LOW") in.Refuse("energy", "allowed: HIGH, LOW");
    problem.low_path = energy == "LOW";
  }
  Answer answer;
  const LambertSolution first = dynamics::Lambert(problem);
  switch (first.status) {
    case LambertStatus::kOk:
      break;
    case LambertStatus::kBadInput:
      throw InputError("r1: positions that are not zero and a time above 0 are needed");
    case LambertStatus::kCollinear:
      throw InputError("r2: is on the line of r1: the plane of the transfer is not determined");
    case LambertStatus::kNoSolution:
      throw InputError("revs: the time is shorter than that many revolutions take");
    case LambertStatus::kNotConverged:
      throw InputError("tof: the iteration did not converge");
  }
  AddSolution(answer, first);
  if (problem.revolutions > 0) {
    problem.low_path = !problem.low_path;
    const LambertSolution second = dynamics::Lambert(problem);
    if (second.status == LambertStatus::kOk) AddSolution(answer, second);
    answer.note = "one of the two branches of that many revolutions";
  }
  // In astronomical units a year may be Gauss's, whose mu is 4 pi^2 exactly, while the field says Julian years.
  constexpr double kGaussian = 4.0 * dynamics::kPi * dynamics::kPi;
  const double au3_yr2 = FindUnit("AU3_yr2", Dimension::kGm)->scale;
  if (in.Has("mu") && in.UnitOf("mu") == "AU3_yr2" && problem.revolutions == 0) {
    problem.mu = kGaussian * au3_yr2;
    const LambertSolution gaussian = dynamics::Lambert(problem);
    if (gaussian.status == LambertStatus::kOk) {
      Answer other;
      AddSolution(other, gaussian);
      answer.misreadings = std::move(other.alternatives);
      answer.misreading = "the reference was made with mu = 4 pi^2 AU3/yr2 (Gaussian years), not with its own mu: docs/physics.md";
    }
  }
  return answer;
}

}  // namespace

void AddLambertShapes(std::vector<Shape>& shapes) {
  shapes.push_back(
      {"lambert",
       "lambert",
       "velocities of the conic through two positions in a time; with revolutions both branches",
       {Position("r1", "first position"), Position("r2", "second position"), Time("tof|dt", "time of flight"), Mu(),
        Flag("prograde", "angular momentum has z > 0; true where missing", false), Number("revs|revolutions", "whole revolutions, 0 where missing", false),
        Flag("low_path", "with revolutions: the branch of the larger semi-major axis first", false),
        Words("direction_of_motion", "SHORT or LONG instead of prograde", false), Words("energy", "HIGH or LOW instead of low_path", false),
        Length("earth_radius", "of the unit ER", false)},
       {Velocity("v1", "velocity at r1"), Velocity("v2", "velocity at r2")},
       Solve,
       R"({"r1_km": [15945.34, 0, 0], "r2_km": [12214.83899, 10249.46731, 0], "tof_s": 4560})"});
}

}  // namespace haze::tools
