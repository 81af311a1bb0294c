// SPDX-License-Identifier: Apache-2.0
// How clients come in: through a unix socket, through a proxy that tells their address, and not too
// many at once.
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/component/fake_cluster.h"

namespace sluice::test {
namespace {

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

RawSocket connect_unix(const std::filesystem::path& path) {
  const sockaddr_un address = address_of(path);
  RawSocket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (::connect(socket.handle(), reinterpret_cast<const sockaddr*>(&address), sizeof address) !=
      0) {
    throw SocketError("connect");
  }
  return socket;
}

// A socket file that a process which has ended leaves behind.
void leave_socket(const std::filesystem::path& path) {
  const sockaddr_un address = address_of(path);
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(::bind(handle, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  ::close(handle);
}

std::string socket_block(const std::filesystem::path& path, const std::string& more = "") {
  return "  socket: " + path.string() + "\n" + more;
}

RawClient through_proxy(const FakeCluster& cluster, std::string_view header) {
  RawSocket socket = RawSocket::connect(cluster.port());
  socket.write(as_bytes(header));
  return RawClient(std::move(socket));
}

bool process_list_shows(RawClient& client, std::string_view host) {
  const RawReply reply = client.query("SHOW PROCESSLIST");
  for (const Buffer& row : reply.rows) {
    if (as_text(row).find(host) != std::string_view::npos) return true;
  }
  return false;
}

constexpr std::string_view kHeader = "PROXY TCP4 192.0.2.9 127.0.0.1 4711 3307\r\n";
constexpr const char* kTrusting = "  proxy-protocol-networks: [127.0.0.0/8]\n";

}  // namespace

TEST_CASE("clients of the unix socket") {
  const TempDir folder;
  const std::filesystem::path path = folder.path() / "sluice.sock";
  {
    FakeCluster cluster(
        {.workers = 2, .sluice_block = socket_block(path, "  socket-mode: 0700\n")});
    struct stat file {};
    REQUIRE(::stat(path.c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0700);
    std::vector<RawClient> clients;
    for (int i = 0; i < 4; ++i) {  // more than one worker gets some
      RawClient& client = clients.emplace_back(connect_unix(path));
      REQUIRE_FALSE(client.login(FakeCluster::login_options()).is_error());
      CHECK_FALSE(client.query("SET @a = 1").is_error());
      CHECK(process_list_shows(client, "localhost"));
    }
    LoginOptions wrong = FakeCluster::login_options();
    wrong.password = "other";
    const RawReply refused = RawClient(connect_unix(path)).login(wrong);
    CHECK(refused.error().message.find("'@'localhost' (using password: YES)") !=
          std::string_view::npos);
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("mysql_clear_password is taken through the unix socket, which nobody can listen to") {
  const TempDir folder;
  const std::filesystem::path path = folder.path() / "sluice.sock";
  FakeClusterOptions setup;
  setup.authority_block =
      "    - {user: clear, password: secret, authenticationMethodName: clear}\n"
      "  authenticators: {clear: {type: CLEAR_TEXT}}\n";
  setup.sluice_block = socket_block(path);
  FakeCluster cluster(setup);
  LoginOptions options = FakeCluster::login_options();
  options.user = "clear";
  const auto number = [&](RawClient client, const std::string& password) {
    options.password = password;
    const RawReply reply = client.login(options);
    return reply.is_error() ? int{reply.error().number} : 0;
  };
  CHECK(number(RawClient(connect_unix(path)), "secret") == 0);
  CHECK(number(RawClient(connect_unix(path)), "wrong") == 1045);
  CHECK(number(RawClient(cluster.port()), "secret") == 3159);
}

TEST_CASE("what lies at the unix socket's path") {
  const TempDir folder;
  const std::filesystem::path path = folder.path() / "sluice.sock";
  leave_socket(path);
  REQUIRE(std::filesystem::exists(path));
  {
    FakeCluster cluster({.sluice_block = socket_block(path)});
    CHECK_FALSE(RawClient(connect_unix(path)).greeting_error());
    // It is in use now, so a second gateway must not take it away.
    CHECK_THROWS_AS(FakeCluster({.sluice_block = socket_block(path)}), std::runtime_error);
    CHECK_FALSE(RawClient(connect_unix(path)).greeting_error());
  }
  const std::filesystem::path other = folder.path() / "other";
  std::ofstream(other) << "precious";
  CHECK_THROWS_AS(FakeCluster({.sluice_block = socket_block(other)}), std::runtime_error);
  CHECK(std::filesystem::file_size(other) == 8);
}

TEST_CASE("a trusted proxy tells the client's address") {
  FakeCluster cluster({.sluice_block = kTrusting});
  RawClient client = through_proxy(cluster, kHeader);
  REQUIRE_FALSE(client.login(FakeCluster::login_options()).is_error());
  CHECK(process_list_shows(client, "192.0.2.9"));

  LoginOptions wrong = FakeCluster::login_options();
  wrong.password = "other";
  CHECK(through_proxy(cluster, kHeader).login(wrong).error().message.find("'@'192.0.2.9'") !=
        std::string_view::npos);

  // The same address may come without one, and a proxy may speak for itself.
  RawClient direct = cluster.connect();
  CHECK(process_list_shows(direct, "127.0.0.1"));
  RawClient unknown = through_proxy(cluster, "PROXY UNKNOWN\r\n");
  CHECK_FALSE(unknown.login(FakeCluster::login_options()).is_error());
}

TEST_CASE("a PROXY header that comes byte by byte") {
  FakeCluster cluster({.sluice_block = kTrusting});
  RawSocket socket = RawSocket::connect(cluster.port());
  for (const char c : kHeader) socket.write(as_bytes(std::string_view(&c, 1)));
  RawClient client(std::move(socket));
  REQUIRE_FALSE(client.login(FakeCluster::login_options()).is_error());
  CHECK(process_list_shows(client, "192.0.2.9"));
}

TEST_CASE("PROXY headers that are refused end the connection") {
  FakeCluster trusting({.sluice_block = kTrusting});
  FakeCluster wary({.sluice_block = "  proxy-protocol-networks: [10.0.0.0/8]\n"});
  const auto refused = [](const FakeCluster& cluster, std::string_view header) {
    RawClient client = through_proxy(cluster, header);
    const std::uint16_t number = client.read_packet_reply().error().number;
    CHECK(client.closed_by_peer(std::chrono::seconds(10)));
    return number;
  };
  CHECK(refused(wary, kHeader) == 1156);
  CHECK(refused(trusting, "PROXY TCP4 nobody\r\n") == 1156);
  CHECK(refused(trusting, "PROXY " + std::string(200, 'x')) == 1156);
}

TEST_CASE("no more clients than max-logins that have not logged in") {
  FakeCluster cluster({.sluice_block = "  max-logins: 1\n"});
  RawClient first(cluster.port());
  RawClient second(cluster.port());
  REQUIRE(second.greeting_error());
  CHECK(wire::decode_err(second.greeting_error()->payload, 0)->number == 1040);
  REQUIRE_FALSE(first.login(FakeCluster::login_options()).is_error());
  CHECK_FALSE(first.query("SET @a = 1").is_error());
  RawClient third = cluster.connect();
  CHECK_FALSE(third.query("SET @a = 1").is_error());
}

}  // namespace sluice::test
