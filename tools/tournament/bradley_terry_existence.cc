// Joint ratings of many entries: whether the likelihood has a maximum, and why not.
#include <algorithm>

#include "tools/tournament/bradley_terry.h"
#include "tools/tournament/components.h"

namespace haze::tools {
namespace {

std::string Names(const std::vector<int>& group, std::span<const std::string> names) {
  std::string text;
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (i > 0) text += i + 1 == group.size() ? " and " : ", ";
    text += names[static_cast<std::size_t>(group[i])];
  }
  return text;
}

// Groups of entries that are joined by games at all.
std::vector<std::vector<int>> Joined(std::size_t entries, std::span<const Meeting> meetings) {
  std::vector<std::vector<int>> edges(entries);
  for (const Meeting& meeting : meetings) {
    if (meeting.wins + meeting.draws + meeting.losses <= 0.0) continue;
    edges[static_cast<std::size_t>(meeting.first)].push_back(meeting.second);
    edges[static_cast<std::size_t>(meeting.second)].push_back(meeting.first);
  }
  std::vector<std::vector<int>> groups = StronglyConnected(edges);
  std::sort(groups.begin(), groups.end());
  return groups;
}

}  // namespace

std::optional<NoMaximum> WhyNoMaximum(std::span<const Meeting> meetings, std::span<const std::string> names) {
  // An edge from winner to loser; a draw leads both ways.
  std::vector<std::vector<int>> edges(names.size());
  for (const Meeting& meeting : meetings) {
    const auto a = static_cast<std::size_t>(meeting.first);
    const auto b = static_cast<std::size_t>(meeting.second);
    if (meeting.wins + meeting.draws > 0.0) edges[a].push_back(meeting.second);
    if (meeting.losses + meeting.draws > 0.0) edges[b].push_back(meeting.first);
  }
  NoMaximum why;
  why.groups = StronglyConnected(edges);
  if (why.groups.size() <= 1) return std::nullopt;

  const std::vector<std::vector<int>> joined = Joined(names.size(), meetings);
  if (joined.size() > 1) {
    why.words = "no game joins " + Names(joined[0], names);
    for (std::size_t i = 1; i < joined.size(); ++i) why.words += " with " + Names(joined[i], names);
    why.words += ": differences between these groups are unknown";
  }
  std::vector<std::size_t> group_of(names.size(), 0);
  for (std::size_t g = 0; g < why.groups.size(); ++g) {
    for (const int entry : why.groups[g]) group_of[static_cast<std::size_t>(entry)] = g;
  }
  // Each group that won all its games against entries of later groups.
  for (std::size_t g = 0; g < why.groups.size(); ++g) {
    std::vector<int> beaten;
    for (const int entry : why.groups[g]) {
      for (const int other : edges[static_cast<std::size_t>(entry)]) {
        if (group_of[static_cast<std::size_t>(other)] != g) beaten.push_back(other);
      }
    }
    std::sort(beaten.begin(), beaten.end());
    beaten.erase(std::unique(beaten.begin(), beaten.end()), beaten.end());
    if (beaten.empty()) continue;
    if (!why.words.empty()) why.words += "; ";
    why.words += Names(why.groups[g], names) + " won every game against " + Names(beaten, names) + ": the difference has no upper bound";
  }
  return why;
}

}  // namespace haze::tools
