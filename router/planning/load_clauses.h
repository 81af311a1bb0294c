// SPDX-License-Identifier: Apache-2.0
// The clauses of LOAD DATA, read from the tokens of a statement whose syntax has been checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "router/load/file_format.h"
#include "router/rewrite/source_text.h"

namespace sluice::router {

// A target of the field list or of SET.
struct LoadTarget {
  bool variable = false;
  std::string name;  // lower case, unquoted, without qualifier
  // Of the target's tokens; of a qualifier the tokens up to the name.
  TokenRange range;
  TokenRange qualifier;
};

struct LoadAssignment {
  LoadTarget target;
  std::string variable;  // SET column = @variable; empty: another value
};

struct LoadClauses {
  bool xml = false;
  bool local = false;
  std::string file_name;
  std::string charset;  // lower case, empty: not written
  FileFormat format;
  TokenRange ignored_lines;      // IGNORE n LINES
  bool has_list = false;         // a field list with something in it
  std::uint32_t list_begin = 0;  // behind its parenthesis
  std::vector<LoadTarget> targets;
  std::vector<LoadAssignment> assignments;
  bool assigns_variables = false;  // := within an expression
  bool plain_separators = true;    // all of them ASCII
  std::string unknown;             // the first clause that is not known here, or empty
};

// `table`: the name behind INTO TABLE.
LoadClauses read_load_clauses(const SourceText& source, TokenRange statement, TokenRange table);

}  // namespace sluice::router
