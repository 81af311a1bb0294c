// SPDX-License-Identifier: Apache-2.0
#include "router/planning/operands.h"

namespace sluice::router {
namespace {

std::optional<Operand> literal_operand(const ast::Literal& literal, const SourceText& source) {
  switch (literal.literal) {
    case ast::LiteralKind::null_value:
      return Operand{};
    case ast::LiteralKind::true_value:
      return integer_operand(1);
    case ast::LiteralKind::false_value:
      return integer_operand(0);
    case ast::LiteralKind::integer:
    case ast::LiteralKind::decimal:
    case ast::LiteralKind::floating:
    case ast::LiteralKind::string:
    case ast::LiteralKind::hex:
    case ast::LiteralKind::bit:
      break;
    case ast::LiteralKind::date:
    case ast::LiteralKind::time:
    case ast::LiteralKind::timestamp:
      return std::nullopt;
  }
  // An introducer changes the characters, adjacent strings are one value out of several literals.
  const bool one_token = literal.range.end - literal.range.begin == 1;
  if (!literal.introducer.empty() || !one_token || source.is_folded(literal.token)) {
    return std::nullopt;
  }
  Operand operand;
  operand.kind = Operand::Kind::literal;
  operand.mark = source.mark(literal.token);
  return operand;
}

bool is_number(const ast::Expr& expr) {
  const auto* literal = ast::try_as<ast::Literal>(&expr);
  return literal != nullptr && (literal->literal == ast::LiteralKind::integer ||
                                literal->literal == ast::LiteralKind::decimal ||
                                literal->literal == ast::LiteralKind::floating);
}

}  // namespace

Operand integer_operand(std::uint64_t value) {
  Operand operand;
  operand.kind = Operand::Kind::integer;
  operand.constant = value;
  return operand;
}

std::optional<Operand> operand_of(const ast::Expr& expr, const SourceText& source) {
  if (const auto* literal = ast::try_as<ast::Literal>(&expr)) {
    return literal_operand(*literal, source);
  }
  if (const auto* parameter = ast::try_as<ast::Parameter>(&expr)) {
    Operand operand;
    operand.kind = Operand::Kind::parameter;
    operand.ordinal = parameter->ordinal;
    return operand;
  }
  const auto* unary = ast::try_as<ast::Unary>(&expr);
  if (unary == nullptr || !is_number(*unary->operand)) return std::nullopt;
  if (unary->op != ast::UnaryOp::minus && unary->op != ast::UnaryOp::plus) return std::nullopt;
  std::optional<Operand> operand = operand_of(*unary->operand, source);
  if (operand) operand->minus = unary->op == ast::UnaryOp::minus;
  return operand;
}

std::optional<std::vector<Operand>> operands_of(const ast::InList& list, const SourceText& source) {
  std::vector<Operand> operands;
  if (list.items.empty()) return operands;
  const std::uint32_t first = list.items.front()->range.begin;
  if (source.is_folded(first)) {
    Operand operand;
    operand.kind = Operand::Kind::list;
    operand.mark = source.mark(first);
    operands.push_back(operand);
    return operands;
  }
  for (const ast::Expr* item : list.items) {
    const std::optional<Operand> operand = operand_of(*item, source);
    if (!operand) return std::nullopt;
    operands.push_back(*operand);
  }
  return operands;
}

}  // namespace sluice::router
