// What a craft's search camera and ranging sensor make of the sky at one instant: pure functions of truth, sensor and random stream.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dynamics/photometry.h"
#include "dynamics/random.h"
#include "dynamics/types.h"
#include "scenarios/scenario.h"

namespace haze::game {

using dynamics::Quaternion;
using dynamics::State;
using dynamics::Vector3;

/// Where a camera is and how it is held. The camera axis is the body's +x.
struct CameraView {
  State observer;                              ///< GCRF
  Quaternion q_BI = Quaternion::Identity();    ///< v_B = q_BI * v_I
  Vector3 r_sun = Vector3::Zero();             ///< geocentric, GCRF, m
  Vector3 r_moon = Vector3::Zero();            ///< geocentric, GCRF, m

  /// The camera axis in GCRF, unit.
  Vector3 Boresight() const { return q_BI.conjugate() * Vector3::UnitX(); }
};

/// Another craft as it truly is. `sunlit_fraction` is 1 in full sunlight, 0 in the umbra.
struct SkyObject {
  int craft = -1;  ///< -1: a decoy or a stranger
  State state;     ///< GCRF
  Quaternion q_BI = Quaternion::Identity();
  Vector3 omega_BI_B = Vector3::Zero();
  double radius = 0.0;  ///< m
  int facets = dynamics::kSphereFacetCount;
  std::span<const dynamics::Facet> body;  ///< the same facets, where somebody keeps them (dynamics::BodyFacets of radius 1)
  double albedo = 0.0;  ///< Lambert reflectance
  std::span<const dynamics::Plate> plates;  ///< of the scenario, which outlives it
  double sunlit_fraction = 1.0;
};

/// A point of light in one frame.
struct RawDetection {
  int craft = -1;  ///< -1: false alarm, decoy or stranger. For the referee's book only; no seat hears it
  Vector3 direction = Vector3::UnitX();  ///< unit, GCRF, with noise and bias
  Vector3 rate = Vector3::Zero();        ///< rad/s, of that direction in GCRF axes, with noise
  double magnitude = 0.0;
  double sigma = 0.0;       ///< rad, 1 sigma of the noise in each axis, without the bias
  double true_range = 0.0;  ///< m, 0 for a false alarm
};

/// Why a search camera cannot see in a direction.
enum class Exclusion { kNone, kSun, kMoon, kLitLimb, kDarkLimb, kEarth };

/// The exclusion that stray light (Sun, Moon, limb) or the Earth itself puts on `direction` (unit, GCRF), the first that applies in the
/// order of the enumeration, but the Earth first. Angles are those between the *object's* direction and the source, not the boresight's:
/// the camera's baffle shades a point of its image, and this is the reading in which an object 13.7 deg above the limb at 2,000 km
/// escapes a 13 deg exclusion. Sun and Moon count only while the Earth does not cover them. The limb's angle is that to the nearest point
/// of the limb; whether this point is in sunlight decides which of the two limb angles applies.
Exclusion ExclusionOf(const scenarios::SearchCamera& camera, const CameraView& view, const Vector3& direction);

/// Signal-to-noise ratio of a star-like object: background-limited, so proportional to the signal; `limiting_snr` at `limiting_magnitude`.
double SearchSnr(const scenarios::SearchCamera& camera, double magnitude);

/// One frame at the end of a dwell: every object in the field, in line of sight and outside the exclusions is found when its SNR plus a
/// standard normal draw reaches `limiting_snr` (so with probability 1/2 at the limiting magnitude), and a Poisson number of false alarms.
/// The noise of a direction shrinks with the SNR, from `noise` at the limiting SNR to a quarter of it. `pass_bias` is a small rotation
/// (rad, GCRF axes) that all detections of one pass share. Detections are sorted by brightness, so that their order tells no identity.
/// Each object takes the same draws whether it is seen or not, after those of the false alarms: what is not seen changes nothing that is.
std::vector<RawDetection> TakeFrame(const scenarios::SearchCamera& camera, const CameraView& view, std::span<const SkyObject> objects, const Vector3& pass_bias,
                                    dynamics::RandomStream& random);

/// The same with the `strangers` of a catalogue, which take their chance from a stream of their own, so that no craft's draws depend on who flies by.
std::vector<RawDetection> TakeFrame(const scenarios::SearchCamera& camera, const CameraView& view, std::span<const SkyObject> objects, std::span<const SkyObject> strangers,
                                    const Vector3& pass_bias, dynamics::RandomStream& random, dynamics::RandomStream& strange);

/// Distance (m) beyond which a sphere, fully lit, is two magnitudes fainter than the limit: nobody sees it there. `brightness` is radius^2 * albedo, m2.
double SearchReach(const scenarios::SearchCamera& camera, double brightness);

struct RangeResult {
  double range = 0.0, sigma = 0.0;  ///< m
  Vector3 direction = Vector3::UnitX();  ///< unit, GCRF, of the echo
  double sigma_angle = 0.0;  ///< rad, each axis
};

/// One range measurement, or nothing where the object is out of range, outside the cone about the boresight or behind the Earth.
/// sigma = `sigma` + `sigma_fraction` * range; the echo's direction is good to 1 mrad in each axis (notional). Needs no light.
std::optional<RangeResult> TakeRange(const scenarios::Ranging& ranging, const CameraView& view, const SkyObject& object, dynamics::RandomStream& random);

}  // namespace haze::game
