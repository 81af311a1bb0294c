// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/temporary_tables.h"

#include <algorithm>
#include <charconv>

#include "executor/diagnostics.h"
#include "frontend/schema_conversion.h"

namespace sluice::frontend {
namespace {

using Rows = std::vector<std::vector<std::optional<std::string>>>;

// Columns of SHOW FULL COLUMNS.
enum Column : std::size_t { kField, kType, kCollation, kNull, kKey, kDefault, kExtra, kColumns };

backend::LoadedColumn to_column(const std::vector<std::optional<std::string>>& row) {
  backend::LoadedColumn column;
  column.name = row[kField].value_or("");
  column.column_type = router::to_lower(row[kType].value_or(""));
  const std::size_t name_end =
      std::min(column.column_type.find_first_of("( "), column.column_type.size());
  column.data_type = column.column_type.substr(0, name_end);
  std::uint64_t size = 0;
  if (name_end < column.column_type.size() && column.column_type[name_end] == '(') {
    const char* const end = column.column_type.data() + column.column_type.size();
    std::from_chars(column.column_type.data() + name_end + 1, end, size);
  }
  const bool is_clock = column.data_type == "datetime" || column.data_type == "timestamp" ||
                        column.data_type == "time";
  if (is_clock) column.fraction = static_cast<std::uint8_t>(size);
  if (column.data_type.ends_with("char") || column.data_type.ends_with("binary")) {
    column.max_length = size;
  }
  column.collation = row[kCollation].value_or("");
  column.nullable = row[kNull] != "NO";
  const std::string extra = router::to_lower(row[kExtra].value_or(""));
  column.auto_increment = extra.find("auto_increment") != std::string::npos;
  column.generated = extra.find("generated") != std::string::npos &&
                     extra.find("default_generated") == std::string::npos;
  column.invisible = extra.find("invisible") != std::string::npos;
  return column;
}

// Null: not known.
std::shared_ptr<const router::TableSchema> to_schema(const std::string& name, const Rows& rows) {
  backend::LoadedTable table;
  table.name = name;
  for (const auto& row : rows) {
    if (row.size() < kColumns) return nullptr;
    table.columns.push_back(to_column(row));
  }
  return std::make_shared<const router::TableSchema>(to_table_schema(table));
}

backend::Connection* connection_of(Session& session, const backend::Pool& pool) {
  executor::Transaction& transaction = session.state.transaction;
  backend::Connection* const joined = transaction.find(pool);
  return joined != nullptr ? joined : transaction.find_kept(pool);
}

}  // namespace

Task<void> note_temporary_tables(Session& session, const executor::Request& request, bool done) {
  const router::TemporaryChange& change = request.routed.temporary;
  router::TemporaryTables& tables = session.state.temporary;
  const std::string& database = request.pools.name();
  const router::DataSourceIndex source = request.resolution.units.front().data_source;
  const backend::Pool& pool = request.pool(request.resolution.units.front());
  for (const std::string& name : change.defined) {
    backend::Connection* const connection = connection_of(session, pool);
    if (!done || connection == nullptr || connection->broken()) break;
    auto rows = co_await executor::query_rows(
        *connection, "SHOW FULL COLUMNS FROM " + executor::quote_identifier(name));
    tables.set(database, name, source, rows ? to_schema(name, *rows) : nullptr);
  }
  for (const std::string& name : change.dropped) {
    if (done) tables.erase(database, name);
  }
  if (!session.state.keeps_connection(database, source)) session.state.transaction.unpin(pool);
}

}  // namespace sluice::frontend
