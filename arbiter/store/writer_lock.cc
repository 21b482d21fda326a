// One writer for each store, by flock on a file beside it: a lock on the store's own file would be dropped by SQLite's closing another descriptor of it.
#include "arbiter/store/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "arbiter/store/fault.h"

namespace haze::store {

WriterLock::WriterLock(const std::string& store_path) : path_(store_path + ".lock") {
  while (true) {
    fd_ = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd_ < 0) throw StoreFault(store_path, std::string("cannot be opened for writing: ") + std::strerror(errno));
    if (flock(fd_, LOCK_EX | LOCK_NB) != 0) {
      char holder[32] = {};
      const ssize_t size = read(fd_, holder, sizeof holder - 1);
      close(fd_);
      fd_ = -1;
      throw StoreFault(store_path, "is being written by another haze" + (size > 0 ? " (process " + std::string(holder) + ")" : std::string()) +
                                       "; wait for it, or give another file with --db");
    }
    // The holder before may have removed the file between our open and our lock: then the name belongs to somebody else, or to nobody.
    struct stat ours {};
    struct stat named {};
    if (fstat(fd_, &ours) == 0 && stat(path_.c_str(), &named) == 0 && ours.st_ino == named.st_ino && ours.st_dev == named.st_dev) break;
    close(fd_);
  }
  const std::string pid = std::to_string(getpid());
  // The number is only a help for people; the lock holds without it, on a full disk too.
  [[maybe_unused]] const bool noted = ftruncate(fd_, 0) == 0 && pwrite(fd_, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
}

WriterLock::~WriterLock() {
  if (fd_ < 0) return;
  unlink(path_.c_str());
  close(fd_);
}

void RefuseNetworkFileSystem(const std::string& store_path) {
  std::filesystem::path folder = std::filesystem::path(store_path).parent_path();
  if (folder.empty()) folder = ".";
  struct statfs info {};
  if (statfs(folder.c_str(), &info) != 0) return;
  struct Known {
    long long type;
    const char* name;
  };
  static constexpr Known kNetworks[] = {{0x6969, "NFS"},        {0x517b, "SMB"},      {0xfe534d42, "SMB2"}, {0xff534d42, "CIFS"},  {0x00c36400, "Ceph"},
                                        {0x0bd00bd0, "Lustre"}, {0x47504653, "GPFS"}, {0x5346414f, "AFS"},  {0x19830326, "BeeGFS"}};
  for (const Known& known : kNetworks) {
    if ((static_cast<unsigned long long>(info.f_type) & 0xffffffffULL) == static_cast<unsigned long long>(known.type)) {
      throw StoreFault(store_path,
                       std::string("lies on a network file system (") + known.name + "), where a store cannot be written safely; take a local disk");
    }
  }
}

}  // namespace haze::store
