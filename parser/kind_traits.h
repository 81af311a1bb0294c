// SPDX-License-Identifier: Apache-2.0
// What the tokenizer's loops ask about a kind, as one table look-up.
#pragma once

#include <array>
#include <cstdint>

#include "parser/scan.h"
#include "parser/token_kind.h"

namespace sluice::parser {

// What an end of a token does to its neighbour when no space is put between them, as bits: two ends
// with a bit in common need one.
enum class Edge : std::uint8_t {
  none = 0,
  word = 1,
  operation = 2,
  call = 4,              // a parenthesis, which must follow directly
  name = 1 | 4,          // a word that may be a function's name
  point = 8,             // a dot,
  variable = 1 | 4 | 8,  // which may be part of a user variable's name
};

struct alignas(8) KindTraits {
  Edge front = Edge::operation;
  Edge back = Edge::operation;
  char marker = '\0';  // of a literal in normalised text, else NUL
  LiteralType literal = LiteralType::integer;
  bool is_hint = false;
  bool in_lists = false;    // may stand in a folded list
  bool opens_list = false;  // a list that may be folded follows
  bool special = false;     // any of the rare cases: hint, list, `;`, CASE, END, parameter, invalid
};

inline constexpr std::size_t kKindCount = 640;

// By kind.
inline constexpr std::array<WordClass, kKindCount> kWordClasses = [] {
  std::array<WordClass, kKindCount> classes{};
#define SLUICE_TOKEN(kind, name)
#define SLUICE_WORD(kind, name, word_class) \
  classes[static_cast<std::size_t>(TokenKind::kind)] = WordClass::word_class;
#define SLUICE_DERIVED(kind, name)
#include "parser/token_kinds.def"
#undef SLUICE_TOKEN
#undef SLUICE_WORD
#undef SLUICE_DERIVED
  return classes;
}();

// Types behind the list are words of the administrative grammar (admin_words.def): names elsewhere.
constexpr WordClass class_of(TokenKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  return index < kKindCount ? kWordClasses[index] : WordClass::free;
}

class KindTable {
 public:
  constexpr KindTable() {
    for (auto i = static_cast<std::size_t>(kFirstWord); i < kKindCount; ++i) {
      table_[i].front = Edge::word;
      table_[i].back = kWordClasses[i] == WordClass::reserved ? Edge::word : Edge::name;
    }
    for (TokenKind kind : {TokenKind::identifier, TokenKind::quoted_identifier,
                           TokenKind::introducer, TokenKind::user_variable}) {
      at(kind).front = Edge::word;
      at(kind).back = Edge::name;
    }
    for (TokenKind kind :
         {TokenKind::left_paren, TokenKind::right_paren, TokenKind::comma, TokenKind::dot,
          TokenKind::semicolon, TokenKind::parameter, TokenKind::left_brace, TokenKind::right_brace,
          TokenKind::optimizer_hint, TokenKind::route_hint}) {
      at(kind).front = at(kind).back = Edge::none;
    }
    at(TokenKind::left_paren).front = Edge::call;
    at(TokenKind::dot).front = Edge::point;
    at(TokenKind::user_variable).back = Edge::variable;
    literal(TokenKind::integer, 'i', LiteralType::integer);
    literal(TokenKind::decimal, 'd', LiteralType::decimal);
    literal(TokenKind::floating, 'f', LiteralType::floating);
    literal(TokenKind::string, 's', LiteralType::string);
    literal(TokenKind::national_string, 'n', LiteralType::string);
    literal(TokenKind::hex, 'x', LiteralType::hex);
    literal(TokenKind::bit, 'b', LiteralType::bit);
    at(TokenKind::kw_null).literal = LiteralType::null_value;
    for (TokenKind kind : {TokenKind::integer, TokenKind::decimal, TokenKind::floating,
                           TokenKind::string, TokenKind::hex, TokenKind::bit, TokenKind::kw_null}) {
      at(kind).in_lists = true;
    }
    for (TokenKind kind : {TokenKind::optimizer_hint, TokenKind::route_hint}) {
      at(kind).is_hint = at(kind).special = true;
    }
    for (TokenKind kind : {TokenKind::kw_in, TokenKind::kw_values, TokenKind::kw_value}) {
      at(kind).opens_list = at(kind).special = true;
    }
    for (TokenKind kind : {TokenKind::semicolon, TokenKind::kw_case, TokenKind::kw_end,
                           TokenKind::parameter, TokenKind::invalid}) {
      at(kind).special = true;
    }
  }

  constexpr const KindTraits& operator[](TokenKind kind) const {
    return table_[static_cast<std::size_t>(kind)];
  }

 private:
  constexpr KindTraits& at(TokenKind kind) { return table_[static_cast<std::size_t>(kind)]; }
  constexpr void literal(TokenKind kind, char marker, LiteralType type) {
    at(kind).marker = marker;
    at(kind).literal = type;
  }

  std::array<KindTraits, kKindCount> table_{};
};

inline constexpr KindTable kKinds;

}  // namespace sluice::parser
