// SPDX-License-Identifier: Apache-2.0
#include "router/operand_value.h"

#include <charconv>

namespace sluice::router {
namespace {

std::optional<std::uint64_t> digits_value(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ptr != end || text.empty()) return std::nullopt;
  if (parsed.ec == std::errc::result_out_of_range) return UINT64_MAX;
  if (parsed.ec != std::errc{}) return std::nullopt;
  return value;
}

const ParameterValue* parameter_of(const Operand& operand, const StatementValues& values) {
  return operand.ordinal < values.parameters.size() ? &values.parameters[operand.ordinal] : nullptr;
}

bool is_number(parser::LiteralType type) {
  return type == parser::LiteralType::integer || type == parser::LiteralType::decimal ||
         type == parser::LiteralType::floating || type == parser::LiteralType::null_value;
}

}  // namespace

KeyValue operand_value(const Operand& operand, const KeyDomain& domain, ValueUse use,
                       const StatementValues& values, std::string& scratch) {
  switch (operand.kind) {
    case Operand::Kind::null_constant:
      return {KeyValue::State::null_value, std::int64_t{0}};
    case Operand::Kind::integer:
      return integer_value(domain, use, operand.constant, operand.minus, scratch);
    case Operand::Kind::literal: {
      const parser::LiteralSpan& literal = literal_at(values, operand.mark);
      return literal_value(domain, use, literal.type, literal_text(values, literal), operand.minus,
                           text_rules(values), scratch);
    }
    case Operand::Kind::parameter: {
      const ParameterValue* parameter = parameter_of(operand, values);
      if (parameter == nullptr) return {};
      return parameter_value(domain, use, *parameter, text_rules(values), scratch);
    }
    case Operand::Kind::list:
      return {};
  }
  return {};
}

std::optional<std::uint64_t> limit_value(const Operand& operand, const StatementValues& values) {
  switch (operand.kind) {
    case Operand::Kind::integer:
      return operand.constant;
    case Operand::Kind::literal:
      return digits_value(literal_text(values, literal_at(values, operand.mark)));
    case Operand::Kind::parameter: {
      const ParameterValue* parameter = parameter_of(operand, values);
      if (parameter == nullptr) return std::nullopt;
      using Kind = ParameterValue::Kind;
      if (parameter->kind == Kind::unsigned_integer ||
          (parameter->kind == Kind::signed_integer && parameter->integer >= 0)) {
        return static_cast<std::uint64_t>(parameter->integer);
      }
      if (parameter->kind == Kind::text) return digits_value(parameter->text);
      return std::nullopt;
    }
    case Operand::Kind::null_constant:
    case Operand::Kind::list:
      return std::nullopt;
  }
  return std::nullopt;
}

bool is_number_or_null(const Operand& operand, const StatementValues& values) {
  switch (operand.kind) {
    case Operand::Kind::null_constant:
    case Operand::Kind::integer:
      return true;
    case Operand::Kind::literal:
      return is_number(literal_at(values, operand.mark).type);
    case Operand::Kind::list: {
      const parser::Mark& mark = values.normalized->marks[operand.mark];
      for (std::uint32_t i = 0; i < mark.literal_count; ++i) {
        if (!is_number(literal_at(values, operand.mark, i).type)) return false;
      }
      return true;
    }
    case Operand::Kind::parameter: {
      const ParameterValue* parameter = parameter_of(operand, values);
      if (parameter == nullptr) return false;
      using Kind = ParameterValue::Kind;
      return parameter->kind != Kind::text && parameter->kind != Kind::time &&
             parameter->kind != Kind::other;
    }
  }
  return false;
}

}  // namespace sluice::router
