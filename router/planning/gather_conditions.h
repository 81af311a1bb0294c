// SPDX-License-Identifier: Apache-2.0
// Which rows of a table a federation (plan_federation.h) has to gather: those that meet the
// conditions on the table alone, and those that find a partner among the rows of tables that lie on
// the same shard (a semi-join):
//
//   SELECT .. FROM lineitem, part WHERE l_partkey = p_partkey AND p_brand = 'Brand#23'
//   gathers of lineitem, where part is a broadcast table:
//   .. WHERE EXISTS (SELECT 1 FROM part AS sluice_1 WHERE lineitem.l_partkey = sluice_1.p_partkey
//                    AND sluice_1.p_brand = 'Brand#23')
//
// Left out are rows that no row of the result is made of, and nothing else: a condition judges the
// rows of the scope (bound.h) it stands in, and a partner is a table of that scope or, for
// conditions of a subquery, of a scope around it. Conditions on columns of a derived table are ones
// on the table inside whose columns pass through it (derived_columns.h). Thread rule: none.
#pragma once

#include <vector>

#include "router/planning/statement_context.h"

namespace sluice::router {

class GatherConditions {
 public:
  explicit GatherConditions(const StatementContext& context);

  // " WHERE (..) AND EXISTS (..)", or nothing. Of table `table`, an index into Bound::tables, which
  // goes by the name that the statement gives it.
  SqlOps where(int table) const;

  // Whether a condition on the table alone is `column = value` or `column IN (values)`.
  bool names_values(int table) const;

  // A condition that a column of the table equals one of another table.
  struct Link {
    const ast::Expr* condition = nullptr;
    const BoundColumn* column = nullptr;   // of the table itself
    const BoundColumn* partner = nullptr;  // of the other one
  };
  // Those by which rows without a partner may be left out.
  std::vector<Link> links(int table, int partner) const;

 private:
  // A table and what its rows are called in the text being made.
  struct Named {
    int table = kNone;
    std::string name;
  };
  bool is_about(const ast::Expr& expr, int table) const;
  std::vector<const ast::Expr*> own_conditions(int table) const;
  std::vector<int> scopes_of(int table) const;
  bool lies_beside(int table, int partner, const std::vector<Link>& links) const;
  // EXISTS (..) for one partner; empty where that would leave out nothing. `chain`: the tables
  // around.
  SqlOps partner(const Named& of, int partner, std::vector<Named>& chain) const;
  // The conditions of all partners of the last table of the chain.
  std::vector<SqlOps> partners(std::vector<Named>& chain) const;
  SqlOps as_written(const ast::Expr& expr, const Named& named) const;
  SqlOps text(const ast::Expr& expr, const std::vector<Named>& names) const;

  const BoundTable& at(int table) const { return bound_.tables[static_cast<std::size_t>(table)]; }

  const StatementContext& context_;
  const Bound& bound_;
};

}  // namespace sluice::router
