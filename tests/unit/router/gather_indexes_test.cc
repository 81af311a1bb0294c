// SPDX-License-Identifier: Apache-2.0
// Which columns of gathered tables get an index.
#include <doctest/doctest.h>

#include "tests/unit/router/fixture.h"

namespace sluice::router {
namespace {

// "table(INDEX ..)" of each gathered table, in the order of the text.
std::string indexes_of(const std::string& sql) {
  TestStatement statement(sql);
  const Result<PlanPtr> plan = statement.plan();
  REQUIRE(plan.ok());
  const RoutedPlan* routed = (*plan)->routed();
  REQUIRE(routed->federation != nullptr);
  std::string text;
  for (const Gather& gather : routed->federation->gathers) {
    text += routed->tables[gather.table].logic_table + gather.indexes + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE("columns that are joined get an index") {
  CHECK(indexes_of("SELECT o.order_id FROM t_order o JOIN t_user u ON o.user_id = u.id + 1") ==
        "t_order(INDEX (`user_id`)) \nt_user\n");
  CHECK(indexes_of("SELECT o.order_id FROM t_order o JOIN t_user u ON o.status = u.name AND "
                   "o.order_id <=> u.age") ==
        "t_order(INDEX (`order_id`), INDEX (`status`)) \nt_user(INDEX (`age`), INDEX (`name`)) \n");
  CHECK(indexes_of("SELECT COUNT(*) FROM t_order_item JOIN t_visit USING (user_id)") ==
        "t_order_item(INDEX (`user_id`)) \nt_visit(INDEX (`user_id`)) \n");
}

TEST_CASE("columns of subqueries that are compared with outer ones get an index") {
  CHECK(indexes_of(
            "SELECT id FROM t_user u WHERE EXISTS (SELECT 1 FROM t_order o WHERE o.user_id = "
            "u.id AND o.amount = 3)") == "t_user(INDEX (`id`)) \nt_order(INDEX (`user_id`)) \n");
  CHECK(indexes_of("SELECT id FROM t_user WHERE age IN (SELECT amount FROM t_order)") ==
        "t_user(INDEX (`age`)) \nt_order(INDEX (`amount`)) \n");
}

TEST_CASE("columns that are too long for an index, or compared with their own table, get none") {
  CHECK(indexes_of("SELECT o.order_id FROM t_order o JOIN t_user u ON o.code = u.name AND o.note = "
                   "u.email WHERE o.order_id = o.user_id") ==
        "t_order\nt_user(INDEX (`email`), INDEX (`name`)) \n");
}

}  // namespace sluice::router
