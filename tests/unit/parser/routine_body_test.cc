// SPDX-License-Identifier: Apache-2.0
// Statements with a body end behind it, not at its first semicolon.
#include <doctest/doctest.h>

#include "parser/scan.h"

namespace sluice::parser {
namespace {

// What is left behind the first statement; it must be the word `next`.
std::string rest_of(std::string_view statement) {
  const std::string sql = std::string(statement) + "; next";
  Normalized out;
  const Result<void> result = normalize(sql, {}, out);
  return result.ok() ? sql.substr(out.next_statement) : result.error().message();
}

TEST_CASE("bodies are taken whole") {
  for (const char* statement : {
           "CREATE PROCEDURE p() SELECT 1",
           "CREATE PROCEDURE p(IN a INT, OUT b CHAR(3)) BEGIN SELECT 1; SELECT 2; END",
           "CREATE OR REPLACE DEFINER=`r`@`h` PROCEDURE IF NOT EXISTS p() BEGIN SELECT 1; END",
           "CREATE DEFINER=event@localhost FUNCTION f() RETURNS INT RETURN IF(1, 2, 3)",
           "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN CASE 1 WHEN 1 THEN 2 END",
           "CREATE FUNCTION f() RETURNS CHAR(3) BEGIN RETURN REPEAT('a', 3); END",
           "CREATE AGGREGATE FUNCTION f RETURNS STRING SONAME 'x.so'",
           "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.b = 1",
           "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW BEGIN IF NEW.a THEN SET @a = 1; ELSE "
           "SET "
           "@a = 2; END IF; END",
           "CREATE TRIGGER t AFTER UPDATE ON a FOR EACH ROW IF NEW.a THEN SET @a = 1; END IF",
           "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; END",
           "ALTER EVENT e DO BEGIN DELETE FROM a; END",
           "CREATE PROCEDURE p() BEGIN WHILE a DO SELECT 1; END WHILE; l: LOOP LEAVE l; END LOOP "
           "l; END",
           "CREATE PROCEDURE p() BEGIN REPEAT SET a = 1; UNTIL a END REPEAT; FOR i IN 1 .. 2 DO "
           "SELECT "
           "i; END FOR; END",
           "CREATE PROCEDURE p() BEGIN CASE a WHEN 1 THEN SELECT CASE b WHEN 1 THEN 2 ELSE 3 END; "
           "ELSE "
           "BEGIN END; END CASE; END",
           "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; END; "
           "START TRANSACTION; END",
           "CREATE PROCEDURE p() BEGIN IF a THEN IF (b > 1) THEN SELECT IF(1, 2, 3); END IF; END "
           "IF; "
           "DROP TABLE IF EXISTS t; END",
           "CREATE PROCEDURE p() BEGIN SELECT END; SELECT 1 AS END FROM END; END",
           "CREATE PROCEDURE p() BEGIN SELECT CASE 1 WHEN 1 THEN END END; END",
           "CREATE FUNCTION f() RETURNS INT IF 1 THEN RETURN 1; END IF",
           "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END",
           "IF 1 THEN SELECT 1; END IF",
           "label: LOOP SELECT 1; END LOOP",
       }) {
    CAPTURE(statement);
    CHECK(rest_of(statement) == "next");
  }
}

TEST_CASE("other statements end at the first semicolon") {
  for (const char* statement : {
           "BEGIN",
           "BEGIN WORK",
           "CREATE TABLE t (event INT, begin INT)",
           "CREATE VIEW v AS SELECT CASE 1 WHEN 1 THEN 2 END",
           "SELECT CASE a WHEN 1 THEN IF(1, 2, 3) ELSE 2 END FROM begin",
           "SELECT begin FROM loop",
           "CALL p(begin)",
           "ALTER TABLE t ADD COLUMN event INT",
           "XA BEGIN 'x'",
       }) {
    CAPTURE(statement);
    CHECK(rest_of(statement) == "next");
  }
}

TEST_CASE("literals inside a body are not folded") {
  Normalized out;
  REQUIRE(normalize("CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); END", {}, out).ok());
  CHECK(out.text.ends_with("INSERT INTO t VALUES(#i);END"));
}

}  // namespace
}  // namespace sluice::parser
