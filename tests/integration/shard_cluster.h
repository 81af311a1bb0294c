// SPDX-License-Identifier: Apache-2.0
// Shards behind a gateway, and a server alone that holds the same: what the gateway must be like.
// All are of the tested engine (tests/support/tested_engine.h). The database is `shop` on both
// sides, its tables and rules are in tests/integration/shop_rules.h unless a test has its own.
// Ownership: owns servers and gateway. Errors: std::runtime_error. Thread rule: one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/gateway_process.h"
#include "tests/support/test_client.h"
#include "tests/support/tested_engine.h"

namespace sluice::test {

struct ClusterOptions {
  std::size_t shards = 2;
  std::string rules = {};           // YAML from `rules:` on; empty: the shop's
  std::string sluice_block = {};    // lines of the `sluice:` block of global.yaml, indented by two
  std::string source_options = {};  // further keys of each data source, as flow mapping entries
  std::string url_parameters = "connectTimeout=1000";
};

class ShardCluster {
 public:
  explicit ShardCluster(ClusterOptions options = {});

  DatabaseServer& shard(std::size_t index) { return *shards_[index]; }
  DatabaseServer& alone() { return *alone_; }
  GatewayProcess& gateway() { return *gateway_; }

  TestClient connect(ClientOptions options = {
                         .user = "root", .password = "root", .database = "shop"});
  TestClient connect_alone(ClientOptions options = {
                               .user = "root", .password = {}, .database = "shop"});
  // A client of one shard's own schema.
  TestClient connect_shard(std::size_t index);

 private:
  std::vector<std::unique_ptr<DatabaseServer>> shards_;
  std::unique_ptr<DatabaseServer> alone_;
  std::unique_ptr<GatewayProcess> gateway_;
};

// The servers and the gateway that most tests share, started once per run.
ShardCluster& shared_cluster();

}  // namespace sluice::test
