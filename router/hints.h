// SPDX-License-Identifier: Apache-2.0
// ShardingSphere's hints: a comment in front of a statement, `/* SHARDINGSPHERE_HINT: key=value, ..
// */`, that gives the values of strategies by hint and switches auditors off.
//   [table.]SHARDING_DATABASE_VALUE, [table.]SHARDING_TABLE_VALUE   a value, or several with blanks
//                                                                   between
//   DISABLE_AUDIT_NAMES                                             auditors, with blanks between
//   DATA_SOURCE_NAME                     the statement goes there as it is, past all rules
//   WRITE_ROUTE_ONLY=true                the statement runs on primaries
//   SKIP_SQL_REWRITE=true                tables are called on every node what the statement calls
//                                        them
// Keys count without regard to case, also in their older spelling (shardingDatabaseValue). Values
// are views of the statement's text. Pure; a value type.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "router/metadata.h"

namespace sluice::router {

struct Hints {
  struct Value {
    Level level = Level::database;
    std::string_view table;  // empty: of all tables
    std::string_view text;   // one or several
  };
  std::vector<Value> values;
  std::string_view disabled_auditors;
  std::string_view data_source;  // empty: the rules decide
  bool skip_rewrite = false;
  bool primary_only = false;

  // They decide what the plan is, not only where it goes: it serves no statement without them.
  bool shape_plans() const { return !data_source.empty() || skip_rewrite; }
  // The text for a table's level; the table's own one goes first. Empty: none.
  std::string_view value_for(Level level, std::string_view table) const;
  bool disables(std::string_view auditor) const;
};

// nullopt: the statement does not begin with such a comment. Errors: hint_unknown, hint_invalid.
Result<std::optional<Hints>> read_hints(std::string_view sql);

// Calls visit(text) for each of the texts between blanks.
template <class Visit>
void for_each_word(std::string_view texts, Visit visit) {
  while (!texts.empty()) {
    const std::size_t end = texts.find(' ');
    if (end != 0) visit(texts.substr(0, end));
    texts.remove_prefix(end == std::string_view::npos ? texts.size() : end + 1);
  }
}

}  // namespace sluice::router
