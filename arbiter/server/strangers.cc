// One epoll set; each stranger is read in small pieces, so that none keeps the others waiting.
#include "arbiter/server/strangers.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>
#include <vector>

namespace haze::server {
namespace {

constexpr int kHeardAtOnce = 64, kRounds = 8;
constexpr std::size_t kPiece = 4096;
constexpr std::size_t kThrownAway = 64u << 10;  // of one who was refused, while he reads why
constexpr std::chrono::milliseconds kLook{20}, kPatience{1000};

}  // namespace

Strangers::Strangers(Rules rules) : rules_(std::move(rules)), refusals_(rules_.refusals_per_s, 2.0 * rules_.refusals_per_s) { epoll_ = ::epoll_create1(EPOLL_CLOEXEC); }

Strangers::~Strangers() {
  for (const auto& [socket, held] : held_) ::close(socket);
  if (epoll_ >= 0) ::close(epoll_);
}

bool Strangers::Watch(int socket, int operation, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = socket;
  return ::epoll_ctl(epoll_, operation, socket, &event) == 0;
}

bool Strangers::Add(int socket, std::string name) {
  if (!Watch(socket, EPOLL_CTL_ADD, EPOLLIN | EPOLLRDHUP)) return false;
  held_[socket].name = std::move(name);
  return true;
}

void Strangers::Drop(int socket) {
  if (held_.erase(socket) > 0) ::close(socket);
}

void Strangers::Leave(int socket) {
  const std::string name = held_[socket].name;
  Drop(socket);
  rules_.gone(name);
}

void Strangers::Serve(SteadyTime now) {
  epoll_event events[kHeardAtOnce];
  int count = kHeardAtOnce;
  for (int round = 0; round < kRounds && count == kHeardAtOnce; ++round) {
    count = ::epoll_wait(epoll_, events, kHeardAtOnce, 0);
    for (int i = 0; i < count; ++i) {
      const auto found = held_.find(events[i].data.fd);
      if (found == held_.end()) continue;
      // Who closed his end waits for no answer.
      const bool gone = found->second.answer_late && (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
      if (gone) {
        Leave(found->first);
      } else {
        Hear(found->first, found->second, now);
      }
    }
  }
  if (now - last_look_ < kLook) return;
  last_look_ = now;
  std::vector<int> due;
  for (const auto& [socket, held] : held_) {
    if ((held.answer_late || held.leaving) && now >= held.due) due.push_back(socket);
  }
  for (const int socket : due) {
    Held& held = held_[socket];
    if (held.leaving) {
      Leave(socket);
    } else {
      Refuse(socket, held, now);
    }
  }
}

void Strangers::Hear(int socket, Held& held, SteadyTime now) {
  char piece[kPiece];
  const ssize_t got = ::recv(socket, piece, sizeof piece, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return Leave(socket);
  if (held.leaving) {
    held.thrown_away += static_cast<std::size_t>(got);
    if (held.thrown_away > kThrownAway) Leave(socket);
    return;
  }
  const Stranger::State state = held.stranger.Feed({piece, static_cast<std::size_t>(got)});
  if (state == Stranger::State::kHostile) {
    rules_.hostile();
    return Leave(socket);
  }
  if (held.stranger.Greets() && !held.greeted) {
    // A client makes its first call only after it has seen the server's settings.
    held.greeted = true;
    Send(socket, Stranger::Greeting());
  }
  if (state != Stranger::State::kCalled) return;
  held.refusal = rules_.judge(held.name, held.stranger.token());
  if (held.refusal.ok()) {
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, nullptr);
    const Stranger known = std::move(held.stranger);
    held_.erase(socket);
    return rules_.admit(socket, known.bytes());
  }
  if (refusals_.Take(now)) return Refuse(socket, held, now);
  held.answer_late = true;
  held.due = now + kPatience;
  Watch(socket, EPOLL_CTL_MOD, EPOLLRDHUP);  // what he says meanwhile stays in his own buffers
}

// The answer, then our end is shut; closed at once, a byte that comes late would take the answer back.
void Strangers::Refuse(int socket, Held& held, SteadyTime now) {
  Send(socket, held.stranger.Refusal(static_cast<int>(held.refusal.error_code()), held.refusal.error_message()));
  ::shutdown(socket, SHUT_WR);
  if (held.answer_late) Watch(socket, EPOLL_CTL_MOD, EPOLLIN | EPOLLRDHUP);
  held.answer_late = false;
  held.leaving = true;
  held.due = now + kPatience;
}

// A few hundred bytes into an empty buffer: what does not fit is not worth waiting for.
void Strangers::Send(int socket, std::string_view bytes) { static_cast<void>(::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT)); }

}  // namespace haze::server
