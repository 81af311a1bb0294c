// SPDX-License-Identifier: Apache-2.0
// LOAD DATA. One server's table: its file passes as it is. A sharded or broadcast one: what decides
// each row's place.
#include <algorithm>

#include "router/load/load_plan.h"
#include "router/planning/load_clauses.h"
#include "router/planning/plan_statement.h"
#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

class LoadPlanner {
 public:
  LoadPlanner(StatementContext& context, const ast::OtherStatement& statement)
      : context_(context),
        statement_(statement),
        clauses_(read_load_clauses(context.source, statement.range,
                                   statement.objects.front().name.range)) {}

  Result<void> run() {
    if (!clauses_.unknown.empty()) return refuse("LOAD with " + clauses_.unknown, "this gateway");
    Result<void> done = bind();
    if (!done) return done;
    context_.routed.statement_class = StatementClass::write;
    context_.plan.cacheable = false;
    done = route();
    if (!done) return done;
    if (clauses_.local) context_.routed.load = std::make_shared<const LoadPlan>(std::move(plan_));
    context_.edit_names();
    edit_qualifiers();
    return {};
  }

 private:
  const BoundTable& target() const { return context_.bound.tables[0]; }
  const TableRule& rule() const { return target().rule(); }

  Result<void> bind() {
    Binder& binder = context_.binder;
    const int block = binder.open_block(BlockKind::statement, kNone);
    const Result<int> table =
        binder.table(statement_.objects.front().name, nullptr, block, binder.root_scope(block));
    if (!table) return table.error();
    context_.bound.tables[0].takes_no_alias = true;
    for (const ast::Expr* expression : statement_.expressions) {
      const Result<void> done = binder.expression(expression, block);
      if (!done) return done;
    }
    const auto is_variable = [](const LoadTarget& each) { return each.variable; };
    if (std::any_of(clauses_.targets.begin(), clauses_.targets.end(), is_variable)) {
      context_.bound.facts.user_variables = true;
    }
    return {};
  }

  Result<void> route() {
    plan_.rule = target().table->rule;
    plan_.file_name = clauses_.file_name;
    const bool one_node = rule().kind == TableKind::sharded && rule().nodes.size() == 1;
    if (rule().kind == TableKind::single || (one_node && !rule().key_generator)) {
      return route_whole_file();
    }
    if (!clauses_.local) return refuse("LOAD DATA without LOCAL", rule().name);
    if (clauses_.xml) return refuse("LOAD XML", rule().name);
    Result<void> done = check_rows();
    if (done) done = collect_fields();
    if (done) done = find_sources();
    if (done) add_route();
    return done;
  }

  Result<void> route_whole_file() {
    plan_.whole_file = true;
    auto decision = decide_route(context_.bound, context_.routes, kNone);
    if (!decision) return decision.error();
    context_.adopt(std::move(*decision));
    if (context_.routed.route.kind == RouteKind::sharded && rule().nodes.size() > 1) {
      return refuse("a subquery over sharded tables in LOAD DATA", table_list(context_.bound));
    }
    return {};
  }

  // What must hold for rows to be told apart, and to mean the same on each server.
  Result<void> check_rows() const {
    const std::string& table = rule().name;
    const FileFormat& format = clauses_.format;
    if (format.is_fixed_row()) return refuse("LOAD DATA of fixed-width fields", table);
    if (!clauses_.plain_separators) {
      return refuse("LOAD DATA with separators that are not ASCII", table);
    }
    if (format.needs_next_row()) {
      return refuse("LOAD DATA where one character ends lines, encloses and escapes", table);
    }
    if (clauses_.assigns_variables) return refuse("LOAD DATA that assigns variables in SET", table);
    for (const BoundTable& each : context_.bound.tables) {
      if (&each != &target() && each.kind() != TableKind::broadcast) {
        return refuse("a subquery over tables that are not broadcast in LOAD DATA",
                      table_list(context_.bound));
      }
    }
    if (file_charset(clauses_.charset) == FileCharset::other) {
      return refuse("LOAD DATA of a file in " + clauses_.charset, table);
    }
    return rule().kind == TableKind::broadcast ? check_broadcast_write(context_.bound, "LOAD DATA")
                                               : Result<void>();
  }

  Result<void> collect_fields() {
    if (!clauses_.has_list) {
      const TableSchema* schema = target().schema();
      if (schema == nullptr) {
        const DatabaseMetadata& database = *context_.bound.database;
        if (!database.loaded) {
          return make_error(ErrorId::schema_not_loaded, {database.name, database.load_error});
        }
        return make_error(ErrorId::unknown_table, {database.name, rule().name});
      }
      for (const ColumnSchema& column : schema->columns) {
        if (column.invisible || column.generated) {
          return refuse("LOAD DATA without a field list where columns are generated or invisible",
                        rule().name);
        }
        fields_.push_back(
            {.variable = false, .name = column.lower_name, .range = {}, .qualifier = {}});
      }
    } else {
      fields_ = clauses_.targets;
    }
    plan_.charset = clauses_.charset;
    plan_.format = clauses_.format;
    plan_.fields = static_cast<std::uint32_t>(fields_.size());
    return {};
  }

  // How a column gets its value.
  struct Origin {
    enum class Kind : std::uint8_t { none, field, computed };
    Kind kind = Kind::none;
    std::uint32_t field = 0;
  };

  Origin field_named(bool variable, const std::string& name) const {
    Origin origin;
    for (std::uint32_t i = 0; i < fields_.size(); ++i) {
      if (fields_[i].variable != variable || fields_[i].name != name) continue;
      if (origin.kind != Origin::Kind::none) return {Origin::Kind::computed, 0};  // the last wins
      origin = {Origin::Kind::field, i};
    }
    return origin;
  }

  Origin origin_of(const std::string& column) const {
    const auto assigned =
        std::find_if(clauses_.assignments.begin(), clauses_.assignments.end(),
                     [&](const LoadAssignment& each) { return each.target.name == column; });
    if (assigned == clauses_.assignments.end()) return field_named(false, column);
    const auto again =
        std::find_if(assigned + 1, clauses_.assignments.end(),
                     [&](const LoadAssignment& each) { return each.target.name == column; });
    if (assigned->variable.empty() || again != clauses_.assignments.end()) {
      return {Origin::Kind::computed, 0};
    }
    const Origin origin = field_named(true, assigned->variable);
    return origin.kind == Origin::Kind::none ? Origin{Origin::Kind::computed, 0} : origin;
  }

  Error computed(std::string_view column) const {
    return make_error(ErrorId::load_key_computed, {rule().name, column});
  }

  Result<void> find_sources() {
    if (rule().kind == TableKind::broadcast) return find_counter();
    if (rule().key_generator) {
      const Result<void> done = find_key();
      if (!done) return done;
    }
    for (const Strategy* strategy : {&rule().database_strategy, &rule().table_strategy}) {
      if (strategy->by_hint) return refuse("LOAD DATA of rows that a hint places", rule().name);
    }
    for (const KeyRef key : rule().keys()) {
      const std::string& column = rule().key(key).name;
      std::optional<LoadPlan::Source>& field = plan_.keys.emplace_back();
      const Origin origin = origin_of(column);
      if (origin.kind == Origin::Kind::computed) return computed(column);
      if (origin.kind == Origin::Kind::field) {
        field = {origin.field, null_is_zero(column, origin)};
      } else if (!plan_.generates_key || column != to_lower(rule().key_column)) {
        return make_error(ErrorId::load_key_missing, {rule().name, column});
      }
    }
    return rule().nodes.size() > 1 ? find_counter() : Result<void>();
  }

  bool null_is_zero(const std::string& name, const Origin& origin) const {
    const ColumnSchema* column =
        target().schema() == nullptr ? nullptr : target().schema()->find(name);
    return column != nullptr && column->column_class == ColumnClass::integer && !column->nullable &&
           !column->auto_increment && !fields_[origin.field].variable;
  }

  Result<void> find_key() {
    const std::string column = to_lower(rule().key_column);
    const Origin origin = origin_of(column);
    if (origin.kind == Origin::Kind::computed) return computed(column);
    if (origin.kind == Origin::Kind::field) {
      const ColumnSchema* schema =
          target().schema() == nullptr ? nullptr : target().schema()->find(column);
      plan_.key_field = {origin.field, column, schema != nullptr && schema->auto_increment};
      return {};
    }
    if (!clauses_.has_list) return make_error(ErrorId::load_key_missing, {rule().name, column});
    return generate_key();
  }

  // A generated key becomes the row's first field, so that too few or too many others do not
  // matter.
  Result<void> generate_key() {
    static constexpr std::string_view kKeyBytes = "0123456789abcdef";
    const FileFormat& format = clauses_.format;
    const auto mistakable = [](std::string_view text) {
      return text.find_first_of(kKeyBytes) != std::string_view::npos;
    };
    const bool marked = (format.escape && mistakable({&*format.escape, 1})) ||
                        (format.enclosed && mistakable({&*format.enclosed, 1}));
    if (format.field_end.empty() || mistakable(format.field_end) || mistakable(format.line_end) ||
        marked) {
      return refuse("LOAD DATA with generated keys and such separators", rule().name);
    }
    plan_.generates_key = true;
    context_.splicer.insert(clauses_.list_begin, {text_op(quote_name(rule().key_column) + ", ")});
    return {};
  }

  Result<void> find_counter() {
    const TableSchema* schema = target().schema();
    if (schema == nullptr) return {};
    for (const ColumnSchema& column : schema->columns) {
      if (!column.auto_increment || column.lower_name == to_lower(rule().key_column)) continue;
      const Origin origin = origin_of(column.lower_name);
      if (origin.kind != Origin::Kind::field) {
        return make_error(rule().kind == TableKind::broadcast ? ErrorId::auto_increment_broadcast
                                                              : ErrorId::auto_increment_sharded,
                          {column.name, rule().name});
      }
      plan_.counter_field = {origin.field, column.name, true};
    }
    return {};
  }

  void add_route() {
    const bool sharded = rule().kind == TableKind::sharded;
    for (const BoundTable& table : context_.bound.tables) {
      context_.add_binding(table.table, table.name->table.text,
                           sharded && &table == &target() ? 0 : -1);
    }
    if (sharded) {
      context_.routed.route.kind = RouteKind::every_node;
      context_.routed.route.tables.emplace_back().rule = plan_.rule;
    } else {
      route_to_every_source(context_, *target().table);
    }
    if (!clauses_.ignored_lines.empty()) context_.splicer.remove(clauses_.ignored_lines);
  }

  // Fields and SET name columns of the one table that is written.
  void edit_qualifiers() {
    for (const LoadTarget& each : clauses_.targets) context_.splicer.remove(each.qualifier);
    for (const LoadAssignment& each : clauses_.assignments) {
      context_.splicer.remove(each.target.qualifier);
    }
  }

  StatementContext& context_;
  const ast::OtherStatement& statement_;
  LoadClauses clauses_;
  LoadPlan plan_;
  std::vector<LoadTarget> fields_;
};

}  // namespace

Result<void> plan_load(StatementContext& context, const ast::OtherStatement& statement) {
  return LoadPlanner(context, statement).run();
}

}  // namespace sluice::router
