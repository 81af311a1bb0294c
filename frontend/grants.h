// SPDX-License-Identifier: Apache-2.0
// What the gateway's accounts may do, as a server says it: SHOW GRANTS and the privilege tables of
// information_schema. An account may use all databases (ALL_PERMITTED) or those that
// DATABASE_PERMITTED names for it, and there everything; an administrator sees others' sessions,
// too. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "executor/own_table.h"

namespace sluice::frontend {

struct AccountGrants {
  std::string user;
  std::string host;
  bool admin = false;
  bool all_databases = false;
  std::vector<std::string> databases;  // else; sorted
};

// Of all accounts, in the order of the configuration.
std::vector<AccountGrants> account_grants(const config::GlobalConfig& config);

// The lines of SHOW GRANTS.
std::vector<std::string> grant_statements(const AccountGrants& account, bool mariadb);

// Rows of USER_PRIVILEGES and of SCHEMA_PRIVILEGES.
executor::OwnTable user_privileges(const std::vector<AccountGrants>& accounts, bool mariadb);
executor::OwnTable schema_privileges(const std::vector<AccountGrants>& accounts, bool mariadb);

}  // namespace sluice::frontend
