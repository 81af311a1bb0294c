// SPDX-License-Identifier: Apache-2.0
// Statements that the property tests run over: each form of the grammar at least once.
#pragma once

#include <string>
#include <vector>

namespace sluice::parser::testing {

// Queries and changes of rows.
const std::vector<std::string>& sample_queries();
const std::vector<std::string>& sample_changes();
// What only one kind of server knows.
const std::vector<std::string>& sample_mariadb();
const std::vector<std::string>& sample_mysql();
// Sessions, transactions, definitions.
const std::vector<std::string>& sample_others();
// Administrative statements and programs.
const std::vector<std::string>& sample_admin();
const std::vector<std::string>& sample_admin_mariadb();
const std::vector<std::string>& sample_admin_mysql();

}  // namespace sluice::parser::testing
