// SPDX-License-Identifier: Apache-2.0
// The compiled form of an inline expression; immutable once parsed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/expression/method.h"
#include "config/expression/value.h"

namespace sluice::config::expression {

enum class NodeKind : std::uint8_t {
  text,             // `text`
  literal,          // `value`
  column,           // `index` into Template::columns
  parameter,        // of a closure; `index` counts from the outermost closure
  interpolated,     // "...${}..."; children are its parts
  list,             // [a, b]
  range,            // a..b
  range_exclusive,  // a..<b
  negate,
  complement,  // ~
  logical_not,
  logical_and,
  logical_or,
  conditional,  // ? :
  arithmetic,   // `arithmetic`
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  call,     // `method`; children: the receiver if it has one, the arguments
  collect,  // children: a list, the body of the closure
};

struct Node {
  NodeKind kind = NodeKind::literal;
  Arithmetic arithmetic = Arithmetic::add;
  std::uint32_t index = 0;
  std::uint32_t depth = 1;  // of the tree from here down
  const Method* method = nullptr;
  std::string text;
  Value value;
  std::vector<Node> children;
};

// "ds_${user_id % 2}": texts and expressions in their order.
struct Template {
  std::vector<Node> parts;
  std::vector<std::string> columns;  // lower case, in order of first use
};

}  // namespace sluice::config::expression
