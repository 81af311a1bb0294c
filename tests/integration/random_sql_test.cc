// SPDX-License-Identifier: Apache-2.0
// Random statements on the gateway and on one server: the same rows, column names, types, affected
// rows and error numbers, or an error that says what is not supported.
// SLUICE_SQL_COUNT (10,000) and SLUICE_SQL_SEED (1) choose how many and which.
#include "tests/integration/random_sql.h"

#include <algorithm>
#include <cstdlib>

#include <doctest/doctest.h>

#include "tests/integration/case_file.h"
#include "tests/integration/outcome.h"
#include "tests/integration/shard_cluster.h"

namespace sluice::test {
namespace {

constexpr int kNotSupported = 1235;

std::uint32_t setting(const char* name, std::uint32_t fallback) {
  const char* text = std::getenv(name);
  return text == nullptr ? fallback : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}

// Of strings that are equal under their collation either one may stand for all: letter case,
// accents of the test's words and blanks at the end do not count here.
std::string normal(std::string text) {
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"É", "e"},
                                 {"é", "e"},
                                 {"ß", "s"},
                                 {" \n", "\n"},
                                 {" |", "|"}}) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
      text.replace(at, from.size(), to);
    }
  }
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return c < 0x80 ? std::tolower(c) : c; });
  return text;
}

std::string rows_of(const QueryResult& result, bool ordered) {
  std::vector<std::string> rows;
  for (const Row& row : result.rows) rows.push_back(normal(to_text({{}, {row}, 0}) + "\n"));
  if (!ordered) std::sort(rows.begin(), rows.end());
  std::string text;
  for (const std::string& row : rows) text += row;
  return text;
}

// Which of the string types an expression gets depends on the server's choice of plan; the cases
// compare them exactly where they do not.
std::string types_of(const QueryResult& result) {
  std::string text;
  for (const ResultColumn& column : result.columns) {
    const bool string =
        column.type.ends_with("TEXT") || column.type.ends_with("CHAR") || column.type == "ENUM";
    text += column.name + " " + (string ? "string" : column.type) + "\n";
  }
  return text;
}

void compare(const RandomStatement& statement, const Outcome& gateway, const Outcome& alone) {
  CAPTURE(statement.sql);
  CAPTURE(gateway.message);
  CAPTURE(alone.message);
  CHECK(gateway.number == alone.number);
  CHECK(types_of(gateway.result) == types_of(alone.result));
  CHECK(gateway.result.affected_rows == alone.result.affected_rows);
  CHECK(rows_of(gateway.result, statement.ordered) == rows_of(alone.result, statement.ordered));
}

void create_tables(TestClient& gateway, TestClient& alone) {
  for (const CaseStatement& statement : read_case_file("tests/integration/cases/10_schema.test")) {
    if (statement.sql.rfind("CREATE TABLE t_", 0) != 0 || statement.has("error")) continue;
    for (TestClient* client : {&gateway, &alone}) client->query(statement.sql);
  }
}

// `count` statements over `shards` shards, from `seed` on.
void run_random(std::size_t shards, std::uint32_t count, std::uint32_t seed) {
  CAPTURE(shards);
  ShardCluster cluster({.shards = shards});
  TestClient gateway = cluster.connect();
  TestClient alone = cluster.connect_alone();
  create_tables(gateway, alone);
  RandomSql random(seed);
  for (const std::string& sql : random.load()) {
    REQUIRE_NOTHROW(gateway.query(sql));
    REQUIRE_NOTHROW(alone.query(sql));
  }
  std::uint32_t refused = 0;
  std::uint32_t failed = 0;
  std::uint64_t rows = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    const RandomStatement statement = random.next();
    const bool prepared = statement.sql[0] == 'S' && i % 4 == 0;
    const Outcome outcome = run(gateway, statement.sql, prepared);
    if (outcome.number == kNotSupported) {
      ++refused;
      continue;
    }
    if (outcome.number != 0) ++failed;
    rows += outcome.result.rows.size();
    compare(statement, outcome, run(alone, statement.sql, prepared));
  }
  MESSAGE("seed " << seed << ", " << shards << " shards: " << count << " statements, " << rows
                  << " rows, " << failed << " errors, " << refused << " refused");
  CHECK(rows > count);
  CHECK(refused * 20 < count);
}

// Half of them over each number of shards.
const std::uint32_t kHalf = setting("SLUICE_SQL_COUNT", 10'000) / 2;
const std::uint32_t kSeed = setting("SLUICE_SQL_SEED", 1);

}  // namespace

TEST_CASE("random statements over two shards have the answers of one server") {
  run_random(2, kHalf, kSeed);
}

TEST_CASE("random statements over four shards have the answers of one server") {
  run_random(4, kHalf, kSeed + 1'000'000);
}

}  // namespace sluice::test
