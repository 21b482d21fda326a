// Frames of the launcher's socketpair: eight bytes of length, then the fields, each number eight bytes, each string its length and bytes.
#include "tools/launch/message.h"

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

namespace haze::tools {
namespace {

constexpr std::uint64_t kLongestMessage = 16u << 20;

bool ReadExactly(int fd, char* to, std::size_t count) {
  while (count > 0) {
    const ssize_t got = ::read(fd, to, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    to += got;
    count -= static_cast<std::size_t>(got);
  }
  return true;
}

bool WriteExactly(int fd, const char* from, std::size_t count) {
  while (count > 0) {
    const ssize_t put = ::send(fd, from, count, MSG_NOSIGNAL);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    from += put;
    count -= static_cast<std::size_t>(put);
  }
  return true;
}

}  // namespace

// Both ends are the same binary on the same machine, so the machine's own byte order will do.
void Packer::Add(std::int64_t value) {
  char raw[sizeof value];
  std::memcpy(raw, &value, sizeof value);
  bytes_.append(raw, sizeof value);
}

void Packer::Add(std::string_view text) {
  Add(static_cast<std::int64_t>(text.size()));
  bytes_.append(text);
}

void Packer::Add(const std::vector<std::string>& list) {
  Add(static_cast<std::int64_t>(list.size()));
  for (const std::string& text : list) Add(std::string_view(text));
}

bool Unpacker::Take(std::int64_t& value) {
  if (rest_.size() < sizeof value) return false;
  std::memcpy(&value, rest_.data(), sizeof value);
  rest_.remove_prefix(sizeof value);
  return true;
}

bool Unpacker::Take(std::string& text) {
  std::int64_t size = 0;
  if (!Take(size) || size < 0 || static_cast<std::uint64_t>(size) > rest_.size()) return false;
  text.assign(rest_.substr(0, static_cast<std::size_t>(size)));
  rest_.remove_prefix(static_cast<std::size_t>(size));
  return true;
}

bool Unpacker::Take(std::vector<std::string>& list) {
  std::int64_t count = 0;
  if (!Take(count) || count < 0 || static_cast<std::uint64_t>(count) > rest_.size()) return false;
  list.assign(static_cast<std::size_t>(count), {});
  for (std::string& text : list) {
    if (!Take(text)) return false;
  }
  return true;
}

bool Unpacker::Take(LaunchWord& word) {
  std::int64_t value = 0;
  if (!Take(value)) return false;
  word = static_cast<LaunchWord>(value);
  return true;
}

bool SendMessage(int fd, std::string_view bytes) {
  const std::uint64_t size = bytes.size();
  char head[sizeof size];
  std::memcpy(head, &size, sizeof size);
  return WriteExactly(fd, head, sizeof head) && WriteExactly(fd, bytes.data(), bytes.size());
}

std::optional<std::string> ReceiveMessage(int fd) {
  std::uint64_t size = 0;
  char head[sizeof size];
  if (!ReadExactly(fd, head, sizeof head)) return std::nullopt;
  std::memcpy(&size, head, sizeof size);
  if (size > kLongestMessage) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (!ReadExactly(fd, bytes.data(), bytes.size())) return std::nullopt;
  return bytes;
}

}  // namespace haze::tools
