// SPDX-License-Identifier: Apache-2.0
// What must hold between tokenizer, normalised text and parser for every statement.
#include <regex>

#include <doctest/doctest.h>

#include "tests/unit/parser/parse_helpers.h"
#include "tests/unit/parser/sample_statements.h"
#include "tests/unit/parser/scan_helpers.h"

namespace sluice::parser {
namespace {

using testing::mysql;
using testing::tokens_of;
using testing::tree_of;

struct Sample {
  std::string sql;
  LexOptions options;
};

std::vector<Sample> samples() {
  std::vector<Sample> all;
  const auto add = [&](const std::vector<std::string>& statements, const LexOptions& options) {
    for (const std::string& sql : statements) all.push_back({sql, options});
  };
  add(testing::sample_queries(), {});
  add(testing::sample_changes(), {});
  add(testing::sample_others(), {});
  add(testing::sample_mariadb(), {});
  add(testing::sample_mysql(), mysql());
  add(testing::sample_admin(), {});
  add(testing::sample_admin_mariadb(), {});
  add(testing::sample_admin_mysql(), mysql());
  return all;
}

Normalized normal(std::string_view sql, const LexOptions& options) {
  Normalized out;
  REQUIRE(normalize(sql, options, out).ok());
  return out;
}

// The text with other literals of the same types in the places of all literals that are not pinned
// inside of a name.
std::string with_other_literals(const std::string& sql, const Normalized& normalized) {
  std::string out;
  std::uint32_t at = 0;
  for (const LiteralSpan& literal : normalized.literals) {
    out.append(sql, at, literal.offset - at);
    const std::string old = sql.substr(literal.offset, literal.length);
    at = literal.offset + literal.length;
    switch (literal.type) {
      case LiteralType::integer:
        out += old + '7';
        break;
      case LiteralType::decimal:
        out += "9" + old + "5";
        break;
      default:
        out += old;
    }
  }
  return out + sql.substr(at);
}

// Without the values of numbers.
std::string shape(const std::string& tree) {
  static const std::regex kNumbers("[0-9]*\\.?[0-9]+");
  return std::regex_replace(tree, kNumbers, "#");
}

TEST_CASE("equal normalised text means equal trees but for the literals") {
  for (const auto& [sql, options] : samples()) {
    CAPTURE(sql);
    // `1..10` in the head of a loop cannot be changed number by number. No plan is kept for it.
    if (sql.find("..") != std::string::npos) continue;
    const Normalized before = normal(sql, options);
    const std::string other = with_other_literals(sql, before);
    CAPTURE(other);
    const Normalized after = normal(other, options);
    REQUIRE(after.text == before.text);
    CHECK(after.hash == before.hash);
    CHECK(after.literals.size() == before.literals.size());
    CHECK(shape(tree_of(other, options)) == shape(tree_of(sql, options)));
  }
}

// The markers of normalised text replaced by the literals they stand for.
std::string spliced(const std::string& sql, const Normalized& normalized) {
  std::string out;
  std::size_t at = 0;
  for (const Mark& mark : normalized.marks) {
    if (mark.kind == MarkKind::token || mark.kind == MarkKind::parameter) continue;
    const std::size_t marker = normalized.text.find('#', at);
    if (marker == std::string::npos) return "no marker left";
    // A letter for the type; rows also tell their width.
    std::size_t end = marker + 2;
    if (mark.kind == MarkKind::value_rows) {
      end = normalized.text.find_first_not_of("0123456789", end);
      end = std::min(end, normalized.text.size());
    }
    out.append(normalized.text, at, marker - at);
    out += ' ' + sql.substr(mark.offset, mark.length) + ' ';
    at = end;
  }
  return out + normalized.text.substr(at);
}

std::string upper_words(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

TEST_CASE("normalised text with its literals back in scans to the same tokens") {
  for (const auto& [sql, options] : samples()) {
    const Normalized normalized = normal(sql, options);
    const std::string again = spliced(sql, normalized);
    CAPTURE(sql);
    CAPTURE(normalized.text);
    CAPTURE(again);
    CHECK(upper_words(tokens_of(again, options)) == upper_words(tokens_of(sql, options)));
  }
}

TEST_CASE("white space, comments and the case of keywords change no tree") {
  for (const auto& [sql, options] : samples()) {
    CAPTURE(sql);
    // Behind every token that space follows.
    std::string spaced = "/* head */ ";
    TokenList list;
    REQUIRE(scan(sql, options, list).ok());
    std::uint32_t at = 0;
    for (const Token& token : list.tokens) {
      spaced += token.offset > at ? "\n /* x */ \t" : "";
      spaced += sql.substr(token.offset, token.length);
      at = token.end();
    }
    CHECK(tree_of(spaced, options) == tree_of(sql, options));
  }
}

}  // namespace
}  // namespace sluice::parser
