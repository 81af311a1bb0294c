// SPDX-License-Identifier: Apache-2.0
#include "parser/shape_text.h"

#include <doctest/doctest.h>

namespace sluice::parser {
namespace {

std::string shape(std::string_view sql, std::size_t limit = 256, const LexOptions& options = {}) {
  return shape_text(sql, options, limit);
}

}  // namespace

TEST_CASE("shape: every literal is a question mark, comments and hints are gone") {
  CHECK(shape("select /*+ MAX_EXECUTION_TIME(5) */ a, -1.5e3, 'x' 'y' -- secret\n from t") ==
        "select a , - ? , ? ? from t");
  CHECK(shape("SELECT 0x41, x'41', b'1', N'a', _utf8mb4'b', \"c\", NULL") ==
        "SELECT ? , ? , ? , ? , _utf8mb4 ? , ? , NULL");
  CHECK(shape("ALTER USER u IDENTIFIED BY 'secret' # secret") == "ALTER USER u IDENTIFIED BY ?");
  CHECK(shape("INSERT INTO `t``x` VALUES (1, 'a'), (2, ?)") ==
        "INSERT INTO `t``x` VALUES ( ? , ? ) , ( ? , ? )");
}

TEST_CASE("shape: quotes mean what the session's sql_mode says") {
  LexOptions ansi;
  ansi.ansi_quotes = true;
  CHECK(shape("SELECT \"name\", 'x'", 256, ansi) == "SELECT \"name\" , ?");
  LexOptions plain;
  plain.no_backslash_escapes = true;
  CHECK(shape(R"(SELECT 'a\', b)", 256, plain) == "SELECT ? , b");
}

TEST_CASE("shape: of a broken statement what stands before the fault") {
  CHECK(shape("SELECT a FROM t WHERE b = 'secret") == "SELECT a FROM t WHERE b =");
  CHECK(shape("SELECT a /* secret") == "SELECT a");
  CHECK(shape("") == "");
}

TEST_CASE("shape: bounded, and cut between tokens") {
  CHECK(shape("SELECT abc FROM t", 10) == "SELECT abc");
  CHECK(shape("SELECT abc FROM t", 9) == "SELECT");
  // A literal that is cut off where looking ends is none that is shown.
  const std::string huge = "SELECT '" + std::string(100'000, 's') + "'";
  CHECK(shape(huge) == "SELECT");
  std::string many = "SELECT 1";
  for (int i = 0; i < 10'000; ++i) many += ",1";
  CHECK(shape(many).size() <= 256);
}

}  // namespace sluice::parser
