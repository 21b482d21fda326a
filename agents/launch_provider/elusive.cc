// launch_provider/elusive: as fast as fastest, but never quite where it was ordered to be.
#include "agents/launch_provider/fastest.h"
#include "agents/launch_provider/providers.h"
#include "agents/policy/decide.h"

namespace haze::agents {

namespace {

constexpr double kAltitudeShare = 0.65;  // of the ordered tolerance: what is left is for the ascent's own errors
constexpr double kSlipShare = 0.6;       // of the window; a minute turns the plane by a quarter of a degree

// Whoever expects the craft in the ordered orbit at the nominal instant looks in the wrong place: another altitude drifts away from the expected phase by
// 9.4 times its difference each revolution, and a minute of slip is 457 km along the orbit. Both are paid for in insertion error, the slip in notice too:
// it is always a late one, since an early T-0 would ask for a readiness that the campaign may not have.
class Elusive : public Fastest {
 protected:
  void Choose(const v1::Turn&, v1::Decision& decision) override {
    const v1::OrbitPlane& ordered = brief().ordered_orbit();
    const double sign = (agent_seed() & 1) != 0 ? 1.0 : -1.0;
    NewOrder(decision, Name("orbit"))->mutable_choose_orbit()->set_altitude_m(ordered.altitude_m() + sign * kAltitudeShare * ordered.altitude_tolerance_m());
  }

  std::optional<std::int64_t> LiftoffIn(const v1::LaunchWindow& window, std::int64_t earliest, bool last) const override {
    const auto half = static_cast<double>(window.close_time_us() - window.nominal_time_us());
    const std::int64_t wanted = window.nominal_time_us() + static_cast<std::int64_t>(kSlipShare * half);
    return wanted > earliest ? std::optional<std::int64_t>(wanted) : Fastest::LiftoffIn(window, earliest, last);
  }
};

}  // namespace

std::unique_ptr<Policy> MakeLaunchProviderElusive() { return std::make_unique<Elusive>(); }

}  // namespace haze::agents
