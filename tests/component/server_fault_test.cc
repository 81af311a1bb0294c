// SPDX-License-Identifier: Apache-2.0
// Every step of a server's answer fails in turn, for a statement that one shard answers alone: the
// client gets one precise error, or is closed if half a packet has reached it; the session goes on;
// a broken connection is not used again.
#include <doctest/doctest.h>

#include "tests/component/faults.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

const std::vector<Cells> kRows = {{"2", "b"}, {"4", "dddddddddddddddd"}};
constexpr const char* kSql = "SELECT user_id, name FROM t_user WHERE user_id = 2";

struct Expected {
  int number = 0;  // 0: the connection is closed
  const char* state = "HY000";
  bool connection_lives = false;
};

Expected expected(Place place, Fault fault) {
  const bool connecting = place <= Place::authentication;
  switch (fault) {
    case Fault::closes:
    case Fault::resets:
      if (connecting) return {.number = 2012};
      return {.number = place == Place::second_row ? 0 : 2013};
    case Fault::garbage:
      return {.number = 2027};
    case Fault::error:
      if (connecting) return {.number = 2012};
      // A session whose state could not be set is no session of ours.
      return {kScriptedErrno, kScriptedState, place != Place::state};
    case Fault::stalls:
      if (connecting) return {.number = 2003};
      return {.number = place == Place::second_row ? 0 : 2013};
  }
  return {};
}

void check_case(FakeCluster& cluster, Place place, Fault fault) {
  CAPTURE(to_text(place));
  CAPTURE(to_text(fault));
  ScriptedServer& server = cluster.shard(0);
  server.on("select user_id.*", text_result(kIdAndName, kRows));
  RawClient client = cluster.connect();
  const std::size_t before = server.connections();
  server.script(failing(place, fault, kRows));

  const Expected wanted = expected(place, fault);
  if (wanted.number == 0) {
    CHECK_THROWS_AS(client.query(kSql), SocketError);
    client = cluster.connect();
  } else {
    const RawReply reply = client.query(kSql);
    REQUIRE(reply.is_error());
    // A reset may be seen while still connecting, or behind that.
    if (place != Place::greeting || fault != Fault::resets || reply.error().number != 2003) {
      CHECK(reply.error().number == wanted.number);
    }
    CHECK(reply.error().sqlstate == wanted.state);
    if (fault != Fault::error || place <= Place::authentication) {
      check_discreet(reply.error(), "ds_0");
    } else {
      CHECK(reply.error().message == kScriptedText);
    }
  }
  const RawReply again = client.query(kSql);
  CHECK_FALSE(again.is_error());
  CHECK(again.rows.size() == 2);
  CHECK(server.connections() == before + (wanted.connection_lives ? 1 : 2));
}

}  // namespace

TEST_CASE("a server that fails at any step of a relayed answer") {
  for (const Place place : kPlaces) {
    for (const Fault fault : {Fault::closes, Fault::resets, Fault::garbage, Fault::error}) {
      // Inside a row everything is a row's bytes.
      if (place == Place::second_row && fault >= Fault::garbage) continue;
      FakeCluster cluster;
      check_case(cluster, place, fault);
      CHECK(cluster.failures() == "");
    }
  }
}

TEST_CASE("a server that stalls at any step of a relayed answer") {
  for (const Place place : kPlaces) {
    FakeCluster cluster({.url_parameters = "connectTimeout=700&socketTimeout=700"});
    check_case(cluster, place, Fault::stalls);
    CHECK(cluster.failures() == "");
  }
}

}  // namespace sluice::test
