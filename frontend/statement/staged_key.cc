// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "executor/write_literal.h"
#include "frontend/statement/staged_target.h"

namespace sluice::frontend {

using router::StagedKeyColumn;
using router::StagedTarget;

namespace {

// Servers plan so many ranges within the memory that they allow for it.
constexpr std::size_t kPartKeys = 5'000;

}  // namespace

Result<bool> append_row_key(const StagedParts& parts, const StagedTarget& target,
                            const ReadRow& row, std::string& key) {
  const bool several = target.key.size() > 1;
  if (several) key += '(';
  const StagedKeyColumn* null_column = nullptr;
  for (std::size_t i = 0; i < target.key.size(); ++i) {
    const std::size_t at = target.first_key + i;
    if (i > 0) key += ',';
    if (row.cells[at].is_null) {
      if (!target.key[i].optional) return false;
      null_column = &target.key[i];
      continue;
    }
    Result<void> written = executor::append_key({row.columns[at], row.format, row.cells[at]},
                                                target.key[i], parts.metadata(), key);
    if (!written) return written.error();
  }
  if (null_column != nullptr) {
    return make_error(ErrorId::sharding_key_null, {null_column->column.name, target.logic_name});
  }
  if (several) key += ')';
  return true;
}

std::string key_of_nothing(const StagedTarget& target) {
  if (target.key.size() == 1) return "NULL";
  std::string key = "(NULL";
  for (std::size_t i = 1; i < target.key.size(); ++i) key += ",NULL";
  return key + ")";
}

std::string where_key_in(const StagedTarget& target) {
  std::string sql = target.key.size() > 1 ? " WHERE (" : " WHERE ";
  for (std::size_t i = 0; i < target.key.size(); ++i) {
    const StagedKeyColumn& key = target.key[i];
    if (i > 0) sql += ", ";
    sql += key.before + router::quote_name(key.column.name) + key.behind;
  }
  return sql + (target.key.size() > 1 ? ") IN (" : " IN (");
}

void append_keys(const std::vector<std::string>& keys, std::size_t& at, InnerSql& sql) {
  const std::size_t first = at;
  const std::size_t end = std::min(keys.size(), at + kPartKeys);
  for (; at < end && sql.text.size() < kPartBytes; ++at) {
    if (at > first) sql.text += ',';
    sql.text += keys[at];
  }
  sql.text += ')';
}

}  // namespace sluice::frontend
