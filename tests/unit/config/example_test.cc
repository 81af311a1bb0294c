// SPDX-License-Identifier: Apache-2.0
// Whole ShardingSphere-Proxy configurations, accepted unchanged, and what `sluice check` prints.
#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>

#include "config_files.h"
#include "frontend/cli/check.h"

namespace sluice::config {
namespace {

using Lines = std::vector<std::string>;

constexpr const char* kV553 = "tests/unit/config/example/v5_5_3";
constexpr const char* kV554 = "tests/unit/config/example/v5_5_4";

const ShardingTable& table(const Config& config, const std::string& name) {
  for (const Database& database : config.databases) {
    for (const ShardingTable& each : database.sharding.tables) {
      if (each.logic_name == name) return each;
    }
  }
  FAIL("no table " << name);
  std::abort();
}

}  // namespace

TEST_CASE("example 5.5.3: accepted, with warnings for what has no effect") {
  const LoadResult result = load(kV553);
  for (const Problem& problem : result.problems) {
    CAPTURE(problem.to_string());
    CHECK(problem.severity == Severity::warning);
    CHECK((problem.message.ends_with("has no effect here") ||
           problem.message == "the file defines no database"));
  }
  REQUIRE(result.config);
  const Config& config = *result.config;
  CHECK(config.global.users.size() == 3);
  CHECK(config.global.users[0].auth == AuthPlugin::caching_sha2_password);
  CHECK(config.global.users[1].auth == AuthPlugin::native_password);
  CHECK(config.global.users[2].password == "0815");
  CHECK(config.global.database_permissions->count("sharding") == 1);
  CHECK(config.global.sql_show);
  CHECK(config.global.max_connections_per_query == 1);

  REQUIRE(config.databases.size() == 2);
  CHECK(config.databases[0].name == "plain_db");
  CHECK(config.databases[0].data_sources[0].host == "::1");
  CHECK(config.databases[0].single.tables == std::vector<DataNode>{{"*", "*"}});
  const Database& sharded = config.databases[1];
  CHECK(sharded.data_sources.size() == 3);
  CHECK(sharded.data_sources[2].database == "demo_ds_2");
  CHECK(sharded.data_sources[2].max_pool_size == 50);
  CHECK(sharded.broadcast_tables == Lines{"t_address"});
  CHECK(sharded.single.default_data_source == "ds_0");
  CHECK(sharded.sharding.binding_groups == std::vector<Lines>{{"t_order", "t_order_item"}});
  CHECK(table(config, "t_order").nodes.size() == 4);
  CHECK(table(config, "t_order").key_generate->generator == "snowflake");
  CHECK(table(config, "t_order").database_strategy.columns == Lines{"user_id"});
  CHECK(table(config, "t_account").table_strategy.kind == StrategyKind::none);
  CHECK(table(config, "t_log").nodes.size() == 12);
  CHECK(table(config, "t_log").nodes[8] == DataNode{"ds_2", "t_log_09"});
  CHECK(table(config, "t_log").key_generate->column == "id");
}

TEST_CASE("example 5.5.4: the old file names, the new key generation") {
  const LoadResult result = load(kV554);
  CHECK(result.problems.empty());
  REQUIRE(result.config);
  CHECK(result.config->global.port == 3308);
  CHECK(table(*result.config, "t_order").key_generate->column == "order_id");
  CHECK_FALSE(table(*result.config, "t_order_item").key_generate);
}

TEST_CASE("check: a summary and status 0 without errors, warnings or not") {
  std::ostringstream out;
  CHECK(frontend::check_configuration(kV554, out) == 0);
  CHECK(out.str() ==
        "tests/unit/config/example/v5_5_4: no errors, 0 warnings: 1 database, 2 data sources, 2 "
        "sharding tables with 16 data nodes, 1 user\n");
  out.str("");
  CHECK(frontend::check_configuration(kV553, out) == 0);
  CHECK(out.str().find("tests/unit/config/example/v5_5_3/global.yaml:2:1: warning: mode has no "
                       "effect here\n") == 0);
}

TEST_CASE("check: every problem and status 1 with errors") {
  ConfigFiles files;
  files.write("global.yaml", replaced(kGlobal, "password: root", "passwort: root"));
  files.write("database-shop.yaml", kDatabase);
  const std::string place = (files.directory() / "global.yaml").string();
  std::ostringstream out;
  CHECK(frontend::check_configuration(files.directory(), out) == 1);
  CHECK(out.str() == place + ":3:13: user 'root'@'%' has no password\n" + place +
                         ":4:7: unknown key 'passwort' in authority.users[0], did you mean "
                         "'password'?\n");
}

}  // namespace sluice::config
