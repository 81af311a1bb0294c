// SPDX-License-Identifier: Apache-2.0
// A SELECT that several units answer: what the shards are asked and how their rows become the
// answer.
//
//   plain rows      shards sort and limit, the gateway merges by the same keys
//   whole groups    GROUP BY or DISTINCT over all sharding columns: no group spans two nodes, so
//   that
//                   shards compute it whole and only their rows are merged
//   partial groups  shards aggregate what they have, the gateway adds it up by the group keys
//   distinct rows   shards remove their doubles and sort by everything, the gateway removes the
//   rest
//
// Anything that these do not cover exactly is a refusal, which only statements with several units
// see.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "router/planning/merge_keys.h"

namespace sluice::router {

using Refusal = std::optional<Error>;

class ScatterPlanner {
 public:
  // The context's splicer holds the edits that every unit needs. `anchor`: see RouteDecision.
  ScatterPlanner(StatementContext& context, const ast::QueryExpression& query,
                 const ast::SelectBody& select, int block, int anchor);

  // Fills routed.scattered and routed.merge, or says why that cannot be.
  Refusal run();

 private:
  // One key of GROUP BY.
  struct GroupKey {
    const ast::Expr* expr = nullptr;
    std::string identity;
    SortKey key;
    SqlOps order;  // as it may stand in ORDER BY
    bool sorts_whole = false;
  };
  // COUNT(DISTINCT x): shards group by x, too.
  struct DistinctArgument {
    std::string identity;
    GroupKey key;
    SqlOps sql;
  };

  Refusal refuse(std::string_view what) const;
  Refusal check_constructs() const;
  bool windows_stay_on_nodes() const;
  bool covers_sharding_keys(const std::vector<const ast::Expr*>& exprs) const;
  std::vector<const ast::Expr*> group_exprs() const;
  std::vector<const ast::Expr*> item_exprs() const;
  std::string identity(const ast::Expr& expr) const;
  bool orders_by_null() const;

  // plan_scatter.cc: plain rows and whole groups
  Refusal plan_rows();
  Refusal order_rows();
  void order_whole_groups();
  void push_limit();
  void remove_limit();
  void place_order(SqlOps order);
  SqlOps order_of(const ast::Expr& expr, bool descending) const;

  // plan_distinct.cc
  Refusal plan_distinct();
  Refusal distinct_keys(std::vector<SortKey>& keys, bool& sorts_whole);
  Refusal star_keys(const ast::Star& star, std::vector<SortKey>& keys, bool& sorts_whole);

  // plan_groups.cc
  Refusal plan_groups();
  Refusal collect_group_keys();
  Refusal aggregate_items();
  Refusal order_groups();
  Refusal group_order(std::vector<SortKey>& keys, SqlOps& order, bool& all_group_keys);
  Refusal final_order();
  void sort_on_shards(std::vector<SortKey> keys, SqlOps order);
  void group_also_by_argument();
  bool keys_sort_whole() const;

  // plan_aggregates.cc
  Refusal add_aggregate(const ast::FunctionCall& call, ColumnAt column);
  Refusal add_extreme(const ast::FunctionCall& call, AggregateColumn& merged);
  Refusal add_average(const ast::FunctionCall& call, AggregateColumn& merged);
  Refusal add_count_distinct(const ast::FunctionCall& call, AggregateColumn& merged);
  // The column of an aggregate function: of the select list, or a hidden one.
  Refusal column_of(const ast::FunctionCall& call, ColumnAt& column);
  bool is_merged(ColumnAt column) const;

  // plan_having.cc
  Refusal plan_having();
  Refusal push_having(const ast::Expr& conjunct, bool& pushed);
  Refusal condition_of(const ast::Expr& expr, Condition& condition);
  Refusal chain_of(const ast::Binary& chain, Condition& condition);
  Refusal comparison_of(const ast::Binary& binary, Condition& condition);
  Refusal condition_column(const ast::Expr& expr, ColumnAt& column);
  Refusal operand_into(const ast::Expr& expr, Condition& condition);
  const ast::Expr& meaning_of(const ast::Expr& expr) const;

  StatementContext& context_;
  const ast::QueryExpression& query_;
  const ast::SelectBody& select_;
  int block_;
  int anchor_;
  bool grouped_ = false;
  bool aggregated_ = false;

  Splicer splicer_;
  SelectList list_;
  HiddenColumns hidden_;
  MergeKeys keys_;
  MergePlan merge_;
  std::optional<SqlOps>
      shard_order_;  // the shards' ORDER BY, where it is not the client's; may be empty
  std::vector<GroupKey> group_keys_;
  std::optional<DistinctArgument> distinct_;
};

}  // namespace sluice::router
