#include "agents/inspector/threads.h"

#include <algorithm>
#include <cmath>

namespace haze::agents::inspector {

namespace {

// The rate itself turns with the orbit: a direction that leads its extrapolation by 0.5 n rate dt^2, with n and the rate both near 1.1e-3 rad/s.
constexpr double kBend = 0.6e-6;   // rad/s2
constexpr double kFlicker = 0.9;   // magnitudes: five sigmas of the faintest detection; nothing turns brighter faster than that
constexpr double kLongestGap = 90.0;  // s: past it the bend is wider than the gap between two craft

}  // namespace

void Threads::Add(const Point& point) {
  Thread* best = nullptr;
  double least = 1.0;
  for (Thread& thread : threads_) {
    const Point& last = thread.points.back();
    const double dt = point.sight.t - last.sight.t;
    if (!(dt > 0.0) || dt > kLongestGap) continue;
    if (std::fabs(point.magnitude - last.magnitude) > kFlicker) continue;
    // With two rates the bend cancels to third order.
    const Vector3 mean_rate = 0.5 * (last.rate + point.rate);
    const Vector3 expected = (last.sight.direction + dt * mean_rate).normalized();
    const double gate = 5.0 * (last.sight.sigma + point.sight.sigma) + 4.0 * rate_noise_ * dt + 0.05 * kBend * dt * dt;
    const double miss = (point.sight.direction - expected).norm() / gate;
    if (miss < least) {
      least = miss;
      best = &thread;
    }
  }
  if (best != nullptr) {
    best->points.push_back(point);
  } else {
    threads_.push_back({{point}});
  }
}

Thread Threads::Take(std::size_t index) {
  Thread out = threads_[index];
  threads_.erase(threads_.begin() + static_cast<std::ptrdiff_t>(index));
  return out;
}

void Threads::Forget(double t) {
  threads_.erase(std::remove_if(threads_.begin(), threads_.end(), [&](const Thread& thread) { return thread.last() < t; }), threads_.end());
}

}  // namespace haze::agents::inspector
