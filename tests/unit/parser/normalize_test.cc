// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/unit/parser/scan_helpers.h"

namespace sluice::parser {
namespace {

using testing::normalized;

Normalized run(std::string_view sql, const LexOptions& options = {}) {
  Normalized out;
  REQUIRE(normalize(sql, options, out).ok());
  return out;
}

std::string_view text_of(const Mark& mark, std::string_view sql) {
  return sql.substr(mark.offset, mark.length);
}

TEST_CASE("white space, comments and the case of keywords do not matter") {
  const std::string expected = "SELECT a FROM t WHERE b=#i";
  CHECK(normalized("SELECT a FROM t WHERE b = 1") == expected);
  CHECK(normalized("select\n a /* x */ from t -- y\n where b=200") == expected);
  CHECK(run("select a from t where b=1").hash == run("SELECT a FROM t WHERE b =7").hash);
}

TEST_CASE("names are kept as they are") {
  CHECK(normalized("SELECT A") != normalized("SELECT a"));
  CHECK(normalized("SELECT `a`") != normalized("SELECT a"));
  CHECK(normalized("SELECT t.SELECT") != normalized("SELECT t.select"));
  // Free words may be names.
  CHECK(normalized("SELECT STATUS") != normalized("SELECT status"));
}

TEST_CASE("literals leave their type") {
  CHECK(normalized("SELECT 1, 1.5, 1e5, 'a', N'a', x'41', 0b1, NULL, TRUE, -1, ?") ==
        "SELECT#i,#d,#f,#s,#n,#x,#b,NULL,TRUE,-#i,?");
  CHECK(normalized("SELECT 'a' 'b'") == "SELECT#s#s");
  CHECK(normalized("SELECT _utf8'b', DATE'2020-01-01'") == "SELECT _utf8#s,DATE#s");
}

TEST_CASE("what runs together stays apart") {
  CHECK(normalized("SELECT 1 < > 2") != normalized("SELECT 1 <> 2"));
  CHECK(normalized("SELECT - -1") == "SELECT- -#i");
  CHECK(normalized("SELECT 1 a") == "SELECT#i a");
  CHECK(normalized("SELECT `a` `b`") == "SELECT `a` `b`");
  CHECK(normalized("SELECT a @b") == "SELECT a @b");
  CHECK(normalized("SELECT COUNT(*)") != normalized("SELECT COUNT (*)"));
  LexOptions ignore_space;
  ignore_space.ignore_space = true;
  CHECK(normalized("SELECT COUNT(*)", ignore_space) ==
        normalized("SELECT COUNT (*)", ignore_space));
  CHECK(normalized("SELECT a IN(?)") == normalized("SELECT a IN (?)"));
}

TEST_CASE("IN lists fold") {
  const std::string_view sql = "SELECT a FROM t WHERE b IN ( 1, -2 ,'x',NULL) AND c = 3";
  const Normalized out = run(sql);
  CHECK(out.text == "SELECT a FROM t WHERE b IN#l AND c=#i");
  CHECK(normalized("SELECT a FROM t WHERE b IN (5) AND c = 4") == out.text);
  REQUIRE(out.marks.size() == 12);
  const Mark& list = out.marks[7];
  CHECK(list.kind == MarkKind::in_list);
  CHECK(text_of(list, sql) == "( 1, -2 ,'x',NULL)");
  CHECK(list.first_literal == 0);
  REQUIRE(list.literal_count == 4);
  CHECK(sql.substr(out.literals[1].offset, out.literals[1].length) == "-2");
  CHECK(out.literals[1].type == LiteralType::integer);
  CHECK(out.literals[2].type == LiteralType::string);
  CHECK(out.literals[3].type == LiteralType::null_value);
  CHECK(out.marks[11].first_literal == 4);
}

TEST_CASE("lists of anything else do not fold") {
  CHECK(normalized("SELECT a IN (1,b)") == "SELECT a IN(#i,b)");
  CHECK(normalized("SELECT a IN (1,?)") == "SELECT a IN(#i,?)");
  CHECK(normalized("SELECT a IN (1,TRUE)") == "SELECT a IN(#i,TRUE)");
  CHECK(normalized("SELECT a IN (1+2)") == "SELECT a IN(#i+#i)");
  CHECK(normalized("SELECT a IN (- 1)") == "SELECT a IN(-#i)");
  CHECK(normalized("SELECT a IN (-'x')") == "SELECT a IN(-#s)");
  CHECK(normalized("SELECT a IN ('a' 'b')") == "SELECT a IN(#s#s)");
  CHECK(normalized("SELECT a IN (N'a')") == "SELECT a IN(#n)");
  CHECK(normalized("SELECT a IN ()") == "SELECT a IN()");
  CHECK(normalized("SELECT a IN ((1))") == "SELECT a IN((#i))");
  CHECK(normalized("SELECT a IN (/*!1*/)") == "SELECT a IN(#i)");
  CHECK(normalized("SELECT a IN (/* x */ 1 -- y\n, 2)") == "SELECT a IN#l");
  CHECK(normalized("SELECT f(1,2)") == "SELECT f(#i,#i)");
}

TEST_CASE("VALUES rows fold when all are literals and as wide") {
  const std::string_view sql =
      "INSERT INTO t (a, b) VALUES (1,'x'), (-2.5 , NULL) ON DUPLICATE KEY UPDATE a=1";
  const Normalized out = run(sql);
  CHECK(out.text == "INSERT INTO t (a,b)VALUES#v2 ON DUPLICATE KEY UPDATE a=#i");
  CHECK(normalized("insert INTO t (a, b) VALUES (1,2) ON DUPLICATE KEY UPDATE a=9") == out.text);
  CHECK(normalized("insert INTO t(a, b) VALUES (1,2) ON DUPLICATE KEY UPDATE a=9") !=
        normalized("insert INTO t (a, b) VALUES (1,2) ON DUPLICATE KEY UPDATE a=9"));
  const Mark& rows = out.marks[9];
  CHECK(rows.kind == MarkKind::value_rows);
  CHECK(rows.row_width == 2);
  CHECK(rows.literal_count == 4);
  CHECK(text_of(rows, sql) == "(1,'x'), (-2.5 , NULL)");
  CHECK(normalized("INSERT t VALUES (1,2),(3)") == "INSERT t VALUES(#i,#i),(#i)");
  CHECK(normalized("INSERT t VALUES (1,2),(3,now())") == "INSERT t VALUES(#i,#i),(#i,now())");
  CHECK(normalized("INSERT t VALUE (1),(2),(3)") == "INSERT t VALUE#v1");
  CHECK(normalized("INSERT t VALUES (1),(2),(3);") == "INSERT t VALUES#v1");
}

TEST_CASE("a statement ends at its semicolon") {
  const std::string_view sql = "select 1 /* a */ ; select 2";
  const Normalized out = run(sql);
  CHECK(out.statement_end == 8);
  CHECK(sql.substr(out.next_statement) == "select 2");
  CHECK(run("select 1; ; -- x").next_statement == 16);
  CHECK(run("select 1;/*route: a*/ select 2").next_statement == 9);
  CHECK(run("select ';'").next_statement == 10);
  CHECK(run("/*!50000 select 1*/;").statement_end == 19);
  CHECK(run(" -- x").empty);
  CHECK(run(";").empty);
  CHECK_FALSE(run("x").empty);
}

TEST_CASE("what is cached") {
  CHECK(run("SELECT 1").cacheable);
  CHECK(run("/*route: ds_0*/ SELECT 1").cacheable);
  CHECK(run("(SELECT 1)").cacheable);
  CHECK(run("SET autocommit=1").cacheable);
  CHECK_FALSE(run("CREATE TABLE t (a INT)").cacheable);
  CHECK_FALSE(run("SELECT \x01").cacheable);
  CHECK_FALSE(run("SELECT /*!50000 1*/").cacheable);
  CHECK_FALSE(run("SELECT /*!990000 1*/").cacheable);
  CHECK_FALSE(run("").cacheable);
  CHECK_FALSE(run("SELECT " + std::string(70000, 'x')).cacheable);
  CHECK(run("SELECT '" + std::string(70000, 'x') + "'").cacheable);
}

TEST_CASE("errors are the server's") {
  CHECK(normalized("SELECT 'abc").ends_with("use near ''abc' at line 1"));
  CHECK(normalized("SELECT\n\n`abc").ends_with("use near '`abc' at line 3"));
  CHECK(normalized("SELECT /* abc").ends_with("use near '/* abc' at line 1"));
}

TEST_CASE("one Normalized serves many statements") {
  Normalized out;
  for (const char* sql : {"SELECT 1 FROM t WHERE a IN (1,2,3)", "SELECT 1", "", "SELECT a.b"}) {
    REQUIRE(normalize(sql, {}, out).ok());
    const Normalized fresh = run(sql);
    CHECK(out.text == fresh.text);
    CHECK(out.marks.size() == fresh.marks.size());
    CHECK(out.literals.size() == fresh.literals.size());
  }
}

TEST_CASE("version comments are resolved before anything is sent on") {
  LexOptions lex;
  lex.server_version = 80036;
  Normalized out;
  std::string storage;
  const auto resolved = [&](std::string_view sql) {
    const Result<std::string_view> text = normalize_statement(sql, lex, out, storage);
    return text.ok() ? std::string(*text) : text.error().message();
  };
  CHECK(resolved("SELECT 1") == "SELECT 1");
  CHECK(storage.empty());
  CHECK(resolved("SELECT /*!40000 1, */ 2") == "SELECT          1,    2");
  CHECK(resolved("SELECT 1 /*! + 2 */; SELECT 3") == "SELECT 1     + 2   ; ");
  CHECK(out.next_statement == 21);
  CHECK(out.cacheable);
  CHECK(resolved("SELECT 1 /*!99999 + 2 */") == "SELECT 1                ");
  CHECK(resolved("/*!99999 SELECT 2 */").find_first_not_of(' ') == std::string::npos);
  CHECK(out.empty);
}

TEST_CASE("the options are part of the key") {
  LexOptions other;
  other.ansi_quotes = true;
  CHECK(other.key() != LexOptions{}.key());
  other = {};
  other.charset = CharsetClass::gbk;
  CHECK(other.key() != LexOptions{}.key());
}

}  // namespace
}  // namespace sluice::parser
