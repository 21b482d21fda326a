// Sockets of our own in front of gRPC's.
#include "arbiter/server/acceptor.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/tcp.h>  // the C library's own lacks tcpi_bytes_received
#include <netdb.h>
#include <netinet/in.h>

#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "arbiter/server/peer_name.h"
#include "arbiter/server/status.h"

namespace haze::server {
namespace {

constexpr int kSweepMs = 20;
constexpr std::chrono::milliseconds kSweep{kSweepMs};
constexpr int kAcceptedAtOnce = 64;
// What one flood costs those who wait at the door: so the ones inside keep their processor.
constexpr std::chrono::milliseconds kPauseAfterFlood{2}, kLongestPause{100};
constexpr std::chrono::seconds kProbeSeen{3};

// Calls that are reset at once never reach us, but their bytes do (grpc 1.51 has no limit against rapid resets).
std::uint64_t BytesReceived(int fd) {
  tcp_info info{};
  socklen_t size = sizeof info;
  return ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? std::uint64_t{info.tcpi_bytes_received} : 0;
}

sockaddr* Raw(sockaddr_storage& name) { return reinterpret_cast<sockaddr*>(&name); }

}  // namespace

Acceptor::Acceptor(AcceptorLimits limits, std::function<std::optional<SessionKey>(std::string_view)> whose, std::function<void(int, int, const std::string&)> hand_over)
    : limits_(limits),
      hand_over_(std::move(hand_over)),
      whose_(std::move(whose)),
      strangers_({.judge = [this](const std::string& name, std::string_view token) { return Judge(name, token); },
                  .admit =
                      [this](int socket, const std::string& said) {
                        std::unique_lock lock(mutex_);
                        const int listener = listener_;
                        lock.unlock();
                        hand_over_(listener, socket, said);
                      },
                  // At once: a record of who has gone would take the place of somebody who comes.
                  .gone =
                      [this](const std::string& name) {
                        const std::lock_guard lock(mutex_);
                        connections_.erase(name);
                      },
                  .hostile =
                      [this] {
                        const std::lock_guard lock(mutex_);
                        ++counters_.closed;
                        Pause(std::chrono::steady_clock::now());
                      },
                  .refusals_per_s = limits.refusals_per_s}) {
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

Acceptor::~Acceptor() {
  Stop();
  for (const int fd : {listener_, spare_, wake_, probe_}) {
    if (fd >= 0) ::close(fd);
  }
}

int Acceptor::OpenListener(const sockaddr* name, socklen_t size) const {
  const int fd = ::socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return -1;
  const int on = 1;
  // No SO_REUSEPORT: two arbiters would share a port and each get half of the agents.
  if (name->sa_family != AF_UNIX) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (name->sa_family == AF_UNIX) {
    // A socket's file that nobody serves any more is in the way; one that somebody serves is not ours to take.
    const int other = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    const bool dead = ::connect(other, name, size) != 0 && errno == ECONNREFUSED;
    ::close(other);
    if (dead) ::unlink(reinterpret_cast<const sockaddr_un*>(name)->sun_path);
  }
  if (::bind(fd, name, size) != 0 || ::listen(fd, SOMAXCONN) != 0) {
    ::close(fd);
    return -1;
  }
  return fd;
}

bool Acceptor::Listen(const std::string& where) {
  if (where.rfind("unix:", 0) == 0) {
    sockaddr_un raw{};
    raw.sun_family = AF_UNIX;
    const std::string path = where.substr(5);
    if (path.empty() || path.size() >= sizeof raw.sun_path) return false;
    ::memcpy(raw.sun_path, path.data(), path.size());
    ::memcpy(&name_, &raw, sizeof raw);
    name_size_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
    listener_ = OpenListener(Raw(name_), name_size_);
    address_ = where;
    return listener_ >= 0;
  }
  const std::size_t colon = where.rfind(':');
  if (colon == std::string::npos || !IsPort(where.substr(colon + 1))) return false;
  std::string host = where.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), where.substr(colon + 1).c_str(), &hints, &found) != 0) return false;
  for (const addrinfo* each = found; each != nullptr && listener_ < 0; each = each->ai_next) listener_ = OpenListener(each->ai_addr, each->ai_addrlen);
  ::freeaddrinfo(found);
  if (listener_ < 0) return false;
  name_size_ = sizeof name_;
  ::getsockname(listener_, Raw(name_), &name_size_);
  const std::string own = NameOf(name_, name_size_).whole;
  address_ = where.substr(0, colon) + own.substr(own.rfind(':'));
  return true;
}

void Acceptor::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Acceptor::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ::eventfd_write(wake_, 1);
  if (thread_.joinable()) thread_.join();
}

void Acceptor::Run() {
  for (;;) {
    int listener = -1;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      const SteadyTime now = std::chrono::steady_clock::now();
      if (now - last_sweep_ >= kSweep) Sweep(now);
      listener = now < pause_until_ ? -1 : listener_;
    }
    pollfd waits[3] = {{.fd = wake_, .events = POLLIN, .revents = 0}, {.fd = listener, .events = POLLIN, .revents = 0}, {.fd = strangers_.fd(), .events = POLLIN, .revents = 0}};
    // A listener that hangs up has died: the watchdog sees it; here it only must not spin.
    if (::poll(waits, 3, kSweepMs) > 0 && (waits[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) ::poll(waits, 1, kSweepMs);
    if ((waits[0].revents & POLLIN) != 0) {
      eventfd_t ignored = 0;
      ::eventfd_read(wake_, &ignored);
    }
    strangers_.Serve(std::chrono::steady_clock::now());
    if ((waits[1].revents & POLLIN) != 0) AcceptSome();
  }
}

void Acceptor::AcceptSome() {
  for (int i = 0; i < kAcceptedAtOnce; ++i) {
    int listener = -1;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      listener = listener_;
    }
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    const int fd = ::accept4(listener, Raw(peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      Take(fd, peer, size);
      continue;
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    if (errno != EMFILE && errno != ENFILE) return;
    // Somebody else in this process took what was left: without this the client would hang in the kernel's queue.
    ::close(spare_);
    const int refused = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (refused >= 0) ::close(refused);
    spare_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    const std::lock_guard lock(mutex_);
    ++counters_.turned_away;
  }
}

void Acceptor::Take(int fd, const sockaddr_storage& peer, socklen_t size) {
  PeerName name = NameOf(peer, size);
  struct stat status {};
  int listener = -1;
  {
    const std::lock_guard lock(mutex_);
    if (!probe_name_.empty() && name.whole == probe_name_) {
      probe_name_.clear();
      ::close(fd);
      return;
    }
    std::size_t same = 0;
    if (!name.address.empty()) {
      for (const auto& [key, connection] : connections_) same += connection.address == name.address ? 1 : 0;
    }
    if (same >= limits_.per_address || (connections_.size() >= limits_.connections && !MakeRoom()) || ::fstat(fd, &status) != 0) {
      ++counters_.turned_away;
      ::close(fd);
      return;
    }
    ++counters_.accepted;
    if (!name.named) name.whole = "unnamed " + std::to_string(++unnamed_);
    connections_[name.whole] = {.fd = fd,
                                .inode = status.st_ino,
                                .address = name.address,
                                .named = name.named,
                                .since = std::chrono::steady_clock::now(),
                                .calls = MessageBudget(limits_.calls_per_s, limits_.call_burst)};
    counters_.open_most = std::max(counters_.open_most, connections_.size());
    listener = listener_;
  }
  const int on = 1;
  if (name.named) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const bool readable = whose_ && name.named;
  if (readable && strangers_.Add(fd, name.whole)) return;
  hand_over_(listener, fd, {});
}

bool Acceptor::MakeRoom() {
  // Two system calls for each connection: not for each that comes.
  const SteadyTime now = std::chrono::steady_clock::now();
  if (now - last_sweep_ >= kSweep) Sweep(now);
  if (connections_.size() < limits_.connections) return true;
  auto oldest = connections_.end();
  for (auto each = connections_.begin(); each != connections_.end(); ++each) {
    if (!each->second.named || each->second.session != 0) continue;
    if (oldest == connections_.end() || each->second.since < oldest->second.since) oldest = each;
  }
  if (oldest == connections_.end()) return false;
  ++counters_.evicted;
  // gRPC still holds the descriptor until it has seen the end; the 64 that are kept free bear it.
  if (Alive(oldest->second)) strangers_.Drop(oldest->second.fd);
  Close(oldest->second);
  connections_.erase(oldest);
  return true;
}

bool Acceptor::Alive(const Connection& connection) const {
  struct stat status {};
  return ::fstat(connection.fd, &status) == 0 && status.st_ino == connection.inode;
}

void Acceptor::Close(Connection& connection) {
  if (Alive(connection)) ::shutdown(connection.fd, SHUT_RDWR);
}

void Acceptor::Pause(SteadyTime now) { pause_until_ = std::min(std::max(pause_until_, now) + kPauseAfterFlood, now + kLongestPause); }

void Acceptor::Sweep(SteadyTime now) {
  last_sweep_ = now;
  for (auto each = connections_.begin(); each != connections_.end();) {
    Connection& connection = each->second;
    if (!Alive(connection)) {
      each = connections_.erase(each);
      continue;
    }
    const bool stranger = connection.named && connection.session == 0 && !connection.closing;
    const bool known = connection.named && connection.session != 0 && !connection.closing;
    const std::uint64_t allowed = known ? connection.heard->load() + limits_.idle_bytes : limits_.bytes_without_token;
    const bool flood = (stranger || known) && BytesReceived(connection.fd) > allowed;
    if (flood) Pause(now);
    if (flood || (stranger && now - connection.since > limits_.without_token)) {
      // It may still be with the strangers, who close it themselves.
      if (Alive(connection)) strangers_.Drop(connection.fd);
      Expel(connection);
    }
    ++each;
  }
}

Acceptor::Connection* Acceptor::Find(std::string_view peer) {
  const auto found = connections_.find(peer);
  return found == connections_.end() || !found->second.named ? nullptr : &found->second;
}

bool Acceptor::NoteCall(std::string_view peer, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  Connection* const connection = Find(peer);
  if (connection == nullptr || connection->calls.Take(now)) return true;
  Expel(*connection);
  return false;
}

void Acceptor::NoteWrongToken(std::string_view peer) {
  const std::lock_guard lock(mutex_);
  Connection* const connection = Find(peer);
  if (connection != nullptr && ++connection->wrong == limits_.wrong_tokens) Expel(*connection);
}

// Closes it for what it did; whoever had shown a token has it noted.
void Acceptor::Expel(Connection& connection) {
  if (connection.closing) return;
  connection.closing = true;  // forgotten when gRPC has closed it
  ++counters_.closed;
  if (const auto known = manners_.find(connection.session); known != manners_.end()) ++known->second.floods;
  Close(connection);
}

// False: the session has its connections already.
bool Acceptor::Bind(Connection& connection, SessionKey session) const {
  if (connection.session == session) return true;
  std::size_t same = 0;
  for (const auto& [key, other] : connections_) same += other.session == session && Alive(other) ? 1 : 0;
  if (same >= limits_.per_session) return false;
  connection.session = session;
  if (!connection.heard) connection.heard = std::make_shared<std::atomic<std::uint64_t>>(0);
  return true;
}

grpc::Status Acceptor::Judge(const std::string& name, std::string_view token) {
  const std::optional<SessionKey> session = whose_(token);
  const std::lock_guard lock(mutex_);
  Connection* const connection = Find(name);
  Manners* const manners =
      session ? &manners_.try_emplace(*session, Manners{.connections = MessageBudget(limits_.session_connections_per_s, limits_.session_connection_burst)}).first->second : nullptr;
  if (manners == nullptr || connection == nullptr || manners->floods >= limits_.floods) {
    ++counters_.refused;
    return NotAdmitted();
  }
  if (!manners->connections.Take(std::chrono::steady_clock::now())) return TooManyConnections(limits_.per_session);
  return Bind(*connection, *session) ? grpc::Status::OK : TooManyConnections(limits_.per_session);
}

std::optional<ByteCount> Acceptor::NoteSession(std::string_view peer, SessionKey session) {
  const std::lock_guard lock(mutex_);
  Connection* const connection = Find(peer);
  if (connection == nullptr) return ByteCount{};
  return Bind(*connection, session) ? std::optional(connection->heard) : std::nullopt;
}

void Acceptor::Forget(SessionKey session) {
  const std::lock_guard lock(mutex_);
  manners_.erase(session);
}

void Acceptor::Probe(SteadyTime now) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || listener_ < 0 || now < pause_until_) return;
  // Under load the probe's own packets may be lost: whoever came in since proves that the door is open.
  if (pause_until_ > probe_since_) probe_name_.clear();
  if (!probe_name_.empty() && counters_.accepted + counters_.turned_away != seen_at_probe_) probe_name_.clear();
  if (!probe_name_.empty() && now - probe_since_ > kProbeSeen) {
    probe_name_.clear();
    ++counters_.reopened;
    ::close(listener_);
    if (name_.ss_family == AF_UNIX) ::unlink(reinterpret_cast<const sockaddr_un*>(&name_)->sun_path);
    listener_ = OpenListener(Raw(name_), name_size_);
    ::eventfd_write(wake_, 1);
    return;
  }
  if (!probe_name_.empty()) return;
  if (probe_ >= 0) ::close(probe_);
  probe_ = ::socket(name_.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_storage own{};
  own.ss_family = name_.ss_family;
  // Bound before it connects, so that the acceptor knows its name: an abstract one that the kernel chooses, or a port.
  socklen_t size = name_.ss_family == AF_UNIX ? sizeof own.ss_family : name_size_;
  sockaddr_storage target = name_;
  if (name_.ss_family == AF_INET) {
    auto* const four = reinterpret_cast<sockaddr_in*>(&target);
    if (four->sin_addr.s_addr == htonl(INADDR_ANY)) four->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    reinterpret_cast<sockaddr_in*>(&own)->sin_addr = four->sin_addr;
  } else if (name_.ss_family == AF_INET6) {
    auto* const six = reinterpret_cast<sockaddr_in6*>(&target);
    if (IN6_IS_ADDR_UNSPECIFIED(&six->sin6_addr)) six->sin6_addr = in6addr_loopback;
    reinterpret_cast<sockaddr_in6*>(&own)->sin6_addr = six->sin6_addr;
  }
  if (probe_ < 0 || ::bind(probe_, Raw(own), size) != 0) return;
  size = sizeof own;
  ::getsockname(probe_, Raw(own), &size);
  probe_name_ = NameOf(own, size).whole;
  probe_since_ = now;
  seen_at_probe_ = counters_.accepted + counters_.turned_away;
  if (::connect(probe_, Raw(target), name_size_) != 0 && errno == EAGAIN) probe_name_.clear();  // the kernel's queue is full: busy, not dead
}

AcceptorCounters Acceptor::Counters() const {
  const std::lock_guard lock(mutex_);
  AcceptorCounters counters = counters_;
  counters.open = connections_.size();
  return counters;
}

}  // namespace haze::server
