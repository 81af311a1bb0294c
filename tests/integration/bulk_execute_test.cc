// SPDX-License-Identifier: Apache-2.0
// COM_STMT_BULK_EXECUTE, which MariaDB has: on a server alone and through the gateway into sharded
// and single tables it must leave the same rows and give the same answers.
#include <bit>

#include <doctest/doctest.h>

#include "common/wire/stmt_bulk.h"
#include "tests/integration/raw_statement.h"
#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

using wire::ColumnType;
using wire::Indicator;

constexpr wire::Capabilities kBulk =
    (kUsualCapabilities & ~wire::capability::kLongPassword) | wire::capability::kMariadbBulk;

// A value as a client sends it.
struct Cell {
  Indicator indicator = Indicator::value;
  Buffer bytes;
};
using Rows = std::vector<std::vector<Cell>>;

template <class Number>
Cell number(Number value) {
  const auto bytes = std::bit_cast<std::array<std::byte, sizeof(Number)>>(value);
  return {Indicator::value, Buffer(bytes.begin(), bytes.end())};
}
Cell id(std::int64_t value) {
  return number(value);
}
Cell text(std::string_view value) {
  const Bytes bytes = as_bytes(value);
  return {Indicator::value, Buffer(bytes.begin(), bytes.end())};
}
Cell date(std::uint16_t year, std::uint8_t month, std::uint8_t day) {
  Buffer bytes;
  wire::Writer out(bytes);
  out.u16(year);
  out.u8(month);
  out.u8(day);
  return {Indicator::value, bytes};
}
const Cell kNull{Indicator::null, {}};
const Cell kDefault{Indicator::use_default, {}};
const Cell kIgnore{Indicator::ignore, {}};

constexpr wire::ParameterType kId{ColumnType::long_long, false};
constexpr wire::ParameterType kText{ColumnType::var_string, false};

std::string said(const RawReply& reply) {
  if (reply.is_error()) {
    std::string message(reply.error().message);
    message.resize(std::min(message.size(), message.find(" [SL-")));
    return "error " + std::to_string(reply.error().number) + " " + message;
  }
  const wire::OkPacket ok = reply.ok();
  return std::to_string(ok.affected_rows) + " rows, id " + std::to_string(ok.insert_id) + ", " +
         std::to_string(ok.warnings) + " warnings: " + std::string(ok.info);
}

RawReply bulk(RawClient& client, const RawStatement& statement,
              const std::vector<wire::ParameterType>& types, const Rows& rows) {
  std::vector<std::vector<wire::BulkParameter>> bound;
  for (const std::vector<Cell>& row : rows) {
    auto& made = bound.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      made.push_back({row[i].indicator, {types[i], false, row[i].bytes}});
    }
  }
  Buffer payload;
  wire::encode_stmt_bulk(statement.id(), types, bound, payload);
  client.send_command(wire::Command::stmt_bulk_execute, as_text(Bytes(payload).subspan(1)));
  return client.read_reply();
}

std::string all_rows(RawClient& client, const std::string& sql) {
  const RawReply reply = client.query(sql);
  std::string shown;
  for (const Buffer& row : reply.rows) {
    for (const auto& cell : text_cells(row, reply.columns)) shown += cell.value_or("NULL") + "|";
    shown += "\n";
  }
  return shown;
}

class BulkTable {
 public:
  explicit BulkTable(std::string name) : name_(std::move(name)) {
    for (RawClient* side : {&gateway, &alone}) {
      side->query("DROP TABLE IF EXISTS " + name_);
      CHECK_FALSE(side->query("CREATE TABLE " + name_ + kColumns).is_error());
    }
  }
  ~BulkTable() {
    for (RawClient* side : {&gateway, &alone}) side->query("DROP TABLE " + name_);
  }

  // `sql` with $ for the table's name.
  void same(std::string sql, const std::vector<wire::ParameterType>& types, const Rows& rows) {
    for (std::size_t at; (at = sql.find('$')) != std::string::npos;) sql.replace(at, 1, name_);
    CAPTURE(sql);
    const RawStatement here(gateway, sql);
    const RawStatement there(alone, sql);
    compare(said(bulk(gateway, here, types, rows)), said(bulk(alone, there, types, rows)));
    for (const char* const question : {"SHOW WARNINGS", "SELECT LAST_INSERT_ID()"}) {
      CAPTURE(question);
      compare(all_rows(gateway, question), all_rows(alone, question));
    }
    const std::string everything = "SELECT * FROM " + name_ + " ORDER BY id";
    CHECK(all_rows(gateway, everything) == all_rows(alone, everything));
  }
  void both(const std::string& sql) {
    CHECK(gateway.query(sql).is_error() == alone.query(sql).is_error());
  }

  RawClient gateway = raw_gateway({.capabilities = kBulk});
  RawClient alone = raw_alone({.capabilities = kBulk});

 private:
  // Shards count their own rows in messages, and of a single row they say nothing but its number
  // (docs/clients.md).
  void compare(std::string ours, std::string theirs) const {
    if (name_ == "t_wire") {
      for (std::string* said : {&ours, &theirs}) *said = without_row_numbers(*said);
      if (ours.ends_with("warnings: ")) theirs.resize(std::min(theirs.size(), ours.size()));
    }
    const std::size_t code = ours.find(" [SL-");
    if (code != std::string::npos) ours.erase(code, ours.find('|', code) - code);
    CHECK(ours == theirs);
  }
  static std::string without_row_numbers(std::string text) {
    constexpr std::string_view kAtRow = " at row ";
    for (std::size_t at = 0; (at = text.find(kAtRow, at)) != std::string::npos;) {
      at += kAtRow.size();
      while (at < text.size() && text[at] >= '0' && text[at] <= '9') text.erase(at, 1);
    }
    return text;
  }

  static constexpr const char* kColumns =
      " (id BIGINT PRIMARY KEY, note VARCHAR(20) DEFAULT 'usual', amount DECIMAL(30,10), real_one "
      "DOUBLE, bytes VARBINARY(20), on_day DATE, at_time DATETIME(6), word VARCHAR(30))";
  std::string name_;
};

const char* const kTables[] = {"t_wire", "t_bulk_single"};

}  // namespace

TEST_CASE("bulk execution is offered as MariaDB offers it") {
  RawClient gateway = raw_gateway({.capabilities = kBulk});
  RawClient alone = raw_alone({.capabilities = kBulk});
  CHECK(gateway.capabilities() == alone.capabilities());
  CHECK(((gateway.capabilities() & wire::capability::kMariadbBulk) != 0) == !on_mysql());
  if (!on_mysql()) return;
  gateway.send_command(wire::Command::stmt_bulk_execute, std::string(8, '\0'));
  CHECK(gateway.read_reply().error().number == 1047);
}

TEST_CASE("a statement executes by MariaDB's id of the last one that was prepared") {
  RawClient clients[] = {raw_gateway({.capabilities = kBulk}), raw_alone({.capabilities = kBulk})};
  for (RawClient& client : clients) {
    const auto execute_last = [&client] {
      Buffer payload;
      wire::encode_stmt_execute(0xffffffff, {}, payload);
      client.send_command(wire::Command::stmt_execute, as_text(Bytes(payload).subspan(1)));
      const RawReply reply = client.read_reply();
      return reply.is_error() ? reply.error().number : 0;
    };
    const int first = execute_last();
    CHECK(first == 1243);
    RawStatement statement(client, "SELECT 1");
    CHECK(execute_last() == (on_mysql() ? 1243 : 0));
    client.send_command(wire::Command::stmt_prepare, "SELEC 1");
    CHECK(client.read_reply().error().number == 1064);
    CHECK(execute_last() == 1243);
  }
}

TEST_CASE("bulk INSERT: values, NULL, DEFAULT and IGNORE as a server takes them") {
  if (on_mysql()) return;
  for (const char* const name : kTables) {
    BulkTable table(name);
    table.same("INSERT INTO $ (id, note) VALUES (?, ?)", {kId, kText},
               {{id(1), text("one")}, {id(2), kNull}, {id(3), text("it's \\ \"\xc3\xa4")}});
    table.same("INSERT INTO $ (id, note) VALUES (?, ?)", {kId, kText},
               {{id(4), kDefault}, {id(5), text("five")}, {id(6), kIgnore}, {id(7), kNull}});
    table.same("INSERT INTO $ (id, note, word) VALUES (?, ?, 'all of them')", {kId, kText},
               {{id(8), text("")}, {id(9), text("nine")}});
    table.same("INSERT INTO $ SET id = ?, note = ?", {kId, kText},
               {{id(10), text("ten")}, {id(11), kDefault}});
    table.same("INSERT INTO $ (id, note) VALUES (?, CONCAT(?, '!'))", {kId, kText},
               {{id(12), text("twelve")}, {id(13), text("thirteen")}});
    table.same("INSERT INTO $ (id, note) VALUES (?, CONCAT(?, '!'))", {kId, kText},
               {{id(14), kDefault}});
  }
}

TEST_CASE("bulk INSERT: every kind of value keeps its meaning") {
  if (on_mysql()) return;
  constexpr wire::ParameterType kFloat{ColumnType::float_type, false};
  constexpr wire::ParameterType kDouble{ColumnType::double_type, false};
  constexpr wire::ParameterType kDecimal{ColumnType::new_decimal, false};
  constexpr wire::ParameterType kBlob{ColumnType::blob, false};
  constexpr wire::ParameterType kDate{ColumnType::date, false};
  constexpr wire::ParameterType kTiny{ColumnType::tiny, false};
  constexpr wire::ParameterType kBig{ColumnType::long_long, true};
  for (const char* const name : kTables) {
    BulkTable table(name);
    for (const char* const column :
         {"note", "amount", "real_one", "bytes", "on_day", "at_time", "word"}) {
      CAPTURE(column);
      const std::string sql =
          "INSERT IGNORE INTO $ (id, " + std::string(column) + ") VALUES (?, ?)";
      const std::string clear = "DELETE FROM " + std::string(name);
      table.same(sql, {kId, kFloat}, {{id(1), number(0.1F)}, {id(2), number(-1234567.875F)}});
      table.same(sql, {kId, kDouble},
                 {{id(3), number(0.1)}, {id(4), number(1e22)}, {id(5), number(-2.5)}});
      table.same(sql, {kId, kDecimal}, {{id(6), text("12.3400")}, {id(7), text("-0.5")}});
      table.same(sql, {kId, kTiny},
                 {{id(8), number(std::int8_t{-5})}, {id(9), number(std::int8_t{20})}});
      table.same(sql, {kId, kBig}, {{id(10), number(~std::uint64_t{0})}, {id(11), kNull}});
      table.same(sql, {kId, kBlob},
                 {{id(12), text("abc")}, {id(13), text(std::string_view("\0\xff'\\\x80", 5))}});
      table.same(sql, {kId, kDate}, {{id(14), date(2026, 11, 27)}, {id(15), date(2026, 1, 2)}});
      table.same(sql, {kId, kText},
                 {{id(16), text("2026-01-02 03:04:05.678901")}, {id(17), text("17.5e1")}});
      table.both(clear);
    }
  }
}

TEST_CASE("bulk INSERT: duplicates, errors and IGNORE") {
  if (on_mysql()) return;
  for (const char* const name : kTables) {
    BulkTable table(name);
    const std::vector<wire::ParameterType> types{kId, kText};
    table.same("INSERT INTO $ (id, note) VALUES (?, ?)", types,
               {{id(1), text("a")}, {id(2), text("b")}, {id(3), text("c")}});
    table.same("INSERT INTO $ (id, note) VALUES (?, ?)", types,
               {{id(4), text("d")}, {id(2), text("b")}, {id(5), text("e")}});
    table.same("INSERT INTO $ (id, note) VALUES (?, ?) ON DUPLICATE KEY UPDATE note = VALUES(note)",
               types, {{id(4), text("d")}, {id(1), text("z")}});
    table.same("REPLACE INTO $ (id, note) VALUES (?, ?)", types,
               {{id(4), text("e")}, {id(20), text("f")}});
    table.same("INSERT INTO $ (id, note) VALUES (?, ?)", types,
               {{id(6), text("g")}, {id(8), text(std::string(21, 'x'))}});
    table.same("INSERT IGNORE INTO $ (id, note) VALUES (?, ?)", types,
               {{id(10), text("g")}, {id(14), text(std::string(21, 'x'))}, {id(18), text("h")}});
    table.same("INSERT INTO $ (id, note) VALUES (?, LOWER(?))", types,
               {{id(30), text("G")}, {id(31), text("H")}, {id(1), text("I")}});
  }
}

TEST_CASE("bulk UPDATE and DELETE: one statement for each row") {
  if (on_mysql()) return;
  for (const char* const name : kTables) {
    BulkTable table(name);
    const std::vector<wire::ParameterType> types{kText, kId};
    table.both("INSERT INTO " + std::string(name) + " (id, note) VALUES (1,'a'),(2,'b'),(3,'c')");
    table.same("UPDATE $ SET note = ? WHERE id = ?", types,
               {{text("x"), id(1)}, {text("y"), id(3)}, {text("z"), id(4)}});
    table.same("UPDATE $ SET note = ? WHERE id = ?", types,
               {{kDefault, id(1)}, {kIgnore, id(2)}, {kNull, id(3)}});
    table.same("UPDATE $ SET note = ? WHERE id = ?", types,
               {{text("kept"), id(1)}, {text(std::string(21, 'x')), id(2)}, {text("no"), id(3)}});
    table.same("DELETE FROM $ WHERE note = ? OR id = ?", types,
               {{text("kept"), id(7)}, {text("nobody"), id(2)}});
    table.same("DELETE FROM $ WHERE note = ? OR id = ?", types, {{kDefault, id(7)}});
  }
}

TEST_CASE("bulk execution: transactions, and what is refused") {
  if (on_mysql()) return;
  BulkTable table("t_wire");
  const std::vector<wire::ParameterType> types{kId, kText};
  table.both("BEGIN");
  table.same("INSERT INTO $ (id, note) VALUES (?, ?)", types,
             {{id(1), text("a")}, {id(2), text("b")}, {id(3), text("c")}});
  table.same("INSERT INTO $ (id, note) VALUES (?, LOWER(?))", types,
             {{id(4), text("d")}, {id(1), text("e")}, {id(6), text("f")}});
  table.both("ROLLBACK");
  table.same("INSERT INTO $ (id, note) VALUES (?, ?)", types, {{id(7), text("g")}});
  for (const char* const sql : {"SELECT ?, ?", "INSERT INTO t_wire (id, note) SELECT ?, ?"}) {
    CAPTURE(sql);
    const RawStatement here(table.gateway, sql);
    const RawStatement there(table.alone, sql);
    const Rows rows{{id(1), text("a")}, {id(2), text("b")}};
    CHECK(bulk(table.gateway, here, types, rows).error().number == 1295);
    CHECK(bulk(table.alone, there, types, rows).error().number == 1295);
  }
  const RawStatement returning(table.gateway,
                               "INSERT INTO t_wire (id, note) VALUES (?, ?) RETURNING id");
  CHECK(bulk(table.gateway, returning, types, {{id(8), text("a")}}).error().number == 1235);
}

TEST_CASE("bulk INSERT: more rows than one statement's text holds are all or nothing") {
  if (on_mysql()) return;
  BulkTable table("t_wire");
  RawClient& gateway = table.gateway;
  const RawStatement insert(gateway, "INSERT INTO t_wire (id, note) VALUES (?, ?)");
  Rows rows;
  constexpr std::int64_t kRows = 200'000;
  for (std::int64_t i = 0; i < kRows; ++i) rows.push_back({id(i), text("note of twenty byte")});
  const RawReply reply = bulk(gateway, insert, {kId, kText}, rows);
  CHECK(said(reply) ==
        "200000 rows, id 0, 0 warnings: Records: 200000  Duplicates: 0  Warnings: 0");
  CHECK(all_rows(gateway, "SELECT COUNT(*), SUM(id) FROM t_wire") == "200000|19999900000|\n");
  rows.front().front() = id(kRows);
  rows.erase(rows.begin() + 1, rows.begin() + 100'000);
  for (std::size_t i = 1; i + 1 < rows.size(); ++i) {
    rows[i].front() = id(kRows + static_cast<std::int64_t>(i));
  }
  CHECK(bulk(gateway, insert, {kId, kText}, rows).error().number == 1062);
  CHECK(all_rows(gateway, "SELECT COUNT(*) FROM t_wire") == "200000|\n");
}

}  // namespace sluice::test
