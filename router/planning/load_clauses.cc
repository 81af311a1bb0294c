// SPDX-License-Identifier: Apache-2.0
#include "router/planning/load_clauses.h"

#include <algorithm>
#include <charconv>

#include "router/metadata.h"

namespace sluice::router {
namespace {

using Kind = parser::TokenKind;

std::string to_upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return out;
}

// A name without what quotes it; a quote is doubled in its own quotes.
std::string unquoted(std::string_view text) {
  if (text.size() < 2 || (text[0] != '`' && text[0] != '"' && text[0] != '\'')) {
    return to_lower(text);
  }
  std::string name;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    name += text[i];
    if (text[i] == text[0]) ++i;
  }
  return to_lower(name);
}

class ClauseReader {
 public:
  ClauseReader(const SourceText& source, TokenRange statement)
      : source_(source), at_(statement.begin), end_(statement.end) {}

  LoadClauses read(TokenRange table) {
    const parser::LexOptions& lex = source_.parsed().options;
    out_.format.mariadb = lex.mariadb;
    if (lex.no_backslash_escapes) out_.format.escape.reset();
    read_source();
    at_ = table.end;
    if (take("PARTITION")) skip_parentheses();
    read_charset();
    read_fields();
    read_lines();
    read_ignored();
    read_list();
    if (take("SET")) read_assignments();
    if (at_ < end_ && out_.unknown.empty()) out_.unknown = word();
    return std::move(out_);
  }

 private:
  Kind kind() const { return at_ < end_ ? source_.parsed().tokens.tokens[at_].kind : Kind::end; }
  std::string_view text() const { return source_.token_text(at_); }
  std::string word() const { return at_ < end_ ? to_upper(text()) : std::string(); }
  bool take(std::string_view expected) {
    if (word() != expected) return false;
    ++at_;
    return true;
  }
  bool is(Kind expected) const { return kind() == expected; }

  // From LOAD up to INTO.
  void read_source() {
    take("LOAD");
    out_.xml = word() == "XML";
    ++at_;
    if (!take("LOW_PRIORITY")) take("CONCURRENT");
    out_.local = take("LOCAL");
    if (!take("INFILE")) {
      out_.unknown = word();
      return;
    }
    out_.file_name = literal();
    if (!take("REPLACE")) take("IGNORE");
    if (word() != "INTO") out_.unknown = word();
  }

  std::string literal() {
    std::string value;
    if (!parser::decode_literal(text(), source_.parsed().options, value)) {
      out_.unknown = "a literal";
    }
    ++at_;
    return value;
  }

  std::string separator() {
    std::string value = literal();
    for (const char c : value) {
      if (static_cast<unsigned char>(c) >= 0x80) out_.plain_separators = false;
    }
    return value;
  }

  std::optional<char> one_character() {
    const std::string value = separator();
    return value.empty() ? std::nullopt : std::optional<char>(value[0]);
  }

  void skip_parentheses() {
    while (at_ < end_ && !is(Kind::right_paren)) ++at_;
    ++at_;
  }

  void read_charset() {
    if (take("CHARACTER")) {
      take("SET");
    } else if (!take("CHARSET")) {
      return;
    }
    out_.charset = unquoted(text());
    ++at_;
  }

  void read_fields() {
    if (!take("FIELDS") && !take("COLUMNS")) return;
    for (;;) {
      if (take("TERMINATED")) {
        take("BY");
        out_.format.field_end = separator();
      } else if (take("ESCAPED")) {
        take("BY");
        out_.format.escape = one_character();
      } else if (word() == "OPTIONALLY" || word() == "ENCLOSED") {
        take("OPTIONALLY");
        take("ENCLOSED");
        take("BY");
        out_.format.enclosed = one_character();
      } else {
        return;
      }
    }
  }

  void read_lines() {
    if (!take("LINES")) return;
    for (;;) {
      if (take("TERMINATED")) {
        take("BY");
        out_.format.line_end = separator();
      } else if (take("STARTING")) {
        take("BY");
        out_.format.line_start = separator();
      } else {
        return;
      }
    }
  }

  void read_ignored() {
    const std::uint32_t begin = at_;
    if (!take("IGNORE")) return;
    const std::string_view digits = text();
    const auto parsed =
        std::from_chars(digits.data(), digits.data() + digits.size(), out_.format.ignored_lines);
    if (parsed.ec != std::errc{}) out_.unknown = "IGNORE of so many lines";
    at_ += 2;  // the number, LINES or ROWS
    out_.ignored_lines = {begin, at_};
  }

  // A column, perhaps qualified, or a variable.
  LoadTarget target() {
    LoadTarget target;
    const std::uint32_t begin = at_;
    if (is(Kind::user_variable)) {
      target.variable = true;
      target.name = unquoted(text().substr(1));
      ++at_;
    } else {
      std::uint32_t name = at_++;
      while (is(Kind::dot)) {
        name = at_ + 1;
        at_ += 2;
      }
      target.name = unquoted(source_.token_text(name));
      target.qualifier = {begin, name};
    }
    target.range = {begin, at_};
    return target;
  }

  void read_list() {
    if (!is(Kind::left_paren)) return;
    out_.list_begin = ++at_;
    while (at_ < end_ && !is(Kind::right_paren)) {
      out_.targets.push_back(target());
      if (is(Kind::comma)) ++at_;
    }
    out_.has_list = !out_.targets.empty();
    ++at_;
  }

  void read_assignments() {
    while (at_ < end_) {
      LoadAssignment assignment;
      assignment.target = target();
      ++at_;  // =
      const std::uint32_t begin = at_;
      skip_expression();
      if (at_ == begin + 1 && source_.parsed().tokens.tokens[begin].kind == Kind::user_variable) {
        assignment.variable = unquoted(source_.token_text(begin).substr(1));
      }
      out_.assignments.push_back(std::move(assignment));
      if (!is(Kind::comma)) return;
      ++at_;
    }
  }

  void skip_expression() {
    int depth = 0;
    for (; at_ < end_; ++at_) {
      if (is(Kind::assign)) out_.assigns_variables = true;
      if (is(Kind::left_paren)) ++depth;
      if (is(Kind::right_paren)) --depth;
      if (is(Kind::comma) && depth == 0) return;
    }
  }

  const SourceText& source_;
  std::uint32_t at_;
  std::uint32_t end_;
  LoadClauses out_;
};

}  // namespace

LoadClauses read_load_clauses(const SourceText& source, TokenRange statement, TokenRange table) {
  return ClauseReader(source, statement).read(table);
}

}  // namespace sluice::router
