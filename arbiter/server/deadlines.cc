// Charged time from the kernel's own account of waiting.
#include "arbiter/server/deadlines.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include <algorithm>
#include <string>
#include <vector>

namespace haze::server {

TaskWaits ReadTaskWaits(pid_t pid) {
  TaskWaits waits;
  std::vector<pid_t> open{pid};
  // A bound, so that a process tree that grows as fast as we read cannot hold the network thread.
  for (std::size_t i = 0; i < open.size() && i < 64; ++i) {
    const std::string tasks = "/proc/" + std::to_string(open[i]) + "/task";
    DIR* const directory = ::opendir(tasks.c_str());
    if (directory == nullptr) continue;
    while (const dirent* item = ::readdir(directory)) {
      if (item->d_name[0] < '1' || item->d_name[0] > '9') continue;
      const std::string task = tasks + "/" + item->d_name;
      if (FILE* const file = ::fopen((task + "/schedstat").c_str(), "re")) {
        long long ran = 0;
        long long waited = 0;
        if (::fscanf(file, "%lld %lld", &ran, &waited) == 2) waits[static_cast<pid_t>(::atoi(item->d_name))] = Nanoseconds(waited);
        ::fclose(file);
      }
      if (FILE* const file = ::fopen((task + "/children").c_str(), "re")) {
        int child = 0;
        while (::fscanf(file, "%d", &child) == 1) open.push_back(child);
        ::fclose(file);
      }
    }
    ::closedir(directory);
  }
  return waits;
}

void ThinkClock::Start(SteadyTime now, pid_t pid) {
  running_ = true;
  paused_ = false;
  pid_ = pid;
  began_ = now;
  counted_from_ = now;
  baseline_.reset();
}

void ThinkClock::TakeBaseline(SteadyTime now, const WaitReader& read) {
  counted_from_ = now;
  baseline_ = pid_ > 0 ? read(pid_) : TaskWaits{};
}

void ThinkClock::Pause(SteadyTime now) {
  if (paused_) return;
  paused_ = true;
  paused_at_ = now;
}

void ThinkClock::Resume(SteadyTime now) {
  if (!paused_) return;
  paused_ = false;
  began_ += now - paused_at_;
  counted_from_ += now - paused_at_;
}

Nanoseconds ThinkClock::Wall(SteadyTime now) const { return (paused_ ? paused_at_ : now) - began_; }

Nanoseconds ThinkClock::Charged(SteadyTime now, const WaitReader& read) const {
  if (!baseline_) return Nanoseconds(0);
  const Nanoseconds wall = (paused_ ? paused_at_ : now) - counted_from_;
  if (pid_ <= 0) return wall;
  Nanoseconds longest(0);
  for (const auto& [task, wait] : read(pid_)) {
    const auto before = baseline_->find(task);
    longest = std::max(longest, wait - (before == baseline_->end() ? Nanoseconds(0) : before->second));
  }
  return std::max(Nanoseconds(0), wall - longest);
}

}  // namespace haze::server
