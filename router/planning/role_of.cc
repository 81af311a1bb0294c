// SPDX-License-Identifier: Apache-2.0
#include "router/planning/role_of.h"

#include <algorithm>

namespace sluice::router {
namespace {

// A view may call what writes. A statement without tables has nothing to take off the primary.
bool is_replicated(const BoundTable& table) {
  return table.kind() != TableKind::system && !table.rule().temporary &&
         table.schema() != nullptr && !table.schema()->is_view;
}

}  // namespace

Role role_of(const StatementContext& context) {
  const RoutedPlan& routed = context.routed;
  const StatementFacts& facts = context.bound.facts;
  const std::vector<BoundTable>& tables = context.bound.tables;
  // What a staged write reads it writes back.
  if (context.session.staged != nullptr) return Role::primary;
  if (routed.statement_class != StatementClass::read || !routed.into.empty()) return Role::primary;
  if (routed.user_locks || !routed.assigned_variables.empty()) return Role::primary;
  if (!facts.unknown_function.empty() || facts.sets_insert_id || facts.asks_server) {
    return Role::primary;
  }
  const bool replicated =
      !tables.empty() && std::all_of(tables.begin(), tables.end(), is_replicated);
  return replicated ? Role::reader : Role::primary;
}

}  // namespace sluice::router
