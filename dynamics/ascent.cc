#include "dynamics/ascent.h"

#include <algorithm>
#include <cmath>

#include "dynamics/ascent_guidance.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"
#include "dynamics/frames.h"

namespace haze::dynamics {

namespace {

constexpr double kStepOne = 1.0;     // s
constexpr double kStepTwo = 2.0;
constexpr double kStepKick = 5.0;
constexpr double kStepCoast = 20.0;
constexpr double kSteerUntil = 12.0;  // s to go: then the steering stands, since the last metres would ask for wild turns
constexpr double kAhead = 0.25;       // rad, first guess of the second stage's range
constexpr double kAirless = 150e3;    // m
constexpr double kLowestPerigee = 100e3;  // m: below it there is no second revolution

// One flight. Phases in the order in which they are flown; each leaves t_, y_ and mass_ for the next.
class Flight {
 public:
  Flight(const LaunchVehicle& vehicle, const LaunchSite& site, const AscentOrder& order, double payload, const AscentChance& chance, const AscentOptions& options)
      : vehicle_(vehicle), order_(order), chance_(chance), options_(options), payload_(payload), node_rate_(NodeRate(order.orbit)) {
    const Vector3 r_site = GeodeticToItrf(site.lat, site.right_ascension, site.height);
    up_ = EnuFromItrf(site.lat, site.right_ascension).row(2).transpose();
    y_.r = r_site;
    y_.v = options.turning_earth ? EarthVelocity(r_site) : Vector3::Zero();
    mass_ = LiftoffMass(vehicle, payload);
  }

  AscentResult Fly() {
    // What stays with the vehicle when the stage above is flying.
    const double above_first = mass_ - vehicle_.first.dry - vehicle_.first.propellant;
    if (!FlyFirst()) return End(AscentStatus::kLost);
    if (chance_.fault == AscentFault::kSeparation) return End(AscentStatus::kLost);
    mass_ = above_first;
    Coast(t_ + vehicle_.second.ignition_delay, kStepOne, true);
    SetMark(AscentMark::kStageTwoIgnition);
    if (!FlySecond()) return End(AscentStatus::kLost);
    result_.cut_off = y_;
    SetMark(AscentMark::kStageTwoCutOff);
    result_.t = t_;
    result_.state = y_;
    if (!options_.steered) return End(AscentStatus::kShort);
    const Keplerian transfer = ToKeplerian(y_);
    if (!(transfer.e < 1.0) || transfer.a * (1.0 - transfer.e) - kEarthRadius < kLowestPerigee) return End(AscentStatus::kLost);
    mass_ = vehicle_.kick.dry + vehicle_.kick.propellant + payload_;
    const bool made = FlyKick(transfer);
    return End(made && !short_ ? AscentStatus::kOrbit : AscentStatus::kShort);
  }

 private:
  AscentResult End(AscentStatus status) {
    result_.status = status;
    result_.t = t_;
    result_.state = y_;
    return result_;
  }
  void SetMark(AscentMark mark) { result_.marks[static_cast<std::size_t>(mark)] = t_; }

  Vector3 Rate(const AscentArc& arc, double thrust_scale, double t, const State& y) const {
    Vector3 a = arc.thrust > 0.0 || arc.in_air ? Vector3(thrust_scale * ThrustAndDrag(vehicle_, arc, chance_, options_, t, y)) : Vector3(Vector3::Zero());
    if (options_.gravity) a += AscentGravity(y.r);
    return a;
  }

  // One step of the classical Runge-Kutta method. Simpson's rule, which it is for a function of time alone, takes 1 / m for a little more than its integral;
  // the thrust is scaled by the ratio of the two, so that a burn in empty space gives Tsiolkovsky's velocity to round-off.
  void Step(AscentArc arc, double t1) {
    const double h = t1 - t_;
    double scale = 1.0;
    if (arc.flow > 0.0) {
      const double m0 = mass_;
      const double m1 = mass_ - arc.flow * h;
      const double exact = Log(m0 / m1);
      const double simpson = arc.flow * h / 6.0 * (1.0 / m0 + 8.0 / (m0 + m1) + 1.0 / m1);
      scale = exact / simpson;
      result_.ideal_velocity += arc.thrust / arc.flow * exact;
    }
    arc.t0 = t_;
    arc.t1 = t1;
    arc.mass = mass_;
    const double half = 0.5 * h;
    const Vector3 a1 = Rate(arc, scale, t_, y_);
    const State y2{y_.r + half * y_.v, y_.v + half * a1};
    const Vector3 a2 = Rate(arc, scale, t_ + half, y2);
    const State y3{y_.r + half * y2.v, y_.v + half * a2};
    const Vector3 a3 = Rate(arc, scale, t_ + half, y3);
    const State y4{y_.r + h * y3.v, y_.v + h * a3};
    const Vector3 a4 = Rate(arc, scale, t1, y4);
    State next;
    next.r = y_.r + (h / 6.0) * (y_.v + 2.0 * (y2.v + y3.v) + y4.v);
    next.v = y_.v + (h / 6.0) * (a1 + 2.0 * (a2 + a3) + a4);
    if (options_.trace != nullptr) {
      arc.begin = y_;
      arc.end = next;
      options_.trace->push_back(arc);
    }
    y_ = next;
    mass_ -= arc.flow * h;
    t_ = t1;
  }

  // From here to t1 by equal steps no longer than `step`.
  void Advance(AscentArc arc, double t1, double step) {
    const double t0 = t_;
    const int steps = options_.refine * std::max(1, static_cast<int>(std::ceil((t1 - t0) / step - 1e-9)));
    const Vector3 direction = arc.direction;
    for (int i = 1; i <= steps; ++i) {
      arc.direction = direction + (t_ - t0) * arc.rate;
      Step(arc, i == steps ? t1 : t0 + (t1 - t0) * i / steps);
    }
  }

  void Coast(double t1, double step, bool in_air) {
    AscentArc arc;
    arc.in_air = in_air;
    if (t1 > t_) Advance(arc, t1, step);
  }

  void WatchPressure() {
    Vector3 v = y_.v;
    if (options_.turning_earth) v -= EarthVelocity(y_.r);
    const double q = 0.5 * StandardAir(AscentAltitude(y_.r)).density * v.squaredNorm();
    if (q > result_.max_q) {
      result_.max_q = q;
      SetMark(AscentMark::kMaxQ);
    }
  }

  // Horizontal direction of the launch: that of the orbit's speed at the site less the Earth's.
  Vector3 LaunchDirection() const {
    const Vector3 up = y_.r.normalized();
    Vector3 along = Normal(y_.r).cross(up);
    along *= std::sqrt(kMuEarth / y_.r.norm()) / along.norm();
    Vector3 needed = along - y_.v;
    needed -= needed.dot(up_) * up_;
    return needed.normalized();
  }

  // Normal of the ordered orbit's osculating plane where it is nearest to `r`, now.
  Vector3 Normal(const Vector3& r) const {
    const State wanted = Wanted(r);
    return wanted.r.cross(wanted.v).normalized();
  }

  // The ordered orbit's state above or below `r`, now.
  State Wanted(const Vector3& r) const {
    MeanOrbit orbit = order_.orbit;
    orbit.raan += node_rate_ * t_;
    const SinCosValue node = SinCos(orbit.raan);
    const SinCosValue tilt = SinCos(orbit.i);
    const Vector3 ascending(node.cos, node.sin, 0.0);
    const Vector3 across(-node.sin * tilt.cos, node.cos * tilt.cos, tilt.sin);
    orbit.u = Atan2(r.dot(across), r.dot(ascending));
    // Short periods move the place along the orbit by a thousandth; once more puts it above r to a metre.
    const State first = OsculatingState(orbit);
    const Vector3 ahead = first.r.cross(first.v).cross(first.r).normalized();
    orbit.u += r.dot(ahead) / r.norm();
    return OsculatingState(orbit);
  }

  // Throttle and the shares of faults at this instant; the flow of the arc follows.
  AscentArc Burning(const Stage& stage, int number, double ignition, double share) const {
    const auto n = static_cast<std::size_t>(number);
    AscentArc arc;
    const double throttle = Throttle(stage, t_ - ignition, mass_) * share;
    arc.thrust = stage.thrust * throttle * chance_.thrust[n];
    arc.flow = arc.thrust / (stage.isp * chance_.isp[n] * kG0);
    arc.exit_area = stage.exit_area * share;
    return arc;
  }

  bool FlyFirst() {
    const Stage& stage = vehicle_.first;
    double left = stage.propellant;
    const Vector3 across = options_.steered ? LaunchDirection() : up_;
    const SinCosValue tilt = SinCos(options_.steered ? vehicle_.pitch_angle : 0.0);
    const Vector3 tilted = tilt.cos * up_ + (options_.steered ? tilt.sin : 0.0) * across;
    const double turn = vehicle_.vertical_time + vehicle_.pitch_time;
    while (left > 0.0) {
      double share = 1.0;
      if (chance_.fault == AscentFault::kEngineOut && t_ >= chance_.fault_time) share = 1.0 - 1.0 / stage.engines;
      if (chance_.fault == AscentFault::kFirstStage && t_ >= chance_.fault_time) return false;
      AscentArc arc = Burning(stage, 0, 0.0, share);
      arc.in_air = true;
      if (!options_.steered || t_ < vehicle_.vertical_time) {
        arc.direction = up_;
      } else if (t_ < turn) {
        arc.rate = (tilted - up_) / vehicle_.pitch_time;
        arc.direction = up_ + (t_ - vehicle_.vertical_time) * arc.rate;
      } else {
        arc.along_velocity = true;
      }
      double until = t_ + kStepOne;
      for (const double edge : {vehicle_.vertical_time, turn}) {
        if (t_ < edge && until > edge) until = edge;
      }
      if (left <= arc.flow * (until - t_)) {
        until = t_ + left / arc.flow;
        left = 0.0;
      } else {
        left -= arc.flow * (until - t_);
      }
      Advance(arc, until, kStepOne);
      WatchPressure();
      if (AscentAltitude(y_.r) < -1.0) return false;
    }
    SetMark(AscentMark::kStageOneCutOff);
    Coast(t_ + vehicle_.separation_delay, kStepOne, true);
    SetMark(AscentMark::kStageSeparation);
    return true;
  }

  PoweredTarget CutOffTarget(const Vector3& where) const {
    PoweredTarget target;
    target.radius = kEarthRadius + order_.perigee;
    const double apogee = order_.orbit.a + order_.apogee_trim;
    target.speed = std::sqrt(2.0 * kMuEarth * apogee / (target.radius * (target.radius + apogee)));
    target.normal = Normal(where);
    return target;
  }

  bool FlySecond() {
    const Stage& stage = vehicle_.second;
    const double ignition = t_;
    const double exhaust = stage.isp * kG0;
    double left = stage.propellant;
    bool fairing = true;
    PoweredGuidance guidance;
    PoweredTarget target;
    Steering steering{up_, Vector3::Zero(), 1e9};
    if (options_.steered) {
      target = CutOffTarget(y_.r);
      guidance.Start(y_, target, kAhead);
    }
    double last = 0.0;
    bool fixed = false;
    for (int cycle = 0; left > 0.0; ++cycle) {
      if (chance_.fault == AscentFault::kSecondStage && t_ >= chance_.fault_time) return false;
      AscentArc arc = Burning(stage, 1, ignition, 1.0);
      arc.in_air = AscentAltitude(y_.r) < kAirless;
      if (options_.steered && !fixed) {
        const State seen{y_.r + chance_.navigation_r, y_.v + chance_.navigation_v};
        if (cycle % 8 == 0) target = CutOffTarget(guidance.end_position());
        // The first call starts from a guess and settles in a few rounds.
        for (int round = cycle == 0 ? 8 : 1; round > 0; --round) steering = guidance.Update(seen, target, arc.thrust / mass_, exhaust, last);
        fixed = steering.tgo < kSteerUntil;
      }
      arc.direction = steering.direction;
      arc.rate = steering.rate;
      double until = t_ + (fixed ? steering.tgo : std::min(kStepTwo, steering.tgo));
      const bool jettison = fairing && chance_.fault != AscentFault::kFairing && until >= vehicle_.fairing_time;
      if (jettison) until = std::max(t_, vehicle_.fairing_time);
      if (left <= arc.flow * (until - t_)) {
        until = t_ + left / arc.flow;
        left = 0.0;
        short_ = options_.steered;
      } else {
        left -= arc.flow * (until - t_);
      }
      last = until - t_;
      if (last > 0.0) Advance(arc, until, kStepTwo);
      if (jettison) {
        mass_ -= vehicle_.fairing;
        fairing = false;
        SetMark(AscentMark::kFairing);
      } else if (fixed && left > 0.0) {
        break;
      }
      if (AscentAltitude(y_.r) < 0.0) return false;
    }
    result_.propellant_left = left;
    return true;
  }

  // Waits for apogee less half the burn, then burns along the velocity that is still to be gained.
  bool FlyKick(const Keplerian& transfer) {
    const Stage& stage = vehicle_.kick;
    if (chance_.fault == AscentFault::kKick) return false;
    const double exhaust = stage.isp * kG0;
    const auto half_burn = [&](const State& apogee) {
      const State wanted = Wanted(apogee.r);
      return 0.5 * mass_ / MassFlow(stage) * (1.0 - Exp(-(wanted.v - apogee.v).norm() / exhaust));
    };
    // First near apogee, so that what J2 did on the way is known; then to the instant.
    const double near = WrapTwoPi(kPi - TrueToMean(transfer.nu, transfer.e)) / MeanMotion(transfer.a) - 300.0;
    if (near > 0.0) Coast(t_ + near, kStepCoast, false);
    const Keplerian now = ToKeplerian(y_);
    const State apogee = ToState({.a = now.a, .e = now.e, .i = now.i, .raan = now.raan, .argp = now.argp, .nu = kPi});
    result_.apogee_miss = apogee.r.norm() - Wanted(apogee.r).r.norm();
    const double early = half_burn(apogee);
    const double wait = WrapPi(kPi - TrueToMean(now.nu, now.e)) / MeanMotion(now.a) - early;
    if (wait > 0.0) Coast(t_ + wait, kStepCoast, false);
    SetMark(AscentMark::kKickIgnition);

    double left = stage.propellant;
    bool done = false;
    while (!done && left > 0.0) {
      AscentArc arc = Burning(stage, 2, t_, 1.0);
      const State wanted = Wanted(y_.r);
      // At another radius than the orbit's the same energy: the semi-major axis comes out right and the eccentricity bears the difference.
      const double v2 = wanted.v.squaredNorm();
      const double speed2 = v2 + 2.0 * kMuEarth * (1.0 / y_.r.norm() - 1.0 / wanted.r.norm());
      const Vector3 goal = std::sqrt(speed2 / v2) * wanted.v;
      const Vector3 to_gain = goal - y_.v;
      arc.direction = to_gain;
      const double ve = arc.thrust / arc.flow;
      const double tgo = mass_ / arc.flow * (1.0 - Exp(-to_gain.norm() / ve));
      double until = t_ + kStepKick;
      if (tgo <= kStepKick) {
        until = t_ + std::max(0.0, tgo + chance_.kick_cutoff);
        done = true;
      }
      if (left < arc.flow * (until - t_)) {
        until = t_ + left / arc.flow;
        left = 0.0;
        done = false;
      } else {
        left -= arc.flow * (until - t_);
      }
      if (until > t_) Advance(arc, until, kStepKick);
    }
    result_.kick_left = left;
    SetMark(AscentMark::kKickCutOff);
    return done;
  }

  const LaunchVehicle& vehicle_;
  const AscentOrder& order_;
  const AscentChance& chance_;
  const AscentOptions& options_;
  double payload_;
  double node_rate_;
  Vector3 up_;
  State y_;
  double t_ = 0.0;
  double mass_ = 0.0;
  bool short_ = false;
  AscentResult result_;
};

}  // namespace

AscentResult FlyAscent(const LaunchVehicle& vehicle, const LaunchSite& site, const AscentOrder& order, double payload, const AscentChance& chance,
                       const AscentOptions& options) {
  return Flight(vehicle, site, order, payload, chance, options).Fly();
}

}  // namespace haze::dynamics
