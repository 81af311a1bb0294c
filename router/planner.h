// SPDX-License-Identifier: Apache-2.0
// AST to plan: binds names to tables, proves what may be pushed to the shards as it is, and decides
// how the rest is merged. What it cannot prove right it refuses, naming the construct and the
// tables. Pure: no IO, no clock.
#pragma once

#include <string_view>

#include "common/base/result.h"
#include "parser/parse.h"
#include "router/hints.h"
#include "router/plan.h"
#include "router/temporary_tables.h"

namespace sluice::router {

// What of the session a plan may depend on; part of the plan-cache key.
struct SessionView {
  std::string_view database;  // default database; empty: none selected
  parser::LexOptions lex;
  const StagedPart* staged = nullptr;  // set: part of a staged write; such plans are not cached
  const TemporaryTables* temporary = nullptr;  // with some, the plan is for this session only
  const Hints* hints = nullptr;  // where they shape_plans(), the plan is for these only
};

// Parses and plans `sql` with the hints in front of it, which replace the session's. Errors: also
// those of parse() and read_hints().
Result<PlanPtr> plan_sql(std::string_view sql, const SessionView& session,
                         const MetadataSnapshot& metadata);

// The plan of what `plan`, if it is a RewrittenPlan, stands for, whose text and marks then are in
// `text` and `normalized`. Errors: also view_nesting.
Result<PlanPtr> follow_rewrites(PlanPtr plan, const SessionView& session,
                                const MetadataSnapshot& metadata, std::string& text,
                                parser::Normalized& normalized);

Result<PlanPtr> plan_statement(const parser::ParsedStatement& parsed, const SessionView& session,
                               const MetadataSnapshot& metadata);

}  // namespace sluice::router
