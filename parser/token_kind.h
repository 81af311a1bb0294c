// SPDX-License-Identifier: Apache-2.0
// What a token is. The list is token_kinds.def, which the grammar's token types are made of as
// well: the number of a kind is its ANTLR token type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice::parser {

enum class TokenKind : std::uint16_t {
  end,  // behind the last token
#define SLUICE_TOKEN(kind, name) kind,
#define SLUICE_WORD(kind, name, word_class) kind,
#define SLUICE_DERIVED(kind, name) kind,
#include "parser/token_kinds.def"
#undef SLUICE_TOKEN
#undef SLUICE_WORD
#undef SLUICE_DERIVED
};

enum class WordClass : std::uint8_t { not_a_word, plain, free, mariadb, mysql, reserved };

inline constexpr TokenKind kFirstWord = TokenKind::kw_select;

}  // namespace sluice::parser
