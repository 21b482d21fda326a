// A directory as one compressed file and back: the same files give the same bytes.
#pragma once

#include <string>
#include <vector>

namespace haze::tools {

/// Writes `files` (relative to `directory`, in this order) as a zstd-compressed tar without owners and dates. Returns what went wrong, or nothing.
std::string Pack(const std::string& directory, const std::vector<std::string>& files, const std::string& archive);

/// Unpacks into `directory`, which is made; refuses links and names that lead out of it. Returns what went wrong, or nothing.
std::string Unpack(const std::string& archive, const std::string& directory);

}  // namespace haze::tools
