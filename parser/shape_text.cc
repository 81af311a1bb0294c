// SPDX-License-Identifier: Apache-2.0
#include "parser/shape_text.h"

#include "parser/kind_traits.h"
#include "parser/scan_tokens.h"

namespace sluice::parser {
namespace {

// What of a statement is looked at: literals and comments may stand before what is shown.
constexpr std::size_t kLookedAt = 8 * 1024;

}  // namespace

std::string shape_text(std::string_view sql, const LexOptions& options, std::size_t limit) {
  sql = sql.substr(0, kLookedAt);
  TokenList list;
  (void)scan_tokens(sql, options, list);  // the tokens before a fault are good
  std::string text;
  for (const Token& token : list.tokens) {
    if (token.kind == TokenKind::end || token.kind == TokenKind::invalid) break;
    const KindTraits& traits = kKinds[token.kind];
    if (traits.is_hint) continue;
    const std::string_view shown =
        traits.marker != '\0' ? std::string_view("?") : sql.substr(token.offset, token.length);
    const std::size_t space = text.empty() ? 0 : 1;
    if (text.size() + space + shown.size() > limit) break;
    text.append(space, ' ').append(shown);
  }
  return text;
}

}  // namespace sluice::parser
