// SPDX-License-Identifier: Apache-2.0
// tests/corpus/disagreements.tsv: where the parser and the servers are known to differ, each with
// the reason; docs/sql.md is made from it. Columns:
//
//   floor  accepted  99.90           at least this share (%) of what a server accepts is accepted
//   floor  refused   99.90           at least this share of what both refuse is refused
//   floor  wording   99.00           at least this share of the parser's refusals is worded as
//   MariaDB's limit  fuzz      0               at most so many causes may the short fuzz of the
//   tests find extra|missing_mysql|missing_maria  text|regex  REASON  STATEMENT
//
// A text is one statement as escape_statement() shows it; a regular expression (ECMAScript, case
// ignored) is searched in the statement with its white space reduced to single blanks.
// Errors: std::runtime_error.
#pragma once

#include <regex>
#include <string>
#include <vector>

#include "tests/verdicts/parser_verdict.h"

namespace sluice::test {

struct KnownDisagreement {
  std::string kind;
  bool is_regex = false;
  std::string reason;
  std::string statement;
  std::regex pattern;
  bool matches(Disagreement found, const std::string& sql) const;
};

struct KnownDisagreements {
  double accepted_floor = 0;
  double refused_floor = 0;
  double wording_floor = 0;
  double fuzz_limit = 0;
  std::vector<KnownDisagreement> entries;

  // The first entry that has it, or null.
  const KnownDisagreement* find(Disagreement found, const std::string& sql) const;
};

std::filesystem::path disagreements_file();
KnownDisagreements read_disagreements();
void write_disagreements(const KnownDisagreements& known);

// How the parser agrees with the labels of a corpus.
struct Agreement {
  struct Found {
    Disagreement kind;
    const CorpusStatement* statement;
  };
  std::size_t accepted = 0;  // labels: some server accepts
  std::size_t refused = 0;   // labels: both refuse
  std::vector<Found> found;

  double accepted_share() const;  // of those, in percent, what the parser says, too
  double refused_share() const;
};

Agreement compare_with_labels(const std::vector<CorpusStatement>& corpus);

}  // namespace sluice::test
