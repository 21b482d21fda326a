// One writer for each store.
#pragma once

#include <string>

namespace haze::store {

/// Holds `<path>.lock` with flock until destroyed, then removes it. A second holder, in this process or another, gets a StoreFault that names the first. The
/// kernel drops the lock with the process, so a file that a killed process left behind hinders nobody. The store itself is not locked: readers may read.
class WriterLock {
 public:
  explicit WriterLock(const std::string& store_path);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  std::string path_;
  int fd_ = -1;
};

/// Throws StoreFault where `store_path` lies on a network file system, on which SQLite's locks cannot be relied upon.
void RefuseNetworkFileSystem(const std::string& store_path);

}  // namespace haze::store
