// SPDX-License-Identifier: Apache-2.0
// Parsing as tests want it: the outline of a tree, the text of an error.
#pragma once

#include <string>
#include <string_view>

#include "parser/parse.h"
#include "parser/print_sql.h"

namespace sluice::parser::testing {

// MySQL 9 as the parser is asked to read for it.
inline LexOptions mysql() {
  LexOptions options;
  options.mariadb = false;
  options.server_version = 90700;
  return options;
}

// The outline of the statement's tree, or "error: ..".
inline std::string tree_of(std::string_view sql, const LexOptions& options = {}) {
  const auto parsed = parse(sql, options);
  return parsed.ok() ? print_tree(*parsed) : "error: " + parsed.error().message();
}

inline bool accepts(std::string_view sql, const LexOptions& options = {}) {
  return parse(sql, options).ok();
}

// Empty if `sql` is accepted.
inline std::string error_of(std::string_view sql, const LexOptions& options = {}) {
  const auto parsed = parse(sql, options);
  return parsed.ok() ? std::string() : parsed.error().message();
}

}  // namespace sluice::parser::testing
