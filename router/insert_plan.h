// SPDX-License-Identifier: Apache-2.0
// Part of a plan: the rows of an INSERT. Thread rule: immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "router/route_plan.h"

namespace sluice::router {

// What happens to a row whose key exists.
enum class OnDuplicate : std::uint8_t { fail, ignore, replace, update };

// Which rows there are and what decides each row's node. Widths were checked by the planner.
struct InsertPlan {
  std::shared_ptr<const TableRule> rule;
  NodeSet all_nodes;  // of the rule

  // Where a row's value comes from: nowhere, the statement (`position` counts a row's values), or
  // the key generator.
  struct Source {
    enum class Kind : std::uint8_t { none, position, generated };
    Kind kind = Kind::none;
    std::uint32_t position = 0;
  };
  struct KeySource {  // of a sharding column
    KeyRef key;
    Source source;
  };
  std::vector<KeySource> keys;  // in the order of the strategies' columns
  Source key_value;             // of the key generator's column; none: the table has no generator
  bool zero_is_null = false;    // the key column is AUTO_INCREMENT: 0 asks for a key, as NULL does
  // An AUTO_INCREMENT column without generator: each row must give it a value other than NULL and
  // 0. Also checked for broadcast tables (route every_source), whose rows are not routed.
  Source counter_value;
  std::string counter_column;

  OnDuplicate on_duplicate = OnDuplicate::fail;

  // Either every row is in one value_rows mark ...
  bool folded = false;
  std::uint32_t rows_mark = 0;
  // ... or each row is listed.
  struct Row {
    std::vector<SqlOp> ops;  // `(..)`, with generated_key where a generated key goes
    // The values that Sources name; an expression that needs no routing counts as the integer 1.
    std::vector<Operand> keys;  // as InsertPlan::keys
    Operand key_value;
    Operand counter_value;
  };
  std::vector<Row> rows;
};

}  // namespace sluice::router
