// SPDX-License-Identifier: Apache-2.0
// What the router costs per statement, in CPU time: the path of a plan-cache hit (find, resolve,
// render) and that of a miss (parse, plan). The goal for resolve and render of a point select is
// 300 ns.
#include <cstdio>
#include <ctime>

#include "parser/parse.h"
#include "router/build_metadata.h"
#include "router/plan_cache.h"
#include "router/planner.h"

namespace {

using namespace sluice;
using namespace sluice::router;

config::ShardingTable table(const std::string& name, const std::string& algorithm) {
  config::ShardingTable table;
  table.logic_name = name;
  for (int source = 0; source < 2; ++source) {
    for (int i = 0; i < 4; ++i) {
      table.nodes.push_back({"ds_" + std::to_string(source), name + "_" + std::to_string(i)});
    }
  }
  table.database_strategy = {config::StrategyKind::standard, {"user_id"}, "by_user"};
  table.table_strategy = {config::StrategyKind::standard, {"order_id"}, algorithm};
  return table;
}

config::ConfigSnapshot make_config() {
  auto config = std::make_shared<config::Config>();
  config::Database& shop = config->databases.emplace_back();
  shop.name = "shop";
  shop.data_sources.resize(2);
  shop.data_sources[0].name = "ds_0";
  shop.data_sources[1].name = "ds_1";
  const auto add = [&](const std::string& name, const std::string& expression) {
    shop.sharding.algorithms[name] = {name, "INLINE", {{"algorithm-expression", expression}}};
  };
  add("by_user", "ds_${user_id % 2}");
  add("order_table", "t_order_${order_id % 4}");
  add("item_table", "t_item_${order_id % 4}");
  shop.sharding.tables = {table("t_order", "order_table"), table("t_item", "item_table")};
  shop.sharding.binding_groups = {{"t_order", "t_item"}};
  return config;
}

MetadataSnapshot make_metadata() {
  const config::ConfigSnapshot config = make_config();
  TableSchema schema;
  for (const char* name : {"order_id", "user_id", "amount"}) {
    ColumnSchema column;
    column.name = column.lower_name = name;
    column.column_class = ColumnClass::integer;
    column.integer_bytes = 8;
    schema.columns.push_back(column);
  }
  LoadedSchema loaded;
  for (const config::ShardingTable& each : config->databases[0].sharding.tables) {
    for (const config::DataNode& node : each.nodes) {
      LoadedSource& source = loaded.databases["shop"][node.data_source];
      source.reachable = true;
      source.tables[node.table] = schema;
    }
  }
  return *build_metadata(config, loaded, nullptr, 1);
}

double cpu_nanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class Work>
void measure(const char* name, int rounds, Work work) {
  for (int i = 0; i < rounds / 10; ++i) work();
  const double begin = cpu_nanoseconds();
  for (int i = 0; i < rounds; ++i) work();
  std::printf("  %-28s %9.1f ns\n", name, (cpu_nanoseconds() - begin) / rounds);
}

void bench(const char* name, const std::string& sql, const MetadataSnapshot& metadata, int rounds) {
  const parser::LexOptions lex;
  parser::Normalized normalized;
  if (!parser::normalize(sql, lex, normalized)) return;
  StatementValues values;
  values.sql = sql;
  values.normalized = &normalized;
  values.lex = &lex;
  const auto make_plan = [&]() -> Result<PlanPtr> {
    Result<parser::ParsedStatement> parsed = parser::parse(sql, lex);
    if (!parsed) return parsed.error();
    return plan_statement(*parsed, {"shop", lex, nullptr, nullptr, nullptr}, metadata);
  };
  const Result<PlanPtr> plan = make_plan();
  if (!plan) {
    std::printf("%s: %s\n", name, plan.error().message().c_str());
    return;
  }
  PlanCache cache(1 << 20);
  cache.insert(values, "shop", *plan);
  const RoutedPlan& routed = *(*plan)->routed();
  const SessionValues session;
  Resolution resolution;
  Buffer out;
  std::vector<UnitParameter> parameters;
  std::printf("%s\n", name);
  measure("find in the plan cache", rounds, [&] { (void)cache.find(values, "shop", 1); });
  measure("resolve and render", rounds, [&] {
    if (!resolve(routed, values, {}, resolution)) std::abort();
    for (const Unit& unit : resolution.units) {
      out.clear();
      render(routed, unit, resolution, values, session, false, out, parameters);
    }
  });
  measure("parse and plan (a miss)", rounds / 50, [&] { (void)make_plan(); });
}

}  // namespace

int main() {
  const MetadataSnapshot metadata = make_metadata();
  bench("point select",
        "SELECT order_id, amount FROM t_order WHERE user_id = 123456 AND order_id = 987654",
        metadata, 1'000'000);
  bench("join on one node",
        "SELECT o.amount, i.amount FROM t_order o JOIN t_item i ON o.user_id = i.user_id AND "
        "o.order_id = "
        "i.order_id WHERE o.user_id = 1234 AND o.order_id = 9876",
        metadata, 500'000);
  bench("8 units, sorted", "SELECT order_id FROM t_order ORDER BY order_id LIMIT 10", metadata,
        200'000);
  std::string insert = "INSERT INTO t_order (order_id, user_id, amount) VALUES ";
  for (int i = 0; i < 100; ++i) {
    insert +=
        (i == 0 ? "(" : ", (") + std::to_string(1000 + i) + ", " + std::to_string(i * 7) + ", 5)";
  }
  bench("INSERT of 100 rows", insert, metadata, 20'000);
  return 0;
}
