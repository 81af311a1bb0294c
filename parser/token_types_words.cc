// SPDX-License-Identifier: Apache-2.0
// Words that mean different things in different company, one case a word.
#include <algorithm>
#include <utility>

#include "parser/kind_sets.h"
#include "parser/kind_traits.h"
#include "parser/token_types.h"

namespace sluice::parser {

using Kind = TokenKind;

// Reserved words that mean different things in different company.
TokenKind TokenTypes::clause_word(std::size_t at) {
  const Kind word = kinds_[at];
  const Kind next = kind(at + 1);
  const Kind previous = before(at);
  const bool altering = family_ == Kind::kw_alter;
  if (!one_of(word, Kind::kw_not, Kind::kw_binary, Kind::kw_collate)) begin_clause(word);
  switch (word) {
    case Kind::kw_in:
      return std::exchange(levels_.back().position, false) || next != Kind::left_paren
                 ? Kind::in_word
                 : word;
    case Kind::kw_all:
      return next == Kind::left_paren && is_comparison(previous) ? Kind::quantifier : word;
    case Kind::kw_values:
      return values(at);
    case Kind::kw_with:
      return with(at);
    case Kind::kw_on:
      return on(at);
    case Kind::kw_not: {
      const bool flag = word_is(at + 1, "ENFORCED") || word_is(at + 1, "IGNORED");
      return flag && (previous == Kind::right_paren || is_name(previous)) ? Kind::not_word : word;
    }
    case Kind::kw_interval:
      return next == Kind::left_paren && has_comma_[at + 1] ? Kind::interval_function : word;
    case Kind::kw_character:
    case Kind::kw_char:
      return next == Kind::kw_set ? Kind::character_set : word;
    case Kind::kw_binary: {
      const bool value =
          family_ == Kind::kw_set && one_of(previous, Kind::equal, Kind::assign) &&
          one_of(next, Kind::comma, Kind::end) && at >= 3 && is_name(kind(at - 2)) &&
          one_of(kind(at - 3), Kind::kw_set, Kind::comma, Kind::dot, Kind::at_at, Kind::kw_global,
                 Kind::kw_session, Kind::kw_local, Kind::kw_persist, Kind::kw_persist_only);
      return value ? Kind::identifier : word;
    }
    case Kind::kw_for: {
      // MySQL's SUBSTRING(a FROM b FOR system_time)
      const bool time = options_.mariadb || one_of(kind(at + 2), Kind::kw_as, Kind::kw_all,
                                                   Kind::kw_between, Kind::kw_from);
      const bool period =
          (next == Kind::kw_system_time && time && family_ != Kind::kw_show) ||
          (next == Kind::kw_portion && family_ != Kind::kw_select && family_ != Kind::kw_show);
      return period && previous != Kind::kw_period ? Kind::for_period : word;
    }
    case Kind::kw_and:
      return (next == Kind::kw_transaction &&
              (is_transaction_number(at + 2) || begins_period(at + 1))) ||
                     (next == Kind::kw_timestamp && kind(at + 2) != Kind::left_paren &&
                      kind(at + 2) != Kind::string && begins_period(at + 1))
                 ? Kind::period_and
                 : word;
    case Kind::kw_from: {
      const bool end = word_is(at + 1, "FIRST") || word_is(at + 1, "LAST");
      const bool nulls =
          one_of(kind(at + 2), Kind::kw_respect, Kind::kw_ignore) && kind(at + 3) == Kind::kw_nulls;
      const bool window = previous == Kind::right_paren && (nulls || kind(at + 2) == Kind::kw_over);
      return end && window ? Kind::from_end : word;
    }
    case Kind::kw_into:
      return goes_into_early(at) && (!is_explain_head(at) || behind_select(at)) ? Kind::early_into
                                                                                : word;
    case Kind::kw_ignore:
      return next == Kind::kw_nulls && previous == Kind::right_paren ? Kind::kw_respect : word;
    case Kind::kw_order:
      if (altering && levels_.size() == 1) order_list_ = true;
      return word;
    case Kind::kw_add:
      return altering && next == Kind::kw_partition ? Kind::add_partition : word;
    case Kind::kw_drop:
      return altering && next == Kind::kw_partition ? Kind::drop_partition : word;
    case Kind::kw_convert:
      return altering && one_of(next, Kind::kw_partition, Kind::kw_table) ? Kind::convert_partition
                                                                          : word;
    default:
      return word;
  }
}

// What stands behind TRANSACTION in a FOR SYSTEM_TIME; behind a name it never does.
bool TokenTypes::is_transaction_number(std::size_t at) const {
  return one_of(kind(at), Kind::integer, Kind::parameter, Kind::user_variable);
}

// EXTENDED and PARTITIONS, but not as the name of a format.
bool TokenTypes::is_explain_option(std::size_t at) const {
  return is_explain_head(at) && starts_explainable(kind(at + 1)) && before(at) != Kind::equal;
}

// Of the first words of an EXPLAIN: whether what is explained has begun.
bool TokenTypes::behind_select(std::size_t at) const {
  const auto end = kinds_.begin() + static_cast<std::ptrdiff_t>(at);
  return std::find(kinds_.begin(), end, Kind::kw_select) != end;
}

// `word.name`: servers look for keywords only where no point touches the word.
bool TokenTypes::begins_name(std::size_t at) const {
  const auto& tokens = list_->tokens;
  return kind(at + 1) == Kind::dot && kind(at + 2) != Kind::star &&
         tokens[tokens_[at].index].end() == tokens[tokens_[at + 1].index].offset;
}

// Whether a bound of FOR SYSTEM_TIME begins here.
bool TokenTypes::begins_period(std::size_t at) const {
  if (!one_of(before(at), Kind::kw_between, Kind::kw_from, Kind::kw_and, Kind::kw_to)) return false;
  const bool dotted = kind(at + 1) == Kind::dot && list_->tokens[tokens_[at].index].end() ==
                                                       list_->tokens[tokens_[at + 1].index].offset;
  if (dotted) return false;
  for (std::size_t i = at; i > 0 && at - i < 16; --i) {
    if (kinds_[i] == Kind::kw_system_time) return kinds_[i - 1] == Kind::kw_for;
    if (one_of(kinds_[i], Kind::kw_where, Kind::kw_on, Kind::kw_select)) return false;
  }
  return false;
}

// Free and plain words: the keyword in the company that makes it one, else a name.
TokenKind TokenTypes::word_by_neighbours(std::size_t at) {
  const Kind word = kinds_[at];
  const Kind next = kind(at + 1);
  const Kind second = kind(at + 2);
  const Kind previous = before(at);
  const auto if_so = [](bool keyword, Kind type) { return keyword ? type : Kind::identifier; };
  const bool of_system_time = at >= 3 && kinds_[at - 3] == Kind::kw_system_time;
  const bool names_table = at == 1 && is_explain(family_);  // DESCRIBE date 'column'
  switch (word) {
    case Kind::kw_any:
    case Kind::kw_some:
      return if_so(next == Kind::left_paren && is_comparison(previous), Kind::quantifier);
    case Kind::kw_date:
    case Kind::kw_time:
      if (previous == Kind::kw_for && kind(at - 2) == Kind::kw_value) return word;
      return next == Kind::string && !names_table && previous != Kind::left_brace
                 ? Kind::temporal_word
                 : word;
    case Kind::kw_timestamp:
      if (next == Kind::string) {
        return names_table || previous == Kind::left_brace ? word : Kind::temporal_word;
      }
      return (previous == Kind::kw_of && of_system_time) ||
                     (begins_period(at) && next != Kind::left_paren)
                 ? Kind::point_in_time
                 : word;
    case Kind::kw_transaction:
      if ((previous == Kind::kw_of && of_system_time) || begins_period(at) ||
          (is_transaction_number(at + 1) && family_ != Kind::kw_show)) {
        return Kind::point_in_time;
      }
      return if_so(
          (previous == Kind::kw_start &&
           one_of(family_, Kind::kw_start, Kind::kw_create, Kind::kw_alter)) ||
              (is_set_head(at) ||
               (family_ == Kind::kw_set && !one_of(next, Kind::equal, Kind::assign, Kind::dot) &&
                one_of(previous, Kind::kw_global, Kind::kw_session, Kind::kw_local))),
          word);
    case Kind::kw_cast:
    case Kind::kw_extract:
    case Kind::kw_trim:
    case Kind::kw_position:
      return if_so(calls(at), word);
    case Kind::kw_substring:
    case Kind::kw_substr:
    case Kind::kw_mid:
      return if_so(calls(at), Kind::kw_substring);
    case Kind::kw_weight_string:
    case Kind::kw_timestampadd:
    case Kind::kw_timestampdiff:
    case Kind::kw_get_format:
    case Kind::kw_json_value:
    case Kind::kw_json_table:
    case Kind::kw_lateral:
      return function_word(at);
    case Kind::kw_row:
      return row(at);
    case Kind::kw_next:
    case Kind::kw_previous:
      return sequence_word(at);
    case Kind::kw_charset:
      return is_set_head(at) ? Kind::set_charset : word;
    case Kind::kw_local:
      if (writes_no_log(at)) return word;
      [[fallthrough]];
    case Kind::kw_global:
    case Kind::kw_session:
    case Kind::kw_persist:
    case Kind::kw_persist_only:
      return if_so(is_set_head(at) || (previous == Kind::kw_show && word != Kind::kw_persist &&
                                       word != Kind::kw_persist_only),
                   word);
    case Kind::kw_names:
      return if_so(is_set_head(at), word);
    case Kind::kw_data:
      return if_so(
          next == Kind::kw_directory && one_of(second, Kind::string, Kind::equal, Kind::assign),
          Kind::data_files);
    case Kind::kw_skip:
      return if_so(next == Kind::kw_locked && (previous == Kind::kw_update || is_name(previous)),
                   Kind::skip_locked);
    case Kind::kw_within:
      return if_so(next == Kind::kw_group, Kind::within_group);
    case Kind::kw_respect:
      return if_so(next == Kind::kw_nulls && (previous == Kind::right_paren ||
                                              (at >= 2 && tokens_[at - 2].type == Kind::from_end)),
                   word);
    case Kind::kw_discard:
    case Kind::kw_import:
      return family_ == Kind::kw_alter && next == Kind::kw_partition ? Kind::move_partition : word;
    case Kind::kw_dumpfile:
      return if_so(next == Kind::string && previous == Kind::kw_into, word);
    case Kind::kw_escape:
      return if_so((is_name(previous) || ends_operand(previous)) &&
                       std::exchange(levels_.back().like, false) && !compares(at),
                   word);
    case Kind::kw_extended:
      return if_so(previous == Kind::kw_show || is_explain_option(at), word);
    case Kind::kw_partitions:
      return if_so((one_of(next, Kind::integer, Kind::hex) && previous != Kind::left_brace) ||
                       is_explain_option(at),
                   word);
    case Kind::kw_format:
      return if_so(is_explain_head(at) && next == Kind::equal && previous != Kind::kw_select, word);
    default:
      return rarer_word_by_neighbours(at);
  }
}

// ALTER TABLE .. ALGORITHM = x, word
bool TokenTypes::behind_modifier(std::size_t at) const {
  if (before(at) != Kind::comma || at < 4) return false;
  const std::size_t name = at - (one_of(kinds_[at - 3], Kind::equal, Kind::assign) ? 4 : 3);
  return one_of(kinds_[name], Kind::kw_algorithm, Kind::kw_lock, Kind::kw_with, Kind::kw_without);
}

// a LIKE b = c: what comes behind the comparison escapes nothing.
bool TokenTypes::compares(std::size_t at) const {
  std::size_t closed = 0;
  for (; at > 0 && (closed > 0 || kinds_[at] != Kind::kw_like); --at) {
    if (kinds_[at] == Kind::right_paren) ++closed;
    if (kinds_[at] == Kind::left_paren && closed > 0) --closed;
    if (closed == 0 && is_comparison(kinds_[at])) return true;
  }
  return false;
}

// ANALYZE PARTITION LOCAL ..
bool TokenTypes::writes_no_log(std::size_t at) const {
  return family_ == Kind::kw_alter && at >= 2 && kinds_[at - 1] == Kind::kw_partition &&
         one_of(kinds_[at - 2], Kind::kw_analyze, Kind::kw_optimize, Kind::kw_repair,
                Kind::kw_rebuild, Kind::kw_coalesce, Kind::kw_reorganize, Kind::kw_add);
}

// Not behind the STRAIGHT_JOIN of two tables.
bool TokenTypes::follows_select_option(std::size_t at) const {
  // Nor behind the one of a call: MIN(ALL ..
  const bool called = one_of(before(at), Kind::kw_all, Kind::kw_distinct, Kind::kw_distinctrow) &&
                      kind(at - 2) == Kind::left_paren;
  return is_select_option(type_before(at)) && !called && clause() == Kind::kw_select;
}

// The same for words that belong to one clause or statement each.
TokenKind TokenTypes::rarer_word_by_neighbours(std::size_t at) {
  const Kind word = kinds_[at];
  const Kind next = kind(at + 1);
  const Kind second = kind(at + 2);
  const Kind previous = before(at);
  const auto if_so = [](bool keyword, Kind type) { return keyword ? type : Kind::identifier; };
  switch (word) {
    // Words of MySQL that may be options of MariaDB's engines.
    case Kind::kw_array:
    case Kind::kw_column_format:
    case Kind::kw_count:
    case Kind::kw_enforced:
    case Kind::kw_group_concat:
    case Kind::kw_nulls:
    case Kind::kw_srid:
      return if_so(!options_.mariadb || !one_of(family_, Kind::kw_create, Kind::kw_alter) ||
                       (!one_of(next, Kind::equal, Kind::assign) && previous != Kind::kw_default),
                   word);
    case Kind::kw_validation:
      return if_so(one_of(previous, Kind::kw_with, Kind::kw_without), word);
    case Kind::kw_groups:
      return if_so(!options_.mariadb && !one_of(next, Kind::dot, Kind::comma), word);
    case Kind::kw_member: {
      const bool operand = ends_operand(previous) ||
                           (is_name(previous) && type_before(at) == Kind::identifier) ||
                           class_of(type_before(at)) == WordClass::free;
      if (next == Kind::left_paren && operand) return Kind::member_alone;
      return if_so(next == Kind::kw_of, word);
    }
    case Kind::kw_external:
      return if_so(next == Kind::kw_table && family_ == Kind::kw_create && at == 1, word);
    case Kind::kw_secondary_load:
    case Kind::kw_secondary_unload:
      return if_so(family_ == Kind::kw_alter && next == Kind::end && !order_list_ &&
                       (at == 3 || kind(at - 2) == Kind::dot || behind_modifier(at)),
                   word);
    case Kind::kw_qualify:
      return if_so(!options_.mariadb && !one_of(next, Kind::dot, Kind::comma, Kind::equal), word);
    case Kind::kw_tablesample:
      return if_so(!options_.mariadb && second == Kind::left_paren, word);
    case Kind::kw_json_duality_object:
      return if_so(calls(at) && !options_.mariadb && !names_object(at), Kind::duality_function);
    case Kind::kw_empty:
      return if_so(previous == Kind::kw_on && levels_.size() > 1, word);
    case Kind::kw_generated:
      return if_so(next == Kind::kw_always && second == Kind::kw_as, word);
    case Kind::kw_stored:
    case Kind::kw_virtual:
      return if_so(
          previous == Kind::right_paren && one_of(family_, Kind::kw_create, Kind::kw_alter), word);
    case Kind::kw_database:
    case Kind::kw_schema:
      return if_so(
          (family_ == Kind::kw_show && previous == Kind::kw_create) ||
              (is_explain_head(at) && previous == Kind::kw_for && next != Kind::left_paren),
          word);
    case Kind::kw_of:
      return if_so(
          one_of(previous, Kind::kw_member, Kind::kw_portion) ||
              (previous == Kind::kw_as && at >= 2 && kinds_[at - 2] == Kind::kw_system_time) ||
              (one_of(previous, Kind::kw_update, Kind::kw_share) && kind(at - 2) == Kind::kw_for),
          word);
    case Kind::kw_nested:
      return if_so(next == Kind::kw_path && one_of(previous, Kind::left_paren, Kind::comma), word);
    case Kind::kw_period:
      return if_so(next == Kind::kw_for && second != Kind::kw_ordinality &&
                       one_of(family_, Kind::kw_create, Kind::kw_alter),
                   word);
    case Kind::kw_quick:
      return if_so(family_ == Kind::kw_delete && !begins_name(at) &&
                       one_of(type_before(at), Kind::kw_delete, Kind::kw_low_priority,
                              Kind::kw_quick, Kind::kw_ignore),
                   word);
    case Kind::kw_savepoint:
      return if_so(
          (at == 0 && statement_) || previous == Kind::kw_release ||
              (previous == Kind::kw_to && next != Kind::end && family_ == Kind::kw_rollback),
          word);
    case Kind::kw_sounds:
      return if_so((is_name(previous) || ends_operand(previous)) &&
                       !is_select_option(type_before(at)) &&
                       (next == Kind::kw_like ||
                        ((family_ == Kind::kw_select || !statement_) && !behind_from())),
                   word);
    case Kind::kw_sql_cache:
      return if_so(options_.mariadb && follows_select_option(at), word);
    case Kind::kw_sql_buffer_result:
    case Kind::kw_sql_no_cache:
      return if_so(follows_select_option(at), word);
    case Kind::kw_system:
      return if_so((next == Kind::kw_versioning && one_of(previous, Kind::kw_with, Kind::kw_without,
                                                          Kind::kw_add, Kind::kw_drop)) ||
                       type_before(at) == Kind::kw_tablesample,
                   word);
    case Kind::kw_isolation:
      return if_so(next == Kind::kw_level && family_ == Kind::kw_set, word);
    case Kind::kw_type: {
      const bool type =
          word_is(at + 1, "BTREE") || word_is(at + 1, "HASH") || word_is(at + 1, "RTREE");
      return if_so(type && one_of(family_, Kind::kw_create, Kind::kw_alter), word);
    }
    case Kind::kw_window:
      // The alias of a column, but of no table.
      if ((is_name(previous) || one_of(previous, Kind::right_paren, Kind::kw_as)) &&
          type_before(at) != Kind::kw_window && behind_from()) {
        return word;
      }
      return if_so(is_name(next) && second == Kind::kw_as && kind(at + 3) == Kind::left_paren,
                   word);
    case Kind::kw_value:
      levels_.back().rows = levels_.back().rows || levels_.back().query_allowed;
      return word;
    default:
      return if_so(class_of(word) == WordClass::free, word);
  }
}

}  // namespace sluice::parser
