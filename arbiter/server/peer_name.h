// How gRPC names the other end of a connection, from the socket's own address.
#pragma once

#include <sys/socket.h>

#include <string>

namespace haze::server {

struct PeerName {
  std::string whole;    ///< as gRPC's ServerContext::peer(); unix: the abstract name, for our own probes
  std::string address;  ///< without the port; empty: loopback or unix
  bool named = false;   ///< `whole` tells it from others
};

/// The name of `peer`, an address of `size` bytes as accept gives it.
PeerName NameOf(const sockaddr_storage& peer, socklen_t size);

/// Whether `text` is a port from 0 to 65535: the resolver would take 70000 for 4464.
bool IsPort(const std::string& text);

}  // namespace haze::server
