// SPDX-License-Identifier: Apache-2.0
// A hand changes a table on one shard: the gateway's log says which, and what differs.
#include <chrono>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/integration/shard_cluster.h"

namespace sluice::test {
namespace {

// The log has a line with both texts; its writer may be a moment behind.
bool logs(const std::string& what, const std::string& node) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  do {
    std::ifstream log(shared_cluster().gateway().log());
    for (std::string line; std::getline(log, line);) {
      if (line.find(what) != std::string::npos && line.find(node) != std::string::npos) return true;
    }
    shared_cluster().gateway().process().wait_for(std::chrono::milliseconds(20));
  } while (std::chrono::steady_clock::now() < limit);
  return false;
}

}  // namespace

TEST_CASE("a table that differs on one shard is reported when the schema is read again") {
  TestClient client = shared_cluster().connect();
  client.query("DROP TABLE IF EXISTS t_key");  // the written cases leave theirs
  client.query("CREATE TABLE t_key (code VARBINARY(20) NOT NULL PRIMARY KEY, v INT)");
  shared_cluster().connect_shard(1).query("ALTER TABLE t_key ADD COLUMN by_hand INT");
  client.query("ALTER TABLE t_key COMMENT 'read again'");
  CHECK(logs("column by_hand is added", "ds_1.t_key"));
  client.query("DROP TABLE t_key");
}

}  // namespace sluice::test
