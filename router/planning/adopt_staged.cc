// SPDX-License-Identifier: Apache-2.0
#include "router/planning/plan_staged.h"

namespace sluice::router {

Result<void> adopt_staged(StatementContext& context,
                          Result<std::shared_ptr<const StagedWrite>> staged,
                          const Result<void>& failed) {
  RoutedPlan& routed = context.routed;
  if (!staged) {
    if (!failed) return staged.error();
    if (routed.scatter_error) routed.scatter_error = staged.error();
    if (routed.route.split_error) routed.route.split_error = staged.error();
    return {};
  }
  routed.staged = std::move(*staged);
  if (failed) return {};
  routed.always_staged = true;
  routed.statement_class = StatementClass::write;
  routed.route = {};
  routed.tables.clear();
  routed.insert.reset();
  routed.key_assignments.clear();
  return {};
}

}  // namespace sluice::router
