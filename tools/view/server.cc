#include "tools/view/server.h"

#include <sys/stat.h>

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "tools/export/trajectory.h"
#include "tools/view/book.h"
#include "tools/view/series.h"

// Last: it brings the resolver's macros along, which Eigen does not survive.
#include <httplib.h>

namespace haze::tools {
namespace {

using nlohmann::ordered_json;

constexpr double kStep = 60.0;          // s between samples of a replay
constexpr std::size_t kReplays = 24;    // kept ready
constexpr int kListeners = 16;          // pages that wait for events
constexpr auto kPoll = std::chrono::milliseconds(400);

std::string NewToken() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random bytes for a token");
  std::string token;
  for (const unsigned char b : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    token += kDigits[b >> 4];
    token += kDigits[b & 15];
  }
  return token;
}

std::string Now() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

// What tells that a store was written, without a connection that would keep its writer from closing it.
std::string Footprint(const std::string& path) {
  std::string text;
  for (const std::string& file : {path, path + "-wal"}) {
    struct stat info {};
    if (stat(file.c_str(), &info) != 0) continue;
    text += std::to_string(info.st_size) + "." + std::to_string(info.st_mtim.tv_sec) + "." + std::to_string(info.st_mtim.tv_nsec) + " ";
  }
  return text;
}

}  // namespace

struct ViewServer::State {
  ViewOptions options;
  std::string token = NewToken();
  int port = 0;
  httplib::Server http;
  std::thread serving, watching;

  std::mutex mutex;
  std::condition_variable changed;
  std::uint64_t revision = 1;
  bool stopping = false;
  std::atomic<int> listeners{0};

  std::mutex replay_mutex;
  std::deque<std::pair<std::string, std::string>> replays;  // id, JSON; newest last

  bool Welcome(const httplib::Request& request) const {
    const std::string host = request.get_header_value("Host");
    const std::string mine = std::to_string(port);
    if (host != "127.0.0.1:" + mine && host != "localhost:" + mine) return false;
    const std::string given = request.get_param_value("token");
    return given.size() == token.size() && CRYPTO_memcmp(given.data(), token.data(), token.size()) == 0;
  }

  std::string Book() {
    store::Reader reader(options.db);
    return MakeBook(reader, {.kind = "view", .made_utc = Now(), .version = options.version, .source = std::filesystem::path(options.db).filename().string()})
        .dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  }

  // Empty where there is no such match, or none that may be shown. One at a time: each takes a processor for a second.
  std::string ReplayOf(const std::string& id) {
    const std::lock_guard lock(replay_mutex);
    for (const auto& [known, text] : replays) {
      if (known == id) return text;
    }
    store::Reader reader(options.db);
    if (!IsShown(reader, id)) return {};
    std::string text = ReplayJson(Sample(reader, id, dynamics::FromSeconds(kStep)), kStep).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    replays.emplace_back(id, text);
    if (replays.size() > kReplays) replays.pop_front();
    return text;
  }

  void Watch() {
    std::string before = Footprint(options.db);
    std::unique_lock lock(mutex);
    while (!stopping) {
      changed.wait_for(lock, kPoll, [this] { return stopping; });
      const std::string now = Footprint(options.db);
      if (now == before) continue;
      before = now;
      ++revision;
      changed.notify_all();
    }
  }

  // One event for each change; a comment now and then, so that a page that went away is noticed.
  void Events(httplib::Response& response) {
    if (listeners.fetch_add(1) >= kListeners) {
      --listeners;
      response.status = 503;
      return;
    }
    auto seen = std::make_shared<std::uint64_t>(0);
    {
      const std::lock_guard lock(mutex);
      *seen = revision;
    }
    auto greeted = std::make_shared<bool>(false);
    response.set_chunked_content_provider(
        "text/event-stream",
        [this, seen, greeted](std::size_t, httplib::DataSink& sink) {
          std::string text = ": here\n\n";
          {
            std::unique_lock lock(mutex);
            if (*greeted) changed.wait_for(lock, std::chrono::seconds(5), [&] { return stopping || revision != *seen; });
            if (stopping) {
              sink.done();
              return true;
            }
            if (revision != *seen) text = "event: changed\ndata: " + std::to_string(revision) + "\n\n";
            *seen = revision;
          }
          *greeted = true;
          return sink.write(text.data(), text.size());
        },
        [this](bool) { --listeners; });
  }

  void SetUp() {
    http.new_task_queue = [] { return new httplib::ThreadPool(kListeners + 8); };
    // Without SO_REUSEPORT, the library's default, with which two programs share a port and neither says so.
    http.set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    http.set_default_headers({{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "no-referrer"}, {"Content-Security-Policy", ContentPolicy(true)}});
    http.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (Welcome(request)) return httplib::Server::HandlerResponse::Unhandled;
      response.status = 403;
      response.set_content("no\n", "text/plain");
      return httplib::Server::HandlerResponse::Handled;
    });
    http.set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
      response.status = 500;
      response.set_content("the store cannot be read at the moment\n", "text/plain");
    });
    http.Get("/", [](const httplib::Request&, httplib::Response& response) {
      response.set_content(MakePage({{"kind", "view"}}, "haze view", true), "text/html; charset=utf-8");
    });
    http.Get("/api/book", [this](const httplib::Request&, httplib::Response& response) { response.set_content(Book(), "application/json"); });
    http.Get(R"(/api/replay/([0-9a-f]{32}))", [this](const httplib::Request& request, httplib::Response& response) {
      const std::string text = ReplayOf(request.matches[1]);
      if (text.empty()) {
        response.status = 404;
      } else {
        response.set_content(text, "application/json");
      }
    });
    http.Get("/api/events", [this](const httplib::Request&, httplib::Response& response) { Events(response); });
  }
};

ViewServer::ViewServer(const ViewOptions& options) : state_(std::make_unique<State>()) {
  state_->options = options;
  const store::Reader readable(options.db);
  state_->SetUp();
}

ViewServer::~ViewServer() { Stop(); }

bool ViewServer::Start() {
  State& s = *state_;
  s.port = s.options.port == 0 ? s.http.bind_to_any_port("127.0.0.1") : (s.http.bind_to_port("127.0.0.1", s.options.port) ? s.options.port : -1);
  if (s.port <= 0) return false;
  s.serving = std::thread([&s] { s.http.listen_after_bind(); });
  s.watching = std::thread([&s] { s.Watch(); });
  while (!s.http.is_running()) std::this_thread::yield();
  return true;
}

std::string ViewServer::Url() const { return "http://127.0.0.1:" + std::to_string(state_->port) + "/?token=" + state_->token; }

void ViewServer::Stop() {
  State& s = *state_;
  {
    const std::lock_guard lock(s.mutex);
    s.stopping = true;
  }
  s.changed.notify_all();
  if (s.serving.joinable()) {
    s.http.stop();
    s.serving.join();
  }
  if (s.watching.joinable()) s.watching.join();
}

}  // namespace haze::tools
