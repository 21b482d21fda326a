// Which facets of a craft one image shows well enough to count: a pure function of truth and camera.
#pragma once

#include <vector>

#include "arbiter/game/sensing.h"
#include "scenarios/scenario.h"

namespace haze::game {

/// Why an image shows nothing; kGood where at least one facet counts, or where no single reason can be named.
enum class ImageQuality { kGood, kNotInFrame, kTooFar, kDark, kSmeared, kSunInCamera };

struct ImageResult {
  ImageQuality quality = ImageQuality::kGood;
  std::vector<int> facets;  ///< numbers of dynamics::BodyFacets, ascending
  double best_gsd = 0.0;    ///< m, effective, of the best facet that counts; 0 without one
  double range = 0.0;       ///< m, centre to centre
};

/// One image of a sphere of facets. A facet counts when it is sunlit with incidence <= `incidence_max`, seen at a view angle
/// <= `view_max`, effective ground-sample distance ifov * range / sqrt(cos view) <= `gsd_max`, smear <= 1 ifov and SNR >= `snr_min`.
///
/// Smear is the inertial rate of the direction to the facet (relative velocity plus the body's rotation) times the exposure: the camera
/// is held still in inertial space while it exposes. SNR comes from the photons of one pixel of a Lambert facet: solar photons in a
/// silicon band 2.4e21 /(m2 s) (notional band and efficiency), capped by a full well of 30,000 electrons.
/// Nothing counts when the object is outside the field of view or beyond `range_max`, or when the boresight is within `sun_exclusion` of
/// the Sun while the Earth does not cover it.
ImageResult TakeImage(const scenarios::ImagingCamera& camera, const CameraView& view, const SkyObject& object);

}  // namespace haze::game
