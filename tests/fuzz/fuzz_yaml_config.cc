// SPDX-License-Identifier: Apache-2.0
// YAML to configuration, without files. Input: global or database (1 byte), the text. What has no
// problem is consistent: every name that a part of it uses is defined.
#include <algorithm>

#include "config/load_yaml.h"
#include "config/read_database.h"
#include "config/read_global.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using fuzz::check;

bool is_clean(config::Report& report) {
  const std::vector<config::Problem> problems = report.take();
  for (const config::Problem& problem : problems) {
    check(!problem.message.empty() && !problem.to_string().empty());
  }
  return std::none_of(problems.begin(), problems.end(), [](const config::Problem& problem) {
    return problem.severity == config::Severity::error;
  });
}

void check_strategy(const config::ShardingStrategy& strategy, const config::ShardingRule& rule) {
  if (strategy.kind == config::StrategyKind::none) return;
  check(strategy.columns.size() == 1 && rule.algorithms.contains(strategy.algorithm));
}

void check_database(const config::Database& database) {
  check(!database.name.empty() && !database.data_sources.empty());
  const auto is_source = [&](const std::string& name) {
    return std::any_of(database.data_sources.begin(), database.data_sources.end(),
                       [&](const config::DataSource& source) { return source.name == name; });
  };
  const config::ShardingRule& rule = database.sharding;
  for (const config::ShardingTable& table : rule.tables) {
    check(!table.nodes.empty());
    for (const config::DataNode& node : table.nodes) check(is_source(node.data_source));
    check_strategy(table.database_strategy, rule);
    check_strategy(table.table_strategy, rule);
    if (table.key_generate) check(rule.key_generators.contains(table.key_generate->generator));
  }
  for (const auto& group : rule.binding_groups) check(group.size() > 1);
  const std::string& source = database.single.default_data_source;
  check(source.empty() || is_source(source));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = as_text(fuzz::as_input(data, size).subspan(1));
  const auto parsed = config::parse_yaml(text);
  const auto* document = std::get_if<config::YamlDocument>(&parsed);
  if (!document) return 0;
  const config::YamlNode& root = *document->root;
  if (!root.is_map() && !root.is_null()) return 0;
  config::Report report("fuzz.yaml");
  if (data[0] % 2 == 0) {
    config::Config config;
    config.global = config::read_global(root, "/etc/sluice", report);
    config::check_global_references(root, config, report);
    if (is_clean(report)) check(!config.global.users.empty());
  } else {
    const auto database = config::read_database(root, config::milliseconds(2000), report);
    if (is_clean(report) && database) check_database(*database);
  }
  return 0;
}
