// SPDX-License-Identifier: Apache-2.0
// GTIDs in the OKs of servers: a client that tracks its session's state is told those of what one
// shard has committed, and of what several have none.
#include <doctest/doctest.h>

#include "common/wire/session_state.h"
#include "tests/component/fake_cluster.h"

namespace sluice::test {
namespace {

constexpr wire::Capabilities kTracking = wire::capability::kSessionTrack;

Step ok_with_gtid(std::string gtid) {
  return [gtid = std::move(gtid)](ScriptedConnection& connection) {
    Buffer state;
    wire::append_state_change(wire::StateChange::schema, "ds_0", state);
    if (!gtid.empty()) wire::append_state_change(wire::StateChange::gtids, gtid, state);
    wire::OkPacket ok;
    ok.affected_rows = 1;
    ok.status = wire::status::kAutocommit | wire::status::kSessionStateChanged;
    ok.session_state = state;
    Buffer payload;
    wire::encode(ok, connection.capabilities, false, payload);
    connection.send(payload);
  };
}

// The GTIDs that the reply tells of; "-" without any.
std::string gtids(const RawReply& reply) {
  if (reply.is_error()) return std::string(reply.error().message);
  const auto changes = wire::decode_session_state(reply.ok().session_state);
  if (!changes) return "malformed";
  std::string text;
  for (const wire::DecodedChange& change : *changes) {
    if (change.kind == static_cast<std::uint8_t>(wire::StateChange::gtids)) text += change.value;
    CHECK(change.value != "ds_0");
  }
  return text.empty() ? "-" : text;
}

}  // namespace

TEST_CASE("GTIDs of one shard are told, of several none") {
  FakeCluster cluster;
  GreetingOptions greeting;
  greeting.capabilities |= kTracking;
  for (const std::size_t shard : {0, 1}) {
    cluster.shard(shard).script({login(greeting)});
    const std::string name = "server-" + std::to_string(shard);
    cluster.shard(shard).on("update.*", ok_with_gtid(name + ":1"));
    cluster.shard(shard).on("commit", ok_with_gtid(name + ":2"));
    cluster.shard(shard).on("start transaction.*", ok_with_gtid(""));
  }
  LoginOptions options = FakeCluster::login_options();
  options.capabilities |= kTracking;
  RawClient client = cluster.connect(options);
  CHECK(gtids(client.query("UPDATE t_user SET name = 'x' WHERE user_id = 2")) == "server-0:1");
  CHECK(gtids(client.query("UPDATE t_user SET name = 'x'")) == "-");
  CHECK(gtids(client.query("BEGIN")) == "-");
  client.query("UPDATE t_user SET name = 'x' WHERE user_id = 3");
  CHECK(gtids(client.query("COMMIT")) == "server-1:2");
  CHECK(gtids(client.query("BEGIN")) == "-");
  client.query("UPDATE t_user SET name = 'x' WHERE user_id = 3");
  client.query("UPDATE t_user SET name = 'x' WHERE user_id = 2");
  CHECK(gtids(client.query("COMMIT")) == "-");

  RawClient other = cluster.connect();
  const RawReply reply = other.query("UPDATE t_user SET name = 'x' WHERE user_id = 2");
  REQUIRE_FALSE(reply.is_error());
  CHECK((reply.ok().status & wire::status::kSessionStateChanged) == 0);
  CHECK(cluster.failures().empty());
}

}  // namespace sluice::test
