#include "arbiter/game/flight.h"

#include "dynamics/assert.h"

namespace haze::game {

using dynamics::Vector6;

namespace {

// About 0.1 mm and 0.1 um/s over one step: three orders below what any sensor of the game resolves.
dynamics::Dop853Options<6> FlightOptions() {
  dynamics::Dop853Options<6> options;
  options.rtol = 1e-11;
  options.atol << 1e-4, 1e-4, 1e-4, 1e-7, 1e-7, 1e-7;
  options.h_initial = 10.0;
  options.h_max = 900.0;
  return options;
}

constexpr double kKept = 120.0;  // s of past steps that stay readable

Vector6 Pack(const State& state) {
  Vector6 y;
  y << state.r, state.v;
  return y;
}

}  // namespace

Flight::Flight(const dynamics::ForceModel& forces, const dynamics::AstronomyTable* astronomy, const dynamics::BodyProperties& body)
    : forces_(forces), astronomy_(astronomy), body_(body), integrator_(FlightOptions()) {}

void Flight::Start(double t, const State& state, double mass, const Thrust& thrust, double end) {
  thrust_ = thrust;
  start_ = t;
  end_ = end;
  covered_ = t;
  mass_ = mass;
  initial_ = state;
  std::erase_if(steps_, [&](const dynamics::DenseSegment<6>& step) { return step.t0 >= t; });
  integrator_.Start(t, Pack(state));
}

void Flight::Step() {
  HAZE_ASSERT(covered_ < end_, "a flight is not stepped past its end", covered_, end_);
  const auto derivative = [this](double t, const Vector6& y) {
    const State state{y.head<3>(), y.tail<3>()};
    dynamics::BodyProperties body = body_;
    body.mass = MassAt(t);
    Vector3 a = dynamics::Acceleration(forces_, astronomy_, body, t, state);
    if (thrust_.mass_flow > 0.0) a += thrust_.force / body.mass;
    Vector6 rate;
    rate << state.v, a;
    return rate;
  };
  const dynamics::StepStatus status = integrator_.Step(derivative, end_);
  HAZE_ASSERT(status == dynamics::StepStatus::kAdvanced || status == dynamics::StepStatus::kReached, "the integrator advances", static_cast<int>(status), covered_);
  covered_ = integrator_.t();
  steps_.push_back(integrator_.Segment());
  std::erase_if(steps_, [&](const dynamics::DenseSegment<6>& step) { return step.t0 + step.h < steps_.back().t0 - kKept; });
}

State Flight::At(double t) const {
  if (t == start_) return initial_;
  HAZE_ASSERT(t <= covered_, "a flight is read where it has been flown", t, covered_);
  for (std::size_t i = steps_.size(); i-- > 0;) {
    if (t < steps_[i].t0) continue;
    const Vector6 y = steps_[i].At(t);
    return {y.head<3>(), y.tail<3>()};
  }
  return initial_;  // before the craft came into the world
}

void Flight::Digest(DigestWriter& out) const {
  // The natural state of the integrator: it fixes every later value.
  out.F64(start_);
  out.F64(covered_);
  out.F64(mass_);
  out.Vec(thrust_.force);
  const Vector6& y = integrator_.y();
  for (int i = 0; i < 6; ++i) out.F64(y(i));
}

}  // namespace haze::game
