// Names, radii and flattenings of ellipsoids.
#include "tools/calc/ellipsoid.h"

#include <charconv>

#include "tools/calc/common.h"

namespace haze::tools {
namespace {

constexpr dynamics::Ellipsoid kGrs80{6378137.0, 1.0 / 298.257222101};
constexpr dynamics::Ellipsoid kWgs72{6378135.0, 1.0 / 298.26};

}  // namespace

std::vector<Field> EllipsoidFields() {
  return {Words("ellipsoid", "WGS84, GRS80, WGS72 or re=6378.1363 (km)", false), Length("earth_radius|ellipsoid_re|Re", "equatorial radius instead", false),
          Number("flattening", "with the radius; WGS 84's where missing", false)};
}

dynamics::Ellipsoid ReadEllipsoid(const Inputs& in) {
  if (in.Has("earth_radius")) {
    const double f = in.Number("flattening", dynamics::kFlattening);
    if (!(f >= 0.0 && f < 0.5)) in.Refuse("flattening", "allowed: 0 to 0.5");
    return {in.Positive("earth_radius"), f};
  }
  if (in.Has("flattening")) in.Refuse("flattening", "allowed: together with earth_radius");
  if (!in.Has("ellipsoid")) return dynamics::kWgs84;
  const std::string name = in.Text("ellipsoid");
  if (name == "WGS84") return dynamics::kWgs84;
  if (name == "GRS80") return kGrs80;
  if (name == "WGS72") return kWgs72;
  if (name.starts_with("re=")) {
    double radius = 0.0;
    const auto [end, fault] = std::from_chars(name.data() + 3, name.data() + name.size(), radius);
    if (fault == std::errc() && end == name.data() + name.size() && radius > 1.0 && radius < 1e6) return {radius * 1e3, dynamics::kFlattening};
  }
  in.Refuse("ellipsoid", "allowed: WGS84, GRS80, WGS72, re=6378.1363");
}

}  // namespace haze::tools
