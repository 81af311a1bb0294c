// SPDX-License-Identifier: Apache-2.0
// Compares the parser with real servers on mutated statements of the corpus. A disagreement is made
// as short as it gets by leaving tokens out, so that the same cause is reported once.
// Thread rule: one thread.
#pragma once

#include <chrono>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "tests/verdicts/disagreements.h"
#include "tests/verdicts/mutator.h"
#include "tests/verdicts/server_verdict.h"

namespace sluice::test {

struct FuzzFinding {
  Disagreement kind;
  std::string sql;       // the shortest form
  std::string original;  // as it was met first
  CorpusSettings settings;
  std::string message;  // the parser's, if it refuses
  std::string cause;    // see cause_of()
  std::size_t times = 1;
};

// Whichever comes first.
struct FuzzLimits {
  std::chrono::seconds time{0};
  std::size_t statements = ~std::size_t{0};
};

struct FuzzResult {
  std::size_t statements = 0;
  std::size_t accepted = 0;                                // by some server
  std::map<const KnownDisagreement*, std::size_t> listed;  // disagreements that are known
  std::vector<FuzzFinding> findings;
};

class VerdictFuzzer {
 public:
  // Without MySQL (null) nothing can be said about what the parser accepts beyond MariaDB.
  VerdictFuzzer(ServerVerdict& maria, ServerVerdict* mysql, const KnownDisagreements& known)
      : maria_(maria), mysql_(mysql), known_(known) {}

  FuzzResult run(const std::vector<CorpusStatement>& corpus, const FuzzLimits& limits,
                 std::uint64_t seed);

 private:
  std::optional<Disagreement> compare(const std::string& sql, const CorpusSettings& settings,
                                      bool& accepted);
  bool accepts(ServerVerdict& server, const std::string& sql, const CorpusSettings& settings,
               bool& certain);
  bool shows(Disagreement kind, const Pieces& pieces, const CorpusSettings& settings);
  void shorten(FuzzFinding& finding);
  std::string cause_of(const FuzzFinding& finding);
  void record(FuzzFinding finding, FuzzResult& result);

  ServerVerdict& maria_;
  ServerVerdict* mysql_;
  const KnownDisagreements& known_;
  std::map<std::string, std::size_t> seen_;  // cause of a finding: its index
};

// The most frequent causes first, then the figures.
void print_findings(const FuzzResult& result, std::ostream& out);

}  // namespace sluice::test
