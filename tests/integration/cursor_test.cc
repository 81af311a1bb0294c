// SPDX-License-Identifier: Apache-2.0
// Server-side cursors, packet by packet, on the gateway and on a server alone.
#include <doctest/doctest.h>

#include "tests/integration/raw_statement.h"
#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

using wire::status::kCursorExists;
using wire::status::kLastRowSent;

constexpr wire::StatusFlags kCursorFlags = kCursorExists | kLastRowSent;

// All rows by fetches of `step`, and the cursor flags of each answer.
struct Fetched {
  std::vector<Buffer> rows;
  std::vector<int> flags;
};

Fetched fetch_all(RawStatement& statement, std::uint32_t step) {
  Fetched all;
  for (;;) {
    const FetchReply reply = statement.fetch(step);
    REQUIRE_FALSE(reply.is_error());
    all.rows.insert(all.rows.end(), reply.rows.begin(), reply.rows.end());
    all.flags.push_back(reply.status & kCursorFlags);
    if ((reply.status & kCursorExists) == 0) return all;
  }
}

}  // namespace

TEST_CASE("a cursor's rows and flags are one server's, however they are fetched") {
  const WireTable table(50);
  for (const auto capabilities : {kUsualCapabilities, kDeprecatingCapabilities}) {
    for (const std::string sql :
         {"SELECT id, note FROM t_wire ORDER BY id", "SELECT id, note FROM t_wire WHERE id = 7",
          "SELECT id FROM t_wire WHERE id = 7 AND note IS NULL",
          "SELECT id FROM t_wire ORDER BY note DESC, id LIMIT 20",
          "SELECT id % 7, COUNT(*), MAX(note) FROM t_wire GROUP BY id % 7 ORDER BY 1",
          "SELECT COUNT(*) FROM t_wire", "SELECT 1, 'x'"}) {
      for (const std::uint32_t step : {1u, 5u, 10u, 50u, 1000u}) {
        CAPTURE(sql);
        CAPTURE(step);
        CAPTURE(capabilities);
        RawClient gateway = raw_gateway({.capabilities = capabilities});
        RawClient alone = raw_alone({.capabilities = capabilities});
        RawStatement ours(gateway, sql);
        RawStatement theirs(alone, sql);
        const ExecuteReply opened = ours.execute(wire::kReadOnlyCursor);
        const ExecuteReply expected = theirs.execute(wire::kReadOnlyCursor);
        REQUIRE(opened.columns == expected.columns);
        CHECK((opened.status & kCursorFlags) == (expected.status & kCursorFlags));
        const Fetched rows = fetch_all(ours, step);
        const Fetched wanted = fetch_all(theirs, step);
        CHECK(rows.flags == wanted.flags);
        CHECK(rows.rows == wanted.rows);
        CHECK(ours.fetch(1).error_number() == theirs.fetch(1).error_number());
      }
    }
  }
}

TEST_CASE("a cursor that was never opened, was closed, or belongs to nobody") {
  const WireTable table(10);
  for (const bool on_gateway : {true, false}) {
    CAPTURE(on_gateway);
    RawClient client = on_gateway ? raw_gateway() : raw_alone();
    RawStatement statement(client, "SELECT id FROM t_wire ORDER BY id");
    CHECK(statement.fetch(1).error_number() == 1421);
    statement.execute(0);
    CHECK(statement.fetch(1).error_number() == 1421);
    statement.execute(wire::kReadOnlyCursor);
    CHECK(statement.fetch(3).rows.size() == 3);
    CHECK_FALSE(statement.reset().is_error());
    CHECK(statement.fetch(1).error_number() == 1421);
    statement.execute(wire::kReadOnlyCursor);
    CHECK(statement.fetch(3).rows.size() == 3);
    statement.execute(wire::kReadOnlyCursor);  // again: from the first row
    CHECK(statement.fetch(0).rows.empty());
    CHECK(statement.fetch(100).rows.size() == 10);
    statement.close();
    CHECK(statement.fetch(1).error_number() == 1243);
    CHECK(client.query("SELECT 1").rows.size() == 1);
  }
}

TEST_CASE("statements without rows ignore the wish for a cursor") {
  const WireTable table(4);
  RawClient client = raw_gateway();
  RawStatement statement(client, "UPDATE t_wire SET note = 'x'");
  const ExecuteReply reply = statement.execute(wire::kReadOnlyCursor);
  CHECK(reply.columns == 0);
  CHECK(reply.affected_rows == 4);
  CHECK(statement.fetch(1).error_number() == 1421);
}

TEST_CASE("other statements run between fetches, in and outside a transaction") {
  const WireTable table(40);
  for (const bool in_transaction : {false, true}) {
    CAPTURE(in_transaction);
    RawClient client = raw_gateway();
    const std::string note = in_transaction ? "'inside'" : "'outside'";
    if (in_transaction) client.query("BEGIN");
    RawStatement first(client, "SELECT id FROM t_wire ORDER BY id");
    RawStatement second(client, "SELECT id FROM t_wire ORDER BY id");
    first.execute(wire::kReadOnlyCursor);
    second.execute(wire::kReadOnlyCursor);
    std::size_t rows = 0;
    for (int round = 0; round < 4; ++round) {
      rows += first.fetch(5).rows.size();
      rows += second.fetch(5).rows.size();
      CHECK_FALSE(client.query("UPDATE t_wire SET note = " + note + " WHERE id < 4").is_error());
      CHECK(single_value(client.query("SELECT COUNT(*) FROM t_wire WHERE note = " + note)) == "4");
    }
    CHECK(rows == 40);
    if (in_transaction) {
      CHECK_FALSE(client.query("ROLLBACK").is_error());
      CHECK(single_value(client.query("SELECT COUNT(*) FROM t_wire WHERE note = " + note)) == "0");
    }
    CHECK(first.fetch(100).rows.size() == 20);  // a cursor survives its transaction
    CHECK(second.fetch(100).rows.size() == 20);
  }
}

TEST_CASE("a cursor over many rows takes no memory") {
  const WireTable table(20'000);
  RawClient client = raw_gateway();
  RawStatement statement(client, "SELECT id, REPEAT(note, 100) FROM t_wire ORDER BY id");
  statement.execute(wire::kReadOnlyCursor);
  CHECK(statement.fetch(100).rows.size() == 100);
  const std::size_t before = shared_cluster().gateway().process().resident_bytes();
  std::size_t rows = 100;
  for (;;) {
    const FetchReply reply = statement.fetch(1000);
    REQUIRE_FALSE(reply.is_error());
    rows += reply.rows.size();
    if ((reply.status & kCursorExists) == 0) break;
  }
  CHECK(rows == 20'000);
  const std::size_t after = shared_cluster().gateway().process().resident_bytes();
  CHECK(after < before + (8u << 20));  // of about 22 MB that passed
}

TEST_CASE("leaving with open cursors leaves nothing behind") {
  const WireTable table(20);
  for (int i = 0; i < 30; ++i) {
    RawClient client = raw_gateway();
    if (i % 2 == 0) client.query("BEGIN");
    RawStatement statement(client, "SELECT id FROM t_wire ORDER BY id");
    statement.execute(wire::kReadOnlyCursor);
    CHECK(statement.fetch(3).rows.size() == 3);
    if (i % 3 == 0) client.send_command(wire::Command::reset_connection);
    if (i % 3 == 0) CHECK_FALSE(client.read_reply().is_error());
  }
  RawClient client = raw_gateway();
  CHECK(single_value(client.query("SELECT COUNT(*) FROM t_wire")) == "20");
}

}  // namespace sluice::test
