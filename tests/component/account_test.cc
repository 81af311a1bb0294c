// SPDX-License-Identifier: Apache-2.0
// Accounts with plugins of their own, stored hashes of every form, and what they ask of TLS.
#include <doctest/doctest.h>

#include "common/wire/auth/plugin.h"
#include "tests/component/fake_cluster.h"
#include "tests/support/tls_files.h"

namespace sluice::test {
namespace {

// All of "secret", as MySQL 9.7 (by default and with 5,000 rounds) and MariaDB 10.11 have stored
// it.
constexpr const char* kAccounts =
    "  users:\n"
    "    - {user: native, password-hash: '*14E65567ABDB5135D0CFD9A70B3032C179A49EE7'}\n"
    "    - {user: sha2, password-hash: "
    "'0x244124303035241864305A68132618265B25225A01176D1B72331D4C795334374D625234503941324664446439"
    "612F2E31474A726F324B56453273754A794973374361383237'}\n"
    "    - {user: sha2_older, password-hash: "
    "'0x24412430303524343613624D7A521A484A1F645A2846207C384A30414674324231545672446c"
    "495a5462354e31634e6a5a78797a56785470333354736e6659434e2f44676f33'}\n"
    "    - {user: ed, password-hash: 'ZIgUREUg5PVgQ6LskhXmO+eZLS0nC8be6HPjYWR4YJY'}\n"
    "    - {user: clear, password-hash: '*14E65567ABDB5135D0CFD9A70B3032C179A49EE7'}\n"
    "    - {user: ssl, require: ssl}\n"
    "    - {user: x509, require: x509}\n"
    "    - {user: subject, require-subject: /CN=app}\n"
    "    - {user: issuer, require-issuer: /CN=somebody else}\n";

constexpr const char* kAuthority =
    "    - {user: clear, authenticationMethodName: clear}\n"
    "    - {user: ssl, password: secret}\n"
    "    - {user: x509, password: secret}\n"
    "    - {user: subject, password: secret, authenticationMethodName: new}\n"
    "    - {user: issuer, password: secret}\n"
    "  authenticators: {clear: {type: CLEAR_TEXT}, new: {type: CACHING_SHA2_PASSWORD}}\n";

FakeClusterOptions options_for(const TlsFiles& server, const TlsFiles& client) {
  FakeClusterOptions options;
  options.authority_block = kAuthority;
  options.sluice_block = std::string(kAccounts) +
                         "  tls: {mode: preferred, client-certificates: optional, certificate: " +
                         server.certificate.string() + ", key: " + server.key.string() +
                         ", ca: " + client.certificate.string() + "}\n";
  return options;
}

// "ok", or the number of the error and what it says of the password.
std::string outcome(FakeCluster& cluster, const std::string& user, const std::string& password,
                    bool tls, const TlsFiles* certificate = nullptr) {
  LoginOptions options = FakeCluster::login_options();
  options.user = user;
  options.password = password;
  options.tls = tls;
  if (certificate != nullptr) {
    options.certificate_file = certificate->certificate;
    options.key_file = certificate->key;
  }
  RawClient client(cluster.port());
  const RawReply reply = client.login(options);
  if (!reply.is_error()) {
    client.send_command(wire::Command::ping);
    return client.read_packet_reply().is_error() ? "useless" : "ok";
  }
  const std::string message(reply.error().message);
  const bool yes = message.find("using password: YES") != std::string::npos;
  const bool no = message.find("using password: NO") != std::string::npos;
  return std::to_string(reply.error().number) + (yes ? " YES" : no ? " NO" : "");
}

}  // namespace

TEST_CASE("accounts known by a hash prove their passwords by the plugin that fits it") {
  const TlsFiles server;
  const TlsFiles client("app");
  FakeCluster cluster(options_for(server, client));
  for (const bool tls : {false, true}) {
    CAPTURE(tls);
    for (const std::string user : {"native", "sha2", "sha2_older", "ed"}) {
      CAPTURE(user);
      for (int time = 0; time < 2; ++time) CHECK(outcome(cluster, user, "secret", tls) == "ok");
      CHECK(outcome(cluster, user, "Secret", tls) == "1045 YES");
      // RSA can carry 214 bytes; over TLS it is more than MySQL hashes.
      const std::string longest(tls ? 300 : 200, 's');
      CHECK(outcome(cluster, user, longest, tls) == "1045 YES");
    }
    CHECK(outcome(cluster, "native", "", tls) == "1045 NO");
    CHECK(outcome(cluster, "sha2", "", tls) == "1045 NO");
    CHECK(outcome(cluster, "ed", "", tls) == "1045 YES");  // as MariaDB: a signature is a password
  }
}

TEST_CASE("mysql_clear_password works over TLS only") {
  const TlsFiles server;
  const TlsFiles client("app");
  FakeCluster cluster(options_for(server, client));
  CHECK(outcome(cluster, "clear", "secret", true) == "ok");
  CHECK(outcome(cluster, "clear", "wrong", true) == "1045 YES");
  CHECK(outcome(cluster, "clear", "secret", false) == "3159");
}

TEST_CASE("REQUIRE SSL, X509, SUBJECT and ISSUER") {
  const TlsFiles server;
  const TlsFiles client("app");
  FakeCluster cluster(options_for(server, client));
  CHECK(outcome(cluster, "ssl", "secret", false) == "1045 YES");
  CHECK(outcome(cluster, "ssl", "secret", true) == "ok");
  CHECK(outcome(cluster, "ssl", "wrong", true) == "1045 YES");
  for (const std::string user : {"x509", "subject"}) {
    CAPTURE(user);
    CHECK(outcome(cluster, user, "secret", false) == "1045 YES");
    CHECK(outcome(cluster, user, "secret", true) == "1045 YES");
    CHECK(outcome(cluster, user, "secret", true, &client) == "ok");
    CHECK(outcome(cluster, user, "wrong", true, &client) == "1045 YES");
  }
  CHECK(outcome(cluster, "issuer", "secret", true, &client) == "1045 YES");
  // A certificate that the CA does not know ends the TLS handshake.
  const TlsFiles stranger("app");
  CHECK_THROWS(outcome(cluster, "x509", "secret", true, &stranger));
}

TEST_CASE("COM_CHANGE_USER keeps to what the account asks of TLS") {
  const TlsFiles server;
  const TlsFiles certificate("app");
  FakeCluster cluster(options_for(server, certificate));
  LoginOptions options = FakeCluster::login_options();
  options.tls = true;
  options.certificate_file = certificate.certificate;
  options.key_file = certificate.key;
  RawClient client = cluster.connect(options);
  options.user = "subject";
  options.password = "secret";
  CHECK_FALSE(client.change_user(options).is_error());
  options.user = "ed";
  CHECK_FALSE(client.change_user(options).is_error());
  options.user = "issuer";
  CHECK(client.change_user(options).is_error());

  RawClient plain = cluster.connect();
  options.user = "ssl";
  CHECK(plain.change_user(options).error().number == 1045);
}

TEST_CASE("an unknown user goes through some account's plugin and is refused at its end") {
  const TlsFiles server;
  const TlsFiles client("app");
  FakeCluster cluster(options_for(server, client));
  for (int i = 0; i < 12; ++i) {
    const std::string user = "nobody" + std::to_string(i);
    const std::string said = outcome(cluster, user, "secret", true, &client);
    CAPTURE(user);
    CHECK(said == "1045 YES");
  }
}

}  // namespace sluice::test
