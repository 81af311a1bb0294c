// SPDX-License-Identifier: Apache-2.0
// Labels and fuzzing against servers that run now.
#include <doctest/doctest.h>

#include "tests/support/mysql_server.h"
#include "tests/verdicts/verdict_fuzzer.h"

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

void check_labels(ServerVerdict& server, const std::vector<CorpusStatement>& corpus) {
  for (const CorpusStatement& statement : corpus) {
    if (!statement.label) continue;
    INFO(statement.file << ":" << statement.line << ": " << escape_statement(statement.sql));
    const bool labelled =
        server.kind() == ServerKind::mysql ? statement.label->mysql : statement.label->maria;
    CHECK(server.accepts(statement.sql, statement.settings) == labelled);
  }
  CHECK(server.deaths() == 0);
}

TEST_CASE("the corpus's labels are what the servers say; a short fuzz finds nothing unlisted") {
  const std::vector<CorpusStatement> corpus = read_corpus();
  ServerVerdict maria(ServerKind::maria);
  check_labels(maria, corpus);

  std::unique_ptr<ServerVerdict> mysql;
  if (MySqlServer::available()) {
    mysql = std::make_unique<ServerVerdict>(ServerKind::mysql);
    check_labels(*mysql, corpus);
  } else {
    MESSAGE("without MySQL 9: build/mysql/root is not there");
  }

  const KnownDisagreements known = read_disagreements();
  const FuzzResult result = VerdictFuzzer(maria, mysql.get(), known).run(corpus, 5s, 20240601);
  CHECK(result.accepted > 100);
  for (const FuzzFinding& finding : result.findings) {
    INFO(name_of(finding.kind) << ": " << escape_statement(finding.sql));
    CHECK(known.find(finding.kind, finding.sql) != nullptr);
  }
}

}  // namespace
}  // namespace sluice::test
