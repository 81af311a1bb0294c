// SPDX-License-Identifier: Apache-2.0
// INSERT and REPLACE: what decides each row's node, and the generated keys.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "router/planning/plan_statement.h"

namespace sluice::router {

class InsertPlanner {
 public:
  InsertPlanner(StatementContext& context, const ast::InsertStatement& statement)
      : context_(context), statement_(statement) {}

  // Binds, checks and routes, or stages what no shard can do.
  Result<void> run();

 private:
  const BoundTable& target() const { return context_.bound.tables[0]; }
  OnDuplicate on_duplicate() const;
  static bool is_simple(const ast::Expr& expr);

  // Into a table that a hint names on its server: only that knows the columns.
  bool is_direct() const;
  Result<void> bind();
  Result<void> route();
  Result<void> collect_columns();
  Result<void> check_widths() const;
  std::optional<std::uint32_t> position_of(std::string_view lower_name) const;

  // plan_insert_rows.cc
  Result<void> plan_rows();
  // Makes the rows pieces that go to different units; after the context's names are edited.
  void cut_rows();
  void refuse_scattered_rows();
  Result<void> find_sources(InsertPlan& insert);
  Result<void> find_counter(InsertPlan& insert);
  Error counter_error(std::string_view column) const;
  Result<void> check_on_duplicate() const;
  bool is_own(const ast::ColumnRef& column) const;
  Result<void> add_rows(InsertPlan& insert);
  Result<void> add_row(const ast::InsertRow& row, InsertPlan& insert);
  Result<void> add_set_form(InsertPlan& insert);
  Result<void> fill_operands(const std::vector<const ast::Expr*>& values, const InsertPlan& insert,
                             InsertPlan::Row& row) const;
  Result<Operand> routing_operand(const ast::Expr& value, std::string_view column) const;
  Result<Operand> key_operand(const ast::Expr& value, const InsertPlan& insert) const;
  Result<Operand> counter_operand(const ast::Expr& value, std::string_view column) const;
  SqlOp key_op(const ast::Expr* own_value) const;

  Result<void> plan_broadcast();
  Result<void> plan_single();

  // plan_insert_select.cc
  Result<void> plan_query_form();
  Result<void> plan_sharded_query();
  Result<void> check_selected_counters(const ast::SelectBody* select) const;
  const ast::Expr* selected(const ast::SelectBody& select, std::uint32_t position,
                            std::optional<BoundColumn>& column) const;
  void equate(const ast::Expr* value, const std::optional<BoundColumn>& column,
              const BoundColumn& key, int scope);

  // plan_staged_insert.cc
  bool may_be_staged(const Error& error) const;
  bool may_be_refused() const;
  Result<std::shared_ptr<const StagedWrite>> plan_staged(const Result<void>& failed);
  Result<void> stage_rows(StagedWrite& plan, const Error& error);
  Result<void> check_staged_keys() const;
  Result<void> check_staged_update() const;
  bool is_selected_name(const std::string& lower_name) const;
  Result<void> stage_values(StagedWrite& plan, const Error& error);
  bool is_hole(const ast::Expr& expr, std::size_t position) const;
  bool reads_itself() const;
  bool is_computable(const ast::Expr& expr) const;

  StatementContext& context_;
  const ast::InsertStatement& statement_;
  int block_ = kNone;
  std::size_t first_query_block_ = 0;
  std::vector<std::string> columns_;         // lower case, in the order of a row's values
  std::vector<const ast::InsertRow*> rows_;  // those that InsertPlan::rows lists
  std::deque<ast::ColumnRef> made_columns_;  // for conditions that the statement implies
  std::deque<ast::Binary> made_conditions_;
};

}  // namespace sluice::router
