// What every part of a world shares and nobody changes: scenario, astronomy, the key that all chance comes from.
#pragma once

#include <memory>

#include "arbiter/game/purpose.h"
#include "dynamics/ephemeris.h"
#include "dynamics/forces.h"
#include "dynamics/random.h"
#include "dynamics/sky_table.h"
#include "dynamics/types.h"
#include "scenarios/scenario.h"

namespace haze::game {

struct Surroundings {
  std::shared_ptr<const scenarios::Scenario> scenario;
  std::shared_ptr<const dynamics::AstronomyTable> astronomy;  ///< null: the Earth's axis is +z, the Sun stands at +x
  dynamics::MatchKey key{};
  std::shared_ptr<const dynamics::SkyTable> sky{};  ///< everything else that flies; null: nothing does

  dynamics::RandomStream Random(Purpose purpose, int who, std::uint64_t index) const;
  /// Geocentric, GCRF, m; t in s since the epoch.
  dynamics::Vector3 Sun(double t) const;
  dynamics::Vector3 Moon(double t) const;
  /// Share of the Sun's disc that the Earth leaves free at `r` (GCRF, m); 1 everywhere in scenarios without a shadow.
  double SunlitFraction(const dynamics::Vector3& r, double t) const;
  /// The forces that every flight of this world feels.
  dynamics::ForceModel Forces() const;
  /// GCRF to ITRF.
  dynamics::Matrix3 R_ITRF_GCRF(double t) const;
};

}  // namespace haze::game
