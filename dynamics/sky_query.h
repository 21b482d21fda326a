// Which objects of a sky lie in a cone of view: by moving bins of directions, with the answer of brute force.
#pragma once

#include <cstdint>
#include <vector>

#include "dynamics/sky_table.h"

namespace haze::dynamics {

/// All points within `range` of `observer` whose direction is at most `half_angle` from `direction`; borders belong to it.
struct SkyCone {
  Vector3 observer = Vector3::Zero();        ///< GCRF, m
  Vector3 direction = Vector3::UnitX();      ///< unit, GCRF
  double half_angle = 0.0;                   ///< rad, [0, pi]
  double range = 0.0;                        ///< m, > 0; may be infinite
};

struct SkyHit {
  int object = 0;  ///< index in the table
  State state;     ///< GCRF
};

/// The whole sky over a short slab of time, sorted so that neighbours in memory are neighbours in space that move together. In the slab each object is a
/// cubic with a bound on its error; sixteen neighbours share a cubic and a radius. The caller keeps it and builds it anew when time leaves the slab:
/// building costs as much as a few frames of brute force, 0.85 MB for 16,089 objects, and allocates only when the sky has grown.
class SkyIndex {
 public:
  /// A slab in which low orbits are known to 5 km and the catalogue is sorted once for some hundred frames.
  static constexpr double kSlab = 900.0;  ///< s

  /// For t in [begin, end], begin < end, within the table's span (asserted). Any length is right; long ones are slow to ask.
  void Build(const SkyTable& table, double begin, double end);
  /// The slab of a grid from the table's begin in steps of kSlab that holds `t`, if it is not the one that is there already.
  void BuildFor(const SkyTable& table, double t);
  double begin() const { return begin_; }
  double end() const { return end_; }

 private:
  friend void FindInCone(const SkyTable& table, const SkyIndex& index, const SkyCone& cone, double t, std::vector<SkyHit>& hits);
  static constexpr std::size_t kWidth = 16;
  /// Chebyshev coefficients of a cubic in the slab's time: [3 component + order... see sky_query.cc], side by side for `kWidth` lanes, and a bound, m.
  struct Lanes {
    float c[12][kWidth];
    float margin[kWidth];
  };
  struct Block {
    Lanes lanes;
    std::int32_t object[kWidth];
    std::int32_t count;
  };
  struct Cubic {
    float c[12];
    float margin;
  };
  void Sort();
  void Pack();

  double begin_ = 0.0, end_ = -1.0;
  std::vector<Cubic> cubics_;             // by object
  std::vector<std::uint32_t> keys_, order_, spare_;
  std::vector<Block> blocks_;
  std::vector<Lanes> covers_;             // one lane for each block
};

/// The objects of the cone at `t` in rising order of their index; `hits` is emptied first and keeps its memory. `index` is of the same table and holds t
/// (asserted). The answer is that of FindInConeByForce, bit for bit: SkyQuery.FindsWhatBruteForceFinds.
void FindInCone(const SkyTable& table, const SkyIndex& index, const SkyCone& cone, double t, std::vector<SkyHit>& hits);

/// The same by looking at every object: no index, about a millisecond for 16,089 objects.
void FindInConeByForce(const SkyTable& table, const SkyCone& cone, double t, std::vector<SkyHit>& hits);

}  // namespace haze::dynamics
