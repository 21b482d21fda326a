// A TCP proxy that cuts connections on purpose: loss without a network to lose on.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace haze::test {

class CuttingProxy {
 public:
  /// `target` is "127.0.0.1:PORT".
  explicit CuttingProxy(const std::string& target) : target_port_(static_cast<std::uint16_t>(std::stoi(target.substr(target.rfind(':') + 1)))) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = Loopback(0);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0) ::abort();
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    address_ = "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    if (::pipe(stop_) != 0) ::abort();
    thread_ = std::thread([this] { Run(); });
  }
  ~CuttingProxy() {
    ::close(stop_[1]);
    thread_.join();
    ::close(stop_[0]);
    ::close(listener_);
  }
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  const std::string& address() const { return address_; }
  int cuts() const { return cuts_; }

  /// The i-th connection is cut after so many bytes towards the client; those after the list live on.
  void CutAfterBytesTowardsClient(std::vector<std::size_t> limits) {
    const std::lock_guard lock(mutex_);
    limits_ = std::move(limits);
  }

 private:
  struct Link {
    int client = -1, server = -1;
    std::size_t towards_client = 0;
  };

  static sockaddr_in Loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  // False when either side has ended.
  static bool Copy(int from, int to, std::size_t& count) {
    char block[4096];
    const ssize_t got = ::recv(from, block, sizeof block, 0);
    if (got <= 0) return false;
    for (ssize_t sent = 0; sent < got;) {
      const ssize_t put = ::send(to, block + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
      if (put <= 0) return false;
      sent += put;
    }
    count += static_cast<std::size_t>(got);
    return true;
  }

  bool CutIsDue(const Link& link) {
    const std::lock_guard lock(mutex_);
    const auto next = static_cast<std::size_t>(cuts_.load());
    return next < limits_.size() && link.towards_client >= limits_[next];
  }

  void Run() {
    std::list<Link> links;
    for (;;) {
      std::vector<pollfd> waits{{.fd = stop_[0], .events = POLLIN, .revents = 0}, {.fd = listener_, .events = POLLIN, .revents = 0}};
      for (const Link& link : links) {
        waits.push_back({.fd = link.client, .events = POLLIN, .revents = 0});
        waits.push_back({.fd = link.server, .events = POLLIN, .revents = 0});
      }
      ::poll(waits.data(), waits.size(), -1);
      if (waits[0].revents != 0) break;
      std::size_t i = 2;
      for (auto link = links.begin(); link != links.end(); i += 2) {
        std::size_t ignored = 0;
        bool alive = true;
        if (waits[i].revents != 0) alive = Copy(link->client, link->server, ignored);
        if (alive && waits[i + 1].revents != 0) alive = Copy(link->server, link->client, link->towards_client);
        if (alive && CutIsDue(*link)) {
          ++cuts_;
          alive = false;
        }
        if (alive) {
          ++link;
          continue;
        }
        ::close(link->client);
        ::close(link->server);
        link = links.erase(link);
      }
      if (waits[1].revents != 0) {
        Link link;
        link.client = ::accept(listener_, nullptr, nullptr);
        link.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in address = Loopback(target_port_);
        if (::connect(link.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
          links.push_back(link);
        } else {
          ::close(link.client);
          ::close(link.server);
        }
      }
    }
    for (const Link& link : links) {
      ::close(link.client);
      ::close(link.server);
    }
  }

  std::uint16_t target_port_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  std::string address_;
  std::mutex mutex_;
  std::vector<std::size_t> limits_;
  std::atomic<int> cuts_{0};
  std::thread thread_;
};

}  // namespace haze::test
