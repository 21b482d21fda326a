#include "agents/inspector/transfer.h"

#include <algorithm>
#include <cmath>

#include <Eigen/LU>

#include "agents/inspector/onboard_model.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"
#include "dynamics/mean_orbit.h"

namespace haze::agents::inspector {

namespace {

constexpr int kNewtonSteps = 12;
constexpr int kKeepDerivative = 4;  // steps
constexpr double kMissAllowed = 1.0;  // m

double MeanMotionOf(const State& state) { return dynamics::MeanMotion(dynamics::MeanOrbitOf(state).a); }

// The object as it is `along` metres further on its orbit.
State Shifted(const State& object, double along) { return along == 0.0 ? object : PropagatePlan(object, along / object.v.norm(), 20.0); }

struct Shot {
  Vector3 dv1, dv2;
};

}  // namespace

Vector3 DriftBurn(const State& own, const State& object_at_t1, double along, double tof) {
  const dynamics::MeanOrbit a = dynamics::MeanOrbitOf(own);
  const dynamics::MeanOrbit b = dynamics::MeanOrbitOf(object_at_t1);
  const double n = dynamics::MeanMotion(b.a);
  // Angle that the goal is ahead, nodes taken into account.
  const double ahead = dynamics::WrapPi(b.u - a.u + dynamics::WrapPi(b.raan - a.raan) * dynamics::Cos(b.i)) + along / b.a;
  const double da_wanted = -2.0 / 3.0 * b.a * ahead / (n * tof);
  const double dv = 0.5 * n * (da_wanted - (a.a - b.a));
  return dv * own.v / own.v.norm();
}

namespace {

std::optional<Shot> Shoot(const State& own, const State& goal, const Vector3& guess, double tof) {
  Vector3 dv1 = guess;
  Matrix3 Phi_rv = Matrix3::Identity();
  for (int i = 0; i < kNewtonSteps; ++i) {
    const State start{own.r, own.v + dv1};
    // The derivative is wanted roughly, and holds for some steps; the state is wanted well.
    if (i % kKeepDerivative == 0) Phi_rv = PropagatePlanWithDerivatives(start, tof, 150.0).Phi.block<3, 3>(0, 3);
    const State end = PropagatePlan(start, tof);
    const Vector3 miss = goal.r - end.r;
    if (miss.norm() < kMissAllowed) return Shot{dv1, goal.v - end.v};
    Vector3 step = Phi_rv.partialPivLu().solve(miss);
    if (!std::isfinite(step.norm())) return std::nullopt;
    if (step.norm() > 50.0) step *= 50.0 / step.norm();
    dv1 += step;
    if (dv1.norm() > 400.0) return std::nullopt;
  }
  return std::nullopt;
}

// Follows a coast near the object: false where it comes too near or closes too fast for where it is.
bool Safe(const State& own, const State& object, double span, const FlightLimits& limits, double n, double& least) {
  // Far away a coarse walk is enough: with 60 s steps nothing inside `inside` is jumped over unseen at the speeds that are planned here.
  constexpr double kWalk = 30.0;
  State a = own;
  State b = object;
  for (double t = 0.0; t <= span; t += kWalk) {
    const double range = (a.r - b.r).norm();
    least = std::min(least, range);
    if (range < limits.safe_range) return false;
    if (range < limits.inside) {
      const double closing = -(a.v - b.v).dot(a.r - b.r) / range;
      if (closing > 0.9 * (limits.speed_base + limits.speed_per_n * n * range)) return false;
    }
    a = PropagatePlan(a, kWalk, kWalk);
    b = PropagatePlan(b, kWalk, kWalk);
  }
  return true;
}

}  // namespace

State GoalState(const State& object, const RelativeEllipse& goal) {
  const State centre = Shifted(object, goal.along);
  RelativeEllipse local = goal;
  local.along = 0.0;
  const dynamics::Vector6 x = dynamics::EllipseState(local, dynamics::MeanOrbitOf(centre).u, MeanMotionOf(centre));
  return dynamics::FromRtnRelative(dynamics::FromVector6(x), centre);
}

Vector3 HoldingVelocity(const State& own, const State& object, const RelativeEllipse& goal) {
  const State centre = Shifted(object, goal.along);
  const State wanted = dynamics::RtnRelative(GoalState(object, goal), centre);
  const State here = dynamics::RtnRelative(own, centre);
  State hold{here.r, wanted.v};
  // da = 4 R + 2 vT / n must not change with the miss in R (HCW).
  hold.v.y() -= 2.0 * MeanMotionOf(centre) * (here.r.x() - wanted.r.x());
  return dynamics::FromRtnRelative(hold, centre).v;
}

double LeastRange(const State& a, const State& b, double span, double step) {
  State x = a;
  State y = b;
  double least = (x.r - y.r).norm();
  for (double t = 0.0; t < span; t += step) {
    x = PropagatePlan(x, step, step);
    y = PropagatePlan(y, step, step);
    least = std::min(least, (x.r - y.r).norm());
  }
  return least;
}

std::optional<Transfer> PlanTransfer(const TransferTask& task) {
  struct Candidate {
    Transfer transfer;
    double key;
    State after1, object1, after2, object2;
    int i;
  };
  std::vector<Candidate> candidates;
  const int n1 = std::max(1, task.t1_steps);
  const int n2 = std::max(1, task.t2_steps);
  const double n = MeanMotionOf(task.object);
  std::vector<double> t2s;
  std::vector<State> objects2, goals2;
  for (int j = 0; j < n2; ++j) {
    const double t2 = n2 == 1 ? task.t2_from : task.t2_from + (task.t2_to - task.t2_from) * j / (n2 - 1);
    t2s.push_back(t2);
    objects2.push_back(PropagatePlan(task.object, t2));
    goals2.push_back(GoalState(objects2.back(), task.goal));
  }
  for (int i = 0; i < n1; ++i) {
    const double t1 = n1 == 1 ? task.t1_from : task.t1_from + (task.t1_to - task.t1_from) * i / (n1 - 1);
    const State own1 = PropagatePlan(task.own, t1);
    const State object1 = PropagatePlan(task.object, t1);
    for (int j = 0; j < n2; ++j) {
      const double tof = t2s[static_cast<std::size_t>(j)] - t1;
      if (tof < 600.0) continue;
      const State& goal = goals2[static_cast<std::size_t>(j)];
      const std::optional<Shot> shot = Shoot(own1, goal, DriftBurn(own1, object1, task.goal.along, tof), tof);
      if (!shot) continue;
      Candidate c;
      c.transfer.t1 = t1;
      c.transfer.t2 = t2s[static_cast<std::size_t>(j)];
      c.transfer.dv1 = shot->dv1;
      c.transfer.dv2 = shot->dv2;
      c.transfer.cost = shot->dv1.norm() + shot->dv2.norm();
      c.key = c.transfer.cost + task.late_cost * c.transfer.t2;
      c.after1 = {own1.r, own1.v + shot->dv1};
      c.object1 = object1;
      c.after2 = goal;
      c.object2 = objects2[static_cast<std::size_t>(j)];
      c.i = i;
      candidates.push_back(c);
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) { return a.key < b.key; });
  const double period = dynamics::kTwoPi / n;
  for (Candidate& c : candidates) {
    double least = 1e12;
    const double coast = c.transfer.t2 - c.transfer.t1 + task.limits.orbits * period;
    bool safe = Safe(c.after1, c.object1, coast, task.limits, n, least) && Safe(c.after2, c.object2, task.limits.orbits * period, task.limits, n, least);
    for (const State& other : task.others) {
      const State other1 = PropagatePlan(other, c.transfer.t1);
      const State other2 = PropagatePlan(other, c.transfer.t2);
      double ignored = 1e12;
      safe = safe && Safe(c.after1, other1, coast, task.limits, n, ignored) && Safe(c.after2, other2, task.limits.orbits * period, task.limits, n, ignored);
    }
    if (!safe) continue;
    c.transfer.least_range = least;
    return c.transfer;
  }
  return std::nullopt;
}

}  // namespace haze::agents::inspector
