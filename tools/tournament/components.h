// Strongly connected components of a small graph.
#pragma once

#include <cstddef>
#include <vector>

namespace haze::tools {

/// Components of the graph whose edges lead from i to each of `edges[i]`, in an order in which edges between components lead forwards only; each component's
/// vertices ascending. Source: Tarjan 1972, "Depth-first search and linear graph algorithms"; here without recursion.
std::vector<std::vector<int>> StronglyConnected(const std::vector<std::vector<int>>& edges);

}  // namespace haze::tools
