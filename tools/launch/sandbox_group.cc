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

constexpr const char* kRoot = "/sys/fs/cgroup";

bool WriteLine(const std::string& file, const std::string& text) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(fd);
  return written;
}

bool IsDirectory(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

// Where this process is, by /proc/self/cgroup; `controller` empty: version 2. A container may show only its own part of the tree.
std::string OwnGroup(const std::string& controller) {
  std::ifstream file("/proc/self/cgroup");
  const std::string base = controller.empty() ? kRoot : std::string(kRoot) + "/" + controller;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string number, names, path;
    if (!std::getline(fields, number, ':') || !std::getline(fields, names, ':') || !std::getline(fields, path)) continue;
    if (("," + names + ",").find("," + controller + ",") == std::string::npos || (controller.empty() && !names.empty())) continue;
    return IsDirectory(base + path) ? base + (path == "/" ? "" : path) : base;
  }
  return {};
}

}  // namespace

AgentGroup::AgentGroup(std::string_view name, const AgentLimits& limits) {
  const bool unified = std::filesystem::exists(std::string(kRoot) + "/cgroup.controllers");
  const auto make = [&](const std::string& parent) {
    const std::string directory = parent + "/" + std::string(name);
    if (parent.empty() || ::mkdir(directory.c_str(), 0755) != 0) return std::string();
    directories_.push_back(directory);
    return directory;
  };
  bool done = false;
  if (unified) {
    const std::string parent = OwnGroup("");
    WriteLine(parent + "/cgroup.subtree_control", "+memory +pids");  // where a manager has delegated the group it is done already
    const std::string group = make(parent);
    done = !group.empty() && WriteLine(group + "/memory.max", std::to_string(limits.memory_bytes)) && WriteLine(group + "/pids.max", std::to_string(limits.tasks));
    if (done) WriteLine(group + "/memory.swap.max", "0");
  } else {
    const std::string memory = make(OwnGroup("memory")), tasks = make(OwnGroup("pids"));
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
    for (pid_t pid = 0; file >> pid;) ::kill(pid, SIGKILL);
    if (::rmdir(directory.c_str()) != 0 && errno == EBUSY) return false;
    directories_.pop_back();
  }
  return true;
}

}  // namespace haze::tools
