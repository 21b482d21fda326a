#include "scenarios/freeze.h"

#include "dynamics/astronomy/astronomy.h"
#include "scenarios/load.h"

namespace haze::scenarios {

Frozen Freeze(dynamics::UtcTime epoch, dynamics::SimTime duration) {
  Frozen frozen;
  frozen.text = dynamics::Serialise(dynamics::FreezeAstronomy(epoch, dynamics::Seconds(duration)));
  frozen.sha256 = Sha256(frozen.text);
  const std::string hours = std::to_string((duration.us + dynamics::kHour.us - 1) / dynamics::kHour.us);
  frozen.file = "tables/astronomy-" + dynamics::FormatUtc(epoch).substr(0, 10) + "-" + hours + "h-" + frozen.sha256.substr(0, 8) + ".txt";
  return frozen;
}

}  // namespace haze::scenarios
