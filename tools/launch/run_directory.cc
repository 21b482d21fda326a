// The directory that holds what an agent needs to find the arbiter.
#include "tools/launch/run_directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

namespace haze::tools {
namespace {

constexpr std::size_t kLongestDirectory = 107 - 16;  // leaves room for the socket's own name

}  // namespace

RunDirectory::RunDirectory() {
  for (const char* const name : {"XDG_RUNTIME_DIR", "TMPDIR"}) {
    const char* const base = ::getenv(name);
    if (base == nullptr || base[0] == '\0') continue;
    std::string pattern = std::string(base) + "/haze-XXXXXX";
    if (pattern.size() <= kLongestDirectory && ::mkdtemp(pattern.data()) != nullptr) {
      path_ = pattern;
      return;
    }
  }
  std::string pattern = "/tmp/haze-XXXXXX";
  if (::mkdtemp(pattern.data()) != nullptr) {
    path_ = pattern;
  } else {
    error_ = std::string("no directory for sockets and tokens in XDG_RUNTIME_DIR, TMPDIR or /tmp: ") + ::strerror(errno);
  }
}

RunDirectory::~RunDirectory() {
  if (path_.empty()) return;
  DIR* const open = ::opendir(path_.c_str());
  if (open == nullptr) return;
  while (const dirent* item = ::readdir(open)) {
    if (item->d_name[0] != '.') ::unlinkat(::dirfd(open), item->d_name, 0);
  }
  ::closedir(open);
  ::rmdir(path_.c_str());
}

std::string RunDirectory::WriteSecret(std::string_view name, std::string_view text) {
  const std::string file = path_ + "/" + std::string(name);
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    error_ = file + ": " + ::strerror(errno);
    return {};
  }
  const bool whole = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (::close(fd) != 0 || !whole) {
    error_ = file + ": could not be written";
    return {};
  }
  return file;
}

std::vector<std::string> AgentEnvironment(std::string_view address, std::string_view token_file) {
  std::vector<std::string> words;
  for (char** word = environ; *word != nullptr; ++word) {
    if (std::string_view(*word).rfind("HAZE_", 0) != 0) words.emplace_back(*word);
  }
  words.push_back("HAZE_ADDRESS=" + std::string(address));
  words.push_back("HAZE_TOKEN_FILE=" + std::string(token_file));
  return words;
}

}  // namespace haze::tools
