// SPDX-License-Identifier: Apache-2.0
#include "parser/admin_tokens.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "parser/ascii.h"
#include "parser/function_rules.h"
#include "parser/kind_traits.h"
#include "parser/string_body.h"

namespace sluice::parser {
namespace {

using Kind = TokenKind;

// How many types token_kinds.def has; ANTLR counts from 1.
constexpr std::size_t kKnownTypes = 0
#define SLUICE_TOKEN(kind, name) +1
#define SLUICE_WORD(kind, name, word_class) +1
#define SLUICE_DERIVED(kind, name) +1
#include "parser/token_kinds.def"
#undef SLUICE_TOKEN
#undef SLUICE_WORD
#undef SLUICE_DERIVED
    ;

constexpr std::string_view kWords[] = {
#define SLUICE_ADMIN_WORD(name) #name,
#define SLUICE_ADMIN_DERIVED(name)
#include "parser/admin_words.def"
#undef SLUICE_ADMIN_WORD
#undef SLUICE_ADMIN_DERIVED
};
static_assert(std::is_sorted(std::begin(kWords), std::end(kWords)));

constexpr std::string_view kEventClauses[] = {"COMMENT", "DISABLE", "DO", "ENABLE",
                                              "ENDS",    "STARTS",  "END"};

enum class Derived : std::size_t {
#define SLUICE_ADMIN_WORD(name)
#define SLUICE_ADMIN_DERIVED(name) k##name,
#include "parser/admin_words.def"
#undef SLUICE_ADMIN_WORD
#undef SLUICE_ADMIN_DERIVED
};

constexpr Kind numbered(std::size_t behind) {
  return static_cast<Kind>(kKnownTypes + 1 + behind);
}

constexpr Kind derived(Derived what) {
  return numbered(std::size(kWords) + static_cast<std::size_t>(what));
}

// `identifier` if it is none of the words.
Kind admin_word(std::string_view text) {
  std::array<char, 32> upper;
  if (text.size() > upper.size()) return Kind::identifier;
  std::transform(text.begin(), text.end(), upper.begin(), to_upper);
  const std::string_view word(upper.data(), text.size());
  const auto* found = std::lower_bound(std::begin(kWords), std::end(kWords), word);
  if (found == std::end(kWords) || *found != word) return Kind::identifier;
  return numbered(static_cast<std::size_t>(found - std::begin(kWords)));
}

class Typing {
 public:
  Typing(const TokenList& list, const std::vector<GrammarToken>& tokens, bool mariadb)
      : list_(list), tokens_(tokens), mariadb_(mariadb) {}

  Kind type_of(std::size_t at) const {
    const Kind kind = kind_at(at);
    if (kind == Kind::quoted_identifier) return Kind::identifier;
    if (kind != Kind::identifier && kind < kFirstWord) return kind;
    const Kind before = at > 0 ? kind_at(at - 1) : Kind::end;
    const bool offset = kind == Kind::kw_offset && at >= 2 && kind_at(at - 2) == Kind::kw_limit;
    if (class_of(kind) == WordClass::mariadb && !mariadb_ && !offset) return Kind::identifier;
    // A CASE does not end behind these.
    if (kind == Kind::kw_end &&
        (before == Kind::left_paren || before == Kind::comma || before == Kind::kw_if ||
         before == Kind::kw_while || before == Kind::kw_when || before == Kind::kw_kill ||
         before == Kind::kw_using || word_is(at - 1, "BEFORE") || word_is(at - 1, "IMMEDIATE"))) {
      return Kind::identifier;
    }
    if (is_time_of_event(at)) return Kind::identifier;
    if (before == Kind::dot || before == Kind::at_at) return Kind::identifier;
    const Kind next = at + 1 < tokens_.size() ? kind_at(at + 1) : Kind::end;
    switch (kind) {
      case Kind::kw_char:
      case Kind::kw_character:
        return next == Kind::kw_set ? Kind::character_set : kind;
      case Kind::kw_with: {
        if (word_is(at + 1, "CUBE") || word_is(at + 1, "ROLLUP")) return Kind::invalid;
        const bool check =
            next == Kind::kw_check ||
            ((next == Kind::kw_local || word_is(at + 1, "CASCADED")) && word_is(at + 2, "CHECK"));
        return check ? derived(Derived::kWITH_CHECK) : kind;
      }
      case Kind::kw_connection:
        return kills(at) ? derived(Derived::kKILL_CONNECTION) : kind;
      case Kind::kw_query:
        return kills(at) ? derived(Derived::kKILL_QUERY) : kind;
      case Kind::identifier:
        if (next == Kind::dot && is_charset_introducer(text(at))) return Kind::invalid;
        if (next == Kind::dot && touches_next(at)) return kind;
        if (next == Kind::kw_on &&
            (before == Kind::kw_grant || word_is(at - 1, "REVOKE") || word_is(at - 1, "EXISTS")) &&
            word_is(at, "PROXY")) {
          return derived(Derived::kPROXY_ON);
        }
        if (calls_window_function(at)) return Kind::invalid;
        // A column that is set, not an option of LOAD DATA behind SET.
        if (word_is(0, "LOAD") && (word_is(at, "PARALLEL") || word_is(at, "MEMORY")) &&
            (next != Kind::equal || before == Kind::kw_set || before == Kind::comma)) {
          return kind;
        }
        return admin_word(text(at));
      default:
        if (calls_window_function(at)) return Kind::invalid;
        return kind;
    }
  }

 private:
  // ON SCHEDULE AT word: a variable, though it may begin the next clause.
  bool is_time_of_event(std::size_t at) const {
    if (at < 3 || tokens_.size() <= at || !is_one_of_words(at, kEventClauses)) return false;
    if (!word_is(0, "CREATE") && !word_is(0, "ALTER")) return false;
    if (!word_is(1, "EVENT") && !word_is(3, "EVENT") && !word_is(5, "EVENT")) return false;
    const bool scheduled = word_is(at - 1, "AT") || word_is(at - 1, "EVERY");
    if (scheduled) return word_is(at - 2, "SCHEDULE");
    const bool begins = word_is(at - 1, "STARTS") || word_is(at - 1, "ENDS");
    return begins && !word_is(at - 2, "EVENT") && !word_is(at - 2, "EXISTS") &&
           !is_time_of_event(at - 1);
  }
  template <std::size_t N>
  bool is_one_of_words(std::size_t at, const std::string_view (&words)[N]) const {
    return std::any_of(std::begin(words), std::end(words),
                       [&](std::string_view word) { return word_is(at, word); });
  }
  bool kills(std::size_t at) const {
    return at > 0 &&
           (kind_at(at - 1) == Kind::kw_kill || word_is(at - 1, "HARD") || word_is(at - 1, "SOFT"));
  }
  bool touches_next(std::size_t at) const {
    return list_.tokens[tokens_[at].index].end() == list_.tokens[tokens_[at + 1].index].offset;
  }
  // CALL RANK(): no routine has such a name, which is reserved in MySQL and a symbol in MariaDB.
  bool calls_window_function(std::size_t at) const {
    if (at == 0 || at + 1 >= tokens_.size() || !touches_next(at)) return false;
    if (kind_at(at + 1) == Kind::left_paren && is_symbol(text(at))) return true;
    const Kind before = kind_at(at - 1);
    if (before != Kind::kw_call && before != Kind::kw_procedure && before != Kind::kw_function &&
        before != Kind::kw_exists && before != Kind::kw_table) {
      return false;
    }
    const FunctionRule* rule = function_rule(text(at), mariadb_);
    return kind_at(at + 1) == Kind::left_paren && rule != nullptr && rule->window;
  }
  Kind kind_at(std::size_t at) const { return list_.tokens[tokens_[at].index].kind; }
  std::string_view text(std::size_t at) const {
    const Token& token = list_.tokens[tokens_[at].index];
    return list_.sql.substr(token.offset, token.length);
  }
  bool word_is(std::size_t at, std::string_view upper) const {
    return at < tokens_.size() && equals_upper(text(at), upper);
  }

  const TokenList& list_;
  const std::vector<GrammarToken>& tokens_;
  bool mariadb_;
};

}  // namespace

void assign_admin_types(const TokenList& list, std::uint32_t first, std::uint32_t last,
                        bool mariadb, std::vector<GrammarToken>& out) {
  out.clear();
  for (std::uint32_t i = first; i < last; ++i) {
    if (!kKinds[list.tokens[i].kind].is_hint) out.push_back({list.tokens[i].kind, i});
  }
  const Typing typing(list, out, mariadb);
  for (std::size_t at = 0; at < out.size(); ++at) out[at].type = typing.type_of(at);
  out.push_back({Kind::end, last});
}

}  // namespace sluice::parser
