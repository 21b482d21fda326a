// Orbit Ephemeris Messages and Orbit Mean-Elements Messages of CCSDS 502.0-B-2, in keyword = value notation.
#pragma once

#include <string>

#include "tools/export/trajectory.h"

namespace haze::tools {

/// The ephemeris of craft `craft` (index into Scenario::vehicles): version 2.0, centre EARTH, frame GCRF, times UTC, km and km/s printed to 1 mm and 1 um/s.
/// A burn ends a segment before it and the next begins after it, so that no reader interpolates across thrust. `creation_utc` is the message's own date
/// ("2026-06-19T10:26:00Z"). Empty where the craft was never there. Source: CCSDS 502.0-B-2, section 5.
std::string Oem(const Trajectory& trajectory, int craft, const std::string& creation_utc);

/// Mean elements of craft `craft` as the scenario gives them: only for one that starts from a two-line element set, else empty. Theory SGP4, frame TEME,
/// UTC. Source: CCSDS 502.0-B-2, section 4.
std::string Omm(const scenarios::Scenario& scenario, int craft, const std::string& creation_utc);

}  // namespace haze::tools
