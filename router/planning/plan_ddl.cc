// SPDX-License-Identifier: Apache-2.0
// CREATE, DROP, ALTER and TRUNCATE TABLE, CREATE and DROP INDEX: on every node of a sharded table,
// on every data source for a broadcast one, on its own source for a single one.
#include <algorithm>

#include "router/planning/every_node.h"
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

// The tables of one DDL statement: the first one decides where it runs, others must fit.
class DdlPlanner {
 public:
  DdlPlanner(StatementContext& context, std::string_view what) : context_(context), what_(what) {
    context_.routed.statement_class = StatementClass::ddl;
    context_.routed.sum_affected_rows = false;
    context_.plan.cacheable = false;
  }

  const Table* main() const { return main_; }
  DataSourceIndex source() const { return context_.routed.route.data_source; }
  bool is_sharded() const { return main_ != nullptr && main_->rule->kind == TableKind::sharded; }
  bool is_temporary() const { return main_ != nullptr && main_->rule->temporary; }
  bool is_broadcast() const {
    return main_ != nullptr && main_->rule->kind == TableKind::broadcast;
  }

  // A table that is not known belongs to the default data source.
  Result<void> set_main(const ast::TableName& name) {
    const auto found = context_.binder.look_up(name);
    if (!found) return found.error();
    context_.bound.database = found->database;
    main_ = found->table;
    context_.routed.sum_affected_rows = is_sharded();  // rows that were copied
    route_to_every_node(*found->database, main_, context_.routed.route);
    add(name, main_, group_of(main_));
    return {};
  }

  // A table that the statement names besides; `renamed_alike`: a sharded one is meant node by node.
  Result<void> add_other(const ast::TableName& name, bool renamed_alike) {
    const auto found = context_.binder.look_up(name);
    if (!found) return found.error();
    const Result<void> taken = context_.bound.take(found->database);
    if (!taken) return taken;
    const Table* table = found->table;
    const bool everywhere = table != nullptr && table->rule->kind == TableKind::broadcast;
    bool fits = everywhere;
    bool by_node = false;
    if (is_sharded()) {
      by_node = renamed_alike && table != nullptr && table->rule->kind == TableKind::sharded;
      fits = everywhere || by_node;
    } else if (!is_broadcast()) {
      const DataSourceIndex source = table == nullptr ? found->database->default_data_source
                                                      : table->rule->nodes[0].data_source;
      const bool single = table == nullptr || table->rule->kind == TableKind::single;
      fits = everywhere || (single && source == this->source());
    }
    if (!fits) return refuse(what_, names(name));
    add(name, table, by_node ? 0 : -1);
    return {};
  }

  Result<void> refuse_for(std::string_view what) const {
    return refuse(what, context_.routed.tables.front().logic_table);
  }

  void reload() {
    if (is_temporary()) {
      context_.routed.temporary.defined = changed_;
      return;
    }
    context_.routed.reload_schema = true;
    for (const std::string& table : changed_) context_.routed.ddl_tables.push_back(table);
  }
  void note_changed(const ast::TableName& name) { changed_.emplace_back(name.table.text); }

 private:
  std::string names(const ast::TableName& other) const {
    return context_.routed.tables.front().logic_table + " and " + std::string(other.table.text);
  }

  void add(const ast::TableName& name, const Table* table, std::int16_t group) {
    const auto binding = static_cast<std::uint16_t>(context_.routed.tables.size());
    context_.add_binding(table, name.table.text, group);
    const bool renamed = table != nullptr && !table->rule->keeps_name();
    if (renamed || !name.schema.empty()) context_.splicer.replace(name.range, {table_op(binding)});
  }

  StatementContext& context_;
  std::string_view what_;
  const Table* main_ = nullptr;
  std::vector<std::string> changed_;
};

bool same_sources(const TableRule& a, const TableRule& b) {
  return std::equal(
      a.nodes.begin(), a.nodes.end(), b.nodes.begin(), b.nodes.end(),
      [](const ActualNode& x, const ActualNode& y) { return x.data_source == y.data_source; });
}

// A row and the row it references must share a node: the same table, or a binding one.
bool references_alike(const StatementContext& context, const DdlPlanner& ddl,
                      const ast::TableName& other) {
  const auto found = context.binder.look_up(other);
  if (!found || found->table == nullptr || !ddl.is_sharded()) return false;
  const TableRule& mine = *ddl.main()->rule;
  const TableRule& theirs = *found->table->rule;
  return &mine == &theirs ||
         (mine.binding_group >= 0 && mine.binding_group == theirs.binding_group);
}

Result<void> add_references(StatementContext& context, DdlPlanner& ddl,
                            ast::List<ast::TableName> references) {
  for (const ast::TableName& other : references) {
    const Result<void> added = ddl.add_other(other, references_alike(context, ddl, other));
    if (!added) return added;
  }
  return {};
}

Result<void> add_like(StatementContext& context, DdlPlanner& ddl, const ast::TableName& like) {
  const auto found = context.binder.look_up(like);
  if (!found) return found.error();
  const bool alike = ddl.is_sharded() && found->table != nullptr &&
                     same_sources(*ddl.main()->rule, *found->table->rule);
  return ddl.add_other(like, alike);
}

// CREATE TABLE .. SELECT: a single table from what lies on its source.
Result<void> add_select(StatementContext& context, const DdlPlanner& ddl,
                        const ast::QueryExpression& query) {
  const std::string_view what = "CREATE TABLE .. SELECT";
  if (ddl.is_sharded() || ddl.is_broadcast()) return ddl.refuse_for(what);
  const std::shared_ptr<const DatabaseMetadata> database = context.bound.database;
  const Result<void> bound = context.binder.query(query, BlockKind::statement, kNone);
  if (!bound) return bound;
  for (const BoundTable& table : context.bound.tables) {
    const bool here =
        table.kind() == TableKind::broadcast ||
        (table.kind() == TableKind::single && table.rule().nodes[0].data_source == ddl.source());
    if (!here || context.bound.database != database) {
      return refuse(what,
                    context.routed.tables.front().logic_table + ", " + table_list(context.bound));
    }
  }
  return {};
}

}  // namespace

Result<void> plan_create_table(StatementContext& context,
                               const ast::CreateTableStatement& statement) {
  if (statement.temporary) return plan_create_temporary(context, statement);
  const bool like = statement.like != nullptr;
  DdlPlanner ddl(context, like ? "CREATE TABLE .. LIKE" : "a FOREIGN KEY between these tables");
  Result<void> done = ddl.set_main(statement.table);
  if (done && ddl.is_temporary()) return ddl.refuse_for("CREATE TABLE behind a temporary table");
  if (done && like) done = add_like(context, ddl, *statement.like);
  if (done) done = add_references(context, ddl, statement.references);
  if (done && statement.query != nullptr) {
    const std::size_t ddl_bindings = context.routed.tables.size();
    done = add_select(context, ddl, *statement.query);
    for (BoundTable& table : context.bound.tables) {
      table.binding = static_cast<std::uint16_t>(table.binding + ddl_bindings);
      context.add_binding(table.table, table.name->table.text, -1);
    }
    if (done) context.edit_names();
  }
  if (!done) return done;
  ddl.note_changed(statement.table);
  ddl.reload();
  return {};
}

Result<void> plan_drop_table(StatementContext& context, const ast::DropTableStatement& statement) {
  if (statement.temporary || names_temporary(context, statement.tables)) {
    return plan_drop_temporary(context, statement);
  }
  DdlPlanner ddl(context, "DROP TABLE of tables that do not lie together");
  for (const ast::TableName& name : statement.tables) {
    Result<void> done;
    if (&name == &statement.tables.front()) {
      done = ddl.set_main(name);
    } else {
      const auto found = context.binder.look_up(name);
      if (!found) return found.error();
      const bool alike = ddl.is_sharded() && found->table != nullptr &&
                         found->table->rule->kind == TableKind::sharded &&
                         same_sources(*ddl.main()->rule, *found->table->rule);
      const bool broadcast =
          found->table != nullptr && found->table->rule->kind == TableKind::broadcast;
      if (broadcast != ddl.is_broadcast()) {
        return refuse(
            "DROP TABLE of tables that do not lie together",
            context.routed.tables.front().logic_table + " and " + std::string(name.table.text));
      }
      done = ddl.add_other(name, alike);
    }
    if (!done) return done;
    ddl.note_changed(name);
  }
  ddl.reload();
  return {};
}

Result<void> plan_alter_table(StatementContext& context,
                              const ast::AlterTableStatement& statement) {
  DdlPlanner ddl(context, "a FOREIGN KEY between these tables");
  Result<void> done = ddl.set_main(statement.table);
  if (!done) return done;
  if (statement.renames) return ddl.refuse_for("ALTER TABLE .. RENAME");
  if (statement.moves_rows && (ddl.is_sharded() || ddl.is_broadcast())) {
    return ddl.refuse_for("ALTER TABLE that moves rows between tables");
  }
  done = add_references(context, ddl, statement.references);
  if (!done) return done;
  ddl.note_changed(statement.table);
  ddl.reload();
  return {};
}

Result<void> plan_table_change(StatementContext& context, const ast::TableName& table,
                               bool reload) {
  DdlPlanner ddl(context, "");
  const Result<void> done = ddl.set_main(table);
  if (!done) return done;
  ddl.note_changed(table);
  if (reload) ddl.reload();
  return {};
}

}  // namespace sluice::router
