// SPDX-License-Identifier: Apache-2.0
// Operands of a plan to the values of one execution.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "router/key_value.h"
#include "router/plan.h"
#include "router/resolve.h"

namespace sluice::router {

inline std::string_view literal_text(const StatementValues& values,
                                     const parser::LiteralSpan& literal) {
  return values.sql.substr(literal.offset, literal.length);
}

// The first literal of a mark. Precondition: the mark is of a literal, list or rows.
inline const parser::LiteralSpan& literal_at(const StatementValues& values, std::uint32_t mark,
                                             std::size_t index = 0) {
  const parser::Mark& at = values.normalized->marks[mark];
  return values.normalized->literals[at.first_literal + index];
}

inline TextRules text_rules(const StatementValues& values) {
  return {values.lex, values.utf8};
}

// The value of any operand but a list. A parameter without a value is unknown.
KeyValue operand_value(const Operand& operand, const KeyDomain& domain, ValueUse use,
                       const StatementValues& values, std::string& scratch);

// An operand of LIMIT as the number that the client wrote; beyond 2^64-1 it is 2^64-1. nullopt: not
// a non-negative integer.
std::optional<std::uint64_t> limit_value(const Operand& operand, const StatementValues& values);

// A number (or NULL): what HAVING may compare merged values with.
bool is_number_or_null(const Operand& operand, const StatementValues& values);

}  // namespace sluice::router
