// SPDX-License-Identifier: Apache-2.0
#include "config/expression/evaluate.h"

#include <array>

namespace sluice::config::expression {
namespace {

// What things cost of the budget: about the bytes that they occupy.
constexpr std::size_t kStepCost = 16;
constexpr std::size_t kItemCost = 32;
constexpr std::uint64_t kMaxDistance = 999'999;  // from a range's first to its last item

std::string describe(std::string_view what, const Value& left, const Value& right) {
  return std::string(what) + " of " + std::string(left.type_name()) + " and " +
         std::string(right.type_name()) + " is not supported";
}

}  // namespace

std::nullopt_t Evaluator::fail(std::string why) {
  if (failure_.empty()) failure_ = std::move(why);
  return std::nullopt;
}

bool Evaluator::spend(std::size_t amount) {
  budget_ -= static_cast<std::int64_t>(amount);
  if (budget_ >= 0) return true;
  fail("it computes too much");
  return false;
}

std::optional<Value> Evaluator::list_value(List list) {
  return Value{std::make_shared<const List>(std::move(list))};
}

std::optional<Value> Evaluator::evaluate(const Node& node) {
  if (!spend(kStepCost)) return std::nullopt;
  switch (node.kind) {
    case NodeKind::text:
      return Value{std::string_view(node.text)};
    case NodeKind::literal:
      return node.value;
    case NodeKind::column:
      if (!values_[node.index].is_null()) return values_[node.index];
      return fail("column " + columns_[node.index] + " has no value");
    case NodeKind::parameter:
      return parameters_[node.index];
    case NodeKind::interpolated: {
      std::string text;
      if (!append_text(node.children, text)) return std::nullopt;
      return Value{std::move(text)};
    }
    case NodeKind::list:
      return list(node);
    case NodeKind::logical_and:
    case NodeKind::logical_or:
    case NodeKind::conditional:
      return logical(node);
    case NodeKind::negate:
    case NodeKind::complement:
    case NodeKind::logical_not:
      return prefixed(node);
    case NodeKind::call:
      return call(node);
    case NodeKind::collect:
      return collect(node);
    case NodeKind::range:
    case NodeKind::range_exclusive:
    case NodeKind::arithmetic:
    case NodeKind::equal:
    case NodeKind::not_equal:
    case NodeKind::less:
    case NodeKind::less_equal:
    case NodeKind::greater:
    case NodeKind::greater_equal:
      return binary(node);
  }
  return std::nullopt;
}

bool Evaluator::append_text(std::span<const Node> parts, std::string& out) {
  for (const Node& part : parts) {
    const std::optional<Value> value = evaluate(part);
    if (!value) return false;
    const std::size_t before = out.size();
    if (const auto text = value->text()) {
      out += *text;
    } else {
      out += value->to_text();
    }
    if (!spend(out.size() - before)) return false;
  }
  return true;
}

std::optional<Value> Evaluator::binary(const Node& node) {
  const std::optional<Value> left = evaluate(node.children[0]);
  const std::optional<Value> right = left ? evaluate(node.children[1]) : std::nullopt;
  if (!right) return std::nullopt;
  if (node.kind == NodeKind::range || node.kind == NodeKind::range_exclusive) {
    return range(node, *left, *right);
  }
  if (node.kind != NodeKind::arithmetic) return compare_values(node.kind, *left, *right);
  if (left->number() && right->number()) {
    std::string why;
    std::optional<Number> result = apply(node.arithmetic, *left->number(), *right->number(), why);
    if (!result) return fail(std::move(why));
    return Value{std::move(*result)};
  }
  if (node.arithmetic == Arithmetic::add) return add(*left, *right);
  return fail(describe("arithmetic", *left, *right));
}

// + of anything but two numbers: a string on either side joins texts, a list on the left grows.
std::optional<Value> Evaluator::add(const Value& left, const Value& right) {
  if (left.list()) {
    List joined = *left.list();
    if (right.list()) {
      joined.insert(joined.end(), right.list()->begin(), right.list()->end());
    } else {
      joined.push_back(right);
    }
    if (!spend(joined.size() * kItemCost)) return std::nullopt;
    return list_value(std::move(joined));
  }
  if (!left.text() && !right.text()) return fail(describe("+", left, right));
  std::string joined = left.to_text() + right.to_text();
  if (!spend(joined.size())) return std::nullopt;
  return Value{std::move(joined)};
}

std::optional<Value> Evaluator::compare_values(NodeKind kind, const Value& left,
                                               const Value& right) {
  int order = 0;
  if (left.number() && right.number()) {
    order = compare(*left.number(), *right.number());
  } else if (left.text() && right.text()) {
    order = left.text()->compare(*right.text());
  } else {
    return fail(describe("a comparison", left, right));
  }
  switch (kind) {
    case NodeKind::equal:
      return Value{order == 0};
    case NodeKind::not_equal:
      return Value{order != 0};
    case NodeKind::less:
      return Value{order < 0};
    case NodeKind::less_equal:
      return Value{order <= 0};
    case NodeKind::greater:
      return Value{order > 0};
    default:
      return Value{order >= 0};
  }
}

std::optional<Value> Evaluator::logical(const Node& node) {
  const std::optional<Value> condition = evaluate(node.children[0]);
  if (!condition) return std::nullopt;
  const bool truth = condition->truth();
  if (node.kind == NodeKind::conditional) return evaluate(node.children[truth ? 1 : 2]);
  if (truth == (node.kind == NodeKind::logical_or)) return Value{truth};
  const std::optional<Value> other = evaluate(node.children[1]);
  if (!other) return std::nullopt;
  return Value{other->truth()};
}

std::optional<Value> Evaluator::prefixed(const Node& node) {
  const std::optional<Value> operand = evaluate(node.children[0]);
  if (!operand) return std::nullopt;
  if (node.kind == NodeKind::logical_not) return Value{!operand->truth()};
  const Number* number = operand->number();
  if (number && node.kind == NodeKind::negate) return Value{negate(*number)};
  if (!number || !is_integral(*number)) {
    return fail("a sign or ~ before " + std::string(operand->type_name()) + " is not supported");
  }
  std::string why;
  std::optional<Number> flipped =
      apply(Arithmetic::subtract, negate(*number), std::int32_t{1}, why);
  if (!flipped) return fail(std::move(why));
  return Value{std::move(*flipped)};
}

std::optional<Value> Evaluator::range(const Node& node, const Value& first, const Value& last) {
  const Number* from = first.number();
  const Number* to = last.number();
  if (!from || !to || from->index() > 1 || to->index() > 1)
    return fail(describe("..", first, last));
  std::int64_t at = long_value(*from);
  const std::int64_t end = long_value(*to);
  const std::int64_t step = at <= end ? 1 : -1;
  const bool exclusive = node.kind == NodeKind::range_exclusive;
  const bool narrow = from->index() == 0 && to->index() == 0;
  // Unsigned, since the distance of two longs need not fit a long.
  const std::uint64_t distance =
      step > 0 ? static_cast<std::uint64_t>(end) - static_cast<std::uint64_t>(at)
               : static_cast<std::uint64_t>(at) - static_cast<std::uint64_t>(end);
  if (distance > kMaxDistance || !spend(kItemCost * (distance + 1)))
    return fail("a range is too long");
  List items;
  items.reserve(distance + 1);
  for (; !exclusive || at != end; at += step) {
    items.push_back(Value{narrow ? Number(static_cast<std::int32_t>(at)) : Number(at)});
    if (at == end) break;
  }
  return list_value(std::move(items));
}

std::optional<Value> Evaluator::list(const Node& node) {
  List items;
  items.reserve(node.children.size());
  for (const Node& child : node.children) {
    std::optional<Value> item = evaluate(child);
    if (!item || !spend(kItemCost)) return std::nullopt;
    items.push_back(std::move(*item));
  }
  return list_value(std::move(items));
}

std::optional<Value> Evaluator::collect(const Node& node) {
  const std::optional<Value> source = evaluate(node.children[0]);
  if (!source) return std::nullopt;
  if (!source->list()) return fail("collect needs a list or a range");
  List items;
  for (const Value& item : *source->list()) {
    parameters_.push_back(item);
    std::optional<Value> result = evaluate(node.children[1]);
    parameters_.pop_back();
    if (!result || !spend(kItemCost)) return std::nullopt;
    items.push_back(std::move(*result));
  }
  return list_value(std::move(items));
}

std::optional<Value> Evaluator::call(const Node& node) {
  std::array<Value, kMaxArguments + 1> arguments;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    std::optional<Value> argument = evaluate(node.children[i]);
    if (!argument) return std::nullopt;
    arguments[i] = std::move(*argument);
  }
  std::string why;
  std::optional<Value> result =
      node.method->body(std::span(arguments.data(), node.children.size()), why);
  if (!result) return fail(std::move(why));
  if (result->text() && !spend(result->text()->size())) return std::nullopt;
  return result;
}

}  // namespace sluice::config::expression
