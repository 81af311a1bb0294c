// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <doctest/doctest.h>

#include "config/load.h"
#include "config/shard_count.h"
#include "tests/unit/config/config_files.h"

namespace sluice::config {
namespace {

Algorithm algorithm(const char* type, std::map<std::string, std::string> props) {
  return {"a", type, std::move(props)};
}

using Bounds = std::vector<std::int64_t>;

Bounds bounds_of(const Algorithm& algorithm) {
  const auto bounds = range_bounds(algorithm);
  return bounds ? *bounds : Bounds{};
}

TEST_CASE("bounds of ranges") {
  const auto volume = [](const char* lower, const char* upper, const char* step) {
    return algorithm("VOLUME_RANGE",
                     {{"range-lower", lower}, {"range-upper", upper}, {"sharding-volume", step}});
  };
  CHECK(bounds_of(volume("10", "45", "10")) == Bounds{10, 20, 30, 40, 45});
  CHECK(bounds_of(volume("-5", "5", "5")) == Bounds{-5, 0, 5});
  CHECK(bounds_of(volume("0", "1", "9223372036854775807")) == Bounds{0, 1});
  CHECK_FALSE(range_bounds(volume("5", "5", "1")).ok());
  CHECK_FALSE(range_bounds(volume("0", "10", "0")).ok());
  CHECK_FALSE(range_bounds(volume("-9223372036854775808", "9223372036854775807", "1")).ok());
  CHECK(bounds_of(volume("-9223372036854775808", "9223372036854775807", "9223372036854775807")) ==
        Bounds{INT64_MIN, -1, INT64_MAX - 1, INT64_MAX});

  const auto listed = [](const char* ranges) {
    return algorithm("BOUNDARY_RANGE", {{"sharding-ranges", ranges}});
  };
  CHECK(bounds_of(listed("1, 5,10")) == Bounds{1, 5, 10});
  for (const char* wrong : {"", "5,1", "1,1", "1,,2", "a", "1;2", "1,99999999999999999999"}) {
    CAPTURE(wrong);
    CHECK_FALSE(range_bounds(listed(wrong)).ok());
  }
}

TEST_CASE("how many shards an algorithm makes") {
  CHECK(shard_count(algorithm("MOD", {{"sharding-count", "4"}})) == 4u);
  CHECK(shard_count(algorithm("HASH_MOD", {{"sharding-count", "3"}})) == 3u);
  CHECK(shard_count(algorithm("BOUNDARY_RANGE", {{"sharding-ranges", "1,5,10"}})) == 4u);
  CHECK(shard_count(algorithm(
            "VOLUME_RANGE",
            {{"range-lower", "10"}, {"range-upper", "45"}, {"sharding-volume", "10"}})) == 6u);
  CHECK_FALSE(shard_count(algorithm("INLINE", {{"algorithm-expression", "t_${a % 2}"}})));
  CHECK_FALSE(shard_count(algorithm("MOD", {})));
}

TEST_CASE("an automatic table's nodes follow from data sources and algorithm") {
  ConfigFiles files;
  files.write("global.yaml", kGlobal);
  files.write(
      "database-shop.yaml",
      replaced(kDatabase, "  shardingAlgorithms:\n",
               "  autoTables:\n"
               "    t_auto:\n"
               "      actualDataSources: ds_${0..1}\n"
               "      shardingStrategy: {standard: {shardingColumn: id, "
               "shardingAlgorithmName: by_range}}\n"
               "  shardingAlgorithms:\n"
               "    by_range: {type: BOUNDARY_RANGE, props: {sharding-ranges: '10,20'}}\n"));
  CHECK(files.problems() == std::vector<std::string>{});
  const LoadResult loaded = files.load();
  REQUIRE(loaded.config);
  const auto& tables = loaded.config->databases[0].sharding.tables;
  const auto found = std::find_if(tables.begin(), tables.end(), [](const ShardingTable& table) {
    return table.logic_name == "t_auto";
  });
  REQUIRE(found != tables.end());
  CHECK(found->nodes ==
        std::vector<DataNode>{{"ds_0", "t_auto_0"}, {"ds_1", "t_auto_1"}, {"ds_0", "t_auto_2"}});
  CHECK(found->table_strategy.columns == std::vector<std::string>{"id"});
  CHECK(found->database_strategy.kind == StrategyKind::none);
}

}  // namespace
}  // namespace sluice::config
