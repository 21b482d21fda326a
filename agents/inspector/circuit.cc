// inspector/circuit: the place of the other craft is told and near; what is left is to fly around it so that light and lens meet on every facet.
//
// For inspection tasks without a hunt. It chooses the relative ellipse that shows most of what is missing, flies there by two burns, photographs all the time,
// and chooses again when the ellipse has nothing more to show.
#include <algorithm>
#include <cmath>
#include <optional>

#include "agents/inspector/convert.h"
#include "agents/inspector/inspectors.h"
#include "agents/inspector/onboard_model.h"
#include "agents/inspector/photographer.h"
#include "agents/inspector/standing.h"
#include "agents/inspector/transfer.h"
#include "agents/inspector/viewing.h"
#include "agents/policy/decide.h"
#include "dynamics/dmath.h"
#include "dynamics/elements.h"

namespace haze::agents {

namespace {

using namespace inspector;

constexpr double kLook = 300.0;       // s between turns at most
constexpr double kCadence = 10.0;     // s between images
constexpr int kMostImages = 500;      // of one order
constexpr double kHaste = 0.4;        // m/s that one revolution less is worth
constexpr double kMargin = 5.0;       // m beyond both radii and the keep-out
constexpr double kNear = 0.04;        // of the ellipse's size: how far off it may be before it is flown to again

class Circuit : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override {
    briefing_ = briefing;
    model_ = OnboardModel(briefing.epoch_utc(), briefing.force_model().gravity_degree(), briefing.force_model().gravity_order());
    for (const v1::ObjectOfInterest& object : briefing.objects()) {
      if (!object_id_.empty() || !object.has_estimate()) continue;
      object_id_ = object.object_id();
      radius_ = object.radius_m();
      object_ = FromMessage(object.estimate());
      covariance_ = CovarianceFromMessage(object.estimate());
      album_ = Photographer(object.facets() > 0 ? object.facets() : 84);
    }
    const v1::Vehicle& craft = briefing.own_vehicle();
    lead_ = dynamics::kPi / std::max(craft.slew_radps(), 1e-3) + craft.settle_s() + 5.0;
    acceleration_ = craft.thrust_n() / std::max(craft.mass_kg(), 1e-3);
    nearest_ = std::max(radius_ + craft.radius_m(), briefing.rules().keep_out_m()) + kMargin;
  }

  v1::Decision Decide(const v1::Turn& turn) override {
    v1::Decision decision;
    if (object_id_.empty() || !turn.has_own() || !turn.own().commandable()) return decision;
    Hear(turn);
    Claim(decision);
    double next = now_ + kLook;
    if (burn_id_.empty()) Plan(decision);
    if (!burn_id_.empty()) next = std::min(next, burn_start_ + burn_length_ + 2.0);
    if (burn_id_.empty() && coasting_) next = std::min(next, arrival_ - lead_ - 10.0);
    Photograph(decision);
    WakeAt(decision, MicrosecondsOf(std::min(std::max(next, now_ + 5.0), SecondsOf(briefing_.duration_us()))));
    decision.set_note(std::to_string(album_.covered()) + " of " + std::to_string(album_.facets()) + " facets seen");
    return decision;
  }

 private:
  void Hear(const v1::Turn& turn) {
    const double t = SecondsOf(turn.time_us());
    object_ = model_.Propagate(object_, now_, t);
    now_ = t;
    own_ = FromMessage(turn.own().estimate());
    left_dv_ = turn.own().dv_left_mps();
    album_.Hear(turn, object_id_);
    period_ = dynamics::OrbitPeriod(dynamics::SemiMajorAxis(object_));
    if (burn_id_.empty()) return;
    for (const v1::OrderState& order : turn.orders()) {
      if (order.order_id() == burn_id_ && (order.state() == v1::OrderState::STATE_DONE || order.state() == v1::OrderState::STATE_FAILED)) EndBurn(order.state());
    }
    for (const v1::Ruling& ruling : turn.rulings()) {
      if (ruling.order_id() == burn_id_) EndBurn(v1::OrderState::STATE_FAILED);
    }
  }

  void EndBurn(v1::OrderState::State state) {
    burn_id_.clear();
    const bool done = state == v1::OrderState::STATE_DONE;
    // The second burn ends a transfer; one that failed is planned anew.
    coasting_ = done && !second_;
    if (done && second_) since_ = now_;
    second_ = false;
  }

  void Claim(v1::Decision& decision) {
    claims_.Claim(object_id_, MicrosecondsOf(now_), object_, covariance_, (object_.r - own_.r).norm(), decision);
  }

  void Plan(v1::Decision& decision) {
    if (coasting_) {
      if (now_ >= arrival_ - lead_ - 20.0) Arrive(decision);
      return;
    }
    const Viewing viewing(model_, briefing_.own_vehicle().imaging_camera(), radius_, object_, now_, album_.facets());
    const std::vector<bool> missing = album_.Missing();
    if (album_.covered() == album_.facets()) return;
    const bool there = since_ >= 0.0 && OffEllipse() < kNear * goal_.ae;
    if (there && Shows(viewing, missing) && now_ - since_ < 1.1 * period_) return;
    const Viewing::Choice choice = viewing.Best(missing, Size());
    // Where no ellipse shows anything new, the light has to change first.
    if (choice.fresh <= 0) return;
    if (there && choice.fresh < 3 && now_ - since_ < 1.1 * period_) return;
    TransferTask task;
    task.own = own_;
    task.object = object_;
    task.goal = choice.ellipse;
    task.t1_from = lead_ + 5.0;
    task.t1_to = task.t1_from + 0.4 * period_;
    task.t2_from = task.t1_from + 0.12 * period_;
    task.t2_to = task.t1_from + 0.9 * period_;
    task.t1_steps = 6;
    task.t2_steps = 14;
    task.late_cost = kHaste / period_;
    task.limits = {.safe_range = nearest_,
                   .inside = briefing_.rules().passive_safety_inside_m(),
                   .speed_base = briefing_.rules().speed_limit_base_mps(),
                   .speed_per_n = briefing_.rules().speed_limit_per_mean_motion(),
                   .orbits = briefing_.rules().passive_safety_orbits()};
    const std::optional<Transfer> way = PlanTransfer(task);
    if (!way || way->cost > 0.9 * left_dv_) return;
    goal_ = choice.ellipse;
    arrival_ = now_ + way->t2;
    second_ = false;
    Burn(decision, now_ + way->t1, way->dv1);
  }

  // The burn that ends the drift along the chosen ellipse.
  void Arrive(v1::Decision& decision) {
    const double t = std::max(arrival_, now_ + lead_ + 1.0);
    const State own = PropagatePlan(own_, t - now_);
    const State object = PropagatePlan(object_, t - now_);
    second_ = true;
    Burn(decision, t, HoldingVelocity(own, object, goal_) - own.v);
  }

  void Burn(v1::Decision& decision, double middle, const Vector3& dv) {
    if (dv.norm() < briefing_.own_vehicle().smallest_dv_mps()) return EndBurn(v1::OrderState::STATE_DONE);
    burn_id_ = Name("burn");
    burn_length_ = dv.norm() / acceleration_;
    burn_start_ = std::max(now_ + lead_, middle - 0.5 * burn_length_);
    v1::Order* order = NewOrder(decision, burn_id_);
    order->set_start_time_us(MicrosecondsOf(burn_start_));
    ToMessage(dv, order->mutable_burn()->mutable_dv_eci_mps());
    imaging_until_ = 0.0;  // the burn will end the order for images
  }

  void Photograph(v1::Decision& decision) {
    if (now_ < imaging_until_ - 1.0) return;
    const bool before_burn = !burn_id_.empty();
    const double until = std::min(before_burn ? burn_start_ - lead_ : now_ + kCadence * kMostImages, SecondsOf(briefing_.duration_us()));
    if (until <= now_ + kCadence) return;
    v1::Order* order = NewOrder(decision, Name("image"));
    order->mutable_image()->set_object_id(object_id_);
    order->mutable_image()->set_cadence_s(kCadence);
    order->mutable_image()->set_count(kMostImages);
    order->mutable_image()->set_end_time_us(MicrosecondsOf(until));
    imaging_until_ = before_burn ? burn_start_ + burn_length_ : until;
  }

  // The least size of an ellipse: outside the other craft by a margin, and far enough for a lens that looks at a sphere from near sees little of it.
  double Size() const { return std::max(nearest_ + kMargin, std::min(6.0 * radius_, 0.3 * briefing_.own_vehicle().imaging_camera().range_max_m())); }

  double OffEllipse() const { return (own_.r - GoalState(object_, goal_).r).norm(); }

  bool Shows(const Viewing& viewing, const std::vector<bool>& missing) const {
    const std::vector<bool> seen = viewing.Seen(goal_);
    for (std::size_t f = 0; f < seen.size(); ++f) {
      if (seen[f] && missing[f]) return true;
    }
    return false;
  }

  std::string Name(const char* what) { return std::string(what) + "-" + std::to_string(++orders_); }

  v1::Briefing briefing_;
  OnboardModel model_;
  Photographer album_;
  StandingClaims claims_;
  std::string object_id_;
  double radius_ = 1.0;
  State object_, own_;
  Matrix6 covariance_ = Matrix6::Identity();
  double now_ = 0.0, period_ = 5700.0;
  double lead_ = 60.0, acceleration_ = 0.1, nearest_ = 20.0;
  RelativeEllipse goal_;
  bool coasting_ = false;  // between the two burns
  bool second_ = false;    // the burn on order is the second
  double since_ = -1.0;    // on the ellipse since; -1: on none yet
  double arrival_ = 0.0;
  std::string burn_id_;
  double burn_start_ = 0.0, burn_length_ = 0.0;
  double imaging_until_ = 0.0;
  double left_dv_ = 1e9;
  int orders_ = 0;
};

}  // namespace

std::unique_ptr<Policy> MakeInspectorCircuit() { return std::make_unique<Circuit>(); }

}  // namespace haze::agents
