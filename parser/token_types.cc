// SPDX-License-Identifier: Apache-2.0
#include "parser/token_types.h"

#include <algorithm>
#include <array>

#include "parser/ascii.h"
#include "parser/kind_sets.h"
#include "parser/kind_traits.h"

namespace sluice::parser {
namespace {

using Kind = TokenKind;

// What may follow a query in parentheses that is itself inside of a query's parentheses.
bool continues_query(Kind kind) {
  return one_of(kind, Kind::kw_union, Kind::kw_except, Kind::kw_intersect, Kind::kw_order,
                Kind::kw_limit, Kind::kw_for, Kind::kw_lock, Kind::kw_into, Kind::kw_fetch,
                Kind::kw_offset, Kind::kw_procedure);
}

// Tokens that type_of() passes on unchanged, which are most.
constexpr auto kPlain = [] {
  std::array<bool, kKindCount> plain{};
  for (std::size_t i = 0; i < static_cast<std::size_t>(kFirstWord); ++i) plain[i] = true;
  for (Kind kind : {Kind::quoted_identifier, Kind::left_paren, Kind::right_paren, Kind::comma,
                    Kind::string, Kind::and_and, Kind::or_or, Kind::parameter}) {
    plain[static_cast<std::size_t>(kind)] = false;
  }
  return plain;
}();

// To servers such a number is a decimal one, which not every place takes.
bool is_beyond_64_bits(const TokenList& list, const Token& token) {
  constexpr std::string_view kLargest = "18446744073709551615";
  if (token.kind != Kind::integer || token.length < kLargest.size()) return false;
  std::string_view digits = list.sql.substr(token.offset, token.length);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() != kLargest.size()) return digits.size() > kLargest.size();
  return digits > kLargest;
}

}  // namespace

const std::vector<GrammarToken>& TokenTypes::assign(const TokenList& list, std::uint32_t first,
                                                    std::uint32_t last, const LexOptions& options,
                                                    bool statement) {
  list_ = &list;
  options_ = options;
  statement_ = statement;
  order_list_ = false;
  foreign_word_.reset();
  kinds_.clear();
  tokens_.clear();
  for (std::uint32_t i = first; i < last; ++i) {
    const Kind kind = list.tokens[i].kind;
    if (kKinds[kind].is_hint) continue;
    kinds_.push_back(kind);
    tokens_.push_back({is_beyond_64_bits(list, list.tokens[i]) ? Kind::decimal : kind, i});
  }
  kinds_.push_back(Kind::end);
  tokens_.push_back({Kind::end, last});
  family_ = kinds_[0];
  match_parentheses();
  levels_.assign(1, Level{});
  levels_[0].query_allowed = one_of(family_, Kind::kw_insert, Kind::kw_replace, Kind::kw_create) ||
                             (is_explain(family_) && explains_insert());
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (!kPlain[static_cast<std::size_t>(kinds_[i])]) tokens_[i].type = type_of(i);
  }
  return tokens_;
}

// EXPLAIN of INSERT or REPLACE, whatever options it has.
bool TokenTypes::explains_insert() const {
  for (std::size_t at = 1; at < 8 && at < kinds_.size(); ++at) {
    if (one_of(kinds_[at], Kind::kw_insert, Kind::kw_replace)) return true;
    if (starts_explainable(kinds_[at])) return false;
  }
  return false;
}

void TokenTypes::match_parentheses() {
  closing_.resize(kinds_.size());
  has_comma_.assign(kinds_.size(), false);
  levels_.clear();
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    if (kinds_[i] == Kind::left_paren) {
      closing_[i] = static_cast<std::uint32_t>(kinds_.size() - 1);
      levels_.push_back({.open = static_cast<std::uint32_t>(i)});
    } else if (levels_.empty()) {
      continue;
    } else if (kinds_[i] == Kind::right_paren) {
      closing_[levels_.back().open] = static_cast<std::uint32_t>(i);
      levels_.pop_back();
    } else if (kinds_[i] == Kind::comma) {
      has_comma_[levels_.back().open] = true;
    }
  }
}

// -------------------------------------------------------------------------------------
// neighbourhood

bool TokenTypes::word_is(std::size_t at, std::string_view upper) const {
  if (at >= kinds_.size()) return false;
  const Token& token = list_->tokens[tokens_[at].index];
  return equals_upper(list_->sql.substr(token.offset, token.length), upper);
}

bool TokenTypes::is_name(Kind kind) const {
  return one_of(kind, Kind::identifier, Kind::quoted_identifier) ||
         one_of(class_of(kind), WordClass::free, WordClass::plain, WordClass::mysql) ||
         (class_of(kind) == WordClass::mariadb && !options_.mariadb);
}

// A function that the server knows by its parenthesis, which must follow directly.
bool TokenTypes::calls(std::size_t at) const {
  if (kind(at + 1) != Kind::left_paren) return false;
  const auto& tokens = list_->tokens;
  return options_.ignore_space ||
         tokens[tokens_[at].index].end() == tokens[tokens_[at + 1].index].offset;
}

// The first word of an item of SET, where it does not name a variable.
bool TokenTypes::is_set_head(std::size_t at) const {
  return family_ == Kind::kw_set && levels_.size() == 1 &&
         one_of(before(at), Kind::kw_set, Kind::comma) &&
         !one_of(kind(at + 1), Kind::equal, Kind::assign, Kind::dot, Kind::end, Kind::comma);
}

bool TokenTypes::is_explain_head(std::size_t at) const {
  return at <= 4 && is_explain(family_) && at > 0;
}

// -------------------------------------------------------------------------------------------
// queries

// Whether a query without parentheses of its own begins here.
bool TokenTypes::starts_query(std::size_t at) const {
  if (kind(at) == Kind::kw_values) return holds_rows(at) || !is_values_function(at);
  return one_of(kind(at), Kind::kw_select, Kind::kw_with, Kind::kw_table);
}

// EXISTS (VALUES (a)) and FROM (VALUES (a)) hold no function.
bool TokenTypes::holds_rows(std::size_t at) const {
  if (before(at) != Kind::left_paren) return false;
  return at == 1 || one_of(kinds_[at - 2], Kind::kw_exists, Kind::kw_from, Kind::kw_join);
}

// INSERT .. VALUES ROW(1), ROW(2) UNION ..: the rows are a query. MariaDB's rows have no ROW, and
// an ORDER BY that belongs to the INSERT.
bool TokenTypes::continues_rows(std::size_t at) const {
  const bool named = kind(at + 1) == Kind::kw_row;
  if (!named && !options_.mariadb) return false;
  std::size_t i = at + 1;
  while (kind(i + (named ? 1 : 0)) == Kind::left_paren && (!named || kind(i) == Kind::kw_row)) {
    i = closing_[i + (named ? 1 : 0)] + 1;
    if (kind(i) != Kind::comma) break;
    ++i;
  }
  if (one_of(kind(i), Kind::kw_union, Kind::kw_except, Kind::kw_intersect)) return true;
  return named && one_of(kind(i), Kind::kw_order, Kind::kw_limit);
}

// VALUES(column), as ON DUPLICATE KEY UPDATE has it, against VALUES (1), (2).
bool TokenTypes::is_values_function(std::size_t at) const {
  if (kind(at + 1) != Kind::left_paren) return false;
  std::size_t i = at + 2;
  if (!is_name(kind(i++))) return false;
  while (kind(i) == Kind::dot) i += 2;
  return kind(i) == Kind::right_paren;
}

// Whether the parenthesis at `at` belongs to what stands before it: a call, a list of columns, a
// row.
bool TokenTypes::takes_arguments(std::size_t at) const {
  const Kind previous = before(at);
  if (previous == Kind::comma) return levels_.back().rows;
  // EXPLAIN FORMAT = JSON (SELECT ..
  const bool format = at >= 3 && at <= 6 && kind(at - 2) == Kind::equal &&
                      kind(at - 3) == Kind::kw_format && is_explain(family_);
  if (format) return false;
  if (is_name(previous)) {
    if (one_of(type_before(at), Kind::quantifier, Kind::kw_lateral, Kind::kw_escape) ||
        is_select_option(type_before(at))) {
      return false;
    }
    return !levels_.back().query_allowed || !query_behind_parens(at);
  }
  // Behind an operand MOD is an operator.
  if (previous == Kind::kw_mod) return !is_name(before(at - 1)) && !ends_operand(before(at - 1));
  return one_of(previous, Kind::kw_values, Kind::kw_if, Kind::kw_left, Kind::kw_right,
                Kind::kw_replace, Kind::kw_insert, Kind::kw_repeat, Kind::kw_char,
                Kind::kw_character, Kind::kw_row_number, Kind::kw_convert, Kind::kw_check,
                Kind::kw_key, Kind::kw_index, Kind::kw_using, Kind::kw_partition, Kind::kw_default,
                Kind::kw_match, Kind::kw_range);
}

// For parentheses that only parentheses separate from a query: do they enclose a query, or
// something that begins with one, like ((SELECT 1) + 1)?
bool TokenTypes::query_behind_parens(std::size_t at) const {
  std::size_t inner = at;
  while (kind(inner) == Kind::left_paren) ++inner;
  if (!starts_query(inner)) return false;
  // From the inside out: behind each query's `)` stands the outer `)` or what continues a query.
  for (--inner; inner > at; --inner) {
    const Kind behind = kind(closing_[inner] + 1);
    if (behind != Kind::right_paren && !continues_query(behind)) return false;
  }
  return true;
}

TokenKind TokenTypes::open_paren(std::size_t at) {
  const bool position = type_before(at) == Kind::kw_position;
  const bool query = !takes_arguments(at) && query_behind_parens(at);
  levels_.push_back({.open = static_cast<std::uint32_t>(at), .position = position});
  if (query) return Kind::query_paren;
  return kind(at + 1) == Kind::kw_like ? Kind::like_paren : Kind::left_paren;
}

// To MariaDB VALUES is the name of a column behind ON DUPLICATE KEY UPDATE.
bool TokenTypes::names_column(std::size_t at) const {
  const Kind previous = before(at);
  const Kind next = kind(at + 1);
  const bool assigned = next == Kind::equal && one_of(previous, Kind::kw_update, Kind::comma);
  const bool assigns = previous == Kind::equal && one_of(next, Kind::comma, Kind::end);
  if (!options_.mariadb || (!assigned && !assigns)) return false;
  return std::any_of(tokens_.begin(), tokens_.begin() + static_cast<std::ptrdiff_t>(at),
                     [](const GrammarToken& token) { return token.type == Kind::on_duplicate; });
}

TokenKind TokenTypes::values(std::size_t at) {
  if (names_column(at)) return foreign_name(at);
  const Kind previous = before(at);
  Level& level = levels_.back();
  const bool behind_tables = level.with && previous == Kind::right_paren;
  const bool query =
      (family_ == Kind::kw_create && one_of(kind(at + 1), Kind::left_paren, Kind::kw_row)) ||
      continues_rows(at);
  const bool explained =
      is_explain(family_) && levels_.size() == 1 && !explains_insert() && !level.with;
  const bool named = is_name(previous) && !is_select_option(type_before(at));
  const bool rows =
      !query && !explained && (named || one_of(previous, Kind::right_paren, Kind::kw_into));
  if (rows && !behind_tables) {
    level.rows = true;
    level.query_allowed = false;
    return Kind::kw_values;
  }
  if (previous != Kind::end && !holds_rows(at) && !query && !is_explain_head(at) &&
      is_values_function(at) && !behind_tables) {
    return Kind::values_function;
  }
  level.rows = true;
  return Kind::values_query;
}

// WITH .. UPDATE and WITH .. DELETE; only their first words can tell.
bool TokenTypes::changes_rows_behind_with(std::size_t at) const {
  for (std::size_t i = at; i < kinds_.size(); ++i) {
    if (kinds_[i] == Kind::left_paren) {
      // Behind the tables: a query, whatever locks it.
      if (before(i) == Kind::right_paren) return false;
      i = closing_[i];
    } else if (one_of(kinds_[i], Kind::kw_update, Kind::kw_delete)) {
      return true;
    } else if (one_of(kinds_[i], Kind::kw_select, Kind::kw_values, Kind::kw_table)) {
      return false;
    }
  }
  return false;
}

TokenKind TokenTypes::with(std::size_t at) {
  if (word_is(at + 1, "ROLLUP") || word_is(at + 1, "CUBE")) return Kind::with_rollup;
  if (kind(at + 1) == Kind::kw_system && kind(at + 2) == Kind::kw_versioning) {
    return Kind::with_system;
  }
  levels_.back().with = true;
  const bool first = at == 0 || is_explain_head(at);
  return first && changes_rows_behind_with(at) ? Kind::with_change : Kind::kw_with;
}

// SELECT .. INTO .. FROM: INTO may also stand at the end of a query, where its rule is another one.
// MySQL reads it before a UNION as well.
bool TokenTypes::goes_into_early(std::size_t at) const {
  const bool of_insert = one_of(before(at), Kind::kw_insert, Kind::kw_replace, Kind::kw_ignore,
                                Kind::kw_delayed, Kind::kw_low_priority, Kind::kw_high_priority);
  if (of_insert) return false;
  for (std::size_t i = at + 1; i < kinds_.size(); ++i) {
    if (kinds_[i] == Kind::kw_from) return true;
    if (one_of(kinds_[i], Kind::kw_union, Kind::kw_except, Kind::kw_intersect)) {
      return !options_.mariadb;
    }
    if (one_of(kinds_[i], Kind::kw_where, Kind::kw_group, Kind::kw_having, Kind::kw_order,
               Kind::kw_limit)) {
      return true;
    }
    if (kinds_[i] == Kind::kw_window && is_name(kind(i + 1)) && kind(i + 2) == Kind::kw_as) {
      return true;
    }
    if (one_of(kinds_[i], Kind::right_paren, Kind::kw_for, Kind::kw_lock, Kind::kw_select,
               Kind::kw_into)) {
      return false;
    }
  }
  return false;
}

// ---------------------------------------------------------------------------------------- single
// words

TokenKind TokenTypes::row(std::size_t at) const {
  if (kind(at + 1) == Kind::left_paren && !names_object(at)) return Kind::row_function;
  const Kind previous = before(at);
  const Kind second = at >= 2 ? kinds_[at - 2] : Kind::end;
  const bool fetched = one_of(previous, Kind::kw_first, Kind::kw_next) && second == Kind::kw_fetch;
  const bool bound =
      previous == Kind::kw_current && one_of(second, Kind::kw_rows, Kind::kw_range, Kind::kw_groups,
                                             Kind::kw_between, Kind::kw_and, Kind::kw_exclude);
  const bool counted = one_of(second, Kind::kw_offset, Kind::kw_first, Kind::kw_next) &&
                       one_of(previous, Kind::integer, Kind::parameter);
  const bool period =
      previous == Kind::kw_as && (word_is(at + 1, "START") || word_is(at + 1, "END"));
  // MySQL reserves it.
  return fetched || bound || counted || period || !options_.mariadb ? Kind::kw_row
                                                                    : Kind::identifier;
}

TokenKind TokenTypes::on(std::size_t at) const {
  if (word_is(at + 1, "DUPLICATE") && kind(at + 2) == Kind::kw_key) return Kind::on_duplicate;
  const bool action =
      one_of(kind(at + 2), Kind::kw_restrict, Kind::kw_cascade, Kind::kw_set, Kind::kw_no);
  const bool event = one_of(kind(at + 1), Kind::kw_update, Kind::kw_delete);
  const bool definition = one_of(family_, Kind::kw_create, Kind::kw_alter);
  return event && action && definition ? Kind::on_reference : Kind::kw_on;
}

TokenKind TokenTypes::comma() {
  levels_.back().like = false;
  return order_list_ && levels_.size() == 1 ? Kind::order_comma : Kind::comma;
}

// Reserved words that begin a clause end what a level has noted.
void TokenTypes::begin_clause(Kind kind) {
  Level& level = levels_.back();
  if (kind == Kind::kw_like) level.like = true;
  if (one_of(kind, Kind::kw_select, Kind::kw_from)) level.clause = kind;
  if (one_of(kind, Kind::kw_and, Kind::kw_or, Kind::kw_xor, Kind::kw_select, Kind::kw_from,
             Kind::kw_where, Kind::kw_on, Kind::kw_set, Kind::kw_as, Kind::kw_group,
             Kind::kw_having, Kind::kw_order, Kind::kw_limit, Kind::kw_union)) {
    level.like = false;
  }
  if (one_of(kind, Kind::kw_on, Kind::kw_as, Kind::kw_select, Kind::kw_set)) level.rows = false;
  if (one_of(kind, Kind::kw_select, Kind::kw_set)) level.query_allowed = false;
}

// The SELECT or FROM that stands before, or the first word of all.
TokenKind TokenTypes::clause() const {
  for (std::size_t i = levels_.size(); i-- > 0;) {
    if (levels_[i].clause != Kind::end) return levels_[i].clause;
  }
  return family_;
}

// Whether a clause comes behind the FROM of its SELECT.
bool TokenTypes::behind_from() const {
  return one_of(clause(), Kind::kw_from, Kind::kw_update);
}

// Everything but the plain tokens of kPlain.
TokenKind TokenTypes::type_of(std::size_t at) {
  const Kind kind = kinds_[at];
  switch (kind) {
    case Kind::quoted_identifier:
      return Kind::identifier;
    case Kind::string: {
      const bool string_before =
          one_of(type_before(at), Kind::string, Kind::national_string, Kind::next_string);
      // What these take is one string; another one behind it is an alias.
      const bool alone = at >= 2 && one_of(tokens_[at - 2].type, Kind::temporal_word, Kind::arrow,
                                           Kind::long_arrow, Kind::kw_collate);
      return string_before && !alone ? Kind::next_string : kind;
    }
    case Kind::parameter: {
      // `?a` is none.
      const Token& token = list_->tokens[tokens_[at].index];
      const Token& behind = (&token)[1];  // may be of the statement that this is a piece of
      const Kind next = behind.kind;
      const bool touches = token.end() == behind.offset;
      const bool word = next == Kind::identifier || next == Kind::integer || next >= kFirstWord;
      return touches && word ? Kind::invalid : kind;
    }
    case Kind::left_paren:
      return open_paren(at);
    case Kind::right_paren:
      if (levels_.size() > 1) levels_.pop_back();
      return kind;
    case Kind::comma:
      return comma();
    case Kind::and_and:
    case Kind::or_or:
      levels_.back().like = false;
      return kind;
    default:
      break;
  }
  const WordClass word_class = class_of(kind);
  if (before(at) == Kind::at_at &&
      (one_of(word_class, WordClass::free, WordClass::plain) || kind == Kind::kw_offset)) {
    return Kind::identifier;
  }
  switch (word_class) {
    case WordClass::reserved:
      return clause_word(at);
    case WordClass::mariadb:
      return mariadb_word(at);
    case WordClass::mysql: {
      if (before(at) == Kind::dot) return Kind::identifier;
      const Kind type = word_by_neighbours(at);
      return type == Kind::identifier ? mysql_word(at) : type;
    }
    default:
      return before(at) == Kind::dot ? Kind::identifier : word_by_neighbours(at);
  }
}

}  // namespace sluice::parser
