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

TEST_CASE("what reads no table of the user's leaves no snapshot to a later transaction") {
  const WireTable table(8);
  RawClient other = raw_gateway();
  for (const std::string sql :
       {"SELECT COUNT(*) FROM information_schema.TABLES", "SHOW COLLATION LIKE 'utf8%'",
        "SHOW TABLES", "SHOW COLUMNS FROM t_wire", "SHOW CREATE TABLE t_wire"}) {
    for (const std::string count :
         {"SELECT COUNT(*) FROM t_wire", "SELECT COUNT(*) FROM (SELECT * FROM t_wire) AS d"}) {
      CAPTURE(sql);
      CAPTURE(count);
      RawClient client = raw_gateway();
      client.query("SET autocommit = 0");
      CHECK_FALSE(client.query(sql).is_error());
      client.query(count);
      CHECK_FALSE(client.query(sql).is_error());
      client.query("ROLLBACK");
      for (const std::string change : {"DELETE FROM t_wire",
                                       "INSERT INTO t_wire (id) VALUES (0), "
                                       "(1), (2), (3), (4), (5), (6), (7)"}) {
        CHECK_FALSE(other.query(change).is_error());
        CHECK(single_value(client.query(count)) == single_value(other.query(count)));
        client.query("COMMIT");
      }
    }
  }
}

}  // namespace sluice::test
