// The sky of one scenario: where thousands of objects are, from a frozen table that lies in one block of bytes. Made by sky_freeze.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "dynamics/time.h"
#include "dynamics/types.h"

namespace haze::dynamics {

/// The block, little-endian, without gaps, in this order: a SkyHeader, `class_count` SkyClass, `object_count` SkyObjectRecord, and for each class its
/// coefficients (float, m): [segment][slot][term][component]. The objects of a class share length and degree of their segments; segment s of a class
/// covers [t_begin + s h, t_begin + (s + 1) h] with h = (t_end - t_begin) / segments. All of a segment's objects lie together, so that a reading of the
/// whole sky at one instant runs through memory in order.
inline constexpr std::array<char, 8> kSkyMagic = {'H', 'A', 'Z', 'E', 'S', 'K', 'Y', '\n'};
inline constexpr std::uint32_t kSkyVersion = 1;
inline constexpr std::size_t kMaxSkyClasses = 16;
inline constexpr std::size_t kMaxSkyTerms = 32;

struct SkyHeader {
  std::array<char, 8> magic = kSkyMagic;
  std::uint32_t version = kSkyVersion;
  std::uint32_t header_bytes = 0;
  std::uint64_t total_bytes = 0;
  std::array<std::uint8_t, 32> inputs_sha256{};  ///< of what the table was made of; the maker's word
  std::int64_t epoch_us = 0;                     ///< UtcTime where t is 0
  double t_begin = 0.0, t_end = 0.0;             ///< s since the epoch
  double error = 0.0;                            ///< m, the largest difference from the propagator that the maker measured
  std::uint32_t class_count = 0;
  std::uint32_t object_count = 0;
  std::uint32_t left_out = 0;  ///< objects whose elements could not be propagated over the whole span
  std::uint32_t reserved = 0;
};

struct SkyClass {
  std::uint32_t segments = 0;
  std::uint32_t terms = 0;    ///< degree + 1
  std::uint32_t objects = 0;
  std::uint32_t reserved = 0;
  std::uint64_t offset = 0;   ///< of the first coefficient from the block's begin, bytes
};

struct SkyObjectRecord {
  std::int32_t number = 0;      ///< catalogue number; negative for an invented object
  std::uint32_t sky_class = 0;
  std::uint32_t slot = 0;       ///< among the objects of its class
  float radius = 0.0F;          ///< m, of the sphere that its brightness is computed with
  float albedo = 0.0F;          ///< Lambert reflectance
  float distance_min = 0.0F;    ///< m from the Earth's centre, over the whole span, rounded outward
  float distance_max = 0.0F;    ///< m
  float speed_max = 0.0F;       ///< m/s
};

/// One instant of a table: where in each class it falls, and the values of the Chebyshev polynomials there. Shared by all objects.
struct SkyInstant {
  double t = 0.0;
  std::array<std::uint32_t, kMaxSkyClasses> segment{};
  std::array<std::array<double, kMaxSkyTerms>, kMaxSkyClasses> T;  // only the first terms of the first classes are written
};

/// A view of a block that somebody else keeps (a mapped file, a vector) for as long as the view is used. Copies are cheap.
class SkyTable {
 public:
  /// Checks everything that reading relies upon: size, magic, version, spans, counts, offsets, slots, and that every number is finite. On failure
  /// there is no view and `error` says why. `block` begins at a multiple of 8 bytes.
  struct OpenResult;
  static OpenResult Open(std::span<const std::byte> block);

  int size() const { return static_cast<int>(header_.object_count); }
  UtcTime epoch() const { return {header_.epoch_us}; }
  /// The span that may be read, s since the epoch.
  double t_begin() const { return header_.t_begin; }
  double t_end() const { return header_.t_end; }
  const SkyHeader& header() const { return header_; }
  std::span<const SkyClass> classes() const { return classes_; }
  std::span<const SkyObjectRecord> objects() const { return objects_; }
  std::span<const std::byte> bytes() const { return block_; }

  /// t within [t_begin, t_end], asserted.
  SkyInstant At(double t) const;

  /// Position of an object, GCRF, m; within `header().error` and half a metre (floats) of SGP4's, see SkyTable.IsWithinItsStatedErrorOfSgp4. The bits do
  /// not depend on who asks or in which order.
  Vector3 Position(int object, const SkyInstant& at) const {
    const SkyObjectRecord& record = objects_[static_cast<std::size_t>(object)];
    const SkyClass& c = classes_[record.sky_class];
    const float* x = Coefficients(c, at.segment[record.sky_class], record.slot);
    const std::array<double, kMaxSkyTerms>& T = at.T[record.sky_class];
    double rx = x[0];
    double ry = x[1];
    double rz = x[2];
    for (std::uint32_t k = 1; k < c.terms; ++k) {
      x += 3;
      rx += T[k] * static_cast<double>(x[0]);
      ry += T[k] * static_cast<double>(x[1]);
      rz += T[k] * static_cast<double>(x[2]);
    }
    return {rx, ry, rz};
  }
  Vector3 Position(int object, double t) const { return Position(object, At(t)); }

  /// Position and the derivative of the same polynomial (its error: SkyTable.VelocityIsTheDerivative).
  State StateAt(int object, double t) const;

 private:
  const float* Coefficients(const SkyClass& c, std::uint32_t segment, std::uint32_t slot) const {
    const std::size_t row = static_cast<std::size_t>(segment) * c.objects + slot;
    return reinterpret_cast<const float*>(block_.data() + c.offset) + row * c.terms * 3;
  }
  struct Place {
    std::uint32_t segment;
    double x;         // in [-1, 1]
    double dx_dt;
  };
  Place Locate(const SkyClass& c, double t) const;

  SkyHeader header_;
  std::span<const std::byte> block_;
  std::span<const SkyClass> classes_;
  std::span<const SkyObjectRecord> objects_;
};

struct SkyTable::OpenResult {
  std::optional<SkyTable> table;
  std::string error;  ///< "the sky table is cut off: 1024 bytes, its header says 4096"; empty where there is a table
};

}  // namespace haze::dynamics
