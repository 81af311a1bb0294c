// SPDX-License-Identifier: Apache-2.0
#include "frontend/grants.h"

#include <algorithm>
#include <span>

namespace sluice::frontend {
namespace {

enum class Scope : std::uint8_t { any, global, admin };

struct Privilege {
  std::string_view name;
  Scope scope = Scope::any;  // global: not on a single database
  bool mariadb_only = false;
};

// In the servers' order.
constexpr Privilege kPrivileges[] = {
    {"SELECT"},
    {"INSERT"},
    {"UPDATE"},
    {"DELETE"},
    {"CREATE"},
    {"DROP"},
    {"PROCESS", Scope::admin},
    {"REFERENCES"},
    {"INDEX"},
    {"ALTER"},
    {"SHOW DATABASES", Scope::global},
    {"CREATE TEMPORARY TABLES"},
    {"LOCK TABLES"},
    {"EXECUTE"},
    {"CREATE VIEW"},
    {"SHOW VIEW"},
    {"CREATE ROUTINE"},
    {"ALTER ROUTINE"},
    {"EVENT"},
    {"TRIGGER"},
    {"DELETE HISTORY", Scope::any, true},
};

std::vector<std::string_view> privileges(const AccountGrants& account, bool mariadb) {
  std::vector<std::string_view> names;
  for (const Privilege& each : kPrivileges) {
    if (each.mariadb_only && !mariadb) continue;
    if (each.scope == Scope::admin && !account.admin) continue;
    if (each.scope == Scope::global && !account.all_databases) continue;
    names.push_back(each.name);
  }
  return names;
}

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

// A database's name in a GRANT is a pattern.
std::string as_pattern(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c == '_' || c == '%') out += '\\';
    out += c;
  }
  return out;
}

executor::OwnTable::Row row_of(const AccountGrants& account, std::string_view privilege) {
  return {{"GRANTEE", quoted(account.user, '\'') + "@" + quoted(account.host, '\'')},
          {"TABLE_CATALOG", "def"},
          {"PRIVILEGE_TYPE", std::string(privilege)},
          {"IS_GRANTABLE", "NO"}};
}

}  // namespace

std::vector<AccountGrants> account_grants(const config::GlobalConfig& config) {
  std::vector<AccountGrants> all;
  for (const config::User& user : config.users) {
    AccountGrants account{.user = user.name,
                          .host = user.host.empty() ? "%" : user.host,
                          .admin = user.admin,
                          .all_databases = user.admin || !config.database_permissions,
                          .databases = {}};
    if (!account.all_databases) {
      const auto [first, last] = config.database_permissions->equal_range(user.name);
      for (auto each = first; each != last; ++each) account.databases.push_back(each->second);
      std::sort(account.databases.begin(), account.databases.end());
      account.all_databases = std::find(account.databases.begin(), account.databases.end(), "*") !=
                              account.databases.end();
    }
    if (account.all_databases) account.databases.clear();
    all.push_back(std::move(account));
  }
  return all;
}

std::vector<std::string> grant_statements(const AccountGrants& account, bool mariadb) {
  const std::string to = " TO " + quoted(account.user, '`') + "@" + quoted(account.host, '`');
  std::string names;
  if (account.all_databases) {
    for (const std::string_view name : privileges(account, mariadb)) {
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
  }
  std::vector<std::string> lines{"GRANT " + (names.empty() ? "USAGE" : names) + " ON *.*" + to};
  for (const std::string& database : account.databases) {
    lines.push_back("GRANT ALL PRIVILEGES ON " + quoted(as_pattern(database), '`') + ".*" + to);
  }
  return lines;
}

executor::OwnTable user_privileges(const std::vector<AccountGrants>& accounts, bool mariadb) {
  executor::OwnTable table{.name = "USER_PRIVILEGES", .rows = {}};
  for (const AccountGrants& account : accounts) {
    if (!account.all_databases) {
      table.rows.push_back(row_of(account, "USAGE"));
      continue;
    }
    for (const std::string_view name : privileges(account, mariadb)) {
      table.rows.push_back(row_of(account, name));
    }
  }
  return table;
}

executor::OwnTable schema_privileges(const std::vector<AccountGrants>& accounts, bool mariadb) {
  executor::OwnTable table{.name = "SCHEMA_PRIVILEGES", .rows = {}};
  for (const AccountGrants& account : accounts) {
    for (const std::string& database : account.databases) {
      for (const std::string_view name : privileges(account, mariadb)) {
        executor::OwnTable::Row row = row_of(account, name);
        row["TABLE_SCHEMA"] = as_pattern(database);
        table.rows.push_back(std::move(row));
      }
    }
  }
  return table;
}

}  // namespace sluice::frontend
