// SPDX-License-Identifier: Apache-2.0
// Two shards behind a gateway, and a server alone that holds the same: what the gateway must be
// like. All are of the tested engine (tests/support/tested_engine.h). The database is `shop` on
// both sides. Tables (tests/integration/shard_cluster.cc has the rules):
//   t_user                   by user_id over the sources
//   t_order, t_order_item    by user_id over the sources and order_id over two tables, binding
//   t_log                    by id over the sources, one table each (HASH_MOD)
//   t_key                    t_key.code (a binary string) by HASH_MOD
//   t_wire                   by id over the sources and two tables each; the wire tests' own
//   t_country                broadcast
//   t_setting                single
// Ownership: owns servers and gateway. Errors: std::runtime_error. Thread rule: one thread.
#pragma once

#include <memory>
#include <string>

#include "tests/support/gateway_process.h"
#include "tests/support/test_client.h"
#include "tests/support/tested_engine.h"

namespace sluice::test {

struct ClusterOptions {
  std::string sluice_block;    // lines of the `sluice:` block of global.yaml, indented by two
  std::string source_options;  // further keys of each data source, as flow mapping entries
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
  std::unique_ptr<DatabaseServer> shards_[2];
  std::unique_ptr<DatabaseServer> alone_;
  std::unique_ptr<GatewayProcess> gateway_;
};

// The servers and the gateway that most tests share, started once per run.
ShardCluster& shared_cluster();

}  // namespace sluice::test
