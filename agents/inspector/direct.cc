// inspector/direct: looks where its estimate says, goes there the cheap way, leaves in time. A craft without a search camera has nothing to hunt with: there it
// plays as circuit.
#include "agents/inspector/inspectors.h"

#include "agents/inspector/inspector.h"

namespace haze::agents {

namespace {

class Direct : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override {
    if (briefing.own_vehicle().has_search_camera()) {
      player_ = std::make_unique<inspector::Inspector>(inspector::Inspector::Character{.looks_anywhere = false});
    } else {
      player_ = MakeInspectorCircuit();
    }
    player_->Open(briefing);
  }
  v1::Decision Decide(const v1::Turn& turn) override { return player_->Decide(turn); }

 private:
  std::unique_ptr<Policy> player_;
};

}  // namespace

std::unique_ptr<Policy> MakeInspectorDirect() { return std::make_unique<Direct>(); }

}  // namespace haze::agents
