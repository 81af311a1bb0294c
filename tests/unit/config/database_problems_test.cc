// SPDX-License-Identifier: Apache-2.0
// database-*.yaml: one case for each kind of problem with its exact place.
#include <doctest/doctest.h>

#include "config_files.h"

namespace sluice::config {
namespace {

using Lines = std::vector<std::string>;

Lines without_file(Lines problems) {
  for (std::string& problem : problems) {
    REQUIRE(problem.starts_with("database-shop.yaml:"));
    problem = problem.substr(19);
  }
  return problems;
}

// kDatabase with one text replaced.
Lines changed(std::string_view from, std::string_view to) {
  return without_file(database_problems(replaced(kDatabase, from, to)));
}

// kDatabase with more lines at its end, which are keys of the sharding rule or further rules.
Lines with(const std::string& more) {
  return without_file(database_problems(kDatabase + more));
}

// The first data source with this in place of its url line.
Lines source(const std::string& lines) {
  return changed("    url: jdbc:mysql://127.0.0.1:3306/shop_0\n", lines);
}

const std::string kUrl = "    url: jdbc:mysql://127.0.0.1:3306/shop_0\n";

}  // namespace

TEST_CASE("database: the top level") {
  CHECK(changed("databaseName: shop\n", "") == Lines{"1:1: the file needs the key 'databaseName'"});
  CHECK(changed("databaseName: shop\n", "databasName: shop\n") ==
        Lines{"1:1: unknown key 'databasName', did you mean 'databaseName'?",
              "1:1: the file needs the key 'databaseName'"});
  CHECK(changed("databaseName: shop\n", "databaseName: MySQL\n") ==
        Lines{"1:15: databaseName 'MySQL' is the name of a system schema"});
  CHECK(changed("databaseName: shop\n", "databaseName: [shop]\n") ==
        Lines{"1:1: the file needs the key 'databaseName'", "1:15: databaseName must be a text"});
  CHECK(without_file(database_problems("databaseName: shop\ndataSources: {}\n")) ==
        Lines{"1:1: database 'shop' has no dataSources"});
}

TEST_CASE("database: data sources") {
  CHECK(source("") == Lines{"4:5: dataSources.ds_0 needs the key 'url'"});
  CHECK(source("    ur: x\n") ==
        Lines{"4:5: unknown key 'ur' in dataSources.ds_0, did you mean 'url'?",
              "4:5: dataSources.ds_0 needs the key 'url'"});
  CHECK(source("    url: jdbc:postgresql://h/d\n") ==
        Lines{"4:10: dataSources.ds_0: the url must be jdbc:mysql://host:port/database"});
  CHECK(source("    url: jdbc:mysql://h/d?frobnicate=1\n") ==
        Lines{"4:10: warning: dataSources.ds_0: the url's property 'frobnicate' has no effect "
              "here"});
  CHECK(source(kUrl + "    maxPoolSize: 0\n") ==
        Lines{"5:18: dataSources.ds_0.maxPoolSize must be a whole number from 1 to 65535"});
  CHECK(source(kUrl + "    maxPoolSize: 2\n    minPoolSize: 3\n") ==
        Lines{"6:18: dataSources.ds_0: minPoolSize 3 is more than maxPoolSize 2"});
  CHECK(source(kUrl + "    readOnly: true\n") ==
        Lines{"5:15: dataSources.ds_0.readOnly is not supported yet"});
  CHECK(source(kUrl + "    readOnly: false\n") == Lines{});
  CHECK(source(kUrl + "    customPoolProps: {a: 1}\n") ==
        Lines{"5:5: warning: dataSources.ds_0.customPoolProps has no effect here"});
  CHECK(source(kUrl + "    dataSourceClassName: com.zaxxer.hikari.HikariDataSource\n") == Lines{});
  CHECK(changed("  ds_1:", "  ds_0:") ==
        Lines{"7:3: duplicate key 'ds_0' in dataSources, first in line 3",
              "15:24: actualDataNodes of table 't_order': data source 'ds_1' is not defined, did "
              "you mean 'ds_0'?"});
  CHECK(changed("  ds_1:", "  ds.1:").front() ==
        "7:3: the name of a data source must not hold '.', ',', '*', '$' or blanks");
  CHECK(changed("    username: app\n", "") ==
        Lines{"4:5: dataSources.ds_0 needs the key 'username'"});
}

TEST_CASE("database: rules and their tags") {
  CHECK(changed("- !SHARDING\n", "- !SHARDIN\n") ==
        Lines{"12:3: unknown rule !SHARDIN, did you mean '!SHARDING'?"});
  CHECK(changed("- !SHARDING\n  tables:", "- tables:") ==
        Lines{"12:3: a rule needs a tag such as !SHARDING"});
  CHECK(with("- !SHARDING\n  tables: {}\n") ==
        Lines{"29:3: a second rule !SHARDING, first in line 12"});
  CHECK(without_file(database_problems("databaseName: shop\ndataSources: {ds: {url: "
                                       "'jdbc:mysql://h/d', username: u}}\nrules: {}\n")) ==
        Lines{"3:8: rules must be a list"});
  CHECK(with("- !BROADCAST [t_a]\n") == Lines{"29:3: rule !BROADCAST must be a map"});
  for (const char* tag : {"!ENCRYPT", "!MASK", "!SHADOW"}) {
    CHECK(with("- " + std::string(tag) + "\n  anything: {}\n") ==
          Lines{"29:3: rule " + std::string(tag) + " is not supported yet"});
  }
  // The groups of a refused rule are no further problems where they are used.
  CHECK(without_file(database_problems(
            replaced(kDatabase, "ds_${0..1}.t_order_${0..1}", "group_${0..1}.t_order_${0..1}") +
            "- !SHADOW\n  dataSources: {group_0: {}, group_1: {}}\n")) ==
        Lines{"29:3: rule !SHADOW is not supported yet"});
}

TEST_CASE("database: keys of the sharding rule") {
  CHECK(with("  autoTables: {t_auto: {}}\n").size() == 2);
  CHECK(with("  autoTables: {}\n") == Lines{});
  CHECK(with("  shardingCache: {allowedMaxSqlLength: 512}\n") ==
        Lines{"29:3: warning: !SHARDING.shardingCache has no effect here"});
  CHECK(with("  auditors: {x: {type: DML_SHARDING_CONDITIONS}}\n") == Lines{});
  CHECK(with("  auditors: {x: {type: DML_SHARDING_CONDITION}}\n") ==
        Lines{"29:24: auditor 'x' has the unknown type 'DML_SHARDING_CONDITION', did you mean "
              "'DML_SHARDING_CONDITIONS'?"});
  CHECK(with("  defaultAuditStrategy: {auditorNames: [x], allowHintDisable: true}\n") ==
        Lines{"29:41: auditor 'x' of defaultAuditStrategy is not defined"});
  CHECK(with("  shardingAlgorithm: {}\n") ==
        Lines{"29:3: unknown key 'shardingAlgorithm' in !SHARDING, did you mean "
              "'shardingAlgorithms'?"});
  CHECK(changed("      databaseStrategy:", "      databasStrategy:").front() ==
        "16:7: unknown key 'databasStrategy' in !SHARDING.tables.t_order, did you mean "
        "'databaseStrategy'?");
}

TEST_CASE("database: actual data nodes") {
  const auto nodes = [](std::string_view text) {
    return changed("ds_${0..1}.t_order_${0..1}", text);
  };
  CHECK(nodes("''") == Lines{"15:24: actualDataNodes of table 't_order' is empty"});
  CHECK(nodes("") == Lines{"15:7: actualDataNodes of table 't_order' is empty"});
  CHECK(nodes("ds_${0..1.t").front() ==
        "15:24: inline expression 'ds_${0..1.t': character 11: there is no method 't' here "
        "[SL-1002]");
  CHECK(nodes("t_order").front() ==
        "15:24: actualDataNodes of table 't_order': 't_order' is not data_source.table");
  CHECK(nodes("ds_0.s.t_order_0").front() ==
        "15:24: actualDataNodes of table 't_order': 'ds_0.s.t_order_0' is not data_source.table");
  CHECK(nodes("ds_${0..1}.t_order_${0..1},ds_0.t_order_1") ==
        Lines{"15:24: actualDataNodes of table 't_order': 'ds_0.t_order_1' occurs twice"});
  CHECK(nodes("ds_${0..2}.t_order_${0..1}") ==
        Lines{"15:24: actualDataNodes of table 't_order': data source 'ds_2' is not defined, did "
              "you mean 'ds_0'?"});
  CHECK(nodes("ds_0.t_order_${0..65535}").back().find("more than 65535 data nodes") !=
        std::string::npos);
  // A table of many wrong nodes is a handful of problems.
  CHECK(nodes("${0..999}.t").size() == 5);
  CHECK(nodes("[ds_0.t]").front() ==
        "15:24: !SHARDING.tables.t_order.actualDataNodes must be a text");
}

TEST_CASE("database: two tables must not share a node") {
  CHECK(with("").empty());
  CHECK(
      changed("    t_order:\n", "    t_copy: {actualDataNodes: ds_1.t_order_1}\n    t_order:\n") ==
      Lines{"15:5: data node ds_1.t_order_1 of table 't_order' belongs to table 't_copy' "
            "already"});
}

TEST_CASE("database: strategies") {
  const std::string standard =
      "standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}";
  CHECK(changed(standard, "standard: {shardingColumn: user_id, shardingAlgorithmName: by_usr}") ==
        Lines{"17:68: sharding algorithm 'by_usr' of table 't_order' is not defined, did you mean "
              "'by_user'?"});
  CHECK(changed(standard, "standard: {shardingColumn: user_id}") ==
        Lines{"17:19: !SHARDING.tables.t_order.databaseStrategy.standard needs the key "
              "'shardingAlgorithmName'"});
  CHECK(changed(standard, "standard: {shardingAlgorithmName: by_user}") ==
        Lines{"17:19: table 't_order' has a strategy without shardingColumn, and there is no "
              "defaultShardingColumn"});
  CHECK(
      changed(standard, "standard: {shardingColumn: order_id, shardingAlgorithmName: by_user}") ==
      Lines{"17:69: sharding algorithm 'by_user' of table 't_order' uses the column 'user_id', but "
            "the sharding column is 'order_id'"});
  CHECK(changed("ds_${user_id % 2}", "ds_0") ==
        Lines{"17:68: sharding algorithm 'by_user' of table 't_order' does not use the sharding "
              "column 'user_id'"});
  CHECK(changed(standard, "standard: {shardingColumn: USER_ID, shardingAlgorithmName: by_user}") ==
        Lines{});
  CHECK(changed(standard, "complex: {shardingColumns: 'a,b', shardingAlgorithmName: c}").front() ==
        "17:66: sharding algorithm 'c' of table 't_order' is not defined");
  CHECK(changed(standard, "complex: {shardingColumns: ',', shardingAlgorithmName: by_user}") ==
        Lines{"17:36: table 't_order': shardingColumns must be 1 to 8 columns",
              "17:64: sharding algorithm 'by_user' of table 't_order': type INLINE is for a "
              "strategy of kind standard"});
  CHECK(changed(standard, "hint: {shardingAlgorithmName: by_user}") ==
        Lines{"17:39: sharding algorithm 'by_user' of table 't_order': type INLINE is for a "
              "strategy of kind standard",
              "17:39: sharding algorithm 'by_user' of table 't_order' uses the column 'user_id', "
              "but a hint's value is 'value'"});
  CHECK(changed(standard, "hint: {}") ==
        Lines{"17:15: !SHARDING.tables.t_order.databaseStrategy.hint needs the key "
              "'shardingAlgorithmName'"});
  CHECK(changed(standard, standard + "\n        none:") ==
        Lines{"17:9: table 't_order' has several kinds of databaseStrategy, one of standard and "
              "none is meant"});
  CHECK(changed(standard, "none:") ==
        Lines{"14:5: warning: the strategies of table 't_order' do not tell ds_0.t_order_0 from "
              "ds_1.t_order_0: an INSERT cannot be routed"});
  CHECK(with("  defaultTableStrategy:\n    standard: {shardingColumn: a, shardingAlgorithmName: "
             "b}\n") ==
        Lines{"30:58: sharding algorithm 'b' of defaultTableStrategy is not defined"});
}

TEST_CASE("database: sharding algorithms") {
  CHECK(changed("      type: INLINE\n", "      typ: INLINE\n") ==
        Lines{"22:7: unknown key 'typ' in !SHARDING.shardingAlgorithms.by_user, did you mean "
              "'type'?",
              "22:7: !SHARDING.shardingAlgorithms.by_user needs the key 'type'"});
  CHECK(changed("type: INLINE", "type: CLASS_BASED") ==
        Lines{"22:13: sharding algorithm 'by_user': type CLASS_BASED is not supported yet"});
  CHECK(changed("type: INLINE", "type: MOD") ==
        Lines{"24:9: unknown key 'algorithm-expression' in sharding algorithm 'by_user'",
              "24:9: sharding algorithm 'by_user' needs the key 'sharding-count'"});
  CHECK(changed("        algorithm-expression: ds_${user_id % 2}\n", "        {}\n") ==
        Lines{"24:9: sharding algorithm 'by_user' needs the key 'algorithm-expression'"});
  CHECK(changed("      props:\n        algorithm-expression: ds_${user_id % 2}\n", "") ==
        Lines{"22:7: sharding algorithm 'by_user' needs the key 'algorithm-expression'"});
  CHECK(changed("ds_${user_id % 2}", "ds_${user_id %% 2}") ==
        Lines{"24:31: inline expression 'ds_${user_id %% 2}': character 15: expected a value "
              "[SL-1002]"});
  CHECK(with("    m: {type: MOD, props: {sharding-count: 0}}\n") ==
        Lines{"29:44: sharding algorithm 'm'.sharding-count must be a whole number from 1 to "
              "2147483647"});
  CHECK(with("    m: {type: MOD, props: {sharding-count: 4, zero-padding: often}}\n").size() == 1);
}

TEST_CASE("database: an expression whose results are no targets is a warning") {
  CHECK(changed("ds_${user_id % 2}", "ds_${user_id % 3}") ==
        Lines{"14:5: warning: sharding algorithm 'by_user' gives 'ds_2', which is not among the "
              "data sources of table 't_order'"});
  CHECK(changed("t_order_${order_id % 2}", "t_orders_${order_id % 2}") ==
        Lines{"14:5: warning: sharding algorithm 'by_order' gives 't_orders_0', which is not among "
              "the actual tables of table 't_order'"});
}

TEST_CASE("database: key generation") {
  const std::string table_strategy = "      tableStrategy:\n";
  const auto table_key = [&](const std::string& key) {
    return without_file(
        database_problems(replaced(kDatabase, table_strategy,
                                   "      keyGenerateStrategy: " + key + "\n" + table_strategy) +
                          "  keyGenerators: {snow: {type: SNOWFLAKE}}\n"));
  };
  CHECK(table_key("{column: order_id, keyGeneratorName: snow}") == Lines{});
  CHECK(table_key("{column: order_id, keyGeneratorName: snov}") ==
        Lines{"18:65: key generator 'snov' of table 't_order' is not defined, did you mean "
              "'snow'?"});
  CHECK(table_key("{column: order_id}") ==
        Lines{"18:28: table 't_order' needs the key 'keyGeneratorName'"});
  CHECK(table_key("{keyGeneratorName: snow}") ==
        Lines{"18:28: !SHARDING.tables.t_order.keyGenerateStrategy needs the key 'column'"});
  CHECK(with("  keyGenerators:\n    a: {type: NANOID}\n") ==
        Lines{"30:15: key generator 'a': type NANOID is not supported yet"});
  CHECK(with("  keyGenerators:\n    a: {type: SNOWFLAKE, props: {worker-id: 1024}}\n") ==
        Lines{"30:45: key generator 'a'.worker-id must be a whole number from 0 to 1023"});

  const std::string generators = "  keyGenerators: {snow: {type: SNOWFLAKE}}\n";
  const auto rule_key = [&](const std::string& strategy) {
    return with(generators + "  keyGenerateStrategies:\n    s: " + strategy + "\n");
  };
  CHECK(rule_key("{keyGenerateType: sequence, keyGeneratorName: snow}") ==
        Lines{"31:26: keyGenerateStrategies.s: keyGenerateType sequence is not supported yet"});
  CHECK(rule_key("{keyGenerateType: column, keyGeneratorName: snow}") ==
        Lines{"31:8: keyGenerateStrategies.s needs the key 'logicTable'",
              "31:8: keyGenerateStrategies.s needs the key 'keyGenerateColumn'"});
  CHECK(
      rule_key("{keyGeneratorName: snow, logicTable: t_orde, keyGenerateColumn: id}") ==
      Lines{"31:45: keyGenerateStrategies.s: sharding table 't_orde' is not defined, did you mean "
            "'t_order'?"});
  CHECK(rule_key("{keyGeneratorName: snow, logicTable: t_order, keyGenerateColumn: id}\n"
                 "    t: {keyGeneratorName: snow, logicTable: t_order, keyGenerateColumn: id}") ==
        Lines{"32:45: table 't_order' has a second strategy to generate keys"});
}

TEST_CASE("database: broadcast and single tables") {
  CHECK(
      with("- !BROADCAST\n  tables: [t_address, t_order]\n") ==
      Lines{"30:23: table 't_order' cannot be a broadcast table, it is a sharding table already"});
  CHECK(with("- !BROADCAST\n  tables: [t_a, t_a]\n") ==
        Lines{"30:17: table 't_a' cannot be a broadcast table, it is a broadcast table already"});
  CHECK(with("- !BROADCAST\n  tables: [t_order_1]\n") ==
        Lines{"30:12: table 't_order_1' cannot be a broadcast table, it is an actual table of "
              "'t_order' already"});
  CHECK(with("- !SINGLE\n  tables: [ds_0.t_one, ds_1.*, '*.*']\n  defaultDataSource: ds_0\n") ==
        Lines{});
  CHECK(with("- !SINGLE\n  tables: [t_one, ds_2.t_two, ds_0.s.t, .t, ds_0.t_order_0]\n") ==
        Lines{"30:12: a single table must be written data_source.table",
              "30:19: data source 'ds_2' is not defined, did you mean 'ds_0'?",
              "30:31: a single table must be written data_source.table",
              "30:41: a single table must be written data_source.table",
              "30:45: table 't_order_0' cannot be a single table, it is an actual table of "
              "'t_order' already"});
  CHECK(with("- !SINGLE\n  defaultDataSource: ds_9\n") ==
        Lines{"30:22: data source 'ds_9' is not defined, did you mean 'ds_0'?"});
}

}  // namespace sluice::config
