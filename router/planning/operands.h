// SPDX-License-Identifier: Apache-2.0
// Expressions that are values known before the statement runs: literals and parameters.
#pragma once

#include <optional>
#include <vector>

#include "router/planning/bound.h"
#include "router/rewrite/source_text.h"

namespace sluice::router {

// nullopt: anything that the server has to compute.
std::optional<Operand> operand_of(const ast::Expr& expr, const SourceText& source);

// The items of an IN list: one operand each, or one for a folded list. nullopt if any is computed.
std::optional<std::vector<Operand>> operands_of(const ast::InList& list, const SourceText& source);

Operand integer_operand(std::uint64_t value);

}  // namespace sluice::router
