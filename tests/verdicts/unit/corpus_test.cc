// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/verdicts/disagreements.h"

namespace sluice::test {
namespace {

TEST_CASE("the parser says of the corpus what the servers say, but for what is listed") {
  const std::vector<CorpusStatement> corpus = read_corpus();
  const KnownDisagreements known = read_disagreements();
  const Agreement agreement = compare_with_labels(corpus);

  CHECK(corpus.size() >= 3000);
  CHECK(agreement.refused >= 500);
  CHECK(agreement.accepted_share() >= known.accepted_floor);
  CHECK(agreement.refused_share() >= known.refused_floor);
  for (const Agreement::Found& found : agreement.found) {
    INFO(found.statement->file << ":" << found.statement->line << ": "
                               << escape_statement(found.statement->sql));
    INFO(std::string(name_of(found.kind)));
    CHECK(known.find(found.kind, found.statement->sql) != nullptr);
  }
}

TEST_CASE("every statement of the corpus has a label") {
  for (const CorpusStatement& statement : read_corpus()) {
    INFO(statement.file << ":" << statement.line);
    CHECK(statement.label.has_value());
  }
}

}  // namespace
}  // namespace sluice::test
