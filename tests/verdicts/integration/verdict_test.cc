// SPDX-License-Identifier: Apache-2.0
// Labels and fuzzing against servers that run now.
#include <cstdio>
#include <cstdlib>

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
    // A server without a verdict agrees with any label but its own acceptance.
    CHECK(server.accepts(statement.sql, statement.settings).value_or(false) == labelled);
  }
  CHECK(server.deaths() == 0);
}

// "near '...' at line N"
std::string near_part(const std::string& message) {
  const std::size_t at = message.rfind("near '");
  return at == std::string::npos ? message : message.substr(at);
}

TEST_CASE("the corpus's labels are what the servers say") {
  const std::vector<CorpusStatement> corpus = read_corpus();
  ServerVerdict maria(ServerKind::maria);
  check_labels(maria, corpus);
  if (!MySqlServer::available()) {
    MESSAGE("without MySQL 9: build/mysql/root is not there");
    return;
  }
  ServerVerdict mysql(ServerKind::mysql);
  check_labels(mysql, corpus);
}

TEST_CASE("a refusal names the place that the server names") {
  ServerVerdict maria(ServerKind::maria);
  std::size_t refusals = 0;
  std::size_t same = 0;
  for (const CorpusStatement& statement : read_corpus()) {
    const ParserVerdict ours = parser_verdict(statement.sql, statement.settings, ServerKind::maria);
    const ServerAnswer theirs = maria.prepare(statement.sql, statement.settings);
    if (ours.accepted || !theirs.refused() || ours.message.find("near '") == std::string::npos)
      continue;
    ++refusals;
    if (near_part(ours.message) == near_part(theirs.message)) {
      ++same;
    } else if (std::getenv("SLUICE_SHOW_WORDING") != nullptr) {
      std::printf("%s\n  ours   %s\n  theirs %s\n", escape_statement(statement.sql).c_str(),
                  near_part(ours.message).c_str(), near_part(theirs.message).c_str());
    }
  }
  const double share = 100.0 * static_cast<double>(same) / static_cast<double>(refusals);
  MESSAGE(same << " of " << refusals << " refusals are worded as MariaDB's: " << share << " %");
  CHECK(refusals > 500);
  CHECK(share >= read_disagreements().wording_floor);
}

TEST_CASE("a short fuzz finds no more disagreements than allowed") {
  ServerVerdict maria(ServerKind::maria);
  std::unique_ptr<ServerVerdict> mysql;
  if (MySqlServer::available()) mysql = std::make_unique<ServerVerdict>(ServerKind::mysql);
  const KnownDisagreements known = read_disagreements();
  const FuzzResult result = VerdictFuzzer(maria, mysql.get(), known)
                                .run(read_corpus(), {.time = 60s, .statements = 4000}, 1);
  CHECK(result.statements == 4000);
  CHECK(result.accepted > 200);
  for (const FuzzFinding& finding : result.findings) {
    MESSAGE(std::string(name_of(finding.kind)) << ": " << escape_statement(finding.sql));
  }
  MESSAGE(result.findings.size() << " causes of disagreement");
  CHECK(static_cast<double>(result.findings.size()) <= known.fuzz_limit);
}

}  // namespace
}  // namespace sluice::test
