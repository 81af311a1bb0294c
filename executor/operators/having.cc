// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/having.h"

#include <algorithm>

namespace sluice::executor::operators {
namespace {

using Compare = router::Condition::Compare;

Truth truth_of(bool value) {
  return value ? Truth::yes : Truth::no;
}

Truth negation(Truth truth) {
  if (truth == Truth::unknown) return truth;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

bool holds(Compare compare, int order) {
  switch (compare) {
    case Compare::equal:
      return order == 0;
    case Compare::not_equal:
      return order != 0;
    case Compare::less:
      return order < 0;
    case Compare::less_equal:
      return order <= 0;
    case Compare::greater:
      return order > 0;
    case Compare::greater_equal:
      return order >= 0;
  }
  return false;
}

// All three are compared as doubles if one of them is one.
Truth between(const Number& value, const std::optional<Number>& low,
              const std::optional<Number>& high) {
  const bool real = value.is_real || (low && low->is_real) || (high && high->is_real);
  const auto order = [&](const Number& bound) {
    return real ? compare_as_real(value, bound) : compare(value, bound);
  };
  const Truth above = low ? truth_of(order(*low) >= 0) : Truth::unknown;
  const Truth below = high ? truth_of(order(*high) <= 0) : Truth::unknown;
  return std::min(above, below);
}

Truth in_list(const Number& value, std::span<const std::optional<Number>> list) {
  Truth found = Truth::no;
  for (const std::optional<Number>& entry : list) {
    if (!entry) {
      found = Truth::unknown;
    } else if (compare(value, *entry) == 0) {
      return Truth::yes;
    }
  }
  return found;
}

Error bad_plan() {
  return make_error(ErrorId::internal, {"a HAVING condition of another shape"});
}

}  // namespace

// Takes the operands' values in the order of the tree.
class HavingCondition::Builder {
 public:
  Builder(const RowLayout& layout, const Grouping* grouping, const HavingOperands& operands)
      : layout_(layout),
        grouping_(grouping),
        values_(operands.values),
        list_sizes_(operands.list_sizes) {}

  Result<Node> build(const router::Condition& plan) {
    Node node;
    node.kind = plan.kind;
    node.compare = plan.compare;
    node.negated = plan.negated;
    if (plan.kind == Kind::all_of || plan.kind == Kind::any_of || plan.kind == Kind::negate) {
      for (const router::Condition& child : plan.children) {
        Result<Node> built = build(child);
        if (!built) return built;
        node.children.push_back(*std::move(built));
      }
      if (plan.kind == Kind::negate && node.children.size() != 1) return bad_plan();
      return node;
    }
    if (Result<void> found = find_column(plan, node); !found) return found.error();
    if (Result<void> taken = take_operands(plan, node); !taken) return taken.error();
    return node;
  }

  bool finished() const { return values_.empty(); }

 private:
  Result<void> find_column(const router::Condition& plan, Node& node) {
    const Result<std::size_t> index = layout_.find(plan.column);
    if (!index) return index.error();
    node.shown = node.exact = *index;
    if (plan.kind == Kind::is_null) return {};
    const wire::ColumnInfo& column = layout_.columns[*index];
    switch (column_kind(column)) {
      case ColumnKind::decimal:
        if (grouping_ != nullptr) node.exact = grouping_->exact_cell(*index);
        return {};
      case ColumnKind::integer:
      case ColumnKind::null_only:
        return {};
      case ColumnKind::single:
      case ColumnKind::real:
        // With a number of decimals servers compare approximately, or what they send is rounded.
        if (shown_rounded(column, layout_.format) || column.decimals < kFloatingDecimals) break;
        return {};
      default:
        break;
    }
    return cannot_merge(column, "HAVING");
  }

  Result<void> take_operands(const router::Condition& plan, Node& node) {
    for (const router::Operand& operand : plan.operands) {
      std::size_t count = 1;
      if (operand.kind == router::Operand::Kind::list) {
        if (list_sizes_.empty()) return bad_plan();
        count = list_sizes_.front();
        list_sizes_ = list_sizes_.subspan(1);
      }
      if (count > values_.size()) return bad_plan();
      for (const std::optional<std::string>& text : values_.first(count)) {
        std::optional<Number>& value = node.operands.emplace_back();
        if (text && !parse_number(*text, value.emplace())) {
          return make_error(ErrorId::merge_type, {"VARCHAR", "HAVING"});
        }
      }
      values_ = values_.subspan(count);
    }
    const std::size_t count = node.operands.size();
    const bool fits = plan.kind == Kind::compare   ? count == 1
                      : plan.kind == Kind::between ? count == 2
                      : plan.kind == Kind::in_list ? count != 0
                                                   : count == 0;
    return fits ? Result<void>() : bad_plan();
  }

  const RowLayout& layout_;
  const Grouping* grouping_;
  std::span<const std::optional<std::string>> values_;
  std::span<const std::uint32_t> list_sizes_;
};

Result<HavingCondition> HavingCondition::make(const router::Condition& plan,
                                              const RowLayout& layout, const Grouping* grouping,
                                              const HavingOperands& operands) {
  Builder builder(layout, grouping, operands);
  Result<Node> root = builder.build(plan);
  if (!root) return root.error();
  if (!builder.finished()) return bad_plan();
  HavingCondition made;
  made.root_ = *std::move(root);
  made.layout_ = layout;
  made.compares_shown_ = is_mariadb(*layout.metadata);
  return made;
}

Result<Truth> HavingCondition::evaluate(const Node& node, std::span<const wire::Cell> cells) const {
  switch (node.kind) {
    case Kind::all_of:
    case Kind::any_of: {
      const bool all = node.kind == Kind::all_of;
      Truth truth = truth_of(all);
      for (const Node& child : node.children) {
        const Result<Truth> one = evaluate(child, cells);
        if (!one) return one;
        truth = all ? std::min(truth, *one) : std::max(truth, *one);
      }
      return truth;
    }
    case Kind::negate: {
      const Result<Truth> one = evaluate(node.children.front(), cells);
      return one ? Result<Truth>(negation(*one)) : one;
    }
    default:
      return evaluate_leaf(node, cells);
  }
}

Result<Truth> HavingCondition::evaluate_leaf(const Node& node,
                                             std::span<const wire::Cell> cells) const {
  Truth truth = Truth::unknown;
  if (node.kind == Kind::is_null) {
    truth = truth_of(cells[node.shown].is_null);
  } else if (!cells[node.shown].is_null) {
    Number shown;
    Number exact;
    NumberScratch shown_digits;
    NumberScratch exact_digits;
    const auto read = [&](std::size_t at, NumberScratch& scratch, Number& value) {
      return read_number(cells[at], layout_.columns[at], layout_.format, scratch, value);
    };
    if (!read(node.shown, shown_digits, shown) || !read(node.exact, exact_digits, exact)) {
      return make_error(ErrorId::malformed_packet, {"a number that is none"});
    }
    truth = evaluate_numbers(node, shown, exact);
  }
  return node.negated ? negation(truth) : truth;
}

Truth HavingCondition::evaluate_numbers(const Node& node, const Number& shown,
                                        const Number& exact) const {
  switch (node.kind) {
    case Kind::between:
      return between(exact, node.operands[0], node.operands[1]);
    case Kind::in_list:
      if (node.operands.size() > 1) return in_list(exact, node.operands);
      [[fallthrough]];  // servers make it a comparison
    default:
      return compare_one(node, shown, exact);
  }
}

Truth HavingCondition::compare_one(const Node& node, const Number& shown,
                                   const Number& exact) const {
  const std::optional<Number>& operand = node.operands.front();
  if (!operand) return Truth::unknown;
  const Number& value = compares_shown_ && !operand->is_real ? shown : exact;
  const Compare how = node.kind == Kind::in_list ? Compare::equal : node.compare;
  return truth_of(holds(how, compare(value, *operand)));
}

}  // namespace sluice::executor::operators
