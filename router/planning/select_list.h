// SPDX-License-Identifier: Apache-2.0
// The select list of a block as ORDER BY and GROUP BY see it: positions, aliases, equal
// expressions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "router/planning/statement_context.h"

namespace sluice::router {

// What an item of ORDER BY or GROUP BY means.
struct ListTarget {
  const ast::Expr* expr = nullptr;  // the select item's expression where it names one
  std::optional<std::size_t> item;
  bool constant = false;  // a literal or parameter: says nothing
};

class SelectList {
 public:
  SelectList(StatementContext& context, const ast::SelectBody& select, int block);

  std::size_t size() const { return select_.items.size(); }
  const ast::SelectItem& item(std::size_t index) const { return select_.items[index]; }
  bool is_star(std::size_t index) const;
  // The item's place in the result, if no `*` stands before it.
  std::optional<std::uint16_t> position(std::size_t index) const;

  // Errors: unknown_column for a position beyond the list; scatter_unsupported.
  Result<ListTarget> order_target(const ast::Expr& expr);
  Result<ListTarget> group_target(const ast::Expr& expr);

  // The item with this alias; or, of two with one name, the first.
  std::optional<std::size_t> find_alias(std::string_view name) const;
  // The item whose expression is the same.
  std::optional<std::size_t> find_same(const ast::Expr& expr) const;

 private:
  Result<ListTarget> by_position(const ast::Literal& literal, std::string_view clause);
  std::optional<std::size_t> find_name(std::string_view name) const;
  bool from_may_have_unknown_columns() const;

  StatementContext& context_;
  const ast::SelectBody& select_;
  int block_;
};

}  // namespace sluice::router
