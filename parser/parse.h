// SPDX-License-Identifier: Apache-2.0
// SQL text to AST: the only door to ANTLR. Warm it costs microseconds; the plan cache sees to it
// that a repeated statement does not pass here at all.
#pragma once

#include <memory>
#include <string_view>

#include "common/base/result.h"
#include "parser/arena.h"
#include "parser/ast.h"
#include "parser/scan.h"

namespace sluice::parser {

// Owns the tree and its tokens; `sql` must outlive it. `next_statement` in tokens tells whether
// more text follows a `;`.
struct ParsedStatement {
  std::string_view sql;
  LexOptions options;
  TokenList tokens;
  std::unique_ptr<Arena> arena;
  const ast::Statement* statement = nullptr;
  std::uint32_t parameter_count = 0;

  // The source text of a token range, with the white space inside it.
  std::string_view text(ast::TokenRange range) const;
};

// A place in the text, counted from 1; columns count bytes.
struct TextPosition {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

// Parses the first statement of `sql`. Errors: syntax_error (1064, "near '..' at line N", as the
// server words it), empty_query (1065), nesting_too_deep. Never throws; bounded stack and time.
// Thread rule: any thread; each thread has its own parser state.
Result<ParsedStatement> parse(std::string_view sql, const LexOptions& options);
// The same, and on an error where it is.
Result<ParsedStatement> parse(std::string_view sql, const LexOptions& options,
                              TextPosition& position);

}  // namespace sluice::parser
