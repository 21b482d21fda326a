#include "dynamics/sky_screening.h"

#include <algorithm>
#include <cmath>

#include "dynamics/assert.h"

namespace haze::dynamics {
namespace {

constexpr double kGridStep = 60.0;  // s
constexpr double kWatchStep = 4.0;  // s
constexpr double kTimeStep = 1e-4;  // s

struct Pair {
  double distance = 0.0;
  double closing = 0.0;  // r . v of the relative state, m2/s: negative while the two come nearer
};

/// One object and the path, as functions of time.
class Chase {
 public:
  Chase(const SkyTable& table, int object, const Trajectory& trajectory) : table_(table), object_(object), trajectory_(trajectory) {}

  Pair At(double t) const { return At(t, trajectory_(t)); }
  Pair At(double t, const State& path) const {
    const State body = table_.StateAt(object_, t);
    const Vector3 r = body.r - path.r;
    const Vector3 v = body.v - path.v;
    return {r.norm(), r.dot(v)};
  }

  /// Between a time of coming nearer and one of going away; a jump of the velocity is found like a root.
  Approach Least(double near, double away) const {
    while (away - near > kTimeStep) {
      const double middle = 0.5 * (near + away);
      if (At(middle).closing < 0.0) {
        near = middle;
      } else {
        away = middle;
      }
    }
    const double t = 0.5 * (near + away);
    return {object_, t, At(t).distance};
  }

 private:
  const SkyTable& table_;
  int object_;
  const Trajectory& trajectory_;
};

}  // namespace

std::vector<Approach> ScreenTrajectory(const SkyTable& table, const Trajectory& trajectory, const ScreeningOptions& options) {
  HAZE_ASSERT(options.begin >= table.t_begin() && options.begin <= options.end && options.end <= table.t_end(), "a screening lies inside the sky's span", options.begin,
              options.end);
  HAZE_ASSERT(options.radius > 0.0 && options.speed_max > 0.0, "a screening has a radius and a greatest speed", options.radius, options.speed_max);
  // The table's segments meet to the rounding of floats: a few metres at most.
  const double reach = options.radius + 10.0;
  // The path is asked for once at the points of a grid; between them only where an object is near.
  const double span = options.end - options.begin;
  const auto cells = static_cast<std::size_t>(std::ceil(span / kGridStep));
  const double step = cells > 0 ? span / static_cast<double>(cells) : 0.0;
  const auto time = [&](std::size_t i) { return i < cells ? options.begin + step * static_cast<double>(i) : options.end; };
  std::vector<State> path;
  for (std::size_t i = 0; i <= cells; ++i) path.push_back(trajectory(time(i)));

  std::vector<Approach> found;
  for (int object = 0; object < table.size(); ++object) {
    const Chase chase(table, object, trajectory);
    const double speed = options.speed_max + static_cast<double>(table.objects()[static_cast<std::size_t>(object)].speed_max);
    const auto keep = [&](const Approach& approach) {
      if (approach.distance <= options.radius) found.push_back(approach);
    };
    const Pair first = chase.At(options.begin, path[0]);
    if (first.closing >= 0.0) keep({object, options.begin, first.distance});
    for (std::size_t i = 0; i < cells;) {
      double t = time(i);
      Pair now = i == 0 ? first : chase.At(t, path[i]);
      const double free_cells = (now.distance - reach) / (speed * step);
      if (free_cells >= 1.0) {
        i = free_cells < static_cast<double>(cells - i) ? i + static_cast<std::size_t>(free_cells) : cells;
        continue;
      }
      ++i;
      const double border = time(i);
      while (t < border) {
        const double free = (now.distance - reach) / speed;
        const double next = std::min(t + std::max(free, kWatchStep), border);
        const Pair then = chase.At(next);
        if (free < kWatchStep && now.closing < 0.0 && then.closing >= 0.0) keep(chase.Least(t, next));
        t = next;
        now = then;
      }
    }
    const Pair last = chase.At(options.end, path[cells]);
    if (last.closing < 0.0) keep({object, options.end, last.distance});
  }
  return found;
}

}  // namespace haze::dynamics
