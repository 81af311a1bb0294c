// SPDX-License-Identifier: Apache-2.0
// Names of user variables as tokens have them.
#pragma once

#include <string>
#include <vector>

#include "common/base/result.h"
#include "parser/scan.h"
#include "router/rewrite/source_text.h"

namespace sluice::router {

// `token` is @name, @`name`, @'name' or @"name"; the name is in lower case, as names of user
// variables are compared without case.
std::string user_variable_name(std::string_view token, const parser::LexOptions& lex);

// The names in `INTO @a, @b`. Errors: unsupported for INTO OUTFILE and DUMPFILE.
Result<std::vector<std::string>> into_variables(const SourceText& source, TokenRange into);

}  // namespace sluice::router
