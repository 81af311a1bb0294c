// SPDX-License-Identifier: Apache-2.0
// Error 1064 as the server words it, and where in the text it is.
#pragma once

#include <cstdint>
#include <string_view>

#include "common/base/error.h"
#include "parser/lexer.h"
#include "parser/parse.h"
#include "parser/scan.h"

namespace sluice::parser {

TextPosition position_of(std::string_view sql, std::uint32_t offset);

// "near '<text from offset on>' at line N".
Error syntax_error_at(std::string_view sql, const LexOptions& options, std::uint32_t offset);
// The parser looks at one token where the servers' have gone on: the token that they complain about
// if ours cannot go on at `index`.
std::uint32_t where_servers_stop(const TokenList& list, std::uint32_t index, bool mariadb);

Error nesting_error();

// Precondition: there is a fault.
Error lex_error(std::string_view sql, const LexOptions& options, const LexerCold& cold);

// Where the text goes on behind a statement that ended at `offset`, on its `;` or on nothing:
// sql.size() if nothing but white space, comments and `;` follow.
std::uint32_t next_statement(std::string_view sql, const LexOptions& options, std::uint32_t offset);

}  // namespace sluice::parser
