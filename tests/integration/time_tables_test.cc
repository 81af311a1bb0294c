// SPDX-License-Identifier: Apache-2.0
// Nodes of a table by months that are made when they are due.
#include <chrono>

#include <doctest/doctest.h>

#include "common/base/civil_time.h"
#include "tests/integration/shard_cluster.h"

namespace sluice::test {
namespace {

constexpr const char* kSetting = "  create-due-tables: true\n";

// The first day of the month that is so many months from the present one.
CivilTime month(int from_now) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  CivilTime first = to_civil(std::chrono::duration_cast<std::chrono::microseconds>(now).count());
  first = {.year = first.year, .month = first.month, .day = 1};
  return to_civil(*add_interval(*to_micros(first), from_now, CivilUnit::months));
}

std::string number(unsigned value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string suffix(int from_now) {  // yyyyMM
  const CivilTime first = month(from_now);
  return std::to_string(first.year) + number(first.month);
}

std::string day(int from_now) {  // yyyy-MM-dd
  const CivilTime first = month(from_now);
  return std::to_string(first.year) + "-" + number(first.month) + "-15";
}

std::string rules() {
  return "rules:\n- !SHARDING\n  tables:\n    t_event:\n      actualDataNodes: "
         "<INTERVAL>P=ds_0.t_event_;SP=yyyyMM;DIU=MONTHS;DL=" +
         suffix(-2) + ";DU=" + suffix(12) +
         "\n      tableStrategy: {standard: {shardingColumn: day, shardingAlgorithmName: "
         "by_month}}\n"
         "  shardingAlgorithms:\n    by_month:\n      type: INTERVAL\n      props: "
         "{datetime-pattern: yyyy-MM-dd, datetime-lower: \"" +
         day(-2).substr(0, 8) +
         "01\", sharding-suffix-pattern: yyyyMM, datetime-interval-unit: MONTHS}\n";
}

std::string nodes(TestClient& shard) {
  return to_text(
      shard.query("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = "
                  "'ds_0' AND TABLE_NAME LIKE 't\\_event%' ORDER BY 1"));
}

void insert(TestClient& client, int id, int from_now) {
  client.query("INSERT INTO t_event VALUES (" + std::to_string(id) + ", '" + day(from_now) + "')");
}

}  // namespace

TEST_CASE("nodes of a table by months are made up to the next month, and later ones when due") {
  ShardCluster cluster({.shards = 1, .rules = rules(), .sluice_block = kSetting});
  const std::string due = "t_event_" + suffix(-2) + "\nt_event_" + suffix(-1) + "\nt_event_" +
                          suffix(0) + "\nt_event_" + suffix(1) + "\n";
  TestClient shard = cluster.connect_shard(0);
  {
    TestClient client = cluster.connect();
    client.query(
        "CREATE TABLE t_event (id INT NOT NULL, day DATE NOT NULL, PRIMARY KEY (id, day))");
    CHECK(nodes(shard) == due);
    for (int from_now = -2; from_now <= 1; ++from_now) insert(client, from_now + 3, from_now);
    CHECK(to_text(client.query("SELECT COUNT(*), MAX(id) FROM t_event")) == "4|4\n");
    CHECK_THROWS_WITH_AS(insert(client, 9, 5), doctest::Contains("SL-4009"), std::exception);
    CHECK(to_text(client.query("SELECT COUNT(*) FROM t_event WHERE day > '" + day(3) + "'")) ==
          "0\n");
  }
  // As if a month had passed without a gateway: the latest node is missing when one starts.
  CHECK(cluster.gateway().stop() == 0);
  shard.query("DROP TABLE t_event_" + suffix(1));
  const std::string without = nodes(shard);
  const CommandOutput explained =
      run_sluice({"explain", "--config", cluster.gateway().config_folder().string(),
                  "SELECT COUNT(*) FROM t_event"});
  CHECK(explained.status == 0);
  CHECK(explained.output.find("t_event_" + suffix(1)) != std::string::npos);
  CHECK(explained.output.find("t_event_" + suffix(2)) == std::string::npos);
  CHECK(nodes(shard) == without);  // which makes nothing
  cluster.gateway().start();
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (nodes(shard) != due && std::chrono::steady_clock::now() < limit) {
    cluster.gateway().process().wait_for(std::chrono::milliseconds(20));
  }
  CHECK(nodes(shard) == due);
  TestClient client = cluster.connect();
  insert(client, 4, 1);
  CHECK(to_text(client.query("SELECT COUNT(*), MAX(id) FROM t_event")) == "4|4\n");
}

}  // namespace sluice::test
