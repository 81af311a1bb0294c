// SPDX-License-Identifier: Apache-2.0
// Unique keys that no shard can enforce alone are reported when a table gets them.
#include <doctest/doctest.h>

#include "tests/integration/bank.h"
#include "tests/integration/shop_rules.h"

namespace sluice::test {
namespace {

std::string warnings(TestClient& client) {
  return to_text(client.query("SHOW WARNINGS"));
}

}  // namespace

TEST_CASE("a unique key without the sharding column is reported by the statement that makes it") {
  ShardCluster cluster({.shards = 2, .rules = for_shards(kBankRules, 2)});
  TestClient client = cluster.connect();
  client.query(
      "CREATE TABLE account (id INT PRIMARY KEY, iban VARCHAR(34), UNIQUE KEY by_iban (iban))");
  const std::string expected =
      "Warning|1105|Key 'by_iban' of sharded table 'account' does not hold every sharding column: "
      "each shard enforces it for its own rows only\n";
  CHECK(warnings(client) == expected);
  client.query(
      "CREATE TABLE journal (id BIGINT PRIMARY KEY, iban VARCHAR(34), UNIQUE KEY (iban, id))");
  CHECK(warnings(client) == "");
  client.query("CREATE INDEX plain ON journal (iban)");
  CHECK(warnings(client) == "");
  client.query("CREATE UNIQUE INDEX by_iban ON journal (iban)");
  CHECK(warnings(client).find("Key 'by_iban' of sharded table 'journal'") != std::string::npos);
  client.query("ALTER TABLE journal ADD COLUMN more INT");
  CHECK(warnings(client) == "");
  client.query("DROP TABLE journal, account");
  CHECK(warnings(client) == "");
  // A single table has all of its rows in one place.
  client.query("CREATE TABLE alone (id INT PRIMARY KEY, iban VARCHAR(34) UNIQUE)");
  CHECK(warnings(client) == "");
}

}  // namespace sluice::test
