// SPDX-License-Identifier: Apache-2.0
// Nodes that should be alike and are not.
#include "router/schema_drift.h"

#include <doctest/doctest.h>

namespace sluice::router {
namespace {

ColumnSchema column(const std::string& name) {
  ColumnSchema schema;
  schema.name = name;
  schema.lower_name = to_lower(name);
  schema.column_class = ColumnClass::text;
  schema.collation = "utf8mb4_bin";
  schema.max_length = 20;
  return schema;
}

TableSchema table(const std::vector<std::string>& names) {
  TableSchema schema;
  for (const std::string& name : names) schema.columns.push_back(column(name));
  return schema;
}

// A sharded table of three nodes on two data sources, all of which have it.
struct Shop {
  Shop() {
    database.name = "shop";
    database.data_sources.resize(2);
    database.data_sources[0].name = "ds_0";
    database.data_sources[1].name = "ds_1";
    config::ShardingTable rule;
    rule.logic_name = "t_a";
    rule.nodes = {{"ds_0", "t_a_0"}, {"ds_0", "t_a_1"}, {"ds_1", "t_a_2"}};
    database.sharding.tables.push_back(rule);
    for (const config::DataNode& node : rule.nodes) {
      sources[node.data_source].reachable = true;
      sources[node.data_source].tables[node.table] = table({"Id", "v"});
    }
  }

  TableSchema& second() { return sources["ds_0"].tables["t_a_1"]; }
  TableSchema& third() { return sources["ds_1"].tables["t_a_2"]; }

  // The only difference there is.
  std::string difference() const {
    const std::vector<Drift> found = find_drift(database, sources);
    REQUIRE(found.size() == 1);
    CHECK(found[0].table == "t_a");
    CHECK(found[0].model == "ds_0.t_a_0");
    return found[0].node + ": " + found[0].difference;
  }

  config::Database database;
  std::map<std::string, LoadedSource> sources;
};

}  // namespace

TEST_CASE("nodes that are alike have no drift, whatever the case of their columns' names") {
  Shop shop;
  shop.third().columns[0] = column("ID");
  CHECK(find_drift(shop.database, shop.sources).empty());
}

TEST_CASE("each way in which a column can differ is named with its node") {
  const auto changed = [](auto change) {
    Shop shop;
    change(shop.second().columns[1]);
    return shop.difference();
  };
  CHECK(changed([](ColumnSchema& v) { v.max_length = 30; }) ==
        "ds_0.t_a_1: column v has another length");
  CHECK(changed([](ColumnSchema& v) { v.collation = "utf8mb4_general_ci"; }) ==
        "ds_0.t_a_1: column v has another collation");
  CHECK(changed([](ColumnSchema& v) { v.column_class = ColumnClass::integer; }) ==
        "ds_0.t_a_1: column v has another type");
  CHECK(changed([](ColumnSchema& v) { v.nullable = false; }) ==
        "ds_0.t_a_1: column v differs in NOT NULL");
  CHECK(changed([](ColumnSchema& v) { v.in_key = true; }) ==
        "ds_0.t_a_1: column v differs in being part of the key");
  CHECK(changed([](ColumnSchema& v) { v.auto_increment = true; }) ==
        "ds_0.t_a_1: column v differs in AUTO_INCREMENT");
}

TEST_CASE("missing, added and moved columns, and missing tables") {
  Shop shop;
  shop.third() = table({"id"});
  CHECK(shop.difference() == "ds_1.t_a_2: column v is missing");
  shop.third() = table({"id", "v", "w"});
  CHECK(shop.difference() == "ds_1.t_a_2: column w is added");
  shop.third() = table({"v", "id"});
  CHECK(shop.difference() == "ds_1.t_a_2: column v stands in another place");
  shop.sources["ds_1"].tables.clear();
  CHECK(shop.difference() == "ds_1.t_a_2: the table is missing");
}

TEST_CASE("what was not reached, or is nowhere, is no drift") {
  Shop shop;
  shop.sources["ds_1"] = {};
  CHECK(find_drift(shop.database, shop.sources).empty());
  shop.sources["ds_0"].tables.clear();
  CHECK(find_drift(shop.database, shop.sources).empty());
}

TEST_CASE("broadcast tables are compared over the data sources") {
  Shop shop;
  shop.database.broadcast_tables = {"t_b"};
  shop.sources["ds_0"].tables["t_b"] = table({"a"});
  const std::vector<Drift> found = find_drift(shop.database, shop.sources);
  CHECK(found == std::vector<Drift>{{"t_b", "ds_1.t_b", "ds_0.t_b", "the table is missing"}});
}

}  // namespace sluice::router
