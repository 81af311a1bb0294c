// SPDX-License-Identifier: Apache-2.0
#include "parser/admin_checks.h"

#include <algorithm>
#include <string_view>

#include "SluiceAdminParser.h"
#include "parser/ascii.h"
#include "parser/interval_unit.h"
#include "parser/kind_sets.h"
#include "parser/kind_traits.h"
#include "parser/server_words.h"

namespace sluice::parser {
namespace {

using Grammar = grammar::SluiceAdminParser;
using Kind = TokenKind;
using Wrong = std::optional<std::uint32_t>;

enum class Value : std::uint8_t {
  text,
  text_or_null,
  number,
  big_number,  // no hex
  whole,       // no fraction
  boolean,
  list,
  name,
  identity,
  account,
  any
};

struct Setting {
  std::string_view name;
  Value value;
};

// CHANGE MASTER TO and CHANGE REPLICATION SOURCE TO, behind MASTER_ or SOURCE_.
constexpr Setting kSourceOptions[] = {
    {"AUTO_POSITION", Value::number},
    {"BIND", Value::text},
    {"COMPRESSION_ALGORITHMS", Value::text},
    {"CONNECTION_AUTO_FAILOVER", Value::number},
    {"CONNECT_RETRY", Value::number},
    {"DELAY", Value::number},
    {"DEMOTE_TO_REPLICA", Value::boolean},
    {"DEMOTE_TO_SLAVE", Value::boolean},
    {"HEARTBEAT_PERIOD", Value::big_number},
    {"HOST", Value::text},
    {"LOG_FILE", Value::text},
    {"LOG_POS", Value::big_number},
    {"PASSWORD", Value::text},
    {"PORT", Value::number},
    {"PUBLIC_KEY_PATH", Value::text},
    {"RETRY_COUNT", Value::number},
    {"SSL", Value::number},
    {"SSL_CA", Value::text},
    {"SSL_CAPATH", Value::text},
    {"SSL_CERT", Value::text},
    {"SSL_CIPHER", Value::text},
    {"SSL_CRL", Value::text},
    {"SSL_CRLPATH", Value::text},
    {"SSL_KEY", Value::text},
    {"SSL_VERIFY_SERVER_CERT", Value::number},
    {"TLS_CIPHERSUITES", Value::text_or_null},
    {"TLS_VERSION", Value::text},
    {"USER", Value::text},
    {"USE_GTID", Value::any},
    {"ZSTD_COMPRESSION_LEVEL", Value::number},
};

// The same without a prefix.
constexpr Setting kOtherSourceOptions[] = {
    {"ASSIGN_GTIDS_TO_ANONYMOUS_TRANSACTIONS", Value::identity},
    {"DO_DOMAIN_IDS", Value::list},
    {"GET_SOURCE_PUBLIC_KEY", Value::number},
    {"GTID_ONLY", Value::whole},
    {"IGNORE_DOMAIN_IDS", Value::list},
    {"IGNORE_SERVER_IDS", Value::list},
    {"NETWORK_NAMESPACE", Value::text},
    {"PRIVILEGE_CHECKS_USER", Value::account},
    {"RELAY_LOG_FILE", Value::text},
    {"RELAY_LOG_POS", Value::number},
    {"REQUIRE_ROW_FORMAT", Value::number},
    {"REQUIRE_TABLE_PRIMARY_KEY_CHECK", Value::name},
};

constexpr Setting kUntil[] = {
    {"MASTER_GTID_POS", Value::text},  {"MASTER_LOG_FILE", Value::text},
    {"MASTER_LOG_POS", Value::number}, {"RELAY_LOG_FILE", Value::text},
    {"RELAY_LOG_POS", Value::number},  {"SOURCE_LOG_FILE", Value::text},
    {"SOURCE_LOG_POS", Value::number}, {"SQL_AFTER_GTIDS", Value::text},
    {"SQL_BEFORE_GTIDS", Value::text},
};

// Of REPLICATE_..: names of databases, of tables, texts, or pairs.
constexpr std::string_view kFilters[] = {
    "REPLICATE_DO_DB",        "REPLICATE_IGNORE_DB",     "REPLICATE_DO_TABLE",
    "REPLICATE_IGNORE_TABLE", "REPLICATE_WILD_DO_TABLE", "REPLICATE_WILD_IGNORE_TABLE",
    "REPLICATE_REWRITE_DB",
};

// Words that may be names, but label nothing.
constexpr std::string_view kNoLabels[] = {
    "ASCII",  "BEGIN",    "BINLOG",     "BYTE",      "CACHE",    "CHARSET", "CHECKSUM", "COMMENT",
    "COMMIT", "CONTAINS", "DEALLOCATE", "DO",        "END",      "EXECUTE", "FLUSH",    "FOLLOWS",
    "GET",    "HANDLER",  "HELP",       "INSTALL",   "LANGUAGE", "NO",      "PRECEDES", "PREPARE",
    "REPAIR", "RESET",    "ROLLBACK",   "SAVEPOINT", "SHUTDOWN", "SIGNED",  "SLAVE",    "START",
    "STOP",   "TRUNCATE", "UNICODE",    "UNINSTALL", "XA"};

constexpr std::string_view kTableOptions[] = {
    "AUTO_INCREMENT",   "AVG_ROW_LENGTH",     "CHECKSUM",       "CONNECTION",   "DELAY_KEY_WRITE",
    "INSERT_METHOD",    "KEY_BLOCK_SIZE",     "MAX_ROWS",       "MIN_ROWS",     "PACK_KEYS",
    "PAGE_CHECKSUM",    "PASSWORD",           "ROW_FORMAT",     "SEQUENCE",     "STATS_AUTO_RECALC",
    "STATS_PERSISTENT", "STATS_SAMPLE_PAGES", "TABLE_CHECKSUM", "TRANSACTIONAL"};

// Those that may have DEFAULT for a value, or no hex.
constexpr std::string_view kDefaulted[] = {
    "PACK_KEYS",         "PAGE_CHECKSUM",      "ROW_FORMAT",    "SEQUENCE",
    "STATS_AUTO_RECALC", "STATS_SAMPLE_PAGES", "TRANSACTIONAL", "STATS_PERSISTENT"};
constexpr std::string_view kBig[] = {"AUTO_INCREMENT", "MAX_ROWS",          "MIN_ROWS",
                                     "PACK_KEYS",      "STATS_AUTO_RECALC", "STATS_PERSISTENT"};
constexpr std::string_view kRowFormats[] = {"DEFAULT",   "FIXED",   "DYNAMIC", "COMPRESSED",
                                            "REDUNDANT", "COMPACT", "PAGE"};
constexpr std::string_view kMethods[] = {"NO", "FIRST", "LAST"};

class Check {
 public:
  Check(const TokenList& list, std::uint32_t first, std::uint32_t last)
      : list_(list), first_(first), last_(last) {}

  Wrong source_option() const {
    const std::string_view name = text(first_);
    const bool prefixed = starts_with_upper(name, "MASTER_") || starts_with_upper(name, "SOURCE_");
    if (prefixed) return setting(kSourceOptions, name.substr(7));
    return setting(kOtherSourceOptions, name);
  }

  Wrong until_item() const {
    if (first_ == last_) return std::nullopt;
    if (is(first_, "SQL_AFTER_MTS_GAPS")) return first_ + 1;
    return setting(kUntil, text(first_));
  }

  Wrong filter() const {
    if (!is_one_of(first_, kFilters)) return first_;
    const bool texts = starts_with_upper(text(first_), "REPLICATE_WILD_");
    const bool pairs = is(first_, "REPLICATE_REWRITE_DB");
    const bool databases = is(first_, "REPLICATE_DO_DB") || is(first_, "REPLICATE_IGNORE_DB");
    for (std::uint32_t at = first_ + 3; at < last_; ++at) {
      const Kind kind = this->kind(at);
      if ((kind == Kind::string) != texts && kind != Kind::comma) return at;
      if ((kind == Kind::left_paren || kind == Kind::right_paren) && !pairs) return at;
      if (pairs && at == first_ + 3 && kind != Kind::left_paren) return at;
      if (kind == Kind::dot && (databases || pairs)) return at;
      // A table has its database before it.
      const bool begins =
          this->kind(at - 1) == Kind::left_paren || this->kind(at - 1) == Kind::comma;
      const bool table = !texts && !pairs && !databases;
      if (table && begins && this->kind(at + 1) != Kind::dot) return at + 1;
    }
    return std::nullopt;
  }

  // The verb of a statement before a colon.
  Wrong label() const {
    if (is(first_, "OPTION") || is(first_, "STORED") || is(first_, "WINDOW")) return first_;
    if (!is_one_of(first_, kNoLabels)) return std::nullopt;
    return kind(first_ + 1) == Kind::colon ? first_ + 1 : first_;
  }

  Wrong unit() const {
    return first_ == last_ || !is_interval_unit(text(last_)) ? Wrong(last_) : std::nullopt;
  }

  // A query in parentheses, `from .. to`, or a cursor with its arguments.
  Wrong for_range() const {
    const std::uint32_t begin = first_ + (is(first_, "REVERSE") && first_ < last_ ? 1 : 0);
    const bool query = kind(begin) == Kind::left_paren &&
                       one_of(kind(begin + 1), Kind::kw_select, Kind::kw_with, Kind::left_paren);
    if (query && begin == first_) return closing(begin) == last_ ? std::nullopt : Wrong(last_);
    if (const auto bounds = this->bounds()) {
      if (bounds->lower.empty()) return begin;
      return bounds->upper.empty() ? Wrong(last_) : std::nullopt;
    }
    const Kind name = kind(begin);
    const bool cursor = name == Kind::identifier || name == Kind::quoted_identifier ||
                        one_of(class_of(name), WordClass::free, WordClass::plain, WordClass::mysql);
    if (!cursor && begin == first_) {
      const bool value = one_of(name, Kind::integer, Kind::decimal, Kind::floating, Kind::string,
                                Kind::user_variable, Kind::parameter, Kind::left_paren);
      if (!value) return begin;
      return name == Kind::left_paren ? begin + 1 : last_ + 1;
    }
    if (begin != first_) return begin;
    if (begin == last_) return std::nullopt;
    const bool arguments = kind(begin + 1) == Kind::left_paren && closing(begin + 1) == last_;
    return arguments ? std::nullopt : Wrong(begin + 1);
  }

  // `..` outside of parentheses: between 1. and .3, between names, or by itself.
  std::optional<RangeBounds> bounds() const {
    const std::uint32_t begin = first_ + (is(first_, "REVERSE") && first_ < last_ ? 1 : 0);
    std::uint32_t depth = 0;
    for (std::uint32_t at = begin; at < last_; ++at) {
      if (kind(at) == Kind::left_paren) ++depth;
      if (kind(at) == Kind::right_paren && depth > 0) --depth;
      const bool touch = token(at).end() == token(at + 1).offset;
      if (depth > 0 || !touch || text(at).back() != '.' || text(at + 1).front() != '.') continue;
      // A dot may be the end of the one number, or the beginning of the other.
      const std::uint32_t lower_end = text(at) == "." ? at : at + 1;
      const std::uint32_t upper = text(at + 1) == "." ? at + 2 : at + 1;
      return RangeBounds{{begin, lower_end}, {upper, last_ + 1}};
    }
    return std::nullopt;
  }

  // ALTER DATABASE ENCRYPTION ..: that is a name, if one can be.
  Wrong altered_database() const {
    const bool option = is(first_ + 1, "ENCRYPTION");
    const Kind behind = kind(first_ + 2);
    if (option && one_of(behind, Kind::string, Kind::equal)) return first_ + 2;
    return is(first_ + 1, "UPGRADE") && is(first_ + 2, "DATA") ? Wrong(first_ + 2) : std::nullopt;
  }

  Wrong component_setting() const {
    const bool scope = is(first_, "GLOBAL") || is(first_, "PERSIST");
    return scope && kind(first_ + 1) == Kind::equal ? Wrong(first_ + 1) : std::nullopt;
  }

  // Of a sequence: like an option of a table.
  Wrong custom_option() const {
    if (is_one_of(first_, kTableOptions)) {
      const Kind value = kind(last_);
      const bool text = is(first_, "CONNECTION") || is(first_, "PASSWORD");
      const bool name = is(first_, "ROW_FORMAT") || is(first_, "INSERT_METHOD");
      const bool number =
          one_of(value, Kind::integer, Kind::decimal, Kind::floating, Kind::hex, Kind::kw_default);
      const bool fallback = value == Kind::kw_default;
      if (fallback && !is_one_of(first_, kDefaulted)) return last_;
      if (value == Kind::hex && is_one_of(first_, kBig)) return last_;
      const bool known =
          is(first_, "ROW_FORMAT") ? is_one_of(last_, kRowFormats) : is_one_of(last_, kMethods);
      const bool fits = text ? value == Kind::string : name ? known : number;
      return fits ? std::nullopt : Wrong(last_);
    }
    if (!one_of(kind(first_ + 1), Kind::equal, Kind::assign)) {
      if (is(first_, "TABLESPACE")) return std::nullopt;
      return first_ + 1;
    }
    if (one_of(kind(last_), Kind::decimal, Kind::floating)) return last_;
    if (kind(last_ - 1) == Kind::plus) return last_ - 1;
    return is_server_word(text(first_), true) ? Wrong(first_) : std::nullopt;
  }

  // BEFORE SYSTEM_TIME TRANSACTION, and nothing behind it.
  Wrong deleted_history() const {
    const bool alone =
        is(last_ - 1, "SYSTEM_TIME") && (is(last_, "TRANSACTION") || is(last_, "TIMESTAMP"));
    return alone ? Wrong(last_ + 1) : std::nullopt;
  }

 private:
  // An error may end a rule anywhere: what a check looks for may lie behind the statement's end.
  const Token& token(std::uint32_t at) const {
    return at < list_.tokens.size() ? list_.tokens[at] : list_.tokens.back();
  }
  Kind kind(std::uint32_t at) const { return token(at).kind; }
  std::string_view text(std::uint32_t at) const {
    return list_.sql.substr(token(at).offset, token(at).length);
  }
  bool is(std::uint32_t at, std::string_view upper) const { return equals_upper(text(at), upper); }
  template <std::size_t N>
  bool is_one_of(std::uint32_t at, const std::string_view (&words)[N]) const {
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view word) { return is(at, word); });
  }

  template <std::size_t N>
  Wrong setting(const Setting (&known)[N], std::string_view name) const {
    const std::uint32_t value = first_ + 2;
    for (const Setting& one : known) {
      if (!equals_upper(name, one.name)) continue;
      const bool opens = one.value == Value::list && kind(value) == Kind::left_paren;
      return fits(one.value, value) ? std::nullopt : Wrong(value + (opens ? 1 : 0));
    }
    return first_;
  }

  bool fits(Value value, std::uint32_t at) const {
    const Kind kind = this->kind(at);
    switch (value) {
      case Value::text:
        return kind == Kind::string && at == last_;
      case Value::text_or_null:
        return one_of(kind, Kind::string, Kind::kw_null) && at == last_;
      case Value::number:
        return one_of(kind, Kind::integer, Kind::decimal, Kind::floating, Kind::plus, Kind::hex);
      case Value::big_number:
        return one_of(kind, Kind::integer, Kind::decimal, Kind::floating, Kind::plus) &&
               this->kind(last_) != Kind::hex;
      case Value::whole:
        return one_of(kind, Kind::integer, Kind::hex);
      case Value::boolean:
        return one_of(kind, Kind::integer, Kind::decimal, Kind::floating, Kind::plus, Kind::hex,
                      Kind::kw_true, Kind::kw_false);
      case Value::list:
        return kind == Kind::left_paren && this->kind(at + 1) != Kind::string;
      case Value::name:
        return is(at, "ON") || is(at, "OFF") || is(at, "STREAM") || is(at, "GENERATE");
      case Value::identity:
        return kind == Kind::string || is(at, "OFF") || is(at, "LOCAL");
      case Value::account:
        return !one_of(kind, Kind::kw_on, Kind::left_paren, Kind::integer, Kind::decimal,
                       Kind::floating, Kind::hex, Kind::plus, Kind::kw_default, Kind::kw_true,
                       Kind::kw_false, Kind::kw_primary);
      case Value::any:
        break;
    }
    return !one_of(kind, Kind::left_paren, Kind::integer, Kind::hex, Kind::decimal, Kind::floating,
                   Kind::plus, Kind::kw_true, Kind::kw_false);
  }

  std::uint32_t closing(std::uint32_t open) const {
    std::uint32_t depth = 0;
    for (std::uint32_t at = open; at <= last_; ++at) {
      if (kind(at) == Kind::left_paren) ++depth;
      if (kind(at) == Kind::right_paren && --depth == 0) return at;
    }
    return last_ + 1;
  }

  const TokenList& list_;
  std::uint32_t first_;
  std::uint32_t last_;
};

}  // namespace

std::optional<std::uint32_t> wrong_in_rule(std::size_t rule, const TokenList& list,
                                           std::uint32_t first, std::uint32_t last) {
  const Check check(list, first, last);
  switch (rule) {
    case Grammar::RuleSourceOption:
      return check.source_option();
    case Grammar::RuleUntilItem:
      return check.until_item();
    case Grammar::RuleReplicationFilter:
      return check.filter();
    case Grammar::RuleLabel:
      return check.label();
    case Grammar::RuleEveryPiece:
      return check.unit();
    case Grammar::RuleForRange:
      return check.for_range();
    case Grammar::RuleAlterDatabase:
      return check.altered_database();
    case Grammar::RuleComponentSetting:
      return check.component_setting();
    case Grammar::RuleCustomOption:
      return check.custom_option();
    case Grammar::RuleDeleteHistory:
      return check.deleted_history();
    default:
      return std::nullopt;
  }
}

std::optional<RangeBounds> bounds_of_range(const TokenList& list, std::uint32_t first,
                                           std::uint32_t last) {
  return Check(list, first, last).bounds();
}

}  // namespace sluice::parser
