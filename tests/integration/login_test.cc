// SPDX-License-Identifier: Apache-2.0
// Accounts as real servers have stored them: their hashes let clients in at the gateway, and the
// gateway logs in to the servers with them. MariaDB's ed25519 needs its plugin, which Debian has in
// another package than the server; tools/mariadb_plugins.sh unpacks it.
#include <csignal>
#include <functional>
#include <thread>

#include <doctest/doctest.h>

#include "tests/support/gateway_process.h"
#include "tests/support/mariadb_server.h"
#include "tests/support/raw_client.h"
#include "tests/support/test_client.h"
#include "tests/support/tested_engine.h"
#include "tests/support/tls_files.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

// One data source of this account; `users` are lines of sluice.users.
std::map<std::string, std::string> files_for(std::uint16_t port, const std::string& account,
                                             const std::string& users) {
  return {{"global.yaml",
           "authority:\n  users: [{user: root, password: root}]\n"
           "props:\n  proxy-default-port: {port}\n"
           "sluice:\n  bind-address: 127.0.0.1\n  workers: 1\n" +
               users},
          {"database-shop.yaml",
           "databaseName: shop\ndataSources:\n  ds_0: {url: \"jdbc:mysql://127.0.0.1:" +
               std::to_string(port) + "/mysql\", username: " + account +
               ", password: secret}\nrules: [!SINGLE {tables: [\"*.*\"]}]\n"}};
}

std::string value_of(TestClient client, const std::string& sql) {
  return client.query(sql).rows.at(0).at(0).value_or("NULL");
}

// What the system's command line client prints, or its error. With MariaDB's own plugins.
std::string command_line_client(std::uint16_t port, const std::string& user,
                                const std::string& password, const std::string& sql) {
  const TempDir folder;
  const auto log = folder.path() / "out";
  (void)run_command({"mariadb", "--no-defaults", "-h127.0.0.1", "-P" + std::to_string(port),
                     "-u" + user, "-p" + password, "-BN", "-e", sql},
                    log, 30s);
  return read_text(log);
}

}  // namespace

TEST_CASE("MariaDB's ed25519: clients at the gateway, and the gateway at the server") {
  const std::string plugins = SLUICE_MARIADB_PLUGINS;
  if (on_mysql() || !std::filesystem::exists(plugins + "/auth_ed25519.so")) {
    MESSAGE("skipped: no MariaDB with auth_ed25519.so");
    return;
  }
  const std::unique_ptr<DatabaseServer> server =
      start_server({"--plugin-dir=" + plugins, "--plugin-load-add=auth_ed25519"});
  TestClient root(server->port(), {.user = "root", .password = {}, .database = "mysql"});
  root.query("CREATE USER ed@'%' IDENTIFIED VIA ed25519 USING PASSWORD('secret')");
  root.query("GRANT ALL ON *.* TO ed@'%'");
  const std::string stored = root.query(
                                     "SELECT authentication_string FROM mysql.user "
                                     "WHERE user = 'ed'")
                                 .rows.at(0)
                                 .at(0)
                                 .value_or("");
  GatewayProcess gateway(
      files_for(server->port(), "ed", "  users: [{user: app, password-hash: '" + stored + "'}]\n"));

  // Through a statement the pool's own log-in is proven, too.
  const std::string sql = "SELECT USER() LIKE 'app@%', COUNT(*) FROM shop.user WHERE user = 'ed'";
  CHECK(command_line_client(gateway.port(), "app", "secret", sql) == "1\t1\n");
  CHECK(value_of(TestClient(gateway.port(), {.user = "app", .password = "secret", .database = {}}),
                 "SELECT 7") == "7");
  for (const std::uint16_t port : {gateway.port(), server->port()}) {
    const std::string user = port == gateway.port() ? "app" : "ed";
    for (const std::string password : {"wrong", ""}) {
      CAPTURE(password);
      const std::string said = command_line_client(port, user, password, "SELECT 1");
      CHECK(said.find("ERROR 1045 (28000)") != std::string::npos);
      CHECK(said.find("using password: YES") != std::string::npos);
    }
  }
}

TEST_CASE("MySQL's caching_sha2_password: its stored hash lets clients in") {
  if (!on_mysql()) return;
  const std::unique_ptr<DatabaseServer> server = start_server();
  TestClient root(server->port(), {.user = "root", .password = {}, .database = "mysql"});
  root.query("CREATE USER s2@'%' IDENTIFIED BY 'secret'");
  root.query("GRANT ALL ON *.* TO s2@'%'");
  const std::string stored = root.query(
                                     "SELECT HEX(authentication_string) FROM mysql.user "
                                     "WHERE user = 's2'")
                                 .rows.at(0)
                                 .at(0)
                                 .value_or("");
  GatewayProcess gateway(files_for(server->port(), "s2",
                                   "  users: [{user: app, password-hash: '0x" + stored + "'}]\n"));
  for (const std::uint16_t port : {gateway.port(), server->port()}) {
    LoginOptions options;
    options.user = port == gateway.port() ? "app" : "s2";
    for (const std::string plugin : {"mysql_native_password", "caching_sha2_password"}) {
      CAPTURE(plugin);
      options.plugin = plugin;
      options.password = "secret";
      CHECK_FALSE(RawClient(port).login(options).is_error());
      options.password = "Secret";
      CHECK(RawClient(port).login(options).error().number == 1045);
    }
  }
  CHECK(value_of(TestClient(gateway.port(), {.user = "app", .password = "secret", .database = {}}),
                 "SELECT 7") == "7");
}

TEST_CASE("SIGHUP: the certificates are read again") {
  const std::unique_ptr<DatabaseServer> server = start_server();
  TlsFiles files;
  GatewayProcess gateway(files_for(
      server->port(), "root",
      "  tls: {mode: preferred, watch-interval: 0, certificate: " + files.certificate.string() +
          ", key: " + files.key.string() + "}\n"));
  const auto shown = [&] {
    RawClient client(gateway.port());
    LoginOptions options;
    options.password = "root";
    options.tls = true;
    const RawReply reply = client.login(options);
    return reply.is_error() ? -1 : client.socket().peer_serial();
  };
  CHECK(shown() == 1);
  files.renew();
  CHECK(shown() == 1);  // nobody watches
  gateway.process().signal(SIGHUP);
  const auto limit = std::chrono::steady_clock::now() + 30s;
  while (shown() != 2 && std::chrono::steady_clock::now() < limit) {
    std::this_thread::sleep_for(5ms);  // between two looks at the condition
  }
  CHECK(shown() == 2);
  CHECK(read_text(gateway.log()).find("SIGHUP: the certificates were read again") !=
        std::string::npos);
}

}  // namespace sluice::test
