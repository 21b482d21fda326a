// target/dimmer: turns its plates edge-on to whoever looks along its orbit.
//
// A hunter on the same orbit looks along it, from ahead or from behind, however far away it is. A flat plate reflects nothing to where it is seen edge-on, and
// the briefing tells which plates the craft has. So of all attitudes that a `point` order can hold against the orbit, this policy takes the one that shows the
// two directions along it the least light; where nadir is as dim as any, it keeps nadir and with it the service.
#include <cmath>

#include "agents/inspector/convert.h"
#include "agents/policy/decide.h"
#include "agents/target/targets.h"
#include "dynamics/dmath.h"

namespace haze::agents {

namespace {

using dynamics::Vector3;

constexpr double kStep = 5.0 * dynamics::kDegree;  // between two attitudes that are tried

class Dimmer : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override {
    for (int i = 0; i < 35 * 72; ++i) {
      const auto [up, flat] = dynamics::SinCos(kStep * (i / 72 - 17));
      const auto [forward, out] = dynamics::SinCos(kStep * (i % 72));
      const Vector3 tried(flat * out, flat * forward, up);
      if (Light(briefing.own_vehicle(), tried) < Light(briefing.own_vehicle(), camera_RTN_) - 1e-6) camera_RTN_ = tried;
    }
  }

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    if (pointed_ || !turn.has_own() || !turn.own().commandable()) return decision;
    pointed_ = true;
    v1::Point* point = NewOrder(decision, "dim")->mutable_point();
    point->set_mode(v1::Point::MODE_RTN);
    inspector::ToMessage(camera_RTN_, point->mutable_direction_rtn());
    decision.set_note("shows its edges along the orbit");
    return decision;
  }

 private:
  // What the plates show ahead and behind together, with the camera axis (body +x) along `x` in RTN. The order holds +z near the orbit's normal.
  static double Light(const v1::Vehicle& craft, const Vector3& x) {
    const Vector3 y = Vector3::UnitZ().cross(x).normalized();
    const Vector3 z = x.cross(y);
    double sum = 0.0;
    for (const v1::Plate& plate : craft.plates()) {
      const Vector3 n = inspector::FromMessage(plate.normal_b());
      const double along = std::fabs(n.x() * x.y() + n.y() * y.y() + n.z() * z.y());
      sum += (plate.two_sided() ? 2.0 : 1.0) * plate.albedo() * plate.area_m2() * along;
    }
    return sum;
  }

  Vector3 camera_RTN_ = -Vector3::UnitX();  // nadir
  bool pointed_ = false;
};

}  // namespace

std::unique_ptr<Policy> MakeTargetDimmer() { return std::make_unique<Dimmer>(); }

}  // namespace haze::agents
