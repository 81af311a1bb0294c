// SPDX-License-Identifier: Apache-2.0
#include "router/planning/gather_conditions.h"

#include <algorithm>

#include "parser/visitor.h"
#include "router/rewrite/edit_names.h"

namespace sluice::router {
namespace {

// How far partners of partners are followed: lineitem, supplier, nation, region.
constexpr std::size_t kMaxChain = 4;

bool is_plain(const ast::FunctionCall& call) {
  const FunctionTraits traits = function_traits(call.name.text);
  return traits.known && !traits.clock && !traits.random && !traits.aggregate &&
         !traits.window_only && !traits.refused && !traits.owned && call.over == nullptr;
}

bool same_name_everywhere(const TableRule& rule) {
  return std::all_of(rule.nodes.begin(), rule.nodes.end(), [&](const ActualNode& node) {
    return node.sql_name == rule.nodes.front().sql_name;
  });
}

void append_all(SqlOps& out, const char* before, std::vector<SqlOps> conditions) {
  for (SqlOps& condition : conditions) {
    out.push_back(text_op(before));
    append_ops(out, std::move(condition));
    before = " AND ";
  }
}

}  // namespace

GatherConditions::GatherConditions(const StatementContext& context)
    : context_(context), bound_(context.bound) {}

// Nothing but this table's columns, literals and functions of them.
bool GatherConditions::is_about(const ast::Expr& expr, int table) const {
  bool only = context_.source.parameters(expr.range).empty();
  bool any = false;
  parser::for_each_expr(expr, parser::Subqueries::enter, [&](const ast::Expr& each) {
    switch (each.kind) {
      case ast::ExprKind::column: {
        const BoundColumn* column = bound_.origin(&each);
        only = only && column != nullptr && column->table == table;
        any = true;
        break;
      }
      case ast::ExprKind::function:
        only = only && is_plain(ast::as<ast::FunctionCall>(each));
        break;
      case ast::ExprKind::variable:
      case ast::ExprKind::subquery:
      case ast::ExprKind::exists:
      case ast::ExprKind::in_query:
      case ast::ExprKind::quantified:
      case ast::ExprKind::assign:
      case ast::ExprKind::match:
      case ast::ExprKind::default_value:
        only = false;
        break;
      default:
        break;
    }
  });
  return only && any;
}

// The scopes whose conditions the table's rows must meet: its own, and those that derived tables
// around it stand in. Not those around: behind an outer join they judge the rows that found no
// match as well.
std::vector<int> GatherConditions::scopes_of(int table) const {
  std::vector<int> scopes;
  for (int scope = at(table).scope; scope != kNone;) {
    scopes.push_back(scope);
    if (!bound_.is_root_scope(scope)) break;
    const int block = bound_.scopes[static_cast<std::size_t>(scope)].block;
    scope = bound_.blocks[static_cast<std::size_t>(block)].stands_in;
  }
  return scopes;
}

std::vector<const ast::Expr*> GatherConditions::own_conditions(int table) const {
  const std::vector<int> scopes = scopes_of(table);
  std::vector<const ast::Expr*> found;
  for (const Conjunct& conjunct : bound_.conjuncts) {
    if (std::find(scopes.begin(), scopes.end(), conjunct.scope) == scopes.end()) continue;
    if (is_about(*conjunct.expr, table)) found.push_back(conjunct.expr);
  }
  return found;
}

bool GatherConditions::names_values(int table) const {
  const std::vector<const ast::Expr*> own = own_conditions(table);
  return std::any_of(own.begin(), own.end(), [&](const ast::Expr* expr) {
    if (const auto* in = ast::try_as<ast::InList>(expr)) return !in->negated;
    const auto* binary = ast::try_as<ast::Binary>(expr);
    return binary != nullptr && binary->op == ast::BinaryOp::equal &&
           (bound_.origin(binary->left) == nullptr || bound_.origin(binary->right) == nullptr);
  });
}

// Column = column only: it is not true of the NULLs that stand for a partner which is missing.
std::vector<GatherConditions::Link> GatherConditions::links(int table, int partner) const {
  const std::vector<int> scopes = scopes_of(table);
  const std::vector<int> partners = scopes_of(partner);
  std::vector<Link> found;
  for (const Conjunct& conjunct : bound_.conjuncts) {
    const auto* binary = ast::try_as<ast::Binary>(conjunct.expr);
    if (binary == nullptr || binary->op != ast::BinaryOp::equal) continue;
    if (std::find(scopes.begin(), scopes.end(), conjunct.scope) == scopes.end()) continue;
    const BoundColumn* left = bound_.origin(binary->left);
    const BoundColumn* right = bound_.origin(binary->right);
    if (left == nullptr || right == nullptr) continue;
    if (left->table != table) std::swap(left, right);
    if (left->table != table || right->table != partner) continue;
    const std::vector<bool> around = bound_.with_ancestors(conjunct.scope);
    const bool meets = std::any_of(partners.begin(), partners.end(), [&](int scope) {
      return around[static_cast<std::size_t>(scope)];
    });
    if (meets) found.push_back({conjunct.expr, left, right});
  }
  return found;
}

// Whether every shard that has rows of the table has all rows of the partner which they may meet.
bool GatherConditions::lies_beside(int table, int partner, const std::vector<Link>& links) const {
  const TableRule& own = at(table).rule();
  const TableRule& other = at(partner).rule();
  if (other.temporary || own.temporary) return false;
  if (other.kind == TableKind::broadcast) {
    return same_name_everywhere(other) &&
           std::all_of(own.nodes.begin(), own.nodes.end(), [&](const ActualNode& node) {
             return other.node_on(node.data_source).has_value();
           });
  }
  if (own.kind != TableKind::sharded || other.kind != TableKind::sharded) return false;
  const bool alike =
      &own == &other || (own.binding_group >= 0 && own.binding_group == other.binding_group);
  const std::vector<KeyRef> keys = own.keys();
  if (!alike || keys.empty() || !values_decide_node(own)) return false;
  return std::all_of(keys.begin(), keys.end(), [&](KeyRef key) {
    const BoundColumn column = context_.routes.key_column(table, key);
    const BoundColumn wanted = context_.routes.key_column(partner, key);
    return context_.routes.domain_of_column(column).comparable_with(
               context_.routes.domain_of_column(wanted)) &&
           std::any_of(links.begin(), links.end(), [&](const Link& link) {
             return *link.column == column && *link.partner == wanted;
           });
  });
}

// Every column by the name its table has here: in the statement they may stand in other blocks.
SqlOps GatherConditions::text(const ast::Expr& expr, const std::vector<Named>& names) const {
  Splicer splicer(context_.source);
  parser::for_each_expr(expr, parser::Subqueries::enter, [&](const ast::Expr& part) {
    const BoundColumn* column = bound_.origin(&part);
    if (column == nullptr) return;
    const auto named = std::find_if(names.begin(), names.end(),
                                    [&](const Named& each) { return each.table == column->table; });
    splicer.replace(part.range, {text_op(quote_name(named->name) + "." +
                                         quote_name(bound_.schema_of(*column)->name))});
  });
  SqlOps ops{text_op("(")};
  append_ops(ops, splicer.ops(expr.range));
  ops.push_back(text_op(")"));
  return ops;
}

// In the gathering query the table goes by the name that the statement gives it.
SqlOps GatherConditions::as_written(const ast::Expr& expr, const Named& named) const {
  bool derived = false;
  parser::for_each_expr(expr, parser::Subqueries::enter, [&](const ast::Expr& part) {
    derived = derived || bound_.derived_column(&part) != nullptr;
  });
  if (derived) return text(expr, {named});
  Splicer splicer(context_.source);
  edit_qualifiers(bound_, splicer);
  SqlOps ops{text_op("(")};
  append_ops(ops, splicer.ops(expr.range));
  ops.push_back(text_op(")"));
  return ops;
}

SqlOps GatherConditions::partner(const Named& of, int partner, std::vector<Named>& chain) const {
  const std::vector<Link> found = links(of.table, partner);
  if (found.empty() || !lies_beside(of.table, partner, found)) return {};
  const Named named{partner, "sluice_" + std::to_string(chain.size())};
  chain.push_back(named);
  std::vector<SqlOps> narrowing;
  for (const ast::Expr* own : own_conditions(partner)) narrowing.push_back(text(*own, {named}));
  for (SqlOps& further : partners(chain)) narrowing.push_back(std::move(further));
  chain.pop_back();
  if (narrowing.empty()) return {};
  SqlOps ops{text_op("EXISTS (SELECT 1 FROM ")};
  if (at(partner).kind() == TableKind::broadcast) {
    ops.push_back(text_op(at(partner).rule().nodes.front().sql_name));
  } else {
    ops.push_back(table_op(at(partner).binding));  // of the unit's node
  }
  ops.push_back(text_op(" AS " + named.name));
  std::vector<SqlOps> conditions;
  for (const Link& link : found) conditions.push_back(text(*link.condition, {of, named}));
  for (SqlOps& each : narrowing) conditions.push_back(std::move(each));
  append_all(ops, " WHERE ", std::move(conditions));
  ops.push_back(text_op(")"));
  return ops;
}

std::vector<SqlOps> GatherConditions::partners(std::vector<Named>& chain) const {
  std::vector<SqlOps> found;
  if (chain.size() >= kMaxChain) return found;
  const Named of = chain.back();
  for (std::size_t i = 0; i < bound_.tables.size(); ++i) {
    const int other = static_cast<int>(i);
    const bool seen = std::any_of(chain.begin(), chain.end(),
                                  [&](const Named& each) { return each.table == other; });
    if (seen || at(other).schema() == nullptr || at(other).kind() == TableKind::system) continue;
    SqlOps ops = partner(of, other, chain);
    if (!ops.empty()) found.push_back(std::move(ops));
  }
  return found;
}

SqlOps GatherConditions::where(int table) const {
  const Named named{table, std::string(at(table).exposed)};
  std::vector<SqlOps> conditions;
  for (const ast::Expr* own : own_conditions(table)) conditions.push_back(as_written(*own, named));
  // A write has to lock what it depends on, which EXISTS would not.
  if (context_.session.staged == nullptr) {
    std::vector<Named> chain{named};
    for (SqlOps& each : partners(chain)) conditions.push_back(std::move(each));
  }
  SqlOps ops;
  append_all(ops, " WHERE ", std::move(conditions));
  return ops;
}

}  // namespace sluice::router
