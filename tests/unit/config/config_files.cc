// SPDX-License-Identifier: Apache-2.0
#include "config_files.h"

#include <fstream>

#include <doctest/doctest.h>
#include <unistd.h>

namespace sluice::config {

namespace fs = std::filesystem;

const char* const kGlobal =
    "authority:\n"
    "  users:\n"
    "    - user: root@%\n"
    "      password: root\n";

const char* const kDatabase =
    "databaseName: shop\n"
    "dataSources:\n"
    "  ds_0:\n"
    "    url: jdbc:mysql://127.0.0.1:3306/shop_0\n"
    "    username: app\n"
    "    password: secret\n"
    "  ds_1:\n"
    "    url: jdbc:mysql://127.0.0.1:3306/shop_1\n"
    "    username: app\n"
    "    password: secret\n"
    "rules:\n"
    "- !SHARDING\n"
    "  tables:\n"
    "    t_order:\n"
    "      actualDataNodes: ds_${0..1}.t_order_${0..1}\n"
    "      databaseStrategy:\n"
    "        standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}\n"
    "      tableStrategy:\n"
    "        standard: {shardingColumn: order_id, shardingAlgorithmName: by_order}\n"
    "  shardingAlgorithms:\n"
    "    by_user:\n"
    "      type: INLINE\n"
    "      props:\n"
    "        algorithm-expression: ds_${user_id % 2}\n"
    "    by_order:\n"
    "      type: INLINE\n"
    "      props:\n"
    "        algorithm-expression: t_order_${order_id % 2}\n";

ConfigFiles::ConfigFiles() {
  std::string pattern = (fs::temp_directory_path() / "sluice-config-XXXXXX").string();
  REQUIRE(mkdtemp(pattern.data()) != nullptr);
  directory_ = pattern;
}

ConfigFiles::~ConfigFiles() {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

ConfigFiles& ConfigFiles::write(const std::string& name, std::string_view text) {
  std::ofstream(directory_ / name, std::ios::binary) << text;
  return *this;
}

std::vector<std::string> ConfigFiles::problems() const {
  std::vector<std::string> lines;
  for (const Problem& problem : load().problems) {
    const std::string line = problem.to_string();
    const std::string place = directory_.string();
    REQUIRE(line.starts_with(place));
    lines.push_back(line.substr(place.size() + (line[place.size()] == '/' ? 1 : 0)));
  }
  return lines;
}

std::vector<std::string> global_problems(std::string_view text) {
  ConfigFiles files;
  return files.write("global.yaml", text).write("database-shop.yaml", kDatabase).problems();
}

std::vector<std::string> database_problems(std::string_view text) {
  ConfigFiles files;
  return files.write("global.yaml", kGlobal).write("database-shop.yaml", text).problems();
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  const std::size_t at = result.find(from);
  REQUIRE(at != std::string::npos);
  return result.replace(at, from.size(), to);
}

}  // namespace sluice::config
