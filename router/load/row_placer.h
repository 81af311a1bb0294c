// SPDX-License-Identifier: Apache-2.0
// From the fields of one row of a file to the node that stores the row. Pure but for generated
// keys. Thread rule: one thread.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "router/key_value.h"
#include "router/load/load_plan.h"
#include "router/load/row_splitter.h"

namespace sluice::router {

class RowPlacer {
 public:
  // `utf8`: the file's characters are UTF-8; else only ASCII strings route.
  RowPlacer(const LoadPlan& plan, bool utf8);

  // What RowSplitter::next() shall fill in for each row.
  std::vector<FieldValue>& values() { return values_; }
  // The row goes to every node.
  bool everywhere() const { return plan_.rule->kind == TableKind::broadcast; }

  // The node of a row, as an index into the rule's nodes; any for everywhere(). `row` counts from 1
  // and is for messages. Errors: load_key_null, load_key_value, auto_increment_*, row_node_count,
  // those of algorithms and generators.
  Result<std::size_t> place(std::uint64_t row, std::chrono::system_clock::time_point now);
  // The key generated for the row placed last, as the file would have it; empty: none.
  const std::string& generated_text() const { return generated_; }
  // The first one, if numeric, for LAST_INSERT_ID().
  std::uint64_t first_generated() const { return first_generated_; }

 private:
  const FieldValue& field(std::uint32_t position) const;
  Result<void> check_counter(const LoadPlan::Counter& counter, std::uint64_t row);
  Result<void> generate(std::chrono::system_clock::time_point now);
  KeyValue key_value(const KeyDomain& domain, const std::optional<LoadPlan::Source>& source);
  Result<void> narrow(const Strategy& strategy, std::size_t& first, std::uint64_t row);

  const LoadPlan& plan_;
  TextRules rules_;
  std::vector<FieldValue> values_;
  NodeSet nodes_;
  KeyTuple key_;  // of the row and level that is being placed
  std::string scratch_;
  std::string generated_;
  std::optional<std::uint64_t> generated_number_;
  std::uint64_t first_generated_ = 0;
};

// The value that a server stores for a field's text, where that is certain.
KeyValue loaded_value(const KeyDomain& domain, std::string_view text, const TextRules& rules,
                      std::string& scratch);

}  // namespace sluice::router
