// Which facets of a craft a relative ellipse would show in a revolution, and the ellipse that shows the most of what is missing.
#pragma once

#include <vector>

#include "agents/inspector/onboard_model.h"
#include "dynamics/dmath.h"
#include "dynamics/relative.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::agents::inspector {

using dynamics::RelativeEllipse;

/// One revolution of the object, as an inspector who wants to photograph it sees it. The object is taken to point at the Earth: body +x down, +y along the
/// orbit normal.
class Viewing {
 public:
  Viewing(const OnboardModel& model, const haze::agent::v1::ImagingCamera& camera, double radius, const State& object, double t0, int facets = 84);

  /// For each facet, whether an image on `ellipse` would count it at some instant of the revolution.
  std::vector<bool> Seen(const RelativeEllipse& ellipse) const;

  struct Choice {
    RelativeEllipse ellipse;
    int fresh = 0;  ///< facets that are wanted and seen
  };
  /// The ellipse about the object that shows most of `wanted`, never nearer to the object than `nearest` (m) at any along-track error.
  Choice Best(const std::vector<bool>& wanted, double nearest) const;

  /// Whether an image now, from `offset_RTN` (m) relative to the object at `t`, could count a facet that is wanted.
  static bool Worthwhile(const OnboardModel& model, const haze::agent::v1::ImagingCamera& camera, const State& own, const State& object, double t, double radius,
                         const std::vector<bool>& wanted);

 private:
  struct Sample {
    dynamics::SinCosValue u;       ///< of the mean argument of latitude
    std::vector<int> lit;          ///< facets in sunlight with enough incidence
    Vector3 sun_RTN = Vector3::UnitX();
  };
  /// Takes from `missing` what an image on `ellipse` would count at some instant of the revolution.
  void Look(const RelativeEllipse& ellipse, std::vector<bool>& missing) const;

  haze::agent::v1::ImagingCamera camera_;
  double radius_;
  std::vector<Vector3> normals_;
  std::vector<Sample> samples_;
};

/// Facet normals in RTN axes of a craft that points at the Earth, in the order of their numbers.
const std::vector<Vector3>& NadirFacets();
/// The same of a body with so many facets (dynamics/photometry.h: BodyFacets).
std::vector<Vector3> NadirFacets(int count);

}  // namespace haze::agents::inspector
