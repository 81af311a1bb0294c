// SPDX-License-Identifier: Apache-2.0
// What a token is to the grammar. The grammar decides by one token; where SQL needs more, the
// decision is taken here from the neighbours, and the token gets another type (the derived kinds of
// token_kinds.def).
//
//   - A free word is a keyword only where the grammar could use it as one, else a name.
//   - A parenthesis before a query is `query_paren`, also when more parentheses stand between.
//   - sql_mode and the kind of server are settled here, so that the grammar knows neither.
//
// Mostly a look at the next token or two; a few look for a closing parenthesis. Linear over all.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "parser/scan.h"

namespace sluice::parser {

struct GrammarToken {
  TokenKind type;
  std::uint32_t index;  // into the TokenList
};

// Reused from statement to statement. Thread rule: one thread.
class TokenTypes {
 public:
  // The tokens of [first, last) without hints, closed by one of kind `end` that stands where `last`
  // is. Valid until the next call.
  const std::vector<GrammarToken>& assign(const TokenList& list, std::uint32_t first,
                                          std::uint32_t last, const LexOptions& options,
                                          bool statement = true);
  // Of the last call: a word that is a name here and that the other kind of server reserves.
  std::optional<std::uint32_t> foreign_word() const { return foreign_word_; }

 private:
  // What is known of an open parenthesis, or of the statement itself.
  struct Level {
    std::uint32_t open = 0;             // its position
    bool like = false;                  // a LIKE may still be followed by ESCAPE
    bool rows = false;                  // a comma is followed by another row of VALUES
    bool with = false;                  // common tables come before the query
    bool position = false;              // POSITION(: IN separates, it is no operator
    TokenKind clause = TokenKind::end;  // the last SELECT or FROM
    bool query_allowed = false;         // a name may be followed by a query in parentheses
  };

  void match_parentheses();
  TokenKind type_of(std::size_t at);
  TokenKind clause_word(std::size_t at);
  TokenKind word_by_neighbours(std::size_t at);
  TokenKind rarer_word_by_neighbours(std::size_t at);
  TokenKind mariadb_word(std::size_t at);
  TokenKind mysql_word(std::size_t at);
  TokenKind foreign_name(std::size_t at);
  TokenKind function_word(std::size_t at) const;
  TokenKind sequence_word(std::size_t at);
  TokenKind open_paren(std::size_t at);
  TokenKind values(std::size_t at);
  TokenKind with(std::size_t at);
  TokenKind row(std::size_t at) const;
  TokenKind on(std::size_t at) const;
  TokenKind comma();
  void begin_clause(TokenKind kind);

  bool starts_query(std::size_t at) const;
  bool query_behind_parens(std::size_t at) const;
  bool is_values_function(std::size_t at) const;
  bool names_column(std::size_t at) const;
  bool takes_arguments(std::size_t at) const;
  bool changes_rows_behind_with(std::size_t at) const;
  bool goes_into_early(std::size_t at) const;
  bool is_transaction_number(std::size_t at) const;
  bool begins_period(std::size_t at) const;
  bool begins_name(std::size_t at) const;
  bool calls(std::size_t at) const;
  TokenKind clause() const;
  bool behind_from() const;
  bool follows_select_option(std::size_t at) const;
  bool writes_no_log(std::size_t at) const;
  bool compares(std::size_t at) const;
  bool holds_rows(std::size_t at) const;
  bool continues_rows(std::size_t at) const;
  bool behind_modifier(std::size_t at) const;
  bool is_json_table(std::size_t at) const;
  bool names_key_part(std::size_t at) const;
  bool names_common_table(std::size_t at) const;
  bool is_set_head(std::size_t at) const;
  bool is_explain_head(std::size_t at) const;
  bool is_explain_option(std::size_t at) const;
  bool behind_select(std::size_t at) const;
  bool explains_insert() const;
  bool is_name(TokenKind kind) const;
  bool names_object(std::size_t at) const;

  TokenKind kind(std::size_t at) const { return at < kinds_.size() ? kinds_[at] : TokenKind::end; }
  TokenKind before(std::size_t at) const { return at > 0 ? kinds_[at - 1] : TokenKind::end; }
  TokenKind type_before(std::size_t at) const {
    return at > 0 ? tokens_[at - 1].type : TokenKind::end;
  }
  bool word_is(std::size_t at, std::string_view upper) const;

  const TokenList* list_ = nullptr;
  LexOptions options_;
  TokenKind family_ = TokenKind::end;          // the statement's first token
  bool statement_ = true;                      // else a part of one, an expression or a query
  bool order_list_ = false;                    // ALTER TABLE .. ORDER BY
  std::optional<std::uint32_t> foreign_word_;  // index into the TokenList
  std::vector<TokenKind> kinds_;
  std::vector<GrammarToken> tokens_;
  std::vector<std::uint32_t> closing_;  // by `(`: the position of its `)`
  std::vector<bool> has_comma_;         // by `(`: a comma stands directly inside
  std::vector<Level> levels_;
};

}  // namespace sluice::parser
