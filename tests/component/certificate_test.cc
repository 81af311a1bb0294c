// SPDX-License-Identifier: Apache-2.0
// New certificate files are used without a restart, and broken ones are not; sockets probe peers
// that have gone silent.
#include <functional>
#include <thread>

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "tests/component/fake_cluster.h"
#include "tests/support/tls_files.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

long shown_serial(FakeCluster& cluster) {
  LoginOptions options = FakeCluster::login_options();
  options.tls = true;
  RawClient client = cluster.connect(options);
  return client.socket().peer_serial();
}

// Waits for a state that has to come, not for a time.
bool comes_true(const std::function<bool()>& condition) {
  const auto limit = std::chrono::steady_clock::now() + 30s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > limit) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

std::uint16_t port_of(int socket, bool peer) {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  const int found =
      peer ? ::getpeername(socket, generic, &length) : ::getsockname(socket, generic, &length);
  return found == 0 && address.sin_family == AF_INET ? ntohs(address.sin_port) : 0;
}

// A socket of this process, the gateway's own, between these ports.
int socket_between(std::uint16_t own, std::uint16_t peer) {
  for (int handle = 0; handle < 1024; ++handle) {
    if ((own == 0 || port_of(handle, false) == own) && port_of(handle, true) == peer) return handle;
  }
  return -1;
}

int option_of(int socket, int level, int name) {
  int value = -1;
  socklen_t length = sizeof value;
  return ::getsockopt(socket, level, name, &value, &length) == 0 ? value : -1;
}

void check_keepalive(int socket) {
  REQUIRE(socket >= 0);
  CHECK(option_of(socket, SOL_SOCKET, SO_KEEPALIVE) == 1);
  CHECK(option_of(socket, IPPROTO_TCP, TCP_KEEPIDLE) == 60);
  CHECK(option_of(socket, IPPROTO_TCP, TCP_KEEPINTVL) == 10);
  CHECK(option_of(socket, IPPROTO_TCP, TCP_KEEPCNT) == 5);
}

}  // namespace

TEST_CASE("certificate files are watched") {
  TlsFiles files;
  FakeClusterOptions options;
  options.sluice_block =
      "  tls: {mode: preferred, watch-interval: 20ms, certificate: " + files.certificate.string() +
      ", key: " + files.key.string() + "}\n";
  FakeCluster cluster(options);
  LoginOptions login = FakeCluster::login_options();
  login.tls = true;
  RawClient old_session = cluster.connect(login);
  CHECK(old_session.socket().peer_serial() == 1);

  files.renew();
  CHECK(comes_true([&] { return shown_serial(cluster) == 2; }));
  old_session.send_command(wire::Command::ping);  // sessions go on with theirs
  CHECK_FALSE(old_session.read_packet_reply().is_error());

  files.folder.write("certificate.pem", "no certificate");
  files.folder.write("key.pem", "no key");
  CHECK(shown_serial(cluster) == 2);
  files.renew();
  CHECK(comes_true([&] { return shown_serial(cluster) == 3; }));
}

TEST_CASE("TCP keepalive is on towards clients and servers") {
  FakeCluster cluster;
  RawClient client = cluster.connect();
  check_keepalive(socket_between(cluster.port(), port_of(client.socket().handle(), false)));
  cluster.shard(0).on("SELECT.*FROM t_user.*", result({"name"}, {{"ann"}}));
  REQUIRE_FALSE(client.query("SELECT name FROM t_user WHERE user_id = 2").is_error());
  check_keepalive(socket_between(0, cluster.shard(0).port()));
}

}  // namespace sluice::test
