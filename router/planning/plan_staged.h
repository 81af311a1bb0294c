// SPDX-License-Identifier: Apache-2.0
// Makes a StagedWrite of statements that a shard cannot carry out alone.
#pragma once

#include "router/planning/locking_text.h"
#include "router/planning/statement_context.h"

namespace sluice::router {

// An UPDATE or DELETE, once everything is bound.
struct Change {
  std::string_view verb;
  const ast::WithClause* with = nullptr;
  const ast::TableRef* from = nullptr;
  ast::List<ast::Assignment> assignments{};  // UPDATE
  const ast::Expr* where = nullptr;
  ast::List<ast::OrderItem> order_by{};
  const ast::Limit* limit = nullptr;
  bool ignore = false;
  bool returning = false;
  bool multi_table = false;
  int block = kNone;
  std::vector<int> targets{};  // indexes of BoundTables that are written to
  bool unknown_target = false;
};

// Errors: unsupported, naming what keeps it from being staged; update_table_used.
Result<std::shared_ptr<const StagedWrite>> plan_staged_change(StatementContext& context,
                                                              const Change& change);

// Makes `staged` what is done where the plan cannot be carried out on one shard; `failed` is what
// planning came to. An error of staging takes the place of the plan's refusals.
Result<void> adopt_staged(StatementContext& context,
                          Result<std::shared_ptr<const StagedWrite>> staged,
                          const Result<void>& failed);

}  // namespace sluice::router
