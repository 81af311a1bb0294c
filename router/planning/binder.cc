// SPDX-License-Identifier: Apache-2.0
#include "router/planning/binder.h"

#include <algorithm>

#include "parser/visitor.h"
#include "router/planning/refusal.h"

namespace sluice::router {

// Binds what one expression refers to; queries in it become blocks of their own.
class ExpressionBinder : public parser::Visitor {
 public:
  ExpressionBinder(Binder& binder, int block) : binder_(binder), block_(block) {}

  Result<void> take() { return std::move(result_); }

  bool enter(const ast::Expr& expr) override {
    switch (expr.kind) {
      case ast::ExprKind::column:
        binder_.resolve(ast::as<ast::ColumnRef>(expr), block_);
        break;
      case ast::ExprKind::star: {
        const auto& star = ast::as<ast::Star>(expr);
        if (star.table.empty()) break;
        const FromName* const name = binder_.find_name(star.schema, star.table, block_).name;
        const int table = name == nullptr ? kNone : name->table;
        if (table != kNone) binder_.out_.qualifiers.emplace(&expr, table);
        if (table == kNone) binder_.qualified_by_view(star.schema, star.table, block_);
        break;
      }
      case ast::ExprKind::function:
        keep(binder_.function(ast::as<ast::FunctionCall>(expr), block_));
        break;
      case ast::ExprKind::variable:
        binder_.variable(ast::as<ast::Variable>(expr));
        break;
      case ast::ExprKind::assign:
        keep(binder_.assignment(ast::as<ast::Assign>(expr)));
        break;
      default:
        break;
    }
    return result_.ok();
  }

  bool enter(const ast::QueryExpression& query) override {
    keep(binder_.query(query, BlockKind::subquery, block_));
    return false;
  }

 private:
  void keep(Result<void> result) {
    if (result_.ok()) result_ = std::move(result);
  }

  Binder& binder_;
  int block_;
  Result<void> result_;
};

namespace {

// How often each common table of the query's WITH may be meant: a name that means another table
// further in counts as well.
void count_uses(const ast::QueryExpression& query,
                std::unordered_map<const ast::CommonTable*, int>& uses) {
  class Counter : public parser::Visitor {
   public:
    std::unordered_map<std::string_view, int> names;
    bool enter(const ast::TableRef& ref) override {
      const auto* base = ast::try_as<ast::BaseTable>(&ref);
      if (base != nullptr && base->name.schema.empty()) ++names[base->name.table.text];
      return true;
    }
    bool enter(const ast::QueryBody& body) override {
      const auto* table = ast::try_as<ast::TableBody>(&body);
      if (table != nullptr) names[table->name.table.text] += 2;  // TABLE name: nobody looks there
      return true;
    }
  };
  Counter counter;
  parser::walk(query, counter);
  for (const ast::CommonTable& table : query.with->tables) {
    uses[&table] = counter.names[table.name.text];
  }
}

}  // namespace

int Binder::open_block(BlockKind kind, int parent) {
  const int index = static_cast<int>(out_.blocks.size());
  Block& opened = out_.blocks.emplace_back();
  opened.kind = kind;
  opened.parent = parent;
  // A derived table, common table or arm stands beside its surroundings, a subquery inside them;
  // but columns of further out may be used in all of them.
  opened.root_scope = new_scope(parent == kNone ? kNone : root_scope(parent), index);
  return index;
}

int Binder::new_scope(int parent, int block) {
  out_.scopes.push_back({parent, block});
  return static_cast<int>(out_.scopes.size()) - 1;
}

Result<void> Binder::with_clause(const ast::WithClause& with, int parent) {
  for (const ast::CommonTable& table : with.tables) {
    const CommonUse visible{nullptr, &table, with.recursive};
    if (with.recursive) common_tables_.push_back(visible);
    const Result<void> done = query(*table.query, BlockKind::common_table, parent);
    if (!done) return done;
    if (!with.recursive) common_tables_.push_back(visible);
  }
  return {};
}

Result<void> Binder::query(const ast::QueryExpression& query, BlockKind kind, int parent) {
  if (!query.into.empty() && &query != owner_of_variables_) {
    return refuse_session("INTO inside of a query");
  }
  const std::size_t visible = common_tables_.size();
  const std::size_t first_block = out_.blocks.size();
  Result<void> done;
  if (query.with != nullptr) {
    count_uses(query, common_uses_);
    done = with_clause(*query.with, parent);
  }
  if (done) done = body(*query.body, &query, kind, parent);
  common_tables_.resize(visible);
  if (!done) return done;

  const bool own_block = query.body->kind == ast::QueryBodyKind::select;
  if (query.limit != nullptr || !query.rows_examined.empty()) {
    limit_arms(*query.body, static_cast<int>(first_block));
  }
  if (own_block || query.order_by.empty()) return {};
  return order_items(query.order_by, open_block(kind, parent));
}

void Binder::limit_arms(const ast::QueryBody& body, int first_block) {
  if (const auto* operation = ast::try_as<ast::SetOperation>(&body)) {
    limit_arms(*operation->left, first_block);
    return limit_arms(*operation->right, first_block);
  }
  if (const auto* inner = ast::try_as<ast::ParenthesizedQuery>(&body)) {
    return limit_arms(*inner->query->body, first_block);
  }
  const auto* select = ast::try_as<ast::SelectBody>(&body);
  for (std::size_t i = static_cast<std::size_t>(first_block); i < out_.blocks.size(); ++i) {
    if (out_.blocks[i].select != select) continue;
    out_.blocks[i].limited = true;
    out_.blocks[i].rows = RowsOf::anything;
  }
}

Result<void> Binder::body(const ast::QueryBody& body, const ast::QueryExpression* owner,
                          BlockKind kind, int parent) {
  switch (body.kind) {
    case ast::QueryBodyKind::select:
      return select(ast::as<ast::SelectBody>(body), owner, kind, parent);
    case ast::QueryBodyKind::set_operation: {
      const auto& operation = ast::as<ast::SetOperation>(body);
      const BlockKind arm = kind == BlockKind::statement ? BlockKind::set_arm : kind;
      const Result<void> left = this->body(*operation.left, nullptr, arm, parent);
      if (!left) return left;
      return this->body(*operation.right, nullptr, arm, parent);
    }
    case ast::QueryBodyKind::parenthesized:
      return query(*ast::as<ast::ParenthesizedQuery>(body).query, kind, parent);
    case ast::QueryBodyKind::values: {
      const int own = open_block(kind, parent);
      for (const auto& row : ast::as<ast::ValuesBody>(body).rows) {
        for (const ast::Expr* value : row) {
          const Result<void> done = expression(value, own);
          if (!done) return done;
        }
      }
      return {};
    }
    case ast::QueryBodyKind::table: {
      const int own = open_block(kind, parent);
      const ast::TableName& name = ast::as<ast::TableBody>(body).name;
      const Result<bool> is_view = view(name, nullptr, body.range);
      if (!is_view) return is_view.error();
      if (*is_view) return {};
      const auto bound = table(name, nullptr, own, root_scope(own));
      if (!bound) return bound.error();
      return {};
    }
  }
  return {};
}

Result<void> Binder::select(const ast::SelectBody& select, const ast::QueryExpression* owner,
                            BlockKind kind, int parent) {
  const int own = open_block(kind, parent);
  block(own).select = &select;
  block(own).query = owner;
  Result<void> done;
  if (select.from != nullptr) done = from(*select.from, own, root_scope(own));
  if (done) done = condition(select.where, own, root_scope(own));
  if (done) done = select_items(select.items, own);
  if (done) done = order_items(select.group_by, own);
  if (done) done = expression(select.having, own);
  for (const ast::NamedWindow& window : select.windows) {
    for (const ast::Expr* expr : window.spec->partition_by) {
      if (done) done = expression(expr, own);
    }
    if (done) done = order_items(window.spec->order_by, own);
  }
  if (done && owner != nullptr) done = order_items(owner->order_by, own);
  block(own).rows = rows_of(select, owner);
  return done;
}

Result<void> Binder::order_items(ast::List<ast::OrderItem> items, int block) {
  for (const ast::OrderItem& item : items) {
    const Result<void> done = expression(item.expr, block);
    if (!done) return done;
  }
  return {};
}

Result<void> Binder::select_items(ast::List<ast::SelectItem> items, int block) {
  out_.select_lists.push_back(items);
  for (const ast::SelectItem& item : items) {
    const Result<void> done = expression(item.expr, block);
    if (!done) return done;
  }
  return {};
}

Result<void> Binder::expression(const ast::Expr* expr, int block) {
  if (expr == nullptr) return {};
  ExpressionBinder visitor(*this, block);
  parser::walk(*expr, visitor);
  return visitor.take();
}

Result<void> Binder::condition(const ast::Expr* expr, int block, int scope) {
  if (expr == nullptr) return {};
  const Result<void> bound = expression(expr, block);
  if (!bound) return bound;
  std::vector<const ast::Expr*> rest{expr};
  while (!rest.empty()) {
    const ast::Expr* next = rest.back();
    rest.pop_back();
    const auto* binary = ast::try_as<ast::Binary>(next);
    if (binary != nullptr && binary->op == ast::BinaryOp::logical_and) {
      rest.push_back(binary->right);
      rest.push_back(binary->left);
      continue;
    }
    out_.conjuncts.push_back({next, scope});
    if (const auto* in = ast::try_as<ast::InQuery>(next)) in_query(*in);
    if (binary == nullptr || binary->op != ast::BinaryOp::equal) continue;
    const BoundColumn* left = out_.origin(binary->left);
    const BoundColumn* right = out_.origin(binary->right);
    if (left != nullptr && right != nullptr) out_.equalities.push_back({*left, *right, scope});
  }
  return {};
}

void Binder::in_query(const ast::InQuery& in) {
  const int block = select_block(out_, *in.query);
  if (block == kNone || in.negated) return;
  const auto* row = ast::try_as<ast::Row>(in.operand);
  const std::size_t count = row == nullptr ? 1 : row->items.size();
  for (std::size_t i = 0; i < count; ++i) {
    const BoundColumn* left = out_.origin(row == nullptr ? in.operand : row->items[i]);
    const BoundColumn* right = passing_item(out_, *in.query, i);
    if (left == nullptr || right == nullptr) continue;
    out_.equalities.push_back({*left, *right, root_scope(block)});
  }
}

Result<void> Binder::function(const ast::FunctionCall& call, int block_index) {
  std::string name(call.name.text);
  if (!call.schema.empty()) return refuse_session("the qualified function " + name + "()");
  const FunctionTraits traits = function_traits(name);
  StatementFacts& facts = out_.facts;
  Block& own = block(block_index);
  const bool plain = call.args.empty() && !call.star;
  const auto note = [&name](std::string& first) {
    if (first.empty()) first = name;
  };
  if (traits.refused) return refuse_session(name + "()");
  if (traits.user_lock) {
    if (owner_of_variables_ == nullptr) return refuse_session(name + "() in this statement");
    facts.user_locks.push_back(&call);
  }
  if (!traits.known) note(facts.unknown_function);
  if (!traits.known || traits.random) note(own.random_function);
  if (traits.random) {
    note(facts.random_function);
    if (!plain) note(facts.seeded_random);
  }
  if (traits.of_server) facts.asks_server = true;
  if (traits.clock) facts.clock = facts.clock || plain || to_lower(name) != "unix_timestamp";
  if (call.over != nullptr || traits.window_only) note(facts.window);
  if (!traits.owned) return {};
  if (!plain) {
    facts.sets_insert_id = facts.sets_insert_id || *traits.owned == SessionValue::last_insert_id;
    return {};
  }
  const bool configured = *traits.owned != SessionValue::version ||
                          !metadata_.config->global.sluice.server_version.empty();
  if (configured) out_.owned.emplace_back(&call, *traits.owned);
  return {};
}

Result<void> Binder::assignment(const ast::Assign& assign) {
  if (owner_of_variables_ == nullptr) {
    return refuse_session("assigning a user variable inside a statement");
  }
  out_.facts.user_variables = true;
  out_.facts.assigned_variables.push_back(to_lower(assign.variable));
  return {};
}

void Binder::variable(const ast::Variable& variable) {
  if (variable.scope == ast::VariableScope::user) {
    out_.facts.user_variables = true;
    return;
  }
  out_.facts.asks_server = true;
  const std::optional<SessionValue> owned = owned_variable(variable.name);
  if (!owned) return;
  if (*owned == SessionValue::version && metadata_.config->global.sluice.server_version.empty()) {
    return;
  }
  if (*owned == SessionValue::resultset_metadata &&
      (variable.scope == ast::VariableScope::global ||
       metadata_.server_version.find("MariaDB") != std::string::npos)) {
    return;  // the server's own error is the answer
  }
  out_.owned.emplace_back(&variable, *owned);
}

}  // namespace sluice::router
