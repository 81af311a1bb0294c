// SPDX-License-Identifier: Apache-2.0
#include "frontend/cli/check.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "config/load.h"

namespace sluice::frontend {
namespace {

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string summary(const config::Config& config) {
  std::size_t sources = 0;
  std::size_t tables = 0;
  std::size_t nodes = 0;
  for (const config::Database& database : config.databases) {
    sources += database.data_sources.size();
    tables += database.sharding.tables.size();
    for (const config::ShardingTable& table : database.sharding.tables) nodes += table.nodes.size();
  }
  return counted(config.databases.size(), "database") + ", " + counted(sources, "data source") +
         ", " + counted(tables, "sharding table") + " with " + counted(nodes, "data node") + ", " +
         counted(config.global.users.size(), "user");
}

}  // namespace

int check_configuration(const std::filesystem::path& directory, std::ostream& out) {
  const config::LoadResult result = config::load(directory);
  for (const config::Problem& problem : result.problems) out << problem.to_string() << '\n';
  if (!result.config) return 1;
  out << directory.string() << ": no errors, " << counted(result.problems.size(), "warning") << ": "
      << summary(*result.config) << '\n';
  return 0;
}

}  // namespace sluice::frontend
