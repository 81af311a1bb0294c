// SPDX-License-Identifier: Apache-2.0
#include "config/read_global.h"

#include <algorithm>

#include "config/key_tables.h"
#include "config/read_value.h"
#include "config/scalar.h"

namespace sluice::config {
namespace {

void read_transaction(const YamlNode& root, GlobalConfig& config, Report& report) {
  const YamlNode* transaction = root.map("transaction");
  const YamlNode* type = transaction ? transaction->scalar("defaultType") : nullptr;
  if (!type) return;
  if (equal_ignoring_case(type->text, "XA")) {
    config.transaction_type = TransactionType::xa;
  } else if (!equal_ignoring_case(type->text, "LOCAL")) {
    report.error(*type,
                 "transaction.defaultType " + type->text + " is not supported, use LOCAL or XA");
  }
}

void read_props(const YamlNode& root, GlobalConfig& config) {
  const YamlNode* props = root.map("props");
  if (!props) return;
  for (const YamlEntry& entry : props->entries) {
    if (entry.value->is_scalar()) config.props[entry.key->text] = entry.value->text;
  }
  read_flag(*props, "sql-show", config.sql_show);
  read_integer(*props, "proxy-default-port", config.port);
  read_integer(*props, "max-connections-size-per-query", config.max_connections_per_query);
  std::int64_t connections = config.max_connections;
  read_integer(*props, "proxy-frontend-max-connections", connections);
  config.max_connections = static_cast<std::uint32_t>(std::max<std::int64_t>(connections, 0));
  std::int64_t idle_seconds = config.idle_timeout.count();
  read_integer(*props, "proxy-frontend-connection-idle-timeout", idle_seconds);
  config.idle_timeout = std::chrono::seconds(std::max<std::int64_t>(idle_seconds, 0));
}

// "order.code" with a sharding table `order` in some database.
bool names_sharding_column(const Config& config, std::string_view key) {
  const std::size_t dot = key.rfind('.');
  if (dot == std::string_view::npos || dot + 1 == key.size()) return false;
  for (const Database& database : config.databases) {
    for (const ShardingTable& table : database.sharding.tables) {
      if (table.logic_name == key.substr(0, dot)) return true;
    }
  }
  return false;
}

void check_exact_string_keys(const YamlNode& root, const Config& config, Report& report) {
  const YamlNode* sluice = root.map("sluice");
  const YamlNode* keys = sluice ? sluice->sequence("exact-string-keys") : nullptr;
  if (!keys) return;
  for (const YamlNode* key : keys->items) {
    if (!key->is_scalar() || names_sharding_column(config, key->text)) continue;
    report.error(*key, "sluice.exact-string-keys: '" + key->text +
                           "' is not table.column with a table of a sharding rule");
  }
}

bool is_account_name(const GlobalConfig& config, const std::string& name) {
  return std::any_of(config.users.begin(), config.users.end(),
                     [&](const User& user) { return user.name == name; });
}

bool is_database(const Config& config, const std::string& name) {
  return name == "*" || std::any_of(config.databases.begin(), config.databases.end(),
                                    [&](const Database& known) { return known.name == name; });
}

// Only warnings: such a mapping permits nothing.
void check_mappings(const YamlNode& root, const Config& config, Report& report) {
  if (!config.global.database_permissions) return;
  const YamlNode* mappings =
      root.map("authority")->map("privilege")->map("props")->scalar("user-database-mappings");
  for (const auto& [user, database] : *config.global.database_permissions) {
    if (!is_account_name(config.global, user)) {
      report.warning(*mappings, "user-database-mappings names the user '" + user +
                                    "', who is not among authority.users");
    }
    if (!is_database(config, database)) {
      report.warning(*mappings, "user-database-mappings names the database '" + database +
                                    "', which no file defines");
    }
  }
}

}  // namespace

GlobalConfig read_global(const YamlNode& root, const std::filesystem::path& directory,
                         Report& report) {
  GlobalConfig config;
  check_keys(root, kGlobalKeys, "", report);
  read_transaction(root, config, report);
  read_props(root, config);
  read_authority(root, config, report);
  read_sluice(root, directory, config, report);
  return config;
}

void check_global_references(const YamlNode& root, const Config& config, Report& report) {
  check_exact_string_keys(root, config, report);
  check_mappings(root, config, report);
}

}  // namespace sluice::config
