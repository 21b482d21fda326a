#include "agents/inspector/picture.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

#include <Eigen/LU>

#include "agents/inspector/launch_cue.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"
#include "dynamics/photometry.h"

namespace haze::agents::inspector {

namespace {

constexpr double kGate = 25.0;           // squared sigmas: a point of light farther from a prediction is something else
constexpr double kMagnitudeSigma = 0.4;  // a real body is not a sphere
constexpr double kStill = 2.5e-4;        // rad/s
constexpr double kStillSigma = 8e-5;     // rad/s: what planes that differ by a degree, and drifts, make of that stillness
constexpr double kFarAway = 500e3;       // m: nearer than that, relative motion turns directions
constexpr double kNearHorizontal = 0.35; // sine of the elevation
constexpr double kCompanionRange = 400e3;  // m: farther away a companion does not matter
constexpr double kNotOrdered = 28.0;       // squared sigmas of six numbers: a launch as ordered stays below it but for one in ten thousand
constexpr double kNoFit = 50.0;            // of residuals over their sigmas: what a failed fit says
constexpr std::size_t kEnough = 12;        // points that should have made an orbit
constexpr double kStrangerKept = 1800.0;   // s out of sight: what is known of its place has dissolved by then
constexpr double kNearArc = 3.0 * 3600.0;  // s of measurements that a fit goes back
constexpr double kFarArc = 9.0 * 3600.0;   // s
constexpr double kSeparation = 3480.0;   // s after lift-off: by then a launched craft flies by itself (trade press: T+58 min)
constexpr double kBurnSigma = 0.002;     // m/s along the burn: its size is known from the propellant that is gone

// What is left of the rate of a direction (rad/s) in axes that turn with one's own orbit.
Vector3 Drift(const State& own, const Vector3& direction, const Vector3& rate) { return rate - (own.r.cross(own.v) / own.r.squaredNorm()).cross(direction); }

// A track's estimates at the instants of frames, each computed once: in a crowd many points share an instant.
class Estimates {
 public:
  explicit Estimates(const Track& track) : track_(track) {}
  const Track::Estimate& At(double t) {
    const auto found = std::find_if(known_.begin(), known_.end(), [t](const auto& one) { return one.first == t; });
    if (found != known_.end()) return found->second;
    known_.emplace_back(t, track_.EstimateAt(t));
    return known_.back().second;
  }

 private:
  const Track& track_;
  std::deque<std::pair<double, Track::Estimate>> known_;
};

}  // namespace

Picture::Picture(const v1::Briefing& briefing) : model_(briefing.epoch_utc(), briefing.force_model().gravity_degree(), briefing.force_model().gravity_order()) {
  const v1::Vehicle& craft = briefing.own_vehicle();
  OwnOrbit::Settings own;
  if (craft.navigation().position_sigma_m() > 0.0) own.position_sigma = craft.navigation().position_sigma_m();
  if (craft.navigation().velocity_sigma_mps() > 0.0) own.velocity_sigma = craft.navigation().velocity_sigma_mps();
  own_ = OwnOrbit(&model_, own);
  exhaust_ = craft.isp_s() * dynamics::kG0;
  thrust_ = craft.thrust_n();
  rate_noise_ = std::max(craft.search_camera().rate_noise_radps(), 1e-6);
  threads_ = Threads(rate_noise_);
  Track::Settings settings;
  settings.bias_sigma = craft.search_camera().bias_per_pass_rad();
  for (const v1::ObjectOfInterest& object : briefing.objects()) {
    if (object.side() == briefing.side()) continue;
    Body body;
    body.id = object.object_id();
    body.name = object.name();
    if (object.radius_m() > 0.0) body.radius = object.radius_m();
    if (object.albedo() > 0.0) body.albedo = object.albedo();
    if (object.has_ordered_orbit()) body.ordered = object.ordered_orbit();
    body.track = Track(&model_, settings);
    if (object.has_estimate() && object.estimate().covariance_upper_size() == 21) {
      body.track.SetPrior(SecondsOf(object.estimate().time_us()), FromMessage(object.estimate()), CovarianceFromMessage(object.estimate()));
    }
    bodies_.push_back(body);
  }
  // The first body is the target: the one whose place was told, else the largest.
  std::stable_sort(bodies_.begin(), bodies_.end(), [](const Body& a, const Body& b) {
    if (a.track.known() != b.track.known()) return a.track.known();
    return a.radius > b.radius;
  });
}

Vector3 Picture::DirectionRtn(const Body& body, double t) const {
  const State own = own_.At(t);
  const Vector3 d = body.track.At(t).r - own.r;
  return dynamics::RtnFromEci(own) * d / d.norm();
}

double Picture::RangeTo(const Body& body, double t) const { return (body.track.At(t).r - own_.At(t).r).norm(); }

void Picture::Hear(const v1::Turn& turn) {
  now_ = SecondsOf(turn.time_us());
  ranged_ = false;
  if (!turn.has_own()) return;
  if (!own_.known()) own_.Fix(SecondsOf(turn.own().estimate().time_us()), FromMessage(turn.own().estimate()));
  Sort(turn);
  for (const v1::Cue& cue : turn.cues()) TakeCue(cue);
  own_.Fix(SecondsOf(turn.own().estimate().time_us()), FromMessage(turn.own().estimate()));
  own_.Advance(now_);
  last_mass_ = turn.own().mass_kg();
  Identify();
  for (Body& body : bodies_) {
    if (!body.track.known()) continue;
    // Near the object everything moves within a revolution; far from it only long arcs tell the range.
    body.track.Refine(now_, RangeTo(body, now_) < 20e3 ? kNearArc : kFarArc);
    // Points of several craft make no orbit at all.
    const bool mixed = body.track.residual_rms() > kNoFit && body.track.measurements().size() >= kEnough;
    if (body.before && (mixed || body.track.prior_misfit() > kNotOrdered)) PartFromStranger(body);
  }
  std::erase_if(strangers_, [this](const Stranger& stranger) { return now_ > stranger.seen + kStrangerKept; });
  for (Stranger& stranger : strangers_) stranger.body.track.Refine(now_, kFarArc);
}

// A first guess of an orbit: of the craft that the cue names, or of all that were ordered into a plane and are launched together.
void Picture::TakeCue(const v1::Cue& cue) {
  for (Body& body : bodies_) {
    // Elements replace a guess; what was measured with one's own eyes is better.
    if (cue.kind() == v1::Cue::KIND_ELEMENTS && cue.object_id() == body.id && cue.estimate().covariance_upper_size() == 21 && !body.track.fitted()) {
      body.track.SetPrior(SecondsOf(cue.estimate().time_us()), FromMessage(cue.estimate()), CovarianceFromMessage(cue.estimate()));
    }
    if (body.track.known()) continue;
    if (cue.kind() == v1::Cue::KIND_LAUNCH_FLASH && body.ordered) {
      const LaunchGuess guess = GuessFromFlash(model_, cue, *body.ordered, kSeparation);
      body.track.SetPrior(guess.t, guess.estimate.state, guess.estimate.P);
    }
  }
}

// Everything that carries an instant, in order of time.
void Picture::Sort(const v1::Turn& turn) {
  struct Event {
    double t;
    int kind;  // 0 burn, 1 frame, 2 range fix
    int index;
  };
  std::vector<Event> events;
  double burn_duration = 0.0;
  double dv_spent = 0.0;
  if (last_mass_ > turn.own().mass_kg() && turn.own().mass_kg() > 0.0) {
    dv_spent = exhaust_ * dynamics::Log(last_mass_ / turn.own().mass_kg());
    burn_duration = (last_mass_ - turn.own().mass_kg()) * exhaust_ / thrust_;
  }
  for (int k = 0; k < turn.orders_size(); ++k) {
    const v1::OrderState& order = turn.orders(k);
    const auto burn = std::find_if(burns_.begin(), burns_.end(), [&](const OrderedBurn& b) { return b.order_id == order.order_id(); });
    if (burn == burns_.end()) continue;
    if (order.state() == v1::OrderState::STATE_DONE) events.push_back({SecondsOf(order.time_us()) - 0.5 * burn_duration, 0, k});
    if (order.state() == v1::OrderState::STATE_CANCELLED || order.state() == v1::OrderState::STATE_FAILED) burns_.erase(burn);
  }
  for (int k = 0; k < turn.detections_size(); ++k) events.push_back({SecondsOf(turn.detections(k).time_us()), 1, k});
  for (int k = 0; k < turn.range_fixes_size(); ++k) events.push_back({SecondsOf(turn.range_fixes(k).time_us()), 2, k});
  std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.t < b.t; });
  for (std::size_t e = 0; e < events.size(); ++e) {
    const Event& event = events[e];
    if (event.kind == 0) {
      const std::string& id = turn.orders(event.index).order_id();
      const auto burn = std::find_if(burns_.begin(), burns_.end(), [&](const OrderedBurn& b) { return b.order_id == id; });
      if (burn == burns_.end()) continue;
      const double size = burn->dv.norm();
      const double given = dv_spent > 0.0 && std::fabs(dv_spent - size) < 0.2 * size + 0.01 ? dv_spent : size;
      const double across = 0.0087 * given + 0.001;
      own_.Burned(event.t, given / size * burn->dv, kBurnSigma + (given == size ? 0.01 * size : 0.0), across);
      burns_.erase(burn);
    } else if (event.kind == 1) {
      std::vector<const v1::Detection*> frame;
      std::size_t last = e;
      while (last < events.size() && events[last].kind == 1 && events[last].t == event.t) {
        frame.push_back(&turn.detections(events[last].index));
        ++last;
      }
      e = last - 1;
      TakeFrame(event.t, frame);
    } else {
      TakeFix(turn.range_fixes(event.index));
    }
  }
}

// How badly a point of light fits a body, in squared sigmas of direction, rate and brightness.
double Picture::Misfit(const Body& body, const Track::Estimate& guess, const Point& point) const {
  const Measurement& seen = point.sight;
  const Vector3 d = guess.state.r - seen.r_camera;
  const double range = d.norm();
  const Vector3 u = d / range;
  // Direction.
  const Matrix3 across = Matrix3::Identity() - u * u.transpose();
  const Matrix3 spread = across * guess.P.topLeftCorner<3, 3>() * across / (range * range);
  const double noise = seen.sigma * seen.sigma + 2.5e-9 + (seen.camera_sigma * seen.camera_sigma) / (range * range);
  // A guess that is wide along the orbit is an arc: off the straight line by its square over the diameter of the orbit.
  const double wide2 = guess.P.topLeftCorner<3, 3>().trace();
  const double bow = body.track.fitted() ? 0.0 : 2.0 * wide2 / (2.0 * guess.state.r.norm() * range);
  const Matrix3 S = spread + (noise + bow * bow) * Matrix3::Identity();
  const Vector3 miss = across * (seen.direction - u);
  const double direction = miss.dot(S.inverse() * miss);
  if (direction > 4.0 * kGate) return direction;
  // Rate of the direction, allowing for what is not known of velocity and place.
  const State own = own_.At(seen.t);
  const Vector3 v = guess.state.v - own.v;
  const Vector3 predicted = (v - u.dot(v) * u) / range;
  const double n_spread = std::sqrt(spread.trace()) * 1.1e-3;
  const double v_spread = std::sqrt(guess.P.bottomRightCorner<3, 3>().trace()) / range;
  double rates = (point.rate - predicted).squaredNorm() / (rate_noise_ * rate_noise_ + v_spread * v_spread + n_spread * n_spread);
  if (!body.track.fitted()) {
    // A guess that is wide along an orbit like one's own knows little of the direction and all of its stillness in axes that turn with the orbit: this tells the
    // craft from the crowd.
    const Vector3 drift = Drift(own, seen.direction, point.rate) - Drift(own, u, predicted);
    if (range > kFarAway) rates = std::max(rates, drift.squaredNorm() / (rate_noise_ * rate_noise_ + kStillSigma * kStillSigma));
  }
  // Brightness.
  const Vector3 sun = model_.SunDirection(seen.t);
  const double phase = dynamics::AcosClamped(-u.dot(sun));
  const double range_share = std::sqrt(u.dot(guess.P.topLeftCorner<3, 3>() * u)) / range;
  const double mag_sigma = std::sqrt(kMagnitudeSigma * kMagnitudeSigma + 4.7 * range_share * range_share);
  const double dm = (point.magnitude - dynamics::DiffuseSphereMagnitude(body.radius, body.albedo, range, phase)) / mag_sigma;
  return direction + rates + dm * dm;
}

void Picture::TakeFrame(double t, const std::vector<const v1::Detection*>& frame) {
  own_.FixPosition(t, FromMessage(frame.front()->r_camera_eci_m()));
  std::vector<Point> points;
  for (const v1::Detection* seen : frame) {
    Point point;
    point.sight.t = t;
    point.sight.r_camera = own_.state().r;
    point.sight.camera_sigma = PositionSigma(own_.covariance());
    point.sight.direction = FromMessage(seen->direction_eci()).normalized();
    point.sight.sigma = seen->sigma_rad();
    point.sight.pass = pass_;
    point.rate = FromMessage(seen->rate_eci_radps());
    point.magnitude = seen->magnitude();
    points.push_back(point);
  }
  // Tracks that have been fitted take what is theirs, the target first; what is left over waits for company.
  for (Body& body : bodies_) {
    if (!body.track.fitted()) continue;
    const Track::Estimate estimate = body.track.EstimateAt(t);
    double best = kGate;
    std::size_t chosen = points.size();
    for (std::size_t k = 0; k < points.size(); ++k) {
      const double misfit = Misfit(body, estimate, points[k]);
      if (misfit < best) {
        best = misfit;
        chosen = k;
      }
    }
    if (chosen == points.size()) continue;
    body.track.Add(points[chosen].sight);
    points.erase(points.begin() + static_cast<std::ptrdiff_t>(chosen));
  }
  for (Stranger& stranger : strangers_) {
    const Track::Estimate estimate = stranger.body.track.EstimateAt(t);
    if (std::erase_if(points, [&](const Point& point) { return Misfit(stranger.body, estimate, point) < kGate; }) > 0) stranger.seen = t;
  }
  for (const Point& point : points) threads_.Add(point);
}

// What was told of the body has dissolved: its place is uncertain by half its distance.
bool Picture::Lost(const Body& body) const {
  if (!body.track.known() || body.track.fitted() || body.ordered) return false;
  return PositionSigma(body.track.EstimateAt(now_).P) > 0.5 * RangeTo(body, now_);
}

// A craft on an orbit like one's own stands nearly still in one's own RTN axes, near the horizontal; a false alarm rarely does.
bool Picture::StandsStill(const Point& point) const {
  const State own = own_.At(point.sight.t);
  const double up = point.sight.direction.dot(own.r) / own.r.norm();
  return Drift(own, point.sight.direction, point.rate).norm() < kStill && std::fabs(up) < kNearHorizontal;
}

// A chain of points is the target when it fits what was told of it, or, when that is of no use any more, when it stands still. Beside a target that is known,
// a chain that is left over is a companion.
void Picture::Identify() {
  for (Body& body : bodies_) {
    const bool first = &body == &bodies_.front();
    if (body.track.fitted() || (!body.track.known() && (first || !bodies_.front().track.fitted()))) continue;
    const bool lost = Lost(body);
    Estimates estimates(body.track);
    double best = kGate;
    std::size_t chosen = threads_.all().size();
    for (std::size_t k = 0; k < threads_.all().size(); ++k) {
      const Thread& thread = threads_.all()[k];
      if (!thread.confirmed() || thread.last() < now_ - 900.0) continue;
      double mean = 0.0;
      if (lost || !body.track.known()) {
        // The brightest that stands still.
        mean = StandsStill(thread.points.back()) ? thread.points.back().magnitude : kGate;
      } else {
        for (const Point& point : thread.points) mean += Misfit(body, estimates.At(point.sight.t), point) / static_cast<double>(thread.points.size());
      }
      if (mean < best) {
        best = mean;
        chosen = k;
      }
    }
    if (chosen == threads_.all().size()) continue;
    const Thread thread = threads_.Take(chosen);
    if (!body.track.known()) {
      AdoptCompanion(body, thread);
    } else if (lost) {
      AdoptStranger(body, thread);
    } else if (body.ordered && !body.before) {
      body.before = body.track;
    }
    for (const Point& point : thread.points) body.track.Add(point.sight);
  }
  threads_.Forget(now_ - 900.0);
}

// An orbit so far from what was ordered is another craft's. It keeps the points that are its own, so that it is not taken for the target again at once.
void Picture::PartFromStranger(Body& body) {
  const bool whole = body.track.fitted() && body.track.residual_rms() <= kNoFit;
  if (whole) strangers_.push_back({body, now_});
  body.track = *body.before;
  body.before.reset();
}

// A guess from the chain alone: as far away as a sphere of that size and brightness would be, and moving as one's own craft will move when it gets there.
void Picture::AdoptStranger(Body& body, const Thread& thread) {
  const Point& point = thread.points.front();
  const State own = own_.At(point.sight.t);
  const double phase = dynamics::AcosClamped(-point.sight.direction.dot(model_.SunDirection(point.sight.t)));
  const double at_one_km = dynamics::DiffuseSphereMagnitude(body.radius, body.albedo, 1000.0, phase);
  const double range = 1000.0 * dynamics::Pow(10.0, 0.2 * (point.magnitude - at_one_km));
  const Vector3 d = range * point.sight.direction;
  State guess = PropagatePlan(own, d.dot(own.v) / own.v.squaredNorm());
  guess.r = own.r + d;
  Matrix6 P = Matrix6::Zero();
  P.topLeftCorner<3, 3>() = 0.0625 * range * range * point.sight.direction * point.sight.direction.transpose() + 1e-6 * range * range * Matrix3::Identity();
  P.bottomRightCorner<3, 3>() = 625.0 * Matrix3::Identity();
  body.track.SetPrior(point.sight.t, guess, P);
}

// A companion is taken to be beside the target: on its line of sight where that passes the target, give or take 5 km, with the target's velocity.
void Picture::AdoptCompanion(Body& body, const Thread& thread) {
  const Point& point = thread.points.front();
  const Vector3 own = own_.At(point.sight.t).r;
  State guess = target().track.At(point.sight.t);
  const Vector3 u = point.sight.direction;
  const double range = (guess.r - own).dot(u);
  if (!(range > 0.0) || range > kCompanionRange) return;
  guess.r = own + range * u;
  Matrix6 P = Matrix6::Zero();
  P.topLeftCorner<3, 3>() = 25e6 * u * u.transpose() + 1e-6 * range * range * Matrix3::Identity();
  P.bottomRightCorner<3, 3>() = 25.0 * Matrix3::Identity();
  body.track.SetPrior(point.sight.t, guess, P);
}

std::optional<Vector3> Picture::Suspect(double age) const {
  if (!has_target() || !target().track.known()) return std::nullopt;
  const Point* best = nullptr;
  double least = 0.5 * kGate;
  Estimates estimates(target().track);
  const bool lost = Lost(target());
  for (const Thread& thread : threads_.all()) {
    const Point& last = thread.points.back();
    if (last.sight.t < now_ - age) continue;
    const double misfit = lost ? (StandsStill(last) ? 0.0 : kGate) : Misfit(target(), estimates.At(last.sight.t), last);
    if (misfit < least) {
      least = misfit;
      best = &last;
    }
  }
  if (best == nullptr) return std::nullopt;
  const State then = own_.At(best->sight.t);
  return Vector3(dynamics::RtnFromEci(then) * best->sight.direction);
}

void Picture::TakeFix(const v1::RangeFix& fix) {
  const double t = SecondsOf(fix.time_us());
  own_.FixPosition(t, FromMessage(fix.r_sensor_eci_m()));
  for (Body& body : bodies_) {
    if (body.id != fix.object_id() || !body.track.known()) continue;
    Measurement m;
    m.t = t;
    m.r_camera = own_.state().r;
    m.camera_sigma = PositionSigma(own_.covariance());
    m.direction = FromMessage(fix.direction_eci());
    m.direction.normalize();
    m.sigma = fix.sigma_rad();
    m.range = fix.range_m();
    m.range_sigma = fix.sigma_m();
    body.track.Add(m);
    if (&body == &bodies_.front()) ranged_ = true;
    body.before.reset();  // what answers is what was sought
  }
}

}  // namespace haze::agents::inspector
