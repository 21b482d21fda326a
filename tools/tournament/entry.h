// An entry from a directory with agent.yaml, a packed one, or a single program.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/tournament/specification.h"

namespace haze::tools {

struct EntryResult {
  Entry entry;
  std::vector<std::string> errors;  ///< all of them
};

/// `path` is a directory with agent.yaml, a *.haze.tar.zst (unpacked into a private directory of the user's cache, by content), or an executable
/// program, which plays every role.
EntryResult LoadEntry(const std::string& path);

/// Content of an entry made of shipped policies, 64 hex digits: as good as this version of haze.
std::string ShippedContent(const std::map<std::string, RolePlayer>& roles, const std::string& haze_version);

/// Content of a directory: names, executable bits and bytes of its files in order of name; hidden files, __pycache__ and build/ left out.
std::string DirectoryContent(const std::string& path);

/// The files of an entry's directory that count, relative, in order of name.
std::vector<std::string> EntryFiles(const std::string& path);

/// The line-up that fills what nobody brings: by role.
const std::map<std::string, std::string>& ShippedDefaults();

/// Writes `directory` (with agent.yaml) as NAME-VERSION.haze.tar.zst into `folder`: the same input gives the same bytes.
struct PackResult {
  std::string path;
  std::vector<std::string> errors;
};
PackResult PackEntry(const std::string& directory, const std::string& folder);

}  // namespace haze::tools
