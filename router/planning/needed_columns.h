// SPDX-License-Identifier: Apache-2.0
// Which columns of each table a federated statement may look at: no others have to travel.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "parser/visitor.h"
#include "router/planning/bound.h"

namespace sluice::router {

// The columns that a statement may look at, table by table.
class NeededColumns : public parser::Visitor {
 public:
  explicit NeededColumns(const Bound& bound) : bound_(bound), of_table_(bound.tables.size()) {
    for (const Block& block : bound.blocks) {
      if (block.merges_columns) need_all(block);  // NATURAL JOIN compares all common columns
      if (block.select == nullptr) need_all(block);
      if (block.select != nullptr) look_for_stars(block);
    }
  }

  bool enter(const ast::Expr& expr) override {
    if (const auto* ref = ast::try_as<ast::ColumnRef>(&expr)) note(*ref);
    return true;
  }

  bool is_needed(std::size_t table, const ColumnSchema& column) const {
    return (of_table_[table].all && !column.invisible) || is_named(table, column);
  }
  // `*` would show an invisible column, because no column of a temporary table is.
  bool spoils_star(std::size_t table, const ColumnSchema& column) const {
    return of_table_[table].all && column.invisible && is_named(table, column);
  }

 private:
  struct Of {
    bool all = false;
    std::set<std::string> names;
  };

  bool is_named(std::size_t table, const ColumnSchema& column) const {
    return of_table_[table].names.count(column.lower_name) > 0 ||
           loose_.count(column.lower_name) > 0;
  }

  void need_all(const Block& block) {
    for (const FromName& name : block.names) {
      if (name.table != kNone) of_table_[static_cast<std::size_t>(name.table)].all = true;
    }
  }

  void look_for_stars(const Block& block) {
    for (const ast::SelectItem& item : block.select->items) {
      if (item.expr->kind != ast::ExprKind::star) continue;
      const auto qualified = bound_.qualifiers.find(item.expr);
      if (qualified != bound_.qualifiers.end()) {
        of_table_[static_cast<std::size_t>(qualified->second)].all = true;
      } else {
        need_all(block);
      }
    }
  }

  // A name that could not be told belongs to every table that has it.
  void note(const ast::ColumnRef& ref) {
    const auto found = bound_.columns.find(&ref);
    if (found == bound_.columns.end()) {
      loose_.insert(to_lower(ref.column.text));
    } else {
      of_table_[static_cast<std::size_t>(found->second.table)].names.insert(found->second.name);
    }
  }

  const Bound& bound_;
  std::vector<Of> of_table_;
  std::set<std::string> loose_;
};

}  // namespace sluice::router
