// SPDX-License-Identifier: Apache-2.0
// Values as `SELECT HEX(literal)` shows them on the server.
#include <doctest/doctest.h>

#include "parser/scan.h"

namespace sluice::parser {
namespace {

std::string value(std::string_view literal, const LexOptions& options = {}) {
  std::string out;
  return decode_literal(literal, options, out) ? out : "(none)";
}

TEST_CASE("quotes and escapes") {
  CHECK(value("'abc'") == "abc");
  CHECK(value("''") == "");
  CHECK(value("'it''s'") == "it's");
  CHECK(value(R"("a""b'c")") == "a\"b'c");
  CHECK(value(R"('a\'b\"c\\d')") == R"(a'b"c\d)");
  CHECK(value(R"('\0\b\n\r\t\Z\x')") == std::string("\0\b\n\r\t\x1ax", 7));
  CHECK(value(R"('50\%\_')") == R"(50\%\_)");
  CHECK(value("N'a''b'") == "a'b");
  CHECK(value("$$a'b$$") == "a'b");
  CHECK(value("$x$a$$$x$") == "a$$");
}

TEST_CASE("options change what a backslash and a double quote are") {
  LexOptions plain;
  plain.no_backslash_escapes = true;
  CHECK(value(R"('a\n')", plain) == R"(a\n)");
  LexOptions ansi;
  ansi.ansi_quotes = true;
  CHECK(value(R"("a")", ansi) == "(none)");
  LexOptions gbk;
  gbk.charset = CharsetClass::gbk;
  CHECK(value("'\xbf\x5cn'", gbk) == "\xbf\x5cn");
  // A backslash escapes one byte (asked of MariaDB 10.11 and MySQL 9.7 with SET NAMES gbk).
  CHECK(value("'\x5c\xbf\x5c''", gbk) == "\xbf'");
  CHECK(value("'\x5c\xbf\x5c'", gbk) == "(none)");
}

TEST_CASE("hex and bits") {
  CHECK(value("x'4142'") == "AB");
  CHECK(value("X''") == "");
  CHECK(value("0x4142") == "AB");
  CHECK(value("0x142") == std::string("\x01\x42", 2));
  CHECK(value("b'1000001'") == "A");
  CHECK(value("0b0100000101000010") == "AB");
  CHECK(value("b''") == "");
}

TEST_CASE("what is no literal") {
  for (const char* text :
       {"", "a", "12", "'", "'a", "x'4'", "x'4g'", "0xg1", "b'2'", "`a`", "1.5", "'a'b'", "NULL"}) {
    CAPTURE(text);
    CHECK(value(text) == "(none)");
  }
}

}  // namespace
}  // namespace sluice::parser
