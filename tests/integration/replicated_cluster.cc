// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/replicated_cluster.h"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "tests/support/raw_client.h"

namespace sluice::test {
namespace {

const std::vector<std::pair<std::string, std::string>> kReplicas = {
    {"r0a", "p0"}, {"r0b", "p0"}, {"r1a", "p1"}};
const std::vector<std::string> kServers = {"p0", "r0a", "r0b", "p1", "r1a"};

std::vector<std::string> server_arguments(std::size_t number) {
  std::vector<std::string> arguments = {"--log-bin=bin", "--server-id=" + std::to_string(number),
                                        "--binlog-format=ROW"};
  if (on_mysql()) {
    arguments.insert(arguments.end(), {"--gtid-mode=ON", "--enforce-gtid-consistency=ON"});
  } else {
    arguments.insert(arguments.end(), {"--log-slave-updates", "--slave-skip-errors=OFF"});
  }
  return arguments;
}

// MySQL says replica and source, MariaDB slave and master.
std::string applier(const char* verb) {
  return std::string(verb) + (on_mysql() ? " REPLICA" : " SLAVE");
}

std::string data_source(const std::string& name, std::uint16_t port) {
  return "  " + name + ": {url: \"jdbc:mysql://127.0.0.1:" + std::to_string(port) +
         "/shop?connectTimeout=2000\", username: root, password: ''}\n";
}

const std::string kRules = R"(- !SHARDING
  tables:
    t_order: {actualDataNodes: "ds_${0..1}.t_order"}
    account: {actualDataNodes: "ds_${0..1}.account"}
  bindingTables: ["t_order,account"]
  defaultDatabaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_id}}
  defaultTableStrategy: {none: }
  shardingAlgorithms:
    by_id: {type: INLINE, props: {algorithm-expression: "ds_${id % 2}"}}
- !BROADCAST
  tables: [t_common]
- !SINGLE
  tables: ["ds_0.place", "ds_0.v_place"]
)";

}  // namespace

ReplicatedCluster::ReplicatedCluster() {
  std::size_t number = 0;
  for (const std::string& name : kServers) {
    servers_[name] = start_server(server_arguments(++number));
  }
  for (const auto& [replica, primary] : kReplicas) follow(replica, primary);
  make_tables();
}

TestClient ReplicatedCluster::connect(const std::string& server, const std::string& database) {
  return TestClient(servers_.at(server)->port(),
                    {.user = "root", .password = {}, .database = database});
}

void ReplicatedCluster::follow(const std::string& replica, const std::string& primary) {
  TestClient client = connect(replica, "");
  const std::string port = std::to_string(servers_.at(primary)->port());
  if (on_mysql()) {
    client.query("CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=" + port +
                 ", SOURCE_USER='root', SOURCE_AUTO_POSITION=1, SOURCE_CONNECT_RETRY=1, "
                 "GET_SOURCE_PUBLIC_KEY=1");
  } else {
    client.query("CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=" + port +
                 ", MASTER_USER='root', MASTER_USE_GTID=slave_pos, MASTER_CONNECT_RETRY=1");
  }
  client.query(applier("START"));
}

void ReplicatedCluster::stop_applying(const std::string& replica) {
  connect(replica).query(on_mysql() ? "STOP REPLICA SQL_THREAD" : "STOP SLAVE SQL_THREAD");
}

void ReplicatedCluster::start_applying(const std::string& replica) {
  connect(replica).query(applier("START"));
}

void ReplicatedCluster::catch_up(const std::string& replica, const std::string& primary) {
  const std::string position =
      on_mysql() ? "SELECT @@GLOBAL.gtid_executed" : "SELECT @@GLOBAL.gtid_binlog_pos";
  const auto at = connect(primary, "").query(position).rows.at(0).at(0);
  const std::string wait = on_mysql() ? "SELECT WAIT_FOR_EXECUTED_GTID_SET('" + *at + "', 30)"
                                      : "SELECT MASTER_GTID_WAIT('" + *at + "', 30)";
  const auto reached = connect(replica, "").query(wait).rows.at(0).at(0);
  if (reached != "0") throw std::runtime_error(replica + " does not catch up with " + primary);
}

void ReplicatedCluster::catch_up() {
  for (const auto& [replica, primary] : kReplicas) catch_up(replica, primary);
}

void ReplicatedCluster::make_tables() {
  for (const std::string primary : {"p0", "p1"}) {
    TestClient client = connect(primary, "");
    client.query("CREATE DATABASE shop");
    client.query("USE shop");
    client.query("CREATE TABLE place (k INT PRIMARY KEY, name VARCHAR(10))");
    client.query("CREATE TABLE t_order (id INT PRIMARY KEY, place VARCHAR(10))");
    client.query("CREATE TABLE t_common (id INT PRIMARY KEY, place VARCHAR(10))");
    client.query("CREATE TABLE account (id INT PRIMARY KEY, balance INT)");
    client.query("CREATE VIEW v_place AS SELECT * FROM place");
    client.query("INSERT INTO place VALUES (1, 'p0')");
    client.query("INSERT INTO t_common VALUES (1, 'x'), (2, 'x')");
    const int first = primary == "p0" ? 2 : 1;
    for (int id = first; id <= first + 18; id += 2) {
      client.query("INSERT INTO t_order VALUES (" + std::to_string(id) + ", 'x')");
      client.query("INSERT INTO account VALUES (" + std::to_string(id) + ", 100)");
    }
  }
  catch_up();
  for (const std::string& name : kServers) {
    TestClient client = connect(name);
    client.query("SET sql_log_bin = 0");
    client.query("UPDATE place SET name = '" + name + "'");
    client.query("UPDATE t_order SET place = '" + name + "'");
    client.query("UPDATE t_common SET place = '" + name + "'");
  }
}

std::unique_ptr<GatewayProcess> ReplicatedCluster::gateway(const SplittingOptions& options) {
  const std::string global = R"(authority:
  users: [{user: root@%, password: root, admin: true}]
props:
  proxy-default-port: {port}
)" + options.props + R"(sluice:
  bind-address: 127.0.0.1
  workers: 2
)" + options.sluice_block + options.top_level;
  std::string database = "databaseName: shop\ndataSources:\n";
  for (const std::string& name : kServers) {
    database += data_source(name, servers_.at(name)->port());
  }
  database += "rules:\n- !READWRITE_SPLITTING\n  dataSourceGroups:\n";
  database += "    ds_0: {writeDataSourceName: p0, readDataSourceNames: [r0a, r0b]" +
              options.group_keys + "}\n";
  database +=
      "    ds_1: {writeDataSourceName: p1, readDataSourceNames: [r1a]" + options.group_keys + "}\n";
  database += "  loadBalancers: {l: " + options.balancer + "}\n" + kRules;
  auto gateway = std::make_unique<GatewayProcess>(std::map<std::string, std::string>{
      {"global.yaml", global}, {"database-shop.yaml", database}});
  // It serves before it has seen the schema; from then on it greets with its servers' version.
  const std::string version = *connect("p0", "").query("SELECT VERSION()").rows.at(0).at(0);
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (RawClient(gateway->port()).greeting().server_version.find(version) ==
         std::string_view::npos) {
    if (std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("the gateway did not load the schema");
    }
    gateway->process().wait_for(std::chrono::milliseconds(20));
  }
  return gateway;
}

ReplicatedCluster& replicated_cluster() {
  static ReplicatedCluster cluster;
  return cluster;
}

TestClient connect(GatewayProcess& gateway) {
  return TestClient(gateway.port(), {.user = "root", .password = "root", .database = "shop"});
}

std::vector<std::string> first_cells(const QueryResult& result) {
  std::vector<std::string> cells;
  for (const Row& row : result.rows) cells.push_back(row.at(0).value_or("NULL"));
  return cells;
}

}  // namespace sluice::test
