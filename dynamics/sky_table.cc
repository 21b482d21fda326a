// Reads the block that sky_freeze.cc makes, after it has looked at every number in it.
#include "dynamics/sky_table.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "dynamics/assert.h"

namespace haze::dynamics {
namespace {

static_assert(std::endian::native == std::endian::little, "sky tables are read in place");
static_assert(std::is_trivially_copyable_v<SkyHeader> && sizeof(SkyHeader) == 104);
static_assert(std::is_trivially_copyable_v<SkyClass> && sizeof(SkyClass) == 24);
static_assert(std::is_trivially_copyable_v<SkyObjectRecord> && sizeof(SkyObjectRecord) == 32);

// By the exponent's bits: the loop has no branch and keeps up with memory.
bool AllFinite(const float* values, std::size_t count) {
  std::uint32_t bad = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t exponent = std::bit_cast<std::uint32_t>(values[i]) & 0x7F800000U;
    bad |= static_cast<std::uint32_t>(exponent == 0x7F800000U);
  }
  return bad == 0;
}

// NaN fails every comparison that is put this way round.
bool Sane(const SkyObjectRecord& record) {
  return record.radius > 0.0F && record.radius < 1e4F && record.albedo >= 0.0F && record.albedo <= 1.0F && record.distance_min >= 0.0F &&
         record.distance_max >= record.distance_min && record.distance_max < 1e12F && record.speed_max >= 0.0F && record.speed_max < 1e6F;
}

std::string HeaderError(const SkyHeader& header, std::size_t size) {
  if (header.magic != kSkyMagic) return "this is no sky table: it does not begin with its mark";
  if (header.version != kSkyVersion || header.header_bytes != sizeof(SkyHeader)) {
    return "the sky table has version " + std::to_string(header.version) + "; this program reads " + std::to_string(kSkyVersion);
  }
  if (header.total_bytes != size) {
    return "the sky table is cut off or too long: " + std::to_string(size) + " bytes, its header says " + std::to_string(header.total_bytes);
  }
  if (!(std::isfinite(header.t_begin) && std::isfinite(header.t_end) && header.t_begin < header.t_end)) return "the sky table's span of time is none";
  if (!(header.error >= 0.0 && header.error < 1e9)) return "the sky table's error is no distance";
  if (header.class_count > kMaxSkyClasses) return "the sky table has " + std::to_string(header.class_count) + " classes; at most " + std::to_string(kMaxSkyClasses);
  const std::uint64_t tables = sizeof(SkyHeader) + std::uint64_t{header.class_count} * sizeof(SkyClass) + std::uint64_t{header.object_count} * sizeof(SkyObjectRecord);
  if (tables > size || header.object_count > 0x7FFFFFFFU) return "the sky table has no room for its " + std::to_string(header.object_count) + " objects";
  return "";
}

// Coefficients follow each other without gap or overlap, so their places are known from the counts alone.
std::string ClassError(std::span<const SkyClass> classes, std::uint64_t begin, std::uint64_t end) {
  std::uint64_t offset = begin;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const SkyClass& c = classes[i];
    const std::string name = "class " + std::to_string(i) + " of the sky table ";
    if (c.terms < 1 || c.terms > kMaxSkyTerms) return name + "has " + std::to_string(c.terms) + " terms; allowed: 1 to " + std::to_string(kMaxSkyTerms);
    if (c.segments < 1) return name + "has no segments";
    if (c.offset != offset) return name + "begins at byte " + std::to_string(c.offset) + "; its place is " + std::to_string(offset);
    // Counts of 32 bits: the products are checked one by one against what is left.
    const std::uint64_t room = (end - offset) / sizeof(float);
    const std::uint64_t rows = std::uint64_t{c.segments} * c.objects;
    if (rows > room / (3 * std::uint64_t{c.terms})) return name + "is larger than the block";
    offset += rows * c.terms * 3 * sizeof(float);
  }
  return offset == end ? "" : "the sky table has bytes that belong to no class";
}

}  // namespace

SkyTable::OpenResult SkyTable::Open(std::span<const std::byte> block) {
  OpenResult result;
  const auto fail = [&result](std::string why) {
    result.error = std::move(why);
    return result;
  };
  if (block.size() < sizeof(SkyHeader)) return fail("this is no sky table: " + std::to_string(block.size()) + " bytes hold no header");
  if (reinterpret_cast<std::uintptr_t>(block.data()) % alignof(SkyHeader) != 0) return fail("the sky table lies at an odd address");
  SkyTable table;
  std::memcpy(&table.header_, block.data(), sizeof(SkyHeader));
  const SkyHeader& header = table.header_;
  if (std::string error = HeaderError(header, block.size()); !error.empty()) return fail(std::move(error));

  table.block_ = block;
  const std::byte* at = block.data() + sizeof(SkyHeader);
  table.classes_ = {reinterpret_cast<const SkyClass*>(at), header.class_count};
  at += table.classes_.size_bytes();
  table.objects_ = {reinterpret_cast<const SkyObjectRecord*>(at), header.object_count};
  at += table.objects_.size_bytes();
  const auto begin = static_cast<std::uint64_t>(at - block.data());
  if (std::string error = ClassError(table.classes_, begin, block.size()); !error.empty()) return fail(std::move(error));
  for (std::size_t i = 0; i < table.objects_.size(); ++i) {
    const SkyObjectRecord& record = table.objects_[i];
    if (record.sky_class >= table.classes_.size() || record.slot >= table.classes_[record.sky_class].objects) {
      return fail("object " + std::to_string(i) + " of the sky table has no coefficients");
    }
    if (!Sane(record)) return fail("object " + std::to_string(i) + " of the sky table has an impossible size, distance or speed");
  }
  if (!AllFinite(reinterpret_cast<const float*>(at), (block.size() - begin) / sizeof(float))) return fail("the sky table has a coefficient that is no number");
  result.table = table;
  return result;
}

SkyTable::Place SkyTable::Locate(const SkyClass& c, double t) const {
  const double length = (header_.t_end - header_.t_begin) / c.segments;
  const double elapsed = t - header_.t_begin;
  auto segment = static_cast<std::uint32_t>(elapsed / length);
  if (segment >= c.segments) segment = c.segments - 1;
  return {segment, 2.0 * (elapsed - length * segment) / length - 1.0, 2.0 / length};
}

SkyInstant SkyTable::At(double t) const {
  HAZE_ASSERT(t >= t_begin() && t <= t_end(), "a sky table is read inside its span", t, t_begin(), t_end());
  SkyInstant at;
  at.t = t;
  for (std::size_t i = 0; i < classes_.size(); ++i) {
    const Place place = Locate(classes_[i], t);
    at.segment[i] = place.segment;
    std::array<double, kMaxSkyTerms>& T = at.T[i];
    T[0] = 1.0;
    T[1] = place.x;
    for (std::uint32_t k = 2; k < classes_[i].terms; ++k) T[k] = 2.0 * place.x * T[k - 1] - T[k - 2];
  }
  return at;
}

State SkyTable::StateAt(int object, double t) const {
  HAZE_ASSERT(object >= 0 && object < size() && t >= t_begin() && t <= t_end(), "a sky table is read inside its span", object, t, t_begin(), t_end());
  const SkyObjectRecord& record = objects_[static_cast<std::size_t>(object)];
  const SkyClass& c = classes_[record.sky_class];
  const Place place = Locate(c, t);
  const float* coefficient = Coefficients(c, place.segment, record.slot);
  // T_k and its derivative k U_(k-1), both by their recurrences; the same additions as in Position.
  double T = 1.0, T_next = place.x;
  double U_before = 0.0, U = 1.0;
  State state;
  for (std::uint32_t k = 0; k < c.terms; ++k, coefficient += 3) {
    const double dT = k * U_before;
    for (int i = 0; i < 3; ++i) {
      const auto value = static_cast<double>(coefficient[i]);
      state.r(i) += T * value;
      state.v(i) += dT * value;
    }
    const double T_after = 2.0 * place.x * T_next - T;
    T = T_next;
    T_next = T_after;
    const double U_after = 2.0 * place.x * U - U_before;
    U_before = U;
    U = U_after;
  }
  state.v *= place.dx_dt;
  return state;
}

}  // namespace haze::dynamics
