// tar and zstd by libarchive.
#include "tools/tournament/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

namespace haze::tools {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kUnpackedLimitBytes = std::int64_t{1} << 30;

std::string Complaint(archive* handle, const std::string& path) {
  const char* words = archive_error_string(handle);
  return path + ": " + (words != nullptr ? words : "cannot be read or written");
}

}  // namespace

std::string Pack(const std::string& directory, const std::vector<std::string>& files, const std::string& archive_path) {
  const std::unique_ptr<archive, int (*)(archive*)> out(archive_write_new(), archive_write_free);
  archive_write_add_filter_zstd(out.get());
  archive_write_set_filter_option(out.get(), "zstd", "compression-level", "9");
  archive_write_set_format_pax_restricted(out.get());
  if (archive_write_open_filename(out.get(), archive_path.c_str()) != ARCHIVE_OK) return Complaint(out.get(), archive_path);
  for (const std::string& file : files) {
    const fs::path full = fs::path(directory) / file;
    std::ifstream stream(full, std::ios::binary);
    std::stringstream buffer;
    buffer << stream.rdbuf();
    if (!stream) return full.string() + ": cannot be read";
    const std::string bytes = buffer.str();
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
    archive_entry_set_pathname(entry.get(), file.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), access(full.c_str(), X_OK) == 0 ? 0755 : 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    if (archive_write_header(out.get(), entry.get()) != ARCHIVE_OK) return Complaint(out.get(), archive_path);
    if (archive_write_data(out.get(), bytes.data(), bytes.size()) != static_cast<la_ssize_t>(bytes.size())) return Complaint(out.get(), archive_path);
  }
  if (archive_write_close(out.get()) != ARCHIVE_OK) return Complaint(out.get(), archive_path);
  return {};
}

std::string Unpack(const std::string& archive_path, const std::string& directory) {
  const std::unique_ptr<archive, int (*)(archive*)> in(archive_read_new(), archive_read_free);
  archive_read_support_filter_zstd(in.get());
  archive_read_support_format_tar(in.get());
  if (archive_read_open_filename(in.get(), archive_path.c_str(), 65536) != ARCHIVE_OK) return Complaint(in.get(), archive_path);
  // Into a directory of its own first, so that nobody meets half an entry.
  const fs::path part = directory + ".part-" + std::to_string(getpid());
  std::error_code code;
  fs::remove_all(part, code);
  fs::create_directories(part, code);
  if (code) return part.string() + ": " + code.message();
  const auto fail = [&](const std::string& what) {
    fs::remove_all(part, code);
    return what;
  };
  archive_entry* entry = nullptr;
  std::int64_t total = 0;
  for (;;) {
    const int status = archive_read_next_header(in.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status != ARCHIVE_OK) return fail(Complaint(in.get(), archive_path));
    const char* name = archive_entry_pathname(entry);
    const fs::path relative = fs::path(name != nullptr ? name : "").lexically_normal();
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr || relative.empty() || relative.is_absolute() ||
        *relative.begin() == "..") {
      return fail(archive_path + ": holds \"" + relative.string() + "\", which is no plain file inside the entry");
    }
    fs::create_directories((part / relative).parent_path(), code);
    std::ofstream file(part / relative, std::ios::binary);
    char block[65536];
    la_ssize_t got = 0;
    while ((got = archive_read_data(in.get(), block, sizeof block)) > 0) {
      total += got;
      if (total > kUnpackedLimitBytes) return fail(archive_path + ": is larger than 1 GiB unpacked");
      file.write(block, got);
    }
    if (got < 0) return fail(Complaint(in.get(), archive_path));
    file.close();
    if (!file) return fail((part / relative).string() + ": cannot be written");
    fs::permissions(part / relative, static_cast<fs::perms>(archive_entry_perm(entry) & 0111 ? 0755 : 0644), code);
  }
  fs::rename(part, directory, code);
  if (code && !fs::exists(directory)) return fail(directory + ": " + code.message());
  fs::remove_all(part, code);
  return {};
}

}  // namespace haze::tools
