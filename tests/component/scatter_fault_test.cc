// SPDX-License-Identifier: Apache-2.0
// Every step of one server's answer fails in turn while another server does well: the merged answer
// ends in one precise error that names the failing data source, and the session goes on.
#include <doctest/doctest.h>

#include "tests/component/faults.h"

namespace sluice::test {
namespace {

const std::vector<Cells> kEven = {{"2", "b"}, {"4", "dddddddddddddddd"}};
const std::vector<Cells> kOdd = {{"1", "a"}, {"3", "c"}, {"5", "e"}};
constexpr const char* kSql = "SELECT user_id, name FROM t_user ORDER BY user_id";

int expected_number(Place place, Fault fault) {
  const bool connecting = place <= Place::authentication;
  switch (fault) {
    case Fault::closes:
    case Fault::resets:
      return connecting ? 2012 : 2013;
    case Fault::garbage:
      return 2027;
    case Fault::error:
      return connecting ? 2012 : kScriptedErrno;
    case Fault::stalls:
      return connecting ? 2003 : 2013;
  }
  return 0;
}

void check_case(FakeCluster& cluster, Place place, Fault fault) {
  CAPTURE(to_text(place));
  CAPTURE(to_text(fault));
  cluster.shard(0).on("select user_id.*", text_result(kIdAndName, kEven));
  cluster.shard(1).on("select user_id.*", text_result(kIdAndName, kOdd));
  RawClient client = cluster.connect();
  const std::size_t before[] = {cluster.shard(0).connections(), cluster.shard(1).connections()};
  cluster.shard(0).script(failing(place, fault, kEven));

  const RawReply reply = client.query(kSql);
  REQUIRE(reply.is_error());
  // A reset may be seen while still connecting, or behind that.
  if (place != Place::greeting || fault != Fault::resets || reply.error().number != 2003) {
    CHECK(reply.error().number == expected_number(place, fault));
  }
  if (reply.error().number != kScriptedErrno) check_discreet(reply.error(), "ds_0");

  const RawReply again = client.query(kSql);
  CHECK_FALSE(again.is_error());
  CHECK(again.rows.size() == kEven.size() + kOdd.size());
  const bool reused = fault == Fault::error && place >= Place::statement;
  CHECK(cluster.shard(0).connections() == before[0] + (reused ? 1 : 2));
  // The healthy server may be in the middle of an answer, which is then not waited for.
  CHECK(cluster.shard(1).connections() <= before[1] + 2);
}

}  // namespace

TEST_CASE("a server that fails at any step of a merged answer") {
  for (const Place place : kPlaces) {
    for (const Fault fault : {Fault::closes, Fault::resets, Fault::garbage, Fault::error}) {
      if (place == Place::second_row && fault >= Fault::garbage) continue;
      FakeCluster cluster;
      check_case(cluster, place, fault);
      CHECK(cluster.shard(0).failures().empty());
    }
  }
}

TEST_CASE("a server that stalls at any step of a merged answer") {
  for (const Place place : kPlaces) {
    FakeCluster cluster({.url_parameters = "connectTimeout=700&socketTimeout=700"});
    check_case(cluster, place, Fault::stalls);
    CHECK(cluster.shard(0).failures().empty());
  }
}

}  // namespace sluice::test
