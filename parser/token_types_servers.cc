// SPDX-License-Identifier: Apache-2.0
// Words that only one kind of server reserves, or has as functions.
#include <algorithm>

#include "parser/kind_sets.h"
#include "parser/kind_traits.h"
#include "parser/token_types.h"

namespace sluice::parser {

using Kind = TokenKind;

// KEY (word(10), ..): a prefix of a column.
bool TokenTypes::names_key_part(std::size_t at) const {
  const bool prefix = kind(at + 1) == Kind::left_paren && kind(at + 2) == Kind::integer &&
                      kind(at + 3) == Kind::right_paren;
  if (!prefix || !one_of(family_, Kind::kw_create, Kind::kw_alter) || levels_.size() < 2 ||
      !one_of(before(at), Kind::left_paren, Kind::comma)) {
    return false;
  }
  // Back over the name and the type of the index, or the table that it is of.
  for (std::size_t i = levels_.back().open; i-- > 0;) {
    if (one_of(kinds_[i], Kind::kw_key, Kind::kw_index, Kind::kw_unique, Kind::kw_fulltext,
               Kind::kw_spatial, Kind::kw_references)) {
      return true;
    }
    if (!is_name(kinds_[i]) && !one_of(kinds_[i], Kind::kw_using, Kind::kw_on, Kind::dot,
                                       Kind::kw_if, Kind::kw_not, Kind::kw_exists)) {
      return false;
    }
  }
  return false;
}

// WITH a AS (..), word (b) AS (..)
bool TokenTypes::names_common_table(std::size_t at) const {
  if (!levels_.back().with || kind(at + 1) != Kind::left_paren) return false;
  const std::size_t behind = closing_[at + 1] + 1;
  return one_of(before(at), Kind::kw_with, Kind::kw_recursive, Kind::comma) &&
         kind(behind) == Kind::kw_as && kind(behind + 1) == Kind::left_paren;
}

// Where the name of a table or the like stands, a parenthesis behind it calls nothing.
bool TokenTypes::names_object(std::size_t at) const {
  if (names_key_part(at) || names_common_table(at)) return true;
  const bool indexed =
      family_ == Kind::kw_create && kinds_.size() > 5 && levels_.size() == 1 &&
      before(at) == Kind::kw_on &&
      std::find(kinds_.begin(), kinds_.begin() + 5, Kind::kw_index) != kinds_.begin() + 5;
  if (indexed) return true;
  const bool unique =
      before(at) == Kind::kw_unique && kind(at + 1) == Kind::left_paren &&
      (family_ == Kind::kw_alter || (family_ == Kind::kw_create && levels_.size() > 1));
  const bool period = before(at) == Kind::kw_for && at >= 2 && kinds_[at - 2] == Kind::kw_period;
  // A table behind its query: (SELECT ..) word (a)
  const bool derived = one_of(before(at), Kind::right_paren, Kind::kw_as);
  if (unique || period || derived) return true;
  return one_of(before(at), Kind::kw_table, Kind::kw_into, Kind::kw_insert, Kind::kw_replace,
                Kind::kw_references, Kind::kw_index, Kind::kw_key, Kind::kw_exists, Kind::kw_join,
                Kind::kw_update, Kind::kw_ignore, Kind::kw_fulltext, Kind::kw_spatial) &&
         family_ != Kind::kw_select;
}

// MariaDB's JSON_TABLE is the name of a function or a table wherever it does not have COLUMNS or
// stand where only a table can.
bool TokenTypes::is_json_table(std::size_t at) const {
  if (kind(at + 1) != Kind::left_paren) return false;
  if (family_ == Kind::kw_select && one_of(before(at), Kind::kw_from, Kind::kw_join)) return true;
  for (std::size_t i = at + 2; i < closing_[at + 1]; ++i) {
    if (kinds_[i] == Kind::left_paren) i = closing_[i];
    if (kind(i) == Kind::kw_columns && kind(i + 1) == Kind::left_paren) return true;
  }
  return false;
}

// Functions of MySQL's own syntax, which are functions like any other to MariaDB, and LATERAL.
TokenKind TokenTypes::function_word(std::size_t at) const {
  const Kind word = kinds_[at];
  const Kind inside = kind(at + 2);
  if (options_.mariadb) {
    if (word == Kind::kw_json_table) return is_json_table(at) ? word : Kind::identifier;
    if (word == Kind::kw_json_value && inside == Kind::right_paren) return Kind::identifier;
    const bool query = one_of(inside, Kind::kw_select, Kind::kw_with, Kind::kw_values,
                              Kind::kw_table, Kind::left_paren);
    if (word == Kind::kw_lateral && !query) return Kind::identifier;
  }
  if (kind(at + 1) != Kind::left_paren || names_object(at)) return Kind::identifier;
  const bool table = one_of(word, Kind::kw_json_table, Kind::kw_lateral);
  const bool called = inside == Kind::right_paren || before(at) == Kind::kw_select;
  return table && called ? Kind::identifier : word;
}

// NEXT VALUE FOR s and PREVIOUS VALUE FOR s
TokenKind TokenTypes::sequence_word(std::size_t at) {
  const Kind word = kinds_[at];
  const bool value = kind(at + 1) == Kind::kw_value;
  const bool of_sequence = kind(at + 2) == Kind::kw_for;
  if (value && of_sequence && kind(at + 3) != Kind::kw_update) return Kind::sequence_value;
  // With an alias VALUE it is a column of MySQL; MariaDB waits for a FOR.
  if (value && !of_sequence && before(at) != Kind::kw_as && clause() == Kind::kw_select) {
    return options_.mariadb ? Kind::sequence_value : foreign_name(at);
  }
  return word == Kind::kw_next ? word : Kind::identifier;
}

// MySQL knows RETURNING only in JSON_VALUE, and OFFSET in LIMIT.
TokenKind TokenTypes::mariadb_word(std::size_t at) {
  const Kind word = kinds_[at];
  if (options_.mariadb) return word;
  if (word == Kind::kw_returning && levels_.size() > 1 && before(at) == Kind::string &&
      !one_of(kind(at + 1), Kind::comma, Kind::right_paren, Kind::kw_from)) {
    return word;
  }
  if (word == Kind::kw_offset && at >= 2 && kinds_[at - 2] == Kind::kw_limit) return word;
  return foreign_name(at);
}

// MySQL has some of its reserved words as functions.
TokenKind TokenTypes::mysql_word(std::size_t at) {
  const Kind word = kinds_[at];
  // To MariaDB such a word is a function's before a parenthesis that follows directly.
  const bool symbol = one_of(word, Kind::kw_cume_dist, Kind::kw_dense_rank, Kind::kw_first_value,
                             Kind::kw_lag, Kind::kw_lead, Kind::kw_nth_value, Kind::kw_ntile,
                             Kind::kw_percent_rank, Kind::kw_rank);
  if (symbol && calls(at) && names_object(at)) return Kind::invalid;
  const bool function = one_of(word, Kind::kw_cume_dist, Kind::kw_dense_rank, Kind::kw_first_value,
                               Kind::kw_grouping, Kind::kw_lag, Kind::kw_last_value, Kind::kw_lead,
                               Kind::kw_nth_value, Kind::kw_ntile, Kind::kw_percent_rank,
                               Kind::kw_rank, Kind::kw_cube, Kind::kw_database, Kind::kw_schema);
  const bool alias = one_of(before(at), Kind::kw_as, Kind::right_paren);
  if (function && kind(at + 1) == Kind::left_paren && !names_object(at) && !alias) {
    return Kind::identifier;
  }
  if (!options_.mariadb) return word;
  return foreign_name(at);
}

TokenKind TokenTypes::foreign_name(std::size_t at) {
  if (!foreign_word_) foreign_word_ = tokens_[at].index;
  return Kind::identifier;
}

}  // namespace sluice::parser
