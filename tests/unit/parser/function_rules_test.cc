// SPDX-License-Identifier: Apache-2.0
// Calls that the servers' grammars restrict; each verdict is that of MariaDB 10.11 or MySQL 9.7.
#include <doctest/doctest.h>

#include "tests/unit/parser/parse_helpers.h"

namespace sluice::parser {
namespace {

using testing::accepts;
using testing::error_of;
using testing::mysql;

TEST_CASE("aggregates: arguments, DISTINCT and ALL") {
  CHECK(accepts("SELECT COUNT(*), COUNT(ALL *), COUNT(DISTINCT a, b), STDDEV(ALL a)"));
  for (const char* call : {"COUNT()", "COUNT(a, b)", "SUM()", "SUM(a, b)", "SUM(*)", "MIN()",
                           "JSON_OBJECTAGG(a)", "GROUP_CONCAT()", "GROUP_CONCAT(a SEPARATOR b)",
                           "STDDEV(DISTINCT a)", "LOWER(DISTINCT a)", "COUNT(DISTINCT *)"}) {
    CAPTURE(call);
    CHECK_FALSE(accepts(std::string("SELECT ") + call + " FROM t"));
    CHECK_FALSE(accepts(std::string("SELECT ") + call + " FROM t", mysql()));
  }
}

TEST_CASE("an aggregate is one only if its parenthesis follows directly") {
  CHECK_FALSE(accepts("SELECT COUNT (*) FROM t"));
  CHECK_FALSE(accepts("SELECT DATE_ADD (d, INTERVAL 3 DAY) FROM t"));
  CHECK(accepts("SELECT COUNT (a) FROM t"));
  LexOptions ignore;
  ignore.ignore_space = true;
  CHECK(accepts("SELECT COUNT (*) FROM t", ignore));
}

TEST_CASE("window functions need OVER, others refuse it") {
  CHECK(accepts("SELECT RANK() OVER (ORDER BY a), NTH_VALUE(a, 2) OVER w FROM t WINDOW w AS ()"));
  CHECK_FALSE(accepts("SELECT ROW_NUMBER() FROM t"));
  CHECK_FALSE(accepts("SELECT NTH_VALUE(a) OVER () FROM t"));
  CHECK(error_of("SELECT LOWER(a) OVER () FROM t").ends_with("near 'OVER () FROM t' at line 1"));
  // MariaDB has a function of that name as well.
  CHECK(accepts("SELECT LAST_VALUE(a, b) FROM t"));
  CHECK_FALSE(accepts("SELECT LAST_VALUE(a, b) FROM t", mysql()));
}

TEST_CASE("functions whose names are keywords count their arguments") {
  for (const char* call : {"IF(a, b)", "LEFT(a)", "REPLACE(a, b)", "TRUNCATE(a)", "MOD(a)",
                           "INSERT(a, 1, 2)", "CHAR()", "SUBSTRING(a)", "DATE_ADD(d, 3)",
                           "DATE_ADD(INTERVAL 3 DAY, d)", "NOW(a)", "CURRENT_DATE(1)"}) {
    CAPTURE(call);
    CHECK_FALSE(accepts(std::string("SELECT ") + call));
    CHECK_FALSE(accepts(std::string("SELECT ") + call, mysql()));
  }
  CHECK(accepts("SELECT ADDDATE(d, 3), ADDDATE(d, INTERVAL 3 DAY), NOW(3), SUBSTRING(a, 1)"));
}

}  // namespace
}  // namespace sluice::parser
