// Hostile clients on raw sockets: what a broken or malicious program may send to the arbiter's port. Loopback only; each attack is bounded in
// connections and in time.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace haze::test {

inline constexpr std::string_view kAttacks[] = {"garbage", "truncated", "huge",   "idle",    "half-open", "slow",
                                                "rapid",   "resets",    "headers", "tokens", "pings",     "settings",
                                                "seated-resets", "seated-pings"};

/// One HTTP/2 frame (RFC 9113, section 4.1).
inline std::string Frame(int type, int flags, std::uint32_t stream, std::string_view payload) {
  std::string out;
  for (int shift = 16; shift >= 0; shift -= 8) out.push_back(static_cast<char>((payload.size() >> shift) & 0xff));
  out.push_back(static_cast<char>(type));
  out.push_back(static_cast<char>(flags));
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>((stream >> shift) & 0xff));
  return out.append(payload);
}

inline std::string Preface() { return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(4, 0, 0, ""); }

/// A header that is neither indexed nor compressed (RFC 7541, section 6.2.2); name and value below 127 bytes.
inline std::string Header(std::string_view name, std::string_view value) {
  std::string out(1, '\0');
  out.push_back(static_cast<char>(name.size()));
  out.append(name).push_back(static_cast<char>(value.size()));
  return out.append(value);
}

/// The beginning of a call of Play with a token.
inline std::string CallHeaders(std::string_view token) {
  return "\x83\x86" + Header(":path", "/haze.agent.v1.ArbiterService/Play") + Header(":authority", "localhost") + Header("content-type", "application/grpc") +
         Header("te", "trailers") + Header("haze-token", token);
}

struct AttackCount {
  long connections = 0;
  long refused = 0;  ///< could not connect
  long tokens = 0;   ///< wrong ones sent
};

/// Runs one attack against 127.0.0.1:`port` until `connections` were made and `limit` has passed, or the sum of both bounds is reached.
/// At most `at_once` connections are open at a time.
class Attack {
 public:
  /// The kinds "seated-…" show `token`, a valid one.
  Attack(std::string_view kind, std::uint16_t port, long connections, std::size_t at_once, std::chrono::milliseconds limit, std::string token = {})
      : kind_(kind), port_(port), connections_(connections), at_once_(at_once), limit_(limit), token_(std::move(token)) {}

  AttackCount Run() {
    const auto end = std::chrono::steady_clock::now() + limit_;
    while (std::chrono::steady_clock::now() < end && (count_.connections < connections_ || !open_.empty())) {
      while (open_.size() < at_once_ && count_.connections < connections_) {
        if (!Connect()) break;
      }
      Serve();
    }
    for (const Link& link : open_) ::close(link.fd);
    return count_;
  }

 private:
  struct Link {
    int fd = -1;
    std::string out;
    std::size_t sent = 0;
    std::uint32_t stream = 1;
    std::chrono::steady_clock::time_point next{};
  };

  bool Connect() {
    Link link;
    link.fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (link.fd < 0) return false;
    if (::connect(link.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 && errno != EINPROGRESS) {
      ++count_.refused;
      ::close(link.fd);
      return false;
    }
    ++count_.connections;
    link.out = Opening();
    open_.push_back(std::move(link));
    return true;
  }

  std::string Noise(std::size_t size) {
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
      random_ = random_ * 6364136223846793005u + 1442695040888963407u;
      out.push_back(static_cast<char>(random_ >> 56));
    }
    return out;
  }

  std::string Opening() {
    const std::string call = Frame(1, 4, 1, CallHeaders(std::string(64, 'a')));
    if (kind_ == "garbage") return Noise(4096);
    if (kind_ == "truncated") return (Preface() + call).substr(0, 24 + 9 + count_.connections % 60);
    if (kind_ == "huge") return Preface() + call + std::string("\x7f\xff\xff\x00\x00\x00\x00\x00\x01", 9) + std::string(65536, 'x');
    if (kind_ == "idle") return {};
    if (kind_ == "half-open") return Preface();
    if (kind_ == "slow") return Preface() + call;
    if (kind_ == "rapid") return {};
    if (kind_ == "tokens" || kind_ == "resets" || kind_ == "seated-resets") return Preface();
    if (kind_ == "seated-pings") return Preface() + Frame(1, 4, 1, CallHeaders(token_));
    if (kind_ == "pings") {
      std::string out = Preface();
      for (int i = 0; i < 1000; ++i) out += Frame(6, 0, 0, "12345678");
      return out;
    }
    if (kind_ == "settings") {
      std::string out = Preface();
      for (int i = 0; i < 1000; ++i) out += Frame(4, 0, 0, std::string("\x00\x04\x00\x00\x00\x01", 6));
      return out;
    }
    // Headers without end: continuation after continuation (no END_HEADERS).
    std::string out = Preface() + Frame(1, 0, 1, CallHeaders(std::string(64, 'a')));
    for (int i = 0; i < 200; ++i) out += Frame(9, 0, 1, Header("x-" + std::to_string(i), std::string(100, 'y')));
    return out;
  }

  // What a link says next once all before is sent; empty: nothing yet.
  std::string More(Link& link) {
    std::string out;
    if (kind_ == "tokens" && link.stream < 21) {
      for (int i = 0; i < 10; ++i, link.stream += 2, ++count_.tokens) {
        std::string wrong(64, '0');
        for (char& digit : wrong) digit = "0123456789abcdef"[static_cast<unsigned char>(Noise(1)[0]) & 15];
        out += Frame(1, 4, link.stream, CallHeaders(wrong));
      }
    }
    if (kind_ == "seated-pings") {
      for (int i = 0; i < 1000; ++i) out += Frame(6, 0, 0, "12345678");
    }
    if ((kind_ == "resets" && link.stream < 2001) || kind_ == "seated-resets") {
      for (int i = 0; i < 100; ++i, link.stream += 2) out += Frame(1, 4, link.stream, CallHeaders(token_.empty() ? "x" : token_)) + Frame(3, 0, link.stream, std::string("\0\0\0\x08", 4));
    }
    return out;
  }

  // False: the link is over.
  bool Step(Link& link, short events) {
    if ((events & (POLLERR | POLLHUP)) != 0) return false;
    if ((events & POLLIN) != 0) {
      char block[4096];
      const ssize_t got = ::read(link.fd, block, sizeof block);
      if (got == 0 || (got < 0 && errno != EAGAIN)) return false;
    }
    if ((events & POLLOUT) == 0) return true;
    if (kind_ == "rapid") return false;
    if (link.sent == link.out.size()) {
      link.out = More(link);
      link.sent = 0;
    }
    if (link.out.empty()) return true;
    const auto now = std::chrono::steady_clock::now();
    const bool slow = kind_ == "slow";
    if (slow && now < link.next) return true;
    link.next = now + std::chrono::milliseconds(200);
    const std::size_t size = slow ? 1 : link.out.size() - link.sent;
    const ssize_t sent = ::send(link.fd, link.out.data() + link.sent, size, MSG_NOSIGNAL);
    if (sent < 0) return errno == EAGAIN;
    link.sent += static_cast<std::size_t>(sent);
    return true;
  }

  void Serve() {
    std::vector<pollfd> waits;
    for (const Link& link : open_) {
      const bool talks = kind_ == "rapid" || link.sent < link.out.size() || (kind_ == "tokens" && link.stream < 21) || (kind_ == "resets" && link.stream < 2001) || kind_.substr(0, 6) == "seated";
      waits.push_back({.fd = link.fd, .events = static_cast<short>(talks ? POLLIN | POLLOUT : POLLIN), .revents = 0});
    }
    // Slow links are always writable: the pause keeps this program from taking a processor for itself.
    ::poll(waits.data(), waits.size(), 20);
    if (kind_ == "slow") ::poll(nullptr, 0, 20);
    std::vector<Link> left;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (waits[i].revents == 0 || Step(open_[i], waits[i].revents)) {
        left.push_back(std::move(open_[i]));
      } else {
        ::close(open_[i].fd);
      }
    }
    open_ = std::move(left);
  }

  const std::string_view kind_;
  const std::uint16_t port_;
  const long connections_;
  const std::size_t at_once_;
  const std::chrono::milliseconds limit_;
  const std::string token_;
  AttackCount count_;
  std::vector<Link> open_;
  std::uint64_t random_ = 1;
};

}  // namespace haze::test
