// Points of light that belong together although nobody knows yet what they are.
#pragma once

#include <vector>

#include "agents/inspector/track.h"

namespace haze::agents::inspector {

/// One point of light of one frame.
struct Point {
  Measurement sight;
  Vector3 rate = Vector3::Zero();  ///< rad/s, GCRF axes
  double magnitude = 0.0;
};

/// A chain of points, each where the one before it was heading. False alarms make no chains; two craft that fly together make two.
struct Thread {
  std::vector<Point> points;
  bool confirmed() const { return points.size() >= 5 && points.back().sight.t - points.front().sight.t >= 20.0; }
  double last() const { return points.back().sight.t; }
};

class Threads {
 public:
  /// `rate_noise` is the camera's, rad/s.
  explicit Threads(double rate_noise = 1e-5) : rate_noise_(rate_noise) {}

  void Add(const Point& point);
  const std::vector<Thread>& all() const { return threads_; }
  /// Takes a thread out.
  Thread Take(std::size_t index);
  /// Drops what has not grown since `t`.
  void Forget(double t);

 private:
  double rate_noise_;
  std::vector<Thread> threads_;
};

}  // namespace haze::agents::inspector
