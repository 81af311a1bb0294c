// SPDX-License-Identifier: Apache-2.0
// TPC-C's five transactions over shards: as one server answers them, statement by statement, and
// with several terminals at once without breaking a consistency condition.
#include "tests/integration/tpcc.h"

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "tests/integration/outcome.h"
#include "tests/integration/shard_cluster.h"
#include "tests/integration/shop_rules.h"

namespace sluice::test {
namespace {

constexpr int kDeadlock = 1213;
constexpr int kLockTimeout = 1205;
constexpr int kTransactions = 400;
constexpr int kTerminals = 4;

ShardCluster& cluster() {
  static ShardCluster cluster({.shards = 2, .rules = for_shards(kTpccRules, 2)});
  return cluster;
}

void check_conditions(TestClient& client) {
  for (const TpccCondition& condition : tpcc_conditions()) {
    INFO("condition " << condition.what);
    CHECK(to_text(client.query(condition.sql)) == "");
  }
}

// Deadlocks are part of the work, anything else is not: a terminal tries such a transaction anew.
void work(std::uint64_t seed, std::atomic<int>& done, std::string& error) {
  try {
    TestClient client = cluster().connect();
    TpccTerminal terminal(seed, [&](const std::string& sql) { return client.query(sql); });
    for (int i = 0; i < kTransactions / kTerminals; ++i) {
      try {
        terminal.next();
        ++done;
      } catch (const QueryError& failure) {
        if (failure.number != kDeadlock && failure.number != kLockTimeout) throw;
        client.query("ROLLBACK");
      }
    }
  } catch (const std::exception& failure) {
    error = failure.what();
  }
}

}  // namespace

TEST_CASE("TPC-C: each statement of the five transactions gives what one server gives") {
  TestClient gateway = cluster().connect();
  TestClient alone = cluster().connect_alone();
  const auto both = [&](const std::string& sql) {
    INFO(sql);
    Outcome answer = run(gateway, sql);
    const Outcome expected = run(alone, sql);
    INFO("gateway: " << answer.message);
    REQUIRE(expected.number == 0);
    CHECK(answer.number == 0);
    CHECK(describe(answer.result.columns) == describe(expected.result.columns));
    CHECK(answer.result.affected_rows == expected.result.affected_rows);
    REQUIRE(to_text(answer.result) == to_text(expected.result));
    return std::move(answer.result);
  };
  for (const std::string& statement : tpcc_set_up()) both(statement);
  TpccTerminal terminal(1, both);
  for (int i = 0; i < kTransactions; ++i) terminal.next();
  for (const TpccCondition& condition : tpcc_conditions()) {
    INFO("condition " << condition.what);
    CHECK(both(condition.sql).rows.empty());
  }

  std::atomic<int> done = 0;
  std::string errors[kTerminals];
  {
    std::vector<std::jthread> terminals;
    for (int i = 0; i < kTerminals; ++i) {
      terminals.emplace_back(
          [&, i] { work(100 + static_cast<std::uint64_t>(i), done, errors[i]); });
    }
  }
  for (const std::string& error : errors) CHECK(error == "");
  CHECK(done > kTransactions / 2);
  check_conditions(gateway);
}

}  // namespace sluice::test
