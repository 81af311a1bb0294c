// SPDX-License-Identifier: Apache-2.0
// Many sessions on several workers at once, with logins, merges, errors and disconnects between
// them: what ThreadSanitizer looks at, and no session sees another's answer.
#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include "tests/component/fake_cluster.h"
#include "tests/component/result_packets.h"

namespace sluice::test {
namespace {

constexpr int kThreads = 8;
constexpr int kLogins = 5;
constexpr int kStatements = 20;

// Answers with the last number of the statement as the only row's user_id.
Step echo(std::string name) {
  return [name](ScriptedConnection& connection) {
    const std::string text = connection.request;
    const std::string number = text.substr(text.find_last_of(' ') + 1);
    text_result(kIdAndName, {{number, name}})(connection);
  };
}

// One client's life; the number of wrong answers.
int live(FakeCluster& cluster, int thread) {
  int wrong = 0;
  RawClient client = cluster.connect();
  for (int i = 0; i < kStatements; ++i) {
    const std::string id = std::to_string(thread * 1000 + i);
    const RawReply one = client.query("SELECT user_id, name FROM t_user WHERE user_id = " + id);
    const Buffer expected = text_row_packet({id, i % 2 == 0 ? "even" : "odd"});
    wrong += one.rows != std::vector<Buffer>{expected};
    const RawReply both =
        client.query("SELECT user_id, name FROM t_user ORDER BY user_id LIMIT " + id);
    wrong += both.is_error() ? 1 : 0;
    wrong += client.query("SELECT 1 FROM t_nothing").error().number != 1146;
  }
  if (thread % 2 == 0) client.send_command(wire::Command::quit);
  return wrong;
}

}  // namespace

TEST_CASE("sessions on several workers do not see each other") {
  FakeCluster cluster({.workers = 4});
  cluster.shard(0).on("select user_id, .*", echo("even"));
  cluster.shard(1).on("select user_id, .*", echo("odd"));
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      try {
        for (int i = 0; i < kLogins; ++i) wrong += live(cluster, thread);
      } catch (const std::exception&) {
        ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(cluster.failures() == "");
}

TEST_CASE("the gateway ends while sessions are busy") {
  const auto gate = std::make_shared<Gate>();
  std::vector<std::thread> threads;
  {
    FakeCluster cluster({.workers = 2});
    cluster.shard(0).on("select user_id, .*", wait_for(gate));
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([client = std::make_shared<RawClient>(cluster.connect())] {
        try {
          while (true) client->query("SELECT user_id, name FROM t_user WHERE user_id = 2");
        } catch (const SocketError&) {  // the gateway has gone
        }
      });
    }
    CHECK(cluster.shard(0).wait_for_query("select user_id, .*", std::chrono::seconds(30)));
    cluster.gateway().stop(std::chrono::milliseconds(0));
    gate->open();
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace sluice::test
