// SPDX-License-Identifier: Apache-2.0
#include "parser/visitor.h"

#include <variant>
#include <vector>

namespace sluice::parser {
namespace {

using namespace ast;

// The walk keeps its own stack. Children are noted in text order and moved to the stack in reverse.
class Walk {
 public:
  explicit Walk(Visitor& visitor) : visitor_(visitor) {}

  template <class Node>
  void run(const Node& root) {
    push(&root);
    finish();
  }

  void run(const Statement& root) {
    statement(root);
    take_children();
    finish();
  }

 private:
  using Node = std::variant<const Expr*, const QueryExpression*, const QueryBody*, const TableRef*>;

  void finish() {
    while (!stack_.empty()) {
      const Node node = stack_.back();
      stack_.pop_back();
      std::visit(
          [this](const auto* place) {
            if (visitor_.enter(*place)) children_of(*place);
          },
          node);
      take_children();
    }
  }

  void take_children() {
    stack_.insert(stack_.end(), children_.rbegin(), children_.rend());
    children_.clear();
  }

  void push(Node node) { stack_.push_back(node); }

  template <class T>
  void child(const T* node) {
    if (node != nullptr) children_.push_back(node);
  }
  void children(List<const Expr*> nodes) {
    for (const Expr* node : nodes) child(node);
  }
  void children(List<OrderItem> items) {
    for (const OrderItem& item : items) child(item.expr);
  }
  void children(List<SelectItem> items) {
    for (const SelectItem& item : items) child(item.expr);
  }
  void children(List<Assignment> items) {
    for (const Assignment& item : items) {
      child<Expr>(item.column);
      child(item.value);
    }
  }

  void window(const WindowSpec* spec) {
    if (spec == nullptr) return;
    children(spec->partition_by);
    children(spec->order_by);
  }
  void with(const WithClause* clause) {
    if (clause == nullptr) return;
    for (const CommonTable& table : clause->tables) child(table.query);
  }
  void limit(const Limit* clause) {
    if (clause == nullptr) return;
    child(clause->count);
    child(clause->offset);
  }

  void children_of(const Expr& node);
  void children_of(const QueryExpression& node);
  void children_of(const QueryBody& node);
  void children_of(const TableRef& node);
  void function(const FunctionCall& call);
  void select(const SelectBody& body);
  void statement(const Statement& root);
  void insert(const InsertStatement& insert);

  Visitor& visitor_;
  std::vector<Node> stack_;
  std::vector<Node> children_;
};

void Walk::function(const FunctionCall& call) {
  children(call.args);
  children(call.order_by);
  child(call.separator);
  window(call.over);
}

// One case per kind: what the node holds, in the order it is written.
void Walk::children_of(const Expr& node) {
  switch (node.kind) {
    case ExprKind::literal:
    case ExprKind::parameter:
    case ExprKind::column:
    case ExprKind::variable:
    case ExprKind::default_value:
    case ExprKind::star:
      return;
    case ExprKind::unary:
      return child(as<Unary>(node).operand);
    case ExprKind::binary:
      child(as<Binary>(node).left);
      return child(as<Binary>(node).right);
    case ExprKind::is_test:
      return child(as<IsTest>(node).operand);
    case ExprKind::between:
      child(as<Between>(node).operand);
      child(as<Between>(node).low);
      return child(as<Between>(node).high);
    case ExprKind::in_list:
      child(as<InList>(node).operand);
      return children(as<InList>(node).items);
    case ExprKind::in_query:
      child(as<InQuery>(node).operand);
      return child(as<InQuery>(node).query);
    case ExprKind::like:
      child(as<Like>(node).operand);
      child(as<Like>(node).pattern);
      return child(as<Like>(node).escape);
    case ExprKind::case_when:
      child(as<CaseWhen>(node).operand);
      for (const WhenThen& branch : as<CaseWhen>(node).branches) {
        child(branch.when);
        child(branch.then);
      }
      return child(as<CaseWhen>(node).otherwise);
    case ExprKind::cast:
      return child(as<Cast>(node).operand);
    case ExprKind::function:
      return function(as<FunctionCall>(node));
    case ExprKind::interval:
      return child(as<Interval>(node).amount);
    case ExprKind::exists:
      return child(as<Exists>(node).query);
    case ExprKind::subquery:
      return child(as<Subquery>(node).query);
    case ExprKind::quantified:
      child(as<Quantified>(node).left);
      return child(as<Quantified>(node).query);
    case ExprKind::row:
      return children(as<Row>(node).items);
    case ExprKind::match:
      children(as<Match>(node).columns);
      return child(as<Match>(node).against);
    case ExprKind::collate:
      return child(as<Collate>(node).operand);
    case ExprKind::assign:
      return child(as<Assign>(node).value);
  }
}

void Walk::children_of(const QueryExpression& node) {
  with(node.with);
  child(node.body);
  children(node.order_by);
  limit(node.limit);
}

void Walk::select(const SelectBody& body) {
  children(body.items);
  child(body.from);
  child(body.where);
  children(body.group_by);
  child(body.having);
  for (const NamedWindow& named : body.windows) window(named.spec);
}

void Walk::children_of(const QueryBody& node) {
  switch (node.kind) {
    case QueryBodyKind::select:
      return select(as<SelectBody>(node));
    case QueryBodyKind::set_operation:
      child(as<SetOperation>(node).left);
      return child(as<SetOperation>(node).right);
    case QueryBodyKind::parenthesized:
      return child(as<ParenthesizedQuery>(node).query);
    case QueryBodyKind::values:
      for (const List<const Expr*>& row : as<ValuesBody>(node).rows) children(row);
      return;
    case QueryBodyKind::table:
      return;
  }
}

void Walk::children_of(const TableRef& node) {
  switch (node.kind) {
    case TableRefKind::base:
      return;
    case TableRefKind::derived:
      return child(as<DerivedTable>(node).query);
    case TableRefKind::join:
      child(as<Join>(node).left);
      child(as<Join>(node).right);
      return child(as<Join>(node).on);
    case TableRefKind::list:
      for (const TableRef* item : as<TableRefList>(node).items) child(item);
      return;
    case TableRefKind::function:
      return children(as<TableFunction>(node).args);
  }
}

void Walk::insert(const InsertStatement& insert) {
  for (const InsertRow& row : insert.rows) children(row.values);
  children(insert.assignments);
  child(insert.query);
  children(insert.on_duplicate);
  children(insert.returning_items);
}

// Statements without expressions fall through to the end.
void Walk::statement(const Statement& root) {
  switch (root.kind) {
    case StatementKind::select:
      return child(as<SelectStatement>(root).query);
    case StatementKind::insert:
      return insert(as<InsertStatement>(root));
    case StatementKind::update: {
      const auto& update = as<UpdateStatement>(root);
      with(update.with);
      child(update.tables);
      children(update.assignments);
      child(update.where);
      children(update.order_by);
      return limit(update.limit);
    }
    case StatementKind::delete_from: {
      const auto& erase = as<DeleteStatement>(root);
      with(erase.with);
      child(erase.from);
      child(erase.where);
      children(erase.order_by);
      limit(erase.limit);
      return children(erase.returning_items);
    }
    case StatementKind::create_table:
      return child(as<CreateTableStatement>(root).query);
    case StatementKind::set:
      for (const SetItem& item : as<SetStatement>(root).items) child(item.value);
      return;
    case StatementKind::show:
      child(as<ShowStatement>(root).like);
      child(as<ShowStatement>(root).where);
      return limit(as<ShowStatement>(root).limit);
    case StatementKind::explain:
    case StatementKind::explain_route:
    case StatementKind::preview:
      return statement(*static_cast<const ExplainStatement&>(root).statement);
    case StatementKind::describe:
      return child(as<DescribeStatement>(root).column);
    case StatementKind::other: {
      const auto& other = as<OtherStatement>(root);
      for (const QueryExpression* query : other.queries) child(query);
      children(other.expressions);
      for (const Statement* inner : other.statements) statement(*inner);
      return;
    }
    default:
      return;
  }
}

class ExprCollector : public Visitor {
 public:
  ExprCollector(Subqueries subqueries, const std::function<void(const Expr&)>& call)
      : subqueries_(subqueries), call_(call) {}
  bool enter(const Expr& node) override {
    call_(node);
    return true;
  }
  bool enter(const QueryExpression&) override { return subqueries_ == Subqueries::enter; }

 private:
  Subqueries subqueries_;
  const std::function<void(const Expr&)>& call_;
};

class TableCollector : public Visitor {
 public:
  TableCollector(Subqueries subqueries, const std::function<void(const TableRef&)>& call)
      : subqueries_(subqueries), call_(call) {}
  bool enter(const TableRef& node) override {
    call_(node);
    return true;
  }
  bool enter(const QueryExpression&) override { return subqueries_ == Subqueries::enter; }

 private:
  Subqueries subqueries_;
  const std::function<void(const TableRef&)>& call_;
};

}  // namespace

void walk(const Expr& root, Visitor& visitor) {
  Walk(visitor).run(root);
}
void walk(const QueryExpression& root, Visitor& visitor) {
  Walk(visitor).run(root);
}
void walk(const QueryBody& root, Visitor& visitor) {
  Walk(visitor).run(root);
}
void walk(const TableRef& root, Visitor& visitor) {
  Walk(visitor).run(root);
}
void walk(const Statement& root, Visitor& visitor) {
  Walk(visitor).run(root);
}

void for_each_expr(const Expr& root, Subqueries subqueries,
                   const std::function<void(const Expr&)>& call) {
  ExprCollector collector(subqueries, call);
  walk(root, collector);
}

void for_each_table(const TableRef& root, Subqueries subqueries,
                    const std::function<void(const TableRef&)>& call) {
  TableCollector collector(subqueries, call);
  walk(root, collector);
}

}  // namespace sluice::parser
