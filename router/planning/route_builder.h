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

  BoundColumn key_column(int table, KeyRef key) const;
  KeyDomain domain_of_column(const BoundColumn& column) const;

 private:
  // A sharding column, and the columns that equal it wherever the conditions hold.
  struct Target {
    KeyRef key;
    std::vector<BoundColumn> columns;
  };
  // What is being built: for one table, whose sharding columns `targets` are.
  struct Program {
    const std::vector<Target>& targets;
    TableRoute& route;
  };
  // Conditions that hold together; `around` hold, too.
  struct Together {
    std::vector<const ast::Expr*> conditions;
    const Together* around = nullptr;
  };
  // Values of which a column must be one.
  struct Given {
    const ast::Expr* column = nullptr;
    std::vector<Operand> values;
    bool null_safe = false;
  };

  // Each adds to the program and says whether that narrows; if it does, its steps leave one set.
  bool add_all(const Together& together, Program& program) const;
  bool add_condition(const ast::Expr& expr, const Together& together, Program& program) const;
  bool add_either(const ast::Binary& either, const Together& around, Program& program) const;
  bool add_given(const Given& given, Program& program) const;
  bool add_range(const Target& target, const Together& together, Program& program) const;
  bool add_columns(Level level, const Together& together, Program& program) const;
  void add_hints(Program& program) const;

  std::vector<Given> givens_of(const ast::Expr& expr) const;
  std::vector<Given> givens_of_rows(const ast::InList& list, const ast::Row& columns) const;
  void take_bounds(const ast::Expr& expr, const Target& target, RouteLeaf& leaf) const;
  bool is_target(const ast::Expr& expr, const Target& target) const;

  const Bound& bound_;
  const Metadata& metadata_;
  const SourceText& source_;
};

// The conditions that `expr` is true by: those that AND joins.
void flatten(const ast::Expr& expr, ast::BinaryOp op, std::vector<const ast::Expr*>& out);

// Whether a value for every sharding column that narrows leaves exactly one node (or none).
bool values_decide_node(const TableRule& rule);

}  // namespace sluice::router
