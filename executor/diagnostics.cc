// SPDX-License-Identifier: Apache-2.0
#include "executor/diagnostics.h"

#include <algorithm>
#include <charconv>

#include "backend/small_query.h"

namespace sluice::executor {
namespace {

constexpr std::size_t kMariadbErrors = 64;   // MariaDB's default max_error_count
constexpr std::size_t kMysqlErrors = 1'024;  // MySQL's since 8.0

using backend::kMaxSmallRows;
using backend::SmallRow;

}  // namespace

Task<Result<std::vector<SmallRow>>> query_rows(backend::Connection& connection,
                                               std::string_view sql) {
  Result<backend::SmallResult> result = co_await backend::small_query(connection, sql);
  if (!result) co_return result.error();
  co_return std::move(result->rows);
}

std::size_t max_error_count(const SessionState& session, const router::Metadata& metadata) {
  const std::size_t usual = metadata.is_mariadb() ? kMariadbErrors : kMysqlErrors;
  const std::string* const set = session.variables->find("max_error_count");
  if (set == nullptr) return usual;
  std::size_t count = 0;
  const auto parsed = std::from_chars(set->data(), set->data() + set->size(), count);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == set->data() + set->size();
  return whole ? std::min(count, kMaxSmallRows) : usual;
}

Task<Result<void>> fetch_warnings(Request& request, backend::Connection& connection,
                                  const NameMap& names) {
  Result<std::vector<SmallRow>> rows = co_await query_rows(connection, "SHOW WARNINGS");
  if (!rows) co_return rows.error();
  std::vector<Diagnostic>& diagnostics = request.session.diagnostics;
  const std::size_t most = max_error_count(request.session, *request.plan.metadata);
  for (const SmallRow& row : *rows) {
    if (diagnostics.size() >= most) break;
    if (row.size() < 3 || !row[0] || !row[1] || !row[2]) continue;
    Diagnostic diagnostic;
    diagnostic.level = *row[0];
    std::from_chars(row[1]->data(), row[1]->data() + row[1]->size(), diagnostic.number);
    diagnostic.message = names.rename_in_message(*row[2]);
    diagnostics.push_back(std::move(diagnostic));
  }
  co_return Result<void>();
}

}  // namespace sluice::executor
