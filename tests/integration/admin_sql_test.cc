// SPDX-License-Identifier: Apache-2.0
// The admin port and DistSQL as an application's driver sees them, in front of real servers.
#include <doctest/doctest.h>

#include "tests/integration/replicated_cluster.h"
#include "tests/integration/shard_cluster.h"

namespace sluice::test {
namespace {

TestClient admin_client(const std::string& database = "shop") {
  return TestClient(shared_cluster().gateway().admin_port(),
                    {.user = "root", .password = "root", .database = database});
}

std::string columns_of(const QueryResult& result) {
  std::string names;
  for (const ResultColumn& column : result.columns) {
    if (!names.empty()) names += ",";
    names += column.name;
  }
  return names;
}

const Row* row_of(const QueryResult& result, const std::string& first) {
  for (const Row& row : result.rows) {
    if (row.at(0) == first) return &row;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("admin port: a driver logs in and asks the live tables") {
  TestClient client = admin_client();
  CHECK(to_text(client.query("SELECT DATABASE()")) == "shop\n");
  const QueryResult backends =
      client.query("SELECT server, state, lag_seconds FROM backends ORDER BY server");
  CHECK(to_text(backends) == "ds_0|up|NULL\nds_1|up|NULL\n");
  TestClient app = shared_cluster().connect();
  app.query("SELECT 'admin-test' AS told");
  const QueryResult digest = client.query(
      "SELECT d.count, d.errors FROM digests d WHERE d.statement = 'SELECT ? AS told'");
  CHECK(to_text(digest) == "1|0\n");
  CHECK(client.error_of("DELETE FROM digests").number == 1064);
  CHECK_THROWS_AS(TestClient(shared_cluster().gateway().admin_port(),
                             {.user = "reader", .password = "secret", .database = {}}),
                  QueryError);
}

TEST_CASE("DistSQL: the sharding rules, column by column, on both ports") {
  TestClient client = shared_cluster().connect();
  TestClient admin = admin_client();
  for (TestClient* each : {&client, &admin}) {
    const QueryResult units = each->query("SHOW STORAGE UNITS");
    CHECK(columns_of(units) ==
          "name,type,host,port,db,connection_timeout_milliseconds,idle_timeout_milliseconds,"
          "max_lifetime_milliseconds,max_pool_size,min_pool_size,read_only,other_attributes");
    REQUIRE(units.rows.size() == 2);
    CHECK(units.rows[1].at(0) == "ds_1");
    CHECK(units.rows[1].at(3) == std::to_string(shared_cluster().shard(1).port()));
    CHECK(units.rows[1].at(4) == "ds_1");

    const QueryResult rules = each->query("SHOW SHARDING TABLE RULES FROM shop;");
    CHECK(columns_of(rules) ==
          "table,actual_data_nodes,actual_data_sources,database_strategy_type,"
          "database_sharding_column,database_sharding_algorithm_type,"
          "database_sharding_algorithm_props,table_strategy_type,table_sharding_column,"
          "table_sharding_algorithm_type,table_sharding_algorithm_props,key_generate_column,"
          "key_generator_type,key_generator_props");
    const Row* const order = row_of(rules, "t_order");
    REQUIRE(order != nullptr);
    CHECK(order->at(1) == "ds_0.t_order_0,ds_0.t_order_1,ds_1.t_order_0,ds_1.t_order_1");
    CHECK(order->at(3) == "STANDARD");
    CHECK(order->at(4) == "user_id");
    CHECK(order->at(5) == "INLINE");
    CHECK(order->at(6) == "algorithm-expression=ds_${user_id % 2}");
    CHECK(order->at(8) == "order_id");
    CHECK(order->at(11) == "order_id");
    CHECK(order->at(12) == "SNOWFLAKE");
    CHECK(each->query("SHOW SHARDING TABLE RULE t_order").rows.size() == 1);

    const QueryResult algorithms = each->query("SHOW SHARDING ALGORITHMS");
    CHECK(columns_of(algorithms) == "name,type,props");
    REQUIRE(row_of(algorithms, "by_user") != nullptr);
    CHECK(row_of(algorithms, "by_user")->at(1) == "INLINE");

    const QueryResult nodes = each->query("SHOW SHARDING TABLE NODES t_user");
    CHECK(columns_of(nodes) == "name,nodes");
    CHECK(to_text(nodes) == "t_user|ds_0.t_user, ds_1.t_user\n");

    CHECK(columns_of(each->query("SHOW BROADCAST TABLE RULES")) == "broadcast_table");
    CHECK(to_text(each->query("SHOW BROADCAST TABLE RULES")) == "t_country\n");
    CHECK(columns_of(each->query("SHOW SINGLE TABLES")) == "table_name,storage_unit_name");
    CHECK(columns_of(each->query("COUNT SHARDING RULE")) == "rule_name,database,count");
    CHECK(columns_of(each->query("COUNT SINGLE TABLE")) == "database,count");
    CHECK(to_text(each->query("COUNT BROADCAST RULE")) == "broadcast_table|shop|1\n");
    CHECK(columns_of(each->query("SHOW COMPUTE NODES")) ==
          "instance_id,instance_type,host,port,status,mode_type,worker_id,labels,version,"
          "database_name");
    CHECK(columns_of(each->query("SHOW COMPUTE NODE INFO")) ==
          "instance_id,host,port,status,mode_type,worker_id,labels");
    CHECK(to_text(each->query("SHOW COMPUTE NODE MODE")) == "Standalone||\n");
    CHECK(to_text(each->query("SHOW DIST VARIABLE WHERE NAME = proxy_default_port")) ==
          "proxy_default_port|" + std::to_string(shared_cluster().gateway().port()) + "\n");
    CHECK(each->query("SHOW DIST VARIABLES LIKE 'proxy%'").rows.size() >= 3);
  }
}

TEST_CASE("DistSQL: groups of servers") {
  const std::unique_ptr<GatewayProcess> gateway = replicated_cluster().gateway();
  TestClient client = connect(*gateway);
  const QueryResult rules = client.query("SHOW READWRITE_SPLITTING RULES");
  CHECK(columns_of(rules) ==
        "name,write_storage_unit_name,read_storage_unit_names,transactional_read_query_strategy,"
        "load_balancer_type,load_balancer_props");
  REQUIRE_FALSE(rules.rows.empty());
  CHECK(client.query("SHOW READWRITE_SPLITTING RULE " + *rules.rows[0].at(0)).rows.size() == 1);
  const QueryResult status = client.query("SHOW STATUS FROM READWRITE_SPLITTING RULES");
  CHECK(columns_of(status) == "resource,status");
  REQUIRE_FALSE(status.rows.empty());
  for (const Row& row : status.rows) CHECK(row.at(1) == "enabled");
}

}  // namespace sluice::test
