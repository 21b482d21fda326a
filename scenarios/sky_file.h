// The sky of a scenario as a file: made once, named by what it was made of and by what it holds, mapped at play.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dynamics/ephemeris.h"
#include "dynamics/sky_freeze.h"
#include "dynamics/synthetic_sky.h"
#include "scenarios/catalogue.h"
#include "scenarios/scenario.h"

namespace haze::scenarios {

/// A table in memory that the file system keeps; unmapped with the last owner.
class MappedSky {
 public:
  ~MappedSky();
  MappedSky(const MappedSky&) = delete;
  MappedSky& operator=(const MappedSky&) = delete;

  const dynamics::SkyTable& table() const { return *table_; }
  const std::string& path() const { return path_; }
  /// Of the whole file, hex.
  const std::string& sha256() const { return sha256_; }

 private:
  friend struct SkyFileAccess;
  MappedSky() = default;
  void* address_ = nullptr;
  std::size_t length_ = 0;
  std::optional<dynamics::SkyTable> table_;
  std::string path_, sha256_;
};

struct SkyResult {
  std::shared_ptr<const MappedSky> sky;  ///< null where there are errors
  std::vector<LoadError> errors;
  bool made = false;                     ///< by this call; false: found
};

/// The table of a file. It is read once from end to end: hashed, and every number looked at. `sha256` (hex), where not empty, is what it must be.
SkyResult MapSky(const std::string& path, const std::string& sha256 = "");

/// All that decides a sky. Every path is the caller's; two requests with the same values have the same file.
struct SkyRequest {
  std::string catalogue;            ///< path of the element sets; empty: the synthetic population
  std::string catalogue_sha256;     ///< what the catalogue must be, hex; empty: whatever it is
  TakenOut taken_out;               ///< of a catalogue
  int count = dynamics::kCatalogueSize;  ///< of the synthetic population
  dynamics::MatchKey key{};         ///< of the synthetic population and of all sizes; the sky is public, so the key is no secret
  double t_begin = 0.0, t_end = 0.0;     ///< s since the astronomy table's epoch, inside its span
  dynamics::SkyFreezeOptions options;    ///< inputs_sha256 is filled in here
};

/// The sky of a request from `folder`, where it lies as sky-<16 digits of the inputs' SHA-256>-<SHA-256 of the file>.bin; made there if it is not, which takes
/// some seconds for a full catalogue. The file appears whole or not at all, and two makers at once make the same. A file that does not
/// hold what its name says is made anew. `astronomy_sha256` names `astronomy`. An object that SGP4 cannot carry over the span is left out and
/// counted in the header.
SkyResult OpenSky(const SkyRequest& request, const dynamics::AstronomyTable& astronomy, const std::string& astronomy_sha256, const std::string& folder);

/// The sky of a scenario over its whole length, without what the scenario plays itself: the element sets' own objects, their launches and every later one.
/// The catalogue is looked for in `folder` (where the scenario lies), then among the shipped scenarios; the table lies in `cache`. `scenario.sky` must be set (asserted).
SkyResult LoadSky(const Scenario& scenario, const dynamics::AstronomyTable& astronomy, const std::string& folder, const std::string& cache);

struct PlayedSky {
  std::shared_ptr<const dynamics::SkyTable> table;  ///< keeps its mapping; null where the scenario has no sky
  std::string error;                                ///< not empty: there should be one
};

/// What matches of a scenario are played with: LoadSky's table from SkyFolder(), made now if nobody has played the scenario on this machine.
PlayedSky SkyOf(const Scenario& scenario, const dynamics::AstronomyTable& astronomy, const std::string& folder);

/// Where made skies are kept: $HAZE_CACHE, else haze below $XDG_CACHE_HOME or $HOME/.cache, else below the system's folder for temporary files.
std::string SkyFolder();

}  // namespace haze::scenarios
