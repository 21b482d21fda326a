// Protocol faults as agents receive them: a gRPC status whose message starts with a machine-readable reason.
#pragma once

#include <grpcpp/support/status.h>

#include <string>
#include <string_view>

namespace haze::server {

/// "REASON: a sentence." The reasons are listed in proto/README.md.
inline grpc::Status Fault(grpc::StatusCode code, std::string_view reason, std::string_view sentence) {
  return {code, std::string(reason) + ": " + std::string(sentence)};
}

/// One answer for an unknown and for a wrong token: nobody learns which.
inline grpc::Status NotAdmitted() { return Fault(grpc::StatusCode::UNAUTHENTICATED, "NOT_ADMITTED", "the metadata haze-token holds no valid token"); }

inline grpc::Status TooManyConnections(std::size_t limit) {
  return Fault(grpc::StatusCode::RESOURCE_EXHAUSTED, "TOO_MANY_CONNECTIONS", "a session has at most " + std::to_string(limit) + " connections");
}

}  // namespace haze::server
