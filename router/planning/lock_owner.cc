// SPDX-License-Identifier: Apache-2.0
#include "router/planning/lock_owner.h"

#include <set>

#include "parser/visitor.h"

namespace sluice::router {
namespace {

bool is_call_of(const ast::Expr* expr, std::string_view name) {
  const auto* call = ast::try_as<ast::FunctionCall>(expr);
  return call != nullptr && call->schema.empty() && to_lower(call->name.text) == name;
}

bool is_owner(const ast::Expr* expr) {
  return is_call_of(expr, "is_used_lock");
}

class HarmlessUses : public parser::Visitor {
 public:
  using parser::Visitor::enter;

  bool enter(const ast::Expr& expr) override {
    if (const auto* test = ast::try_as<ast::IsTest>(&expr)) {
      if (test->what == ast::IsWhat::null_value && is_owner(test->operand)) {
        harmless.insert(test->operand);
      }
    } else if (const auto* binary = ast::try_as<ast::Binary>(&expr)) {
      const bool compares = binary->op == ast::BinaryOp::equal ||
                            binary->op == ast::BinaryOp::not_equal ||
                            binary->op == ast::BinaryOp::null_safe_equal;
      if (compares) compare(binary->left, binary->right);
      if (compares) compare(binary->right, binary->left);
    }
    return true;
  }

  std::set<const ast::Expr*> harmless;
  std::vector<const ast::Expr*> own_ids;  // that are the server connection's, too

 private:
  void compare(const ast::Expr* owner, const ast::Expr* id) {
    if (!is_owner(owner) || !is_call_of(id, "connection_id")) return;
    harmless.insert(owner);
    own_ids.push_back(id);
  }
};

}  // namespace

Result<void> plan_lock_owners(StatementContext& context, const ast::QueryExpression& query) {
  HarmlessUses uses;
  parser::walk(*context.parsed.statement, uses);
  if (const auto* select = ast::try_as<ast::SelectBody>(query.body)) {
    for (std::size_t i = 0; i < select->items.size(); ++i) {
      if (!is_owner(select->items[i].expr)) continue;
      uses.harmless.insert(select->items[i].expr);
      context.routed.lock_owner_cells.push_back(static_cast<std::uint16_t>(i));
    }
  }
  for (const ast::FunctionCall* call : context.bound.facts.user_locks) {
    if (is_owner(call) && uses.harmless.count(call) == 0) {
      return refuse(
          "IS_USED_LOCK() but as a column of its own, compared with CONNECTION_ID() or "
          "with IS NULL",
          "sharded databases");
    }
  }
  for (const ast::Expr* id : uses.own_ids) {
    context.splicer.replace(id->range, {text_op("CONNECTION_ID()")});
  }
  return {};
}

}  // namespace sluice::router
