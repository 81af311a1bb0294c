// SPDX-License-Identifier: Apache-2.0
// Random statements out of pieces that have made tokenizers disagree: both sinks must see the same
// marks, and equal normalised text must mean equal tokens, for a plan is found by that text.
#include <array>
#include <map>
#include <random>

#include <doctest/doctest.h>

#include "parser/keyword_table.h"
#include "parser/kind_traits.h"
#include "tests/fuzz/tokenizer_check.h"
#include "tests/unit/parser/scan_helpers.h"

namespace sluice::parser {
namespace {

constexpr std::array<std::string_view, 74> kPieces = {"SELECT",
                                                      "select",
                                                      "IN",
                                                      "in",
                                                      "VALUES",
                                                      "value",
                                                      "NULL",
                                                      "null",
                                                      "\\N",
                                                      "a",
                                                      "`a`",
                                                      "`a``b`",
                                                      "t.",
                                                      ".",
                                                      "1",
                                                      "-",
                                                      "-1",
                                                      "1.5",
                                                      ".5",
                                                      "1e5",
                                                      "'x'",
                                                      "'it''s'",
                                                      "\"y\"",
                                                      "N'x'",
                                                      "x'41'",
                                                      "b'1'",
                                                      "0x41",
                                                      "_utf8",
                                                      "?",
                                                      "(",
                                                      "(1)",
                                                      "(1,2)",
                                                      ",(1)",
                                                      ")",
                                                      ",",
                                                      "*",
                                                      "/",
                                                      "+",
                                                      "<",
                                                      ">",
                                                      "=",
                                                      "!",
                                                      "|",
                                                      "&",
                                                      ":",
                                                      "@",
                                                      "@a",
                                                      "@@",
                                                      "{",
                                                      "}",
                                                      ";",
                                                      "case",
                                                      "end",
                                                      "if",
                                                      "then",
                                                      "begin",
                                                      "create",
                                                      "procedure",
                                                      "loop",
                                                      "#c\n",
                                                      "-- c\n",
                                                      "/* c */",
                                                      "/*!50000",
                                                      "*/",
                                                      "/*!990000 1*/",
                                                      "/*+ h */",
                                                      "/*route: r*/",
                                                      "count",
                                                      "(*)",
                                                      "$",
                                                      "\xc3\xa9",
                                                      "\xbf\x5c",
                                                      "'",
                                                      "`"};

std::string random_statement(std::mt19937& random, int pieces) {
  static constexpr std::array<std::string_view, 5> kGaps = {"", "", " ", "\n", " "};
  std::string sql;
  for (int i = 0; i < pieces; ++i) {
    sql += kPieces[random() % kPieces.size()];
    sql += kGaps[random() % kGaps.size()];
  }
  return sql;
}

TEST_CASE("both sinks agree about any text") {
  std::mt19937 random(1);
  for (int i = 0; i < 60000; ++i) {
    const std::string sql = random_statement(random, static_cast<int>(random() % 24) + 1);
    const unsigned options = i % 3 == 0 ? random() : 0;
    const std::string wrong = testing::TokenizerCheck(sql, testing::options_of(options)).run();
    if (!wrong.empty()) {
      CAPTURE(sql);
      CAPTURE(options);
      FAIL_CHECK(wrong);
      return;
    }
  }
}

// Everything about the tokens that a plan may depend on.
std::string signature(std::string_view sql) {
  TokenList list;
  if (!scan(sql, {}, list).ok()) return "";
  Normalized text;
  if (!normalize(sql, {}, text).ok() || !text.cacheable) return "";
  std::string out;
  for (const Mark& mark : text.marks) {
    switch (mark.kind) {
      case MarkKind::in_list:
        out += "list ";
        continue;
      case MarkKind::value_rows:
        out += "rows" + std::to_string(mark.row_width) + ' ';
        continue;
      case MarkKind::literal:
        out += "literal" + std::to_string(static_cast<int>(text.literals[mark.first_literal].type));
        out += (sql[mark.offset] | 0x20) == 'n' ? "n " : " ";
        continue;
      default:
        break;
    }
    for (const Token& token : list.tokens) {
      if (token.offset != mark.offset) continue;
      out += class_of(token.kind) == WordClass::reserved && sql[token.offset] != '\\'
                 ? std::string(keyword_text(token.kind))
                 : std::string(sql.substr(token.offset, token.length));
      out += ' ';
      break;
    }
  }
  return out;
}

TEST_CASE("equal normalised text means equal tokens") {
  std::mt19937 random(2);
  std::map<std::string, std::string> seen;
  std::size_t repeated = 0;
  for (int i = 0; i < 60000; ++i) {
    const std::string sql =
        "SELECT " + random_statement(random, static_cast<int>(random() % 4) + 1);
    const std::string tokens = signature(sql);
    if (tokens.empty()) continue;
    const auto [place, fresh] = seen.emplace(testing::normalized(sql), tokens);
    repeated += !fresh;
    if (place->second == tokens) continue;
    CAPTURE(sql);
    CAPTURE(place->first);
    CHECK(place->second == tokens);
    return;
  }
  CHECK(repeated > 1000);
}

}  // namespace
}  // namespace sluice::parser
