// SPDX-License-Identifier: Apache-2.0
// UPDATE and DELETE.
#include <algorithm>

#include "router/planning/operands.h"
#include "router/planning/plan_staged.h"
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

struct Targets {
  std::vector<int> tables;  // indexes of BoundTables that are written to
  bool unknown = false;     // some could not be told
};

bool any_of_kind(const Bound& bound, TableKind kind) {
  return std::any_of(bound.tables.begin(), bound.tables.end(),
                     [kind](const BoundTable& table) { return table.kind() == kind; });
}

bool writes_broadcast(const Bound& bound, const Targets& targets) {
  if (targets.unknown && any_of_kind(bound, TableKind::broadcast)) return true;
  return std::any_of(targets.tables.begin(), targets.tables.end(), [&](int table) {
    return bound.tables[static_cast<std::size_t>(table)].kind() == TableKind::broadcast;
  });
}

// What both statements have in common, once everything is bound.
struct Write {
  std::string_view verb;
  int block;
  Targets targets;
  bool multi_table;
  bool ordered;
  const ast::Limit* limit;
};

Result<void> route_broadcast(StatementContext& context, const Write& write) {
  const Result<void> checked = check_broadcast_write(context.bound, write.verb);
  if (!checked) return checked;
  if (write.limit != nullptr && !write.ordered) {
    return refuse(std::string(write.verb) + " of a broadcast table with LIMIT and without ORDER BY",
                  table_list(context.bound));
  }
  for (const BoundTable& table : context.bound.tables) {
    context.add_binding(table.table, table.name->table.text, -1);
  }
  route_to_every_source(context, *context.bound.tables.front().table);
  return {};
}

std::optional<Error> why_not_scattered(const StatementContext& context, const Write& write) {
  const std::string tables = table_list(context.bound, TableKind::sharded);
  const std::string verb(write.verb);
  if (write.multi_table) return refuse_scatter("a multi-table " + verb, tables);
  if (write.limit != nullptr) return refuse_scatter(verb + " with LIMIT", tables);
  const StatementFacts& facts = context.bound.facts;
  if (facts.sets_insert_id) return refuse_scatter("LAST_INSERT_ID() with an argument", tables);
  if (!facts.seeded_random.empty()) {
    return refuse_scatter(facts.seeded_random + "() with an argument", tables);
  }
  return std::nullopt;
}

Result<void> route_write(StatementContext& context, const Write& write) {
  context.routed.statement_class = StatementClass::write;
  if (writes_broadcast(context.bound, write.targets)) return route_broadcast(context, write);
  auto decision = decide_route(context.bound, context.routes, write.block);
  if (!decision) return decision.error();
  context.adopt(std::move(*decision));
  if (context.routed.route.kind == RouteKind::sharded && !context.routed.scatter_error) {
    context.routed.scatter_error = why_not_scattered(context, write);
  }
  return {};
}

// The sharded tables' columns that an assignment may mean.
std::vector<std::pair<int, KeyRef>> assigned_keys(const Bound& bound,
                                                  const ast::ColumnRef& column) {
  std::vector<std::pair<int, KeyRef>> keys;
  const std::string name = to_lower(column.column.text);
  const BoundColumn* known = bound.column(&column);
  for (std::size_t i = 0; i < bound.tables.size(); ++i) {
    if (known != nullptr && known->table != static_cast<int>(i)) continue;
    const TableRule& rule = bound.tables[i].rule();
    if (rule.kind != TableKind::sharded || rule.nodes.size() == 1) continue;
    for (const KeyRef key : rule.keys()) {
      if (rule.key(key).name == name) keys.emplace_back(static_cast<int>(i), key);
    }
  }
  return keys;
}

Result<void> add_key_assignments(StatementContext& context, const ast::Assignment& assignment) {
  const Bound& bound = context.bound;
  const BoundColumn* target = bound.column(assignment.column);
  const BoundColumn* value = bound.column(assignment.value);
  if (target != nullptr && value != nullptr && *target == *value) return {};  // c = c
  for (const auto& [table, key] : assigned_keys(bound, *assignment.column)) {
    const TableRule& rule = bound.tables[static_cast<std::size_t>(table)].rule();
    const std::int16_t group = context.routed.tables[static_cast<std::size_t>(table)].group;
    const auto operand = operand_of(*assignment.value, context.source);
    // Of several columns the others are not known here.
    const bool alone = rule.strategy(key.level).columns.size() == 1;
    if (target == nullptr || group < 0 || !operand || !alone) {
      return make_error(ErrorId::sharding_key_update, {rule.key(key).name, rule.name});
    }
    context.routed.key_assignments.push_back({static_cast<std::uint16_t>(group), key, *operand});
  }
  return {};
}

void note_target(const BoundColumn* column, Targets& targets) {
  if (column == nullptr) {
    targets.unknown = true;
  } else {
    targets.tables.push_back(column->table);
  }
}

Result<void> bind_update(StatementContext& context, const ast::UpdateStatement& statement,
                         Write& write) {
  Binder& binder = context.binder;
  write.block = binder.open_block(BlockKind::statement, kNone);
  const int scope = binder.root_scope(write.block);
  Result<void> done;
  if (statement.with != nullptr) done = binder.with_clause(*statement.with, kNone);
  if (done) done = binder.from(*statement.tables, write.block, scope);
  if (done) done = binder.condition(statement.where, write.block, scope);
  for (const ast::Assignment& assignment : statement.assignments) {
    if (done) done = binder.expression(assignment.column, write.block);
    if (done) done = binder.expression(assignment.value, write.block);
    note_target(context.bound.column(assignment.column), write.targets);
  }
  if (done) done = binder.order_items(statement.order_by, write.block);
  return done;
}

// The table that DELETE names before or behind FROM.
int find_target(const Bound& bound, int block, const ast::TableName& name) {
  for (const FromName& each : bound.blocks[static_cast<std::size_t>(block)].names) {
    if (each.exposed == name.table.text &&
        (name.schema.empty() || each.database == name.schema.text)) {
      return each.table;
    }
  }
  return kNone;
}

Result<void> bind_delete(StatementContext& context, const ast::DeleteStatement& statement,
                         Write& write) {
  Binder& binder = context.binder;
  write.block = binder.open_block(BlockKind::statement, kNone);
  const int scope = binder.root_scope(write.block);
  Result<void> done;
  if (statement.with != nullptr) done = binder.with_clause(*statement.with, kNone);
  if (done) done = binder.from(*statement.from, write.block, scope);
  if (done && !statement.multi_table) {
    for (std::size_t i = 0; i < context.bound.tables.size(); ++i) {
      BoundTable& table = context.bound.tables[i];
      if (table.block != write.block) continue;
      table.takes_no_alias = true;
      write.targets.tables.push_back(static_cast<int>(i));
    }
  }
  if (done) done = binder.condition(statement.where, write.block, scope);
  if (done) done = binder.order_items(statement.order_by, write.block);
  if (done) done = binder.select_items(statement.returning_items, write.block);
  return done;
}

void edit_delete_targets(StatementContext& context, const ast::DeleteStatement& statement,
                         Write& write) {
  for (const ast::TableName& name : statement.targets) {
    const int table = find_target(context.bound, write.block, name);
    if (table == kNone) {
      write.targets.unknown = true;
      continue;
    }
    write.targets.tables.push_back(table);
    if (name.schema.empty()) continue;
    const std::uint32_t token = name.table.token;
    context.splicer.replace({name.schema.token, token + 1},
                            context.splicer.ops({token, token + 1}));
  }
}

bool may_be_staged(const Error& error) {
  return error.id() == ErrorId::unsupported || error.id() == ErrorId::scatter_unsupported ||
         error.id() == ErrorId::not_colocated || error.id() == ErrorId::sharding_key_update;
}

// Whether there are values that no single unit, nor several, could do it for.
bool may_be_refused(const RoutedPlan& plan) {
  const StatementRoute& route = plan.route;
  return plan.scatter_error || route.tables.size() > 1 || route.pinned_to_source ||
         !route.must_equal.empty() || !plan.key_assignments.empty();
}

// `done`: how planning it for the shards went.
Result<void> plan_stages(StatementContext& context, const Change& change, Result<void> done) {
  const bool failed = !done;
  if (failed && !may_be_staged(done.error())) return done;
  if (context.session.staged == nullptr && (failed || may_be_refused(context.routed))) {
    const Result<void> adopted = adopt_staged(context, plan_staged_change(context, change), done);
    if (!adopted) return adopted;
    done = {};
  }
  if (done && !context.routed.always_staged) context.edit_names();
  return done;
}

}  // namespace

Result<void> plan_update(StatementContext& context, const ast::UpdateStatement& statement) {
  Write write{.verb = "UPDATE",
              .block = kNone,
              .targets = {},
              .multi_table = statement.tables->kind != ast::TableRefKind::base,
              .ordered = !statement.order_by.empty(),
              .limit = statement.limit};
  const Result<void> bound = bind_update(context, statement, write);
  if (!bound) return bound;
  Result<void> done = route_write(context, write);
  const bool keeps_keys = context.session.staged != nullptr && context.session.staged->keeps_keys;
  for (const ast::Assignment& assignment : statement.assignments) {
    if (done && !keeps_keys) done = add_key_assignments(context, assignment);
  }
  return plan_stages(context,
                     {.verb = write.verb,
                      .with = statement.with,
                      .from = statement.tables,
                      .assignments = statement.assignments,
                      .where = statement.where,
                      .order_by = statement.order_by,
                      .limit = statement.limit,
                      .ignore = statement.ignore,
                      .returning = false,
                      .multi_table = write.multi_table,
                      .block = write.block,
                      .targets = write.targets.tables,
                      .unknown_target = write.targets.unknown},
                     std::move(done));
}

namespace {

Result<void> plan_returning(StatementContext& context) {
  RoutedPlan& routed = context.routed;
  routed.returns_rows = true;
  if (routed.route.kind == RouteKind::every_source) {
    return refuse("DELETE of a broadcast table with RETURNING", table_list(context.bound));
  }
  if (routed.route.kind == RouteKind::sharded && !routed.scatter_error) {
    routed.scatter_error =
        refuse_scatter("RETURNING", table_list(context.bound, TableKind::sharded));
  }
  return {};
}

}  // namespace

Result<void> plan_delete(StatementContext& context, const ast::DeleteStatement& statement) {
  Write write{
      .verb = "DELETE",
      .block = kNone,
      .targets = {},
      // DELETE t FROM t, as Hibernate says it, is about one table, too.
      .multi_table = statement.multi_table && statement.from->kind != ast::TableRefKind::base,
      .ordered = !statement.order_by.empty(),
      .limit = statement.limit};
  const Result<void> bound = bind_delete(context, statement, write);
  if (!bound) return bound;
  edit_delete_targets(context, statement, write);
  Result<void> done = route_write(context, write);
  if (done && !statement.returning.empty()) done = plan_returning(context);
  return plan_stages(context,
                     {.verb = write.verb,
                      .with = statement.with,
                      .from = statement.from,
                      .assignments = {},
                      .where = statement.where,
                      .order_by = statement.order_by,
                      .limit = statement.limit,
                      .ignore = statement.ignore,
                      .returning = !statement.returning.empty(),
                      .multi_table = write.multi_table,
                      .block = write.block,
                      .targets = write.targets.tables,
                      .unknown_target = write.targets.unknown},
                     std::move(done));
}

}  // namespace sluice::router
