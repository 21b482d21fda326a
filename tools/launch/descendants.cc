// Reads parents from /proc/PID/stat, which every kernel has, rather than task/*/children, which is an option of the kernel's build.
#include "tools/launch/descendants.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <map>
#include <string>

namespace haze::tools {
namespace {

struct Entry {
  pid_t parent = -1;
  char state = 'X';
};

// The command's name may hold spaces and parentheses: the fields start after the last ')'.
bool ReadStat(const char* pid, Entry& entry) {
  const std::string path = std::string("/proc/") + pid + "/stat";
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char text[512];
  const ssize_t got = ::read(fd, text, sizeof text - 1);
  ::close(fd);
  if (got <= 0) return false;
  const std::string line(text, static_cast<std::size_t>(got));
  const std::size_t close = line.rfind(')');
  if (close == std::string::npos || close + 4 >= line.size()) return false;
  entry.state = line[close + 2];
  entry.parent = static_cast<pid_t>(::atoi(line.c_str() + close + 4));
  return true;
}

}  // namespace

std::vector<pid_t> DescendantsOf(pid_t root) {
  std::map<pid_t, std::vector<pid_t>> children;
  std::map<pid_t, char> states;
  DIR* proc = ::opendir("/proc");
  if (proc == nullptr) return {};
  while (const dirent* item = ::readdir(proc)) {
    if (item->d_name[0] < '1' || item->d_name[0] > '9') continue;
    Entry entry;
    if (!ReadStat(item->d_name, entry)) continue;
    const auto pid = static_cast<pid_t>(::atoi(item->d_name));
    children[entry.parent].push_back(pid);
    states[pid] = entry.state;
  }
  ::closedir(proc);

  std::vector<pid_t> found;
  std::vector<pid_t> open{root};
  while (!open.empty()) {
    const pid_t parent = open.back();
    open.pop_back();
    for (const pid_t child : children[parent]) {
      open.push_back(child);
      if (states[child] != 'Z' && states[child] != 'X') found.push_back(child);
    }
  }
  return found;
}

int KillDescendants(pid_t root) {
  const std::vector<pid_t> all = DescendantsOf(root);
  for (const pid_t pid : all) ::kill(pid, SIGKILL);
  return static_cast<int>(all.size());
}

}  // namespace haze::tools
