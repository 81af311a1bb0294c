// SPDX-License-Identifier: Apache-2.0
// Questions about kinds of tokens that the look at a token's neighbours asks.
#pragma once

#include "parser/token_kind.h"

namespace sluice::parser {

template <class T, class... Ts>
constexpr bool one_of(T value, Ts... choices) {
  return ((value == choices) || ...);
}

inline bool is_comparison(TokenKind kind) {
  return one_of(kind, TokenKind::equal, TokenKind::not_equal, TokenKind::less,
                TokenKind::less_equal, TokenKind::greater, TokenKind::greater_equal);
}

inline bool is_explain(TokenKind kind) {
  return one_of(kind, TokenKind::kw_explain, TokenKind::kw_describe, TokenKind::kw_desc);
}

// Behind EXPLAIN and its options: the beginning of what can be explained.
inline bool starts_explainable(TokenKind kind) {
  return one_of(kind, TokenKind::kw_select, TokenKind::kw_insert, TokenKind::kw_replace,
                TokenKind::kw_update, TokenKind::kw_delete, TokenKind::kw_with,
                TokenKind::left_paren, TokenKind::kw_table, TokenKind::kw_values);
}

// Of what is no name.
inline bool ends_operand(TokenKind kind) {
  return one_of(
      kind, TokenKind::integer, TokenKind::decimal, TokenKind::floating, TokenKind::string,
      TokenKind::national_string, TokenKind::hex, TokenKind::bit, TokenKind::right_paren,
      TokenKind::parameter, TokenKind::user_variable, TokenKind::kw_null, TokenKind::kw_true,
      TokenKind::kw_false, TokenKind::kw_end, TokenKind::right_brace, TokenKind::kw_current_user,
      TokenKind::kw_current_role, TokenKind::kw_current_date, TokenKind::kw_current_time,
      TokenKind::kw_current_timestamp, TokenKind::kw_localtime, TokenKind::kw_localtimestamp,
      TokenKind::kw_utc_date, TokenKind::kw_utc_time, TokenKind::kw_utc_timestamp);
}

inline bool is_select_option(TokenKind type) {
  return one_of(type, TokenKind::kw_select, TokenKind::kw_distinct, TokenKind::kw_distinctrow,
                TokenKind::kw_all, TokenKind::kw_high_priority, TokenKind::kw_straight_join,
                TokenKind::kw_sql_small_result, TokenKind::kw_sql_big_result,
                TokenKind::kw_sql_calc_found_rows, TokenKind::kw_sql_buffer_result,
                TokenKind::kw_sql_cache, TokenKind::kw_sql_no_cache, TokenKind::kw_unique);
}

}  // namespace sluice::parser
