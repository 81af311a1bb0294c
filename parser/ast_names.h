// SPDX-License-Identifier: Apache-2.0
// How operators are spelled in SQL.
#pragma once

#include <string_view>

#include "parser/ast.h"

namespace sluice::parser {

std::string_view spelling(ast::BinaryOp op, bool pipes_as_concat);
std::string_view spelling(ast::UnaryOp op);
std::string_view spelling(ast::IsWhat what);
std::string_view spelling(ast::SetOp op);
std::string_view spelling(ast::JoinKind join);
std::string_view kind_name(ast::StatementKind kind);  // as `sluice parse` calls it

}  // namespace sluice::parser
