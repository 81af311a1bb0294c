// SPDX-License-Identifier: Apache-2.0
// HANDLER: an open one keeps the session's connection until it is closed or the session is reset.
// What its statements answer is compared in cases/94_handler.test.
#include <doctest/doctest.h>

#include "tests/integration/raw_session.h"

namespace sluice::test {
namespace {

class SingleTable {
 public:
  SingleTable() {
    RawClient client = raw_gateway();
    client.query("CREATE TABLE t_handled (id INT PRIMARY KEY)");
    client.query("INSERT INTO t_handled VALUES (1), (2)");
  }
  ~SingleTable() { raw_gateway().query("DROP TABLE IF EXISTS t_handled"); }
  SingleTable(const SingleTable&) = delete;
  SingleTable& operator=(const SingleTable&) = delete;
};

std::string state_of(RawClient& watcher, const std::string& id) {
  return single_value(watcher.query(
      "SELECT IFNULL(STATE, '') FROM information_schema.PROCESSLIST WHERE ID = " + id));
}

int error_of(RawClient& client, const std::string& sql) {
  const RawReply reply = client.query(sql);
  return reply.is_error() ? reply.error().number : 0;
}

}  // namespace

TEST_CASE("an open handler pins the connection, and says so") {
  const SingleTable table;
  RawClient client = raw_gateway();
  RawClient watcher = raw_gateway();
  const std::string id = single_value(client.query("SELECT CONNECTION_ID()"));
  CHECK(error_of(client, "HANDLER t_handled OPEN AS first") == 0);
  CHECK(error_of(client, "HANDLER t_handled OPEN AS second") == 0);
  CHECK(state_of(watcher, id) == "Pinned: handler");
  CHECK(single_value(client.query("HANDLER first READ `PRIMARY` LAST")) == "2");
  CHECK(error_of(client, "LOCK TABLES t_handled READ") == 1235);
  CHECK(error_of(client, "HANDLER first CLOSE") == 0);
  CHECK(state_of(watcher, id) == "Pinned: handler");
  CHECK(error_of(client, "HANDLER second CLOSE") == 0);
  CHECK(state_of(watcher, id).empty());
  CHECK(error_of(watcher, "HANDLER second READ FIRST") == 1109);
}

TEST_CASE("handlers end with a reset of the session, and with the table") {
  const SingleTable table;
  RawClient client = raw_gateway();
  RawClient watcher = raw_gateway();
  const std::string id = single_value(client.query("SELECT CONNECTION_ID()"));
  CHECK(error_of(client, "HANDLER t_handled OPEN") == 0);
  client.send_command(wire::Command::reset_connection);
  CHECK_FALSE(client.read_reply().is_error());
  CHECK(state_of(watcher, id).empty());
  CHECK(error_of(client, "HANDLER t_handled READ FIRST") == 1109);
  CHECK(error_of(client, "HANDLER t_handled OPEN") == 0);
  CHECK(error_of(client, "DROP TABLE t_handled") == 0);
  CHECK(error_of(client, "HANDLER t_handled READ FIRST") == 1109);
  CHECK(state_of(watcher, id).empty());
}

}  // namespace sluice::test
