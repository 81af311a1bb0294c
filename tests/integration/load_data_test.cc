// SPDX-License-Identifier: Apache-2.0
// LOAD DATA LOCAL INFILE: the same file into a server alone and through the gateway into several
// tables on several servers must leave the same rows and say the same: the answer's packet, SHOW
// WARNINGS, errors.
#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

constexpr wire::Capabilities kFiles = kUsualCapabilities | wire::capability::kLocalFiles;

// Sends LOAD DATA and, if asked for it, the file. `piece`: bytes per packet.
RawReply load(RawClient& client, const std::string& sql, const std::string& file,
              std::size_t piece = 11) {
  client.send_command(wire::Command::query, sql);
  RawReply reply = client.read_reply();
  if (reply.packets.front().payload.at(0) != std::byte{0xfb}) return reply;
  CHECK(as_text(reply.packets.front().payload).substr(1) == "the file");
  std::uint8_t sequence = reply.packets.front().sequence;
  for (std::size_t at = 0; at < file.size(); at += piece) {
    sequence = write_message(client.socket(), static_cast<std::uint8_t>(sequence + 1),
                             as_bytes(std::string_view(file).substr(at, piece)));
    --sequence;
  }
  write_message(client.socket(), static_cast<std::uint8_t>(sequence + 1), {});
  RawReply end = client.read_reply();
  CHECK(end.packets.front().sequence == static_cast<std::uint8_t>(sequence + 2));
  return end;
}

std::string rows_of(RawClient& client, const std::string& sql) {
  const RawReply reply = client.query(sql);
  std::string text;
  for (const Buffer& row : reply.rows) {
    for (const auto& cell : text_cells(row, reply.columns)) text += cell.value_or("NULL") + "|";
    text += "\n";
  }
  return text;
}

// Number, text, warnings of an OK; number and text of an ERR.
std::string said(const RawReply& reply) {
  if (reply.is_error()) return std::to_string(reply.error().number);
  const wire::OkPacket ok = reply.ok();
  return std::to_string(ok.affected_rows) + " rows, " + std::to_string(ok.warnings) +
         " warnings: " + std::string(ok.info);
}

// Warnings without a row number (duplicates) may stand elsewhere among the others: those with one,
// as far as both sides have kept them.
void compare_warnings(const std::string& ours, const std::string& theirs) {
  const auto numbered = [](const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream all(text);
    for (std::string line; std::getline(all, line);) {
      if (line.find("at row ") != std::string::npos || line.find("|Row ") != std::string::npos) {
        lines.push_back(line);
      }
    }
    return lines;
  };
  CHECK(std::count(ours.begin(), ours.end(), '\n') ==
        std::count(theirs.begin(), theirs.end(), '\n'));
  std::vector<std::string> left = numbered(ours);
  std::vector<std::string> right = numbered(theirs);
  const std::size_t common = std::min(left.size(), right.size());
  const bool all = std::count(ours.begin(), ours.end(), '\n') < 64;
  CHECK((all ? left.size() == right.size() : common > 20));
  left.resize(common);
  right.resize(common);
  CHECK(left == right);
}

// A table on both sides, empty at first, dropped at the end.
class LoadTable {
 public:
  LoadTable(std::string name, const std::string& columns) : name_(std::move(name)) {
    for (RawClient* side : {&gateway, &alone}) {
      side->query("DROP TABLE IF EXISTS " + name_);
      CHECK_FALSE(side->query("CREATE TABLE " + name_ + " (" + columns + ")").is_error());
    }
  }
  ~LoadTable() {
    for (RawClient* side : {&gateway, &alone}) side->query("DROP TABLE " + name_);
  }

  // `clauses`: what stands behind the table's name.
  void same(const std::string& clauses, const std::string& file, const std::string& mode = "",
            std::size_t piece = 11) {
    const std::string sql =
        "LOAD DATA LOCAL INFILE 'the file' " + mode + " INTO TABLE " + name_ + " " + clauses;
    CAPTURE(sql);
    CAPTURE(file);
    const std::string ours = said(load(gateway, sql, file, piece));
    const std::string theirs = said(load(alone, sql, file, piece));
    if (ours == "1235" && may_refuse) {
      ++refusals;
      return clear();
    }
    CHECK(ours == theirs);
    const std::string warnings = rows_of(alone, "SHOW WARNINGS");
    if (warnings.starts_with("Error")) {  // one is kept of what a server may say before it gives up
      const std::string error = rows_of(gateway, "SHOW WARNINGS");
      CHECK(warnings.starts_with(error));
    } else if (warnings.find("|1062|") == std::string::npos) {
      CHECK(rows_of(gateway, "SHOW WARNINGS") == warnings);
    } else {
      compare_warnings(rows_of(gateway, "SHOW WARNINGS"), warnings);
    }
    const std::string all = "SELECT * FROM " + name_ + " ORDER BY 1, 2";
    CHECK(rows_of(gateway, all) == rows_of(alone, all));
    CHECK(rows_of(gateway, "SELECT ROW_COUNT() < 0") == rows_of(alone, "SELECT ROW_COUNT() < 0"));
  }
  void clear() {
    for (RawClient* side : {&gateway, &alone}) side->query("DELETE FROM " + name_);
  }

  bool may_refuse = false;
  int refusals = 0;
  RawClient gateway = raw_gateway({.capabilities = kFiles});
  RawClient alone = raw_alone({.capabilities = kFiles});

 private:
  std::string name_;
};

constexpr const char* kColumns =
    "id INT NOT NULL PRIMARY KEY, note VARCHAR(12) DEFAULT 'none', n INT DEFAULT 7";

struct Format {
  const char* clauses;
  const char* field;
  const char* line;
  const char* start;
  bool quotes;
};

constexpr Format kFormats[] = {
    {"", "\t", "\n", "", false},
    {"FIELDS TERMINATED BY ','", ",", "\n", "", false},
    {"FIELDS TERMINATED BY ',' ENCLOSED BY '\"'", ",", "\n", "", true},
    {"COLUMNS TERMINATED BY ';;' OPTIONALLY ENCLOSED BY '\"' LINES TERMINATED BY '\\r\\n'", ";;",
     "\r\n", "", true},
    {"FIELDS TERMINATED BY ',' ENCLOSED BY '\"' ESCAPED BY '\"'", ",", "\n", "", true},
    {"FIELDS TERMINATED BY ',' ESCAPED BY ''", ",", "\n", "", false},
    {"FIELDS TERMINATED BY ',' ESCAPED BY '!' LINES STARTING BY '>>' TERMINATED BY 'END'", ",",
     "END", ">>", false},
    {"FIELDS TERMINATED BY 0x7c LINES TERMINATED BY '' STARTING BY ''", "|", "", "", false},
};

// Some rows of the format; `wild`: and what its separators do in odd places.
std::string some_file(const Format& format, std::mt19937& random, bool wild) {
  static constexpr const char* kPieces[] = {"a", "\\", "\"", "\\N", "NULL", "\xc3\xa4",
                                            ",", " ",  "\n", "!",   "x"};
  std::string file;
  for (int row = 1; row < 40; ++row) {
    file += format.start;
    file += std::to_string(row);
    const std::size_t fields = wild ? random() % 4 : 2;
    for (std::size_t i = 0; i < fields; ++i) {
      file += format.field;
      const bool quoted = format.quotes && random() % 2 == 0;
      if (quoted) file += '"';
      for (std::size_t piece = random() % 4; piece > 0; --piece) {
        file += wild ? kPieces[random() % std::size(kPieces)] : "ab";
      }
      if (quoted) file += '"';
    }
    file += *format.line == '\0' ? format.field : format.line;
  }
  return file;
}

}  // namespace

TEST_CASE("a file is loaded as one server loads it, whatever its format") {
  LoadTable table("t_wire", kColumns);
  std::mt19937 random(11);
  for (const Format& format : kFormats) {
    for (const bool wild : {false, true}) {
      const std::string clauses = format.clauses;
      table.may_refuse = wild;  // odd files may have keys that are refused
      table.same(clauses, some_file(format, random, wild));
      table.same(clauses, some_file(format, random, wild), "IGNORE");
      table.same(clauses, some_file(format, random, wild), "REPLACE");
      table.same(clauses + " IGNORE 3 LINES (id, @a) SET note = UPPER(@a), n = CHAR_LENGTH(@a)",
                 some_file(format, random, wild), "REPLACE");
      table.clear();
      table.same(clauses + " (@a, note) SET id = @a, n = (SELECT 4)",
                 some_file(format, random, wild));
      table.clear();
    }
  }
  CHECK(table.refusals < 8);
}

TEST_CASE("a line's end that begins like what encloses a field") {
  LoadTable table("t_wire", kColumns);
  for (const char* clauses : {"FIELDS TERMINATED BY ',' ENCLOSED BY '\"' LINES TERMINATED BY '\"'",
                              "FIELDS TERMINATED BY ',' ENCLOSED BY '\"' LINES TERMINATED BY '\";'",
                              "FIELDS TERMINATED BY '\",' ENCLOSED BY '\"' ESCAPED BY ''"}) {
    table.same(clauses, "1,a\"2,\"b\",7\"3,\"c\"\"4,d\",5\"6,\"e\";\"7\",\"f\"\";8,g\"");
    table.clear();
  }
}

TEST_CASE("numbers in a file are stored where they are looked for") {
  LoadTable table("t_wire", kColumns);
  table.same("FIELDS TERMINATED BY ','",
             " 1,blank\n+2,plus\n-4,minus\n004,zeros\n,none\nabc,word\n6xyz,cut\n"
             "99999999999,large\n-99999999999,small\n7 ,behind\n");
  for (int id : {1, 2, -4, 4, 0, 6, 2147483647, 7}) {
    CHECK(rows_of(table.gateway, "SELECT COUNT(*) FROM t_wire WHERE id = " + std::to_string(id)) ==
          "1|\n");
  }
}

TEST_CASE("warnings keep the row numbers of the client's file") {
  LoadTable table("t_wire", kColumns);
  std::string file;
  for (int row = 1; row <= 400; ++row) {
    file += std::to_string(row) + (row % 3 == 0 ? "\ttoo long for the column" : "\tok");
    file += row % 5 == 0 ? "\tbad\n" : "\t1\n";
  }
  table.same("", file);  // more than a server keeps
}

TEST_CASE("single and broadcast tables") {
  for (const char* name : {"t_load_single", "t_country"}) {
    LoadTable table(name, "id INT NOT NULL PRIMARY KEY, note VARCHAR(12), n INT");
    table.same("FIELDS TERMINATED BY ','", "1,a,2\n2,b\n3,c,d,e\n");
    table.same("FIELDS TERMINATED BY ',' IGNORE 1 LINES", "x\n5,a,2\n2,b\n", "IGNORE");
    if (std::string_view(name) == "t_country") {
      for (std::size_t i : {0u, 1u}) {
        CHECK(shared_cluster().connect_shard(i).query("SELECT * FROM t_country").rows.size() == 4);
      }
    } else {
      table.same("FIELDS TERMINATED BY '' ENCLOSED BY ''", "7          abcdefghijkl         9\n");
    }
  }
}

TEST_CASE("rows get generated keys in front") {
  RawClient client = raw_gateway({.capabilities = kFiles});
  client.query("DROP TABLE IF EXISTS t_order");
  CHECK_FALSE(client
                  .query("CREATE TABLE t_order (user_id INT NOT NULL, order_id BIGINT NOT NULL "
                         "PRIMARY KEY, note VARCHAR(20))")
                  .is_error());
  const RawReply reply = load(client,
                              "LOAD DATA LOCAL INFILE 'the file' INTO TABLE t_order FIELDS "
                              "TERMINATED BY ',' LINES STARTING BY '>' (t_order.user_id, note)",
                              "no>1,a\n>2,b\n>3,c,d\n>4\n");
  CHECK(said(reply) == "4 rows, 2 warnings: Records: 4  Deleted: 0  Skipped: 0  Warnings: 2");
  CHECK(rows_of(client, "SHOW WARNINGS").find("Row 4 doesn't contain") != std::string::npos);
  CHECK(rows_of(client, "SELECT user_id, note FROM t_order ORDER BY user_id") ==
        "1|a|\n2|b|\n3|c|\n4|NULL|\n");
  CHECK(rows_of(client, "SELECT COUNT(DISTINCT order_id), MIN(order_id) > 1000 FROM t_order") ==
        "4|1|\n");
  CHECK(rows_of(client, "SELECT LAST_INSERT_ID() = MIN(order_id) FROM t_order WHERE user_id = 1") ==
        "1|\n");
  client.query("DROP TABLE t_order");
}

TEST_CASE("a failing row undoes all of them and keeps the transaction") {
  LoadTable table("t_wire", kColumns);
  for (RawClient* side : {&table.gateway, &table.alone}) {
    side->query("ALTER TABLE t_wire ADD CONSTRAINT small CHECK (n < 100)");
    side->query("BEGIN");
    side->query("INSERT INTO t_wire VALUES (1000, 'kept', 1)");
  }
  table.same("", "1\ta\t1\n2\tb\t2\n3\tc\t3\n4\td\t500\n", "REPLACE");
  table.same("", "1\ta\t1\n2\tb\t2\n3\tc\t3\n");
  for (RawClient* side : {&table.gateway, &table.alone}) {
    side->query("ROLLBACK");
    side->query("SET autocommit = 1");
  }
  table.same("", "1\ta\t1\n2\tb\t2\n3\tc\t3\n4\td\t500\n", "REPLACE");
  table.same("", "");  // a client that refuses sends nothing but the end
  table.same("(id, no_such_column)", "1\t2\n");
}

TEST_CASE("who may not send files is not asked for them") {
  LoadTable table("t_wire", kColumns);
  RawClient gateway = raw_gateway();
  RawClient alone = raw_alone();
  const std::string sql = "LOAD DATA LOCAL INFILE 'the file' INTO TABLE t_wire";
  const RawReply ours = gateway.query(sql);
  const RawReply theirs = alone.query(sql);
  CHECK(ours.error().number == theirs.error().number);
  CHECK(ours.error().sqlstate == theirs.error().sqlstate);
  CHECK(single_value(gateway.query("SELECT 'usable'")) == "usable");
}

TEST_CASE("what cannot be split is refused, and the connection stays usable") {
  LoadTable table("t_wire", "id INT, note VARCHAR(20)");
  const auto refused = [&](const std::string& clauses, const std::string& file,
                           const std::string& text) {
    const RawReply reply =
        load(table.gateway, "LOAD DATA LOCAL INFILE 'the file' INTO TABLE t_wire " + clauses, file);
    CAPTURE(clauses);
    CHECK(reply.error().number == 1235);
    CAPTURE(reply.error().message);
    CHECK(reply.error().message.find(text) != std::string_view::npos);
    CHECK(rows_of(table.gateway, "SELECT COUNT(*) FROM t_wire") == "0|\n");
  };
  refused("", "1\ta\n\\N\tb\n", "row 2 ");
  refused("(note, id)", "a\t1\nb\n", "row 2 ");
  refused("", "1\ta\n1.5\tb\n2\tc\n", "row 2 ");
  refused("(note)", "a\n", "gives no value for id");
  refused("(@a) SET id = @a + 1", "1\n", "computes id");
  refused("FIELDS TERMINATED BY '' ENCLOSED BY ''", "1 a\n", "fixed-width");
  refused("FIELDS ENCLOSED BY '\"' ESCAPED BY '\"' LINES TERMINATED BY '\"'", "1\ta\"",
          "ends lines, encloses and escapes");
  refused("(id, @a) SET note = @b := @a", "1\n", "assigning a user variable");
  CHECK(table.gateway.query("LOAD DATA INFILE 'x' INTO TABLE t_wire").error().number == 1235);
  CHECK(table.gateway.query("LOAD XML LOCAL INFILE 'x' INTO TABLE t_wire").error().number == 1235);
}

TEST_CASE("several statements with a file each") {
  LoadTable table("t_wire", kColumns);
  RawClient gateway = raw_gateway({.capabilities = kFiles | wire::capability::kMultiStatements});
  const std::string sql = "LOAD DATA LOCAL INFILE 'the file' INTO TABLE t_wire (id)";
  CHECK_FALSE(load(gateway, sql + "; SELECT COUNT(*) FROM t_wire", "1\n2\n3\n").is_error());
  CHECK(single_value(gateway.read_reply()) == "3");
}

// More than all buffers together hold; long rows, which servers take fast.
TEST_CASE("a large file needs no more memory than a small one") {
  LoadTable table("t_wire", "id INT NOT NULL PRIMARY KEY, note TEXT");
  const auto resident = [] {
    std::ifstream status("/proc/" + std::to_string(shared_cluster().gateway().process().pid()) +
                         "/status");
    std::string word;
    while (status >> word && word != "VmHWM:") {
    }
    std::size_t kilobytes = 0;
    status >> kilobytes;
    return kilobytes;
  };
  const std::string sql = "LOAD DATA LOCAL INFILE 'the file' REPLACE INTO TABLE t_wire";
  std::string file;
  for (int row = 0; row < 1024; ++row) {
    file += std::to_string(row) + "\t" + std::string(4000, 'x') + "\n";
  }
  CHECK_FALSE(load(table.gateway, sql, file, 65536).is_error());
  const std::size_t before = resident();
  std::string large;
  for (int i = 0; i < 12; ++i) large += file;
  CHECK_FALSE(load(table.gateway, sql, large, 65536).is_error());
  CHECK(resident() < before + 16 * 1024);
  CHECK(rows_of(table.gateway, "SELECT COUNT(*) FROM t_wire") == "1024|\n");
}

}  // namespace sluice::test
