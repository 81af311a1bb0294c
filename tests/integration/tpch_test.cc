// SPDX-License-Identifier: Apache-2.0
// TPC-H at scale 0.01 over two and four shards and on one server: all 22 queries give the same.
// Orders and their lines lie by the order's key, customers by theirs; suppliers and parts are
// single tables, nations and regions broadcast. So most queries join over shards.
#include <doctest/doctest.h>

#include "tests/integration/differ.h"
#include "tests/integration/shop_rules.h"
#include "tests/support/tpc/tpch_data.h"

namespace sluice::test {
namespace {

constexpr std::uint32_t kScale = 10;  // thousandths
constexpr std::size_t kRowsPerInsert = 500;

constexpr const char* kRules = R"(rules:
- !SHARDING
  tables:
    customer:
      actualDataNodes: ds_${0..{last}}.customer_${0..1}
      databaseStrategy: {standard: {shardingColumn: c_custkey, shardingAlgorithmName: customer_source}}
      tableStrategy: {standard: {shardingColumn: c_custkey, shardingAlgorithmName: customer_table}}
    orders:
      actualDataNodes: ds_${0..{last}}.orders_${0..1}
      databaseStrategy: {standard: {shardingColumn: o_orderkey, shardingAlgorithmName: order_source}}
      tableStrategy: {standard: {shardingColumn: o_orderkey, shardingAlgorithmName: order_table}}
    lineitem:
      actualDataNodes: ds_${0..{last}}.lineitem_${0..1}
      databaseStrategy: {standard: {shardingColumn: l_orderkey, shardingAlgorithmName: line_source}}
      tableStrategy: {standard: {shardingColumn: l_orderkey, shardingAlgorithmName: line_table}}
  bindingTables: ["orders,lineitem"]
  shardingAlgorithms:
    customer_source: {type: INLINE, props: {algorithm-expression: "ds_${c_custkey % {shards}}"}}
    customer_table: {type: INLINE, props: {algorithm-expression: "customer_${c_custkey.intdiv(4) % 2}"}}
    order_source: {type: INLINE, props: {algorithm-expression: "ds_${o_orderkey % {shards}}"}}
    order_table: {type: INLINE, props: {algorithm-expression: "orders_${o_orderkey.intdiv(4) % 2}"}}
    line_source: {type: INLINE, props: {algorithm-expression: "ds_${l_orderkey % {shards}}"}}
    line_table: {type: INLINE, props: {algorithm-expression: "lineitem_${l_orderkey.intdiv(4) % 2}"}}
- !BROADCAST
  tables: [nation, region]
- !SINGLE
  tables: ["*.*"]
  defaultDataSource: ds_0
)";

void fill(TestClient& client, const TpchTable& table) {
  client.query(table.create);
  std::string insert;
  std::size_t rows = 0;
  const auto send = [&] {
    if (rows > 0) client.query(insert);
    rows = 0;
  };
  make_tpch_rows(table.name, kScale, [&](const TpchRow& row) {
    if (rows == 0) insert = "INSERT INTO " + table.name + " VALUES ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      insert += (i > 0 ? "," : rows > 0 ? ",(" : "(") + row[i];
    }
    insert += ')';
    if (++rows == kRowsPerInsert) send();
  });
  send();
}

void run_queries(std::size_t shards) {
  CAPTURE(shards);
  ShardCluster cluster({.shards = shards, .rules = for_shards(kRules, shards)});
  TestClient gateway = cluster.connect();
  TestClient alone = cluster.connect_alone();
  for (const TpchTable& table : tpch_tables()) {
    CAPTURE(table.name);
    fill(gateway, table);
    fill(alone, table);
    alone.query("ANALYZE TABLE " + table.name);
  }
  Differ differ(cluster);
  differ.run_file("tests/integration/tpch/queries.test");
  CHECK(differ.without_values() == 0);
}

}  // namespace

// In one run of all tests: four shards of MariaDB, two of MySQL.
TEST_CASE("TPC-H: the 22 queries over shards give what one server gives") {
  run_queries(on_mysql() ? 2 : 4);
}

}  // namespace sluice::test
