// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/bank.h"

#include <optional>
#include <set>

#include <doctest/doctest.h>

#include "tests/support/tpc/tpc_random.h"

namespace sluice::test {
namespace {

constexpr int kAccounts = 60;
constexpr int kBalance = 1000;

}  // namespace

const char* const kBankRules = R"(rules:
- !SHARDING
  tables:
    account: {actualDataNodes: "ds_${0..{last}}.account"}
    journal: {actualDataNodes: "ds_${0..{last}}.journal"}
  defaultDatabaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_id}}
  shardingAlgorithms:
    by_id: {type: INLINE, props: {algorithm-expression: "ds_${id % {shards}}"}}
)";

Bank::Bank(ShardCluster& cluster) : cluster_(cluster) {
  TestClient client = cluster_.connect();
  client.query("CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)");
  client.query("CREATE TABLE journal (id BIGINT PRIMARY KEY, amount INT NOT NULL)");
  std::string insert = "INSERT INTO account VALUES (0, " + std::to_string(kBalance) + ")";
  for (int id = 1; id < kAccounts; ++id) {
    insert += ", (" + std::to_string(id) + ", " + std::to_string(kBalance) + ")";
  }
  client.query(insert);
}

void Bank::start(int clients) {
  stopping_ = false;
  for (int i = 0; i < clients; ++i) {
    clients_.emplace_back([this, number = next_client_++] { work(number); });
  }
}

void Bank::stop() {
  stopping_ = true;
  for (std::thread& client : clients_) client.join();
  clients_.clear();
}

// A client that loses its connection, or is told of an error, goes on with the next transfer: what
// came of the last one it does not know, and nobody has promised it anything.
void Bank::work(std::uint32_t number) {
  TpcRandom random(number);
  std::optional<TestClient> client;
  for (std::uint64_t transfer_number = 1; !stopping_; ++transfer_number) {
    const std::uint64_t id = transfer_number * 1000 + number;
    const int from = random.between(0, kAccounts - 1);
    const int to = random.between(0, kAccounts - 1);
    const int amount = random.between(1, 50);
    try {
      if (!client) client.emplace(cluster_.connect());
      if (!transfer(*client, id, from, to, amount)) continue;
      const std::lock_guard lock(mutex_);
      transfers_.push_back(id);
      ++acknowledged_;
    } catch (const QueryError&) {
      client.reset();
    }
  }
}

bool Bank::transfer(TestClient& client, std::uint64_t id, int from, int to, int amount) {
  const std::string money = std::to_string(amount);
  client.query("BEGIN");
  client.query("UPDATE account SET balance = balance - " + money +
               " WHERE id = " + std::to_string(from));
  client.query("UPDATE account SET balance = balance + " + money +
               " WHERE id = " + std::to_string(to));
  client.query("INSERT INTO journal VALUES (" + std::to_string(id) + ", " + money + ")");
  if (id % 10 == 0) {
    client.query("ROLLBACK");
    return false;
  }
  client.query("COMMIT");
  return true;
}

void Bank::check() {
  TestClient client = cluster_.connect();
  CHECK(to_text(client.query("SELECT COUNT(*), SUM(balance) FROM account")) ==
        std::to_string(kAccounts) + "|" + std::to_string(kAccounts * kBalance) + "\n");
  std::set<std::string> journal;
  for (const Row& row : client.query("SELECT id FROM journal").rows) journal.insert(*row.at(0));
  const std::lock_guard lock(mutex_);
  std::size_t missing = 0;
  for (const std::uint64_t id : transfers_) missing += journal.contains(std::to_string(id)) ? 0 : 1;
  CHECK(missing == 0);
}

}  // namespace sluice::test
