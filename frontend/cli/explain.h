// SPDX-License-Identifier: Apache-2.0
// `sluice explain --config DIR 'SQL'`: plans a statement and prints its route, without running it.
#pragma once

#include <string>

namespace sluice::frontend {

struct ExplainOptions {
  std::string directory;
  std::string database;  // empty: the configuration's first
  std::string sql;
};

// The process's exit status. The schema is read from the data sources that can be reached; without
// it the plan is made as for tables that do not exist yet, and a note says so.
int run_explain(const ExplainOptions& options);

}  // namespace sluice::frontend
