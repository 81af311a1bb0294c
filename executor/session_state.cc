// SPDX-License-Identifier: Apache-2.0
#include "executor/session_state.h"

#include <algorithm>

namespace sluice::executor {

wire::StatusFlags SessionState::status() const {
  wire::StatusFlags flags = 0;
  if (autocommit) flags |= wire::status::kAutocommit;
  if (no_backslash_escapes) flags |= wire::status::kNoBackslashEscapes;
  if (transaction.active()) {
    flags |= wire::status::kInTransaction;
    if (transaction.read_only()) flags |= wire::status::kInReadOnlyTransaction;
  }
  return flags;
}

void SessionState::set_user_variables(const backend::VariableMap& values) {
  backend::VariableMap all = variables->values();
  for (const auto& [name, value] : values) all["@" + name] = value;
  set_variables(std::move(all));
}

bool SessionState::keeps_connection(std::string_view in_database,
                                    router::DataSourceIndex source) const {
  return temporary.any_on(in_database, source) ||
         std::any_of(handlers.begin(), handlers.end(), [&](const Handler& handler) {
           return handler.database == in_database && handler.source == source;
         });
}

void SessionState::record_ok(std::int64_t rows, std::uint64_t insert_id) {
  row_count = rows;
  found_row_count = 0;
  if (insert_id != 0) last_insert_id = insert_id;
}

void SessionState::record_rows(std::uint64_t rows) {
  row_count = -1;
  found_row_count = rows;
}

void SessionState::record_error(const Error& error) {
  row_count = -1;
  diagnostics.clear();
  diagnostics.push_back({"Error", error.number(), error.message()});
  note_warnings(0);
}

std::uint32_t SessionState::warning_count() const {
  const auto kept = static_cast<std::uint32_t>(diagnostics.size());
  const bool of_these = kept > 0 && diagnostics.size() == warnings_kept;
  return of_these ? std::max(kept, warnings_told) : kept;
}

router::SessionValues SessionState::values() const {
  router::SessionValues values;
  values.last_insert_id = last_insert_id;
  values.row_count = row_count;
  values.found_rows = found_row_count;
  values.connection_id = connection_id;
  values.max_allowed_packet = max_allowed_packet;
  values.omits_metadata = omits_metadata;
  values.warning_count = warning_count();
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.level == "Error") ++values.error_count;
  }
  values.database = database;
  values.user = user;
  values.current_user = current_user;
  values.version = version;
  return values;
}

}  // namespace sluice::executor
