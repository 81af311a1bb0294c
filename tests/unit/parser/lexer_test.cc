// SPDX-License-Identifier: Apache-2.0
// Where tokens begin and end. The expectations are what MariaDB 10.11 does with the same text.
#include <doctest/doctest.h>

#include "tests/unit/parser/scan_helpers.h"

namespace sluice::parser {
namespace {

using testing::tokens_of;

LexOptions with(bool LexOptions::*flag) {
  LexOptions options;
  options.*flag = true;
  return options;
}

LexOptions in_charset(CharsetClass charset) {
  LexOptions options;
  options.charset = charset;
  return options;
}

TEST_CASE("words, keywords and names") {
  CHECK(tokens_of("select a from t1") == "SELECT:select id:a FROM:from id:t1");
  CHECK(tokens_of("SeLeCt `a``b`") == "SELECT:SeLeCt qid:`a``b`");
  CHECK(tokens_of("$a a$b _x 1a 1_ \xc3\xa9") == "id:$a id:a$b id:_x id:1a id:1_ id:\xc3\xa9");
  CHECK(tokens_of("MASTER_SSL_VERIFY_SERVER_CERT sql_calc_found_rows") ==
        "MASTER_SSL_VERIFY_SERVER_CERT:MASTER_SSL_VERIFY_SERVER_CERT "
        "SQL_CALC_FOUND_ROWS:sql_calc_found_rows");
  CHECK(tokens_of("selec selects") == "id:selec id:selects");
}

TEST_CASE("a keyword next to a dot is a name") {
  CHECK(tokens_of("t.select") == "id:t op:. id:select");
  CHECK(tokens_of("select.t") == "id:select op:. id:t");
  CHECK(tokens_of("t. select") == "id:t op:. SELECT:select");
  CHECK(tokens_of("select.`a`") == "SELECT:select op:. qid:`a`");
  CHECK(tokens_of("t.1a t.1e5 t.1") == "id:t op:. id:1a id:t op:. id:1e5 id:t op:. id:1");
  CHECK(tokens_of("t .1") == "id:t dec:.1");
}

TEST_CASE("numbers") {
  CHECK(tokens_of("1 007 99999999999999999999") == "int:1 int:007 int:99999999999999999999");
  CHECK(tokens_of("1. .5 1.5") == "dec:1. dec:.5 dec:1.5");
  CHECK(tokens_of("1e5 1E+5 1e-5 1.e3 .5e5 1.5e3x") ==
        "float:1e5 float:1E+5 float:1e-5 float:1.e3 float:.5e5 float:1.5e3 id:x");
  CHECK(tokens_of("1e 1e+") == "id:1e id:1e op:+");
  CHECK(tokens_of("1.e 2") == "bad:1.e int:2");
  CHECK(tokens_of("1..2") == "dec:1. dec:.2");
  CHECK(tokens_of("0x41 0x 0xG 0X41") == "hex:0x41 id:0x id:0xG id:0X41");
  CHECK(tokens_of("0b01 0b2 0B01") == "bit:0b01 id:0b2 id:0B01");
}

TEST_CASE("strings") {
  CHECK(tokens_of(R"('a' 'it''s' 'a\'b' "x""y")") ==
        R"(str:'a' str:'it''s' str:'a\'b' str:"x""y")");
  CHECK(tokens_of("N'a' n'b' N 'a'") == "nstr:N'a' nstr:n'b' id:N str:'a'");
  CHECK(tokens_of("x'41' X'' b'01' B''") == "hex:x'41' hex:X'' bit:b'01' bit:B''");
  CHECK(tokens_of("x'4 1") == "bad:x'4 int:1");
  CHECK(tokens_of("b'2 1") == "bad:b' int:2 int:1");
  CHECK(tokens_of("_utf8mb4'a' _LATIN1 'b' _foo'c'") ==
        "intro:_utf8mb4 str:'a' intro:_LATIN1 str:'b' id:_foo str:'c'");
  CHECK(tokens_of(R"('a\' )").starts_with("error: "));
  CHECK(tokens_of(R"('a\\')") == R"(str:'a\\')");
  CHECK(tokens_of(R"("a")", with(&LexOptions::ansi_quotes)) == R"(qid:"a")");
  CHECK(tokens_of(R"('a\')", with(&LexOptions::no_backslash_escapes)) == R"(str:'a\')");
}

TEST_CASE("long strings are scanned past every alignment") {
  for (std::size_t length = 0; length < 70; ++length) {
    for (std::size_t quote = 0; quote < length; ++quote) {
      std::string text(length, 'x');
      text[quote] = '\\';
      const std::string literal = "'" + text + "y'";
      CHECK(tokens_of(literal + ",") == "str:" + literal + " op:,");
    }
  }
}

TEST_CASE("variables") {
  CHECK(tokens_of("@a @a.b$c @`a b` @'a b' @\"a\" @\xc3\xa9") ==
        "uvar:@a uvar:@a.b$c uvar:@`a b` uvar:@'a b' uvar:@\"a\" uvar:@\xc3\xa9");
  CHECK(tokens_of("@@global.sql_mode @@`x`") == "@@:@@ id:global op:. id:sql_mode @@:@@ qid:`x`");
  CHECK(tokens_of("@a:=1") == "uvar:@a op::= int:1");
  CHECK(tokens_of("@ a") == "uvar:@ id:a");
  CHECK(tokens_of("@ 'a'") == "uvar:@ str:'a'");
  CHECK(tokens_of("root@localhost") == "id:root uvar:@localhost");
}

// MySQL 9 alone, where a routine or library has its text.
TEST_CASE("text in dollars") {
  LexOptions mysql;
  mysql.mariadb = false;
  mysql.server_version = 90000;
  CHECK(tokens_of("create as $$ a; 'b $$ c", mysql) == "CREATE:create AS:as str:$$ a; 'b $$ id:c");
  CHECK(tokens_of("create as $x$ $$ $x$", mysql) == "CREATE:create AS:as str:$x$ $$ $x$");
  CHECK(tokens_of("create as $x$ a", mysql) == "CREATE:create AS:as id:$x$ id:a");
  CHECK(tokens_of("select as $$a$$", mysql) == "SELECT:select AS:as id:$$a$$");
  CHECK(tokens_of("create as $$a$$") == "CREATE:create AS:as id:$$a$$");
}

TEST_CASE("operators") {
  CHECK(tokens_of(
            "< <= <> <=> << > >= >> = != ! := : | || & && - + * / % ^ ~ -> ->> ( ) { } , . ?") ==
        "op:< op:<= op:<> op:<=> op:<< op:> op:>= op:>> op:= op:!= op:! op::= op:: op:| op:|| op:& "
        "op:&& op:- op:+ op:* op:/ op:% op:^ op:~ op:-> op:->> op:( op:) op:{ op:} op:, op:. ?:?");
  CHECK(tokens_of("1--1") == "int:1 op:- op:- int:1");
  CHECK(tokens_of("\\N \\n") == "NULL:\\N bad:\\ id:n");
}

TEST_CASE("comments") {
  CHECK(tokens_of("1 -- c\n2") == "int:1 int:2");
  CHECK(tokens_of("1 --\t c\n2 --") == "int:1 int:2");
  CHECK(tokens_of("1 --c") == "int:1 op:- op:- id:c");
  CHECK(tokens_of("1 # c ' \n2") == "int:1 int:2");
  CHECK(tokens_of("1 /* c ' */ 2 /**/") == "int:1 int:2");
  CHECK(tokens_of("1 /*/ 2").starts_with("error: "));
  CHECK(tokens_of("1 */ 2") == "int:1 op:* op:/ int:2");
}

TEST_CASE("version comments") {
  CHECK(tokens_of("/*!50000 1 */ 2") == "int:1 int:2");
  CHECK(tokens_of("/*!50699 1*/ /*!50700 5 */ /*!99999 6*/") == "int:1");
  CHECK(tokens_of("/*!100000 1*//*!101199 2 */ 3") == "int:1 int:3");
  CHECK(tokens_of("/*M! 1*//*M!100100 2*//*M!999999 3*/") == "int:1 int:2");
  CHECK(tokens_of("/*!1*/ /*!500001 */") == "int:1");
  CHECK(tokens_of("/*!50000 1 /* x */ + 2 */") == "int:1 op:+ int:2");
  CHECK(tokens_of("/*!990000 1 /* x */ + 2 */ 7") == "int:7");
  CHECK(tokens_of("/*!40101 1").starts_with("error: "));
  CHECK(tokens_of("/*!50000 1 /*!50000 + 2 */ */") == "int:1 op:+ int:2 op:* op:/");
  LexOptions mysql;
  mysql.mariadb = false;
  mysql.server_version = 80040;
  CHECK(tokens_of("/*!50700 1 */ /*!80100 2 */ /*M! 3 */", mysql) == "int:1");
}

TEST_CASE("hints") {
  CHECK(tokens_of("select /*+ x */ 1 /*+ y */") == "SELECT:select hint:/*+ x */ int:1");
  CHECK(tokens_of("/* SHARDINGSPHERE_HINT: a=b */ select 1") ==
        "route:/* SHARDINGSPHERE_HINT: a=b */ SELECT:select int:1");
  CHECK(tokens_of("select 1 /*route: ds_0*/ /* routes */") ==
        "SELECT:select int:1 route:/*route: ds_0*/");
}

// 0x5c as the second byte of a character neither escapes nor does 0x60 close an identifier.
TEST_CASE("charsets with ASCII tails") {
  const LexOptions gbk = in_charset(CharsetClass::gbk);
  CHECK(tokens_of("'\xbf\x5c' 1", gbk) == "str:'\xbf\x5c' int:1");
  CHECK(tokens_of("'\xbf\x27 1", gbk) == "str:'\xbf\x27 int:1");
  CHECK(tokens_of("`\xbf\x60` 1", gbk) == "qid:`\xbf\x60` int:1");
  CHECK(tokens_of("\x81\x5c=1", gbk) == "id:\x81\x5c op:= int:1");
  // Behind a backslash one byte is escaped, even if it could begin a character: the next backslash
  // escapes the quote. MariaDB 10.11 and MySQL 9.7 read it so.
  CHECK(tokens_of("'\x5c\xbf\x5c'' 1", gbk) == "str:'\x5c\xbf\x5c'' int:1");
  CHECK(tokens_of("'\x5c\xbf\x5c'", gbk).find("error") == 0);
  CHECK(tokens_of("'\xa4\x5c'", in_charset(CharsetClass::big5)) == "str:'\xa4\x5c'");
  CHECK(tokens_of("'\x95\x5c'", in_charset(CharsetClass::sjis)) == "str:'\x95\x5c'");
  CHECK(tokens_of("'\xb1\x5c''", in_charset(CharsetClass::sjis)) == "str:'\xb1\x5c''");
  CHECK(tokens_of("'\x81\x30\x81\x30\x5c''", in_charset(CharsetClass::gb18030)) ==
        "str:'\x81\x30\x81\x30\x5c''");
  CHECK(tokens_of("'\x81\x5c'", in_charset(CharsetClass::gb18030)) == "str:'\x81\x5c'");
  // In UTF-8 the backslash is one.
  CHECK(tokens_of("'\xbf\x5c' 1").starts_with("error: "));
}

TEST_CASE("nesting is limited") {
  const std::string deep(kMaxNesting, '(');
  CHECK(tokens_of(deep).starts_with("op:("));
  CHECK(tokens_of(deep + "(").starts_with("error: the statement nests more than 200 levels"));
  CHECK(tokens_of(deep + ")(").starts_with("op:("));
  CHECK(tokens_of(deep + " case").starts_with("error: the statement nests"));
  CHECK(tokens_of(deep + " in (1)").starts_with("error: the statement nests"));
  std::string cases;
  for (int i = 0; i < 500; ++i) cases += "case when 1 then 1 end ";
  CHECK(tokens_of(cases).starts_with("CASE:case"));
}

TEST_CASE("bytes that begin no token") {
  CHECK(tokens_of("1 \x01 2") == "int:1 bad:\x01 int:2");
  CHECK(tokens_of(std::string_view("1\0", 2)) == "int:1");
  CHECK(tokens_of(std::string_view("1\0 2", 4)) == std::string("int:1 bad:") + '\0' + " int:2");
  CHECK(tokens_of(std::string_view("'a\0b'", 5)) == std::string("str:'a") + '\0' + "b'");
}

}  // namespace
}  // namespace sluice::parser
