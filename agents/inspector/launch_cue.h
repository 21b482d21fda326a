// From the flash of a launch to a first guess of the orbit: what site, instant, heading and the ordered plane say together.
#pragma once

#include "agents/inspector/onboard_model.h"
#include "agents/inspector/track.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::agents::inspector {

/// State and covariance of the launched craft at `separation` s after the flash's instant, wherever it truly is by then.
///
/// A rocket leaves in the plane of its site: the instant gives the node, the heading says whether it flew north or south. Along the orbit it follows the
/// timetable of small launchers: cut-off 7 min after lift-off and some 1,600 km down range in a 200 km perigee, half a transfer ellipse, a kick. The instant's
/// error (phase and node together), 150 km along the track, 5 km in altitude, 0.03 deg in inclination, 0.05 deg in node and 0.0007 in eccentricity make the
/// covariance. Source: FACTS "Electron"; Vallado 4th edition, section 6.4 (launch geometry) for node and heading.
struct LaunchGuess {
  double t = 0.0;
  Track::Estimate estimate;
};
LaunchGuess GuessFromFlash(const OnboardModel& model, const haze::agent::v1::Cue& flash, const haze::agent::v1::OrbitPlane& ordered, double separation);

}  // namespace haze::agents::inspector
