// SPDX-License-Identifier: Apache-2.0
// bindingTables: accepted only where node i of one table is certain to match node i of the other.
#include <doctest/doctest.h>

#include "config_files.h"

namespace sluice::config {
namespace {

using Lines = std::vector<std::string>;

// Two tables on two data sources; `item` describes the second one. Line 18 holds the binding.
std::string rule(const std::string& item, const std::string& binding = "t_order,t_item") {
  return "databaseName: shop\n"
         "dataSources:\n"
         "  ds_0: {url: 'jdbc:mysql://h/shop_0', username: app}\n"
         "  ds_1: {url: 'jdbc:mysql://h/shop_1', username: app}\n"
         "rules:\n"
         "- !SHARDING\n"
         "  shardingAlgorithms:\n"
         "    ds: {type: INLINE, props: {algorithm-expression: 'ds_${user_id % 2}'}}\n"
         "    ds_other: {type: INLINE, props: {algorithm-expression: 'ds_${1 - user_id % 2}'}}\n"
         "    ds_buyer: {type: INLINE, props: {algorithm-expression: 'ds_${buyer % 2}'}}\n"
         "    order: {type: INLINE, props: {algorithm-expression: 't_order_${order_id % 2}'}}\n"
         "    item: {type: INLINE, props: {algorithm-expression: 't_item_${order_id % 2}'}}\n"
         "    turned: {type: INLINE, props: {algorithm-expression: 't_item_${1 - order_id % 2}'}}\n"
         "    mod: {type: MOD, props: {sharding-count: 2}}\n"
         "    mod_too: {type: MOD, props: {sharding-count: 2}}\n"
         "    hash: {type: HASH_MOD, props: {sharding-count: 2}}\n"
         "  bindingTables:\n"
         "  - " +
         binding +
         "\n"
         "  defaultDatabaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: "
         "ds}}\n"
         "  tables:\n"
         "    t_order:\n"
         "      actualDataNodes: ds_${0..1}.t_order_${0..1}\n"
         "      tableStrategy: {standard: {shardingColumn: order_id, shardingAlgorithmName: "
         "order}}\n"
         "    t_mod:\n"
         "      actualDataNodes: ds_${0..1}.t_mod_${0..1}\n"
         "      tableStrategy: {standard: {shardingColumn: order_id, shardingAlgorithmName: mod}}\n"
         "    t_whole: {actualDataNodes: 'ds_${0..1}.t_whole'}\n"
         "    t_item: {" +
         item + "}\n";
}

std::string item(const std::string& nodes, const std::string& algorithm,
                 const std::string& more = "") {
  return "actualDataNodes: '" + nodes + "', tableStrategy: {standard: {shardingColumn: order_id, " +
         "shardingAlgorithmName: " + algorithm + "}}" + more;
}

Lines problems(const std::string& text) {
  Lines result;
  for (const std::string& problem : database_problems(text)) {
    if (problem.find(": warning: ") == std::string::npos) result.push_back(problem.substr(19));
  }
  return result;
}

std::string refused(const std::string& pair, const std::string& reason) {
  return "18:5: tables " + pair + " cannot be bound: " + reason;
}

const std::string kItemNodes = "ds_${0..1}.t_item_${0..1}";

}  // namespace

TEST_CASE("binding: equal strategies up to the table's name") {
  ConfigFiles files;
  files.write("global.yaml", kGlobal);
  files.write("database-shop.yaml", rule(item(kItemNodes, "item")));
  CHECK(files.problems() == Lines{});
  const ConfigSnapshot config = files.load().config;
  REQUIRE(config);
  CHECK(config->databases[0].sharding.binding_groups == std::vector<Lines>{{"t_order", "t_item"}});
}

TEST_CASE("binding: a name before the colon, blanks, groups of one") {
  ConfigFiles files;
  files.write("global.yaml", kGlobal);
  files.write("database-shop.yaml",
              rule(item(kItemNodes, "item"), "\"ref_0: t_order , t_item\"\n  - t_mod"));
  CHECK(files.problems() == Lines{});
  CHECK(files.load().config->databases[0].sharding.binding_groups ==
        std::vector<Lines>{{"t_order", "t_item"}});
}

TEST_CASE("binding: another column's name does not matter") {
  CHECK(problems(rule(item(kItemNodes, "item",
                           ", databaseStrategy: {standard: {shardingColumn: buyer, "
                           "shardingAlgorithmName: ds_buyer}}"))) == Lines{});
}

TEST_CASE("binding: what does not match is refused") {
  const std::string pair = "'t_order' and 't_item'";
  CHECK(problems(rule(item("ds_${0..1}.t_item_0", "item"))) ==
        Lines{refused(pair, "4 and 2 data nodes")});
  CHECK(problems(rule(item("ds_0.t_item_${0..3}", "item"))) ==
        Lines{refused(pair, "their data nodes number 3 are in 'ds_1' and 'ds_0'")});
  CHECK(problems(rule(item(kItemNodes, "turned"))) ==
        Lines{refused(pair, "their table strategies differ")});
  CHECK(problems(rule(item(kItemNodes, "hash"))) ==
        Lines{refused(pair, "their table strategies differ")});
  CHECK(problems(rule("actualDataNodes: '" + kItemNodes + "'")) ==
        Lines{refused(pair, "their strategies do not choose a single data node")});
  CHECK(problems(rule(item("ds_${0..1}.t_item_${1..0}", "item"))) ==
        Lines{refused(pair, "their table strategies differ")});
  CHECK(problems(rule(item("ds_${0..1}.t_${[''x'',''y'']}", "item"))) ==
        Lines{refused(pair, "their table strategies differ")});
  CHECK(problems(rule(item(kItemNodes, "item",
                           ", databaseStrategy: {standard: {shardingColumn: user_id, "
                           "shardingAlgorithmName: ds_other}}"))) ==
        Lines{refused(pair, "their database strategies differ")});
}

TEST_CASE("binding: MOD and HASH_MOD match by their props and the numbers of the tables") {
  CHECK(problems(rule(item("ds_${0..1}.t_item_${0..1}", "mod_too"), "t_mod,t_item")) == Lines{});
  CHECK(problems(rule(item("ds_${0..1}.t_item_0${0..1}", "mod"), "t_mod,t_item")) == Lines{});
  CHECK(problems(rule(item("ds_${0..1}.t_item_${1..0}", "mod"), "t_mod,t_item")) ==
        Lines{refused("'t_mod' and 't_item'", "their table strategies differ")});
  CHECK(problems(rule(item("ds_${0..1}.t_item_${0..1}", "hash"), "t_mod,t_item")) ==
        Lines{refused("'t_mod' and 't_item'", "their table strategies differ")});
}

TEST_CASE("binding: tables that only databases divide") {
  CHECK(problems(rule("actualDataNodes: 'ds_${0..1}.t_item'", "t_whole,t_item")) == Lines{});
}

TEST_CASE("binding: names") {
  CHECK(problems(rule(item(kItemNodes, "item"), "t_order,t_itm")) ==
        Lines{"18:5: binding table 't_itm' is not a sharding table, did you mean 't_item'?"});
  CHECK(problems(rule(item(kItemNodes, "item"), "t_order,t_item\n  - t_item,t_mod")) ==
        Lines{"19:5: table 't_item' is bound twice"});
}

}  // namespace sluice::config
