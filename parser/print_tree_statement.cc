// SPDX-License-Identifier: Apache-2.0
// The outline of statements.
#include <string>

#include "parser/ast_names.h"
#include "parser/print_sql.h"
#include "parser/tree_printer.h"

namespace sluice::parser {

using namespace ast;

// -----------------------------------------------------------------------------------------
// statements

void TreePrinter::assignments(std::string_view role, List<Assignment> list) {
  for (const Assignment& item : list) {
    const Indent below = line(role);
    expr(*item.column);
    expr(*item.value);
  }
}

void TreePrinter::insert(const InsertStatement& node) {
  const Indent below =
      line(std::string(node.replace ? "replace " : "insert ") + name_of(node.table) +
           flag(node.ignore, "ignore") + flag(node.delayed_or_priority, "priority"));
  part("partitions", node.partitions);
  if (node.has_columns) leaf("columns" + list_of(node.columns));
  for (const InsertRow& row : node.rows) {
    const Indent values = line("row");
    for (const Expr* value : row.values) expr(*value);
  }
  assignments("set", node.assignments);
  query("query", node.query);
  if (!node.row_alias.empty())
    leaf("alias " + quoted(node.row_alias) + list_of(node.row_alias_columns));
  assignments("on duplicate", node.on_duplicate);
  items("returning", node.returning_items);
}

void TreePrinter::update(const UpdateStatement& node) {
  const Indent below = line("update" + flag(node.ignore, "ignore"));
  with(node.with);
  table(*node.tables);
  assignments("set", node.assignments);
  expr("where", node.where);
  order("order by", node.order_by);
  limit(node.limit);
}

void TreePrinter::erase(const DeleteStatement& node) {
  const Indent below =
      line("delete" + flag(node.ignore, "ignore") + flag(node.multi_table, "several tables"));
  with(node.with);
  for (const TableName& target : node.targets) leaf("target " + name_of(target));
  table(*node.from);
  expr("where", node.where);
  order("order by", node.order_by);
  limit(node.limit);
  items("returning", node.returning_items);
}

void TreePrinter::set(const SetStatement& node) {
  static constexpr std::string_view kForms[] = {"variable", "names", "character set",
                                                "transaction"};
  const Indent below = line("set");
  for (const SetItem& item : node.items) {
    const Indent inside =
        line(std::string(kForms[static_cast<int>(item.form)]) + ' ' +
             std::string(scope_name(item.scope)) + ' ' + std::string(item.name) +
             std::string(item.charset) + flag(!item.collation.empty(), "collate ") +
             std::string(item.collation) + tokens(item.characteristics));
    if (item.value != nullptr) expr(*item.value);
  }
}

void TreePrinter::show(const ShowStatement& node) {
  const Indent below =
      line("show " + std::to_string(static_cast<int>(node.what)) + flag(node.full, "full") + ' ' +
           std::string(scope_name(node.scope)) + name_of(node.table) + ' ' + quoted(node.database));
  if (node.what == ShowKind::other) part("text", node.range);
  expr("like", node.like);
  expr("where", node.where);
  limit(node.limit);
}

// Definitions keep most of what they say as text.
void TreePrinter::definition(const Statement& node) {
  const Indent below = line(kind_name(node.kind));
  part("text", node.range);
  if (node.kind == StatementKind::create_table) {
    const auto& create = as<CreateTableStatement>(node);
    leaf("table " + name_of(create.table) + flag(create.temporary, "temporary") +
         flag(create.or_replace, "or replace") + flag(create.if_not_exists, "if not exists"));
    if (create.like != nullptr) leaf("like " + name_of(*create.like));
    for (const TableName& table : create.references) leaf("references " + name_of(table));
    query("query", create.query);
  } else if (node.kind == StatementKind::alter_table) {
    const auto& alter = as<AlterTableStatement>(node);
    leaf("table " + name_of(alter.table) + flag(alter.renames, "renames") +
         flag(alter.moves_rows, "moves rows"));
    for (const TableName& table : alter.references) leaf("references " + name_of(table));
  } else if (node.kind == StatementKind::drop_table) {
    const auto& drop = as<DropTableStatement>(node);
    for (const TableName& table : drop.tables) leaf("table " + name_of(table));
  }
}

void TreePrinter::transaction(const Statement& node) {
  std::string text(kind_name(node.kind));
  if (node.kind == StatementKind::begin) {
    const auto& begin = as<BeginStatement>(node);
    text += flag(begin.consistent_snapshot, "consistent snapshot") +
            flag(begin.read_only, "read only") + flag(begin.read_write, "read write");
  } else if (node.kind == StatementKind::commit || node.kind == StatementKind::rollback) {
    const auto& end = static_cast<const EndTransactionStatement&>(node);
    text += flag(end.chain, "chain") + flag(end.release, "release");
  } else {
    text += ' ' + quoted(static_cast<const SavepointStatement&>(node).name);
  }
  leaf(text);
}

void TreePrinter::other(const OtherStatement& node) {
  static constexpr std::string_view kObjects[] = {"table",   "view",  "sequence", "routine",
                                                  "trigger", "event", "database", "object"};
  const Indent below = line("other " + std::string(node.name));
  part("text", node.range);
  for (const ObjectName& object : node.objects) {
    leaf(std::string(kObjects[static_cast<int>(object.kind)]) + ' ' + name_of(object.name));
  }
  for (const QueryExpression* item : node.queries) query("query", item);
  exprs("expressions", node.expressions);
  for (const Statement* inner : node.statements) statement(*inner);
}

// One case per kind.
void TreePrinter::statement(const Statement& node) {
  switch (node.kind) {
    case StatementKind::select:
      return query("query", as<SelectStatement>(node).query);
    case StatementKind::insert:
      return insert(as<InsertStatement>(node));
    case StatementKind::update:
      return update(as<UpdateStatement>(node));
    case StatementKind::delete_from:
      return erase(as<DeleteStatement>(node));
    case StatementKind::create_table:
    case StatementKind::drop_table:
    case StatementKind::alter_table:
    case StatementKind::truncate_table:
    case StatementKind::create_index:
    case StatementKind::drop_index:
      return definition(node);
    case StatementKind::set:
      return set(as<SetStatement>(node));
    case StatementKind::show:
      return show(as<ShowStatement>(node));
    case StatementKind::use:
      return leaf("use " + quoted(as<UseStatement>(node).database));
    case StatementKind::begin:
    case StatementKind::commit:
    case StatementKind::rollback:
    case StatementKind::savepoint:
    case StatementKind::rollback_to:
    case StatementKind::release_savepoint:
      return transaction(node);
    case StatementKind::explain:
    case StatementKind::explain_route:
    case StatementKind::preview: {
      const auto& explain = static_cast<const ExplainStatement&>(node);
      const Indent below = line(std::string(kind_name(node.kind)) + tokens(explain.options));
      return statement(*explain.statement);
    }
    case StatementKind::describe: {
      const auto& describe = as<DescribeStatement>(node);
      return describe.column == nullptr
                 ? leaf("describe " + name_of(describe.table))
                 : expr("describe " + name_of(describe.table), describe.column);
    }
    case StatementKind::other:
      return other(as<OtherStatement>(node));
  }
}

std::string print_tree(const ParsedStatement& parsed) {
  return TreePrinter(parsed).print();
}

}  // namespace sluice::parser
