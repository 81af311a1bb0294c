// SPDX-License-Identifier: Apache-2.0
// Conditions to route programs: which nodes of a table can hold rows that matter.
#pragma once

#include <vector>

#include "router/planning/bound.h"
#include "router/rewrite/source_text.h"

namespace sluice::router {

class RouteBuilder {
 public:
  RouteBuilder(const Bound& bound, const Metadata& metadata, const SourceText& source)
      : bound_(bound), metadata_(metadata), source_(source) {}

  // The columns that equal `column` wherever conditions of `scopes` hold, itself included.
  std::vector<BoundColumn> linked(const BoundColumn& column, const std::vector<bool>& scopes) const;

  // The nodes of one table, by every condition that its rows must meet to matter.
  TableRoute route_of(int table) const;
  // Narrows `route`, of a table that is co-located with `table`, by what `table`'s columns must
  // meet according to the conditions of `scopes`.
  void narrow(int table, const std::vector<bool>& scopes, TableRoute& route) const;

  // The values that a column must equal by one condition of `scopes`; empty if there is none.
  std::vector<Operand> constants(const BoundColumn& column, const std::vector<bool>& scopes) const;

  BoundColumn key_column(int table, Level level) const;
  bool narrows(int table, Level level) const;
  KeyDomain domain_of_column(const BoundColumn& column) const;

 private:
  struct Targets {  // the columns that stand for each level's sharding column
    std::vector<BoundColumn> of[2];
  };

  bool add_condition(const ast::Expr& expr, const Targets& targets, TableRoute& route) const;
  bool add_chain(const ast::Binary& chain, const Targets& targets, TableRoute& route) const;
  bool add_leaf(const ast::Expr& column, std::vector<Operand> values, bool null_safe,
                const Targets& targets, TableRoute& route) const;

  const Bound& bound_;
  const Metadata& metadata_;
  const SourceText& source_;
};

// Whether a value for every sharding column that narrows leaves exactly one node (or none).
bool values_decide_node(const TableRule& rule);

}  // namespace sluice::router
