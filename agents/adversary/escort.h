// The escort's watch, which every adversary that ships keeps: cameras along the orbit, tracks of what comes, claims inside 100 km.
#pragma once

#include <cstdint>
#include <memory>

#include "agents/inspector/picture.h"
#include "agents/inspector/standing.h"
#include "agents/policy/policy.h"

namespace haze::agents {

class Escort : public Policy {
 public:
  void Open(const v1::Briefing& briefing) override;
  v1::Decision Decide(const v1::Turn& turn) override;

 protected:
  /// What one adversary does beyond watching: adds orders, claims or an earlier wake. Called once a turn while the craft may be commanded.
  virtual void Interfere(const v1::Turn&, v1::Decision&) {}

  const v1::Briefing& briefing() const { return briefing_; }
  const inspector::Picture& picture() const { return *picture_; }
  /// Claims a body wherever it is; once a turn and body.
  void Claim(const v1::Turn& turn, const inspector::Body& body, v1::Decision& decision);

 private:
  bool HasCamera() const { return briefing_.own_vehicle().has_search_camera(); }
  bool KnowsSomebody() const;
  void Search(const v1::Turn& turn, v1::Decision& decision);
  void DoubtUnseen();

  v1::Briefing briefing_;
  std::unique_ptr<inspector::Picture> picture_;
  inspector::StandingClaims claims_;
  int searches_ = 0;
  double doubted_ = 0.0;  // s: when a track was last doubted
};

}  // namespace haze::agents
