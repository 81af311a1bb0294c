// SPDX-License-Identifier: Apache-2.0
#include "router/planning/expand_views.h"

#include <algorithm>

#include "router/rewrite/text_edits.h"
#include "router/view_query.h"

namespace sluice::router {
namespace {

// Views of views of views .. grow with each level.
constexpr std::size_t kMaxText = 4 << 20;

bool is_view(const Bound& bound, std::string_view exposed) {
  return std::any_of(bound.view_uses.begin(), bound.view_uses.end(), [&](const ViewUse& use) {
    const bool aliased = use.ref != nullptr && !use.ref->alias.empty();
    return (aliased ? use.ref->alias.text : use.name) == exposed;
  });
}

// What an UPDATE assigns to and a DELETE names must be known to be a table.
bool changes_view(const StatementContext& context, const ast::Statement& statement) {
  const Bound& bound = context.bound;
  if (statement.kind == ast::StatementKind::update) {
    const auto& assignments = ast::as<ast::UpdateStatement>(statement).assignments;
    return std::any_of(assignments.begin(), assignments.end(), [&](const ast::Assignment& each) {
      return bound.column(each.column) == nullptr;
    });
  }
  if (statement.kind != ast::StatementKind::delete_from) return false;
  const auto& change = ast::as<ast::DeleteStatement>(statement);
  if (!change.multi_table)
    return change.from->kind == ast::TableRefKind::base &&
           is_view(bound, ast::as<ast::BaseTable>(*change.from).name.table.text);
  return std::any_of(change.targets.begin(), change.targets.end(),
                     [&](const ast::TableName& name) { return is_view(bound, name.table.text); });
}

Result<void> check_text(const StatementContext& context, const ViewUse& use) {
  const parser::LexOptions& lex = context.parsed.options;
  if (use.query->backslash && lex.no_backslash_escapes) {
    return refuse("a view with a backslash under NO_BACKSLASH_ESCAPES", use.name);
  }
  if (!use.query->ascii && lex.charset != parser::CharsetClass::single_byte_or_utf8) {
    return refuse("a view with text beyond ASCII in this character set", use.name);
  }
  return {};
}

}  // namespace

Result<void> expand_views(StatementContext& context, const ast::Statement& statement) {
  const ast::Statement* inner = &statement;
  if (inner->kind == ast::StatementKind::explain) {
    inner = static_cast<const ast::ExplainStatement&>(statement).statement;
  }
  const Bound& bound = context.bound;
  if (changes_view(context, *inner)) {
    return refuse("changing rows through a view over shards", bound.view_uses.front().name);
  }
  TextEdits edits(context.parsed);
  for (const ViewUse& use : bound.view_uses) {
    const Result<void> fits = check_text(context, use);
    if (!fits) return fits;
    std::string text = use.ref == nullptr ? "SELECT * FROM (" : "(";
    text += use.query->text + ")";
    if (use.ref == nullptr || use.ref->alias.empty()) {
      text.append(" AS ").append(quote_name(use.name));
    }
    edits.replace(use.range, std::move(text));
  }
  for (const ast::TokenRange range : bound.view_qualifiers) edits.replace(range, "");
  RewrittenPlan plan;
  plan.sql = edits.apply();
  if (plan.sql.size() > kMaxText + context.parsed.sql.size()) {
    return refuse("a view whose query is this long", bound.view_uses.front().name);
  }
  context.plan.cacheable = false;  // the queries are part of it
  context.plan.body = std::move(plan);
  return {};
}

}  // namespace sluice::router
