// SPDX-License-Identifier: Apache-2.0
// Statements for the differential test, as data: tests/integration/cases/*.test.
//
//   # a comment
//   @unordered            directives for the next statement, each on a line of its own
//   SELECT ...            a statement over as many lines as it needs
//   ;                     ends with a semicolon at the end of a line
//
// Directives: unordered     rows are compared as a set (the statement has no complete ORDER BY)
//             error         both sides fail, with the same number and SQLSTATE
//             refused N [TEXT]  the gateway refuses with error N and TEXT in its message; the
//                           server alone is not asked
//             gateway       runs on the gateway only (PREVIEW, SHOW STATUS); must succeed
//             alone         runs on the server alone only
//             rows_only     column definitions are not compared
//             text_only     is not run as a prepared statement, too
//             skip          is not run
//             mysql X, mariadb X  directive X where that engine is tested
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace sluice::test {

struct CaseStatement {
  std::string sql;
  std::size_t line = 0;
  std::set<std::string> directives;
  int refused = 0;
  std::string refused_text;

  bool has(const char* directive) const { return directives.count(directive) > 0; }
};

// Throws std::runtime_error naming file and line for what it does not understand.
std::vector<CaseStatement> read_case_file(const std::filesystem::path& file);

}  // namespace sluice::test
