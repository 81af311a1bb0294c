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
    case ParameterValue::Kind::other:
      return std::nullopt;
    case ParameterValue::Kind::signed_integer:
      return std::to_string(value.integer);
    case ParameterValue::Kind::unsigned_integer:
      return std::to_string(static_cast<std::uint64_t>(value.integer));
    case ParameterValue::Kind::real: {
      char text[40];
      std::snprintf(text, sizeof text, "%.17g", value.real);
      return text;
    }
    case ParameterValue::Kind::decimal:
    case ParameterValue::Kind::text:
      return std::string(value.text);
  }
  return std::nullopt;
}

std::optional<std::string> literal_text(const Operand& operand,
                                        const router::StatementValues& values) {
  const auto& mark = values.normalized->marks[operand.mark];
  const auto& literal = values.normalized->literals[mark.first_literal];
  const std::string_view text = values.sql.substr(literal.offset, literal.length);
  return operand.minus ? "-" + std::string(text) : std::string(text);
}

std::optional<std::string> operand_text(const Operand& operand,
                                        const router::StatementValues& values) {
  switch (operand.kind) {
    case Operand::Kind::null_constant:
    case Operand::Kind::list:
      return std::nullopt;
    case Operand::Kind::literal:
      return literal_text(operand, values);
    case Operand::Kind::parameter:
      return parameter_text(values.parameters[operand.ordinal]);
    case Operand::Kind::integer:
      return std::to_string(operand.constant);
  }
  return std::nullopt;
}

void collect_operands(const router::Condition& condition, const router::StatementValues& values,
                      std::vector<std::optional<std::string>>& out) {
  for (const Operand& operand : condition.operands) out.push_back(operand_text(operand, values));
  for (const router::Condition& child : condition.children) collect_operands(child, values, out);
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
  if (plan.having) collect_operands(*plan.having, request.values, setup.having_operands);
  return setup;
}

}  // namespace sluice::executor
