// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/show_statement.h"

#include <algorithm>

#include "frontend/gateway_status.h"
#include "frontend/like.h"
#include "frontend/statement/own_tables.h"
#include "frontend/statement/process_list_statement.h"
#include "router/operand_value.h"

namespace sluice::frontend {
namespace {

using Kind = router::ShowPlan::Kind;

std::string titled(std::string title, const router::ShowPlan& plan) {
  return plan.like ? title + " (" + *plan.like + ")" : title;
}

bool wanted(const router::ShowPlan& plan, std::string_view name) {
  return !plan.like || like(*plan.like, name);
}

ResultSet databases(const Session& session, const router::ShowPlan& plan) {
  ResultSet rows({{titled("Database", plan), ResultSet::Type::text, 64, "SCHEMATA"}});
  for (const auto& [name, database] : session.services.metadata->databases) {
    if (may_use(session, name) && wanted(plan, name)) rows.add({name});
  }
  return rows;
}

Result<ResultSet> tables(const Session& session, const router::ShowPlan& plan) {
  const std::string& name = plan.database.empty() ? session.state.database : plan.database;
  if (name.empty()) return make_error(ErrorId::no_database_selected);
  const router::DatabaseMetadata* const database = session.services.metadata->find(name);
  if (database == nullptr) return make_error(ErrorId::unknown_database, {name});
  std::vector<ResultSet::Column> columns{
      {titled("Tables_in_" + name, plan), ResultSet::Type::text, 64, "TABLE_NAMES"}};
  if (plan.full) columns.push_back({"Table_type", ResultSet::Type::text, 64, "TABLE_NAMES"});
  ResultSet rows(std::move(columns));
  for (const auto& [table, entry] : database->tables) {
    if (entry.schema == nullptr || !wanted(plan, table)) continue;
    ResultSet::Row row{table};
    if (plan.full) row.emplace_back("BASE TABLE");
    rows.add(std::move(row));
  }
  std::sort(rows.rows().begin(), rows.rows().end());
  return rows;
}

ResultSet status(const Session& session, const router::ShowPlan& plan) {
  ResultSet rows({{"Variable_name", ResultSet::Type::text, 64}, {"Value"}});
  for (auto& [name, value] : read_status(session.services.shared).variables()) {
    if (wanted(plan, name)) rows.add({std::move(name), std::move(value)});
  }
  return rows;
}

bool is_error(const executor::Diagnostic& diagnostic) {
  return diagnostic.level == "Error";
}

ResultSet diagnostics(const Session& session, bool errors_only) {
  ResultSet rows({{"Level", ResultSet::Type::text, 7},
                  {.name = "Code", .type = ResultSet::Type::integer, .is_unsigned = true},
                  {"Message", ResultSet::Type::text, 512}});
  for (const executor::Diagnostic& diagnostic : session.state.diagnostics) {
    if (errors_only && !is_error(diagnostic)) continue;
    rows.add({diagnostic.level, std::to_string(diagnostic.number), diagnostic.message});
  }
  return rows;
}

ResultSet count(const Session& session, bool errors_only) {
  const auto& all = session.state.diagnostics;
  const std::int64_t number = errors_only ? std::count_if(all.begin(), all.end(), is_error)
                                          : std::int64_t{session.state.warning_count()};
  ResultSet rows({{.name = errors_only ? "@@session.error_count" : "@@session.warning_count",
                   .type = ResultSet::Type::number,
                   .nullable = true,
                   .is_unsigned = true}});
  rows.add({std::to_string(number)});
  return rows;
}

// Whose grants the session may not see, it hears of as a server says it.
Result<ResultSet> grants(const Session& session, const router::ShowPlan& plan) {
  const std::string& user = plan.user.empty() ? session.login.user : plan.user;
  const std::string& host = plan.user.empty() ? session.login.account_host : plan.host;
  ResultSet rows({{"Grants for " + user + "@" + host, ResultSet::Type::text, 1024}});
  for (const AccountGrants& account : visible_accounts(session)) {
    if (account.user != user || account.host != host) continue;
    for (std::string& line : grant_statements(account, session.lex.mariadb)) {
      rows.add({std::move(line)});
    }
    return rows;
  }
  if (!session.login.admin) {
    return make_error(ErrorId::database_access_denied,
                      {session.login.user, session.login.account_host, "mysql"});
  }
  return make_error(ErrorId::no_such_grant, {user, host});
}

// LIMIT of SHOW WARNINGS and SHOW ERRORS; operands are literals there.
void apply_limit(ResultSet& rows, const router::ShowPlan& plan, const Execution& execution) {
  if (!plan.limit) return;
  const std::optional<std::uint64_t> offset =
      router::limit_value(plan.limit->offset, execution.values);
  const std::optional<std::uint64_t> limit =
      router::limit_value(plan.limit->count, execution.values);
  auto& all = rows.rows();
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(
                                           offset.value_or(0), all.size())));
  if (limit && *limit < all.size()) all.resize(*limit);
}

Result<ResultSet> rows_of(const Session& session, const router::ShowPlan& plan) {
  switch (plan.kind) {
    case Kind::databases:
      return databases(session, plan);
    case Kind::tables:
      return tables(session, plan);
    case Kind::status:
      return status(session, plan);
    case Kind::warnings:
      return diagnostics(session, false);
    case Kind::errors:
      return diagnostics(session, true);
    case Kind::count_warnings:
      return count(session, false);
    case Kind::count_errors:
      return count(session, true);
    case Kind::grants:
      return grants(session, plan);
    case Kind::processlist:
      break;
  }
  return process_list_columns(session);
}

}  // namespace

Result<ResultSet> show_rows(const Session& session, const router::ShowPlan& plan) {
  Result<ResultSet> rows = rows_of(session, plan);
  if (rows) rows->describe_as(session.lex.mariadb);
  return rows;
}

Task<Result<void>> run_show(Session& session, const router::ShowPlan& plan,
                            const Execution& execution) {
  if (plan.kind == Kind::processlist) {
    Result<void> shown = co_await run_process_list(session, plan.full, execution);
    co_return shown;
  }
  Result<ResultSet> rows = show_rows(session, plan);
  if (!rows) co_return rows.error();
  apply_limit(*rows, plan, execution);
  const auto status =
      static_cast<wire::StatusFlags>(session.state.status() | execution.more_results);
  Result<void> sent = co_await rows->send(session.client, execution.row_format(), status);
  co_return sent;
}

Task<Result<void>> run_use(Session& session, const router::UsePlan& plan,
                           const Execution& execution) {
  Result<void> used = use_database(session, plan.database);
  if (!used) co_return used.error();
  session.state.record_ok(0, 0);
  answer_ok(session, execution.more_results);
  co_return Result<void>();
}

Task<Result<void>> run_nothing(Session& session, const Execution& execution) {
  session.state.record_ok(0, 0);
  answer_ok(session, execution.more_results);
  co_return Result<void>();
}

}  // namespace sluice::frontend
