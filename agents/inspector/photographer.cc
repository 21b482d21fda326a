#include "agents/inspector/photographer.h"

#include <algorithm>

namespace haze::agents::inspector {

namespace {

// An image is worth its minute of downlink for a facet that is new, or for a picture this much sharper than the best so far.
constexpr double kSharper = 0.93;

}  // namespace

void Photographer::Hear(const haze::agent::v1::Turn& turn, const std::string& object_id) {
  for (const haze::agent::v1::ImageReport& image : turn.images()) {
    if (image.object_id() != object_id || image.facets_size() == 0) continue;
    if (image.delivered()) {
      waiting_ = std::max(0, waiting_ - 1);
      for (const int f : image.facets()) {
        if (f >= 0 && f < facets()) delivered_[static_cast<std::size_t>(f)] = true;
      }
      continue;
    }
    int fresh = 0;
    for (const int f : image.facets()) {
      if (f >= 0 && f < facets() && !covered_[static_cast<std::size_t>(f)]) ++fresh;
    }
    const bool sharper = best_gsd_ == 0.0 || (image.gsd_m() > 0.0 && image.gsd_m() < kSharper * best_gsd_);
    if (fresh == 0 && !sharper) {
      drops_.push_back(image.image_id());
      continue;
    }
    for (const int f : image.facets()) {
      if (f >= 0 && f < facets()) covered_[static_cast<std::size_t>(f)] = true;
    }
    if (image.gsd_m() > 0.0 && (best_gsd_ == 0.0 || image.gsd_m() < best_gsd_)) best_gsd_ = image.gsd_m();
    ++waiting_;
    fresh_ += fresh;
  }
}

std::vector<bool> Photographer::Missing() const {
  std::vector<bool> missing(covered_.size());
  for (std::size_t f = 0; f < covered_.size(); ++f) missing[f] = !covered_[f];
  return missing;
}

int Photographer::covered() const { return static_cast<int>(std::count(covered_.begin(), covered_.end(), true)); }
int Photographer::delivered() const { return static_cast<int>(std::count(delivered_.begin(), delivered_.end(), true)); }

std::vector<std::string> Photographer::TakeDrops() {
  std::vector<std::string> out;
  out.swap(drops_);
  return out;
}

int Photographer::TakeFresh() {
  const int fresh = fresh_;
  fresh_ = 0;
  return fresh;
}

}  // namespace haze::agents::inspector
