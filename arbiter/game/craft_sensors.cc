// Cameras, ranging and the transmitter of a craft; orders and burns are in craft.cc.
#include <algorithm>

#include "arbiter/game/craft.h"
#include "arbiter/game/imaging.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/forces.h"
#include "dynamics/frames.h"
#include "dynamics/photometry.h"

namespace haze::game {

using dynamics::FromSeconds;
using dynamics::kNever;
using dynamics::Seconds;

namespace {

constexpr double kDownlinkStep = 10.0;  // s between two looks at the ground stations

// Step of the numerical rate of attitude, s.
constexpr double kRateStep = 0.05;

}  // namespace

SkyObject Craft::Look(double t) const {
  SkyObject object;
  object.craft = index_;
  object.state = flight_.At(t);
  object.q_BI = AttitudeAt(t);
  object.radius = spec_.radius;
  object.facets = spec_.facets;
  object.body = body_;
  object.albedo = spec_.albedo;
  object.plates = spec_.plates;
  object.sunlit_fraction = surroundings_.SunlitFraction(object.state.r, t);
  // Body rate from two attitudes close together, both by two-body motion from here, so that no later flight is needed.
  const Aim& aim = pointing_.aim();
  State later = object.state;
  later.r += kRateStep * object.state.v;
  later.v -= kRateStep * dynamics::kMuEarth / (object.state.r.squaredNorm() * object.state.r.norm()) * object.state.r;
  const Quaternion q_later = pointing_.At(t + kRateStep, SceneAt(t + kRateStep, later, aim));
  Quaternion turn = q_later * object.q_BI.conjugate();
  if (turn.w() < 0.0) turn.coeffs() = -turn.coeffs();
  // v_B(t + dt) = turn v_B(t): components turn against the body.
  object.omega_BI_B = -2.0 / kRateStep * turn.vec();
  return object;
}

CameraView Craft::ViewAt(double t) const {
  return {.observer = flight_.At(t), .q_BI = AttitudeAt(t), .r_sun = surroundings_.Sun(t), .r_moon = surroundings_.Moon(t)};
}

Vector3 Craft::NavigationError(std::uint64_t index) const {
  dynamics::RandomStream random = surroundings_.Random(Purpose::kNavigation, index_, (std::uint64_t{1} << 32) + index);
  return spec_.navigation.position_sigma * random.NormalVector3();
}

void Craft::AimSearch(SimTime now) {
  const Search& search = std::get<Search>(task_.action);
  Aim aim;
  aim.mode = PointMode::kRtn;
  aim.direction_RTN = search.directions_RTN[task_.step % search.directions_RTN.size()];
  Turn(aim, now, spec_.search_camera->settle);
  const double ready = std::max(pointing_.settled_at(), Seconds(now) + (task_.step > 0 ? search.pause : 0.0));
  task_.next = FromSeconds(ready + spec_.search_camera->dwell);
}

void Craft::ExposeSearch(SimTime now, Sky& sky, std::vector<Fact>& facts) {
  const double t = Seconds(now);
  dynamics::RandomStream random = surroundings_.Random(Purpose::kFrame, index_, frames_);
  const std::vector<SkyObject> objects = sky.Others(index_, t);
  const CameraView view = ViewAt(t);
  std::vector<RawDetection> found;
  if (!sky.Dazzled(index_, t, view.Boresight())) {
    dynamics::RandomStream strange = surroundings_.Random(Purpose::kStrangers, index_, frames_);
    found = TakeFrame(*spec_.search_camera, view, objects, sky.Strangers(*spec_.search_camera, view, t), task_.bias, random, strange);
  }
  const Vector3 camera = flight_.At(t).r + NavigationError(2 * frames_);
  ++frames_;
  ++task_.step;
  for (const RawDetection& raw : found) {
    desk_.news.detections.push_back(
        {.time = now, .direction = raw.direction, .rate = raw.rate, .magnitude = raw.magnitude, .camera = camera, .sigma = raw.sigma});
    const bool first = raw.craft >= 0 && std::find(task_.seen.begin(), task_.seen.end(), raw.craft) == task_.seen.end();
    if (first) {
      task_.seen.push_back(raw.craft);
      facts.push_back({.time = now, .kind = FactKind::kDetection, .craft = index_, .other = raw.craft, .value = raw.true_range});
    }
  }
  if (!found.empty()) desk_.Notice(WakeReason::kDetection, now);
  AimSearch(now);
}

void Craft::MeasureRange(SimTime now, Sky& sky, std::vector<Fact>& facts) {
  const double t = Seconds(now);
  const Range range = std::get<Range>(task_.action);
  const std::optional<SkyObject> object = sky.Object(range.craft, t);
  dynamics::RandomStream random = surroundings_.Random(Purpose::kRanging, index_, fixes_);
  ++fixes_;
  ++task_.step;
  task_.next = now + FromSeconds(range.cadence);
  if (!object) return;
  const CameraView view = ViewAt(t);
  const std::optional<RangeResult> fix = TakeRange(*spec_.ranging, view, *object, random);
  if (!fix) return;
  if (!task_.shone) sky.Shone(range.craft, index_);
  task_.shone = true;
  desk_.news.ranges.push_back({.time = now,
                               .craft = range.craft,
                               .range = fix->range,
                               .sigma = fix->sigma,
                               .direction = fix->direction,
                               .sensor = view.observer.r + NavigationError(2 * fixes_ + 1),
                               .sigma_angle = fix->sigma_angle});
  const double truth = (object->state.r - view.observer.r).norm();
  const double claimed = (desk_.tracks.Predict(range.craft, t).r - view.observer.r).norm();
  const double error = claimed > truth ? claimed - truth : truth - claimed;
  facts.push_back({.time = now, .kind = FactKind::kRangeFix, .craft = index_, .other = range.craft, .value = truth, .value2 = error / truth});
  desk_.Notice(WakeReason::kRangeFix, now);
}

void Craft::ExposeImage(SimTime now, const Sky& sky, std::vector<Fact>& facts) {
  const double t = Seconds(now);
  const Image order = std::get<Image>(task_.action);
  ++images_;
  ++task_.step;
  const bool last = task_.step >= static_cast<std::size_t>(order.count);
  task_.next = last ? now : now + FromSeconds(order.cadence);
  if (last) task_.end = now;
  const std::optional<SkyObject> object = sky.Object(order.craft, t);
  const CameraView view = ViewAt(t);
  const bool dazzled = sky.Dazzled(index_, t, view.Boresight());
  // A craft that is not there looks like one behind the Earth: the Sun is in the camera or not all the same.
  SkyObject nothing;
  nothing.state.r = -view.observer.r;
  ImageResult image;
  if (!dazzled) image = TakeImage(*spec_.imaging_camera, view, object ? *object : nothing);
  ImageNote note;
  note.id = "img-" + std::to_string(images_);
  note.time = now;
  note.craft = order.craft;
  // Too much light is all that the seat can tell, whoever shines.
  note.quality = dazzled ? ImageQuality::kSunInCamera : image.quality;
  note.facets = image.facets;
  note.gsd = image.best_gsd;
  // An empty frame measures nothing.
  note.range = image.facets.empty() ? 0.0 : image.range;
  if (image.quality == ImageQuality::kSunInCamera) facts.push_back({.time = now, .kind = FactKind::kCameraSun, .craft = index_, .other = order.craft});
  if (!image.facets.empty()) {
    Coverage& coverage = coverage_[static_cast<std::size_t>(order.craft)];
    coverage.imaged.resize(static_cast<std::size_t>(object->facets), false);
    int fresh = 0;
    for (const int facet : image.facets) {
      if (!coverage.imaged[static_cast<std::size_t>(facet)]) ++fresh;
      coverage.imaged[static_cast<std::size_t>(facet)] = true;
    }
    stored_.push_back({note.id, now, order.craft, image.facets, image.best_gsd, image.range, spec_.imaging_camera->image_bytes});
    facts.push_back({.time = now,
                     .kind = FactKind::kImage,
                     .craft = index_,
                     .other = order.craft,
                     .value = static_cast<double>(fresh),
                     .value2 = image.range,
                     .detail = note.id});
  }
  desk_.news.images.push_back(note);
  desk_.Notice(WakeReason::kImage, now);
  // Without a ground network to send to, an image counts as soon as it is taken.
  if (!surroundings_.scenario->downlink && !stored_.empty()) DeliverFirst(now, facts);
}

void Craft::DeliverFirst(SimTime now, std::vector<Fact>& facts) {
  const StoredImage& image = stored_.front();
  const int all = surroundings_.scenario->vehicles[static_cast<std::size_t>(image.craft)].facets;
  Coverage& coverage = coverage_[static_cast<std::size_t>(image.craft)];
  coverage.delivered.resize(static_cast<std::size_t>(all), false);
  int count = 0;
  for (const int facet : image.facets) coverage.delivered[static_cast<std::size_t>(facet)] = true;
  for (const bool delivered : coverage.delivered) count += delivered ? 1 : 0;
  if (coverage.best_gsd == 0.0 || image.gsd < coverage.best_gsd) coverage.best_gsd = image.gsd;
  facts.push_back({.time = now,
                   .kind = FactKind::kDelivered,
                   .craft = index_,
                   .other = image.craft,
                   .value = static_cast<double>(count) / all,
                   .value2 = coverage.best_gsd,
                   .detail = image.id});
  desk_.news.images.push_back(
      {.id = image.id, .time = image.time, .craft = image.craft, .facets = image.facets, .gsd = image.gsd, .range = image.range, .delivered = true});
  desk_.Notice(WakeReason::kImage, now);
  stored_.erase(stored_.begin());
}

void Craft::Transmit(SimTime now, const Sky& sky, std::vector<Fact>& facts) {
  if (now >= downlink_end_) {
    const std::string id = downlink_id_;
    downlink_id_.clear();
    downlink_next_ = kNever;
    desk_.book.Finish(id, OrderPhase::kDone, now, "");
    return;
  }
  downlink_next_ = std::min(now + FromSeconds(kDownlinkStep), downlink_end_);
  const scenarios::Downlink& network = *surroundings_.scenario->downlink;
  const double t = Seconds(now);
  const Vector3 r_ITRF = surroundings_.R_ITRF_GCRF(t) * flight_.At(t).r;
  bool in_view = false;
  for (const scenarios::Station& station : network.stations) {
    const dynamics::LookAngles look = dynamics::LookFrom({station.latitude, station.longitude, station.height}, r_ITRF);
    in_view = in_view || look.el >= network.min_elevation;
  }
  if (!in_view || sky.Jammed(index_, t)) return;
  double bytes = Seconds(downlink_next_ - now) * network.rate / 8.0;
  while (bytes > 0.0 && !stored_.empty()) {
    StoredImage& image = stored_.front();
    const double sent = std::min(bytes, image.bytes_left);
    image.bytes_left -= sent;
    bytes -= sent;
    if (image.bytes_left > 0.0) break;
    DeliverFirst(now, facts);
  }
}

double Craft::queue_bytes() const {
  double bytes = 0.0;
  for (const StoredImage& image : stored_) bytes += image.bytes_left;
  return bytes;
}

void Craft::DigestSensors(DigestWriter& out) const {
  out.U64(task_.step);
  out.Vec(task_.bias);
  for (const Coverage& coverage : coverage_) {
    out.U64(coverage.imaged.size());
    for (const bool imaged : coverage.imaged) out.Bool(imaged);
  }
}

void Craft::DigestLinks(DigestWriter& out) const {
  out.Str(downlink_id_);
  out.Time(downlink_next_);
  out.U64(stored_.size());
  for (const StoredImage& image : stored_) {
    out.Str(image.id);
    out.F64(image.bytes_left);
    out.U64(image.facets.size());
  }
  for (const Coverage& coverage : coverage_) {
    out.F64(coverage.best_gsd);
    for (const bool delivered : coverage.delivered) out.Bool(delivered);
  }
}

void Craft::DigestRandom(DigestWriter& out) const {
  out.U64(frames_);
  out.U64(fixes_);
  out.U64(images_);
  out.U64(searches_);
}

}  // namespace haze::game
