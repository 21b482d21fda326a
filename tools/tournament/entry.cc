// Entries of a tournament from files.
#include "tools/tournament/entry.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "arbiter/store/sha256.h"
#include "scenarios/field_reader.h"
#include "scenarios/names.h"
#include "tools/tournament/archive.h"
#include "tools/tournament/read_specification.h"

namespace haze::tools {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifest = "agent.yaml";

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

bool Ends(const std::string& text, const std::string& tail) { return text.size() >= tail.size() && text.compare(text.size() - tail.size(), tail.size(), tail) == 0; }

void ReadManifest(const fs::path& directory, EntryResult& result) {
  scenarios::FieldSink sink;
  const std::string path = (directory / kManifest).string();
  const std::optional<scenarios::Node> tree = scenarios::ReadYaml(path, path, sink.errors);
  if (tree && tree->kind != scenarios::Node::Kind::kMap) sink.errors.push_back({tree->place, "agent.yaml is a map of keys"});
  if (tree && sink.errors.empty()) {
    scenarios::FieldReader r(sink, &*tree, "", 0);
    double start_s = 60.0;
    int cores = 1;
    double memory_MiB = 4096.0;
    std::string build;
    r.Name("name", result.entry.name, "of the agent");
    r.Text("version", result.entry.version, "of the agent", "0");
    r.Text("owner", result.entry.owner, "a person or a team", "");
    r.Text("build", build, "a command that prepares the agent, run once by its author", "");
    std::map<std::string, std::string> commands;
    r.Group(
        "roles", "the command that plays each role, run in this directory",
        [&](scenarios::FieldReader& g) {
          for (const std::string& role : RoleNames()) {
            std::string command;
            g.Text(role.c_str(), command, "run by /bin/sh -c", "");
            if (!command.empty()) commands[role] = command;
          }
        },
        true);
    r.Group("needs", "what the agent needs", [&](scenarios::FieldReader& g) {
      g.Number("memory_MiB", memory_MiB, 1.0, scenarios::kPositive, "resident memory", 4096.0);
      g.Integer("cores", cores, 1, 1024, "processors", 1);
      g.Number("start_s", start_s, 1.0, {0.0, 3600.0, true}, "from spawn to its first answer", 60.0);
    });
    r.Close();
    if (sink.errors.empty() && commands.empty()) r.ComplainAt({"roles"}, "names no command");
    for (const auto& [role, command] : commands) {
      result.entry.roles[role] = {.policy = {}, .command = command, .directory = fs::absolute(directory).string(), .start_limit_s = start_s};
    }
  }
  for (const scenarios::LoadError& error : sink.errors) result.errors.push_back(error.Text());
}

// Where packed entries are unpacked: by content, so that a second run finds them.
fs::path CacheFolder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != 0) return fs::path(cache) / "haze" / "entries";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != 0) return fs::path(home) / ".cache" / "haze" / "entries";
  return fs::temp_directory_path() / ("haze-entries-" + std::to_string(getuid()));
}

EntryResult LoadPacked(const fs::path& path) {
  EntryResult result;
  const fs::path folder = CacheFolder() / store::Sha256Hex(ReadFile(path)).substr(0, 32);
  std::error_code code;
  if (!fs::exists(folder / kManifest, code)) {
    const std::string error = Unpack(path.string(), folder.string());
    if (!error.empty()) {
      result.errors.push_back(error);
      return result;
    }
  }
  return LoadEntry(folder.string());
}

}  // namespace

std::vector<std::string> EntryFiles(const std::string& path) {
  std::vector<std::string> files;
  std::error_code code;
  for (fs::recursive_directory_iterator it(path, code), end; it != end; it.increment(code)) {
    const std::string name = it->path().filename().string();
    const bool skip = name.front() == '.' || name == "__pycache__" || (it.depth() == 0 && name == "build");
    if (it->is_directory()) {
      if (skip) it.disable_recursion_pending();
    } else if (!skip && it->is_regular_file()) {
      files.push_back(fs::relative(it->path(), path).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string DirectoryContent(const std::string& path) {
  store::Sha256 hash;
  hash.Field("haze entry 1");
  for (const std::string& file : EntryFiles(path)) {
    const fs::path full = fs::path(path) / file;
    hash.Field(file);
    hash.Number(access(full.c_str(), X_OK) == 0 ? 1 : 0);
    hash.Field(ReadFile(full));
  }
  return hash.FinishHex();
}

std::string ShippedContent(const std::map<std::string, RolePlayer>& roles, const std::string& haze_version) {
  store::Sha256 hash;
  hash.Field("haze shipped entry 1");
  hash.Field(haze_version);
  for (const auto& [role, player] : roles) {
    hash.Field(role);
    hash.Field(player.policy);
  }
  return hash.FinishHex();
}

const std::map<std::string, std::string>& ShippedDefaults() {
  static const std::map<std::string, std::string> policies = {
      {"launch_provider", "cautious"}, {"inspector", "classical"}, {"target", "passive"}, {"adversary", "escort"}};
  return policies;
}

EntryResult LoadEntry(const std::string& path) {
  EntryResult result;
  std::error_code code;
  if (fs::is_directory(path, code)) {
    if (!fs::exists(fs::path(path) / kManifest, code)) {
      result.errors.push_back("the directory has no agent.yaml; haze agent init makes one");
      return result;
    }
    ReadManifest(path, result);
    result.entry.content_sha256 = DirectoryContent(path);
    return result;
  }
  if (!fs::is_regular_file(path, code)) {
    result.errors.push_back("there is no such file or directory");
    return result;
  }
  if (Ends(path, ".haze.tar.zst")) return LoadPacked(path);
  // A script need not be executable to be played.
  const bool executable = access(path.c_str(), X_OK) == 0;
  const std::string interpreter = executable ? "" : Ends(path, ".py") ? "python3 " : Ends(path, ".js") || Ends(path, ".mjs") ? "node " : "";
  if (!executable && interpreter.empty()) {
    result.errors.push_back("the file is not executable; chmod +x, or give a directory with agent.yaml");
    return result;
  }
  const fs::path full = fs::absolute(path);
  result.entry.name = full.stem().string();
  result.entry.version = "0";
  result.entry.content_sha256 = store::Sha256Hex("program " + ReadFile(full));
  for (const std::string& role : RoleNames()) {
    result.entry.roles[role] = {.policy = {}, .command = "exec " + interpreter + "'" + full.string() + "'", .directory = full.parent_path().string()};
  }
  return result;
}

PackResult PackEntry(const std::string& directory, const std::string& folder) {
  const EntryResult loaded = LoadEntry(directory);
  PackResult result;
  result.errors = loaded.errors;
  if (!result.errors.empty()) return result;
  result.path = (fs::path(folder) / (loaded.entry.name + "-" + loaded.entry.version + ".haze.tar.zst")).string();
  const std::string error = Pack(directory, EntryFiles(directory), result.path);
  if (!error.empty()) result.errors.push_back(error);
  return result;
}

}  // namespace haze::tools
