// The live page: the report's components over HTTP on this machine alone, fed from the store as it grows.
#pragma once

#include <memory>
#include <string>

namespace haze::tools {

struct ViewOptions {
  std::string db;
  int port = 0;  ///< 0: a free one
  std::string version;
};

/// Listens on 127.0.0.1 only. Every request needs the token (256 bits, in the query) and a Host header that names this machine; all others get the same 403.
///   GET /                 the page
///   GET /api/book         figures (MakeBook)
///   GET /api/replay/ID    a replay (ReplayJson), of matches that may be shown
///   GET /api/events       server-sent events: "changed" when the store has been written
class ViewServer {
 public:
  /// Throws StoreFault where the store cannot be read.
  explicit ViewServer(const ViewOptions& options);
  ~ViewServer();
  ViewServer(const ViewServer&) = delete;
  ViewServer& operator=(const ViewServer&) = delete;

  /// Binds and serves from threads of its own; false where the port is taken.
  [[nodiscard]] bool Start();
  /// "http://127.0.0.1:PORT/?token=…"; after Start.
  std::string Url() const;
  void Stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace haze::tools
