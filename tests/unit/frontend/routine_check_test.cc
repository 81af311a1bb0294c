// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/routine_check.h"

#include <doctest/doctest.h>

namespace sluice::frontend {
namespace {

router::DatabaseMetadata shop() {
  router::DatabaseMetadata database;
  const auto add = [&](const std::string& name, router::TableKind kind,
                       std::initializer_list<const char*> nodes) {
    auto rule = std::make_shared<router::TableRule>();
    rule->name = name;
    rule->kind = kind;
    for (const char* node : nodes) rule->nodes.push_back({0, node, node});
    database.tables[name].rule = std::move(rule);
  };
  add("t_order", router::TableKind::sharded, {"t_order_0", "t_order_1"});
  add("t_country", router::TableKind::broadcast, {"t_country"});
  add("t_note", router::TableKind::single, {"t_note"});
  return database;
}

Result<RoutineFacts> check(const std::string& body, const std::string& function = "RETURN 1") {
  return check_procedure({{"p", true, body}, {"f", false, function}, {"q", true, "CALL p()"}}, "P",
                         shop());
}

bool refused(const std::string& body) {
  const auto facts = check(body);
  return !facts && facts.error().number() == 1235 &&
         facts.error().message().find('P') != std::string::npos;
}

}  // namespace

TEST_CASE("a procedure of one server may use single tables, variables and other routines") {
  const auto facts = check(
      "BEGIN DECLARE a INT; SET @x = 1, a = 2; SELECT f(@`Y z`), 'commit', "
      "`n` FROM t_note INTO @w; -- t_order\nCALL q(); END");
  REQUIRE(facts.ok());
  CHECK(facts->variables == std::set<std::string>{"w", "x", "y z"});
  CHECK_FALSE(facts->ends_transactions);
}

TEST_CASE("a procedure's transactions are seen in the routines it calls, too") {
  CHECK(check("START TRANSACTION; COMMIT")->ends_transactions);
  CHECK(check("SELECT f()", "BEGIN ROLLBACK; RETURN 1; END")->ends_transactions);
}

TEST_CASE("a procedure must not name what lies on several servers") {
  CHECK(refused("SELECT * FROM t_order"));
  CHECK(refused("SELECT * FROM `T_ORDER_1`"));
  CHECK(refused("SELECT * FROM \"t_order\""));
  CHECK(refused("BEGIN SELECT 1; DELETE FROM t_country; END"));
  CHECK_FALSE(check("SELECT f()", "RETURN (SELECT COUNT(*) FROM t_order)").ok());
}

TEST_CASE("a procedure must not do what the gateway would not see") {
  for (const char* const body :
       {"PREPARE s FROM 'SELECT 1'", "EXECUTE IMMEDIATE 'SELECT 1'", "CREATE TABLE x (i INT)",
        "DROP TEMPORARY TABLE x", "TRUNCATE TABLE t_note", "LOCK TABLES t_note READ",
        "SELECT GET_LOCK('a', 1)", "SELECT DATABASE()", "SELECT USER()",
        "SET SESSION sql_mode = ''", "SET @@session.time_zone = '+01:00'",
        "SET a = 1, sql_mode = ''"}) {
    CAPTURE(body);
    CHECK(refused(body));
  }
  CHECK_FALSE(check_procedure({{"p", true, std::nullopt}}, "p", shop()).ok());
}

}  // namespace sluice::frontend
