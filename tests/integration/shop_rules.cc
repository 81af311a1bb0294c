// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/shop_rules.h"

namespace sluice::test {
namespace {

// {shards} is their number, {last} the number of the last one.
constexpr const char* kRules = R"(rules:
- !SHARDING
  tables:
    t_user:
      actualDataNodes: ds_${0..{last}}.t_user
      databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
    t_order:
      actualDataNodes: ds_${0..{last}}.t_order_${0..1}
      databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
      tableStrategy: {standard: {shardingColumn: order_id, shardingAlgorithmName: order_table}}
      keyGenerateStrategy: {column: order_id, keyGeneratorName: snowflake}
    t_order_item:
      actualDataNodes: ds_${0..{last}}.t_order_item_${0..1}
      databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
      tableStrategy: {standard: {shardingColumn: order_id, shardingAlgorithmName: item_table}}
    t_log:
      actualDataNodes: ds_${0..{last}}.t_log
      databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_hash}}
    t_key:
      actualDataNodes: ds_${0..{last}}.t_key
      databaseStrategy: {standard: {shardingColumn: code, shardingAlgorithmName: by_hash}}
    t_wire:
      actualDataNodes: ds_${0..{last}}.t_wire_${0..1}
      databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: wire_source}}
      tableStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: wire_table}}
    t_month:
      actualDataNodes: <INTERVAL>P=ds_0.t_month_;SP=yyyyMM;DIU=MONTHS;DL=202511;DU=202603
      tableStrategy: {standard: {shardingColumn: day, shardingAlgorithmName: by_month}}
    t_pair:
      actualDataNodes: ds_0.t_pair_${0..1},ds_1.t_pair_${2..3}
      tableStrategy: {complex: {shardingColumns: "a,b", shardingAlgorithmName: by_pair}}
    t_hinted:
      actualDataNodes: ds_${0..{last}}.t_hinted
      databaseStrategy: {hint: {shardingAlgorithmName: by_hint}}
  autoTables:
    t_ranged:
      actualDataSources: ds_${0..{last}}
      shardingStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: by_range}}
    t_stretch:
      actualDataSources: ds_${0..{last}}
      shardingStrategy: {standard: {shardingColumn: at, shardingAlgorithmName: by_day}}
      auditStrategy: {auditorNames: [key_required], allowHintDisable: true}
  bindingTables: ["t_order,t_order_item"]
  shardingAlgorithms:
    by_user: {type: INLINE, props: {algorithm-expression: "ds_${user_id % {shards}}"}}
    order_table: {type: INLINE, props: {algorithm-expression: "t_order_${order_id % 2}"}}
    item_table: {type: INLINE, props: {algorithm-expression: "t_order_item_${order_id % 2}"}}
    by_range: {type: VOLUME_RANGE, props: {range-lower: 100, range-upper: 200, sharding-volume: 50}}
    wire_source: {type: INLINE, props: {algorithm-expression: "ds_${id % {shards}}"}}
    wire_table: {type: INLINE, props: {algorithm-expression: "t_wire_${id.intdiv({shards}) % 2}"}}
    by_month:
      type: INTERVAL
      props: {datetime-pattern: yyyy-MM-dd, datetime-lower: 2025-11-01, datetime-upper: 2026-03-31,
              sharding-suffix-pattern: yyyyMM, datetime-interval-unit: MONTHS}
    by_day:
      type: AUTO_INTERVAL
      props: {datetime-lower: "2026-01-01 00:00:00", datetime-upper: "2026-01-04 00:00:00",
              sharding-seconds: 86400}
    by_pair: {type: COMPLEX_INLINE, props: {algorithm-expression: "t_pair_${(a + b) % 4}"}}
    by_hint: {type: HINT_INLINE, props: {algorithm-expression: "ds_${value % {shards}}"}}
    by_hash: {type: HASH_MOD, props: {sharding-count: {shards}}}
  auditors: {key_required: {type: DML_SHARDING_CONDITIONS}}
  keyGenerators:
    snowflake: {type: SNOWFLAKE, props: {worker-id: 1}}
- !BROADCAST
  tables: [t_country]
- !SINGLE
  tables: ["*.*"]
  defaultDataSource: ds_0
)";

}  // namespace

std::string for_shards(std::string rules, std::size_t shards) {
  for (const auto& [name, number] : {std::pair{"{shards}", shards}, {"{last}", shards - 1}}) {
    const std::string text = std::to_string(number);
    for (std::size_t at = 0; (at = rules.find(name, at)) != std::string::npos;) {
      rules.replace(at, std::string(name).size(), text);
    }
  }
  return rules;
}

std::string shop_rules(std::size_t shards) {
  return for_shards(kRules, shards);
}

}  // namespace sluice::test
