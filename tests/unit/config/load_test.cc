// SPDX-License-Identifier: Apache-2.0
// A whole configuration: files, defaults, both generations of key names.
#include "config/load.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "config/report.h"
#include "config_files.h"

namespace sluice::config {
namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a small configuration has no problems and the defaults") {
  ConfigFiles files;
  files.write("global.yaml", kGlobal).write("database-shop.yaml", kDatabase);
  CHECK(files.problems() == Lines{});
  const ConfigSnapshot config = files.load().config;
  REQUIRE(config);
  CHECK(config->global.port == 3307);
  CHECK(config->global.bind_address == "0.0.0.0");
  CHECK(config->global.max_connections == 0);
  CHECK(config->global.idle_timeout == std::chrono::seconds(28'800));
  CHECK(config->global.transaction_type == TransactionType::local);
  CHECK_FALSE(config->global.database_permissions);
  REQUIRE(config->global.users.size() == 1);
  CHECK(config->global.users[0].name == "root");
  CHECK(config->global.users[0].host == "%");
  CHECK(config->global.users[0].password == "root");
  CHECK(config->global.users[0].auth == AuthPlugin::native_password);
  CHECK(config->global.sluice.max_allowed_packet == 64 << 20);
  CHECK(config->global.sluice.tls.mode == TlsMode::disabled);

  REQUIRE(config->databases.size() == 1);
  const Database& shop = config->databases[0];
  CHECK(shop.name == "shop");
  REQUIRE(shop.data_sources.size() == 2);
  const DataSource& source = shop.data_sources[1];
  CHECK(source.name == "ds_1");
  CHECK(source.host == "127.0.0.1");
  CHECK(source.port == 3306);
  CHECK(source.database == "shop_1");
  CHECK(source.username == "app");
  CHECK(source.password == "secret");
  CHECK(source.connect_timeout == milliseconds(2'000));
  CHECK(source.lease_timeout == milliseconds(30'000));
  CHECK(source.max_pool_size == 50);
  CHECK(source.min_pool_size == 1);

  REQUIRE(shop.sharding.tables.size() == 1);
  const ShardingTable& order = shop.sharding.tables[0];
  CHECK(order.logic_name == "t_order");
  CHECK(order.nodes == std::vector<DataNode>{{"ds_0", "t_order_0"},
                                             {"ds_0", "t_order_1"},
                                             {"ds_1", "t_order_0"},
                                             {"ds_1", "t_order_1"}});
  CHECK(order.database_strategy.kind == StrategyKind::standard);
  CHECK(order.database_strategy.columns == Lines{"user_id"});
  CHECK(order.database_strategy.algorithm == "by_user");
  CHECK_FALSE(order.key_generate);
  CHECK(shop.sharding.algorithms.at("by_order").type == "INLINE");
  CHECK(shop.sharding.algorithms.at("by_order").props.at("algorithm-expression") ==
        "t_order_${order_id % 2}");
}

TEST_CASE("a rule's defaults are applied to the tables that say nothing") {
  ConfigFiles files;
  files.write("global.yaml", kGlobal).write("config-shop.yaml", R"(databaseName: shop
dataSources:
  ds_0: {url: "jdbc:mysql://127.0.0.1:3306/shop_0", username: app}
  ds_1: {url: "jdbc:mysql://127.0.0.1:3306/shop_1", username: app}
rules:
- !SHARDING
  tables:
    t_plain: {actualDataNodes: "ds_${0..1}.t_plain_${0..1}"}
    t_own:
      actualDataNodes: ds_${0..1}.t_own
      databaseStrategy: {standard: {shardingColumn: customer, shardingAlgorithmName: by_customer}}
      tableStrategy: {none: }
      keyGenerateStrategy: {column: own_id, keyGeneratorName: uuid}
    t_everywhere: {tableStrategy: {none: }}
    t_short:
      databaseStrategy: {standard: {shardingAlgorithmName: by_id}}
      tableStrategy: {none: }
      keyGenerateStrategy: {column: short_id}
  defaultShardingColumn: id
  defaultDatabaseStrategy: {standard: {shardingAlgorithmName: by_id}}
  defaultTableStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: mod}}
  defaultKeyGenerateStrategy: {column: id, keyGeneratorName: snowflake}
  shardingAlgorithms:
    by_id: {type: inline, props: {algorithm-expression: "ds_${id % 2}"}}
    by_customer: {type: Hash_Mod, props: {sharding-count: 2}}
    mod: {type: MOD, props: {sharding-count: 2, zero-padding: False}}
  keyGenerators:
    snowflake: {type: SNOWFLAKE, props: {worker-id: 5}}
    uuid: {type: UUID}
)");
  CHECK(files.problems() == Lines{});
  const ConfigSnapshot config = files.load().config;
  REQUIRE(config);
  const ShardingRule& rule = config->databases[0].sharding;
  const ShardingTable& plain = rule.tables[0];
  CHECK(plain.database_strategy.columns == Lines{"id"});
  CHECK(plain.database_strategy.algorithm == "by_id");
  CHECK(plain.table_strategy.algorithm == "mod");
  CHECK(plain.key_generate->column == "id");
  CHECK(plain.key_generate->generator == "snowflake");
  const ShardingTable& own = rule.tables[1];
  CHECK(own.database_strategy.algorithm == "by_customer");
  CHECK(own.table_strategy.kind == StrategyKind::none);
  CHECK(own.key_generate->column == "own_id");
  CHECK(own.key_generate->generator == "uuid");
  const ShardingTable& everywhere = rule.tables[2];
  CHECK(everywhere.nodes ==
        std::vector<DataNode>{{"ds_0", "t_everywhere"}, {"ds_1", "t_everywhere"}});
  const ShardingTable& brief = rule.tables[3];
  CHECK(brief.database_strategy.columns == Lines{"id"});
  CHECK(brief.key_generate->column == "short_id");
  CHECK(brief.key_generate->generator == "snowflake");
  CHECK(rule.algorithms.at("by_customer").type == "HASH_MOD");
  CHECK(rule.algorithms.at("mod").props.at("zero-padding") == "false");
  CHECK(rule.key_generators.at("snowflake").props.at("worker-id") == "5");
}

TEST_CASE("keyGenerateStrategies of 5.5.4 stand for the tables' keyGenerateStrategy") {
  const std::string text = std::string(kDatabase) +
                           "  keyGenerateStrategies:\n"
                           "    order_key:\n"
                           "      keyGenerateType: column\n"
                           "      keyGeneratorName: snowflake\n"
                           "      logicTable: t_order\n"
                           "      keyGenerateColumn: order_id\n"
                           "  keyGenerators:\n"
                           "    snowflake: {type: SNOWFLAKE}\n";
  ConfigFiles files;
  files.write("global.yaml", kGlobal).write("database-shop.yaml", text);
  CHECK(files.problems() == Lines{});
  const ConfigSnapshot config = files.load().config;
  REQUIRE(config);
  const auto& key = config->databases[0].sharding.tables[0].key_generate;
  REQUIRE(key);
  CHECK(key->column == "order_id");
  CHECK(key->generator == "snowflake");
}

TEST_CASE("server.yaml and config-*.yaml are the old names of the files") {
  ConfigFiles files;
  files.write("server.yaml", kGlobal).write("config-shop.yaml", kDatabase);
  CHECK(files.problems() == Lines{});
  CHECK(files.load().config);
  files.write("global.yaml", kGlobal);
  CHECK(files.problems() ==
        Lines{":0:0: warning: server.yaml is not read, since there is a global.yaml"});
  CHECK(files.load().config);
}

TEST_CASE("files that are missing, empty, misnamed or not YAML") {
  SUBCASE("nothing") {
    CHECK(ConfigFiles().problems() == Lines{":0:0: there is no global.yaml",
                                            ":0:0: no file database-*.yaml defines a database"});
  }
  SUBCASE("no directory") {
    const LoadResult result = load("/nonexistent/sluice");
    CHECK_FALSE(result.config);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].to_string() ==
          "/nonexistent/sluice:0:0: the directory cannot be read: No such file or directory");
  }
  SUBCASE("commented out, as ShardingSphere ships them") {
    ConfigFiles files;
    files.write("global.yaml", kGlobal).write("database-shop.yaml", kDatabase);
    files.write("database-mask.yaml", "# databaseName: mask_db\n#\n");
    CHECK(files.problems() ==
          Lines{"database-mask.yaml:1:1: warning: the file defines no database"});
    CHECK(files.load().config);
  }
  SUBCASE("all commented out") {
    ConfigFiles files;
    files.write("global.yaml", "#\n").write("database-mask.yaml", "# databaseName: mask_db\n");
    CHECK(files.problems() ==
          Lines{":0:0: no file database-*.yaml defines a database",
                "global.yaml:1:1: no users: add authority.users",
                "database-mask.yaml:1:1: warning: the file defines no database"});
  }
  SUBCASE("yml") {
    ConfigFiles files;
    files.write("global.yaml", kGlobal).write("database-shop.yaml", kDatabase);
    files.write("database-more.yml", "databaseName: more").write("other.yml", "x");
    CHECK(files.problems() ==
          Lines{":0:0: warning: database-more.yml is not read, its name must end in .yaml"});
  }
  SUBCASE("a name without a middle") {
    ConfigFiles files;
    files.write("global.yaml", kGlobal).write("database-.yaml", kDatabase);
    CHECK(files.problems() == Lines{":0:0: no file database-*.yaml defines a database"});
  }
  SUBCASE("not YAML, not a map") {
    ConfigFiles files;
    files.write("global.yaml", "authority: {users: [}\n").write("database-a.yaml", "- a\n");
    files.write("database-b.yaml", kDatabase);
    CHECK(files.problems() == Lines{"global.yaml:1:21: not YAML: illegal flow end",
                                    "database-a.yaml:1:1: the file must be a map of keys"});
  }
  SUBCASE("a directory in place of a file") {
    ConfigFiles files;
    files.write("database-shop.yaml", kDatabase);
    std::filesystem::create_directory(files.directory() / "global.yaml");
    CHECK(files.problems() == Lines{"global.yaml:0:0: the file cannot be read"});
  }
}

TEST_CASE("two files must not define the same database") {
  ConfigFiles files;
  files.write("global.yaml", kGlobal);
  files.write("database-a.yaml", kDatabase).write("database-b.yaml", kDatabase);
  CHECK(files.problems() ==
        Lines{"database-b.yaml:1:15: database 'shop' is defined in database-a.yaml already"});
}

TEST_CASE("all problems of all files come in one run, in the order of files and lines") {
  ConfigFiles files;
  files.write("global.yaml", "autority: {}\nprops:\n  sql-show: maybe\n");
  files.write("database-b.yaml", replaced(kDatabase, "type: INLINE", "type: INLIN"));
  files.write("database-a.yaml", "databaseName: a\n");
  CHECK(files.problems() ==
        Lines{"global.yaml:1:1: unknown key 'autority', did you mean 'authority'?",
              "global.yaml:1:1: no users: add authority.users",
              "global.yaml:3:13: props.sql-show must be true or false",
              "database-a.yaml:1:1: database 'a' has no dataSources",
              "database-b.yaml:22:13: sharding algorithm 'by_user' has the unknown type 'INLIN', "
              "did you mean 'INLINE'?"});
}

TEST_CASE("a problem stays on its line, and problems have an end") {
  CHECK(global_problems("\"a\\nb\\x07\": 1\n" + std::string(kGlobal)) ==
        Lines{"global.yaml:1:1: unknown key 'a?b?'"});
  const Lines shortened = global_problems(std::string(5'000, 'k') + ": 1\n" + kGlobal);
  REQUIRE(shortened.size() == 1);
  CHECK(shortened[0].size() < 1'100);
  Report report("f");
  for (int i = 0; i < 100'010; ++i) report.warning({}, "w");
  CHECK(report.has_errors());
  const std::vector<Problem> problems = report.take();
  CHECK(problems.size() == 100'001);
  CHECK(problems.back().message == "more problems are left out");
}

TEST_CASE("no message shows a password") {
  ConfigFiles files;
  files.write("global.yaml",
              "authority: {users: [{user: a, password: [hunter2]}, {user: b, "
              "passwort: hunter2}]}\n");
  files.write("database-a.yaml",
              "databaseName: a\ndataSources:\n  ds: {url: 'jdbc:mysql://u:hunter2@h/d?password="
              "hunter2&x=hunter2', username: {hunter2: 1}, password: {hunter2: 1}}\n");
  const Lines problems = files.problems();
  CHECK(problems.size() >= 5);
  for (const std::string& problem : problems) {
    CAPTURE(problem);
    CHECK(problem.find("hunter2") == std::string::npos);
  }
}

}  // namespace sluice::config
