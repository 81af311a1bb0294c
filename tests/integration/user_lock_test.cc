// SPDX-License-Identifier: Apache-2.0
// GET_LOCK between sessions of the gateway: they exclude each other as on one server, and a lock is
// free when its session ends, is reset or releases it.
#include <doctest/doctest.h>

#include "tests/integration/raw_session.h"

namespace sluice::test {
namespace {

std::string value(RawClient& client, const std::string& sql) {
  return single_value(client.query(sql));
}

bool becomes_free(RawClient& client, const std::string& name) {
  return eventually([&] { return value(client, "SELECT IS_FREE_LOCK('" + name + "')") == "1"; });
}

}  // namespace

TEST_CASE("sessions exclude each other by named locks") {
  RawClient first = raw_gateway();
  RawClient second = raw_gateway();
  CHECK(value(first, "SELECT GET_LOCK('one', 0)") == "1");
  CHECK(value(second, "SELECT GET_LOCK('one', 0)") == "0");
  CHECK(value(second, "SELECT RELEASE_LOCK('one')") == "0");
  CHECK(value(second, "SELECT GET_LOCK('two', 0)") == "1");
  CHECK(value(first, "SELECT RELEASE_LOCK('one')") == "1");
  CHECK(value(second, "SELECT GET_LOCK('one', 0)") == "1");
  CHECK(value(second, "SELECT RELEASE_ALL_LOCKS()") == "2");
  CHECK(value(first, "SELECT IS_FREE_LOCK('one')") == "1");
}

TEST_CASE("locks end with their session") {
  RawClient watcher = raw_gateway();
  {
    RawClient holder = raw_gateway();
    CHECK(value(holder, "SELECT GET_LOCK('kept', 0)") == "1");
    CHECK(value(watcher, "SELECT IS_FREE_LOCK('kept')") == "0");
    holder.send_command(wire::Command::reset_connection);
    CHECK_FALSE(holder.read_reply().is_error());
    CHECK(becomes_free(watcher, "kept"));
    CHECK(value(holder, "SELECT GET_LOCK('kept', 0)") == "1");
    CHECK(value(watcher, "SELECT IS_FREE_LOCK('kept')") == "0");
  }
  CHECK(becomes_free(watcher, "kept"));
}

TEST_CASE("whose a lock is") {
  RawClient holder = raw_gateway();
  RawClient watcher = raw_gateway();
  CHECK(value(holder, "SELECT GET_LOCK('whose', 0)") == "1");
  const std::string id = value(holder, "SELECT CONNECTION_ID()");
  CHECK(value(holder, "SELECT IS_USED_LOCK('whose')") == id);
  CHECK(value(watcher, "SELECT IS_USED_LOCK('whose')") == id);
  CHECK(value(watcher, "SELECT IS_USED_LOCK('whose') = CONNECTION_ID()") == "0");
  CHECK(value(holder, "SELECT RELEASE_LOCK('whose')") == "1");
  CHECK(value(watcher, "SELECT IS_USED_LOCK('whose') IS NULL") == "1");
}

}  // namespace sluice::test
