// Largest matching by augmenting paths.
#include "tools/tournament/matching.h"

#include <cstddef>

namespace haze::tools {
namespace {

class Matcher {
 public:
  explicit Matcher(const std::vector<std::vector<bool>>& allowed) : allowed_(allowed), n_(allowed.size()), mate_(n_, kNone) {}

  int Size() {
    int pairs = 0;
    for (std::size_t root = 0; root < n_; ++root) {
      if (mate_[root] == kNone && Augment(root)) ++pairs;
    }
    return pairs;
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  // The common base of two outer vertices: the first on both ways to the root.
  std::size_t Base(std::size_t a, std::size_t b) const {
    std::vector<bool> on_way(n_, false);
    for (std::size_t v = a;; v = parent_[mate_[v]]) {
      v = base_[v];
      on_way[v] = true;
      if (mate_[v] == kNone) break;
    }
    for (std::size_t v = b;; v = parent_[mate_[v]]) {
      v = base_[v];
      if (on_way[v]) return v;
    }
  }

  void MarkPath(std::size_t v, std::size_t base, std::size_t child, std::vector<bool>& in_blossom) {
    while (base_[v] != base) {
      in_blossom[base_[v]] = in_blossom[base_[mate_[v]]] = true;
      parent_[v] = child;
      child = mate_[v];
      v = parent_[mate_[v]];
    }
  }

  void Contract(std::size_t v, std::size_t to, std::vector<bool>& outer, std::vector<std::size_t>& queue) {
    const std::size_t base = Base(v, to);
    std::vector<bool> in_blossom(n_, false);
    MarkPath(v, base, to, in_blossom);
    MarkPath(to, base, v, in_blossom);
    for (std::size_t i = 0; i < n_; ++i) {
      if (!in_blossom[base_[i]]) continue;
      base_[i] = base;
      if (!outer[i]) {
        outer[i] = true;
        queue.push_back(i);
      }
    }
  }

  void Flip(std::size_t end) {
    while (end != kNone) {
      const std::size_t before = parent_[end];
      const std::size_t next = mate_[before];
      mate_[end] = before;
      mate_[before] = end;
      end = next;
    }
  }

  // Grows a tree of alternating paths from an unmatched root.
  bool Augment(std::size_t root) {
    parent_.assign(n_, kNone);
    base_.resize(n_);
    for (std::size_t i = 0; i < n_; ++i) base_[i] = i;
    std::vector<bool> outer(n_, false);
    std::vector<std::size_t> queue = {root};
    outer[root] = true;
    for (std::size_t head = 0; head < queue.size(); ++head) {
      const std::size_t v = queue[head];
      for (std::size_t to = 0; to < n_; ++to) {
        if (!allowed_[v][to] || base_[v] == base_[to] || mate_[v] == to) continue;
        if (to == root || (mate_[to] != kNone && parent_[mate_[to]] != kNone)) {
          Contract(v, to, outer, queue);
        } else if (parent_[to] == kNone) {
          parent_[to] = v;
          if (mate_[to] == kNone) {
            Flip(to);
            return true;
          }
          outer[mate_[to]] = true;
          queue.push_back(mate_[to]);
        }
      }
    }
    return false;
  }

  const std::vector<std::vector<bool>>& allowed_;
  std::size_t n_;
  std::vector<std::size_t> mate_;
  std::vector<std::size_t> parent_;
  std::vector<std::size_t> base_;
};

}  // namespace

int LargestMatching(const std::vector<std::vector<bool>>& allowed) { return Matcher(allowed).Size(); }

}  // namespace haze::tools
