// SPDX-License-Identifier: Apache-2.0
#include "router/planning/staged_key.h"

namespace sluice::router {

std::optional<StagedKeyColumn> key_column(const ColumnSchema& column) {
  StagedKeyColumn key{.before = {}, .behind = {}, .column = column, .optional = !column.in_key};
  switch (column.column_class) {
    case ColumnClass::integer:
    case ColumnClass::decimal:
    case ColumnClass::text:
    case ColumnClass::binary:
    case ColumnClass::time:
    case ColumnClass::year:
      return key;
    case ColumnClass::temporal:
      if (!column.is_timestamp) return key;
      key.before = "UNIX_TIMESTAMP(";
      key.behind = ")";
      return key;
    case ColumnClass::enumeration:
    case ColumnClass::set:
    case ColumnClass::bit:
      key.behind = "+0";
      return key;
    case ColumnClass::floating:
    case ColumnClass::double_precision:
    case ColumnClass::json:
    case ColumnClass::other:
      break;
  }
  return std::nullopt;
}

}  // namespace sluice::router
