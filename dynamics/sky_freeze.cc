#include "dynamics/sky_freeze.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "dynamics/assert.h"
#include "dynamics/constants.h"
#include "dynamics/dmath.h"
#include "dynamics/frames.h"

namespace haze::dynamics {
namespace {

/// IAU 2000 Earth rotation angle of a UT1. Source: IERS Conventions (2010), eq. 5.15.
double EarthRotationAngle2000(UtcTime ut1) {
  const double days = static_cast<double>(ut1.us - 43'200'000'000) / 86'400e6;  // since 2000-01-01T12:00
  const double whole = std::floor(days);
  return WrapTwoPi(kTwoPi * (0.7790572732640 + (days - whole) + 0.00273781191135448 * days));
}

/// Chebyshev extrema and the points between them where the error is looked at. Neighbouring segments share their ends, so the table has no jumps there
/// beyond the rounding to float.
struct Nodes {
  int degree = 0;
  std::vector<double> x;       // `degree` + 1 extrema from -1 to 1, then the check points
  std::vector<double> cosine;  // [k][j] of the transform with its weights
  static constexpr int kChecks = 4;
};

Nodes MakeNodes(int degree) {
  Nodes nodes{.degree = degree, .x = {}, .cosine = {}};
  const double step = kPi / degree;
  for (int j = 0; j <= degree; ++j) nodes.x.push_back(-Cos(step * j));
  // The remainder of an interpolation at extrema goes with sin(theta) sin(n theta): largest in the middle.
  for (const int j : {degree / 4, degree / 2 - 1, degree / 2, (3 * degree) / 4}) nodes.x.push_back(-Cos(step * (j + 0.5)));
  for (int k = 0; k <= degree; ++k) {
    for (int j = 0; j <= degree; ++j) {
      const double halves = (k == 0 || k == degree ? 0.5 : 1.0) * (j == 0 || j == degree ? 0.5 : 1.0);
      // x runs upward, so the angle is pi - step j: T_k(x) = (-1)^k cos(k step j).
      nodes.cosine.push_back((k % 2 == 0 ? 2.0 : -2.0) / degree * halves * Cos(step * ((k * j) % (2 * degree))));
    }
  }
  return nodes;
}

/// One class before anybody is in it.
struct Pattern {
  Nodes nodes;
  std::uint32_t segments = 0;
  std::vector<double> t;   // [segment][node or check]
  std::vector<Matrix3> R;  // R_GCRF_TEME at each
};

Pattern MakePattern(const SkySegmentation& segmentation, const AstronomyTable& astronomy, double t_begin, double t_end) {
  HAZE_ASSERT(segmentation.length > 0.0 && segmentation.degree >= 4 && segmentation.degree < static_cast<int>(kMaxSkyTerms), "a segmentation of the sky",
              segmentation.length, segmentation.degree);
  Pattern pattern;
  pattern.nodes = MakeNodes(segmentation.degree);
  pattern.segments = static_cast<std::uint32_t>(std::ceil((t_end - t_begin) / segmentation.length));
  const double length = (t_end - t_begin) / pattern.segments;
  for (std::uint32_t s = 0; s < pattern.segments; ++s) {
    for (const double x : pattern.nodes.x) {
      const double t = std::clamp(t_begin + length * (s + 0.5 * (x + 1.0)), t_begin, t_end);
      pattern.t.push_back(t);
      pattern.R.push_back(R_GCRF_TEME(astronomy, t));
    }
  }
  return pattern;
}

/// What an orbit's states say of where it may ever be.
struct Extent {
  double distance_min = 1e300, distance_max = 0.0, speed_max = 0.0;

  void Add(const State& state) {
    const double r = state.r.norm();
    const double v2 = state.v.squaredNorm();
    const double a = 1.0 / (2.0 / r - v2 / kMuEarth);
    const double p = state.r.cross(state.v).squaredNorm() / kMuEarth;
    const double e = std::sqrt(std::max(0.0, 1.0 - p / a));
    const double perigee = p / (1.0 + e);
    distance_min = std::min(distance_min, std::min(r, perigee));
    distance_max = std::max(distance_max, std::max(r, a > 0.0 ? a * (1.0 + e) : 1e10));
    speed_max = std::max(speed_max, std::sqrt(kMuEarth * (1.0 + e) / perigee));
  }
};

/// What becomes of one entry.
struct Outcome {
  std::size_t sky_class = 0;  // the ladder's length where nothing fits
  std::vector<float> coefficients;
  Extent extent;
  Sgp4Status status = Sgp4Status::kOk;
};

enum class Attempt { kFits, kTooCoarse, kFails };

/// The entry's coefficients by one pattern, unless they miss by more than `tolerance` somewhere.
Attempt Fill(const Pattern& pattern, const Sgp4& model, SimTime since_tle_epoch, double tolerance, Outcome& outcome) {
  outcome.coefficients.clear();
  const std::size_t terms = static_cast<std::size_t>(pattern.nodes.degree) + 1;
  const std::size_t points = pattern.nodes.x.size();
  std::array<Vector3, kMaxSkyTerms + Nodes::kChecks> r;
  for (std::uint32_t s = 0; s < pattern.segments; ++s) {
    const std::size_t first = s * points;
    // The last extremum of one segment is the first of the next.
    if (s > 0) {
      const Vector3 shared = r[terms - 1];
      r[0] = shared;
    }
    for (std::size_t j = s > 0 ? 1 : 0; j < points; ++j) {
      const Sgp4Result result = model.At((Seconds(since_tle_epoch) + pattern.t[first + j]) / 60.0);
      if (result.status != Sgp4Status::kOk || !result.teme.r.allFinite() || !result.teme.v.allFinite()) {
        outcome.status = result.status == Sgp4Status::kOk ? Sgp4Status::kPerturbedElements : result.status;
        return Attempt::kFails;
      }
      r[j] = pattern.R[first + j] * result.teme.r;
      outcome.extent.Add(result.teme);
    }
    const std::size_t row = outcome.coefficients.size();
    for (std::size_t k = 0; k < terms; ++k) {
      Vector3 c = Vector3::Zero();
      for (std::size_t j = 0; j < terms; ++j) c += pattern.nodes.cosine[k * terms + j] * r[j];
      for (int i = 0; i < 3; ++i) outcome.coefficients.push_back(static_cast<float>(c(i)));
    }
    for (std::size_t j = terms; j < points; ++j) {
      const double x = pattern.nodes.x[j];
      double T = 1.0, T_next = x;
      Vector3 value = Vector3::Zero();
      for (std::size_t k = 0; k < terms; ++k) {
        const float* c = &outcome.coefficients[row + 3 * k];
        value += T * Vector3(c[0], c[1], c[2]);
        const double T_after = 2.0 * x * T_next - T;
        T = T_next;
        T_next = T_after;
      }
      if (!((value - r[j]).norm() <= tolerance)) return Attempt::kTooCoarse;
    }
  }
  return Attempt::kFits;
}

Outcome FreezeEntry(const SkyEntry& entry, std::span<const Pattern> patterns, UtcTime epoch, double tolerance) {
  Outcome outcome;
  outcome.sky_class = patterns.size();
  const Sgp4Init init = InitSgp4(entry.tle);
  outcome.status = init.status;
  for (std::size_t c = 0; init.model && c < patterns.size(); ++c) {
    const Attempt attempt = Fill(patterns[c], *init.model, epoch - entry.tle.epoch, tolerance, outcome);
    if (attempt == Attempt::kFits) outcome.sky_class = c;
    if (attempt != Attempt::kTooCoarse) break;
  }
  outcome.coefficients.shrink_to_fit();
  return outcome;
}

template <class T>
void Append(std::vector<std::byte>& block, const T* values, std::size_t count) {
  const std::size_t at = block.size();
  block.resize(at + count * sizeof(T));
  if (count > 0) std::memcpy(block.data() + at, values, count * sizeof(T));
}

/// `members` holds the outcomes of each class in the order of their slots.
std::vector<std::byte> Assemble(SkyHeader header, std::span<const Pattern> patterns, std::span<const SkyObjectRecord> records,
                                std::span<const std::vector<const Outcome*>> members) {
  header.header_bytes = sizeof(SkyHeader);
  header.class_count = static_cast<std::uint32_t>(patterns.size());
  header.object_count = static_cast<std::uint32_t>(records.size());
  std::vector<SkyClass> classes;
  std::uint64_t offset = sizeof(SkyHeader) + patterns.size() * sizeof(SkyClass) + records.size_bytes();
  for (std::size_t c = 0; c < patterns.size(); ++c) {
    const auto terms = static_cast<std::uint32_t>(patterns[c].nodes.degree) + 1;
    classes.push_back({.segments = patterns[c].segments, .terms = terms, .objects = static_cast<std::uint32_t>(members[c].size()), .reserved = 0, .offset = offset});
    offset += std::uint64_t{patterns[c].segments} * members[c].size() * terms * 3 * sizeof(float);
  }
  header.total_bytes = offset;
  std::vector<std::byte> block;
  block.reserve(offset);
  Append(block, &header, 1);
  Append(block, classes.data(), classes.size());
  Append(block, records.data(), records.size());
  for (std::size_t c = 0; c < patterns.size(); ++c) {
    const std::size_t row = 3 * static_cast<std::size_t>(classes[c].terms);
    for (std::size_t s = 0; s < patterns[c].segments; ++s) {
      for (const Outcome* outcome : members[c]) Append(block, &outcome->coefficients[s * row], row);
    }
  }
  return block;
}

}  // namespace

Matrix3 R_GCRF_TEME(const AstronomyTable& astronomy, double t) {
  // The table's rotation angle holds UT1; the mean sidereal time has to be of the same UT1. At UTC both would be apart by this angle.
  const double ut1_angle = WrapPi(astronomy.era0 - EarthRotationAngle2000(astronomy.epoch));
  const double gmst = GmstIau1982(astronomy.epoch + FromSeconds(t)) + ut1_angle;
  const Matrix3 R_PEF_TEME = RotationZ(gmst);
  AstronomyTable::Rotation rotation = astronomy.EarthRotation(t);
  if (astronomy.xp != 0.0 || astronomy.yp != 0.0) {
    const Matrix3 W = RotationX(-astronomy.yp) * RotationY(-astronomy.xp);
    const Matrix3 R_TIRS = W.transpose() * rotation.R_ITRF_GCRF;
    rotation.R_ITRF_GCRF = R_TIRS;
  }
  return rotation.R_ITRF_GCRF.transpose() * R_PEF_TEME;
}

SkyFreezeResult FreezeSky(std::span<const SkyEntry> entries, const AstronomyTable& astronomy, double t_begin, double t_end, const SkyFreezeOptions& options) {
  HAZE_ASSERT(t_begin < t_end && t_begin >= astronomy.t_begin() && t_end <= astronomy.t_end(), "a sky lies inside its astronomy", t_begin, t_end);
  HAZE_ASSERT(options.tolerance > 5.0 && options.ladder.size() <= kMaxSkyClasses, "a sky's tolerance leaves room for floats", options.tolerance);
  std::vector<Pattern> patterns;
  for (const SkySegmentation& segmentation : options.ladder) patterns.push_back(MakePattern(segmentation, astronomy, t_begin, t_end));

  std::vector<Outcome> outcomes(entries.size());
  const auto freeze = [&](std::size_t i) { outcomes[i] = FreezeEntry(entries[i], patterns, astronomy.epoch, 0.8 * options.tolerance); };
  if (options.for_each) {
    options.for_each(entries.size(), freeze);
  } else {
    for (std::size_t i = 0; i < entries.size(); ++i) freeze(i);
  }

  SkyFreezeResult result;
  std::vector<SkyObjectRecord> records;
  std::vector<std::vector<const Outcome*>> members(patterns.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const SkyEntry& entry = entries[i];
    HAZE_ASSERT(entry.radius > 0.0 && entry.radius < 1e4 && entry.albedo >= 0.0 && entry.albedo <= 1.0, "an object of the sky", entry.radius, entry.albedo);
    const Outcome& outcome = outcomes[i];
    if (outcome.sky_class == patterns.size()) {
      result.left_out.push_back({static_cast<int>(i), outcome.status});
      continue;
    }
    // Osculating extremes move with the short-periodic terms (tens of km in a low orbit): a percent more on either side holds all of them.
    records.push_back({.number = entry.tle.number,
                       .sky_class = static_cast<std::uint32_t>(outcome.sky_class),
                       .slot = static_cast<std::uint32_t>(members[outcome.sky_class].size()),
                       .radius = static_cast<float>(entry.radius),
                       .albedo = static_cast<float>(entry.albedo),
                       .distance_min = static_cast<float>(0.99 * outcome.extent.distance_min),
                       .distance_max = static_cast<float>(1.01 * outcome.extent.distance_max),
                       .speed_max = static_cast<float>(1.01 * outcome.extent.speed_max)});
    members[outcome.sky_class].push_back(&outcome);
  }
  SkyHeader header;
  header.inputs_sha256 = options.inputs_sha256;
  header.epoch_us = astronomy.epoch.us;
  header.t_begin = t_begin;
  header.t_end = t_end;
  header.error = options.tolerance;
  header.left_out = static_cast<std::uint32_t>(result.left_out.size());
  result.block = Assemble(header, patterns, records, members);
  return result;
}

}  // namespace haze::dynamics
