// SPDX-License-Identifier: Apache-2.0
// SQLite's side of the admin tables: one eponymous virtual table for each
// (https://www.sqlite.org/vtab.html), which scans the rows of the running statement's snapshot.
#include "frontend/admin/admin_database.h"

#include <chrono>
#include <map>

#include <sqlite3.h>

#include "common/base/deadline.h"
#include "frontend/admin/admin_tables.h"

namespace sluice::frontend {

struct AdminDatabase::State {
  explicit State(GatewayView view) : gateway(view) {}

  GatewayView gateway;
  sqlite3* handle = nullptr;
  std::atomic<bool> interrupted{false};
  bool declaring = false;  // a table of ours, as CREATE TABLE
  // Of the statement that runs.
  const AdminStatement* statement = nullptr;
  Deadline deadline = kNoDeadline;
  std::optional<AdminSnapshot> snapshot;
  std::map<const AdminTable*, std::vector<AdminRow>> rows;

  const std::vector<AdminRow>& rows_of(const AdminTable& table) {
    const auto [at, added] = rows.try_emplace(&table);
    if (added) at->second = table.rows(*snapshot);
    return at->second;
  }
};

namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr std::size_t kMaxRows = 100'000;
constexpr std::size_t kMaxBytes = 64u << 20;
constexpr sqlite3_int64 kHeapBytes = 256 << 20;
constexpr int kStepsBetweenLooks = 1'000;

// -------------------------------------------------------------------------------- virtual tables

struct TableSource {
  AdminDatabase::State* state;
  const AdminTable* table;
};

struct VirtualTable : sqlite3_vtab {
  TableSource* source;
};

struct Cursor : sqlite3_vtab_cursor {
  const std::vector<AdminRow>* rows;
  std::size_t at;
};

int connect_table(sqlite3* handle, void* source, int, const char* const*, sqlite3_vtab** out,
                  char**) {
  auto* const of = static_cast<TableSource*>(source);
  std::string declaration = "CREATE TABLE x(";
  for (const AdminColumn& column : of->table->columns) {
    if (declaration.back() != '(') declaration += ", ";
    declaration.append("\"").append(column.name).append("\"");
    declaration += column.number ? " INTEGER" : " TEXT";
  }
  of->state->declaring = true;
  const int status = sqlite3_declare_vtab(handle, (declaration + ")").c_str());
  of->state->declaring = false;
  if (status != SQLITE_OK) return status;
  auto* const table = new VirtualTable{};
  table->source = of;
  *out = table;
  return SQLITE_OK;
}

int disconnect_table(sqlite3_vtab* table) {
  delete static_cast<VirtualTable*>(table);
  return SQLITE_OK;
}

// Always a whole scan: the rows are there, and few.
int best_index(sqlite3_vtab* table, sqlite3_index_info* info) {
  const TableSource& source = *static_cast<VirtualTable*>(table)->source;
  info->estimatedRows = static_cast<sqlite3_int64>(source.state->rows_of(*source.table).size());
  info->estimatedCost = static_cast<double>(info->estimatedRows + 1);
  return SQLITE_OK;
}

int open_cursor(sqlite3_vtab*, sqlite3_vtab_cursor** out) {
  *out = new Cursor{};
  return SQLITE_OK;
}

int close_cursor(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int begin_scan(sqlite3_vtab_cursor* base, int, const char*, int, sqlite3_value**) {
  auto* const cursor = static_cast<Cursor*>(base);
  const TableSource& source = *static_cast<VirtualTable*>(base->pVtab)->source;
  cursor->rows = &source.state->rows_of(*source.table);
  cursor->at = 0;
  return SQLITE_OK;
}

int next_row(sqlite3_vtab_cursor* base) {
  ++static_cast<Cursor*>(base)->at;
  return SQLITE_OK;
}

int at_end(sqlite3_vtab_cursor* base) {
  const auto* const cursor = static_cast<Cursor*>(base);
  return cursor->at >= cursor->rows->size() ? 1 : 0;
}

int give_cell(sqlite3_vtab_cursor* base, sqlite3_context* context, int column) {
  const auto* const cursor = static_cast<Cursor*>(base);
  const AdminValue& value = (*cursor->rows)[cursor->at][static_cast<std::size_t>(column)];
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    sqlite3_result_int64(context, *number);
  } else if (const auto* const text = std::get_if<std::string>(&value)) {
    sqlite3_result_text64(context, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  } else {
    sqlite3_result_null(context);
  }
  return SQLITE_OK;
}

int row_id(sqlite3_vtab_cursor* base, sqlite3_int64* id) {
  *id = static_cast<sqlite3_int64>(static_cast<Cursor*>(base)->at);
  return SQLITE_OK;
}

sqlite3_module make_module() {
  sqlite3_module module{};  // without xCreate: the table is there under the module's name
  module.xConnect = connect_table;
  module.xBestIndex = best_index;
  module.xDisconnect = disconnect_table;
  module.xOpen = open_cursor;
  module.xClose = close_cursor;
  module.xFilter = begin_scan;
  module.xNext = next_row;
  module.xEof = at_end;
  module.xColumn = give_cell;
  module.xRowid = row_id;
  return module;
}

const sqlite3_module kModule = make_module();

// ------------------------------------------------------------------------------------- functions

using Told = std::string AdminStatement::*;

template <Told member>
void tell(sqlite3_context* context, int, sqlite3_value**) {
  const auto& state = *static_cast<AdminDatabase::State*>(sqlite3_user_data(context));
  const std::string& text = state.statement->*member;
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void tell_connection(sqlite3_context* context, int, sqlite3_value**) {
  const auto& state = *static_cast<AdminDatabase::State*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, state.statement->connection_id);
}

void add_functions(sqlite3* handle, AdminDatabase::State& state) {
  const auto add = [&](const char* name, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function_v2(handle, name, 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, &state, function,
                               nullptr, nullptr, nullptr);
  };
  add("user", tell<&AdminStatement::user>);
  add("current_user", tell<&AdminStatement::user>);
  add("session_user", tell<&AdminStatement::user>);
  add("database", tell<&AdminStatement::database>);
  add("schema", tell<&AdminStatement::database>);
  add("version", tell<&AdminStatement::version>);
  add("connection_id", tell_connection);
}

// Reading is all that there is.
int allow(void* of, int action, const char*, const char*, const char*, const char*) {
  if (static_cast<AdminDatabase::State*>(of)->declaring) return SQLITE_OK;
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    default:
      return SQLITE_DENY;
  }
}

int look_at_clock(void* of) {
  const auto& state = *static_cast<AdminDatabase::State*>(of);
  return state.interrupted.load(std::memory_order_relaxed) || Clock::now() > state.deadline ? 1 : 0;
}

// --------------------------------------------------------------------------------------- results

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

std::optional<std::string> cell_of(sqlite3_stmt* statement, int column) {
  if (sqlite3_column_type(statement, column) == SQLITE_NULL) return std::nullopt;
  const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  if (text == nullptr) return std::nullopt;
  return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

// A column of whole numbers is one; what has no row yet is told by its declaration.
std::vector<ResultSet::Column> columns_of(sqlite3_stmt* statement, bool has_row) {
  std::vector<ResultSet::Column> columns;
  const int count = sqlite3_column_count(statement);
  for (int i = 0; i < count; ++i) {
    const char* const declared = sqlite3_column_decltype(statement, i);
    const bool computed = declared == nullptr && has_row;
    const bool number = computed ? sqlite3_column_type(statement, i) == SQLITE_INTEGER
                                 : declared != nullptr && std::string_view(declared) == "INTEGER";
    ResultSet::Column& column = columns.emplace_back();
    column.name = sqlite3_column_name(statement, i);
    column.type = number ? ResultSet::Type::number : ResultSet::Type::long_text;
    column.nullable = true;
  }
  return columns;
}

Error failure(const AdminDatabase::State& state, int status) {
  if (status == SQLITE_INTERRUPT && state.interrupted.load()) {
    return make_error(ErrorId::server_shutdown);
  }
  if (status == SQLITE_INTERRUPT) return make_error(ErrorId::admin_limit, {"10 s"});
  if (status == SQLITE_NOMEM) return make_error(ErrorId::admin_limit, {"256 MB of memory"});
  return make_error(ErrorId::admin_sql, {sqlite3_errmsg(state.handle)});
}

Result<ResultSet> read_rows(AdminDatabase::State& state, sqlite3_stmt* statement) {
  int status = sqlite3_step(statement);
  ResultSet rows(columns_of(statement, status == SQLITE_ROW));
  std::size_t bytes = 0;
  for (; status == SQLITE_ROW; status = sqlite3_step(statement)) {
    ResultSet::Row row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      row.push_back(cell_of(statement, i));
      bytes += sizeof(row.back()) + (row.back() ? row.back()->size() : 0);
    }
    if (rows.rows().size() == kMaxRows) return make_error(ErrorId::admin_limit, {"100000 rows"});
    if (bytes > kMaxBytes) return make_error(ErrorId::admin_limit, {"64 MB of rows"});
    rows.add(std::move(row));
  }
  if (status != SQLITE_DONE) return failure(state, status);
  return rows;
}

Result<ResultSet> run_prepared(AdminDatabase::State& state, const std::string& sql) {
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int status =
      sqlite3_prepare_v2(state.handle, sql.c_str(), static_cast<int>(sql.size() + 1), &raw, &rest);
  const Prepared statement(raw);
  if (status != SQLITE_OK) return failure(state, status);
  if (!statement) return make_error(ErrorId::empty_query);
  if (std::string_view(rest).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    return make_error(ErrorId::admin_sql, {"one statement at a time"});
  }
  return read_rows(state, statement.get());
}

}  // namespace

AdminDatabase::AdminDatabase(GatewayView gateway) : state_(std::make_unique<State>(gateway)) {}

AdminDatabase::~AdminDatabase() {
  sqlite3_close_v2(state_->handle);
}

Result<void> AdminDatabase::open() {
  State& state = *state_;
  const int status = sqlite3_open_v2(":memory:", &state.handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (status != SQLITE_OK) {
    return make_error(ErrorId::config_invalid,
                      {std::string("the admin tables cannot be made: ") + sqlite3_errstr(status)});
  }
  sqlite3_hard_heap_limit64(kHeapBytes);
  sqlite3_limit(state.handle, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(state.handle, SQLITE_LIMIT_LENGTH, static_cast<int>(kMaxBytes));
  sqlite3_limit(state.handle, SQLITE_LIMIT_EXPR_DEPTH, 200);
  for (const AdminTable& table : admin_tables()) {
    sqlite3_create_module_v2(state.handle, table.name, &kModule, new TableSource{&state, &table},
                             [](void* source) { delete static_cast<TableSource*>(source); });
  }
  add_functions(state.handle, state);
  sqlite3_set_authorizer(state.handle, allow, &state);
  sqlite3_progress_handler(state.handle, kStepsBetweenLooks, look_at_clock, &state);
  return {};
}

Result<ResultSet> AdminDatabase::run(const AdminStatement& statement) {
  State& state = *state_;
  state.statement = &statement;
  state.deadline = Clock::now() + kPatience;
  state.snapshot.emplace(state.gateway);
  Result<ResultSet> rows = run_prepared(state, statement.sql);
  state.rows.clear();
  state.snapshot.reset();
  state.statement = nullptr;
  return rows;
}

void AdminDatabase::interrupt() {
  state_->interrupted.store(true);
}

}  // namespace sluice::frontend
