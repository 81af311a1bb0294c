// SPDX-License-Identifier: Apache-2.0
// Part of a plan: how the rows of several units become one answer. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "router/route_plan.h"

namespace sluice::router {

// A column of the shards' results: visible ones count from the front, hidden ones (appended by
// rewriting, removed before the client sees the row) from the first hidden one.
struct ColumnAt {
  bool hidden = false;
  std::uint16_t index = 0;
};

// How two rows compare on one key. Numbers and temporals compare by `value`. Strings compare by the
// bytes of `weight` (WEIGHT_STRING(value)), padded as the collation wants; the collation is known
// from the schema or comes with each row in `collation_name`. Which of these applies is decided by
// the type in the shards' column definition. NULL sorts first.
struct SortKey {
  ColumnAt value;
  std::optional<ColumnAt> weight;
  std::optional<ColumnAt> collation_name;
  std::string collation;   // when known from the schema
  bool by_number = false;  // ENUM, SET, BIT: `value` is already the number (expr + 0)
  bool descending = false;
};

enum class AggregateKind : std::uint8_t { count, sum, min, max, avg, count_distinct, first };

struct AggregateColumn {
  AggregateKind kind;
  ColumnAt column;                  // the shards' partial value, replaced by the merged one
  std::optional<ColumnAt> sum{};    // avg
  std::optional<ColumnAt> count{};  // avg
  std::optional<SortKey> key{};     // min, max: comparison; count_distinct: the counted value
};

struct Aggregation {
  std::vector<SortKey> group_by;         // empty: one group, and a row even for no input
  std::vector<AggregateColumn> columns;  // columns not named here keep the first row's value
  bool input_sorted = false;  // shards deliver in group_by order: ordered aggregation, else
                              // hash aggregation within the memory budget
};

// HAVING that must wait for merged values; anything richer is refused by the planner.
struct Condition {
  enum class Kind : std::uint8_t { all_of, any_of, negate, compare, between, in_list, is_null };
  enum class Compare : std::uint8_t { equal, not_equal, less, less_equal, greater, greater_equal };
  Kind kind;
  Compare compare{};
  bool negated = false;  // between, in_list, is_null
  ColumnAt column{};
  std::vector<Operand> operands{};  // numeric literals or parameters
  std::vector<Condition> children{};
};

struct LimitPlan {
  Operand offset;
  Operand count;
};

struct MergePlan {
  std::uint16_t hidden_columns = 0;
  std::vector<SortKey> input_order;  // the order in which every shard delivers; empty: concatenate
  std::optional<Aggregation> aggregation;
  bool distinct = false;  // rows equal on distinct_keys are one; input_order covers them
  std::vector<SortKey> distinct_keys;
  std::optional<Condition> having;
  std::vector<SortKey> final_order;  // sort what aggregation yields, when that order differs
  std::optional<LimitPlan> limit;
};

}  // namespace sluice::router
