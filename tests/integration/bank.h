// SPDX-License-Identifier: Apache-2.0
// A bank over shards: clients that move money between random accounts, one transaction each,
// whatever happens to the gateway and its servers meanwhile; and what must hold afterwards.
// Accounts and journal lie by their id over the sources. Thread rule: the object is one thread's;
// its clients have their own.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/shard_cluster.h"

namespace sluice::test {

// YAML from `rules:` on, for test::for_shards().
extern const char* const kBankRules;

class Bank {
 public:
  // Makes tables and accounts. `cluster` must outlive the bank.
  explicit Bank(ShardCluster& cluster);
  ~Bank() { stop(); }

  void start(int clients);
  void stop();
  // Transfers that a client was told are committed.
  std::size_t acknowledged() const { return acknowledged_.load(); }

  // No money appeared or went away, and every transfer that was acknowledged is in the journal.
  // Precondition: stopped, and the cluster works.
  void check();

 private:
  void work(std::uint32_t client);
  bool transfer(TestClient& client, std::uint64_t transfer, int from, int to, int amount);

  ShardCluster& cluster_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::size_t> acknowledged_ = 0;
  std::mutex mutex_;
  std::vector<std::uint64_t> transfers_;  // acknowledged; guarded by mutex_
  std::vector<std::thread> clients_;
  std::uint32_t next_client_ = 0;
};

}  // namespace sluice::test
