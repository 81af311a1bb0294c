// SPDX-License-Identifier: Apache-2.0
// How many rows a statement gathers from the shards is limited (sluice.federation-max-rows): a join
// asks for the rows alone that meet what was gathered before, and one that has to gather more is
// refused and leaves the session as it was.
#include <string>

#include <doctest/doctest.h>

#include "tests/integration/shard_cluster.h"

namespace sluice::test {
namespace {

// 60 buyers by their ids; 200 sales by their own ids, sale n of buyer n % 60.
void fill(TestClient& client) {
  client.query("CREATE TABLE buyer (id INT NOT NULL PRIMARY KEY, mail VARCHAR(20), zone INT)");
  client.query(
      "CREATE TABLE sale (id INT NOT NULL PRIMARY KEY, buyer INT, price INT, KEY (buyer))");
  client.query("CREATE TABLE zone (id INT NOT NULL PRIMARY KEY, name VARCHAR(20))");
  client.query("INSERT INTO zone VALUES (0, 'north'), (1, 'south'), (2, 'west')");
  std::string buyers;
  for (int id = 0; id < 60; ++id) {
    buyers += (id == 0 ? "(" : ", (") + std::to_string(id) + ", 'm" + std::to_string(id) + "', " +
              std::to_string(id % 3) + ")";
  }
  client.query("INSERT INTO buyer VALUES " + buyers);
  std::string sales;
  for (int id = 0; id < 200; ++id) {
    sales += (id == 0 ? "(" : ", (") + std::to_string(id) + ", " + std::to_string(id % 60) + ", " +
             std::to_string(id) + ")";
  }
  client.query("INSERT INTO sale VALUES " + sales);
}

}  // namespace

TEST_CASE("a join gathers the rows alone that meet what was gathered before, within its limit") {
  ClusterOptions options;
  options.sluice_block = "  federation-max-rows: 12\n";
  options.rules = R"(rules:
- !SHARDING
  tables:
    buyer:
      actualDataNodes: ds_${0..1}.buyer
      databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_id}}
    sale:
      actualDataNodes: ds_${0..1}.sale
      databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_id}}
  shardingAlgorithms: {by_id: {type: MOD, props: {sharding-count: 2}}}
- !BROADCAST
  tables: [zone]
)";
  ShardCluster cluster(options);
  TestClient client = cluster.connect();
  fill(client);

  // One buyer and its four sales.
  const std::string sold = "SELECT s.id FROM buyer b JOIN sale s ON s.buyer = b.id WHERE ";
  CHECK(to_text(client.query(sold + "b.mail = 'm7' ORDER BY s.id")) == "7\n67\n127\n187\n");
  CHECK(to_text(client.query(sold + "s.price = 67")) == "67\n");
  CHECK(client.query(sold + "b.mail = 'nobody'").rows.empty());
  // With conditions outside of a derived table.
  CHECK(to_text(client.query(
            "SELECT d.id FROM (SELECT id, buyer FROM sale) d, buyer b WHERE b.id = "
            "d.buyer AND b.mail = 'm9' AND d.id > 100 ORDER BY d.id")) == "129\n189\n");
  // A correlated subquery: what its table holds of the buyers that are looked at.
  CHECK(to_text(client.query("SELECT b.id, (SELECT SUM(s.price) FROM sale s WHERE s.buyer = b.id) "
                             "FROM buyer b WHERE b.mail IN ('m1', 'm2') ORDER BY b.id")) ==
        "1|364\n2|368\n");
  // Behind an outer join the condition on the other table says nothing of its own rows.
  const auto outer = client.query(
      "SELECT b.id FROM sale s LEFT JOIN buyer b ON b.id = s.buyer AND "
      "b.mail = 'm3' WHERE s.id IN (3, 4) ORDER BY s.id");
  CHECK(to_text(outer) == "3\nNULL\n");

  const QueryError refused =
      client.error_of("SELECT COUNT(*) FROM buyer b, sale s WHERE s.buyer > b.id");
  CHECK(refused.number == 1104);
  CHECK(std::string(refused.what()).find("federation-max-rows") != std::string::npos);
  CHECK(to_text(client.query("SELECT COUNT(*) FROM sale")) == "200\n");
}

}  // namespace sluice::test
