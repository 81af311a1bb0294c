// SPDX-License-Identifier: Apache-2.0
// Administrative statements and programs: what the router may learn from them, where their errors
// are, and that nothing inside of them escapes the grammar it belongs to.
#include <doctest/doctest.h>

#include "parser/visitor.h"
#include "tests/unit/parser/parse_helpers.h"

namespace sluice::parser {
namespace {

using namespace ast;
using testing::accepts;
using testing::error_of;
using testing::mysql;

struct Admin {
  explicit Admin(std::string text, const LexOptions& options = {}) : sql(std::move(text)) {
    auto result = parse(sql, options);
    REQUIRE_MESSAGE(result.ok(), sql);
    parsed = std::move(*result);
    REQUIRE(parsed.statement->kind == StatementKind::other);
  }
  const OtherStatement& node() const { return as<OtherStatement>(*parsed.statement); }

  std::string sql;
  ParsedStatement parsed;
};

TEST_CASE("objects are noted with their kind and schema") {
  const Admin view("CREATE OR REPLACE VIEW d.v AS SELECT a FROM t");
  CHECK(view.node().name == "CREATE VIEW");
  REQUIRE(view.node().objects.size() == 1);
  CHECK(view.node().objects[0].kind == ObjectKind::view);
  CHECK(view.node().objects[0].name.schema.text == "d");
  CHECK(view.node().objects[0].name.table.text == "v");
  REQUIRE(view.node().queries.size() == 1);
  CHECK(view.parsed.text(view.node().queries[0]->range) == "SELECT a FROM t");

  const Admin lock("LOCK TABLES t READ, `d`.`u v` AS w WRITE");
  REQUIRE(lock.node().objects.size() == 2);
  CHECK(lock.node().objects[1].kind == ObjectKind::table);
  CHECK(lock.node().objects[1].name.table.text == "u v");

  const Admin database("CREATE DATABASE IF NOT EXISTS d");
  CHECK(database.node().objects[0].kind == ObjectKind::database);
  CHECK(database.node().objects[0].name.table.text == "d");
}

TEST_CASE("a call's arguments are expressions") {
  const Admin call("CALL d.p(1, @a, (SELECT 1), f(x))");
  CHECK(call.node().objects[0].kind == ObjectKind::routine);
  REQUIRE(call.node().expressions.size() == 4);
  CHECK(call.node().expressions[1]->kind == ExprKind::variable);
  CHECK(call.node().expressions[2]->kind == ExprKind::subquery);
  CHECK(call.node().expressions[3]->kind == ExprKind::function);
  CHECK(Admin("CALL p(?, ?)").parsed.parameter_count == 2);
}

TEST_CASE("the statements of a program are parsed like any other") {
  const Admin program(
      "CREATE PROCEDURE p(a INT) BEGIN DECLARE c CURSOR FOR SELECT b FROM t; "
      "IF a > 1 THEN INSERT INTO u VALUES (a); ELSE DROP TABLE v; END IF; "
      "GRANT SELECT ON d.w TO x; END");
  const OtherStatement& node = program.node();
  CHECK(node.queries.size() == 1);
  REQUIRE(node.expressions.size() == 1);
  CHECK(program.parsed.text(node.expressions[0]->range) == "a > 1");
  REQUIRE(node.statements.size() == 3);
  CHECK(node.statements[0]->kind == StatementKind::insert);
  CHECK(node.statements[1]->kind == StatementKind::drop_table);
  CHECK(node.statements[2]->kind == StatementKind::other);
  CHECK(as<OtherStatement>(*node.statements[2]).objects[0].name.table.text == "w");
}

TEST_CASE("an error inside of a piece is the piece's, and the first one counts") {
  CHECK(error_of("CREATE VIEW v AS SELECT FROM t").ends_with("near 'FROM t' at line 1"));
  CHECK(error_of("CREATE PROCEDURE p() BEGIN SELECT 1 +; SELECT 2 END")
            .ends_with("near '; SELECT 2 END' at line 1"));
  CHECK(error_of("CREATE PROCEDURE p()\nBEGIN\nIF a = THEN SELECT 1; END IF; END")
            .ends_with("near 'THEN SELECT 1; END IF; END' at line 3"));
  CHECK(error_of("CALL p(1,)").ends_with("near ')' at line 1"));
  CHECK(error_of("GRANT SELECT ON t").ends_with("near '' at line 1"));
  CHECK(error_of("FLUSH").ends_with("near '' at line 1"));
  CHECK(error_of("SHOW x y").ends_with("near 'x y' at line 1"));
  CHECK(error_of("CREATE FOO x").ends_with("near 'FOO x' at line 1"));
}

TEST_CASE("the servers' tokenizers have passed a comma when they complain about it") {
  CHECK(error_of("SELECT 1, , 2").ends_with("near ' 2' at line 1"));
}

// Which a check of the rule once looked for behind the end of the tokens.
TEST_CASE("an error may end a rule anywhere") {
  CHECK(error_of("CHANGE MASTER TO MASTER_HOST").ends_with("near '' at line 1"));
  CHECK(error_of("CHANGE REPLICATION FILTER REPLICATE_DO_TABLE = (a", mysql())
            .ends_with("near '' at line 1"));
  CHECK(error_of("ALTER DATABASE UPGRADE").ends_with("near '' at line 1"));
  CHECK(error_of("LOCK TABLES").ends_with("near '' at line 1"));
}

TEST_CASE("an error is where the server that is asked knows no further") {
  CHECK(error_of("CREATE RESOURCE GROUP rg TYPE USER ENABLE ENABLE")
            .ends_with("near 'RESOURCE GROUP rg TYPE USER ENABLE ENABLE' at line 1"));
  CHECK(error_of("CREATE RESOURCE GROUP rg TYPE USER ENABLE ENABLE", mysql())
            .ends_with("near 'ENABLE' at line 1"));
  CHECK(
      error_of("SELECT doc->'$.a' FROM t WHERE").ends_with("near '>'$.a' FROM t WHERE' at line 1"));
  CHECK(error_of("SELECT a IN b FROM t").ends_with("near 'b FROM t' at line 1"));
  CHECK(error_of("INSERT INTO t VALUES (1) ON CONFLICT").ends_with("near 'CONFLICT' at line 1"));
  CHECK(error_of("SELECT EXISTS (1)").ends_with("near '1)' at line 1"));
}

TEST_CASE("a label belongs to both ends of its block") {
  CHECK(accepts("CREATE PROCEDURE p() a: BEGIN END a"));
  CHECK_FALSE(accepts("CREATE PROCEDURE p() BEGIN END a"));
  CHECK_FALSE(accepts("CREATE PROCEDURE p() BEGIN END END"));
}

TEST_CASE("what the tree has no node for is no ordinary statement") {
  for (const char* sql :
       {"SELECT a FROM t QUALIFY ROW_NUMBER() OVER (ORDER BY a) = 1",
        "SELECT a FROM t TABLESAMPLE SYSTEM (10)", "EXPLAIN FOR SCHEMA d SELECT 1",
        "EXPLAIN FORMAT=JSON INTO @a SELECT 1"}) {
    CAPTURE(sql);
    const auto parsed = parse(sql, mysql());
    REQUIRE(parsed.ok());
    CHECK(parsed->statement->kind == StatementKind::other);
  }
  CHECK(parse("UPDATE t SET a = IGNORE", {})->statement->kind == StatementKind::other);
}

TEST_CASE("statements in statements end somewhere") {
  std::string sql;
  for (int i = 0; i < 1000; ++i) sql += "SET STATEMENT a = 1 FOR ";
  CHECK(error_of(sql + "SELECT 1").find("nest") != std::string::npos);
  std::string blocks = "CREATE PROCEDURE p() ";
  for (int i = 0; i < 100000; ++i) blocks += "BEGIN ";
  CHECK(error_of(blocks).find("nest") != std::string::npos);
}

TEST_CASE("a walk passes through programs") {
  const Admin program(
      "CREATE PROCEDURE p() BEGIN SELECT a; IF b THEN SELECT (SELECT c); END IF; END");
  int columns = 0;
  class Count : public Visitor {
   public:
    explicit Count(int& count) : count_(count) {}
    bool enter(const Expr& node) override {
      count_ += node.kind == ExprKind::column ? 1 : 0;
      return true;
    }

   private:
    int& count_;
  } visitor(columns);
  walk(*program.parsed.statement, visitor);
  CHECK(columns == 3);
}

}  // namespace
}  // namespace sluice::parser
