// SPDX-License-Identifier: Apache-2.0
// `sluice parse`: what the parser says about SQL, for scripts and for debugging. Reads as it goes,
// so that memory is bounded by the longest statement.
#pragma once

#include <iosfwd>

#include "parser/scan.h"

namespace sluice::frontend {

enum class ParseFormat {
  jsonl,  // one {"sql": "..."} a line; one {"ok": true, "kind": "..."} or {"ok": false, "error":
          // "...", "line": n, "column": n} a line in answer, in order
  sql     // statements with `;` between
};

struct ParseOptions {
  ParseFormat format = ParseFormat::sql;
  bool tree = false;  // print the tree of each statement
  parser::LexOptions lex;
};

// Returns the exit code: 0 if all statements were parsed, 1 if any was not. An unreadable JSON line
// counts as a statement that was not.
int run_parse(const ParseOptions& options, std::istream& in, std::ostream& out);

}  // namespace sluice::frontend
