// SPDX-License-Identifier: Apache-2.0
// Evaluation of compiled expressions. No exceptions; time and memory are bounded by a budget of
// work.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/expression/tree.h"

namespace sluice::config::expression {

// One use, one thread. Values that it returns may borrow text of the tree and of the column values.
class Evaluator {
 public:
  // Column values by Template::columns index; a null value is a column that is missing. `columns`
  // is for the message.
  Evaluator(std::span<const Value> values, std::span<const std::string> columns,
            std::int64_t budget)
      : values_(values), columns_(columns), budget_(budget) {}

  // Nothing if it cannot be evaluated; failure() says why.
  std::optional<Value> evaluate(const Node& node);

  // Groovy's "...": the parts' texts, one after the other, appended to `out`.
  bool append_text(std::span<const Node> parts, std::string& out);

  // Takes `amount` from the budget; false if it is used up.
  bool spend(std::size_t amount);
  const std::string& failure() const { return failure_; }

 private:
  std::optional<Value> binary(const Node& node);
  std::optional<Value> add(const Value& left, const Value& right);
  std::optional<Value> compare_values(NodeKind kind, const Value& left, const Value& right);
  std::optional<Value> logical(const Node& node);
  std::optional<Value> prefixed(const Node& node);
  std::optional<Value> range(const Node& node, const Value& first, const Value& last);
  std::optional<Value> list(const Node& node);
  std::optional<Value> collect(const Node& node);
  std::optional<Value> call(const Node& node);
  std::optional<Value> list_value(List list);
  std::nullopt_t fail(std::string why);

  std::span<const Value> values_;
  std::span<const std::string> columns_;
  std::vector<Value> parameters_;
  std::int64_t budget_;
  std::string failure_;
};

}  // namespace sluice::config::expression
