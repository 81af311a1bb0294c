// SPDX-License-Identifier: Apache-2.0
#include "parser/dispatch.h"

#include <algorithm>
#include <array>

#include "parser/ascii.h"
#include "parser/kind_traits.h"

namespace sluice::parser {
namespace {

using Kind = TokenKind;

// The tokens without hints, a few at a time from the front.
class Words {
 public:
  Words(const TokenList& list, std::uint32_t from) : list_(list), first_(skip(from)) {}

  std::uint32_t index(std::size_t number) const {
    std::uint32_t at = first_;
    for (; number > 0 && kind_at(at) != Kind::end; --number) at = skip(at + 1);
    return at;
  }
  Kind kind(std::size_t number) const { return kind_at(index(number)); }
  std::string_view text(std::size_t number) const {
    const Token& token = list_.tokens[index(number)];
    return list_.sql.substr(token.offset, token.length);
  }
  bool is(std::size_t number, std::string_view upper) const {
    return kind(number) != Kind::quoted_identifier && equals_upper(text(number), upper);
  }
  template <std::size_t N>
  bool is_one_of(std::size_t number, const std::array<std::string_view, N>& words) const {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return is(number, word); });
  }
  bool is_word(std::size_t number) const {
    const Kind found = kind(number);
    return found == Kind::identifier || found >= kFirstWord;
  }

 private:
  Kind kind_at(std::uint32_t at) const { return list_.tokens[at].kind; }
  std::uint32_t skip(std::uint32_t at) const {
    while (kKinds[kind_at(at)].is_hint) ++at;
    return at;
  }

  const TokenList& list_;
  std::uint32_t first_;
};

// Verbs of statements that the grammar does not have at all.
constexpr std::array<std::string_view, 44> kOtherVerbs = {
    "ANALYZE",  "BACKUP",   "BINLOG",     "CACHE",   "CALL",     "CASE",    "CHANGE", "CHECK",
    "CHECKSUM", "CLONE",    "DEALLOCATE", "DO",      "EXECUTE",  "FLUSH",   "FOR",    "GET",
    "GRANT",    "HANDLER",  "HELP",       "IF",      "IMPORT",   "INSTALL", "KILL",   "LOAD",
    "LOCK",     "LOOP",     "OPTIMIZE",   "PREPARE", "PURGE",    "RENAME",  "REPAIR", "REPEAT",
    "RESET",    "RESIGNAL", "RESTART",    "REVOKE",  "SHUTDOWN", "SIGNAL",  "STOP",   "UNINSTALL",
    "UNLOCK",   "WHILE",    "XA",         "SLAVE"};

// Those whose second word says what is done.
constexpr std::array<std::string_view, 16> kVerbsWithObject = {
    "CHANGE", "CHECK",  "CHECKSUM", "EXECUTE", "INSTALL", "LOAD",      "LOCK",   "OPTIMIZE",
    "PURGE",  "RENAME", "REPAIR",   "RESET",   "STOP",    "UNINSTALL", "UNLOCK", "START"};

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), to_upper);
  return out;
}

std::string verb_name(const Words& words) {
  std::string name = upper(words.text(0));
  if (words.is_one_of(0, kVerbsWithObject) && words.is_word(1)) name += ' ' + upper(words.text(1));
  return name;
}

// CREATE, ALTER and DROP: the type of the object, behind what may stand before it.
std::size_t object_word(const Words& words) {
  static constexpr std::array<std::string_view, 12> kBefore = {
      "OR",       "REPLACE", "TEMPORARY", "ONLINE",   "OFFLINE",   "IGNORE",
      "EXTERNAL", "UNIQUE",  "SPATIAL",   "FULLTEXT", "AGGREGATE", "UNDO"};
  std::size_t at = 1;
  for (;;) {
    if (words.is_one_of(at, kBefore)) {
      ++at;
    } else if (words.is(at, "ALGORITHM") || words.is(at, "DEFINER")) {
      at += 3;  // name = value
      while (words.kind(at) == Kind::user_variable || words.kind(at) == Kind::left_paren ||
             words.kind(at) == Kind::right_paren) {
        ++at;
      }
    } else if (words.is(at, "SQL") && words.is(at + 1, "SECURITY")) {
      at += 3;
    } else {
      return at;
    }
  }
}

Announcement define(const Words& words) {
  Announcement found;
  const std::size_t object = object_word(words);
  const bool table = words.kind(object) == Kind::kw_table ||
                     (words.is(0, "DROP") && words.kind(object) == Kind::kw_tables);
  const bool index = words.kind(object) == Kind::kw_index && !words.is(0, "ALTER");
  if (table || index || !words.is_word(object)) {
    found.what = Announced::for_grammar;
    return found;
  }
  found.what = Announced::other;
  found.name = upper(words.text(0)) + ' ' + upper(words.text(object));
  return found;
}

// The forms of SET that set no variable.
Announcement set(const Words& words) {
  const bool assigned =
      words.kind(2) == Kind::equal || words.kind(2) == Kind::assign || words.kind(2) == Kind::dot;
  const bool default_role = words.is(1, "DEFAULT") && words.is(2, "ROLE");
  const bool other = words.is(1, "ROLE") || words.is(1, "STATEMENT") || words.is(1, "RESOURCE");
  if (words.is(1, "PASSWORD") || default_role || (other && !assigned)) {
    return {Announced::other, default_role ? "SET DEFAULT ROLE" : "SET " + upper(words.text(1))};
  }
  return {Announced::for_grammar, {}};
}

bool is_known_show(const Words& words) {
  static constexpr std::array<std::string_view, 7> kModifiers = {
      "FULL", "EXTENDED", "GLOBAL", "SESSION", "LOCAL", "STORAGE", "PERSIST"};
  static constexpr std::array<std::string_view, 20> kShown = {
      "DATABASES", "SCHEMAS", "TABLES",      "COLUMNS", "FIELDS",    "INDEX",  "INDEXES",
      "KEYS",      "COUNT",   "VARIABLES",   "STATUS",  "WARNINGS",  "ERRORS", "ENGINES",
      "COLLATION", "CHARSET", "PROCESSLIST", "GRANTS",  "CHARACTER", "CHAR"};
  std::size_t at = 1;
  while (words.is_one_of(at, kModifiers)) ++at;
  if (words.is(at, "CREATE")) {
    return words.is(at + 1, "TABLE") || words.is(at + 1, "DATABASE") || words.is(at + 1, "SCHEMA");
  }
  if (words.is(at, "TABLE")) return words.is(at + 1, "STATUS");
  return words.is_one_of(at, kShown) || !words.is_word(at);
}

// EXPLAIN ROUTE statement, where `EXPLAIN route` would describe a table.
bool explains_route(const Words& words) {
  static constexpr std::array<std::string_view, 14> kVerbs = {
      "SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE",   "WITH", "VALUES",
      "TABLE",  "CREATE", "ALTER",   "DROP",   "TRUNCATE", "SET",  "SHOW"};
  return words.is(0, "EXPLAIN") && words.is(1, "ROUTE") &&
         (words.is_one_of(2, kVerbs) || words.kind(2) == Kind::left_paren) &&
         words.kind(3) != Kind::end;
}

Announcement decide(const Words& words, bool mariadb) {
  const Announcement grammar{Announced::for_grammar, {}};
  const auto other = [](std::string name) {
    return Announcement{Announced::other, std::move(name)};
  };
  switch (words.kind(0)) {
    case Kind::end:
      return {};
    case Kind::kw_create:
    case Kind::kw_alter:
    case Kind::kw_drop:
      return define(words);
    case Kind::kw_set:
      return set(words);
    case Kind::kw_show:
      return {is_known_show(words) ? Announced::for_grammar : Announced::other_show, {}};
    case Kind::kw_explain:
      if (!explains_route(words)) return grammar;
      return {Announced::explain_route, {}, 0, words.index(2)};
    case Kind::kw_preview:
      return {Announced::preview, {}, 0, words.index(1)};
    case Kind::kw_begin:
      return words.kind(1) == Kind::kw_not ? other("BEGIN NOT ATOMIC") : grammar;
    case Kind::kw_delete:
      return mariadb && words.is(1, "HISTORY") && words.is(2, "FROM") ? other("DELETE HISTORY")
                                                                      : grammar;
    case Kind::kw_start:
      return words.is(1, "TRANSACTION") ? grammar : other(verb_name(words));
    default:
      break;
  }
  return words.is_one_of(0, kOtherVerbs) ? other(verb_name(words)) : grammar;
}

}  // namespace

Announcement announce(const TokenList& list, std::uint32_t from, bool mariadb) {
  const Words words(list, from);
  Announcement found = decide(words, mariadb);
  found.first = words.index(0);
  return found;
}

}  // namespace sluice::parser
