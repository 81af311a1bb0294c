// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/shard_cluster.h"

#include <chrono>
#include <stdexcept>

#include "tests/support/raw_client.h"

namespace sluice::test {
namespace {

std::string global_yaml(const ClusterOptions& options) {
  std::string yaml = R"(authority:
  users:
    - {user: root@%, password: root, admin: true}
    - {user: reader@%, password: secret}
  privilege: {type: ALL_PERMITTED}
props:
  proxy-default-port: {port}
sluice:
  bind-address: 127.0.0.1
  workers: 2
)";
  return yaml + options.sluice_block;
}

std::string source(const std::string& name, std::uint16_t port, const ClusterOptions& options) {
  return "  " + name + ": {url: \"jdbc:mysql://127.0.0.1:" + std::to_string(port) + "/" + name +
         "?" + options.url_parameters + "\", username: root, password: ''" +
         options.source_options + "}\n";
}

std::string database_yaml(std::uint16_t first, std::uint16_t second,
                          const ClusterOptions& options) {
  return "databaseName: shop\ndataSources:\n" + source("ds_0", first, options) +
         source("ds_1", second, options) + R"(rules:
- !SHARDING
  tables:
    t_user:
      actualDataNodes: ds_${0..1}.t_user
      databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
    t_order:
      actualDataNodes: ds_${0..1}.t_order_${0..1}
      databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
      tableStrategy: {standard: {shardingColumn: order_id, shardingAlgorithmName: order_table}}
      keyGenerateStrategy: {column: order_id, keyGeneratorName: snowflake}
    t_order_item:
      actualDataNodes: ds_${0..1}.t_order_item_${0..1}
      databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
      tableStrategy: {standard: {shardingColumn: order_id, shardingAlgorithmName: item_table}}
    t_log:
      actualDataNodes: ds_${0..1}.t_log
      databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: hash_2}}
    t_key:
      actualDataNodes: ds_${0..1}.t_key
      databaseStrategy: {standard: {shardingColumn: code, shardingAlgorithmName: hash_2}}
    t_wire:
      actualDataNodes: ds_${0..1}.t_wire_${0..1}
      databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: wire_source}}
      tableStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: wire_table}}
    t_month:
      actualDataNodes: <INTERVAL>P=ds_0.t_month_;SP=yyyyMM;DIU=MONTHS;DL=202511;DU=202603
      tableStrategy: {standard: {shardingColumn: day, shardingAlgorithmName: by_month}}
    t_pair:
      actualDataNodes: ds_0.t_pair_${0..1},ds_1.t_pair_${2..3}
      tableStrategy: {complex: {shardingColumns: "a,b", shardingAlgorithmName: by_pair}}
    t_hinted:
      actualDataNodes: ds_${0..1}.t_hinted
      databaseStrategy: {hint: {shardingAlgorithmName: by_hint}}
  autoTables:
    t_ranged:
      actualDataSources: ds_${0..1}
      shardingStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_range}}
    t_stretch:
      actualDataSources: ds_${0..1}
      shardingStrategy: {standard: {shardingColumn: at, shardingAlgorithmName: by_day}}
      auditStrategy: {auditorNames: [key_required], allowHintDisable: true}
  bindingTables: ["t_order,t_order_item"]
  shardingAlgorithms:
    by_user: {type: INLINE, props: {algorithm-expression: "ds_${user_id % 2}"}}
    order_table: {type: INLINE, props: {algorithm-expression: "t_order_${order_id % 2}"}}
    item_table: {type: INLINE, props: {algorithm-expression: "t_order_item_${order_id % 2}"}}
    by_range: {type: VOLUME_RANGE, props: {range-lower: 100, range-upper: 200, sharding-volume: 50}}
    wire_source: {type: INLINE, props: {algorithm-expression: "ds_${id % 2}"}}
    wire_table: {type: INLINE, props: {algorithm-expression: "t_wire_${id.intdiv(2) % 2}"}}
    by_month:
      type: INTERVAL
      props: {datetime-pattern: yyyy-MM-dd, datetime-lower: 2025-11-01, datetime-upper: 2026-03-31,
              sharding-suffix-pattern: yyyyMM, datetime-interval-unit: MONTHS}
    by_day:
      type: AUTO_INTERVAL
      props: {datetime-lower: "2026-01-01 00:00:00", datetime-upper: "2026-01-04 00:00:00",
              sharding-seconds: 86400}
    by_pair: {type: COMPLEX_INLINE, props: {algorithm-expression: "t_pair_${(a + b) % 4}"}}
    by_hint: {type: HINT_INLINE, props: {algorithm-expression: "ds_${value % 2}"}}
    hash_2: {type: HASH_MOD, props: {sharding-count: 2}}
  auditors: {key_required: {type: DML_SHARDING_CONDITIONS}}
  keyGenerators:
    snowflake: {type: SNOWFLAKE, props: {worker-id: 1}}
- !BROADCAST
  tables: [t_country]
- !SINGLE
  tables: ["*.*"]
  defaultDataSource: ds_0
)";
}

// The gateway serves before it has seen the schema (a busy machine may delay that); from then on it
// greets with its servers' version.
void wait_for_schema(GatewayProcess& gateway, const std::string& version) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (RawClient(gateway.port()).greeting().server_version.find(version) ==
         std::string_view::npos) {
    if (std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("the gateway did not load the schema");
    }
    gateway.process().wait_for(std::chrono::milliseconds(20));  // a pause, shorter if it dies
  }
}

}  // namespace

ShardCluster::ShardCluster(ClusterOptions options) {
  for (std::size_t i = 0; i < 2; ++i) {
    shards_[i] = start_server();
    TestClient(shards_[i]->port()).query("CREATE DATABASE ds_" + std::to_string(i));
  }
  alone_ = start_server();
  TestClient(alone_->port()).query("CREATE DATABASE shop");
  gateway_ = std::make_unique<GatewayProcess>(std::map<std::string, std::string>{
      {"global.yaml", global_yaml(options)},
      {"database-shop.yaml", database_yaml(shards_[0]->port(), shards_[1]->port(), options)}});
  wait_for_schema(*gateway_,
                  *TestClient(alone_->port()).query("SELECT VERSION()").rows.at(0).at(0));
}

TestClient ShardCluster::connect(ClientOptions options) {
  return TestClient(gateway_->port(), options);
}

TestClient ShardCluster::connect_alone(ClientOptions options) {
  return TestClient(alone_->port(), options);
}

TestClient ShardCluster::connect_shard(std::size_t index) {
  return TestClient(shards_[index]->port(),
                    {.user = "root", .password = {}, .database = "ds_" + std::to_string(index)});
}

ShardCluster& shared_cluster() {
  static ShardCluster cluster;
  return cluster;
}

}  // namespace sluice::test
