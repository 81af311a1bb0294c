// SPDX-License-Identifier: Apache-2.0
#include "router/view_query.h"

#include <algorithm>
#include <map>
#include <set>

#include "common/base/back_quoted.h"
#include "parser/parse.h"
#include "parser/visitor.h"
#include "router/planning/refusal.h"
#include "router/rewrite/text_edits.h"

namespace sluice::router {
namespace {

namespace ast = parser::ast;

// The table that a node of a data source belongs to; null if no rule names it.
const std::pair<const std::string, Table>* table_of_node(const ViewPlace& place,
                                                         std::string_view node) {
  for (const auto& entry : place.database.tables) {
    for (const ActualNode& each : entry.second.rule->nodes) {
      if (each.data_source == place.source && each.table == node) return &entry;
    }
  }
  return nullptr;
}

bool is_spread(const Table& table) {
  return table.view != nullptr || table.rule->kind == TableKind::sharded ||
         table.rule->kind == TableKind::broadcast;
}

// The tables and columns that a definition names, as a server prints it: tables are qualified,
// common tables are not.
class Names : public parser::Visitor {
 public:
  using parser::Visitor::enter;

  bool enter(const ast::TableRef& ref) override {
    const auto* base = ast::try_as<ast::BaseTable>(&ref);
    if (base == nullptr) return true;
    if (!base->alias.empty()) aliases.insert(base->alias.text);
    if (!base->name.schema.empty()) tables.push_back(base);
    return true;
  }
  bool enter(const ast::Expr& expr) override {
    if (expr.kind == ast::ExprKind::column) {
      const auto& column = ast::as<ast::ColumnRef>(expr);
      if (!column.table.empty()) columns.push_back(&column);
    }
    return true;
  }

  std::vector<const ast::BaseTable*> tables;
  std::vector<const ast::ColumnRef*> columns;
  std::set<std::string_view> aliases;
};

const ast::SelectBody* first_select(const ast::QueryBody* body) {
  while (body->kind != ast::QueryBodyKind::select) {
    if (const auto* operation = ast::try_as<ast::SetOperation>(body)) {
      body = operation->left;
    } else if (const auto* inner = ast::try_as<ast::ParenthesizedQuery>(body)) {
      body = inner->query->body;
    } else {
      return nullptr;
    }
  }
  return &ast::as<ast::SelectBody>(*body);
}

class Translator {
 public:
  Translator(std::string_view name, const TableSchema& schema, const ViewPlace& place,
             const parser::ParsedStatement& parsed)
      : name_(name), schema_(schema), place_(place), parsed_(parsed), edits_(parsed) {}

  // Null if the server answers the view itself.
  std::shared_ptr<const ViewQuery> run() {
    parser::walk(*parsed_.statement, names_);
    const bool spread = std::any_of(
        names_.tables.begin(), names_.tables.end(), [this](const ast::BaseTable* table) {
          if (table->name.schema.text != place_.actual_database) return false;
          const auto* known = table_of_node(place_, table->name.table.text);
          return known != nullptr && is_spread(known->second);
        });
    if (!spread) return nullptr;
    ViewQuery out;
    const auto& query = *ast::as<ast::SelectStatement>(*parsed_.statement).query;
    if (!query.order_by.empty() && query.limit == nullptr) {
      refuse_it("ORDER BY without LIMIT in a view over shards");
    }
    name_tables();
    name_columns();
    name_results(query);
    out.refusal = std::move(refusal_);
    if (!out.refusal) out.text = edits_.apply();
    out.ascii = std::all_of(out.text.begin(), out.text.end(), [](char c) { return c > 0; });
    out.backslash = out.text.find('\\') != std::string::npos;
    return std::make_shared<const ViewQuery>(std::move(out));
  }

 private:
  void refuse_it(std::string_view what) {
    if (!refusal_) refusal_ = refuse(what, name_);
  }

  void name_tables() {
    for (const ast::BaseTable* table : names_.tables) {
      const std::string_view node = table->name.table.text;
      const auto* known =
          table->name.schema.text == place_.actual_database ? table_of_node(place_, node) : nullptr;
      if (known == nullptr) return refuse_it("a view that reads a table no rule names");
      edits_.replace(table->name.range,
                     back_quoted(place_.database.name) + "." + back_quoted(known->first));
      // Over two nodes it would have the table's rows twice.
      if (nodes_.emplace(known->first, node).first->second != node) {
        refuse_it("a view that reads several nodes of a table");
      }
      if (!table->alias.empty()) continue;
      plain_[node] = known->first;
      // Columns could be those of either.
      if (node != known->first && names_.aliases.contains(node)) {
        refuse_it("a view with the name of a table's node as an alias");
      }
    }
  }

  void name_columns() {
    for (const ast::ColumnRef* column : names_.columns) {
      const auto found = plain_.find(column->table.text);
      const bool qualified = !column->schema.empty();
      const bool known = found != plain_.end() || names_.aliases.contains(column->table.text);
      if (qualified && (!known || column->schema.text != place_.actual_database)) {
        return refuse_it("a view with a column of an unknown table");
      }
      if (found == plain_.end() && !qualified) continue;
      const std::uint32_t begin = qualified ? column->schema.token : column->table.token;
      edits_.replace({begin, column->table.token + 1},
                     back_quoted(found == plain_.end() ? column->table.text : found->second));
    }
  }

  // The view's own column names, which CREATE VIEW v (names) has given.
  void name_results(const ast::QueryExpression& query) {
    const ast::SelectBody* const select = first_select(query.body);
    if (select == nullptr || select->items.size() != schema_.columns.size()) {
      return refuse_it("a view whose columns cannot be told");
    }
    for (std::size_t i = 0; i < select->items.size(); ++i) {
      const ast::SelectItem& item = select->items[i];
      const std::string& wanted = schema_.columns[i].name;
      if (item.alias.text == wanted) continue;
      if (item.alias.empty()) {
        edits_.append(item.range, " AS " + back_quoted(wanted));
      } else {
        edits_.replace({item.alias.token, item.alias.token + 1}, back_quoted(wanted));
      }
    }
  }

  std::string_view name_;
  const TableSchema& schema_;
  const ViewPlace& place_;
  const parser::ParsedStatement& parsed_;
  TextEdits edits_;
  Names names_;
  std::map<std::string_view, std::string_view> nodes_;  // that stand for tables
  std::map<std::string_view, std::string_view> plain_;  // tables without alias: node, logic name
  std::optional<Error> refusal_;
};

std::shared_ptr<const ViewQuery> refused(std::string_view what, std::string_view name) {
  ViewQuery out;
  out.refusal = refuse(what, name);
  return std::make_shared<const ViewQuery>(std::move(out));
}

}  // namespace

std::shared_ptr<const ViewQuery> view_query(std::string_view name, const TableSchema& schema,
                                            const ViewPlace& place, const parser::LexOptions& lex) {
  if (schema.view_definition.empty()) {
    return refused("a view whose definition the data source's account may not see (SHOW VIEW)",
                   name);
  }
  const Result<parser::ParsedStatement> parsed = parser::parse(schema.view_definition, lex);
  if (!parsed || parsed->statement->kind != ast::StatementKind::select) {
    return refused("a view whose definition cannot be read", name);
  }
  return Translator(name, schema, place, *parsed).run();
}

}  // namespace sluice::router
