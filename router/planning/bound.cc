// SPDX-License-Identifier: Apache-2.0
#include "router/planning/bound.h"

#include <algorithm>

namespace sluice::router {

const BoundColumn* Bound::column(const ast::Expr* expr) const {
  const auto* ref = ast::try_as<ast::ColumnRef>(expr);
  if (ref == nullptr) return nullptr;
  const auto at = columns.find(ref);
  return at == columns.end() ? nullptr : &at->second;
}

std::vector<bool> Bound::with_ancestors(int scope) const {
  std::vector<bool> result(scopes.size(), false);
  for (int at = scope; at != kNone; at = scopes[static_cast<std::size_t>(at)].parent) {
    result[static_cast<std::size_t>(at)] = true;
  }
  return result;
}

bool Bound::reads_system() const {
  return std::any_of(tables.begin(), tables.end(),
                     [](const BoundTable& table) { return table.kind() == TableKind::system; });
}

const ColumnSchema* Bound::schema_of(const BoundColumn& column) const {
  const TableSchema* schema = tables[static_cast<std::size_t>(column.table)].schema();
  return schema == nullptr ? nullptr : schema->find(column.name);
}

std::string table_list(const Bound& bound, std::optional<TableKind> kind) {
  std::vector<std::string_view> seen;
  std::string text;
  for (const BoundTable& table : bound.tables) {
    if (kind && table.kind() != *kind) continue;
    const std::string& name = table.rule().name;
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) continue;
    seen.push_back(name);
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

}  // namespace sluice::router
