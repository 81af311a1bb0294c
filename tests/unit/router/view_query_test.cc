// SPDX-License-Identifier: Apache-2.0
// Definitions as servers print them, and what they mean by logical names.
#include "router/view_query.h"

#include <doctest/doctest.h>

#include "fixture.h"

namespace sluice::router {
namespace {

TableSchema view_of(std::string definition, std::initializer_list<const char*> columns) {
  TableSchema schema;
  schema.is_view = true;
  schema.view_definition = std::move(definition);
  for (const char* name : columns) {
    ColumnSchema& column = schema.columns.emplace_back();
    column.name = name;
    column.lower_name = to_lower(name);
  }
  return schema;
}

// In the database of the shop, on its first data source, whose own one is called ds_0.
std::shared_ptr<const ViewQuery> query_of(const TableSchema& schema) {
  const ViewPlace place{*test_metadata()->find("shop"), 0, "ds_0"};
  return view_query("v", schema, place, {});
}

std::string text_of(const TableSchema& schema) {
  const auto query = query_of(schema);
  if (query == nullptr) return "answered by the server";
  return query->refusal ? query->refusal->message() : query->text;
}

}  // namespace

TEST_CASE("nodes become their tables") {
  CHECK(
      text_of(view_of("select `t_order`.`order_id` AS `order_id` from `ds_0`.`t_order_0` `t_order` "
                      "where `t_order`.`status` = 'a`b'",
                      {"order_id"})) ==
      "select `t_order`.`order_id` AS `order_id` from `shop`.`t_order` `t_order` "
      "where `t_order`.`status` = 'a`b'");
  // Without an alias columns are qualified by the node.
  CHECK(text_of(view_of(
            "select `ds_0`.`t_order_1`.`order_id` AS `order_id` from `ds_0`.`t_order_1`",
            {"order_id"})) == "select `t_order`.`order_id` AS `order_id` from `shop`.`t_order`");
  CHECK(text_of(view_of("select `t_order_1`.`order_id` AS `x` from `ds_0`.`t_order_1` where "
                        "exists(select 1 from `ds_0`.`t_country` `c` where `c`.`id` = "
                        "`t_order_1`.`user_id`)",
                        {"x"})) ==
        "select `t_order`.`order_id` AS `x` from `shop`.`t_order` where "
        "exists(select 1 from `shop`.`t_country` `c` where `c`.`id` = `t_order`.`user_id`)");
}

TEST_CASE("MySQL qualifies aliases of views, too") {
  CHECK(text_of(view_of("select `ds_0`.`o`.`user_id` AS `a` from `ds_0`.`t_order_0` `o`", {"a"})) ==
        "select `o`.`user_id` AS `a` from `shop`.`t_order` `o`");
}

TEST_CASE("common tables keep their names") {
  CHECK(text_of(view_of("with `t_order_0` as (select `o`.`user_id` AS `u` from `ds_0`.`t_order_0` "
                        "`o`) select `t_order_0`.`u` AS `u` from `t_order_0`",
                        {"u"})) ==
        "with `t_order_0` as (select `o`.`user_id` AS `u` from `shop`.`t_order` `o`) select "
        "`t_order_0`.`u` AS `u` from `t_order_0`");
}

TEST_CASE("the view's own column names") {
  CHECK(text_of(view_of("(select `o`.`user_id` AS `user_id`,count(0) from `ds_0`.`t_order_0` `o`) "
                        "union select 1 AS `1`,2 AS `2` limit 3",
                        {"a", "b`c"})) ==
        "(select `o`.`user_id` AS `a`,count(0) AS `b``c` from `shop`.`t_order` `o`) "
        "union select 1 AS `1`,2 AS `2` limit 3");
}

TEST_CASE("what one server answers is left to it") {
  CHECK(query_of(view_of("select 1 AS `a`", {"a"})) == nullptr);
  CHECK(query_of(view_of("select `c`.`k` AS `a` from `ds_0`.`t_config` `c`", {"a"})) == nullptr);
  CHECK(query_of(view_of("select `c`.`k` AS `a` from `other`.`t_order_0` `c`", {"a"})) == nullptr);
}

TEST_CASE("what cannot be told is refused") {
  CHECK(text_of(view_of("", {"a"})).find("SHOW VIEW") != std::string::npos);
  CHECK(text_of(view_of("selec", {"a"})).find("cannot be read") != std::string::npos);
  CHECK(
      text_of(view_of("select `o`.`user_id` AS `a` from `ds_0`.`t_order_0` `o` order by 1", {"a"}))
          .find("ORDER BY without LIMIT") != std::string::npos);
  CHECK(text_of(view_of("select `o`.`user_id` AS `a` from `ds_0`.`t_order_0` `o` join `x`.`t` `t`",
                        {"a"}))
            .find("no rule names") != std::string::npos);
  CHECK(text_of(view_of("select `o`.`user_id` AS `a` from `ds_0`.`t_order_0` `o`", {"a", "b"}))
            .find("columns cannot be told") != std::string::npos);
  CHECK(text_of(view_of("select `a`.`user_id` AS `a` from `ds_0`.`t_order_0` `a` union all select "
                        "`b`.`user_id` AS `a` from `ds_0`.`t_order_1` `b`",
                        {"a"}))
            .find("several nodes of a table") != std::string::npos);
  CHECK(text_of(view_of("select `ds_0`.`t_order_0`.`user_id` AS `a` from `ds_0`.`t_order_0` join "
                        "`ds_0`.`t_country` `t_order_0`",
                        {"a"}))
            .find("as an alias") != std::string::npos);
}

TEST_CASE("what other character sets and modes would read otherwise is noted") {
  const auto plain = query_of(view_of("select 'a' AS `a` from `ds_0`.`t_order_0` `o`", {"a"}));
  CHECK(plain->ascii);
  CHECK_FALSE(plain->backslash);
  const auto other =
      query_of(view_of("select '\\\\\xc3\xa9' AS `a` from `ds_0`.`t_order_0` `o`", {"a"}));
  CHECK_FALSE(other->ascii);
  CHECK(other->backslash);
}

}  // namespace sluice::router
