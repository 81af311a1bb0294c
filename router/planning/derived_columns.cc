// SPDX-License-Identifier: Apache-2.0
#include "router/planning/derived_columns.h"

#include <algorithm>

#include "parser/visitor.h"
#include "router/planning/expression_traits.h"

namespace sluice::router {
namespace {

const Block& block_at(const Bound& bound, int block) {
  return bound.blocks[static_cast<std::size_t>(block)];
}

bool same(const BoundColumn* left, const BoundColumn& right) {
  return left != nullptr && *left == right;
}

// Values that are equal are the same value, so that GROUP BY puts nothing else together: 'a' and
// 'A' may lie on different nodes.
bool groups_same_values(const ColumnSchema* schema) {
  if (schema == nullptr) return false;
  switch (schema->column_class) {
    case ColumnClass::integer:
    case ColumnClass::decimal:
    case ColumnClass::temporal:
    case ColumnClass::time:
    case ColumnClass::year:
    case ColumnClass::binary:
      return true;
    default:
      return false;
  }
}

// OVER w, OVER (w ..): the window's own list, or that of the window it names.
ast::List<const ast::Expr*> partition_of(const ast::WindowSpec& spec,
                                         const ast::SelectBody& select) {
  const ast::WindowSpec* at = &spec;
  for (std::size_t hops = 0; hops <= select.windows.size(); ++hops) {
    if (!at->partition_by.empty() || at->name.empty()) break;
    const std::string wanted = to_lower(at->name.text);
    const auto named = std::find_if(
        select.windows.begin(), select.windows.end(),
        [&](const ast::NamedWindow& each) { return to_lower(each.name.text) == wanted; });
    if (named == select.windows.end()) break;
    at = named->spec;
  }
  return at->partition_by;
}

void add_partitions(const ast::Expr& expr, const ast::SelectBody& select,
                    std::vector<ast::List<const ast::Expr*>>& out) {
  parser::for_each_expr(expr, parser::Subqueries::skip, [&](const ast::Expr& part) {
    const auto* call = ast::try_as<ast::FunctionCall>(&part);
    if (call == nullptr) return;
    if (call->over != nullptr) {
      out.push_back(partition_of(*call->over, select));
    } else if (function_traits(call->name.text).window_only) {
      out.emplace_back();
    }
  });
}

bool aggregates(const ast::SelectBody& select, const ast::QueryExpression* query) {
  const auto has = [](const auto& item) { return traits_of(*item.expr).aggregate; };
  return std::any_of(select.items.begin(), select.items.end(), has) ||
         (select.having != nullptr && traits_of(*select.having).aggregate) ||
         (query != nullptr && std::any_of(query->order_by.begin(), query->order_by.end(), has));
}

bool lists(const ast::List<const ast::Expr*>& exprs, const Bound& bound,
           const BoundColumn& column) {
  return std::any_of(exprs.begin(), exprs.end(),
                     [&](const ast::Expr* each) { return same(bound.origin(each), column); });
}

// The name of an item without an alias is that of the column, or the text of the expression, which
// nobody writes.
bool goes_by(const ast::SelectItem& item, const std::string& name) {
  if (!item.alias.empty()) return to_lower(item.alias.text) == name;
  const auto* column = ast::try_as<ast::ColumnRef>(item.expr);
  return column != nullptr && to_lower(column->column.text) == name;
}

DerivedColumn meaning_of(const Bound& bound, int block, const ast::Expr& expr) {
  DerivedColumn found;
  if (const BoundColumn* own = bound.column(&expr)) {
    found.column = *own;
    found.passes = true;
  } else if (const DerivedColumn* inner = bound.derived_column(&expr)) {
    found.column = inner->column;
    found.passes = inner->passes;
  }
  found.passes = found.passes && keeps_apart(bound, block, found.column);
  return found;
}

// Of `*` or `t.*` in the block.
Has find_in_star(const Bound& bound, int block, const ast::Star& star, const std::string& column,
                 DerivedColumn& found) {
  Has has = Has::no;
  const Block& own = block_at(bound, block);
  if (star.table.empty() && own.merges_columns) return Has::maybe;
  for (const FromName& name : own.names) {
    if (!star.table.empty() && name.exposed != star.table.text) continue;
    Has here = Has::maybe;
    DerivedColumn meaning;
    if (name.table != kNone) {
      const TableSchema* schema = bound.tables[static_cast<std::size_t>(name.table)].schema();
      if (schema == nullptr) return Has::maybe;
      const ColumnSchema* known = schema->find(column);
      here = known == nullptr || known->invisible ? Has::no : Has::yes;
      meaning.column = {name.table, column};
      meaning.passes = true;
    } else {
      here = find_derived_column(bound, name, column, meaning);
    }
    if (here == Has::no) continue;
    if (here == Has::maybe || has == Has::yes) return Has::maybe;
    has = Has::yes;
    found = std::move(meaning);
    found.passes = found.passes && keeps_apart(bound, block, found.column);
  }
  return has;
}

}  // namespace

std::vector<ast::List<const ast::Expr*>> partitions_of(const ast::SelectBody& select,
                                                       const ast::QueryExpression* query) {
  std::vector<ast::List<const ast::Expr*>> found;
  for (const ast::SelectItem& item : select.items) add_partitions(*item.expr, select, found);
  if (query == nullptr) return found;
  for (const ast::OrderItem& item : query->order_by) add_partitions(*item.expr, select, found);
  return found;
}

RowsOf rows_of(const ast::SelectBody& select, const ast::QueryExpression* query) {
  if (select.with_rollup || select.rollup_call) return RowsOf::anything;
  const bool windows = !partitions_of(select, query).empty();
  const bool grouped = !select.group_by.empty();
  const bool distinct = select.options.distinct;
  if (!grouped && (select.having != nullptr || aggregates(select, query))) {
    return RowsOf::anything;
  }
  if (grouped + distinct + windows > 1) return RowsOf::anything;
  return grouped || distinct || windows ? RowsOf::groups : RowsOf::single_rows;
}

bool keeps_apart(const Bound& bound, int block, const BoundColumn& column) {
  const RowsOf rows = block_at(bound, block).rows;
  if (rows != RowsOf::groups) return rows == RowsOf::single_rows;
  if (!groups_same_values(bound.schema_of(column))) return false;
  const Block& own = block_at(bound, block);
  const auto is_column = [&](const auto& item) { return same(bound.origin(item.expr), column); };
  if (!own.select->group_by.empty()) {
    return std::any_of(own.select->group_by.begin(), own.select->group_by.end(), is_column);
  }
  if (own.select->options.distinct) {
    return std::any_of(own.select->items.begin(), own.select->items.end(), is_column);
  }
  const auto partitions = partitions_of(*own.select, own.query);
  return std::all_of(partitions.begin(), partitions.end(),
                     [&](const auto& exprs) { return lists(exprs, bound, column); });
}

bool keeps_apart(const Bound& bound, int block, const std::vector<BoundColumn>& columns) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const BoundColumn& column) { return keeps_apart(bound, block, column); });
}

Has find_derived_column(const Bound& bound, const FromName& name, const std::string& column,
                        DerivedColumn& found) {
  if (name.derived == kNone) return Has::maybe;
  const ast::List<ast::SelectItem>& items = block_at(bound, name.derived).select->items;
  Has has = Has::no;
  for (std::size_t i = 0; i < items.size(); ++i) {
    Has here = Has::no;
    if (const auto* star = ast::try_as<ast::Star>(items[i].expr)) {
      if (!name.columns.empty()) return Has::maybe;
      DerivedColumn inside;
      here = find_in_star(bound, name.derived, *star, column, inside);
      if (here == Has::yes && has == Has::no) found = std::move(inside);
    } else if (name.columns.empty()
                   ? goes_by(items[i], column)
                   : i < name.columns.size() && to_lower(name.columns[i].text) == column) {
      here = Has::yes;
      if (has == Has::no) found = meaning_of(bound, name.derived, *items[i].expr);
    }
    if (here == Has::no) continue;
    if (here == Has::maybe || has == Has::yes) return Has::maybe;
    has = Has::yes;
  }
  return has;
}

int select_block(const Bound& bound, const ast::QueryExpression& query) {
  const ast::QueryExpression* inner = &query;
  while (inner->body->kind == ast::QueryBodyKind::parenthesized) {
    inner = ast::as<ast::ParenthesizedQuery>(*inner->body).query;
  }
  return bound.block_of(ast::try_as<ast::SelectBody>(inner->body));
}

const BoundColumn* passing_item(const Bound& bound, const ast::QueryExpression& query,
                                std::size_t index) {
  const int block = select_block(bound, query);
  if (block == kNone) return nullptr;
  const ast::List<ast::SelectItem>& items = block_at(bound, block).select->items;
  if (index >= items.size()) return nullptr;
  const BoundColumn* column = bound.origin(items[index].expr);
  return column != nullptr && keeps_apart(bound, block, *column) ? column : nullptr;
}

}  // namespace sluice::router
