// SPDX-License-Identifier: Apache-2.0
#include "executor/table_report.h"

#include <algorithm>
#include <charconv>

#include "executor/diagnostics.h"
#include "executor/shard_session.h"
#include "executor/unit_answer.h"

namespace sluice::executor {
namespace {

constexpr std::size_t kTypeColumn = 2;
constexpr std::size_t kTextColumn = 3;

bool is_checksum(const std::vector<ReportRow>& rows) {
  return !rows.empty() && rows.front().size() == 2;
}

// CHECKSUM TABLE warns of a table without a checksum; the others put into rows what they have to
// say.
bool may_have_warned(const std::vector<ReportRow>& rows) {
  return rows.size() == 1 && is_checksum(rows) && !rows.front()[1].has_value();
}

Task<Result<std::vector<ReportRow>>> ask(Request& request, std::size_t index) {
  const router::Unit& unit = request.resolution.units[index];
  Result<ShardSession> shard = co_await open_shard_session(request, unit);
  if (!shard) co_return shard.error();
  backend::Connection& connection = shard->connection();
  request.counters.units.add();
  Buffer sql;
  std::vector<router::UnitParameter> none;
  router::render(request.routed, unit, request.resolution, request.values, request.session.values(),
                 false, sql, none);
  Transaction& transaction = request.session.transaction;
  Result<std::vector<ReportRow>> rows = co_await query_rows(connection, as_text(sql));
  if (!rows) {
    const Error error = named_error(request, index, rows.error());
    if (shard->in_transaction()) co_await transaction.check_after_error(connection);
    co_return error;
  }
  NameMap names;
  request.fill_names(unit, names);
  if (may_have_warned(*rows)) {
    Result<void> fetched = co_await fetch_warnings(request, connection, names);
    if (!fetched) co_return fetched.error();
  }
  // Only CHECKSUM TABLE reads within a transaction.
  if (shard->in_transaction()) transaction.note_status(connection, is_checksum(*rows));
  for (ReportRow& row : *rows) {
    if (row.size() > kTextColumn && row[kTextColumn]) {
      row[kTextColumn] = names.rename_in_message(*row[kTextColumn]);
    }
  }
  co_return rows;
}

bool has(const NodeReport& report, const ReportRow& row) {
  return std::find(report.rows.begin(), report.rows.end(), row) != report.rows.end();
}

bool is_status(const ReportRow& row) {
  return row.size() > kTypeColumn && row[kTypeColumn] == "status";
}

void add_rows(const std::vector<NodeReport>& reports, bool status, std::vector<ReportRow>& merged) {
  const auto everywhere = [&reports](const ReportRow& row) {
    return std::all_of(reports.begin(), reports.end(),
                       [&row](const NodeReport& report) { return has(report, row); });
  };
  for (const ReportRow& row : reports.front().rows) {
    if (is_status(row) == status && everywhere(row)) merged.push_back(row);
  }
  for (const NodeReport& report : reports) {
    for (const ReportRow& row : report.rows) {
      if (is_status(row) != status || everywhere(row)) continue;
      ReportRow& own = merged.emplace_back(row);
      if (own.size() > kTextColumn) {
        own[kTextColumn] = report.node + ": " + own[kTextColumn].value_or("");
      }
    }
  }
}

}  // namespace

Task<Result<std::vector<NodeReport>>> ask_nodes(Request& request, std::string_view table) {
  std::vector<NodeReport> reports;
  reports.reserve(request.resolution.units.size());
  for (std::size_t i = 0; i < request.resolution.units.size(); ++i) {
    if (request.session.interrupted) co_return make_error(ErrorId::query_interrupted);
    const router::Unit& unit = request.resolution.units[i];
    Result<std::vector<ReportRow>> rows = co_await ask(request, i);
    if (!rows) co_return rows.error();
    for (ReportRow& row : *rows) row.front() = table;
    reports.push_back({request.pools.source(unit.data_source).name + "." +
                           std::string(router::actual_table(request.routed, unit, 0)),
                       std::move(*rows)});
  }
  co_return reports;
}

std::vector<ReportRow> merge_reports(const std::vector<NodeReport>& reports) {
  std::vector<ReportRow> merged;
  if (reports.empty()) return merged;
  add_rows(reports, false, merged);
  add_rows(reports, true, merged);
  return merged;
}

std::optional<std::string> add_checksums(const std::vector<NodeReport>& reports) {
  std::uint32_t sum = 0;
  for (const NodeReport& report : reports) {
    if (report.rows.size() != 1 || report.rows.front().size() != 2) return std::nullopt;
    const std::optional<std::string>& cell = report.rows.front()[1];
    std::uint32_t checksum = 0;
    if (!cell) return std::nullopt;
    const auto read = std::from_chars(cell->data(), cell->data() + cell->size(), checksum);
    if (read.ec != std::errc{} || read.ptr != cell->data() + cell->size()) return std::nullopt;
    sum += checksum;
  }
  return std::to_string(sum);
}

}  // namespace sluice::executor
