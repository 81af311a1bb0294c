// SPDX-License-Identifier: Apache-2.0
// Statements that the gateway carries out itself: SET, USE and transactions.
#include "parser/visitor.h"
#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

bool is_literal_value(const ast::Expr& expr) {
  switch (expr.kind) {
    case ast::ExprKind::literal:
    case ast::ExprKind::column:  // a bare word: ON, utf8mb4
      return true;
    case ast::ExprKind::unary:
      return is_literal_value(*ast::as<ast::Unary>(expr).operand);
    default:
      return false;
  }
}

bool is_dual(const ast::TableName& name) {
  return name.schema.empty() && to_lower(name.table.text) == "dual";
}

// (SELECT CONCAT(@@sql_mode, ',ANSI')) reads none: sqlx sets its modes so.
bool reads_a_table(const ast::Expr& expr) {
  class Finder : public parser::Visitor {
   public:
    bool found = false;
    bool enter(const ast::TableRef& ref) override {
      const bool is_base = ref.kind == ast::TableRefKind::base;
      found = found || (is_base && !is_dual(ast::as<ast::BaseTable>(ref).name));
      return !found;
    }
    bool enter(const ast::QueryBody& body) override {
      found = found || body.kind == ast::QueryBodyKind::table;
      return !found;
    }
  };
  Finder finder;
  parser::walk(expr, finder);
  return finder.found;
}

Result<void> plan_variable(const StatementContext& context, const ast::SetItem& item,
                           SetPlanItem& planned) {
  const bool user = item.scope == ast::VariableScope::user;
  planned.kind = user ? SetPlanItem::Kind::user_variable : SetPlanItem::Kind::system_variable;
  planned.name = to_lower(item.name);
  if (item.value == nullptr) return {};  // DEFAULT
  if (user) {
    const auto* subquery = ast::try_as<ast::Subquery>(item.value);
    planned.subquery = subquery != nullptr;
    planned.value =
        context.source.text(subquery == nullptr ? item.value->range : subquery->query->range);
    planned.literal_value = is_literal_value(*item.value);
    const std::vector<std::uint32_t> parameters = context.source.parameters(item.value->range);
    if (!parameters.empty()) planned.first_parameter = parameters.front();
    return {};
  }
  if (reads_a_table(*item.value)) return refuse("SET to a subquery of tables", planned.name);
  planned.value = context.source.text(item.value->range);
  planned.literal_value = is_literal_value(*item.value);
  return {};
}

Result<void> plan_item(const StatementContext& context, const ast::SetItem& item,
                       SetPlanItem& planned) {
  if (item.scope == ast::VariableScope::global || item.scope == ast::VariableScope::persist) {
    return refuse("SET GLOBAL or PERSIST", "servers behind the gateway");
  }
  switch (item.form) {
    case ast::SetForm::variable:
      return plan_variable(context, item, planned);
    case ast::SetForm::names:
      planned.kind = SetPlanItem::Kind::names;
      break;
    case ast::SetForm::character_set:
      planned.kind = SetPlanItem::Kind::character_set;
      break;
    case ast::SetForm::transaction:
      planned.kind = SetPlanItem::Kind::transaction;
      planned.next_only = item.scope == ast::VariableScope::unspecified;
      planned.value = context.source.text(item.characteristics);
      break;
  }
  planned.charset = item.charset;
  planned.collation = item.collation;
  return {};
}

TransactionPlan transaction_plan(const ast::Statement& statement) {
  using Kind = TransactionPlan::Kind;
  TransactionPlan plan{};
  switch (statement.kind) {
    case ast::StatementKind::begin: {
      const auto& begin = ast::as<ast::BeginStatement>(statement);
      plan.kind = Kind::begin;
      plan.consistent_snapshot = begin.consistent_snapshot;
      plan.read_only = begin.read_only;
      plan.read_write = begin.read_write;
      return plan;
    }
    case ast::StatementKind::commit:
    case ast::StatementKind::rollback: {
      const auto& end = static_cast<const ast::EndTransactionStatement&>(statement);
      plan.kind = statement.kind == ast::StatementKind::commit ? Kind::commit : Kind::rollback;
      plan.chain = end.chain;
      plan.release_connection = end.release;
      return plan;
    }
    case ast::StatementKind::savepoint:
      plan.kind = Kind::savepoint;
      break;
    case ast::StatementKind::rollback_to:
      plan.kind = Kind::rollback_to;
      break;
    default:
      plan.kind = Kind::release;
      break;
  }
  plan.name = static_cast<const ast::SavepointStatement&>(statement).name.text;
  return plan;
}

}  // namespace

Result<void> plan_set(StatementContext& context, const ast::SetStatement& statement) {
  SetPlan plan;
  for (const ast::SetItem& item : statement.items) {
    SetPlanItem planned{};
    const Result<void> done = plan_item(context, item, planned);
    if (!done) return done;
    plan.items.push_back(std::move(planned));
  }
  context.plan.cacheable = false;  // the values are part of it
  if (plan.items.empty()) {
    context.plan.body = NoOperationPlan{};
  } else {
    context.plan.body = std::move(plan);
  }
  return {};
}

Result<void> plan_use(StatementContext& context, const ast::UseStatement& statement) {
  if (!is_information_schema(statement.database.text) &&
      context.metadata->find(statement.database.text) == nullptr) {
    return make_error(ErrorId::unknown_database, {statement.database.text});
  }
  context.plan.body = UsePlan{std::string(statement.database.text)};
  return {};
}

void plan_transaction(StatementContext& context, const ast::Statement& statement) {
  context.plan.body = transaction_plan(statement);
}

}  // namespace sluice::router
