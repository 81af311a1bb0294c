// SPDX-License-Identifier: Apache-2.0
// HAVING over merged columns: a tree of comparisons with numbers, in three-valued logic. A row
// passes if the tree is true.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "executor/operators/grouping.h"
#include "executor/operators/number.h"
#include "executor/operators/row_consumer.h"

namespace sluice::executor::operators {

enum class Truth : std::uint8_t { no, unknown, yes };

// The values that the tree's operands have in this execution.
struct HavingOperands {
  std::span<const std::optional<std::string>> values;  // in order of the tree; NULL is nullopt
  std::span<const std::uint32_t> list_sizes;  // how many values each list operand stands for
};

class HavingCondition {
 public:
  // `grouping` may be null, if nothing is aggregated. The condition views `operands` and `layout`.
  // Errors: merge_type for columns and operands that are no numbers; internal.
  static Result<HavingCondition> make(const router::Condition& plan, const RowLayout& layout,
                                      const Grouping* grouping, const HavingOperands& operands);

  // Errors: malformed_packet.
  Result<Truth> evaluate(std::span<const wire::Cell> cells) const { return evaluate(root_, cells); }

 private:
  using Kind = router::Condition::Kind;

  struct Node {
    Kind kind = Kind::all_of;
    router::Condition::Compare compare{};
    bool negated = false;
    std::size_t shown = 0;  // the column's cell
    std::size_t exact = 0;  // AVG: the cell of its value before rounding
    std::vector<std::optional<Number>> operands;
    std::vector<Node> children;
  };
  class Builder;

  Result<Truth> evaluate(const Node& node, std::span<const wire::Cell> cells) const;
  Result<Truth> evaluate_leaf(const Node& node, std::span<const wire::Cell> cells) const;
  Truth evaluate_numbers(const Node& node, const Number& shown, const Number& exact) const;
  Truth compare_one(const Node& node, const Number& shown, const Number& exact) const;

  Node root_;
  RowLayout layout_;
  // MariaDB rounds decimals to what is shown before it compares them, but not for BETWEEN and for
  // IN with several values; MySQL never does. It matters for AVG.
  bool compares_shown_ = false;
};

class Having final : public RowConsumer {
 public:
  Having(HavingCondition condition, RowConsumer& next)
      : condition_(std::move(condition)), next_(next) {}

  Result<Flow> push(const Row& row) override {
    const Result<Truth> truth = condition_.evaluate(row.cells);
    if (!truth) return truth.error();
    return *truth == Truth::yes ? next_.push(row) : Result<Flow>(Flow::more);
  }
  Result<Flow> finish() override { return next_.finish(); }

 private:
  HavingCondition condition_;
  RowConsumer& next_;
};

}  // namespace sluice::executor::operators
