// SPDX-License-Identifier: Apache-2.0
#include "router/planning/select_list.h"

#include <algorithm>
#include <charconv>

#include "router/planning/expression_traits.h"

namespace sluice::router {
namespace {

bool is_constant(const ast::Expr& expr) {
  return expr.kind == ast::ExprKind::literal || expr.kind == ast::ExprKind::parameter;
}

const ast::Literal* as_position(const ast::Expr& expr) {
  const auto* literal = ast::try_as<ast::Literal>(&expr);
  return literal != nullptr && literal->literal == ast::LiteralKind::integer ? literal : nullptr;
}

const ast::ColumnRef* as_unqualified(const ast::Expr& expr) {
  const auto* column = ast::try_as<ast::ColumnRef>(&expr);
  return column != nullptr && column->table.empty() ? column : nullptr;
}

}  // namespace

SelectList::SelectList(StatementContext& context, const ast::SelectBody& select, int block)
    : context_(context), select_(select), block_(block) {}

bool SelectList::is_star(std::size_t index) const {
  return item(index).expr->kind == ast::ExprKind::star;
}

std::optional<std::uint16_t> SelectList::position(std::size_t index) const {
  for (std::size_t i = 0; i <= index; ++i) {
    if (is_star(i)) return std::nullopt;
  }
  return static_cast<std::uint16_t>(index);
}

std::optional<std::size_t> SelectList::find_alias(std::string_view name) const {
  const std::string wanted = to_lower(name);
  for (std::size_t i = 0; i < size(); ++i) {
    if (!item(i).alias.empty() && to_lower(item(i).alias.text) == wanted) return i;
  }
  return std::nullopt;
}

// An alias, or the name of a column without one.
std::optional<std::size_t> SelectList::find_name(std::string_view name) const {
  const std::string wanted = to_lower(name);
  for (std::size_t i = 0; i < size(); ++i) {
    if (!item(i).alias.empty()) {
      if (to_lower(item(i).alias.text) == wanted) return i;
      continue;
    }
    const auto* column = ast::try_as<ast::ColumnRef>(item(i).expr);
    if (column != nullptr && to_lower(column->column.text) == wanted) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> SelectList::find_same(const ast::Expr& expr) const {
  const auto identity = [this](const ast::Expr& each) {
    return identity_of(each, context_.bound, context_.source, LiteralIdentity::by_text);
  };
  const std::string wanted = identity(expr);
  for (std::size_t i = 0; i < size(); ++i) {
    if (is_star(i) || identity(*item(i).expr) != wanted) continue;
    context_.source.pin(expr.range, context_.plan.pinned);
    context_.source.pin(item(i).expr->range, context_.plan.pinned);
    return i;
  }
  return std::nullopt;
}

Result<ListTarget> SelectList::by_position(const ast::Literal& literal, std::string_view clause) {
  context_.source.pin(literal.range, context_.plan.pinned);
  const std::string_view digits = context_.source.text(literal.range);
  std::size_t position = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), position);
  const bool starred = std::any_of(
      select_.items.begin(), select_.items.end(),
      [](const ast::SelectItem& each) { return each.expr->kind == ast::ExprKind::star; });
  if (starred) {
    return refuse_scatter("a position in " + std::string(clause) + " beside *",
                          table_list(context_.bound, TableKind::sharded));
  }
  if (parsed.ec != std::errc{} || position < 1 || position > size()) {
    return make_error(ErrorId::unknown_column, {digits, clause});
  }
  return ListTarget{item(position - 1).expr, position - 1, false};
}

Result<ListTarget> SelectList::order_target(const ast::Expr& expr) {
  if (const ast::Literal* position = as_position(expr)) {
    return by_position(*position, "order clause");
  }
  if (is_constant(expr)) return ListTarget{&expr, std::nullopt, true};
  std::optional<std::size_t> found;
  if (const ast::ColumnRef* name = as_unqualified(expr)) found = find_name(name->column.text);
  if (!found) found = find_same(expr);
  if (found) return ListTarget{item(*found).expr, found, false};
  return ListTarget{&expr, std::nullopt, false};
}

// Unlike ORDER BY, GROUP BY prefers a column of FROM to an alias.
Result<ListTarget> SelectList::group_target(const ast::Expr& expr) {
  if (const ast::Literal* position = as_position(expr)) {
    return by_position(*position, "group statement");
  }
  if (is_constant(expr)) return ListTarget{&expr, std::nullopt, true};
  const ast::ColumnRef* name = as_unqualified(expr);
  std::optional<std::size_t> found = find_same(expr);
  const DerivedColumn* derived = context_.bound.derived_column(&expr);
  const bool known =
      context_.bound.column(&expr) != nullptr || (derived != nullptr && !derived->exposed.empty());
  if (!found && name != nullptr && !known) {
    found = find_alias(name->column.text);
    if (found && (derived != nullptr || from_may_have_unknown_columns())) {
      return refuse_scatter("GROUP BY an alias that may be a column, too",
                            table_list(context_.bound, TableKind::sharded));
    }
  }
  if (found) return ListTarget{item(*found).expr, found, false};
  return ListTarget{&expr, std::nullopt, false};
}

bool SelectList::from_may_have_unknown_columns() const {
  const Block& block = context_.bound.blocks[static_cast<std::size_t>(block_)];
  return std::any_of(block.names.begin(), block.names.end(), [this](const FromName& name) {
    if (name.derived != kNone) return false;
    return name.table == kNone ||
           context_.bound.tables[static_cast<std::size_t>(name.table)].schema() == nullptr;
  });
}

}  // namespace sluice::router
