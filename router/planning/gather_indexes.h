// SPDX-License-Identifier: Apache-2.0
// Which columns of gathered tables (plan_federation.h) deserve an index: those that the statement
// compares for equality with other tables' values. Without one, a join on the scratch server
// compares every row with every row, and a correlated subquery reads its whole table for each outer
// row. Thread rule: none.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "parser/visitor.h"
#include "router/planning/bound.h"

namespace sluice::router {

class GatherIndexes : public parser::Visitor {
 public:
  explicit GatherIndexes(const Bound& bound) : bound_(bound), of_table_(bound.tables.size()) {}

  bool enter(const ast::Expr& expr) override;
  bool enter(const ast::TableRef& table) override;

  // "(INDEX (`a`), INDEX (`b`)) ", or empty: a part of CREATE TABLE .. SELECT. Columns whose values
  // may be too long for an index get none.
  std::string clause(std::size_t table) const;

 private:
  void note_compared(const ast::Expr& column, const ast::Expr& with);
  void note(const ast::Expr& column);
  bool has_other_values(const ast::Expr& expr, int table) const;

  const Bound& bound_;
  std::vector<std::set<std::string>> of_table_;  // lower case
};

}  // namespace sluice::router
