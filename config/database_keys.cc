// SPDX-License-Identifier: Apache-2.0
// The keys of database-*.yaml and of its rules.
#include "config/data_source_keys.h"
#include "config/key_tables.h"

namespace sluice::config {
namespace {

constexpr Key kAlgorithmKeys[] = {required(text("type")), props("props")};
constexpr KeyTable kAlgorithm{kAlgorithmKeys};

constexpr Key kStandardKeys[] = {text("shardingColumn"), required(text("shardingAlgorithmName"))};
constexpr KeyTable kStandard{kStandardKeys};
constexpr Key kComplexKeys[] = {required(text("shardingColumns")),
                                required(text("shardingAlgorithmName"))};
constexpr KeyTable kComplex{kComplexKeys};
constexpr Key kHintKeys[] = {required(text("shardingAlgorithmName"))};
constexpr KeyTable kHint{kHintKeys};
constexpr Key kStrategyKeys[] = {map("standard", kStandard), map("complex", kComplex),
                                 map("hint", kHint), any("none")};
constexpr KeyTable kStrategy{kStrategyKeys};

constexpr Key kKeyGenerateKeys[] = {required(text("column")), text("keyGeneratorName")};
constexpr KeyTable kKeyGenerate{kKeyGenerateKeys};

// 5.5.4
constexpr Key kRuleKeyGenerateKeys[] = {choice("keyGenerateType", "column|sequence"),
                                        text("keyGeneratorName"), text("logicTable"),
                                        text("keyGenerateColumn"), text("keyGenerateSequence")};
constexpr KeyTable kRuleKeyGenerate{kRuleKeyGenerateKeys};

constexpr Key kAuditKeys[] = {texts("auditorNames"), boolean("allowHintDisable")};
constexpr KeyTable kAudit{kAuditKeys};

constexpr Key kShardingTableKeys[] = {
    text("actualDataNodes"),         map("databaseStrategy", kStrategy),
    map("tableStrategy", kStrategy), map("keyGenerateStrategy", kKeyGenerate),
    harmless(text("logicTable")),    map("auditStrategy", kAudit),
};
constexpr KeyTable kShardingTable{kShardingTableKeys};

constexpr Key kAutoTableKeys[] = {required(text("actualDataSources")),
                                  map("shardingStrategy", kStrategy),
                                  map("keyGenerateStrategy", kKeyGenerate),
                                  harmless(text("logicTable")), map("auditStrategy", kAudit)};
constexpr KeyTable kAutoTable{kAutoTableKeys};

constexpr Key kShardingKeyList[] = {
    named("tables", kShardingTable),
    named("autoTables", kAutoTable),
    texts("bindingTables"),
    map("defaultDatabaseStrategy", kStrategy),
    map("defaultTableStrategy", kStrategy),
    map("defaultKeyGenerateStrategy", kKeyGenerate),
    text("defaultShardingColumn"),
    named("keyGenerateStrategies", kRuleKeyGenerate),
    named("shardingAlgorithms", kAlgorithm),
    named("keyGenerators", kAlgorithm),
    map("defaultAuditStrategy", kAudit),
    named("auditors", kAlgorithm),
    no_effect(any("shardingCache")),
};

constexpr Key kSingleKeyList[] = {texts("tables"), text("defaultDataSource")};
constexpr Key kBroadcastKeyList[] = {texts("tables")};

constexpr Key kServerGroupKeys[] = {
    required(text("writeDataSourceName")),
    required(texts("readDataSourceNames")),
    choice("transactionalReadQueryStrategy", "PRIMARY|FIXED|DYNAMIC"),
    text("loadBalancerName"),
};
constexpr KeyTable kServerGroup{kServerGroupKeys};
constexpr Key kSplittingKeyList[] = {named("dataSourceGroups", kServerGroup),
                                     named("loadBalancers", kAlgorithm)};

constexpr Key kDatabaseKeyList[] = {text("databaseName"), named("dataSources", kDataSourceKeys),
                                    any("rules")};

}  // namespace

constinit const KeyTable kDatabaseKeys{kDatabaseKeyList};
constinit const KeyTable kSingleKeys{kSingleKeyList};
constinit const KeyTable kBroadcastKeys{kBroadcastKeyList};
constinit const KeyTable kShardingKeys{kShardingKeyList};
constinit const KeyTable kSplittingKeys{kSplittingKeyList};

}  // namespace sluice::config
