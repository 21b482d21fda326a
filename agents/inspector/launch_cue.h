// From the flash of a launch to a first guess of the orbit: what site, instant, heading and the ordered plane say together.
#pragma once

#include "agents/inspector/onboard_model.h"
#include "agents/inspector/track.h"
#include "haze/agent/v1/turn.pb.h"

namespace haze::agents::inspector {

/// State and covariance of the launched craft at `separation` s after the flash's instant, wherever it truly is by then.
///
/// The plane is the ordered one with the drift of its node (a rocket that leaves late turns it, within the order's tolerance); the heading says whether the
/// site was passed northbound or southbound. Along the orbit the craft follows the timetable of small launchers: cut-off 7 min after lift-off and some
/// 1,600 km down range in a 200 km perigee, half a transfer ellipse, a kick. The flash's error, 150 km along the track, 0.3 of the ordered tolerances of
/// altitude, inclination and node, and an eccentricity of 0.0007 make the covariance. Source: FACTS "Electron".
struct LaunchGuess {
  double t = 0.0;
  Track::Estimate estimate;
};
LaunchGuess GuessFromFlash(const OnboardModel& model, const haze::agent::v1::Cue& flash, const haze::agent::v1::OrbitPlane& ordered, double separation);

}  // namespace haze::agents::inspector
