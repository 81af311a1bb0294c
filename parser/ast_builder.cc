// SPDX-License-Identifier: Apache-2.0
#include "parser/ast_builder.h"

#include <algorithm>
#include <string>

#include "parser/ascii.h"
#include "parser/char_class.h"

namespace sluice::parser {

using namespace ast;

AstBuilder::AstBuilder(ParsedStatement& out) : out_(out) {
  for (std::uint32_t i = 0; i < out.tokens.tokens.size(); ++i) {
    const Token& token = out.tokens.tokens[i];
    if (token.kind == TokenKind::parameter) parameters_.push_back(i);
    // `$$` begins a text to MySQL, of which it takes none here.
    const bool dollars = token.kind == TokenKind::identifier && token.length >= 2 &&
                         out.sql[token.offset] == '$' && out.sql[token.offset + 1] == '$';
    const bool dotted = i > 0 && out.tokens.tokens[i - 1].kind == TokenKind::dot;
    if (dollars && !dotted) only_in(Dialect::mariadb, i);
  }
  out.parameter_count = static_cast<std::uint32_t>(parameters_.size());
}

const Statement* AstBuilder::statement(Grammar::StatementContext* context) {
  unrouted_ = {};
  if (context->query != nullptr) {
    auto* select = make_statement<SelectStatement>(context, StatementKind::select);
    select->query = query(context->query);
    const SqlToken* first = first_of(context);
    const bool with =
        first->type == TokenKind::query_paren && (first + 1)->type == TokenKind::kw_with;
    if (with) only_mysql(first + 1);
    return select;
  }
  if (context->insert != nullptr) return insert(context->insert);
  if (context->change != nullptr) return change(context->change);
  if (context->create != nullptr) return create(context->create);
  if (context->drop != nullptr) return drop(context->drop);
  if (context->alter != nullptr) return alter_table(context->alter);
  if (context->truncate != nullptr) return truncate(context->truncate);
  if (context->set_ != nullptr) return set(context->set_);
  if (context->show != nullptr) return show(context->show);
  if (context->use_ != nullptr) return use(context->use_);
  if (context->begin != nullptr) return begin(context->begin);
  if (context->end != nullptr) return end_transaction(context->end);
  if (context->savepoint != nullptr) return savepoint(context->savepoint);
  return explain(context->explain);
}

// ----------------------------------------------------------------------------------------------
// names

std::string_view AstBuilder::text(const SqlToken* token) const {
  const Token& source = out_.tokens.tokens[token->index];
  return out_.sql.substr(source.offset, source.length);
}

bool AstBuilder::is_word(const SqlToken* token, std::string_view upper) const {
  return equals_upper(text(token), upper);
}

bool AstBuilder::is_one_of(const SqlToken* token, std::span<const std::string_view> words) const {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return is_word(token, word); });
}

// Without the quotes; doubled ones inside become one.
std::string_view AstBuilder::unquoted(std::string_view quoted) {
  const char quote = quoted.front();
  const std::string_view inner = quoted.substr(1, quoted.size() - 2);
  if (inner.find(quote) == std::string_view::npos) return inner;
  const bool multibyte = has_ascii_tails(out_.options.charset);
  const char* const end = inner.data() + inner.size();
  std::string plain;
  for (const char* p = inner.data(); p < end;) {
    const std::uint32_t length = multibyte ? character_length(out_.options.charset, p, end) : 1;
    plain.append(p, length);
    p += length == 1 && *p == quote ? 2 : length;
  }
  return out_.arena->copy_text(plain);
}

// Also of a string where one may stand for a name.
Identifier AstBuilder::identifier(std::uint32_t token) {
  const Token& source = out_.tokens.tokens[token];
  const std::string_view written = out_.sql.substr(source.offset, source.length);
  switch (source.kind) {
    case TokenKind::quoted_identifier:
      return {unquoted(written), token};
    case TokenKind::string: {
      std::string value;
      decode_literal(written, out_.options, value);
      return {out_.arena->copy_text(value), token};
    }
    default:
      return {written, token};
  }
}

Identifier AstBuilder::identifier(Grammar::NameContext* context) {
  return context == nullptr ? Identifier{} : identifier(first_of(context));
}

List<Identifier> AstBuilder::identifiers(Grammar::NamesContext* context) {
  if (context == nullptr) return {};
  const auto list = out_.arena->make_array<Identifier>(context->items.size());
  std::transform(context->items.begin(), context->items.end(), list.begin(),
                 [this](Grammar::NameContext* name) { return identifier(name); });
  return list;
}

}  // namespace sluice::parser
