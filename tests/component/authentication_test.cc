// SPDX-License-Identifier: Apache-2.0
// Clients prove their passwords (A5, A6) by both plugins, in clear and under TLS. The client's half
// is RawClient's, which real servers accept (tests/support/self_test).
#include <doctest/doctest.h>

#include "common/wire/auth/native_password.h"
#include "tests/component/fake_cluster.h"
#include "tests/support/tls_files.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSha2 = "caching_sha2_password";
constexpr const char* kNative = "mysql_native_password";
// Known to the gateway as a hash only, so its first login by caching_sha2_password is a full one.
constexpr const char* kHashed = "hashed";

FakeClusterOptions options_for(const std::string& authenticator, const TlsFiles* tls = nullptr) {
  std::string hash = "*";
  for (const std::byte byte : wire::native_password_hash(kPassword)) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    hash += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    hash += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  FakeClusterOptions options;
  options.authority_block =
      "  authenticators: {a: {type: " + authenticator + "}}\n  defaultAuthenticator: a\n";
  options.sluice_block =
      std::string("  users: [{user: ") + kHashed + "@%, password-hash: \"" + hash + "\"}]\n";
  if (tls != nullptr) {
    options.sluice_block += "  tls: {mode: preferred, certificate: " + tls->certificate.string() +
                            ", key: " + tls->key.string() + "}\n";
  }
  return options;
}

RawReply log_in(FakeCluster& cluster, LoginOptions options) {
  RawClient client(cluster.port());
  return client.login(options);
}

// The login's packets without OK or ERR, as the first bytes of each: "01 03" for the fast path.
std::string steps_of(const RawReply& reply) {
  std::string text;
  for (std::size_t i = 0; i + 1 < reply.packets.size(); ++i) {
    const Buffer& payload = reply.packets[i].payload;
    if (payload.empty()) continue;
    if (payload[0] == std::byte{0xfe}) {
      text += "switch ";
    } else if (payload.size() > 2) {
      text += "key ";
    } else if (payload.size() == 2) {
      text += payload[1] == std::byte{3} ? "fast " : "full ";
    }
  }
  return text;
}

void check_denied(const RawReply& reply, const std::string& user, const std::string& used) {
  REQUIRE(reply.is_error());
  CHECK(reply.error().number == 1045);
  CHECK(reply.error().sqlstate == "28000");
  CHECK(reply.error().message == "Access denied for user '" + user +
                                     "'@'127.0.0.1' (using password: " + used + ")" +
                                     std::string(" [SL-2005]"));
}

void check_bad_passwords(FakeCluster& cluster, const std::string& plugin, bool tls) {
  LoginOptions options = FakeCluster::login_options();
  options.plugin = plugin;
  options.tls = tls;
  for (const std::string user : {kUser, kHashed, "nobody"}) {
    CAPTURE(user);
    options.user = user;
    options.password = "wrong";
    check_denied(log_in(cluster, options), user, "YES");
    options.password = "";
    check_denied(log_in(cluster, options), user, "NO");
  }
}

}  // namespace

TEST_CASE("mysql_native_password: good, bad, none, and what the client began with") {
  FakeCluster cluster(options_for("NATIVE"));
  LoginOptions options = FakeCluster::login_options();
  for (const char* user : {kUser, kHashed}) {
    options.user = user;
    options.plugin = kNative;
    RawReply reply = log_in(cluster, options);
    CHECK_FALSE(reply.is_error());
    CHECK(steps_of(reply) == "");
    options.plugin = kSha2;  // another plugin first: told to switch
    reply = log_in(cluster, options);
    CHECK_FALSE(reply.is_error());
    CHECK(steps_of(reply) == "switch ");
  }
  check_bad_passwords(cluster, kNative, false);
  check_bad_passwords(cluster, kSha2, false);
}

TEST_CASE("caching_sha2_password in clear: full by the RSA key once, then fast") {
  FakeCluster cluster(options_for("CACHING_SHA2_PASSWORD"));
  LoginOptions options = FakeCluster::login_options();
  options.plugin = kSha2;
  CHECK(steps_of(log_in(cluster, options)) == "fast ");
  options.user = kHashed;
  check_bad_passwords(cluster, kSha2, false);  // fills no cache
  RawReply reply = log_in(cluster, options);
  CHECK_FALSE(reply.is_error());
  CHECK(steps_of(reply) == "full key ");
  reply = log_in(cluster, options);
  CHECK_FALSE(reply.is_error());
  CHECK(steps_of(reply) == "fast ");
  check_bad_passwords(cluster, kSha2, false);  // nor does a full cache let anyone in
  options.plugin = kNative;
  CHECK(steps_of(log_in(cluster, options)) == "switch fast ");
}

TEST_CASE("caching_sha2_password under TLS: full with the clear password") {
  const TlsFiles tls;
  FakeCluster cluster(options_for("CACHING_SHA2_PASSWORD", &tls));
  LoginOptions options = FakeCluster::login_options();
  options.plugin = kSha2;
  options.tls = true;
  options.user = kHashed;
  check_bad_passwords(cluster, kSha2, true);
  RawReply reply = log_in(cluster, options);
  CHECK_FALSE(reply.is_error());
  CHECK(steps_of(reply) == "full ");
  CHECK(steps_of(log_in(cluster, options)) == "fast ");
}

TEST_CASE("the request for TLS may ask for other capabilities than the response") {
  const TlsFiles tls;
  FakeCluster cluster(options_for("NATIVE", &tls));
  RawClient client(cluster.port());
  wire::HandshakeResponse response;
  response.capabilities = kUsualCapabilities | wire::capability::kSsl;
  response.max_packet = 1u << 24;
  response.collation = 8;
  Buffer request;
  wire::encode_tls_request(response, request);
  client.send_raw(packet_bytes(1, request));
  client.socket().start_tls();
  response.capabilities |= wire::capability::kDeprecateEof | wire::capability::kMultiStatements;
  response.collation = 45;
  response.user = kUser;
  const Buffer auth = wire::native_password_response(kPassword, client.greeting().nonce);
  response.auth_response = auth;
  response.auth_plugin = kNative;
  Buffer payload;
  wire::encode(response, payload);
  client.send_raw(packet_bytes(2, payload));
  const std::optional<RawPacket> answer = read_packet(client.socket());
  REQUIRE(answer.has_value());
  CHECK(answer->sequence == 3);
  CHECK(wire::reply_kind(answer->payload) == wire::ReplyKind::ok);
}

TEST_CASE("a broken TLS handshake closes the connection and nothing else") {
  const TlsFiles tls;
  FakeCluster cluster(options_for("NATIVE", &tls));
  RawClient client(cluster.port());
  wire::HandshakeResponse response;
  response.capabilities = kUsualCapabilities | wire::capability::kSsl;
  Buffer request;
  wire::encode_tls_request(response, request);
  client.send_raw(packet_bytes(1, request));
  client.send_raw(Buffer(200, std::byte{'x'}));
  std::byte some[256];
  std::size_t count = 1;
  try {  // an alert of TLS may come first
    while (count > 0) count = client.socket().read_some(some);
  } catch (const SocketTimeout&) {
    FAIL("still open");
  } catch (const SocketError&) {
  }
  CHECK_NOTHROW(cluster.connect());
}

}  // namespace sluice::test
