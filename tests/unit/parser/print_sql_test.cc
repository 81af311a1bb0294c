// SPDX-License-Identifier: Apache-2.0
// parse -> print -> parse: the printed statement has the tree of the original.
#include <doctest/doctest.h>

#include "tests/unit/parser/parse_helpers.h"
#include "tests/unit/parser/sample_statements.h"

namespace sluice::parser {
namespace {

using testing::mysql;
using testing::tree_of;

std::string printed(std::string_view sql, const LexOptions& options = {}) {
  const auto parsed = parse(sql, options);
  return parsed.ok() ? print_sql(*parsed) : "error: " + parsed.error().message();
}

void check_round_trip(const std::vector<std::string>& statements, const LexOptions& options) {
  for (const std::string& sql : statements) {
    CAPTURE(sql);
    const std::string again = printed(sql, options);
    CAPTURE(again);
    CHECK(tree_of(sql, options).find("error") != 0);
    CHECK(tree_of(again, options) == tree_of(sql, options));
    CHECK(printed(again, options) == again);
  }
}

TEST_CASE("a printed statement parses to the same tree") {
  for (const auto* samples : {&testing::sample_queries(), &testing::sample_changes(),
                              &testing::sample_others(), &testing::sample_admin()}) {
    check_round_trip(*samples, {});
    check_round_trip(*samples, mysql());
  }
  check_round_trip(testing::sample_mariadb(), {});
  check_round_trip(testing::sample_mysql(), mysql());
  check_round_trip(testing::sample_admin_mariadb(), {});
  check_round_trip(testing::sample_admin_mysql(), mysql());
}

TEST_CASE("a printed statement parses to the same tree under each sql_mode") {
  LexOptions options;
  options.pipes_as_concat = true;
  options.high_not_precedence = true;
  check_round_trip({"SELECT a || b || c, (a OR b) || c, NOT a = b, NOT (a = b), (NOT a) IN (1)"},
                   options);
  options = {};
  options.ansi_quotes = true;
  check_round_trip({R"(SELECT "a" FROM "b"."c" AS "d" WHERE "e""f" = 'g')"}, options);
  options = {};
  options.no_backslash_escapes = true;
  check_round_trip({R"(SELECT 'a\', "b\", 'c''d')"}, options);
}

TEST_CASE("parentheses are printed where they mean something") {
  CHECK(printed("SELECT ((1 + (2 * 3)))") == "SELECT 1 + 2 * 3");
  CHECK(printed("SELECT (1 + 2) * 3") == "SELECT (1 + 2) * 3");
  CHECK(printed("SELECT 1 - (2 - 3)") == "SELECT 1 - (2 - 3)");
  CHECK(printed("SELECT (1 - 2) - 3") == "SELECT 1 - 2 - 3");
  CHECK(printed("SELECT NOT (a = b), (NOT a) = b") == "SELECT NOT a = b, (NOT a) = b");
  CHECK(printed("SELECT (a OR b) AND c") == "SELECT (a OR b) AND c");
  CHECK(printed("SELECT - (- 1)") == "SELECT - - 1");
}

TEST_CASE("names are printed as such, whatever they are elsewhere") {
  CHECK(printed("INSERT INTO s.t (t.on, t.3) VALUES (1, 2)") ==
        "INSERT INTO s.t (`on`, `3`) VALUES (1, 2)");
  CHECK(printed("WITH `` AS (SELECT 1) SELECT 2") == "WITH `` AS (SELECT 1) SELECT 2");
}

TEST_CASE("the unit of an interval ends a sum") {
  CHECK(printed("SELECT d + INTERVAL 1 DAY * 2") == "SELECT (d + INTERVAL 1 DAY) * 2");
  CHECK(printed("SELECT 2 * d - INTERVAL a DAY") == "SELECT 2 * d - INTERVAL a DAY");
}

// Long chains stay below the nesting limit when they are printed.
TEST_CASE("long chains of operators can be printed and parsed again") {
  std::string sum = "SELECT 1";
  std::string chain = "SELECT a";
  for (int i = 0; i < 500; ++i) sum += " + 1";
  for (int i = 0; i < 5000; ++i) chain += " OR a = " + std::to_string(i);
  check_round_trip({sum, chain}, {});
}

TEST_CASE("hints and the space before a parenthesis are kept, comments are not") {
  CHECK(printed("SELECT /*+ NO_ICP(t) */ a /* b */ FROM t -- c") ==
        "SELECT /*+ NO_ICP(t) */ a FROM t");
  CHECK(printed("select f (1), count(*)") == "select f (1), count(*)");
}

}  // namespace
}  // namespace sluice::parser
