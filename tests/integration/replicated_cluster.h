// SPDX-License-Identifier: Apache-2.0
// Two shards with real replication, for read/write splitting: p0 with the replicas r0a and r0b, p1
// with r1a. All are of the tested engine; their database is `shop`. Each server has its own row in
// `place`, whose name tells where a statement was answered: what is written to a replica itself its
// primary does not know.
//   place (k, name)          single, on the group ds_0; v_place is a view of it
//   t_order (id, place)      sharded over ds_0 and ds_1 by id % 2, every row's `place` is its
//   server t_common (id, place)     broadcast account (id, balance)    sharded as t_order, equal on
//   all servers of a shard
// Ownership: owns the servers. Errors: std::runtime_error. Thread rule: one thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/gateway_process.h"
#include "tests/support/test_client.h"
#include "tests/support/tested_engine.h"

namespace sluice::test {

struct SplittingOptions {
  std::string group_keys = {};  // of each group, as flow mapping entries: ", loadBalancerName: l"
  std::string balancer = "{type: ROUND_ROBIN}";  // loadBalancers.l
  std::string sluice_block = {};                 // lines of the `sluice:` block, indented by two
  std::string top_level = {};                    // further lines of global.yaml
  std::string props = {};                        // further props, indented by two
};

class ReplicatedCluster {
 public:
  ReplicatedCluster();

  // p0, r0a, r0b, p1, r1a
  DatabaseServer& server(const std::string& name) { return *servers_.at(name); }
  // A client of that server itself.
  TestClient connect(const std::string& server, const std::string& database = "shop");
  // A gateway in front of them.
  std::unique_ptr<GatewayProcess> gateway(const SplittingOptions& options = {});
  // Returns when the replicas of all shards have what was committed until now.
  void catch_up();
  // Stops and starts what applies a replica's changes.
  void stop_applying(const std::string& replica);
  void start_applying(const std::string& replica);

 private:
  void follow(const std::string& replica, const std::string& primary);
  void catch_up(const std::string& replica, const std::string& primary);
  void make_tables();

  std::map<std::string, std::unique_ptr<DatabaseServer>> servers_;
};

// Started once per run; whoever stops a server of it starts it again.
ReplicatedCluster& replicated_cluster();

TestClient connect(GatewayProcess& gateway);

// The first cell of each row.
std::vector<std::string> first_cells(const QueryResult& result);

}  // namespace sluice::test
