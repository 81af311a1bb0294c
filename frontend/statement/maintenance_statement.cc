// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/maintenance_statement.h"

#include "executor/table_report.h"
#include "frontend/result_set.h"
#include "frontend/statement/show_sql.h"

namespace sluice::frontend {
namespace {

// As servers describe them.
ResultSet report_columns(bool checksum, bool mariadb) {
  using Type = ResultSet::Type;
  std::vector<ResultSet::Column> columns;
  columns.reserve(4);
  columns.push_back({"Table", Type::text, 128});
  if (checksum) {
    columns.push_back({"Checksum", Type::number});
  } else {
    columns.push_back({"Op", Type::text, 10});
    columns.push_back({"Msg_type", Type::text, 10});
    columns.push_back({"Msg_text", Type::long_text, 128 * 1024});
  }
  for (ResultSet::Column& column : columns) column.nullable = true;
  ResultSet rows(std::move(columns));
  rows.describe_as(mariadb);
  return rows;
}

// What a server reports of a table in a database that it does not have.
void report_unknown(Session& session, const router::MaintenancePlan& maintenance,
                    const router::MaintenancePlan::Subject& subject, ResultSet& rows) {
  const std::string table = subject.unknown_database + "." + subject.table;
  const bool mariadb = session.lex.mariadb;
  const ErrorId id = mariadb ? ErrorId::unknown_table : ErrorId::unknown_database;
  const std::string message = mariadb ? "Table '" + table + "' doesn't exist"
                                      : "Unknown database '" + subject.unknown_database + "'";
  if (maintenance.checksum) {
    session.state.diagnostics.push_back({"Error", error_entry(id).number, message});
    rows.add({table, std::nullopt});
    return;
  }
  const std::string& operation = maintenance.operation;
  rows.add({table, operation, "Error", message});
  if (mariadb) {
    rows.add({table, operation, "status", "Operation failed"});
  } else {
    rows.add({table, operation, "error", "Corrupt"});
  }
}

Task<Result<void>> report_table(Session& session, const router::Plan& plan,
                                const router::RoutedPlan& routed, const Execution& execution,
                                bool checksum, ResultSet& rows) {
  Result<backend::DatabasePools*> pools = pools_for(session, plan);
  if (!pools) co_return pools.error();
  session.resolution.clear();
  Result<void> resolved = router::resolve(routed, execution.values,
                                          std::chrono::system_clock::now(), session.resolution);
  if (!resolved) co_return resolved.error();
  executor::Request request =
      bare_request(session, plan, routed, execution.values, session.resolution, **pools);
  show_sql(session, request);
  const std::string table = (*pools)->name() + "." + routed.tables.front().logic_table;
  Result<std::vector<executor::NodeReport>> reports = co_await ask_nodes(request, table);
  if (!reports) co_return reports.error();
  if (checksum) {
    rows.add({table, executor::add_checksums(*reports)});
  } else {
    for (executor::ReportRow& row : executor::merge_reports(*reports)) rows.add(std::move(row));
  }
  co_return Result<void>();
}

}  // namespace

Task<Result<void>> run_maintenance(Session& session, const router::Plan& plan,
                                   const router::MaintenancePlan& maintenance,
                                   const Execution& execution) {
  if (!maintenance.checksum) {
    Result<void> committed = co_await commit_implicitly(session);
    if (!committed) co_return committed.error();
  }
  ResultSet rows = report_columns(maintenance.checksum, session.lex.mariadb);
  for (const router::MaintenancePlan::Subject& subject : maintenance.subjects) {
    if (!subject.unknown_database.empty()) {
      report_unknown(session, maintenance, subject, rows);
      continue;
    }
    Result<void> reported =
        co_await report_table(session, plan, subject.routed, execution, maintenance.checksum, rows);
    if (!reported) co_return reported.error();
  }
  session.state.transaction.release_closed();
  const std::size_t warnings = session.state.diagnostics.size();
  session.state.note_warnings(static_cast<std::uint32_t>(warnings));
  session.state.record_rows(rows.rows().size());
  const auto status =
      static_cast<wire::StatusFlags>(session.state.status() | execution.more_results);
  Result<void> sent = co_await rows.send(session.client, execution.row_format(), status,
                                         static_cast<std::uint16_t>(warnings));
  co_return sent;
}

}  // namespace sluice::frontend
