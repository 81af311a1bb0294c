// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/parser_verdict.h"

#include "parser/parse.h"

namespace sluice::test {
namespace {

parser::CharsetClass charset_class(const std::string& charset) {
  using parser::CharsetClass;
  if (charset == "big5") return CharsetClass::big5;
  if (charset == "gbk") return CharsetClass::gbk;
  if (charset == "sjis" || charset == "cp932") return CharsetClass::sjis;
  if (charset == "gb18030") return CharsetClass::gb18030;
  if (charset == "euckr" || charset == "ujis" || charset == "eucjpms" || charset == "gb2312") {
    return CharsetClass::euckr;
  }
  return CharsetClass::single_byte_or_utf8;
}

}  // namespace

parser::LexOptions lex_options(const CorpusSettings& settings, ServerKind kind) {
  // ANSI by itself stands for four modes, three of which change the bytes' meaning.
  const bool ansi = settings.sql_mode == "ANSI";
  const auto has = [&](const char* mode) {
    return settings.sql_mode.find(mode) != std::string::npos;
  };
  parser::LexOptions options;
  options.ansi_quotes = ansi || has("ANSI_QUOTES");
  options.pipes_as_concat = ansi || has("PIPES_AS_CONCAT");
  options.no_backslash_escapes = has("NO_BACKSLASH_ESCAPES");
  options.ignore_space = ansi || has("IGNORE_SPACE");
  options.high_not_precedence = has("HIGH_NOT_PRECEDENCE");
  options.mariadb = kind == ServerKind::maria;
  options.server_version = kind == ServerKind::maria ? 101100 : 90700;
  options.charset = charset_class(settings.charset);
  return options;
}

ParserVerdict parser_verdict(const std::string& sql, const CorpusSettings& settings,
                             ServerKind kind) {
  const auto parsed = parser::parse(sql, lex_options(settings, kind));
  if (!parsed.ok()) {
    // A text without a statement is error 1065 there, too.
    return {parsed.error().id() == ErrorId::empty_query, parsed.error().message()};
  }
  if (parsed->tokens.next_statement < sql.size()) return {false, "a second statement"};
  return {true, {}};
}

const char* name_of(Disagreement kind) {
  switch (kind) {
    case Disagreement::missing_mysql:
      return "missing_mysql";
    case Disagreement::missing_maria:
      return "missing_maria";
    case Disagreement::extra:
      break;
  }
  return "extra";
}

std::optional<Disagreement> disagreement(const CorpusStatement& statement) {
  const auto accepted = [&](ServerKind kind) {
    return parser_verdict(statement.sql, statement.settings, kind).accepted;
  };
  if (!statement.label || statement.label->open) return std::nullopt;
  if (statement.label->mysql && !accepted(ServerKind::mysql)) return Disagreement::missing_mysql;
  if (statement.label->maria && !accepted(ServerKind::maria)) return Disagreement::missing_maria;
  if (statement.label->mysql || statement.label->maria) return std::nullopt;
  if (accepted(ServerKind::mysql) || accepted(ServerKind::maria)) return Disagreement::extra;
  return std::nullopt;
}

}  // namespace sluice::test
