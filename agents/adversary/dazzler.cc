// adversary/dazzler: an escort that shines into the hunter's camera as soon as it knows where the hunter is.
//
// A camera needs a minute to see again after a flash, so short pulses go a long way: ten seconds out of every sixty spend the whole duty of 300 s in half an
// hour, and for that half hour the hunter has no sights. The price: every pulse is a direction for the hunter's warning sensor, and once the hunter
// claims where the escort is, that direction names the culprit.
#include <cstdint>
#include <memory>
#include <string>

#include "agents/adversary/adversaries.h"
#include "agents/adversary/escort.h"
#include "agents/inspector/convert.h"
#include "agents/policy/decide.h"

namespace haze::agents {

namespace {

constexpr std::int64_t kPulse = 10'000'000;   // us
constexpr std::int64_t kPeriod = 60'000'000;  // us from one pulse to the next
constexpr std::int64_t kSalvo = 600'000'000;  // us between two salvos: a turn of the escort
constexpr double kSureEnough = 0.008;         // rad: the beam must meet the hunter, 1 sigma of the direction

class Dazzler : public Escort {
 protected:
  void Interfere(const v1::Turn& turn, v1::Decision& decision) override {
    if (!briefing().own_vehicle().has_dazzler() || turn.time_us() < next_) return;
    const std::int64_t now = turn.time_us();
    for (const inspector::Body& body : picture().bodies()) {
      if (!body.track.known()) continue;
      const double range = picture().RangeTo(body, picture().now());
      if (AcrossSigma(body) > kSureEnough * range) continue;
      // The beam follows the seat's own claim; inside 100 km the escort has made it already.
      if (range > 100e3) Claim(turn, body, decision);
      for (std::int64_t start = now; start + kPulse < now + kSalvo && start + kPulse < briefing().duration_us(); start += kPeriod) {
        v1::Order* order = NewOrder(decision, "dazzle-" + std::to_string(++pulses_));
        order->set_start_time_us(start);
        order->mutable_dazzle()->set_object_id(body.id);
        order->mutable_dazzle()->set_duration_s(inspector::SecondsOf(kPulse));
      }
      next_ = now + kSalvo;
      // Three salvos of ten pulses spend the duty of a revolution; then the device rests until it is over.
      if (++salvos_ % 3 == 0) next_ = now + 3 * kSalvo + kRevolution;
      decision.set_note("dazzles");
      return;
    }
  }

 private:
  static constexpr std::int64_t kRevolution = 5'680'000'000;  // us that the duty is counted over

  // How far off the line to the body its true place may be, 1 sigma, m.
  double AcrossSigma(const inspector::Body& body) const {
    const inspector::Track::Estimate estimate = body.track.EstimateAt(picture().now());
    const inspector::Vector3 u = (estimate.state.r - picture().own().state().r).normalized();
    const inspector::Matrix3 across = inspector::Matrix3::Identity() - u * u.transpose();
    inspector::Matrix6 P = inspector::Matrix6::Zero();
    P.topLeftCorner<3, 3>() = across * estimate.P.topLeftCorner<3, 3>() * across;
    return inspector::PositionSigma(P);
  }

  std::int64_t next_ = 0;
  long pulses_ = 0, salvos_ = 0;
};

}  // namespace

std::unique_ptr<Policy> MakeAdversaryDazzler() { return std::make_unique<Dazzler>(); }

}  // namespace haze::agents
