// IPv4 inside IPv6 is told as IPv4, as gRPC does.
#include "arbiter/server/peer_name.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

#include <algorithm>

namespace haze::server {

PeerName NameOf(const sockaddr_storage& peer, socklen_t size) {
  char text[INET6_ADDRSTRLEN] = {};
  if (peer.ss_family == AF_UNIX) {
    sockaddr_un raw{};
    ::memcpy(&raw, &peer, std::min<std::size_t>(size, sizeof raw));
    const std::size_t length = size > offsetof(sockaddr_un, sun_path) ? size - offsetof(sockaddr_un, sun_path) : 0;
    return {.whole = "unix:" + std::string(raw.sun_path, length), .address = {}, .named = false};
  }
  in_addr four{};
  int port = 0;
  bool is_four = false;
  if (peer.ss_family == AF_INET) {
    sockaddr_in raw{};
    ::memcpy(&raw, &peer, sizeof raw);
    four = raw.sin_addr;
    port = ntohs(raw.sin_port);
    is_four = true;
  } else {
    sockaddr_in6 raw{};
    ::memcpy(&raw, &peer, sizeof raw);
    port = ntohs(raw.sin6_port);
    is_four = IN6_IS_ADDR_V4MAPPED(&raw.sin6_addr);
    if (is_four) {
      ::memcpy(&four, raw.sin6_addr.s6_addr + 12, 4);
    } else {
      ::inet_ntop(AF_INET6, &raw.sin6_addr, text, sizeof text);
      const bool loopback = IN6_IS_ADDR_LOOPBACK(&raw.sin6_addr);
      return {.whole = "ipv6:%5B" + std::string(text) + "%5D:" + std::to_string(port), .address = loopback ? "" : text, .named = true};
    }
  }
  ::inet_ntop(AF_INET, &four, text, sizeof text);
  const bool loopback = (ntohl(four.s_addr) >> 24) == 127;
  return {.whole = "ipv4:" + std::string(text) + ":" + std::to_string(port), .address = loopback ? "" : text, .named = true};
}

bool IsPort(const std::string& text) {
  return !text.empty() && text.size() <= 5 && text.find_first_not_of("0123456789") == std::string::npos && std::stoi(text) <= 65535;
}

}  // namespace haze::server
