// The figure of the sky: one frame of a search camera among all satellites.
#include "dynamics/astronomy/astronomy.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/ensemble/ensemble.h"
#include "dynamics/sky_query.h"
#include "dynamics/synthetic_sky.h"
#include "tools/bench/physics.h"

namespace haze::tools {

std::vector<Figure> BenchSky(const BenchOptions& options) {
  constexpr double kFrame = 5.0;  // s, the dwell of the shipped cameras
  const dynamics::UtcTime epoch = *dynamics::ParseUtc("2026-06-18T17:44:00Z");
  const dynamics::AstronomyTable astronomy = dynamics::FreezeAstronomy(epoch, 3600.0);
  dynamics::SkyFreezeOptions freeze;
  freeze.for_each = [](std::size_t count, const std::function<void(std::size_t)>& body) { dynamics::ForEach(count, 0, body); };
  const dynamics::SkyFreezeResult frozen = dynamics::FreezeSky(dynamics::SyntheticSky({}, epoch), astronomy, 0.0, 3600.0, freeze);
  const dynamics::SkyTable table = *dynamics::SkyTable::Open(frozen.block).table;

  // A low satellite that looks about: 5 deg to either side, as far as 5,000 km, one frame after the other through the hour.
  std::vector<dynamics::SkyHit> hits;
  int frame = 0;
  const auto next = [&](double& t) {
    frame = (frame + 1) % static_cast<int>(3600.0 / kFrame);
    t = kFrame * frame;
    dynamics::RandomStream random({}, 1, 0, static_cast<std::uint64_t>(frame));
    const dynamics::SinCosValue along = dynamics::SinCos(1.1e-3 * t);
    const dynamics::Vector3 observer = 6.88e6 * dynamics::Vector3(along.cos, -0.13 * along.sin, 0.99 * along.sin);
    return dynamics::SkyCone{.observer = observer, .direction = random.UnitVector3(), .half_angle = 5.0 * dynamics::kDegree, .range = 5e6};
  };
  dynamics::SkyIndex index;
  double found = 0.0;
  const Work bins = [&] {
    for (int k = 0; k < 360; ++k) {
      double t = 0.0;
      const dynamics::SkyCone cone = next(t);
      index.BuildFor(table, t);
      dynamics::FindInCone(table, index, cone, t, hits);
      found += static_cast<double>(hits.size());
    }
    return 360.0;
  };
  const Work force = [&] {
    for (int k = 0; k < 8; ++k) {
      double t = 0.0;
      const dynamics::SkyCone cone = next(t);
      dynamics::FindInConeByForce(table, cone, t, hits);
      found += static_cast<double>(hits.size());
    }
    return 8.0;
  };
  const Rates rates = Interleave({bins, force}, options.rounds, options.seconds, ThreadSeconds);
  return {{.name = "sky_cone_query",
           .value = found >= 0.0 ? 1e6 / rates.median[0] : 0.0,
           .unit = "us/frame",
           .limit = 1e6 / rates.median[1],
           .ratio = rates.ratio[0],
           .goal = 5.0,
           .value_goal = 50.0,
           .limit_is = "every one of the 16,089 objects looked at; the value holds its share of building the index, at a frame each 5 s"}};
}

}  // namespace haze::tools
