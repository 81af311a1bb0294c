// SPDX-License-Identifier: Apache-2.0
// What the parser says of a text, and how that differs from the servers' labels. The gateway serves
// MySQL and MariaDB alike, so its grammar accepts what either accepts; only comments that name a
// version depend on the server.
#pragma once

#include <optional>
#include <string>

#include "parser/scan.h"
#include "tests/verdicts/corpus_file.h"

namespace sluice::test {

enum class ServerKind { mysql, maria };

parser::LexOptions lex_options(const CorpusSettings& settings, ServerKind kind);

struct ParserVerdict {
  bool accepted = false;  // as a single statement: any outcome but 1064
  std::string message;    // of the refusal
};

ParserVerdict parser_verdict(const std::string& sql, const CorpusSettings& settings,
                             ServerKind kind);

enum class Disagreement {
  missing_mysql,  // MySQL accepts the text, the parser does not
  missing_maria,
  extra,  // both servers refuse what the parser accepts
};

const char* name_of(Disagreement kind);

std::optional<Disagreement> disagreement(const CorpusStatement& statement);

}  // namespace sluice::test
