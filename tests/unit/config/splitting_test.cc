// SPDX-License-Identifier: Apache-2.0
// !READWRITE_SPLITTING: the groups that it makes, and its mistakes with their places.
#include <doctest/doctest.h>

#include "config_files.h"

namespace sluice::config {
namespace {

using Lines = std::vector<std::string>;

constexpr const char* kSources =
    "databaseName: shop\n"
    "dataSources:\n"
    "  w_0: {url: 'jdbc:mysql://h0/shop', username: u}\n"
    "  r_0: {url: 'jdbc:mysql://h1/shop', username: u}\n"
    "  w_1: {url: 'jdbc:mysql://h2/shop', username: u}\n"
    "  r_1: {url: 'jdbc:mysql://h3/shop', username: u}\n"
    "  other: {url: 'jdbc:mysql://h4/shop', username: u}\n"
    "rules:\n";

constexpr const char* kTwoGroups =
    "- !READWRITE_SPLITTING\n"
    "  dataSourceGroups:\n"
    "    g_0: {writeDataSourceName: w_0, readDataSourceNames: [r_0, w_0], loadBalancerName: l,\n"
    "          transactionalReadQueryStrategy: PRIMARY}\n"
    "    g_1: {writeDataSourceName: w_1, readDataSourceNames: [r_1]}\n"
    "  loadBalancers:\n"
    "    l: {type: weight, props: {r_0: 2.5, w_0: 1}}\n";

// With the rule in line 9.
Lines problems(const std::string& rules) {
  Lines all = database_problems(kSources + rules);
  for (std::string& problem : all) problem = problem.substr(19);
  return all;
}

Lines group(const std::string& keys) {
  return problems("- !READWRITE_SPLITTING\n  dataSourceGroups:\n    g: {" + keys + "}\n");
}

Database loaded(const std::string& rules) {
  ConfigFiles files;
  files.write("global.yaml", kGlobal).write("database-shop.yaml", kSources + rules);
  const LoadResult result = files.load();
  REQUIRE(result.config);
  return result.config->databases.front();
}

Lines names(const std::vector<DataSource>& sources) {
  Lines names;
  for (const DataSource& source : sources) names.push_back(source.name + "@" + source.host);
  return names;
}

}  // namespace

TEST_CASE("splitting: groups stand in the place of their members") {
  const Database database = loaded(kTwoGroups);
  CHECK(names(database.data_sources) == Lines{"g_0@h0", "g_1@h2", "other@h4"});
  REQUIRE(database.groups.size() == 2);
  CHECK(database.group("other") == nullptr);
  const ServerGroup& first = *database.group("g_0");
  CHECK(names(first.servers) == Lines{"w_0@h0", "r_0@h1"});
  CHECK(first.readers == std::vector<ServerIndex>{1, 0});
  CHECK(first.balance == Balance::weight);
  CHECK(first.weights == std::vector<double>{2.5, 1});
  CHECK(first.transactional_read == TransactionalRead::primary);
  const ServerGroup& second = *database.group("g_1");
  CHECK(names(second.servers) == Lines{"w_1@h2", "r_1@h3"});
  CHECK(second.readers == std::vector<ServerIndex>{1});
  CHECK(second.balance == Balance::round_robin);
  CHECK(second.transactional_read == TransactionalRead::dynamic);
}

TEST_CASE("splitting: names may be inline expressions") {
  const Database database = loaded(
      "- !READWRITE_SPLITTING\n"
      "  dataSourceGroups:\n"
      "    ds_${0..1}: {writeDataSourceName: 'w_${0..1}', readDataSourceNames: ['r_${0..1}'],\n"
      "                 transactionalReadQueryStrategy: fixed, loadBalancerName: l}\n"
      "  loadBalancers: {l: {type: RANDOM}}\n"
      "- !SHARDING\n"
      "  tables: {t: {actualDataNodes: 'ds_${0..1}.t', databaseStrategy: {none: }}}\n");
  CHECK(names(database.data_sources) == Lines{"ds_0@h0", "ds_1@h2", "other@h4"});
  CHECK(names(database.groups.at(1).servers) == Lines{"w_1@h2", "r_1@h3"});
  CHECK(database.groups.at(1).balance == Balance::random);
  CHECK(database.groups.at(1).transactional_read == TransactionalRead::fixed);
}

TEST_CASE("splitting: a group may have its primary's name") {
  const Database database = loaded(
      "- !READWRITE_SPLITTING\n"
      "  dataSourceGroups: {w_0: {writeDataSourceName: w_0, readDataSourceNames: [r_0]}}\n"
      "- !SINGLE\n"
      "  tables: [w_0.t]\n");
  CHECK(names(database.data_sources) == Lines{"w_0@h0", "w_1@h2", "r_1@h3", "other@h4"});
  CHECK(names(database.group("w_0")->servers) == Lines{"w_0@h0", "r_0@h1"});
}

TEST_CASE("splitting: mistakes have their places") {
  CHECK(problems(kTwoGroups).empty());
  CHECK(problems("- !READWRITE_SPLITTING\n  loadBalancers: {}\n") ==
        Lines{"9:3: !READWRITE_SPLITTING has no dataSourceGroups"});
  CHECK(group("writeDataSourceName: w_0") ==
        Lines{"11:8: !READWRITE_SPLITTING.dataSourceGroups.g needs the key "
              "'readDataSourceNames'"});
  CHECK(group("writeDataSourceName: w_9, readDataSourceNames: [r_0]") ==
        Lines{"11:30: data source 'w_9' is not defined, did you mean 'w_0'?"});
  CHECK(group("writeDataSourceName: w_0, readDataSourceNames: [r_0, r_9]") ==
        Lines{"11:62: data source 'r_9' is not defined, did you mean 'r_0'?"});
  CHECK(group("writeDataSourceName: w_0, readDataSourceNames: []") ==
        Lines{"11:56: group 'g' reads nowhere"});
  CHECK(group("writeDataSourceName: w_0, readDataSourceNames: [r_0, r_0]") ==
        Lines{"11:62: data source 'r_0' occurs twice in group 'g'"});
  CHECK(group("writeDataSourceName: w_0, readDataSourceNames: [r_0]}\n"
              "    h: {writeDataSourceName: w_1, readDataSourceNames: [r_0]") ==
        Lines{"12:57: data source 'r_0' belongs to group 'g' already"});
  CHECK(group("writeDataSourceName: w_0, readDataSourceNames: [r_0], "
              "transactionalReadQueryStrategy: ANY") ==
        Lines{"11:95: !READWRITE_SPLITTING.dataSourceGroups.g.transactionalReadQueryStrategy must "
              "be one of PRIMARY, FIXED, DYNAMIC"});
  CHECK(group("writeDataSourceName: 'w_${0..1}', readDataSourceNames: [r_0]") ==
        Lines{"11:30: 'w_${0..1}' gives 2 data sources for the 1 names of group 'g'"});
  CHECK(problems("- !READWRITE_SPLITTING\n  dataSourceGroups:\n"
                 "    other: {writeDataSourceName: w_0, readDataSourceNames: [r_0]}\n") ==
        Lines{"11:5: 'other' is the name of another data source already"});
}

TEST_CASE("splitting: a replica is a copy of its primary's database") {
  const std::string text = replaced(kSources, "h1/shop", "h1/store") + kTwoGroups;
  CHECK(database_problems(text) ==
        Lines{"database-shop.yaml:11:59: data source 'r_0' replicates 'w_0', but its url names "
              "another database"});
}

TEST_CASE("splitting: load balancers") {
  const auto balancer = [](const std::string& written) {
    return problems(replaced(kTwoGroups, "{type: weight, props: {r_0: 2.5, w_0: 1}}", written));
  };
  CHECK(balancer("{type: RANDOM}").empty());
  CHECK(balancer("{type: ROUND_ROBIN, props: {}}").empty());
  CHECK(balancer("{type: RANDM}") ==
        Lines{"15:15: load balancer 'l' has the unknown type 'RANDM', did you mean 'RANDOM'?"});
  CHECK(balancer("{type: WEIGHT, props: {r_0: 1}}") ==
        Lines{"11:88: load balancer 'l' has no weight for data source 'w_0'"});
  CHECK(balancer("{type: WEIGHT, props: {r_0: 1, w_0: -1}}") ==
        Lines{"11:88: load balancer 'l' needs a number as the weight of 'w_0'"});
  CHECK(balancer("{type: WEIGHT, props: {r_0: 0, w_0: 0}}") ==
        Lines{"11:88: load balancer 'l' leaves group 'g_0' nothing to read from: all weights are "
              "0"});
  CHECK(problems(replaced(kTwoGroups, "loadBalancerName: l", "loadBalancerName: m")) ==
        Lines{"11:88: load balancer 'm' of group 'g_0' is not defined"});
}

TEST_CASE("splitting: members are no data sources of their own any more") {
  const std::string groups = kTwoGroups;
  CHECK(problems(groups + "- !SINGLE\n  tables: [r_0.t]\n  defaultDataSource: g_0\n") ==
        Lines{"17:12: data source 'r_0' belongs to the group 'g_0', which is to be named "
              "instead"});
  CHECK(
      problems(groups + "- !SHARDING\n  tables: {t: {actualDataNodes: 'w_${0..1}.t'}}\n").front() ==
      "17:33: actualDataNodes of table 't': data source 'w_0' belongs to the group 'g_0', which "
      "is to be named instead");
}

}  // namespace sluice::config
