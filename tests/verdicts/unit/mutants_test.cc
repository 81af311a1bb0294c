// SPDX-License-Identifier: Apache-2.0
// Statements that nobody wrote: the corpus cut off at each of its tokens, and changed at random.
// The parser answers each with a statement or a user's error, and what it accepts can be printed
// and read again. SLUICE_MUTANTS: how many are made, SLUICE_MUTANT_SEED: which.
#include <cstdlib>

#include <doctest/doctest.h>

#include "parser/parse.h"
#include "parser/print_sql.h"
#include "tests/verdicts/mutator.h"
#include "tests/verdicts/parser_verdict.h"

namespace sluice::test {
namespace {

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtoull(value, nullptr, 10);
}

// Empty, or what is wrong with the parser's answer.
std::string fault_of(const std::string& sql, const CorpusSettings& settings, ServerKind kind) {
  const parser::LexOptions options = lex_options(settings, kind);
  const auto parsed = parser::parse(sql, options);
  if (!parsed.ok()) {
    const ErrorId id = parsed.error().id();
    const bool users = id == ErrorId::syntax_error || id == ErrorId::empty_query ||
                       id == ErrorId::nesting_too_deep;
    return users ? "" : parsed.error().message();
  }
  const std::string printed = parser::print_sql(*parsed);
  const auto again = parser::parse(printed, options);
  if (!again.ok()) return "printed: " + printed + ": " + again.error().message();
  const bool same = parser::print_tree(*parsed) == parser::print_tree(*again);
  return same ? "" : "printed: " + printed + ": another tree";
}

void check_answers(const std::string& sql, const CorpusSettings& settings) {
  for (const ServerKind kind : {ServerKind::maria, ServerKind::mysql}) {
    const std::string fault = fault_of(sql, settings, kind);
    INFO(escape_statement(sql) << " [" << settings.sql_mode << "] [" << settings.charset << ']');
    CHECK(fault == "");
  }
}

TEST_CASE("a statement that is cut off is answered") {
  for (const CorpusStatement& statement : read_corpus()) {
    Pieces pieces = cut_into_pieces(statement.sql, statement.settings);
    for (; !pieces.empty(); pieces.pop_back()) {
      check_answers(join_pieces(pieces), statement.settings);
    }
  }
}

TEST_CASE("what is accepted of changed statements can be printed and read again") {
  const std::vector<CorpusStatement> corpus = read_corpus();
  Mutator mutator(corpus, setting("SLUICE_MUTANT_SEED", 1));
  for (std::uint64_t count = setting("SLUICE_MUTANTS", 20'000); count > 0; --count) {
    const CorpusStatement mutant = mutator.next();
    check_answers(mutant.sql, mutant.settings);
  }
}

}  // namespace
}  // namespace sluice::test
