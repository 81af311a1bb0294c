// SPDX-License-Identifier: Apache-2.0
#include "executor/merge_setup.h"

#include <cstdio>

namespace sluice::executor {
namespace {

using router::Operand;
using router::ParameterValue;

std::optional<std::string> parameter_text(const ParameterValue& value) {
  switch (value.kind) {
    case ParameterValue::Kind::null_value:
    case ParameterValue::Kind::time:
    case ParameterValue::Kind::other:
      return std::nullopt;
    case ParameterValue::Kind::signed_integer:
      return std::to_string(value.integer);
    case ParameterValue::Kind::unsigned_integer:
      return std::to_string(static_cast<std::uint64_t>(value.integer));
    case ParameterValue::Kind::real: {
      char text[40];
      std::snprintf(text, sizeof text, "%.17e", value.real);  // an exponent says: a double
      return text;
    }
    case ParameterValue::Kind::decimal:
    case ParameterValue::Kind::text:
      return std::string(value.text);
  }
  return std::nullopt;
}

std::optional<std::string> literal_text(const router::StatementValues& values, std::size_t index,
                                        bool minus) {
  const auto& literal = values.normalized->literals[index];
  const std::string_view text = values.sql.substr(literal.offset, literal.length);
  if (text.size() == 4 && (text[0] == 'n' || text[0] == 'N'))
    return std::nullopt;  // NULL in a list
  return minus ? "-" + std::string(text) : std::string(text);
}

void collect_operand(const Operand& operand, const router::StatementValues& values,
                     MergeSetup& setup) {
  auto& out = setup.having_operands;
  switch (operand.kind) {
    case Operand::Kind::null_constant:
      out.emplace_back(std::nullopt);
      return;
    case Operand::Kind::list: {
      const auto& mark = values.normalized->marks[operand.mark];
      setup.having_list_sizes.push_back(mark.literal_count);
      for (std::size_t i = 0; i < mark.literal_count; ++i) {
        out.push_back(literal_text(values, mark.first_literal + i, false));
      }
      return;
    }
    case Operand::Kind::literal: {
      const auto& mark = values.normalized->marks[operand.mark];
      out.push_back(literal_text(values, mark.first_literal, operand.minus));
      return;
    }
    case Operand::Kind::parameter:
      out.push_back(parameter_text(values.parameters[operand.ordinal]));
      return;
    case Operand::Kind::integer:
      out.push_back(std::to_string(operand.constant));
      return;
  }
}

void collect_operands(const router::Condition& condition, const router::StatementValues& values,
                      MergeSetup& setup) {
  for (const Operand& operand : condition.operands) collect_operand(operand, values, setup);
  for (const router::Condition& child : condition.children) collect_operands(child, values, setup);
}

}  // namespace

Result<MergeSetup> make_merge_setup(const Request& request,
                                    const std::vector<wire::ColumnInfo>& columns,
                                    std::size_t inputs) {
  const router::MergePlan& plan = request.routed.merge;
  if (columns.size() <= plan.hidden_columns) {
    return make_error(ErrorId::shards_disagree, {"hidden columns are missing"});
  }
  MergeSetup setup;
  setup.plan = &plan;
  setup.metadata = request.plan.metadata.get();
  setup.columns = columns;
  setup.format = request.row_format();
  setup.inputs = inputs;
  setup.limit_offset = request.resolution.limit_offset;
  setup.limit_count = request.resolution.limit_count;
  setup.memory_bytes = request.limits.merge_memory_bytes;
  if (plan.having) collect_operands(*plan.having, request.values, setup);
  return setup;
}

}  // namespace sluice::executor
