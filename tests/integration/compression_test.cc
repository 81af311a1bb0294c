// SPDX-License-Identifier: Apache-2.0
// Compression between gateway and real servers and between real clients and gateway, each side on
// its own.
#include <fstream>
#include <iostream>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/integration/wire_table.h"
#include "tests/support/mysql_server.h"

namespace sluice::test {
namespace {

using wire::capability::kCompress;
using wire::capability::kZstd;

constexpr wire::Capabilities kClients[] = {0, kCompress, kZstd};

RawClient log_in(std::uint16_t port, const std::string& password, wire::Capabilities more,
                 const std::string& database = "shop") {
  RawClient client(port);
  LoginOptions options;
  options.password = password;
  options.database = database;
  options.plugin = client.greeting().auth_plugin;
  options.capabilities |= more;
  if (client.login(options).is_error()) throw std::runtime_error("login failed");
  return client;
}

void check_statements(RawClient& client, RawClient& alone) {
  for (const char* const sql :
       {"SELECT id, note FROM t_wire WHERE id = 3", "SELECT id, note FROM t_wire ORDER BY id",
        "SELECT id, REPEAT(CHAR(97 + id), 1000000) FROM t_wire WHERE id = 2",
        "SELECT id, REPEAT(CHAR(97 + id), 1000000) r FROM t_wire ORDER BY id",
        "SELECT COUNT(*), SUM(id) FROM t_wire", "UPDATE t_wire SET note = 'n'",
        "SELECT nothing FROM t_wire"}) {
    CAPTURE(sql);
    const RawReply got = client.query(sql);
    const RawReply expected = alone.query(sql);
    REQUIRE(got.is_error() == expected.is_error());
    CHECK((got.rows == expected.rows));
    if (expected.is_error()) CHECK(got.error().number == expected.error().number);
  }
}

// How many connections of a server compress; a statement of its own.
std::string compressed_here(RawClient& client) {
  const RawReply reply = client.query("SHOW SESSION STATUS LIKE 'Compression'");
  if (reply.rows.size() != 1) return "?";
  return text_cells(reply.rows[0], 2)[1].value_or("NULL");
}

std::uint64_t bytes_sent(std::uint16_t port) {
  RawClient client = log_in(port, "", 0, "");
  const RawReply reply = client.query("SHOW GLOBAL STATUS LIKE 'Bytes_sent'");
  if (reply.rows.size() != 1) throw std::runtime_error("no status");
  return std::stoull(text_cells(reply.rows[0], 2)[1].value_or(""));
}

std::string mysql_gateway_files(std::uint16_t port, const std::string& parameters) {
  return "databaseName: shop\ndataSources:\n  ds_0: {url: \"jdbc:mysql://127.0.0.1:" +
         std::to_string(port) + "/shop?" + parameters + "\", username: root, password: ''}\n" +
         "rules:\n- !SINGLE\n  tables: [\"*.*\"]\n";
}

constexpr const char* kGlobal = R"(authority:
  users:
    - {user: root@%, password: root, admin: true}
  privilege: {type: ALL_PERMITTED}
props:
  proxy-default-port: {port}
sluice:
  bind-address: 127.0.0.1
  workers: 1
)";

}  // namespace

TEST_CASE("clients that compress, over shards that do not") {
  const WireTable table(5);
  RawClient alone = raw_alone();
  for (const wire::Capabilities more : kClients) {
    RawClient client = log_in(shared_cluster().gateway().port(), "root", more);
    CHECK((client.socket().compression() != nullptr) == (more != 0));
    check_statements(client, alone);
  }
}

TEST_CASE("the same frames are understood by a server") {
  RawClient alone = log_in(shared_cluster().alone().port(), "", kCompress);
  REQUIRE(alone.socket().compression() != nullptr);
  CHECK(compressed_here(alone) == "ON");
}

TEST_CASE("MariaDB shards with useCompression=true") {
  ClusterOptions options;
  options.url_parameters = "useCompression=true";
  ShardCluster cluster(options);
  TestClient setup = cluster.connect();
  setup.query("CREATE TABLE t_wire (id INT PRIMARY KEY, note VARCHAR(200))");
  setup.query("INSERT INTO t_wire VALUES (0,'a'),(1,'b'),(2,'c'),(3,'d'),(4,'e')");
  TestClient plain = cluster.connect_alone();
  plain.query("CREATE TABLE t_wire (id INT PRIMARY KEY, note VARCHAR(200))");
  plain.query("INSERT INTO t_wire VALUES (0,'a'),(1,'b'),(2,'c'),(3,'d'),(4,'e')");
  for (const wire::Capabilities more : kClients) {
    RawClient client = log_in(cluster.gateway().port(), "root", more);
    RawClient alone = log_in(cluster.alone().port(), "", 0);
    REQUIRE_FALSE(client.query("BEGIN").is_error());
    check_statements(client, alone);
    REQUIRE_FALSE(client.query("COMMIT").is_error());
    // A long statement, and SET in front of it in the same write.
    REQUIRE_FALSE(client.query("SET sql_mode = ''").is_error());
    const std::string note = "SELECT LENGTH('" + std::string(3'000'000, 'n') +
                             "') FROM t_wire"
                             " WHERE id = 1";
    CHECK(single_value(client.query(note)) == "3000000");
  }
}

TEST_CASE("MySQL 9 with zstd, zlib or neither") {
  if (!MySqlServer::available()) {
    std::cout << "without MySQL 9: no zstd to a server\n";
    return;
  }
  MySqlServer server;
  {
    RawClient setup = log_in(server.port(), "", 0, "");
    REQUIRE_FALSE(setup.query("CREATE DATABASE shop").is_error());
    REQUIRE_FALSE(setup.query("CREATE TABLE shop.t (id INT PRIMARY KEY)").is_error());
    REQUIRE_FALSE(setup.query("INSERT INTO shop.t VALUES (1),(2),(3)").is_error());
  }
  for (const wire::Capabilities more : {kCompress, kZstd, kCompress | kZstd}) {
    RawClient direct = log_in(server.port(), "", more);
    REQUIRE(direct.socket().compression() != nullptr);
    CHECK(compressed_here(direct) == "ON");
    CHECK(single_value(direct.query("SELECT REPEAT('ab', 9000000)")).size() == 18'000'000);
  }
  const std::pair<const char*, bool> cases[] = {
      {"compressionAlgorithms=zstd,zlib&zstdCompressionLevel=5", true},
      {"useCompression=true", true},
      {"useCompression=false", false}};
  for (const auto& [parameters, compressed] : cases) {
    CAPTURE(parameters);
    GatewayProcess gateway(
        {{"global.yaml", kGlobal},
         {"database-shop.yaml", mysql_gateway_files(server.port(), parameters)}});
    for (const wire::Capabilities more : kClients) {
      RawClient client = log_in(gateway.port(), "root", more);
      CHECK(eventually([&] { return !client.query("SELECT id FROM t").is_error(); }));
      CHECK(client.query("SELECT id FROM t ORDER BY id").rows.size() == 3);
      const std::uint64_t before = bytes_sent(server.port());
      const RawReply large = client.query("SELECT id, REPEAT('ab', 9000000) FROM t");
      REQUIRE(large.rows.size() == 3);
      CHECK(large.rows[2].size() > 18'000'000);
      CHECK((bytes_sent(server.port()) - before < 5'000'000) == compressed);
      const std::string sql = "SELECT LENGTH('" + std::string(17 << 20, 'q') + "') FROM t LIMIT 1";
      CHECK(single_value(client.query(sql)) == std::to_string(17 << 20));
    }
  }
}

TEST_CASE("the mariadb client with --compress") {
  const WireTable table(5);
  const TempDir folder;
  const std::filesystem::path out = folder.path() / "out";
  const std::vector<std::string> command = {
      "mariadb",
      "--no-defaults",
      "--compress",
      "--host=127.0.0.1",
      "--port=" + std::to_string(shared_cluster().gateway().port()),
      "--user=root",
      "--password=root",
      "--batch",
      "--skip-column-names",
      "shop",
      "--execute=SELECT id FROM t_wire ORDER BY id; SELECT LENGTH(REPEAT('x', 100000));"
      " SELECT COUNT(*) FROM t_wire"};
  CHECK(run_command(command, out, std::chrono::seconds(30)) == 0);
  std::ifstream file(out);
  std::stringstream text;
  text << file.rdbuf();
  CHECK(text.str() == "0\n1\n2\n3\n4\n100000\n5\n");
}

}  // namespace sluice::test
