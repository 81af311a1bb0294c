// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/shard_cluster.h"

#include <chrono>
#include <stdexcept>

#include "tests/integration/shop_rules.h"
#include "tests/support/raw_client.h"

namespace sluice::test {
namespace {

std::string global_yaml(const ClusterOptions& options) {
  std::string yaml = R"(authority:
  users:
    - {user: root@%, password: root, admin: true}
    - {user: reader@%, password: secret}
  privilege: {type: ALL_PERMITTED}
props:
  proxy-default-port: {port}
sluice:
  bind-address: 127.0.0.1
  workers: 2
)";
  return yaml + options.sluice_block;
}

std::string source(const std::string& name, std::uint16_t port, const ClusterOptions& options) {
  return "  " + name + ": {url: \"jdbc:mysql://127.0.0.1:" + std::to_string(port) + "/" + name +
         "?" + options.url_parameters + "\", username: root, password: ''" +
         options.source_options + "}\n";
}

std::string database_yaml(const std::vector<std::unique_ptr<DatabaseServer>>& shards,
                          const ClusterOptions& options) {
  std::string yaml = "databaseName: shop\ndataSources:\n";
  for (std::size_t i = 0; i < shards.size(); ++i) {
    yaml += source("ds_" + std::to_string(i), shards[i]->port(), options);
  }
  return yaml + (options.rules.empty() ? shop_rules(shards.size()) : options.rules);
}

// The gateway serves before it has seen the schema (a busy machine may delay that); from then on it
// greets with its servers' version.
void wait_for_schema(GatewayProcess& gateway, const std::string& version) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (RawClient(gateway.port()).greeting().server_version.find(version) ==
         std::string_view::npos) {
    if (std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("the gateway did not load the schema");
    }
    gateway.process().wait_for(std::chrono::milliseconds(20));  // a pause, shorter if it dies
  }
}

}  // namespace

ShardCluster::ShardCluster(ClusterOptions options) {
  for (std::size_t i = 0; i < options.shards; ++i) {
    shards_.push_back(start_server());
    TestClient(shards_[i]->port()).query("CREATE DATABASE ds_" + std::to_string(i));
  }
  alone_ = start_server();
  TestClient(alone_->port()).query("CREATE DATABASE shop");
  gateway_ = std::make_unique<GatewayProcess>(
      std::map<std::string, std::string>{{"global.yaml", global_yaml(options)},
                                         {"database-shop.yaml", database_yaml(shards_, options)}});
  wait_for_schema(*gateway_,
                  *TestClient(alone_->port()).query("SELECT VERSION()").rows.at(0).at(0));
}

TestClient ShardCluster::connect(ClientOptions options) {
  return TestClient(gateway_->port(), options);
}

TestClient ShardCluster::connect_alone(ClientOptions options) {
  return TestClient(alone_->port(), options);
}

TestClient ShardCluster::connect_shard(std::size_t index) {
  return TestClient(shards_[index]->port(),
                    {.user = "root", .password = {}, .database = "ds_" + std::to_string(index)});
}

ShardCluster& shared_cluster() {
  static ShardCluster cluster;
  return cluster;
}

}  // namespace sluice::test
