// Who gets a connection: each limit of the border below, at and above it, and TLS.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "tests/e2e/arena.h"

namespace haze::tests {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

std::string Reason(const grpc::Status& status) { return status.error_message().substr(0, status.error_message().find(':')); }

std::string Slurp(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// A connection that keeps quiet: descriptors only.
int ConnectTo(const std::string& address) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  return fd;
}

TEST(Border, ConnectionsStayBelowTheirLimitAndTheOldestStrangerMakesRoom) {
  Arena arena({.listen = "127.0.0.1:0", .connections = 4});
  arena.Open();
  auto inspector = arena.Sit(kInspector);  // has shown its token: stays whoever comes
  std::vector<int> strangers;
  for (int i = 0; i < 3; ++i) strangers.push_back(ConnectTo(arena.address()));
  while (arena.server().Counters().connections.accepted < 4) {
  }
  EXPECT_EQ(arena.server().Counters().connections.evicted, 0);
  EXPECT_EQ(arena.server().Counters().connections.open, 4u);
  strangers.push_back(ConnectTo(arena.address()));
  char byte = 0;
  // gRPC greets with its settings before it sees the end.
  while (::read(strangers[0], &byte, 1) > 0) {
  }
  const auto counters = arena.server().Counters().connections;
  EXPECT_EQ(counters.evicted, 1);
  EXPECT_LE(counters.open_most, 4u);
  for (const int fd : strangers) ::close(fd);
}

TEST(Border, ASessionHasTwoConnections) {
  Arena arena({.listen = "127.0.0.1:0"});
  arena.Open();
  std::vector<std::unique_ptr<Peer>> peers;
  for (int i = 0; i < 3; ++i) {
    peers.push_back(std::make_unique<Peer>(arena.address(), arena.token(kInspector).token));
    const grpc::Status joined = peers.back()->Join();
    EXPECT_EQ(joined.ok(), i < 2) << i;
    if (i == 2) {
      EXPECT_EQ(Reason(joined), "TOO_MANY_CONNECTIONS");
    }
  }
}

TEST(Border, ASessionMakesTwentyConnectionsAtOnceAndOneASecondAfterThat) {
  Arena arena({.listen = "127.0.0.1:0"});
  const server::IssuedToken issued = arena.server().IssueToken({.entry = "restless", .seats = {}});
  const auto open = [&] { return arena.server().Counters().connections.open; };
  const auto began = std::chrono::steady_clock::now();
  int made = 0;
  for (;;) {
    while (open() > 0) {  // the one before is forgotten
    }
    const grpc::Status joined = Peer(arena.address(), issued.token).Join();
    if (!joined.ok()) {
      EXPECT_EQ(Reason(joined), "TOO_MANY_CONNECTIONS");
      break;
    }
    ++made;
    // However slow the machine is: no more than the burst and what the seconds since then have brought.
    ASSERT_LE(made, 20 + std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  }
  EXPECT_GE(made, 20);
}

TEST(Border, AWrongTokenIsToldSoAndItsConnectionNeverReachesGrpc) {
  Arena arena({.listen = "127.0.0.1:0"});
  arena.Open();
  Peer guesser(arena.address(), std::string(64, '0'));
  // One guess for each connection: the client's library connects again by itself.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Reason(guesser.Join()), "NOT_ADMITTED") << i;
  Peer nameless(arena.address(), "");
  EXPECT_EQ(nameless.Join().error_code(), grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(arena.server().Counters().refused, 4);
  EXPECT_GE(arena.server().Counters().connections.accepted, 4);
  EXPECT_EQ(arena.server().Counters().connections.closed, 0) << "a mistake is no attack";
}

TEST(Border, AClientThatComesBeforeItsTokenIsIssuedAndOneThatComesAfterBothGetTheirAnswer) {
  Arena arena({.listen = "127.0.0.1:0"});
  for (int i = 0; i < 50; ++i) {
    const server::IssuedToken issued = arena.server().IssueToken({.entry = "quick", .seats = {}});
    Peer quick(arena.address(), issued.token);
    EXPECT_TRUE(quick.Join().ok()) << "a token is known as soon as somebody can hold it";
    arena.server().EndSession(issued.session);
  }
}

TEST(Border, WrongTokensBeyondTheRateAreAnsweredLate) {
  for (const char* listen : {"", "127.0.0.1:0"}) {
    Arena arena({.listen = listen, .wrong_tokens_per_s = 0.5});  // a burst of one
    arena.Open();
    Peer guesser(arena.address(), std::string(64, '0'));
    guesser.Join();
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(Reason(guesser.Join()), "NOT_ADMITTED");
    EXPECT_GE(std::chrono::steady_clock::now() - began, milliseconds(900)) << "a pause is a bound from below: a loaded machine cannot break it";
  }
}

TEST(Border, AConnectionWithoutATokenIsClosed) {
  Arena arena({.listen = "127.0.0.1:0", .without_token = milliseconds(300)});
  const int fd = ConnectTo(arena.address());
  char byte = 0;
  while (::read(fd, &byte, 1) > 0) {
  }
  EXPECT_EQ(arena.server().Counters().connections.closed, 1);
  ::close(fd);
}

// The watchdog: a listening socket that has died is replaced at the same address.
TEST(Border, AListenerThatDiesIsReopened) {
  for (const char* listen : {"127.0.0.1:0", ""}) {
    Arena arena({.listen = listen});
    arena.Open();
    for (int fd = 3; fd < 256; ++fd) {
      int listening = 0;
      socklen_t size = sizeof listening;
      if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening == 1) ::shutdown(fd, SHUT_RDWR);
    }
    // A client that keeps trying, as an agent's does, gets through once somebody listens again.
    const auto client = grpc::CreateChannel(arena.address(), grpc::InsecureChannelCredentials());
    ASSERT_TRUE(client->WaitForConnected(std::chrono::system_clock::now() + seconds(30))) << listen;
    EXPECT_GE(arena.server().Counters().connections.reopened, 1);
    EXPECT_TRUE(arena.Sit(kInspector));
  }
}

TEST(Border, WithoutDescriptorsNothingStarts) {
  const auto refused = server::Server::Start({.listen = "127.0.0.1:0", .descriptors = std::int64_t{1} << 40});
  EXPECT_EQ(refused.server, nullptr);
  EXPECT_NE(refused.error.find("ulimit -n"), std::string::npos) << refused.error;
}

// A certificate of the test's own, by the openssl program; where it is missing there is nothing to test with.
class Tls : public testing::Test {
 protected:
  void SetUp() override {
    const std::string make =
        "cd " + directory_.path() + " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext "
        "subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null";
    if (std::system(make.c_str()) != 0) GTEST_SKIP() << "openssl is missing";
    certificate_ = Slurp(directory_.path() + "/cert.pem");
    key_ = Slurp(directory_.path() + "/key.pem");
  }
  grpc::Status Join(const std::string& address, const std::string& token, bool with_certificate) {
    grpc::SslCredentialsOptions tls;
    tls.pem_root_certs = certificate_;
    if (with_certificate) {
      tls.pem_cert_chain = certificate_;
      tls.pem_private_key = key_;
    }
    const auto stub = v1::ArbiterService::NewStub(grpc::CreateChannel(address, grpc::SslCredentials(tls)));
    grpc::ClientContext context;
    context.AddMetadata("haze-token", token);
    context.set_deadline(std::chrono::system_clock::now() + seconds(10));
    v1::JoinRequest request;
    request.set_protocol(1);
    v1::JoinReply reply;
    return stub->Join(&context, request, &reply);
  }
  tools::RunDirectory directory_;
  std::string certificate_, key_;
};

TEST_F(Tls, ATokenIsTakenOverTlsOnly) {
  Arena arena({.listen = "127.0.0.1:0", .tls_certificate = certificate_, .tls_key = key_});
  arena.Open();
  EXPECT_TRUE(Join(arena.address(), arena.token(kInspector).token, false).ok());
  EXPECT_EQ(Reason(Join(arena.address(), std::string(64, 'x'), false)), "NOT_ADMITTED");
  const auto plain = v1::ArbiterService::NewStub(grpc::CreateChannel(arena.address(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.AddMetadata("haze-token", arena.token(kInspector).token);
  v1::JoinReply reply;
  EXPECT_EQ(plain->Join(&context, v1::JoinRequest(), &reply).error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Tls, TheTenthWrongTokenClosesItsConnection) {
  Arena arena({.listen = "127.0.0.1:0", .tls_certificate = certificate_, .tls_key = key_});
  arena.Open();
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = certificate_;
  const auto stub = v1::ArbiterService::NewStub(grpc::CreateChannel(arena.address(), grpc::SslCredentials(tls)));
  for (int i = 1; i <= 10; ++i) {
    grpc::ClientContext context;
    context.AddMetadata("haze-token", std::string(64, '0'));
    v1::JoinReply reply;
    const grpc::Status status = stub->Join(&context, v1::JoinRequest(), &reply);
    EXPECT_EQ(arena.server().Counters().connections.closed, i / 10) << i;
    if (i < 10) {
      EXPECT_EQ(Reason(status), "NOT_ADMITTED") << i;
    }
  }
  EXPECT_EQ(arena.server().Counters().refused, 10);
}

TEST_F(Tls, WithAClientCaOnlyCertifiedClientsComeIn) {
  Arena arena({.listen = "127.0.0.1:0", .tls_certificate = certificate_, .tls_key = key_, .tls_client_ca = certificate_});
  arena.Open();
  EXPECT_TRUE(Join(arena.address(), arena.token(kInspector).token, true).ok());
  EXPECT_FALSE(Join(arena.address(), arena.token(kInspector).token, false).ok());
}

}  // namespace
}  // namespace haze::tests
