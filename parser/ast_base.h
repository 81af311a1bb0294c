// SPDX-License-Identifier: Apache-2.0
// Syntax tree: lists, token ranges and names, which all nodes are made of.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sluice::parser::ast {

template <class T>
using List = std::span<const T>;

struct TokenRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool empty() const { return begin == end; }
};

struct Identifier {
  std::string_view text;
  std::uint32_t token = 0;  // meaningful only if `text` is not empty
  bool empty() const { return text.empty(); }
};

// `schema.table` or `table`; range covers both parts.
struct TableName {
  Identifier schema;
  Identifier table;
  TokenRange range;
};

}  // namespace sluice::parser::ast
