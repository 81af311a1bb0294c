// SPDX-License-Identifier: Apache-2.0
// Administrative statements: whether they are one, which objects they name, and what is inside of
// them that belongs to the other grammar. ANTLR stays behind this header.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "parser/ast.h"
#include "parser/scan.h"

namespace sluice::parser {

// What a piece has to be.
enum class PieceKind : std::uint8_t {
  expression,
  expressions,  // with aliases, as DO takes them
  interval,     // EVERY: an expression and a unit
  where,        // an expression, maybe with LIMIT
  assignments,
  query,
  statement,
  prepared,  // a text to prepare: an expression
};

struct Piece {
  PieceKind kind;
  ast::TokenRange range;
};

struct NamedObject {
  ast::ObjectKind kind;
  ast::TokenRange range;
};

struct AdminOutline {
  std::vector<Piece> pieces;  // in order; the last one may be cut off where the error is
  std::vector<NamedObject> objects;
  // The token that no rule expects, the first of them.
  std::optional<std::uint32_t> wrong_token;
  // A name that the other kind of server reserves, and what only one kind has at all.
  std::optional<std::uint32_t> foreign_word;
  std::optional<std::uint32_t> only_mysql;
  std::optional<std::uint32_t> only_mariadb;
  std::uint32_t end = 0;  // the last token

  void note_wrong(std::uint32_t token) {
    wrong_token = std::min({wrong_token.value_or(end), token, end});
  }
};

// Reads the tokens [first, last). Throws what the ANTLR runtime throws beyond syntax errors. Thread
// rule: any thread; each thread has its own parser.
AdminOutline outline_admin(const TokenList& list, std::uint32_t first, std::uint32_t last,
                           bool mariadb);

}  // namespace sluice::parser
