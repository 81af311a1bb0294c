// SPDX-License-Identifier: Apache-2.0
// What clients tell of themselves when they connect, in performance_schema: the gateway's sessions.
#include <doctest/doctest.h>

#include "tests/integration/raw_session.h"
#include "tests/integration/shard_cluster.h"

namespace sluice::test {

TEST_CASE("connection attributes of the gateway's sessions") {
  TestClient client = shared_cluster().connect();
  const std::string own = client.query("SELECT CONNECTION_ID()").rows.at(0).at(0).value_or("");
  RawClient other = raw_gateway();
  for (const std::string table : {"session_connect_attrs", "session_account_connect_attrs"}) {
    CAPTURE(table);
    const std::string count = "SELECT COUNT(*) FROM performance_schema." + table +
                              " WHERE processlist_id = " + own +
                              " AND attr_name = '_client_name' AND attr_value <> ''";
    CHECK(single_value(other.query(count)) == "1");
    const RawReply rows = other.query("SELECT a.* FROM performance_schema." + table +
                                      " AS a WHERE a.PROCESSLIST_ID = " + own +
                                      " ORDER BY a.ORDINAL_POSITION LIMIT 1");
    REQUIRE(rows.rows.size() == 1);
    const auto cells = text_cells(rows.rows.front(), rows.columns);
    REQUIRE(cells.size() == 4);
    CHECK(cells[0] == own);
    CHECK(cells[3] == "0");
  }
  CHECK(single_value(other.query("SELECT COUNT(*) FROM performance_schema.session_connect_attrs "
                                 "WHERE processlist_id = CONNECTION_ID()")) == "0");
}

}  // namespace sluice::test
