// SPDX-License-Identifier: Apache-2.0
// Statements that may leave something on their server connection do not cost the transaction that
// the connection belongs to.
#include <doctest/doctest.h>

#include "tests/integration/wire_table.h"

namespace sluice::test {

TEST_CASE("a transaction survives statements that leave session state behind") {
  const WireTable table(8);
  for (const std::string sql : {"SELECT note FROM t_wire WHERE id = 1 AND @v IS NULL",
                                "SELECT no_such_function(id) FROM t_wire WHERE id = 1"}) {
    CAPTURE(sql);
    RawClient client = raw_gateway();
    client.query("UPDATE t_wire SET note = 'before'");
    client.query("BEGIN");
    CHECK_FALSE(client.query("UPDATE t_wire SET note = 'inside' WHERE id IN (0, 1)").is_error());
    client.query(sql);
    CHECK(single_value(client.query("SELECT note FROM t_wire WHERE id = 1")) == "inside");
    CHECK_FALSE(client.query("COMMIT").is_error());
    CHECK(single_value(client.query("SELECT COUNT(*) FROM t_wire WHERE note = 'inside'")) == "2");
  }
}

}  // namespace sluice::test
