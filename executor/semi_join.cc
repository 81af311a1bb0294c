// SPDX-License-Identifier: Apache-2.0
#include "executor/semi_join.h"

#include <algorithm>

#include "executor/diagnostics.h"

namespace sluice::executor {
namespace {

// With more values a list of them costs more than the rows that it keeps away.
constexpr std::size_t kMostValues = 5000;

using Values = std::optional<std::vector<std::string>>;

// Nothing else may find its way into the SQL for another server.
bool is_integer(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string joined(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ",") + value;
  return list;
}

// The different values of a column of integers but NULL, as digits; nullopt if they are too many.
Task<Result<Values>> distinct_values(backend::Connection& scratch, std::string_view table,
                                     std::string_view column) {
  std::string sql = "SELECT DISTINCT ";
  sql.append(column).append(" FROM ").append(table).append(" WHERE ").append(column);
  sql += " IS NOT NULL LIMIT " + std::to_string(kMostValues + 1);
  auto rows = co_await query_rows(scratch, sql);
  if (!rows) co_return rows.error();
  if (rows->size() > kMostValues) co_return Values();
  std::vector<std::string> values;
  for (auto& row : *rows) {
    if (row.size() != 1 || !row[0] || !is_integer(*row[0])) co_return Values();
    values.push_back(std::move(*row[0]));
  }
  co_return Values(std::move(values));
}

}  // namespace

Task<Result<std::string>> semi_join_filter(backend::Connection& scratch,
                                           const router::RoutedPlan& plan, std::size_t index,
                                           std::vector<router::Unit>& units) {
  const std::vector<router::Gather>& gathers = plan.federation->gathers;
  const router::Gather& gather = gathers[index];
  std::string filter;
  const char* before = gather.has_conditions ? " AND " : " WHERE ";
  for (const router::SemiJoin& join : gather.semi_joins) {
    Result<Values> values =
        co_await distinct_values(scratch, gathers[join.from].temporary, join.values);
    if (!values) co_return values.error();
    if (!*values) continue;
    if ((*values)->empty()) units.clear();
    if (units.empty()) break;
    if (join.key) {
      router::keep_nodes_of(*plan.tables[gather.table].rule, *join.key, **values, units);
    }
    filter += before + join.column + " IN (" + joined(**values) + ")";
    before = " AND ";
  }
  co_return filter;
}

}  // namespace sluice::executor
