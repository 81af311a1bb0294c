// SPDX-License-Identifier: Apache-2.0
// Distributed transactions (transaction.defaultType: XA): all or nothing over shards, through
// crashes of the gateway and of servers. SLUICE_XA_CYCLES: how many crashes, 20 unless set (./run
// fuzz xa does more).
#include <csignal>
#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/integration/bank.h"
#include "tests/integration/outcome.h"
#include "tests/integration/raw_session.h"
#include "tests/integration/shop_rules.h"
#include "tests/support/tpc/tpc_random.h"

namespace sluice::test {
namespace {

using std::chrono::seconds;

ShardCluster xa_cluster() {
  return ShardCluster({.shards = 2,
                       .rules = for_shards(kBankRules, 2),
                       .sluice_block = "transaction:\n  defaultType: XA\n"});
}

std::size_t prepared_branches(ShardCluster& cluster) {
  std::size_t branches = 0;
  for (std::size_t shard = 0; shard < 2; ++shard) {
    branches += cluster.connect_shard(shard).query("XA RECOVER").rows.size();
  }
  return branches;
}

// A prepared branch whose server restarts keeps its locks: nobody shall wait for them for 50 s.
void shorten_lock_waits(ShardCluster& cluster) {
  for (std::size_t shard = 0; shard < 2; ++shard) {
    cluster.connect_shard(shard).query("SET GLOBAL innodb_lock_wait_timeout = 3");
  }
}

int crash_cycles() {
  const char* cycles = std::getenv("SLUICE_XA_CYCLES");
  return cycles == nullptr ? 20 : std::atoi(cycles);
}

// As the gateway's log tells, of all its processes.
std::size_t ended_by_recovery(ShardCluster& cluster) {
  std::ifstream log(cluster.gateway().log());
  std::size_t count = 0;
  for (std::string line; std::getline(log, line);) {
    count += line.find("a prepared branch was") == std::string::npos ? 0 : 1;
  }
  return count;
}

void crash(ShardCluster& cluster, TpcRandom& random) {
  const std::uint32_t victim = random.below(4);
  if (victim < 2) {
    cluster.shard(victim).kill();
    cluster.shard(victim).start();
  } else {
    cluster.gateway().process().signal(SIGKILL);
    REQUIRE(cluster.gateway().process().wait_for(seconds(10)).has_value());
    cluster.gateway().start();
  }
}

}  // namespace

TEST_CASE("XA: a transaction over shards is committed or rolled back as a whole") {
  ShardCluster cluster = xa_cluster();
  Bank bank(cluster);
  TestClient client = cluster.connect();
  TestClient other = cluster.connect();
  const std::string sum = "SELECT SUM(balance), MIN(balance) FROM account";
  client.query("BEGIN");
  client.query("UPDATE account SET balance = balance - 10 WHERE id = 1");
  client.query("UPDATE account SET balance = balance + 10 WHERE id = 2");
  CHECK(to_text(other.query(sum)) == "60000|1000\n");
  client.query("COMMIT");
  CHECK(to_text(other.query(sum)) == "60000|990\n");

  client.query("BEGIN");
  client.query("UPDATE account SET balance = 0");
  client.query("SAVEPOINT s");
  client.query("DELETE FROM account");
  client.query("ROLLBACK TO s");
  CHECK(to_text(client.query(sum)) == "0|0\n");
  client.query("ROLLBACK");
  CHECK(to_text(other.query(sum)) == "60000|990\n");

  client.query("SET autocommit = 0");
  client.query("UPDATE account SET balance = balance + 1");
  CHECK(to_text(other.query(sum)) == "60000|990\n");
  client.query("COMMIT");
  CHECK(to_text(other.query(sum)) == "60060|991\n");
  client.query("UPDATE account SET balance = 5 WHERE id = 1");
  client.query("SET autocommit = 1");
  CHECK(to_text(other.query("SELECT balance FROM account WHERE id = 1")) == "5\n");

  client.query("UPDATE account SET balance = 1000");  // autocommit, over both shards
  CHECK(to_text(other.query(sum)) == "60000|1000\n");
  CHECK(client.error_of("INSERT INTO journal VALUES (1, 1), (2, 1), (1, 2)").number == 1062);
  CHECK(to_text(other.query("SELECT COUNT(*) FROM journal")) == "0\n");
  CHECK(prepared_branches(cluster) == 0);
}

TEST_CASE("XA: characteristics, read-only transactions and snapshots") {
  ShardCluster cluster = xa_cluster();
  Bank bank(cluster);
  TestClient client = cluster.connect();
  client.query("START TRANSACTION READ ONLY");
  CHECK(to_text(client.query("SELECT COUNT(*) FROM account")) == "60\n");
  CHECK(client.error_of("UPDATE account SET balance = 1 WHERE id = 1").number == 1792);
  client.query("COMMIT");
  client.query("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
  client.query("BEGIN");
  TestClient other = cluster.connect();
  CHECK(to_text(client.query("SELECT balance FROM account WHERE id = 1")) == "1000\n");
  other.query("UPDATE account SET balance = 7 WHERE id = 1");
  CHECK(to_text(client.query("SELECT balance FROM account WHERE id = 1")) == "7\n");
  client.query("COMMIT");

  client.query("START TRANSACTION WITH CONSISTENT SNAPSHOT");
  other.query("UPDATE account SET balance = 8 WHERE id = 1");
  CHECK(to_text(client.query("SELECT balance FROM account WHERE id = 1")) == "7\n");
  client.query("UPDATE account SET balance = 9 WHERE id = 2");
  client.query("COMMIT");  // one shard
  client.query("START TRANSACTION WITH CONSISTENT SNAPSHOT");
  client.query("UPDATE account SET balance = 10 WHERE id IN (1, 2)");
  CHECK(client.error_of("COMMIT").number == 1402);
  CHECK(to_text(other.query("SELECT balance FROM account WHERE id IN (1, 2) ORDER BY id")) ==
        "8\n9\n");
}

TEST_CASE("XA: a deadlock ends the transaction on every shard") {
  ShardCluster cluster = xa_cluster();
  Bank bank(cluster);
  TestClient first = cluster.connect();
  TestClient second = cluster.connect();
  first.query("BEGIN");
  second.query("BEGIN");
  first.query("UPDATE account SET balance = 1 WHERE id = 3");
  first.query("UPDATE account SET balance = 1 WHERE id = 2");
  second.query("UPDATE account SET balance = 2 WHERE id = 1");
  second.query("UPDATE account SET balance = 2 WHERE id = 4");
  // Whichever comes first, the other one closes the circle.
  Outcome waiting;
  std::thread waiter(
      [&] { waiting = run(first, "UPDATE account SET balance = 1 WHERE id = 4", false); });
  const Outcome other = run(second, "UPDATE account SET balance = 2 WHERE id = 2", false);
  waiter.join();
  REQUIRE((waiting.number == 1213) != (other.number == 1213));
  TestClient& victim = waiting.number == 1213 ? first : second;
  TestClient& winner = waiting.number == 1213 ? second : first;
  winner.query("COMMIT");
  victim.query("COMMIT");  // of nothing
  const std::string expected = waiting.number == 1213 ? "2\n2\n1000\n2\n" : "1000\n1\n1\n1\n";
  CHECK(to_text(victim.query("SELECT balance FROM account WHERE id < 5 AND id > 0 ORDER BY id")) ==
        expected);
  CHECK(prepared_branches(cluster) == 0);
}

TEST_CASE("XA: a bank loses nothing while gateway and servers crash") {
  ShardCluster cluster = xa_cluster();
  Bank bank(cluster);
  TpcRandom random(7);
  bank.start(4);
  for (int cycle = 0; cycle < crash_cycles(); ++cycle) {
    CAPTURE(cycle);
    shorten_lock_waits(cluster);
    const std::size_t before = bank.acknowledged();
    const std::size_t more = 5 + random.below(60);
    REQUIRE(eventually([&] { return bank.acknowledged() > before + more; }, seconds(60)));
    crash(cluster, random);
  }
  bank.stop();
  CHECK(eventually([&] { return prepared_branches(cluster) == 0; }, seconds(30)));
  MESSAGE(bank.acknowledged() << " transfers were acknowledged, recovery ended "
                              << ended_by_recovery(cluster) << " branches");
  bank.check();
}

}  // namespace sluice::test
