// SPDX-License-Identifier: Apache-2.0
// UNSIGNED, SIGNED and ZEROFILL behind the type of a number.
#pragma once

#include "parser/kind_sets.h"
#include "parser/token_stream.h"

namespace sluice::parser {

inline bool is_numeric_flag(const SqlToken* token) {
  return one_of(token->type, TokenKind::kw_unsigned, TokenKind::kw_signed, TokenKind::kw_zerofill);
}

// MariaDB has UNSIGNED and ZEROFILL beside each other, and no more than that: the flag of the type
// from `first` to `last` that only MySQL takes, or null.
inline const SqlToken* excessive_flag(const SqlToken* first, const SqlToken* last) {
  const SqlToken* flag = last + 1;
  while (flag > first && is_numeric_flag(flag - 1)) --flag;
  if (flag >= last) return nullptr;
  const bool signs = flag[0].type == TokenKind::kw_signed || flag[1].type == TokenKind::kw_signed;
  if (signs || flag[0].type == flag[1].type) return flag + 1;
  return last - flag > 1 ? flag + 2 : nullptr;
}

}  // namespace sluice::parser
