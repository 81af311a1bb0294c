// SPDX-License-Identifier: Apache-2.0
#include "router/planning/bound.h"

#include <algorithm>

namespace sluice::router {

int Bound::block_of(const ast::SelectBody* select) const {
  if (select == nullptr) return kNone;
  const auto found = std::find_if(blocks.begin(), blocks.end(),
                                  [&](const Block& each) { return each.select == select; });
  return found == blocks.end() ? kNone : static_cast<int>(found - blocks.begin());
}

const BoundColumn* Bound::column(const ast::Expr* expr) const {
  const auto* ref = ast::try_as<ast::ColumnRef>(expr);
  if (ref == nullptr) return nullptr;
  const auto at = columns.find(ref);
  return at == columns.end() ? nullptr : &at->second;
}

const DerivedColumn* Bound::derived_column(const ast::Expr* expr) const {
  const auto* ref = ast::try_as<ast::ColumnRef>(expr);
  if (ref == nullptr) return nullptr;
  const auto at = derived_columns.find(ref);
  return at == derived_columns.end() ? nullptr : &at->second;
}

const BoundColumn* Bound::origin(const ast::Expr* expr) const {
  if (const BoundColumn* own = column(expr)) return own;
  const DerivedColumn* derived = derived_column(expr);
  return derived != nullptr && derived->passes ? &derived->column : nullptr;
}

const ColumnSchema* Bound::type_of(const ast::Expr* expr) const {
  if (const BoundColumn* own = column(expr)) return schema_of(*own);
  const DerivedColumn* derived = derived_column(expr);
  return derived == nullptr || derived->column.table == kNone ? nullptr
                                                              : schema_of(derived->column);
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
