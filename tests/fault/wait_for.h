// Waiting for events of other processes: with a deadline and without sleeping.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <vector>

namespace haze::test {

/// True once none of `pids` runs any more (zombies count as gone).
inline bool WaitUntilGone(const std::vector<pid_t>& pids, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  for (const pid_t pid : pids) {
    const int fd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (fd < 0) {
      if (errno == ESRCH) continue;
      return false;
    }
    pollfd wait{.fd = fd, .events = POLLIN, .revents = 0};
    int ready = 0;
    do {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
      ready = ::poll(&wait, 1, static_cast<int>(left > 0 ? left : 0));
    } while (ready < 0 && errno == EINTR);
    ::close(fd);
    if (ready != 1) return false;
  }
  return true;
}

/// A named pipe into which other processes write lines. Numbers and other lines are kept apart, each in order of arrival.
class Fifo {
 public:
  Fifo() {
    char directory[] = "/tmp/haze-fifo-XXXXXX";
    directory_ = ::mkdtemp(directory) != nullptr ? directory : "";
    path_ = directory_ + "/lines";
    fd_ = ::mkfifo(path_.c_str(), 0600) == 0 ? ::open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC) : -1;
  }
  ~Fifo() {
    ::close(fd_);
    ::unlink(path_.c_str());
    ::rmdir(directory_.c_str());
  }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;

  const std::string& path() const { return path_; }

  /// The next `count` lines that are numbers, or fewer when 20 s have passed.
  std::vector<pid_t> ReadNumbers(std::size_t count) {
    while (numbers_.size() < count && Fill()) {
    }
    std::vector<pid_t> taken(numbers_.begin(), numbers_.begin() + static_cast<long>(std::min(count, numbers_.size())));
    numbers_.erase(numbers_.begin(), numbers_.begin() + static_cast<long>(taken.size()));
    return taken;
  }

  /// The next line that is no number, or nothing when 20 s have passed.
  std::string ReadLine() {
    while (lines_.empty() && Fill()) {
    }
    if (lines_.empty()) return {};
    std::string line = lines_.front();
    lines_.erase(lines_.begin());
    return line;
  }

  static void WriteLine(const std::string& path, const std::string& line) {
    const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const std::string whole = line + "\n";
    if (::write(fd, whole.data(), whole.size()) < 0) ::abort();
    ::close(fd);
  }

 private:
  bool Fill() {
    pollfd wait{.fd = fd_, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, 20000) != 1) return false;
    char block[4096];
    const ssize_t got = ::read(fd_, block, sizeof block);
    if (got <= 0) return false;
    rest_.append(block, static_cast<std::size_t>(got));
    for (std::size_t end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n')) {
      const std::string line = rest_.substr(0, end);
      rest_.erase(0, end + 1);
      if (!line.empty() && line.find_first_not_of("0123456789") == std::string::npos) {
        numbers_.push_back(static_cast<pid_t>(std::stol(line)));
      } else {
        lines_.push_back(line);
      }
    }
    return true;
  }

  std::string directory_, path_, rest_;
  int fd_ = -1;
  std::vector<pid_t> numbers_;
  std::vector<std::string> lines_;
};

}  // namespace haze::test
