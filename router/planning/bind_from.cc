// SPDX-License-Identifier: Apache-2.0
// FROM: tables, joins and the scopes that outer joins make.
#include <algorithm>
#include <array>

#include "router/planning/binder.h"
#include "router/planning/hinted_plan.h"
#include "router/planning/refusal.h"
#include "router/view_query.h"

namespace sluice::router {
namespace {

bool is_system_database(std::string_view name) {
  constexpr std::array<std::string_view, 4> kSystem = {"information_schema", "mysql",
                                                       "performance_schema", "sys"};
  return std::find(kSystem.begin(), kSystem.end(), to_lower(name)) != kSystem.end();
}

}  // namespace

Result<void> Bound::take(const std::shared_ptr<const DatabaseMetadata>& other) {
  if (database == nullptr) database = other;
  if (database == other) return {};
  return refuse("a statement over two databases", database->name + " and " + other->name);
}

Result<Binder::Found> Binder::look_up(const ast::TableName& name) const {
  const std::string_view database = name.schema.empty() ? session_.database : name.schema.text;
  if (database.empty()) return make_error(ErrorId::no_database_selected);
  if (is_system_database(database)) return look_up_system(database, name.table.text);
  const auto at = metadata_.databases.find(database);
  if (at == metadata_.databases.end()) {
    return make_error(ErrorId::unknown_database, {database});
  }
  if (session_.hints != nullptr && !session_.hints->data_source.empty()) {
    return direct_table(at->second, name.table.text);
  }
  if (session_.temporary != nullptr) {
    const Table* const own = session_.temporary->find(database, name.table.text);
    if (own != nullptr) return Found{at->second, own};
  }
  return Found{at->second, at->second->find(name.table.text)};
}

Result<Binder::Found> Binder::direct_table(std::shared_ptr<const DatabaseMetadata> database,
                                           std::string_view name) const {
  const Result<DataSourceIndex> source = hinted_source(*session_.hints, *database);
  if (!source) return source.error();
  TableRule rule;
  rule.name = name;
  rule.nodes.push_back({*source, rule.name, quote_name(rule.name)});
  Table& table = out_.direct_tables.emplace_back();
  table.rule = std::make_shared<const TableRule>(std::move(rule));
  return Found{std::move(database), &table};
}

Result<Binder::Found> Binder::look_up_system(std::string_view database,
                                             std::string_view table) const {
  const std::string name = std::string(database) + "." + std::string(table);
  if (!system_tables_) return refuse("changing or locking system tables", name);
  if (!is_information_schema(database)) {
    const Table* const known = foreign_table(database, table);
    if (known == nullptr) return refuse("querying this system table", name);
    return Found{nullptr, known};
  }
  if (table == kOpenTables) return Found{nullptr, foreign_table(database, table)};
  const auto& system = metadata_.system;
  if (system == nullptr) {
    return make_error(ErrorId::schema_not_loaded, {database, "no data source was reached yet"});
  }
  const Table* const found = system->find(to_upper(table));
  if (found == nullptr) return make_error(ErrorId::unknown_system_table, {table});
  if (system_table(table).source == SystemSource::refused) {
    return refuse("querying this system table", name);
  }
  return Found{system, found};
}

Result<int> Binder::table(const ast::TableName& name, const ast::BaseTable* ref, int block_index,
                          int scope) {
  const Result<Found> found = look_up(name);
  if (!found) return found.error();
  if (found->table != nullptr && found->table->view != nullptr && !keeps_views_) {
    return refuse("changing rows through a view over shards", name.table.text);
  }
  if (found->table != nullptr && found->table->rule->kind == TableKind::system) {
    const std::string_view database = name.schema.empty() ? session_.database : name.schema.text;
    return add_table(name, ref, *found->table, database, block_index, scope);
  }
  const DatabaseMetadata& database = *found->database;
  if (found->table == nullptr) {
    if (!database.loaded) {
      return make_error(ErrorId::schema_not_loaded, {database.name, database.load_error});
    }
    return make_error(ErrorId::unknown_table, {database.name, name.table.text});
  }
  const Result<void> taken = out_.take(found->database);
  if (!taken) return taken.error();
  return add_table(name, ref, *found->table, database.name, block_index, scope);
}

int Binder::add_table(const ast::TableName& name, const ast::BaseTable* ref, const Table& table,
                      std::string_view database, int block_index, int scope) {
  const int index = static_cast<int>(out_.tables.size());
  BoundTable& bound = out_.tables.emplace_back();
  bound.name = &name;
  bound.ref = ref;
  bound.exposed = ref != nullptr && !ref->alias.empty() ? ref->alias.text : name.table.text;
  bound.table = &table;
  bound.block = block_index;
  bound.scope = scope;
  bound.binding = static_cast<std::uint16_t>(index);
  block(block_index).names.push_back({bound.exposed, database, index});
  return index;
}

const CommonUse* Binder::common_table(const ast::TableName& name) const {
  if (!name.schema.empty()) return nullptr;
  const auto found =
      std::find_if(common_tables_.rbegin(), common_tables_.rend(),
                   [&](const CommonUse& each) { return each.table->name.text == name.table.text; });
  return found == common_tables_.rend() ? nullptr : &*found;
}

Result<void> Binder::from(const ast::TableRef& ref, int block_index, int scope) {
  switch (ref.kind) {
    case ast::TableRefKind::base:
      return base(ast::as<ast::BaseTable>(ref), block_index, scope);
    case ast::TableRefKind::derived:
      return derived(ast::as<ast::DerivedTable>(ref), block_index, scope);
    case ast::TableRefKind::join:
      return join(ast::as<ast::Join>(ref), block_index, scope);
    case ast::TableRefKind::list:
      for (const ast::TableRef* item : ast::as<ast::TableRefList>(ref).items) {
        const Result<void> done = from(*item, block_index, scope);
        if (!done) return done;
      }
      return {};
    case ast::TableRefKind::function:
      return table_function(ast::as<ast::TableFunction>(ref), block_index);
  }
  return {};
}

Result<void> Binder::base(const ast::BaseTable& ref, int block_index, int scope) {
  if (const CommonUse* common = common_table(ref.name)) {
    out_.common_uses.push_back({&ref, common->table, common->recursive});
    const std::string_view exposed = ref.alias.empty() ? ref.name.table.text : ref.alias.text;
    const auto uses = common_uses_.find(common->table);
    if (!common->recursive && uses != common_uses_.end() && uses->second == 1) {
      add_derived(exposed, *common->table->query, common->table->columns, block_index, scope);
    } else {
      block(block_index).names.push_back({exposed, {}, kNone});
    }
    return {};
  }
  if (ref.name.schema.empty() && to_lower(ref.name.table.text) == "dual") return {};
  const Result<bool> is_view = view(ref.name, &ref, ref.name.range);
  if (!is_view) return is_view.error();
  if (*is_view) {
    const std::string_view exposed = ref.alias.empty() ? ref.name.table.text : ref.alias.text;
    const std::string_view database =
        ref.name.schema.empty() ? session_.database : ref.name.schema.text;
    block(block_index).names.push_back({exposed, database, kNone});
    return {};
  }
  const Result<int> bound = table(ref.name, &ref, block_index, scope);
  if (!bound) return bound.error();
  return {};
}

Result<bool> Binder::view(const ast::TableName& name, const ast::BaseTable* ref,
                          ast::TokenRange range) {
  if (keeps_views_) return false;
  const Result<Found> found = look_up(name);
  if (!found) return found.error();
  if (found->table == nullptr || found->table->view == nullptr) return false;
  const ViewQuery& query = *found->table->view;
  if (query.refusal) return *query.refusal;
  out_.view_uses.push_back({ref, range, name.table.text, &query});
  return true;
}

Result<void> Binder::derived(const ast::DerivedTable& ref, int block_index, int scope) {
  const int parent = ref.lateral ? block_index : block(block_index).parent;
  const Result<void> done = query(*ref.query, BlockKind::derived, parent);
  if (!done) return done;
  add_derived(ref.alias.text, *ref.query, ref.columns, block_index, scope);
  return {};
}

void Binder::add_derived(std::string_view exposed, const ast::QueryExpression& query,
                         ast::List<ast::Identifier> columns, int block_index, int scope) {
  const int inner = select_block(out_, query);
  block(block_index).names.push_back({exposed, {}, kNone, inner, columns});
  if (inner == kNone || block(inner).rows == RowsOf::anything) return;
  Block& own = block(inner);
  own.stands_in = scope;
  out_.scopes[static_cast<std::size_t>(own.root_scope)].parent = scope;
}

Result<void> Binder::table_function(const ast::TableFunction& ref, int block_index) {
  for (const ast::Expr* argument : ref.args) {
    const Result<void> done = expression(argument, block_index);
    if (!done) return done;
  }
  block(block_index).names.push_back({ref.alias.text, {}, kNone});
  return {};
}

Result<void> Binder::join(const ast::Join& ref, int block_index, int scope) {
  int left_scope = scope;
  int right_scope = scope;
  if (ref.join == ast::JoinKind::left) right_scope = new_scope(scope, block_index);
  if (ref.join == ast::JoinKind::right) left_scope = new_scope(scope, block_index);
  const int condition_scope = ref.join == ast::JoinKind::right ? left_scope : right_scope;

  const std::size_t left_names = block(block_index).names.size();
  Result<void> done = from(*ref.left, block_index, left_scope);
  const std::size_t right_names = block(block_index).names.size();
  if (done) done = from(*ref.right, block_index, right_scope);
  if (done) done = condition(ref.on, block_index, condition_scope);
  if (ref.natural || !ref.using_columns.empty()) block(block_index).merges_columns = true;
  if (done) using_columns(ref, block_index, condition_scope, left_names, right_names);
  return done;
}

void Binder::using_columns(const ast::Join& ref, int block_index, int scope, std::size_t left,
                           std::size_t right) {
  Block& own = block(block_index);
  for (const ast::Identifier& column : ref.using_columns) {
    std::string name = to_lower(column.text);
    Has has = Has::no;
    const auto table_of = [&](int owner) {
      return owner == kNone ? kNone : own.names[static_cast<std::size_t>(owner)].table;
    };
    const int left_table = table_of(owner_of(own, name, left, right, has));
    const int right_table = table_of(owner_of(own, name, right, own.names.size(), has));
    if (left_table != kNone && right_table != kNone) {
      out_.equalities.push_back({{left_table, name}, {right_table, name}, scope});
    }
    // Under RIGHT JOIN the name means the right side's column, which resolve() does not look for.
    if (ref.join != ast::JoinKind::right) own.using_columns.push_back(std::move(name));
  }
}

}  // namespace sluice::router
