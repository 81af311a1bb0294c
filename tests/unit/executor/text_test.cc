// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "executor/info_text.h"
#include "executor/name_map.h"

namespace sluice::executor {

TEST_CASE("info texts of several units add up") {
  InfoText info;
  info.add("Records: 2  Duplicates: 0  Warnings: 1");
  CHECK(info.text() == "Records: 2  Duplicates: 0  Warnings: 1");
  info.add("Records: 13  Duplicates: 1  Warnings: 0");
  CHECK(info.text() == "Records: 15  Duplicates: 1  Warnings: 1");
  info.add("something else");
  CHECK(info.text().empty());
  info.add("Records: 2  Duplicates: 0  Warnings: 1");
  CHECK(info.text().empty());
}

TEST_CASE("names in messages are replaced only where they stand as names") {
  NameMap names;
  names.actual_database = "demo_ds_0";
  names.logic_database = "shop";
  names.tables = {{"t_order_0", "t_order"}};
  CHECK(names.rename_in_message("Table 'demo_ds_0.t_order_0' doesn't exist") ==
        "Table 'shop.t_order' doesn't exist");
  CHECK(names.rename_in_message("Duplicate entry 't_order_0 x' for key 't_order_0.PRIMARY'") ==
        "Duplicate entry 't_order_0 x' for key 't_order.PRIMARY'");
  CHECK(names.rename_in_message("t_order_0 without quotes") == "t_order_0 without quotes");
  CHECK(names.rename_in_message("`t_order_0`.`id`") == "`t_order`.`id`");
  CHECK(names.rename_in_message("FUNCTION demo_ds_0.f does not exist") ==
        "FUNCTION shop.f does not exist");
  CHECK(names.rename_in_message("demo_ds_0. x_demo_ds_0.f") == "shop. x_demo_ds_0.f");
  CHECK(names.rename_in_message("") == "");
}

TEST_CASE("one row of several that an INSERT has is described as servers describe it") {
  using router::OnDuplicate;
  const auto text = [](const char* duplicates, const char* warnings) {
    return std::string("Records: 1  Duplicates: ") + duplicates + "  Warnings: " + warnings;
  };
  CHECK(info_of_row(OnDuplicate::fail, 1, 0) == text("0", "0"));
  CHECK(info_of_row(OnDuplicate::ignore, 1, 2) == text("0", "2"));
  CHECK(info_of_row(OnDuplicate::ignore, 0, 1) == text("1", "1"));
  CHECK(info_of_row(OnDuplicate::update, 1, 0) == text("0", "0"));
  CHECK(info_of_row(OnDuplicate::update, 0, 0) == text("0", "0"));
  CHECK(info_of_row(OnDuplicate::update, 2, 0) == text("1", "0"));
  CHECK(info_of_row(OnDuplicate::replace, 2, 0) == text("1", "0"));
  // A row that takes the place of two others, by a unique key each.
  CHECK(info_of_row(OnDuplicate::replace, 3, 0) == text("2", "0"));
}

}  // namespace sluice::executor
