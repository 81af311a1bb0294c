// SPDX-License-Identifier: Apache-2.0
#include "router/planning/plan_staged.h"

#include <algorithm>
#include <set>

#include "parser/visitor.h"
#include "router/planning/plan_staged_move.h"
#include "router/planning/refusal.h"
#include "router/planning/staged_key.h"
#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

bool is_default(const ast::Expr& expr) {
  return expr.kind == ast::ExprKind::default_value;
}

class ChangePlanner {
 public:
  ChangePlanner(StatementContext& context, const Change& change)
      : context_(context),
        bound_(context.bound),
        change_(change),
        splicer_(locking_text(context)) {}

  Result<std::shared_ptr<const StagedWrite>> run() {
    Result<void> done = check();
    if (done) done = add_targets();
    if (done) done = add_assignments();
    if (done) done = finish_moves();
    if (!done) return done.error();
    write_read();
    return std::make_shared<const StagedWrite>(std::move(plan_));
  }

 private:
  Error refused(std::string_view what) const {
    return refuse(std::string(change_.verb) + " " + std::string(what), table_list(bound_));
  }

  Result<void> check() {
    plan_.update = change_.verb == "UPDATE";
    plan_.ignore = change_.ignore;
    plan_.table = table_list(bound_);
    if (change_.multi_table ? change_.unknown_target || change_.targets.empty()
                            : targets().empty()) {
      return refused("whose tables are not known");
    }
    if (change_.returning) return refused("with RETURNING over several shards");
    const StatementFacts& facts = bound_.facts;
    if (facts.sets_insert_id) return refused("with LAST_INSERT_ID(expression) over several shards");
    if (!facts.seeded_random.empty()) {
      return refused("with " + facts.seeded_random + "(expression) over several shards");
    }
    for (const BoundTable& table : bound_.tables) {
      if (table.ref != nullptr && !table.ref->temporal.empty()) {
        return refused("with FOR PORTION OF or FOR SYSTEM_TIME over several shards");
      }
    }
    return check_target_in_subquery();
  }

  // The only table of a statement about one is written to, whatever its columns are called.
  std::vector<int> targets() const {
    if (change_.multi_table) return change_.targets;
    for (std::size_t i = 0; i < bound_.tables.size(); ++i) {
      if (bound_.tables[i].block == change_.block) return {static_cast<int>(i)};
    }
    return {};
  }

  // A subquery may read the table that is written to in a derived table only, or on MariaDB.
  Result<void> check_target_in_subquery() const {
    for (const int target : targets()) {
      const BoundTable& written = at(target);
      for (std::size_t i = 0; i < bound_.tables.size(); ++i) {
        const BoundTable& other = bound_.tables[i];
        if (other.table != written.table || other.block == change_.block) continue;
        if (inside_derived(other.block)) continue;
        if (!context_.metadata->is_mariadb()) {
          return make_error(ErrorId::update_table_used, {written.exposed});
        }
        if (change_.multi_table) return refused("of a table that a subquery reads");
      }
    }
    return {};
  }

  bool inside_derived(int block) const {
    for (; block != kNone; block = bound_.blocks[static_cast<std::size_t>(block)].parent) {
      const BlockKind kind = bound_.blocks[static_cast<std::size_t>(block)].kind;
      if (kind == BlockKind::derived || kind == BlockKind::common_table) return true;
    }
    return false;
  }

  const BoundTable& at(int table) const { return bound_.tables[static_cast<std::size_t>(table)]; }

  Result<void> add_targets() {
    std::set<int> seen;
    for (const int table : targets()) {
      if (!seen.insert(table).second) continue;
      const Result<void> added = add_target(table);
      if (!added) return added;
    }
    return {};
  }

  Result<void> add_target(int index) {
    const BoundTable& table = at(index);
    StagedTarget& target = plan_.targets.emplace_back();
    tables_.push_back(index);
    target.logic_name = table.name->table.text;
    target.table = context_.source.text(table.name->range);
    target.exposed = quote_name(table.exposed);
    if (plan_.update && table.ref != nullptr && !table.ref->alias.empty()) {
      target.table += " AS " + target.exposed;
    }
    target.verb = plan_.update ? "UPDATE " : "DELETE ";
    if (change_.ignore) target.verb += "IGNORE ";
    if (!plan_.update) target.verb += "FROM ";
    target.first_key = read_columns_;
    plan_.written.emplace_back(table.exposed);
    return add_key(table, target);
  }

  // Its key and the sharding columns, which the servers' keys do not tell apart for certain.
  Result<void> add_key(const BoundTable& table, StagedTarget& target) {
    if (table.schema() == nullptr) return refused("of a table whose columns are not known");
    if (table.kind() == TableKind::sharded && !values_decide_node(table.rule())) {
      return refused("of rows that are not placed by their values over several shards");
    }
    bool any = false;
    for (const ColumnSchema& column : table.schema()->columns) {
      if (!column.in_key && !table.rule().is_sharding_column(column.lower_name)) continue;
      any = any || column.in_key;
      const std::optional<StagedKeyColumn> key = key_column(column);
      if (!key) {
        return refuse(std::string(change_.verb) + " of rows told by column " + column.name +
                          " over several shards",
                      target.logic_name);
      }
      target.key.push_back(*key);
      select(key->before + target.exposed + "." + quote_name(column.name) + key->behind);
    }
    if (any) return {};
    return make_error(ErrorId::staged_without_key, {change_.verb, target.logic_name});
  }

  void select(std::string text) {
    if (read_columns_++ > 0) append_text(", ");
    append_text(std::move(text));
  }
  void select(const ast::Expr& expr) {
    select("(");
    append_ops(items_, splicer_.ops(expr.range));
    append_text(")");
  }
  void append_text(std::string text) { items_.push_back(text_op(std::move(text))); }

  // ------------------------------------------------------------------------------------
  // assignments

  // The target of an assignment, as an index into plan_.targets.
  std::optional<std::size_t> target_of(const ast::Assignment& assignment) const {
    const BoundColumn* column = bound_.column(assignment.column);
    if (column == nullptr) return std::nullopt;
    const auto found = std::find(tables_.begin(), tables_.end(), column->table);
    if (found == tables_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - tables_.begin());
  }

  // What the shard of the row can compute by itself.
  bool is_local(const ast::Expr& expr, int table) const {
    bool local = true;
    parser::for_each_expr(expr, parser::Subqueries::enter, [&](const ast::Expr& each) {
      switch (each.kind) {
        case ast::ExprKind::subquery:
        case ast::ExprKind::exists:
        case ast::ExprKind::in_query:
        case ast::ExprKind::quantified:
          local = false;
          break;
        case ast::ExprKind::column: {
          const BoundColumn* column = bound_.column(&each);
          local = local && (!change_.multi_table || (column != nullptr && column->table == table));
          break;
        }
        default:
          break;
      }
    });
    return local;
  }

  // An expression that names a column which another assignment changes depends on which of them
  // comes first. In the read both are as they were.
  Result<void> check_order(const ast::Assignment& assignment, bool computed) const {
    for (const ast::Assignment& other : change_.assignments) {
      if (&other == &assignment) {
        if (!change_.multi_table) break;  // what follows is assigned later
        continue;
      }
      if (!computed && !change_.multi_table) continue;
      const BoundColumn* changed = bound_.column(other.column);
      bool names = false;
      parser::for_each_expr(
          *assignment.value, parser::Subqueries::enter, [&](const ast::Expr& each) {
            if (each.kind != ast::ExprKind::column) return;
            const BoundColumn* column = bound_.column(&each);
            names = names || column == nullptr || changed == nullptr || *column == *changed;
          });
      if (names) return refused("whose assignments depend on each other over several shards");
    }
    return {};
  }

  bool is_key(int table, std::string_view lower_name) const {
    const TableRule& rule = at(table).rule();
    return rule.kind == TableKind::sharded && rule.nodes.size() > 1 &&
           rule.is_sharding_column(lower_name);
  }

  Result<void> add_assignments() {
    for (const ast::Assignment& assignment : change_.assignments) {
      const std::optional<std::size_t> target = target_of(assignment);
      if (!target && change_.multi_table) return refused("whose columns are not known");
      const Result<void> added =
          target ? add_assignment(assignment, *target) : add_unknown(assignment);
      if (!added) return added;
    }
    return {};
  }

  // The server judges a name that it may not know either.
  Result<void> add_unknown(const ast::Assignment& assignment) {
    if (!is_local(*assignment.value, tables_.front())) {
      return refused("whose columns are not known");
    }
    StagedAssignment& planned = plan_.targets.front().assignments.emplace_back();
    planned.column.ops = splicer_.ops(assignment.column->range);
    planned.expression.emplace().ops = splicer_.ops(assignment.value->range);
    return {};
  }

  Result<void> add_assignment(const ast::Assignment& assignment, std::size_t index) {
    const BoundColumn& column = *bound_.column(assignment.column);
    const int table = tables_[index];
    const ColumnSchema* schema = bound_.schema_of(column);
    if (schema == nullptr) return refused("whose columns are not known");
    const bool moves = is_key(table, column.name);
    const bool computed =
        moves || (!is_default(*assignment.value) && !is_local(*assignment.value, table));
    const Result<void> ordered = check_order(assignment, computed);
    if (!ordered) return ordered;
    if (moves) return add_move(assignment, index, *schema);
    StagedAssignment planned;
    planned.column.ops = splicer_.ops(assignment.column->range);
    planned.value = {read_columns_, *schema};
    if (computed) {
      select(*assignment.value);
    } else {
      planned.expression.emplace().ops = splicer_.ops(assignment.value->range);
    }
    plan_.targets[index].assignments.push_back(std::move(planned));
    return {};
  }

  // -------------------------------------------------------------------------------- sharding
  // columns

  // Rows that keep their values of it need no assignment.
  Result<void> add_move(const ast::Assignment& assignment, std::size_t index,
                        const ColumnSchema& column) {
    StagedTarget& target = plan_.targets[index];
    const auto refused_move = [&](std::string_view what) {
      return refuse(std::string(what) + " that changes sharding key " + column.name,
                    target.logic_name);
    };
    if (change_.ignore) return refused_move("UPDATE IGNORE");
    if (is_default(*assignment.value)) return refused_move("SET to DEFAULT");
    if (is_named_later(assignment)) {
      return refused("whose assignments depend on each other over several shards");
    }
    if (!target.move) target.move.emplace();
    target.move->keys.push_back({read_columns_, column});
    select(*assignment.value);
    return {};
  }

  bool is_named_later(const ast::Assignment& assignment) const {
    const BoundColumn* changed = bound_.column(assignment.column);
    bool later = false;
    bool named = false;
    for (const ast::Assignment& other : change_.assignments) {
      if (later) {
        parser::for_each_expr(*other.value, parser::Subqueries::enter, [&](const ast::Expr& each) {
          const BoundColumn* column = bound_.column(&each);
          named = named || (column != nullptr && *column == *changed);
        });
      }
      later = later || &other == &assignment;
    }
    return named;
  }

  Result<void> finish_moves() {
    for (std::size_t i = 0; i < plan_.targets.size(); ++i) {
      StagedTarget& target = plan_.targets[i];
      if (!target.move) continue;
      for (const StagedAssignment& assignment : target.assignments) {
        if (!assignment.expression) {
          return refuse(
              "a computed " + assignment.value.column.name + " together with a sharding key",
              target.logic_name);
        }
        if (!assignment.value.column.in_key) continue;
        return refuse("changing " + assignment.value.column.name + " together with a sharding key",
                      target.logic_name);
      }
      target.move->in_place = target.assignments;
      add_on_update(at(tables_[i]), *target.move);
      const Result<void> travels = plan_travel(at(tables_[i]), *target.move);
      if (!travels) return travels;
    }
    return {};
  }

  // -------------------------------------------------------------------------------------------
  // read

  void write_read() {
    SqlOps& ops = plan_.read.ops;
    const auto text = [&ops](std::string words) { ops.push_back(text_op(std::move(words))); };
    const auto copy = [&](ast::TokenRange range) { append_ops(ops, splicer_.ops(range)); };
    if (change_.with != nullptr) {
      copy(change_.with->range);
      text(" ");
    }
    text("SELECT ");
    append_ops(ops, std::move(items_));
    text(" FROM ");
    copy(change_.from->range);
    if (change_.where != nullptr) {
      text(" WHERE (");
      copy(change_.where->range);
      text(")");
    }
    if (!change_.order_by.empty()) {
      SqlOps order{text_op(" ORDER BY ")};
      append_ops(order, splicer_.ops({change_.order_by.front().range.begin,
                                      change_.order_by.back().range.end}));
      append_ops(ops, order);
      if (plan_.update && orders_locally()) plan_.targets.front().order.ops = std::move(order);
    }
    if (change_.limit != nullptr) {
      text(" ");
      copy(change_.limit->range);
    }
    text(" FOR UPDATE");
  }

  bool orders_locally() const {
    return std::all_of(change_.order_by.begin(), change_.order_by.end(),
                       [&](const auto& item) { return is_local(*item.expr, tables_.front()); });
  }

  StatementContext& context_;
  const Bound& bound_;
  const Change& change_;
  Splicer splicer_;
  StagedWrite plan_;
  std::vector<int> tables_;  // of plan_.targets
  SqlOps items_;             // the read's select list
  std::uint16_t read_columns_ = 0;
};

}  // namespace

Result<std::shared_ptr<const StagedWrite>> plan_staged_change(StatementContext& context,
                                                              const Change& change) {
  return ChangePlanner(context, change).run();
}

}  // namespace sluice::router
