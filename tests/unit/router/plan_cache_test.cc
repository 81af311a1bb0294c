// SPDX-License-Identifier: Apache-2.0
#include "router/plan_cache.h"

#include <doctest/doctest.h>

#include "fixture.h"

namespace sluice::router {
namespace {

PlanPtr plan_with(std::vector<PinnedLiteral> pinned = {},
                  MetadataSnapshot metadata = test_metadata()) {
  auto plan = std::make_shared<Plan>();
  plan->metadata = std::move(metadata);
  plan->pinned = std::move(pinned);
  return plan;
}

std::uint32_t mark_of(const TestStatement& statement, std::string_view literal) {
  const auto& marks = statement.normalized().marks;
  for (std::uint32_t i = 0; i < marks.size(); ++i) {
    if (statement.sql.substr(marks[i].offset, marks[i].length) == literal) return i;
  }
  FAIL("no such literal");
  return 0;
}

}  // namespace

TEST_CASE("a plan is found by text, database, lexical rules and metadata") {
  PlanCache cache(1 << 20);
  TestStatement first("SELECT * FROM t_order WHERE user_id = 1");
  const PlanPtr plan = plan_with();
  CHECK(cache.find(first.values(), "shop", 1) == nullptr);
  cache.insert(first.values(), "shop", plan);
  CHECK(cache.find(first.values(), "shop", 1) == plan);
  TestStatement other_value("select * FROM t_order where user_id=  27");
  CHECK(cache.find(other_value.values(), "shop", 1) == plan);
  CHECK(cache.find(first.values(), "crm", 1) == nullptr);
  CHECK(cache.find(first.values(), "shop", 2) == nullptr);
  TestStatement ansi("SELECT * FROM t_order WHERE user_id = 1");
  ansi.lex.ansi_quotes = true;
  CHECK(cache.find(ansi.values(), "shop", 1) == nullptr);
  TestStatement other_text("SELECT * FROM t_order WHERE order_id = 1");
  CHECK(cache.find(other_text.values(), "shop", 1) == nullptr);
  CHECK(cache.hits() == 2);
  CHECK(cache.misses() == 5);
}

TEST_CASE("equal hashes do not make equal statements") {
  PlanCache cache(1 << 20);
  TestStatement first("SELECT a FROM t");
  TestStatement second("SELECT b FROM t");
  cache.insert(first.values(), "shop", plan_with());
  parser::Normalized forged = second.normalized();
  forged.hash = first.normalized().hash;
  StatementValues values = second.values();
  values.normalized = &forged;
  CHECK(cache.find(values, "shop", 1) == nullptr);
}

TEST_CASE("pinned literals make variants") {
  PlanCache cache(1 << 20);
  TestStatement by_one("SELECT a, b FROM t ORDER BY 1 LIMIT 5");
  TestStatement by_two("SELECT a, b FROM t ORDER BY 2 LIMIT 5");
  TestStatement by_one_again("SELECT a, b FROM t ORDER BY 1 LIMIT 9");
  const PlanPtr one = plan_with({{mark_of(by_one, "1"), "1"}});
  const PlanPtr two = plan_with({{mark_of(by_two, "2"), "2"}});
  cache.insert(by_one.values(), "shop", one);
  CHECK(cache.find(by_two.values(), "shop", 1) == nullptr);
  cache.insert(by_two.values(), "shop", two);
  CHECK(cache.find(by_one.values(), "shop", 1) == one);
  CHECK(cache.find(by_two.values(), "shop", 1) == two);
  CHECK(cache.find(by_one_again.values(), "shop", 1) == one);
}

TEST_CASE("variants of one text are limited") {
  PlanCache cache(1 << 20);
  for (int i = 0; i < 100; ++i) {
    const std::string number = std::to_string(1000 + i);
    TestStatement statement("SELECT a FROM t ORDER BY " + number);
    cache.insert(statement.values(), "shop", plan_with({{mark_of(statement, number), number}}));
  }
  CHECK(cache.size() == 16);
}

TEST_CASE("the least recently used plans make room") {
  TestStatement a("SELECT a FROM t");
  TestStatement b("SELECT b FROM t");
  TestStatement c("SELECT c FROM t");
  PlanCache probe(1 << 20);
  probe.insert(a.values(), "shop", plan_with());
  PlanCache cache(2 * probe.bytes());
  cache.insert(a.values(), "shop", plan_with());
  cache.insert(b.values(), "shop", plan_with());
  CHECK(cache.find(a.values(), "shop", 1) != nullptr);
  cache.insert(c.values(), "shop", plan_with());
  CHECK(cache.size() == 2);
  CHECK(cache.bytes() <= 2 * probe.bytes());
  CHECK(cache.find(b.values(), "shop", 1) == nullptr);
  CHECK(cache.find(a.values(), "shop", 1) != nullptr);
  CHECK(cache.find(c.values(), "shop", 1) != nullptr);
  cache.clear();
  CHECK(cache.size() == 0);
  CHECK(cache.bytes() == 0);
  CHECK(cache.find(a.values(), "shop", 1) == nullptr);
}

TEST_CASE("what may not be kept is not kept") {
  PlanCache cache(1 << 20);
  TestStatement statement("SELECT a FROM t");
  auto plan = std::make_shared<Plan>();
  plan->metadata = test_metadata();
  plan->cacheable = false;
  cache.insert(statement.values(), "shop", plan);
  CHECK(cache.size() == 0);
  PlanCache none(0);
  none.insert(statement.values(), "shop", plan_with());
  CHECK(none.size() == 0);
}

}  // namespace sluice::router
