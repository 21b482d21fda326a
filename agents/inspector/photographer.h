// Keeps the album: which facets have been imaged, which images are worth sending, which are not.
#pragma once

#include <string>
#include <vector>

#include "haze/agent/v1/turn.pb.h"

namespace haze::agents::inspector {

class Photographer {
 public:
  explicit Photographer(int facets = 84) : covered_(static_cast<std::size_t>(facets), false), delivered_(static_cast<std::size_t>(facets), false) {}

  /// Takes in the image reports of a turn about `object_id`.
  void Hear(const haze::agent::v1::Turn& turn, const std::string& object_id);

  /// Facets that no image on the ground or in the queue shows.
  std::vector<bool> Missing() const;
  int covered() const;
  int delivered() const;
  int facets() const { return static_cast<int>(covered_.size()); }
  double best_gsd() const { return best_gsd_; }  ///< m, of all kept images; 0: none
  bool anything_to_send() const { return waiting_ > 0; }
  /// Images on board that show nothing new, to be dropped; each is named once.
  std::vector<std::string> TakeDrops();
  /// Images taken since the last call that showed something new.
  int TakeFresh();

 private:
  std::vector<bool> covered_;
  std::vector<bool> delivered_;
  std::vector<std::string> drops_;
  double best_gsd_ = 0.0;
  int waiting_ = 0;
  int fresh_ = 0;
};

}  // namespace haze::agents::inspector
