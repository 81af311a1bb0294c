// SPDX-License-Identifier: Apache-2.0
#include "router/time_tables.h"

#include <doctest/doctest.h>

#include "fixture.h"

namespace sluice::router {
namespace {

constexpr const char* kMonths[] = {"202511", "202512", "202601", "202602", "202603"};

config::ShardingTable by_month() {
  config::ShardingTable table;
  table.logic_name = "t_month";
  for (const char* month : kMonths)
    table.nodes.push_back({"ds_0", std::string("t_month_") + month});
  table.table_strategy = {config::StrategyKind::standard, {"day"}, "by_month"};
  return table;
}

MetadataSnapshot months(std::optional<CivilMicros> due_at, const LoadedSource& source) {
  config::Database database;
  database.name = "d";
  database.data_sources.resize(1);
  database.data_sources[0].name = "ds_0";
  database.sharding.tables.push_back(by_month());
  config::Algorithm algorithm;
  algorithm.name = "by_month";
  algorithm.type = "INTERVAL";
  for (const auto& [key, value] : {std::pair{"datetime-pattern", "yyyy-MM-dd"},
                                   {"datetime-lower", "2025-11-01"},
                                   {"sharding-suffix-pattern", "yyyyMM"},
                                   {"datetime-interval-unit", "MONTHS"}}) {
    algorithm.props[key] = value;
  }
  database.sharding.algorithms["by_month"] = algorithm;
  auto config = std::make_shared<config::Config>();
  config->databases.push_back(std::move(database));
  LoadedSchema schema;
  schema.databases["d"]["ds_0"] = source;
  schema.due_at = due_at;
  const auto built = build_metadata(std::move(config), schema, nullptr, 1);
  REQUIRE_MESSAGE(built.ok(), (built.ok() ? "" : built.error().message()));
  return *built;
}

std::size_t nodes_at(const char* day) {
  return months(*parse_civil(day), {})->find("d")->find("t_month")->rule->nodes.size();
}

LoadedSource with_tables(std::initializer_list<const char*> names) {
  LoadedSource source;
  source.reachable = true;
  for (const char* name : names) source.tables[name] = {};
  return source;
}

std::vector<MissingNode> missing_of(const LoadedSource& source) {
  const MetadataSnapshot metadata = months(*parse_civil("2026-01-20"), source);
  return missing_nodes(*metadata->find("d"), {{"ds_0", source}});
}

}  // namespace

TEST_CASE("nodes are due from the interval before their own on") {
  CHECK(months(std::nullopt, {})->find("d")->find("t_month")->rule->nodes.size() == 5);
  CHECK(nodes_at("2025-11-01") == 2);
  CHECK(nodes_at("2025-12-31 23:59:59") == 3);
  CHECK(nodes_at("2026-01-01") == 4);
  CHECK(nodes_at("2026-02-01") == 5);
  CHECK(nodes_at("2031-01-01") == 5);
  CHECK(nodes_at("2020-01-01") == 5);  // before the first one: nothing is going to be due
}

TEST_CASE("a due node that is missing has the latest one as its model") {
  const auto missing = missing_of(with_tables({"t_month_202511", "t_month_202601"}));
  REQUIRE(missing.size() == 2);
  CHECK(missing[0].table == "t_month_202512");
  CHECK(missing[1].table == "t_month_202602");
  CHECK(missing[1].model == "t_month_202601");
  CHECK(missing[1].logic_table == "t_month");
}

TEST_CASE("nothing is made without a model, or where the source was not asked") {
  CHECK(missing_of(with_tables({})).empty());
  LoadedSource unreachable = with_tables({"t_month_202511"});
  unreachable.reachable = false;
  CHECK(missing_of(unreachable).empty());
}

TEST_CASE("metadata with more due nodes is told apart") {
  const MetadataSnapshot before = months(*parse_civil("2025-12-31"), {});
  CHECK(same_time_nodes(*before, *months(*parse_civil("2025-12-01"), {})));
  CHECK_FALSE(same_time_nodes(*before, *months(*parse_civil("2026-01-01"), {})));
}

}  // namespace sluice::router
