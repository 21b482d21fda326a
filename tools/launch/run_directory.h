// A private directory for one run: the socket, and a token file for each agent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace haze::tools {

/// A directory of mode 0700 below $XDG_RUNTIME_DIR, $TMPDIR or /tmp; removed with what is in it by the destructor. Its path is short
/// enough for a unix socket's name (107 characters) or the constructor's `error()` says so.
class RunDirectory {
 public:
  RunDirectory();
  ~RunDirectory();
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;

  const std::string& path() const { return path_; }
  const std::string& error() const { return error_; }  ///< empty when the directory is there

  /// Writes a file of mode 0600 that did not exist before. Returns its path, or an empty string with `error()` set.
  [[nodiscard]] std::string WriteSecret(std::string_view name, std::string_view text);

 private:
  std::string path_;
  std::string error_;
};

/// Our own environment without any HAZE_ variable, and with HAZE_ADDRESS and HAZE_TOKEN_FILE: what an agent's process is told.
std::vector<std::string> AgentEnvironment(std::string_view address, std::string_view token_file);

}  // namespace haze::tools
