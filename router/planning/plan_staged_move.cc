// SPDX-License-Identifier: Apache-2.0
#include "router/planning/plan_staged_move.h"

#include <algorithm>

#include "router/planning/exact_value.h"
#include "router/planning/refusal.h"
#include "router/rewrite/splice.h"

namespace sluice::router {
namespace {

bool is_assigned(const StagedMove& move, const ColumnSchema& column) {
  return std::any_of(move.in_place.begin(), move.in_place.end(), [&](const StagedAssignment& each) {
    return each.value.column.lower_name == column.lower_name;
  });
}

}  // namespace

Result<void> plan_travel(const BoundTable& table, StagedMove& move) {
  move.table_name = table.name->table.text;
  for (const ColumnSchema& column : table.schema()->columns) {
    if (column.generated) continue;
    if (column.column_class == ColumnClass::other) {
      return refuse("moving rows with column " + column.name, move.table_name);
    }
    const char* const between = move.columns.empty() ? "" : ", ";
    move.columns += between + quote_name(column.name);
    move.fetched += between + exact_value(column);
    move.travelling.push_back(column);
  }
  return {};
}

void add_on_update(const BoundTable& table, StagedMove& move) {
  for (const ColumnSchema& column : table.schema()->columns) {
    if (!column.on_update || is_assigned(move, column)) continue;
    StagedAssignment& set = move.in_place.emplace_back();
    set.column.ops = {text_op(quote_name(column.name))};
    set.expression.emplace().ops = {
        text_op("CURRENT_TIMESTAMP(" + std::to_string(column.fraction) + ")")};
    set.value.column = column;
  }
}

}  // namespace sluice::router
