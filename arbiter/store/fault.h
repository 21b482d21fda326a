// What a store says when its file cannot be trusted or used.
#pragma once

#include <stdexcept>
#include <string>

namespace haze::store {

/// Path and reason in one sentence. Thrown by everything in this folder that touches the file; the command line ends with exit code 3. After a fault while
/// writing, nothing more is written through the same object: a failed sync is not retried.
class StoreFault : public std::runtime_error {
 public:
  StoreFault(const std::string& path, const std::string& reason) : std::runtime_error(path + ": " + reason) {}
};

}  // namespace haze::store
