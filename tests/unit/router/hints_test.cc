// SPDX-License-Identifier: Apache-2.0
// Hints in comments: what they say, and where they send statements.
#include "router/hints.h"

#include <doctest/doctest.h>

#include "fixture.h"

namespace sluice::router {
namespace {

Hints read(std::string_view sql) {
  auto hints = read_hints(sql);
  REQUIRE(hints.ok());
  REQUIRE(hints->has_value());
  return **hints;
}

// "0 3": the nodes that a statement about the database `rules` goes to, or its error.
std::string nodes_of(const std::string& sql) {
  TestStatement statement(sql, "rules");
  const auto plan = statement.plan();
  if (!plan) return plan.error().message();
  const auto hints = read_hints(sql);
  if (!hints) return hints.error().message();
  StatementValues values = statement.values();
  if (*hints) values.hints = &**hints;
  Resolution resolution;
  const auto done = resolve(*(*plan)->routed(), values, kTestTime, resolution);
  if (!done) return done.error().message();
  std::string nodes;
  for (const Unit& unit : resolution.units) {
    nodes += (nodes.empty() ? "" : " ") + std::to_string(unit.node);
  }
  return nodes;
}

bool refuses(const std::string& sql, std::string_view id) {
  const std::string answer = nodes_of(sql);
  INFO(answer);
  return answer.find(id) != std::string::npos;
}

}  // namespace

TEST_CASE("hints are read from a comment in front, in ShardingSphere's spellings") {
  const Hints hints = read(
      "  /* SHARDINGSPHERE_HINT: SHARDING_DATABASE_VALUE=1, t_a.sharding_table_value = x , "
      "DISABLE_AUDIT_NAMES=one two */ SELECT 1");
  CHECK(hints.value_for(Level::database, "t_a") == "1");
  CHECK(hints.value_for(Level::database, "t_b") == "1");
  CHECK(hints.value_for(Level::table, "T_A") == "x");
  CHECK(hints.value_for(Level::table, "t_b").empty());
  CHECK(hints.disables("one"));
  CHECK(hints.disables("two"));
  CHECK_FALSE(hints.disables("on"));
  CHECK(read("/* ShardingSphere hint: shardingTableValue=7 */ SELECT 1")
            .value_for(Level::table, "t") == "7");
  CHECK_FALSE(hints.shape_plans());
  const Hints direct =
      read("/* SHARDINGSPHERE_HINT: DATA_SOURCE_NAME = ds_1, SKIP_SQL_REWRITE=TRUE */ SELECT 1");
  CHECK(direct.data_source == "ds_1");
  CHECK(direct.skip_rewrite);
  CHECK(direct.shape_plans());
  CHECK_FALSE(read("/* SHARDINGSPHERE_HINT: skipSQLRewrite=no */ SELECT 1").shape_plans());
  CHECK(read("/*SHARDINGSPHERE_HINT:WRITE_ROUTE_ONLY=true*/ SELECT 1").values.empty());
}

TEST_CASE("what is no hint is left alone, what is a wrong one is an error") {
  for (const char* sql : {"SELECT 1", "", "/* hello */ SELECT 1", "/* SHARDINGSPHERE_HINT: x",
                          "SELECT /* SHARDINGSPHERE_HINT: nothing */ 1", "/", "/*", "/**/"}) {
    CAPTURE(sql);
    const auto hints = read_hints(sql);
    REQUIRE(hints.ok());
    CHECK_FALSE(hints->has_value());
  }
  CHECK(read_hints("/* SHARDINGSPHERE_HINT: DATABASE=1 */ SELECT 1").error().id() ==
        ErrorId::hint_unknown);
  CHECK(read_hints("/* SHARDINGSPHERE_HINT: word */ SELECT 1").error().id() ==
        ErrorId::hint_invalid);
}

TEST_CASE("a strategy by hint goes where the hint says") {
  const std::string both =
      "/* SHARDINGSPHERE_HINT: SHARDING_DATABASE_VALUE=3, SHARDING_TABLE_VALUE=t_hinted_0 */ ";
  CHECK(nodes_of(both + "SELECT * FROM t_hinted") == "2");
  CHECK(nodes_of(both + "INSERT INTO t_hinted VALUES (1, 2), (3, 4)") == "2");
  CHECK(nodes_of(both + "DELETE FROM t_hinted WHERE k = 1") == "2");
  CHECK(nodes_of("/* SHARDINGSPHERE_HINT: t_hinted.SHARDING_DATABASE_VALUE=0 */ "
                 "SELECT * FROM t_hinted") == "0 1");
  CHECK(nodes_of("/* SHARDINGSPHERE_HINT: SHARDING_TABLE_VALUE=t_hinted_1 t_hinted_0 */ "
                 "SELECT * FROM t_hinted") == "0 1 2 3");
  CHECK(nodes_of("/* SHARDINGSPHERE_HINT: t_other.SHARDING_DATABASE_VALUE=0 */ "
                 "SELECT * FROM t_hinted") == "0 1 2 3");
  CHECK(nodes_of("SELECT * FROM t_hinted") == "0 1 2 3");
  CHECK(refuses("INSERT INTO t_hinted VALUES (1, 2)", "SL-4052"));
  CHECK(
      refuses("/* SHARDINGSPHERE_HINT: SHARDING_TABLE_VALUE=t_none, SHARDING_DATABASE_VALUE=0 */ "
              "INSERT INTO t_hinted VALUES (1, 2)",
              "SL-4009"));
}

TEST_CASE("rows that hints place do not join by shards") {
  TestStatement statement("SELECT * FROM t_hinted a JOIN t_hinted b ON a.k = b.k", "rules");
  const auto plan = statement.plan();
  REQUIRE(plan.ok());
  Resolution resolution;
  REQUIRE(resolve(*(*plan)->routed(), statement.values(), kTestTime, resolution).ok());
  CHECK(resolution.federated);
}

TEST_CASE("an auditor refuses what has no condition on a sharding key") {
  CHECK(nodes_of("SELECT * FROM t_audited WHERE k = 3") == "1");
  CHECK(nodes_of("INSERT INTO t_audited VALUES (1, 2)") == "1");
  CHECK(refuses("SELECT * FROM t_audited", "SL-4053"));
  CHECK(refuses("UPDATE t_audited SET v = 1 WHERE v = 2", "SL-4053"));
  const std::string hint = "/* SHARDINGSPHERE_HINT: DISABLE_AUDIT_NAMES=key_required */ ";
  CHECK(nodes_of(hint + "SELECT * FROM t_audited") == "0 1");
  CHECK(refuses("/* SHARDINGSPHERE_HINT: DISABLE_AUDIT_NAMES=other */ SELECT * FROM t_audited",
                "SL-4053"));
  CHECK(refuses(hint + "SELECT * FROM t_guarded", "SL-4053"));
}

}  // namespace sluice::router
