// SPDX-License-Identifier: Apache-2.0
// What a token is to SluiceAdminParser.g4, which speaks of more words than the tokenizer knows.
#pragma once

#include <cstdint>
#include <vector>

#include "parser/scan.h"
#include "parser/token_types.h"

namespace sluice::parser {

// The tokens of [first, last) without hints, closed by one of kind `end` that stands where `last`
// is. Types may be numbers behind those of TokenKind: those of admin_words.def.
void assign_admin_types(const TokenList& list, std::uint32_t first, std::uint32_t last,
                        bool mariadb, std::vector<GrammarToken>& out);

}  // namespace sluice::parser
