// The words between the arbiter and its launcher, over one socketpair: a length, a kind, then fields.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haze::tools {

enum class LaunchWord : std::int64_t {
  kSpawn = 1,    ///< arbiter: directory, pass_output, argv, env, wrap, memory, tasks
  kSpawned = 2,  ///< launcher: pid (-1 = failed), error
  kEnded = 3,    ///< launcher: pid, wait status, tail of stderr
  kKill = 4,     ///< arbiter: pid; the process and all its descendants
  kKillAll = 5,  ///< arbiter: every descendant; the launcher stays
  kRemoveAtEnd = 6,  ///< arbiter: a directory to remove when the launcher ends
};

/// Builds one message: numbers and strings in order.
class Packer {
 public:
  explicit Packer(LaunchWord word) { Add(static_cast<std::int64_t>(word)); }
  void Add(std::int64_t value);
  void Add(std::string_view text);
  void Add(const std::vector<std::string>& list);
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

/// Takes one message apart, in the order in which it was built. Each call is false once the bytes do not fit.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}
  [[nodiscard]] bool Take(std::int64_t& value);
  [[nodiscard]] bool Take(std::string& text);
  [[nodiscard]] bool Take(std::vector<std::string>& list);
  [[nodiscard]] bool Take(LaunchWord& word);

 private:
  std::string_view rest_;
};

/// Sends one message whole. False when the other end is gone.
[[nodiscard]] bool SendMessage(int fd, std::string_view bytes);

/// Waits for one message. Empty at end of file, on an error, and for a length above 16 MiB.
[[nodiscard]] std::optional<std::string> ReceiveMessage(int fd);

}  // namespace haze::tools
