// SPDX-License-Identifier: Apache-2.0
// What kind of statement the first words announce, before any grammar is asked: the servers know
// far more statements than the router, and those are only given a name.
#pragma once

#include <cstdint>
#include <string>

#include "parser/scan.h"

namespace sluice::parser {

enum class Announced : std::uint8_t {
  nothing,        // no tokens
  for_grammar,    // a statement of grammar/, or a syntax error
  other,          // known to servers only
  other_show,     // a SHOW that the grammar does not have
  preview,        // PREVIEW statement
  explain_route,  // EXPLAIN ROUTE statement
};

struct Announcement {
  Announced what = Announced::nothing;
  std::string name;         // other: upper case, like "CREATE VIEW"
  std::uint32_t first = 0;  // index of the statement's first token, hints apart
  std::uint32_t inner = 0;  // preview, explain_route: of the first token of the statement inside
};

// Of the statement that begins at token `from`, for a MariaDB or a MySQL.
Announcement announce(const TokenList& list, std::uint32_t from, bool mariadb);

}  // namespace sluice::parser
