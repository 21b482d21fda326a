// Strongly connected components of a small graph.
#include "tools/tournament/components.h"

#include <algorithm>

namespace haze::tools {

std::vector<std::vector<int>> StronglyConnected(const std::vector<std::vector<int>>& edges) {
  const int n = static_cast<int>(edges.size());
  std::vector<int> number(edges.size(), -1);
  std::vector<int> low(edges.size(), 0);
  std::vector<bool> on_stack(edges.size(), false);
  std::vector<int> stack;
  struct Frame {
    int vertex;
    std::size_t next;
  };
  std::vector<Frame> path;
  std::vector<std::vector<int>> components;
  int count = 0;
  const auto enter = [&](int v) {
    number[static_cast<std::size_t>(v)] = low[static_cast<std::size_t>(v)] = count++;
    stack.push_back(v);
    on_stack[static_cast<std::size_t>(v)] = true;
    path.push_back({v, 0});
  };
  for (int root = 0; root < n; ++root) {
    if (number[static_cast<std::size_t>(root)] >= 0) continue;
    enter(root);
    while (!path.empty()) {
      const auto v = static_cast<std::size_t>(path.back().vertex);
      if (path.back().next < edges[v].size()) {
        const int to = edges[v][path.back().next++];
        const auto w = static_cast<std::size_t>(to);
        if (number[w] < 0) {
          enter(to);
        } else if (on_stack[w]) {
          low[v] = std::min(low[v], number[w]);
        }
        continue;
      }
      if (low[v] == number[v]) {
        std::vector<int> component;
        int top = -1;
        do {
          top = stack.back();
          stack.pop_back();
          on_stack[static_cast<std::size_t>(top)] = false;
          component.push_back(top);
        } while (top != static_cast<int>(v));
        std::sort(component.begin(), component.end());
        components.push_back(component);
      }
      path.pop_back();
      if (!path.empty()) {
        const auto parent = static_cast<std::size_t>(path.back().vertex);
        low[parent] = std::min(low[parent], low[v]);
      }
    }
  }
  // Tarjan finds sinks first.
  std::reverse(components.begin(), components.end());
  return components;
}

}  // namespace haze::tools
