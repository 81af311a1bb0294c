// SPDX-License-Identifier: Apache-2.0
// LOCK TABLES and UNLOCK TABLES: which tables under which names; the text between the names is
// kept.
#include <set>

#include "router/planning/plan_statement.h"

namespace sluice::router {
namespace {

// `[[AS] alias] mode`, as the tokens [at, end) have it.
void read_rest(const StatementContext& context, std::uint32_t at, std::uint32_t end,
               LockPlan::Item& item) {
  const auto is_mode = [](const std::string& word) {
    return word == "READ" || word == "WRITE" || word == "LOW_PRIORITY";
  };
  if (context.source.word(at) == "AS") {
    item.alias = context.source.token_text(at + 1);
    at += 2;
  } else if (!is_mode(context.source.word(at))) {
    item.alias = context.source.token_text(at);
    ++at;
  }
  for (; at < end && is_mode(context.source.word(at)); ++at) {
    item.mode += (item.mode.empty() ? "" : " ") + context.source.word(at);
  }
  if (context.source.word(at) == "LOCAL") item.mode += " LOCAL";
}

// Statements name an actual table as the logical one, and a server takes each alias only once.
Result<void> check_nodes(const LockPlan::Item& item) {
  if (item.alias.empty() && !item.mode.starts_with("READ")) return {};
  std::set<DataSourceIndex> sources;
  for (const ActualNode& node : item.rule->nodes) {
    if (sources.insert(node.data_source).second) continue;
    return refuse("LOCK TABLES to read a table with several nodes on one server", item.rule->name);
  }
  return {};
}

}  // namespace

bool is_lock_statement(const StatementContext& context) {
  const std::string first = context.source.word(0);
  const std::string second = context.source.word(1);
  return (first == "LOCK" || first == "UNLOCK") && (second == "TABLES" || second == "TABLE");
}

Result<void> plan_lock(StatementContext& context, const ast::OtherStatement& statement) {
  LockPlan plan;
  const std::uint32_t end = context.source.whole().end;
  for (std::size_t i = 0; i < statement.objects.size(); ++i) {
    const ast::TableName& name = statement.objects[i].name;
    const auto found = context.binder.look_up(name);
    if (!found) return found.error();
    if (found->table == nullptr) {
      return make_error(ErrorId::unknown_table, {found->database->name, name.table.text});
    }
    const Result<void> taken = context.bound.take(found->database);
    if (!taken) return taken;
    LockPlan::Item item{found->table->rule, {}, {}};
    const bool last = i + 1 == statement.objects.size();
    read_rest(context, name.range.end, last ? end : statement.objects[i + 1].name.range.begin,
              item);
    const Result<void> fits = check_nodes(item);
    if (!fits) return fits;
    plan.items.push_back(std::move(item));
  }
  context.plan.database = context.bound.database;
  context.plan.cacheable = false;
  context.plan.body = std::move(plan);
  return {};
}

}  // namespace sluice::router
