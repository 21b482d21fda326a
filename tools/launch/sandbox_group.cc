// Control groups: files in /sys/fs/cgroup (kernel documentation: admin-guide/cgroup-v2.rst, cgroup-v1/memory.rst, cgroup-v1/pids.rst).
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tools/launch/sandbox.h"

namespace haze::tools {
namespace {

constexpr std::string_view kArbiterGroup = "haze-arbiter-";

// The kernel makes a group's files; where it has not made this one it lets nobody make it.
bool WriteLine(const std::string& file, const std::string& text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return written;
}

bool IsDirectory(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

// Where this process is; `controller` empty: version 2. A container may show only its own part of the tree.
std::string OwnGroup(const std::string& root, const std::string& own, const std::string& controller) {
  std::ifstream file(own);
  const std::string base = controller.empty() ? root : root + "/" + controller;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string number, names, path;
    if (!std::getline(fields, number, ':') || !std::getline(fields, names, ':') || !std::getline(fields, path)) continue;
    if (("," + names + ",").find("," + controller + ",") == std::string::npos || (controller.empty() && !names.empty())) continue;
    return IsDirectory(base + path) ? base + (path == "/" ? "" : path) : base;
  }
  return {};
}

// The group of version 2 below which agents' groups may be made, with memory and tasks to bound; empty where there is none.
std::string ParentGroup(const std::string& root, const std::string& own) {
  const std::string group = OwnGroup(root, own, "");
  if (group.empty()) return {};
  const std::filesystem::path path(group);
  if (path.filename().string().rfind(kArbiterGroup, 0) == 0) return path.parent_path().string();
  const std::string control = group + "/cgroup.subtree_control", wanted = "+memory +pids";
  if (WriteLine(control, wanted)) return group;  // the root group may hold processes and pass controllers on
  const std::string leaf = group + "/" + std::string(kArbiterGroup) + std::to_string(::getpid());
  if (::mkdir(leaf.c_str(), 0755) != 0) return {};
  if (WriteLine(leaf + "/cgroup.procs", "0") && WriteLine(control, wanted)) return group;
  WriteLine(group + "/cgroup.procs", "0");  // others are in the group as well
  ::rmdir(leaf.c_str());
  return {};
}

}  // namespace

AgentGroup::AgentGroup(std::string_view name, const AgentLimits& limits, const std::string& root, const std::string& own) {
  const bool unified = std::filesystem::exists(root + "/cgroup.controllers");
  const auto make = [&](const std::string& parent) {
    const std::string directory = parent + "/" + std::string(name);
    if (parent.empty() || ::mkdir(directory.c_str(), 0755) != 0) return std::string();
    directories_.push_back(directory);
    return directory;
  };
  bool done = false;
  if (unified) {
    const std::string group = make(ParentGroup(root, own));
    done = !group.empty() && WriteLine(group + "/memory.max", std::to_string(limits.memory_bytes)) && WriteLine(group + "/pids.max", std::to_string(limits.tasks));
    if (done) WriteLine(group + "/memory.swap.max", "0");
  } else {
    const std::string memory = make(OwnGroup(root, own, "memory")), tasks = make(OwnGroup(root, own, "pids"));
    done = !memory.empty() && !tasks.empty() && WriteLine(memory + "/memory.limit_in_bytes", std::to_string(limits.memory_bytes)) &&
           WriteLine(tasks + "/pids.max", std::to_string(limits.tasks));
    if (done) WriteLine(memory + "/memory.memsw.limit_in_bytes", std::to_string(limits.memory_bytes));
  }
  if (done) return;
  Remove();
  error_ = "memory and tasks cannot be bounded, no control group may be made: systemd-run --user --scope -p Delegate=yes haze …, or as root";
}

bool AgentGroup::Enter() const {
  for (const std::string& directory : directories_) {
    if (!WriteLine(directory + "/cgroup.procs", "0")) return false;
  }
  return true;
}

bool AgentGroup::Remove() {
  while (!directories_.empty()) {
    const std::string& directory = directories_.back();
    std::ifstream file(directory + "/cgroup.procs");
    for (pid_t pid = 0; file >> pid;) {
      if (pid > 0) ::kill(pid, SIGKILL);  // one that is not in our pid namespace shows as 0, which would be our own group
    }
    if (::rmdir(directory.c_str()) != 0 && errno == EBUSY) return false;
    directories_.pop_back();
  }
  return true;
}

}  // namespace haze::tools
