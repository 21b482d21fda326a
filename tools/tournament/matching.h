// Pairs in a graph: as many as there can be.
#pragma once

#include <vector>

namespace haze::tools {

/// The size of a largest matching of the graph on vertices 0 … n - 1; `allowed(i, j)` as a symmetric matrix. Source: Edmonds 1965, "Paths, trees, and flowers",
/// by breadth-first search with contracted blossoms, O(n^3).
int LargestMatching(const std::vector<std::vector<bool>>& allowed);

}  // namespace haze::tools
