// SPDX-License-Identifier: Apache-2.0
#include "router/planning/gather_indexes.h"

namespace sluice::router {
namespace {

// A table may have 64 indexes; more than a few would cost more than they bring.
constexpr int kMaxIndexes = 6;

// InnoDB indexes values of 767 bytes in any row format, which are 191 characters of utf8mb4
// (MySQL 9 manual 17.21, InnoDB Limits).
constexpr std::uint32_t kMaxCharacters = 191;
constexpr std::uint32_t kMaxBytes = 767;

bool can_be_indexed(const ColumnSchema& column) {
  switch (column.column_class) {
    case ColumnClass::integer:
    case ColumnClass::decimal:
    case ColumnClass::temporal:
    case ColumnClass::time:
    case ColumnClass::year:
    case ColumnClass::enumeration:
      return true;
    case ColumnClass::text:
      return column.max_length > 0 && column.max_length <= kMaxCharacters;
    case ColumnClass::binary:
      return column.max_length > 0 && column.max_length <= kMaxBytes;
    default:
      return false;
  }
}

// The expression that a subquery compares with.
const ast::Expr* first_item(const ast::QueryExpression& query) {
  const auto* select = ast::try_as<ast::SelectBody>(query.body);
  return select == nullptr || select->items.empty() ? nullptr : select->items.front().expr;
}

}  // namespace

bool GatherIndexes::enter(const ast::Expr& expr) {
  if (const auto* binary = ast::try_as<ast::Binary>(&expr)) {
    if (binary->op == ast::BinaryOp::equal || binary->op == ast::BinaryOp::null_safe_equal) {
      note_compared(*binary->left, *binary->right);
      note_compared(*binary->right, *binary->left);
    }
  } else if (const auto* in = ast::try_as<ast::InQuery>(&expr)) {
    note(*in->operand);
    if (const ast::Expr* item = first_item(*in->query)) note(*item);
  }
  return true;
}

bool GatherIndexes::enter(const ast::TableRef& table) {
  const auto* join = ast::try_as<ast::Join>(&table);
  if (join == nullptr) return true;
  for (const ast::Identifier& column : join->using_columns) {
    for (std::size_t i = 0; i < bound_.tables.size(); ++i) {
      const ast::BaseTable* ref = bound_.tables[i].ref;
      const bool inside = ref != nullptr && table.range.begin <= ref->range.begin &&
                          ref->range.end <= table.range.end;
      if (inside) of_table_[i].insert(to_lower(column.text));
    }
  }
  return true;
}

void GatherIndexes::note_compared(const ast::Expr& column, const ast::Expr& with) {
  const BoundColumn* bound = bound_.column(&column);
  if (bound != nullptr && has_other_values(with, bound->table)) note(column);
}

void GatherIndexes::note(const ast::Expr& column) {
  if (const BoundColumn* bound = bound_.column(&column)) {
    of_table_[static_cast<std::size_t>(bound->table)].insert(bound->name);
  }
}

// Columns of other tables, derived ones included, or a subquery.
bool GatherIndexes::has_other_values(const ast::Expr& expr, int table) const {
  bool other = false;
  parser::for_each_expr(expr, parser::Subqueries::skip, [&](const ast::Expr& each) {
    if (each.kind == ast::ExprKind::column) {
      const BoundColumn* column = bound_.column(&each);
      other = other || column == nullptr || column->table != table;
    }
    other = other || each.kind == ast::ExprKind::subquery;
  });
  return other;
}

std::string GatherIndexes::clause(std::size_t table) const {
  const TableSchema* schema = bound_.tables[table].schema();
  std::string indexes;
  int count = 0;
  for (const std::string& name : of_table_[table]) {
    const ColumnSchema* column = schema == nullptr ? nullptr : schema->find(name);
    if (column == nullptr || !can_be_indexed(*column) || count == kMaxIndexes) continue;
    indexes += (count++ == 0 ? "(INDEX (" : ", INDEX (") + quote_name(column->name) + ")";
  }
  return indexes.empty() ? indexes : indexes + ") ";
}

}  // namespace sluice::router
