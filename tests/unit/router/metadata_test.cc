// SPDX-License-Identifier: Apache-2.0
#include "router/metadata.h"

#include <doctest/doctest.h>

#include "fixture.h"

namespace sluice::router {
namespace {

const Table& table(std::string_view name, const Metadata& metadata = *test_metadata()) {
  const Table* found = metadata.find("shop")->find(name);
  REQUIRE(found != nullptr);
  return *found;
}

config::Database two_sources() {
  config::Database database;
  database.name = "d";
  database.data_sources.resize(2);
  database.data_sources[0].name = "ds_0";
  database.data_sources[1].name = "ds_1";
  return database;
}

// A table of four nodes, two on each source, with MOD on the table level.
config::ShardingTable sharded(const std::string& name, const std::string& algorithm,
                              const std::string& key_generator = "") {
  config::ShardingTable table;
  table.logic_name = name;
  for (int i = 0; i < 4; ++i) {
    table.nodes.push_back({i < 2 ? "ds_0" : "ds_1", name + "_" + std::to_string(i)});
  }
  table.table_strategy = {config::StrategyKind::standard, {"id"}, algorithm};
  if (!key_generator.empty()) table.key_generate = config::KeyGenerate{"id", key_generator};
  return table;
}

Result<MetadataSnapshot> build(config::Database database, const LoadedSchema& schema = {},
                               const Metadata* previous = nullptr) {
  auto config = std::make_shared<config::Config>();
  config->databases.push_back(std::move(database));
  return build_metadata(std::move(config), schema, previous, 1);
}

}  // namespace

TEST_CASE("strategies know the nodes behind each target") {
  const TableRule& rule = *table("t_order").rule;
  CHECK(rule.kind == TableKind::sharded);
  REQUIRE(rule.nodes.size() == 4);
  CHECK(rule.nodes[1].table == "t_order_1");
  CHECK(rule.nodes[2].data_source == 1);
  const auto source = rule.database_strategy.target_of(ShardingValue(std::int64_t{3}));
  REQUIRE(source.ok());
  const NodeSet& nodes = rule.database_strategy.target_nodes[*source];
  CHECK(nodes.size() == 2);
  CHECK(nodes.contains(2));
  CHECK(nodes.contains(3));
  CHECK(rule.database_strategy.columns[0].domain.kind == KeyDomain::Kind::integer);
  CHECK(rule.is_sharding_column("user_id"));
  CHECK(rule.is_sharding_column("order_id"));
  CHECK_FALSE(rule.is_sharding_column("status"));
  CHECK_FALSE(rule.keeps_name());
  CHECK(table("t_user").rule->keeps_name());
}

TEST_CASE("a tabulated strategy and a missing target") {
  const Strategy& strategy = table("t_order").rule->table_strategy;
  CHECK(strategy.bucket_targets == std::vector<std::int32_t>{-1, 0, 1});
  const auto negative = strategy.target_of(ShardingValue(std::int64_t{-1}));
  REQUIRE_FALSE(negative.ok());
  CHECK(negative.error().id() == ErrorId::no_matching_node);
}

TEST_CASE("domains follow the schema, its collations and the operator's word") {
  CHECK(table("t_account").rule->table_strategy.columns[0].domain.kind ==
        KeyDomain::Kind::exact_text);
  CHECK(table("t_voucher").rule->table_strategy.columns[0].domain.kind ==
        KeyDomain::Kind::exact_text);
  CHECK(table("t_tag").rule->table_strategy.columns[0].domain.kind == KeyDomain::Kind::loose_text);
  CHECK(table("t_late").rule->table_strategy.columns[0].domain.kind == KeyDomain::Kind::unknown);
  CHECK(table("t_late").schema == nullptr);
}

TEST_CASE("binding groups are believed only where they can be proven") {
  const std::int32_t order = table("t_order").rule->binding_group;
  CHECK(order >= 0);
  CHECK(table("t_order_item").rule->binding_group == order);
  CHECK(table("t_user").rule->binding_group == -1);
}

TEST_CASE("binding by number algorithms needs the same count") {
  config::Database database = two_sources();
  database.sharding.tables = {sharded("a", "four"), sharded("b", "four"), sharded("c", "eight"),
                              sharded("d", "hash")};
  database.sharding.binding_groups = {{"a", "b", "c", "d"}};
  database.sharding.algorithms["four"] = {"four", "MOD", {{"sharding-count", "4"}}};
  database.sharding.algorithms["eight"] = {"eight", "MOD", {{"sharding-count", "8"}}};
  database.sharding.algorithms["hash"] = {"hash", "HASH_MOD", {{"sharding-count", "4"}}};
  const auto metadata = build(database);
  REQUIRE(metadata.ok());
  const DatabaseMetadata& built = *(*metadata)->find("d");
  CHECK(built.find("a")->rule->binding_group == built.find("b")->rule->binding_group);
  CHECK(built.find("a")->rule->binding_group != built.find("c")->rule->binding_group);
  CHECK(built.find("a")->rule->binding_group != built.find("d")->rule->binding_group);
  CHECK_FALSE(built.loaded);
  CHECK(built.load_error.find("ds_0") != std::string::npos);
}

TEST_CASE("single tables are found on their source") {
  const Table& config = table("t_config");
  CHECK(config.rule->kind == TableKind::single);
  CHECK(config.rule->nodes[0].data_source == 0);
  CHECK(table("t_audit").rule->nodes[0].data_source == 1);
  CHECK(test_metadata()->find("shop")->find("t_order_0") == nullptr);  // a node of t_order
  CHECK(test_metadata()->find("shop")->default_data_source == 1);
}

TEST_CASE("the single rule says which tables are let in") {
  LoadedSchema schema;
  schema.databases["d"]["ds_0"] = {true, "", {{"x", {}}, {"y", {}}}};
  schema.databases["d"]["ds_1"] = {true, "", {{"x", {}}, {"z", {}}}};
  const auto names = [&](std::vector<config::DataNode> rule) {
    config::Database database = two_sources();
    database.single.tables = std::move(rule);
    const auto metadata = build(database, schema);
    REQUIRE(metadata.ok());
    std::map<std::string, int> found;
    for (const auto& [name, each] : (*metadata)->find("d")->tables) {
      found[name] = each.rule->nodes[0].data_source;
    }
    return found;
  };
  using Found = std::map<std::string, int>;
  CHECK(names({}) == Found{{"x", 0}, {"y", 0}, {"z", 1}});
  CHECK(names({{"*", "*"}}) == Found{{"x", 0}, {"y", 0}, {"z", 1}});
  CHECK(names({{"ds_1", "*"}}) == Found{{"x", 1}, {"z", 1}});
  CHECK(names({{"ds_0", "y"}}) == Found{{"y", 0}});
  CHECK(names({{"ds_1", "x"}, {"ds_0", "*"}}) == Found{{"x", 1}, {"y", 0}});
  CHECK(names({{"ds_0", "later"}}) == Found{{"later", 0}});
}

TEST_CASE("a key generator lives on while its configuration stays") {
  config::Database database = two_sources();
  database.sharding.tables = {sharded("a", "four", "keys"), sharded("b", "four", "keys")};
  database.sharding.algorithms["four"] = {"four", "MOD", {{"sharding-count", "4"}}};
  database.sharding.key_generators["keys"] = {"keys", "SNOWFLAKE", {{"worker-id", "1"}}};
  const auto first = build(database);
  REQUIRE(first.ok());
  const auto generator = [](const MetadataSnapshot& metadata, const char* name) {
    return metadata->find("d")->find(name)->rule->key_generator;
  };
  CHECK(generator(*first, "a") != nullptr);
  CHECK(generator(*first, "a") == generator(*first, "b"));
  const auto second = build(database, {}, first->get());
  REQUIRE(second.ok());
  CHECK(generator(*second, "a") == generator(*first, "a"));
  database.sharding.key_generators["keys"].props["worker-id"] = "2";
  const auto third = build(database, {}, second->get());
  REQUIRE(third.ok());
  CHECK(generator(*third, "a") != generator(*second, "a"));
}

TEST_CASE("what cannot be compiled is an error") {
  config::Database database = two_sources();
  database.sharding.tables = {sharded("a", "missing")};
  CHECK_FALSE(build(database).ok());
  database.sharding.tables[0].table_strategy.kind = config::StrategyKind::complex;
  CHECK_FALSE(build(database).ok());
}

TEST_CASE("names are quoted unless they cannot be keywords") {
  CHECK(quote_name("t_order_0") == "t_order_0");
  CHECK(quote_name("t_order") == "`t_order`");
  CHECK(quote_name("_latin1") == "`_latin1`");
  CHECK(quote_name("a`b_1") == "`a``b_1`");
  CHECK(quote_name("1_a1") == "`1_a1`");
}

}  // namespace sluice::router
