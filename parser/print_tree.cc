// SPDX-License-Identifier: Apache-2.0
// The outline of a tree: everything that gives a node its meaning is on its line, so two statements
// that print alike mean the same. Recursion is bounded by kMaxTreeDepth.
#include <string>

#include "parser/ast_names.h"
#include "parser/print_sql.h"
#include "parser/print_tokens.h"

namespace sluice::parser {
namespace {

using namespace ast;

class TreePrinter {
 public:
  explicit TreePrinter(const ParsedStatement& parsed) : parsed_(parsed) {}

  std::string print() {
    statement(*parsed_.statement);
    return std::move(out_);
  }

 private:
  // A line; what is printed while the returned object lives is indented below it.
  class Indent {
   public:
    explicit Indent(int& level) : level_(level) { ++level_; }
    ~Indent() { --level_; }
    Indent(const Indent&) = delete;
    Indent& operator=(const Indent&) = delete;

   private:
    int& level_;
  };
  [[nodiscard]] Indent line(std::string_view what) {
    leaf(what);
    return Indent(level_);
  }
  void leaf(std::string_view what) {
    out_.append(static_cast<std::size_t>(2 * level_), ' ');
    out_ += what;
    out_ += '\n';
  }

  // The tokens of a range, each apart, so that only they matter.
  std::string tokens(TokenRange range) const {
    std::string text;
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
      text += ' ' + token_text(parsed_, {i, i + 1});
    }
    return text;
  }
  void part(std::string_view name, TokenRange range) {
    if (!range.empty()) leaf(std::string(name) + tokens(range));
  }

  static std::string quoted(const Identifier& name) {
    return name.empty() ? "" : '`' + std::string(name.text) + '`';
  }
  static std::string qualified(const Identifier& schema, const Identifier& table) {
    return schema.empty() ? quoted(table) : quoted(schema) + '.' + quoted(table);
  }
  static std::string name_of(const TableName& name) { return qualified(name.schema, name.table); }
  static std::string list_of(List<Identifier> names) {
    std::string text;
    for (const Identifier& name : names) text += ' ' + quoted(name);
    return names.empty() ? text : " (" + text.substr(1) + ')';
  }
  static std::string flag(bool set, std::string_view name) {
    return set ? ' ' + std::string(name) : std::string();
  }
  static std::string alias(const Identifier& name) {
    return name.empty() ? std::string() : " as " + quoted(name);
  }

  void expr(std::string_view role, const Expr* node);
  void expr(const Expr& node);
  void simple(const Expr& node);
  void predicate(const Expr& node);
  void function(const FunctionCall& node);
  void case_when(const CaseWhen& node);
  void window(const std::string& role, const WindowSpec& spec);
  void exprs(std::string_view role, List<const Expr*> list);
  void order(std::string_view role, List<OrderItem> list);
  void query(std::string_view role, const QueryExpression* node);
  void with(const WithClause* clause);
  void limit(const Limit* clause);
  void body(const QueryBody& node);
  void select(const SelectBody& node);
  void items(std::string_view role, List<SelectItem> list);
  void table(const TableRef& node);
  void base_table(const BaseTable& node);
  void assignments(std::string_view role, List<Assignment> list);
  void statement(const Statement& node);
  void insert(const InsertStatement& node);
  void update(const UpdateStatement& node);
  void erase(const DeleteStatement& node);
  void set(const SetStatement& node);
  void show(const ShowStatement& node);
  void definition(const Statement& node);
  void transaction(const Statement& node);
  void other(const OtherStatement& node);

  const ParsedStatement& parsed_;
  std::string out_;
  int level_ = 0;
};

// ----------------------------------------------------------------------------------------
// expressions

void TreePrinter::expr(std::string_view role, const Expr* node) {
  if (node == nullptr) return;
  const Indent below = line(role);
  expr(*node);
}

void TreePrinter::exprs(std::string_view role, List<const Expr*> list) {
  if (list.empty()) return;
  const Indent below = line(role);
  for (const Expr* item : list) expr(*item);
}

void TreePrinter::order(std::string_view role, List<OrderItem> list) {
  for (const OrderItem& item : list) {
    expr(std::string(role) + flag(item.descending, "descending"), item.expr);
  }
}

std::string_view scope_name(VariableScope scope) {
  static constexpr std::string_view kNames[] = {"user", "session", "global", "persist", ""};
  return kNames[static_cast<std::size_t>(scope)];
}

// Expressions on one line.
void TreePrinter::simple(const Expr& node) {
  static constexpr std::string_view kLiterals[] = {"null",    "true",     "false",  "integer",
                                                   "decimal", "floating", "string", "hex",
                                                   "bit",     "date",     "time",   "timestamp"};
  if (const auto* literal = try_as<Literal>(&node)) {
    std::string text = "literal " + std::string(kLiterals[static_cast<int>(literal->literal)]);
    if (!literal->introducer.empty()) text += " _" + std::string(literal->introducer);
    return leaf(text + tokens(value_tokens(parsed_, *literal)));
  }
  if (const auto* parameter = try_as<Parameter>(&node)) {
    return leaf("parameter " + std::to_string(parameter->ordinal));
  }
  if (const auto* column = try_as<ColumnRef>(&node)) {
    std::string text = "column ";
    if (!column->table.empty()) text += qualified(column->schema, column->table) + '.';
    return leaf(text + quoted(column->column));
  }
  if (const auto* variable = try_as<Variable>(&node)) {
    return leaf("variable " + std::string(scope_name(variable->scope)) + ' ' +
                std::string(variable->name));
  }
  if (const auto* star = try_as<Star>(&node)) {
    return leaf("star " + qualified(star->schema, star->table));
  }
  const Indent below = line("default");
  if (const auto& value = as<DefaultValue>(node); value.column != nullptr) expr(*value.column);
}

void TreePrinter::predicate(const Expr& node) {
  if (const auto* test = try_as<IsTest>(&node)) {
    return expr("is" + flag(test->negated, "not") + ' ' + std::string(spelling(test->what)),
                test->operand);
  }
  if (const auto* between = try_as<Between>(&node)) {
    const Indent below = line("between" + flag(between->negated, "not"));
    expr(*between->operand);
    expr(*between->low);
    return expr(*between->high);
  }
  if (const auto* in = try_as<InList>(&node)) {
    const Indent below = line("in list" + flag(in->negated, "not"));
    expr(*in->operand);
    return exprs("items", in->items);
  }
  if (const auto* in = try_as<InQuery>(&node)) {
    const Indent below = line("in query" + flag(in->negated, "not"));
    expr(*in->operand);
    return query("query", in->query);
  }
  const auto& like = as<Like>(node);
  const Indent below = line("like" + flag(like.negated, "not"));
  expr(*like.operand);
  expr(*like.pattern);
  expr("escape", like.escape);
}

void TreePrinter::window(const std::string& role, const WindowSpec& spec) {
  const Indent below = line(role + ' ' + quoted(spec.name));
  exprs("partition by", spec.partition_by);
  order("order by", spec.order_by);
  part("frame", spec.frame);
}

void TreePrinter::function(const FunctionCall& node) {
  std::string text = "function " + qualified(node.schema, node.name);
  text += flag(node.distinct, "distinct") + flag(node.star, "star");
  text += flag(node.no_parentheses, "without parentheses");
  if (node.keyword_syntax) text += tokens(node.range);
  const Indent below = line(text);
  for (const Expr* arg : node.args) expr(*arg);
  order("order by", node.order_by);
  expr("separator", node.separator);
  if (node.over != nullptr) window("over", *node.over);
}

void TreePrinter::case_when(const CaseWhen& node) {
  const Indent below = line("case");
  expr("operand", node.operand);
  for (const WhenThen& branch : node.branches) {
    expr("when", branch.when);
    expr("then", branch.then);
  }
  expr("else", node.otherwise);
}

// One case per kind.
void TreePrinter::expr(const Expr& node) {
  switch (node.kind) {
    case ExprKind::literal:
    case ExprKind::parameter:
    case ExprKind::column:
    case ExprKind::variable:
    case ExprKind::star:
    case ExprKind::default_value:
      return simple(node);
    case ExprKind::is_test:
    case ExprKind::between:
    case ExprKind::in_list:
    case ExprKind::in_query:
    case ExprKind::like:
      return predicate(node);
    case ExprKind::unary:
      return expr("unary " + std::string(spelling(as<Unary>(node).op)), as<Unary>(node).operand);
    case ExprKind::binary: {
      const auto& binary = as<Binary>(node);
      const Indent below = line("binary " + std::string(spelling(binary.op, false)));
      expr(*binary.left);
      return expr(*binary.right);
    }
    case ExprKind::case_when:
      return case_when(as<CaseWhen>(node));
    case ExprKind::cast: {
      const auto& cast = as<Cast>(node);
      static constexpr std::string_view kForms[] = {"cast", "convert", "convert using"};
      return expr(std::string(kForms[static_cast<int>(cast.form)]) + tokens(cast.time_zone) +
                      tokens(cast.type),
                  cast.operand);
    }
    case ExprKind::function:
      return function(as<FunctionCall>(node));
    case ExprKind::interval:
      return expr("interval " + std::string(as<Interval>(node).unit), as<Interval>(node).amount);
    case ExprKind::exists:
      return query("exists", as<Exists>(node).query);
    case ExprKind::subquery:
      return query("subquery", as<Subquery>(node).query);
    case ExprKind::quantified: {
      const auto& quantified = as<Quantified>(node);
      const Indent below =
          line(std::string(spelling(quantified.op, false)) + (quantified.all ? " all" : " any"));
      expr(*quantified.left);
      return query("query", quantified.query);
    }
    case ExprKind::row:
      return exprs("row", as<Row>(node).items);
    case ExprKind::match: {
      const Indent below = line("match" + tokens(as<Match>(node).modifier));
      exprs("columns", as<Match>(node).columns);
      return expr("against", as<Match>(node).against);
    }
    case ExprKind::collate:
      return expr("collate " + std::string(as<Collate>(node).collation), as<Collate>(node).operand);
    case ExprKind::assign:
      return expr("assign " + std::string(as<Assign>(node).variable), as<Assign>(node).value);
  }
}

// --------------------------------------------------------------------------------------------
// queries

void TreePrinter::with(const WithClause* clause) {
  if (clause == nullptr) return;
  const Indent below = line("with" + flag(clause->recursive, "recursive"));
  for (const CommonTable& item : clause->tables) {
    query(quoted(item.name) + list_of(item.columns) + tokens(item.cycle), item.query);
  }
}

void TreePrinter::limit(const Limit* clause) {
  if (clause == nullptr) return;
  const Indent below =
      line("limit" + flag(clause->fetch, "fetch") + flag(clause->one_row, "one row") +
           flag(clause->with_ties, "with ties"));
  expr("count", clause->count);
  expr("offset", clause->offset);
}

void TreePrinter::query(std::string_view role, const QueryExpression* node) {
  if (node == nullptr) return;
  const Indent below = line(role);
  with(node->with);
  body(*node->body);
  order("order by", node->order_by);
  limit(node->limit);
  part("rows examined", node->rows_examined);
  part("procedure", node->procedure);
  part("locking", node->locking_range);
  part("into", node->into);
}

void TreePrinter::items(std::string_view role, List<SelectItem> list) {
  if (list.empty()) return;
  const Indent below = line(role);
  for (const SelectItem& item : list) expr("item" + alias(item.alias), item.expr);
}

void TreePrinter::select(const SelectBody& node) {
  const Indent below = line("select" + flag(node.options.distinct, "distinct") +
                            flag(node.options.calc_found_rows, "calc_found_rows") +
                            flag(node.options.other, "options"));
  items("items", node.items);
  if (node.from != nullptr) {
    const Indent from = line("from");
    table(*node.from);
  }
  expr("where", node.where);
  order("group by", node.group_by);
  if (node.with_rollup) leaf("with rollup");
  expr("having", node.having);
  for (const NamedWindow& named : node.windows) window("window " + quoted(named.name), *named.spec);
}

void TreePrinter::body(const QueryBody& node) {
  switch (node.kind) {
    case QueryBodyKind::select:
      return select(as<SelectBody>(node));
    case QueryBodyKind::set_operation: {
      const auto& set = as<SetOperation>(node);
      const Indent below = line(std::string(spelling(set.op)) + flag(set.all, "all"));
      body(*set.left);
      return body(*set.right);
    }
    case QueryBodyKind::parenthesized:
      return query("parenthesized", as<ParenthesizedQuery>(node).query);
    case QueryBodyKind::values: {
      const Indent below = line("values");
      for (const List<const Expr*>& row : as<ValuesBody>(node).rows) exprs("row", row);
      return;
    }
    case QueryBodyKind::table:
      return leaf("table " + name_of(as<TableBody>(node).name));
  }
}

void TreePrinter::base_table(const BaseTable& node) {
  const Indent below = line("table " + name_of(node.name) + alias(node.alias));
  part("partitions", node.partitions);
  part("temporal", node.temporal);
  part("hints", node.index_hints);
}

void TreePrinter::table(const TableRef& node) {
  switch (node.kind) {
    case TableRefKind::base:
      return base_table(as<BaseTable>(node));
    case TableRefKind::derived: {
      const auto& derived = as<DerivedTable>(node);
      return query("derived" + flag(derived.lateral, "lateral") + alias(derived.alias) +
                       list_of(derived.columns),
                   derived.query);
    }
    case TableRefKind::join: {
      const auto& join = as<Join>(node);
      const Indent below = line(std::string(spelling(join.join)) + flag(join.natural, "natural") +
                                list_of(join.using_columns));
      table(*join.left);
      table(*join.right);
      return expr("on", join.on);
    }
    case TableRefKind::list: {
      const Indent below = line("list");
      for (const TableRef* item : as<TableRefList>(node).items) table(*item);
      return;
    }
    case TableRefKind::function: {
      const auto& function = as<TableFunction>(node);
      const Indent below = line("table function" + tokens(function.range) + alias(function.alias));
      return exprs("arguments", function.args);
    }
  }
}

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

}  // namespace

std::string print_tree(const ParsedStatement& parsed) {
  return TreePrinter(parsed).print();
}

}  // namespace sluice::parser
