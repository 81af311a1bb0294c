// SPDX-License-Identifier: Apache-2.0
#include "tests/component/fake_cluster.h"

#include <stdexcept>
#include <thread>

#include "tests/component/schema_answers.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

std::string global_yaml(const FakeClusterOptions& options) {
  return "authority:\n  users:\n    - {user: " + std::string(kUser) + "@%, password: " + kPassword +
         "}\n" + options.authority_block + "props:\n  proxy-default-port: {port}\n" +
         options.props +
         "sluice:\n  bind-address: 127.0.0.1\n"
         "  rsa-key-file: " +
         (std::filesystem::current_path() / "tests/unit/wire/rsa_test_key.pem").string() +
         "\n  workers: " + std::to_string(options.workers) + "\n" + options.sluice_block;
}

std::string source(std::size_t index, std::uint16_t port, const std::string& parameters) {
  const std::string name = "ds_" + std::to_string(index);
  return "  " + name + ": {url: \"jdbc:mysql://127.0.0.1:" + std::to_string(port) + "/" + name +
         "?" + parameters + "\", username: " + kPoolUser + ", password: " + kPoolPassword + "}\n";
}

std::string database_yaml(const std::array<std::uint16_t, 2>& ports,
                          const std::string& parameters) {
  return "databaseName: shop\ndataSources:\n" + source(0, ports[0], parameters) +
         source(1, ports[1], parameters) + R"(rules:
- !SHARDING
  tables:
    t_user:
      actualDataNodes: ds_${0..1}.t_user
      databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
  shardingAlgorithms:
    by_user: {type: INLINE, props: {algorithm-expression: "ds_${user_id % 2}"}}
- !SINGLE
  tables: ["*.*"]
  defaultDataSource: ds_0
)";
}

}  // namespace

FakeCluster::FakeCluster(const FakeClusterOptions& options) {
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    start_shard(i);
    shards_[i]->script({login(options.greeting)});
  }
  gateway_.emplace(std::map<std::string, std::string>{
      {"global.yaml", global_yaml(options)},
      {"database-shop.yaml", database_yaml(ports_, options.url_parameters)}});
  wait_for_schema();
}

// Loading is usually over when the gateway lets clients in, but it does not promise that.
void FakeCluster::wait_for_schema() {
  const auto limit = std::chrono::steady_clock::now() + 30s;
  RawClient client = connect();
  for (;;) {
    const RawReply reply = client.query("PREVIEW SELECT name FROM t_user ORDER BY user_id");
    if (!reply.is_error()) return;
    if (std::chrono::steady_clock::now() > limit) {
      throw std::runtime_error("no schema: " + std::string(reply.error().message));
    }
    std::this_thread::sleep_for(10ms);  // between two looks at the condition
  }
}

LoginOptions FakeCluster::login_options() {
  LoginOptions options;
  options.user = kUser;
  options.password = kPassword;
  options.database = "shop";
  return options;
}

RawClient FakeCluster::connect(const LoginOptions& options) {
  RawClient client(port());
  const RawReply reply = client.login(options);
  if (reply.is_error()) {
    throw std::runtime_error("login: " + std::string(reply.error().message));
  }
  return client;
}

void FakeCluster::stop_shard(std::size_t index) {
  shards_[index].reset();
}

void FakeCluster::start_shard(std::size_t index) {
  shards_[index] = std::make_unique<ScriptedServer>(ports_[index]);
  ports_[index] = shards_[index]->port();
  answer_schema_queries(*shards_[index], index == 0);
}

std::string FakeCluster::failures() const {
  std::string all;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (!shards_[i]) continue;
    for (const std::string& text : shards_[i]->failures()) {
      all += "ds_" + std::to_string(i) + ": " + text + "\n";
    }
  }
  return all;
}

}  // namespace sluice::test
