// What sensors, beams and links meet: the other craft, the decoys and the strangers of the catalogue as they truly stand.
#include "arbiter/game/world.h"
#include "dynamics/shadow.h"
#include "dynamics/visibility.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::Seconds;

std::vector<SkyObject> World::Others(int self, double t) const {
  std::vector<SkyObject> objects;
  for (const auto& craft : craft_) {
    if (craft->index() != self && craft->present()) objects.push_back(craft->Look(t));
  }
  for (const Decoy& decoy : interference_.decoys()) {
    SkyObject object;
    object.state = decoy.flight.At(t);
    object.radius = decoy.radius;
    object.albedo = decoy.albedo;
    object.sunlit_fraction = surroundings_.SunlitFraction(object.state.r, t);
    objects.push_back(object);
  }
  for (SkyObject& object : objects) object.sunlit_fraction *= Unshaded(object.craft, object.state.r, t);
  return objects;
}

std::vector<SkyObject> World::Strangers(const scenarios::SearchCamera& camera, const CameraView& view, double t) {
  std::vector<SkyObject> strangers;
  if (!surroundings_.sky) return strangers;
  const dynamics::SkyTable& table = *surroundings_.sky;
  sky_index_.BuildFor(table, t);
  const dynamics::SkyCone cone{
      .observer = view.observer.r, .direction = view.Boresight(), .half_angle = 0.5 * camera.fov, .range = SearchReach(camera, brightest_stranger_)};
  dynamics::FindInCone(table, sky_index_, cone, t, sky_hits_);
  for (const dynamics::SkyHit& hit : sky_hits_) {
    const dynamics::SkyObjectRecord& record = table.objects()[static_cast<std::size_t>(hit.object)];
    SkyObject object;
    object.state = hit.state;
    object.radius = static_cast<double>(record.radius);
    object.albedo = static_cast<double>(record.albedo);
    object.sunlit_fraction = surroundings_.SunlitFraction(hit.state.r, t);
    strangers.push_back(object);
  }
  return strangers;
}

std::optional<SkyObject> World::Object(int craft, double t) const {
  if (!craft_[static_cast<std::size_t>(craft)]->present()) return std::nullopt;
  SkyObject object = craft_[static_cast<std::size_t>(craft)]->Look(t);
  object.sunlit_fraction *= Unshaded(craft, object.state.r, t);
  return object;
}

// What the sunshades of others leave of the Sun at the centre of craft `self` (-1: of something else). Shares that overlap are multiplied, as if by chance.
double World::Unshaded(int self, const Vector3& r, double t) const {
  double share = 1.0;
  for (const int shade : shades_) {
    const Craft& carrier = *craft_[static_cast<std::size_t>(shade)];
    if (shade == self || !carrier.present()) continue;
    share *= dynamics::SunlitFractionBehindDisc(r, carrier.StateAt(t).r, carrier.spec().sunshade->radius, surroundings_.Sun(t));
  }
  return share;
}

bool World::Dazzled(int craft, double t, const Vector3& boresight) const {
  for (const Interference::Glare& glare : interference_.GlareOn(craft, FromSeconds(t))) {
    const Vector3 towards = craft_[static_cast<std::size_t>(glare.from)]->StateAt(t).r - craft_[static_cast<std::size_t>(craft)]->StateAt(t).r;
    if (dynamics::AngleBetweenVectors(boresight, towards) <= glare.angle) return true;
  }
  return false;
}

bool World::Jammed(int craft, double t) const { return interference_.Jammed(craft, FromSeconds(t)); }

// Ranging shines a laser: whoever carries a warning sensor is told, but it is no interference.
void World::Shone(int craft, int from) {
  const std::vector<Interference::Place> places = Places(Seconds(now_));
  (void)interference_.Warn(*places[static_cast<std::size_t>(craft)].desk, craft, from, places, now_);
}

std::vector<Interference::Place> World::Places(double t) {
  std::vector<Interference::Place> places(craft_.size());
  for (const auto* desks : {&desks_, &empty_desks_}) {
    for (const auto& desk : *desks) {
      if (desk->craft < 0) continue;
      const Craft& craft = *craft_[static_cast<std::size_t>(desk->craft)];
      places[static_cast<std::size_t>(desk->craft)] = {craft.present(), craft.present() ? craft.StateAt(t) : State{}, &craft.spec(), desk.get()};
    }
  }
  return places;
}

}  // namespace haze::game
