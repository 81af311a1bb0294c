// SPDX-License-Identifier: Apache-2.0
#include "executor/user_variable_read.h"

#include "executor/simple_command.h"
#include "executor/unit_reader.h"
#include "executor/user_variable.h"

namespace sluice::executor {
namespace {

std::string select_of(const std::vector<std::string>& names) {
  std::string sql = "SELECT ";
  for (const std::string& name : names) {
    if (&name != &names.front()) sql += ", ";
    sql += "@" + quote_identifier(name);
  }
  return sql;
}

// The values in the variables' own character sets.
backend::SessionVariablesPtr reading_variables(SessionState& session) {
  backend::VariableMap values = session.variables->values();
  values["character_set_results"] = "NULL";
  return session.interner->intern(std::move(values));
}

Task<Result<backend::VariableMap>> read_row(UnitReader& reader,
                                            const std::vector<std::string>& names,
                                            const router::Metadata& metadata) {
  Result<void> headed = co_await reader.read_head();
  if (!headed) co_return headed.error();
  backend::VariableMap values;
  std::vector<Bytes> rows;
  std::vector<wire::Cell> cells;
  while (!reader.done()) {
    Result<void> read = co_await reader.next_batch(rows);
    if (!read) co_return read.error();
    for (const Bytes row : rows) {
      Result<void> split = wire::split_row(row, wire::RowFormat::text, reader.columns(), cells);
      if (!split) co_return split.error();
      if (cells.size() != names.size()) co_return make_error(ErrorId::malformed_packet, {"row"});
      for (std::size_t i = 0; i < names.size(); ++i) {
        Result<std::string> value =
            user_variable_literal(reader.columns()[i], wire::RowFormat::text, cells[i], metadata);
        if (!value) co_return value.error();
        values[names[i]] = std::move(*value);
      }
    }
  }
  co_return values;
}

}  // namespace

Task<Result<void>> read_user_variables(SessionState& session, backend::Connection& connection,
                                       const std::vector<std::string>& names,
                                       const router::Metadata& metadata) {
  connection.queue_variables(reading_variables(session));
  connection.start_statement();
  connection.append_query(select_of(names));
  Result<void> sent = co_await send_queued(connection);
  if (!sent) co_return sent.error();
  UnitReader reader(connection);
  Result<backend::VariableMap> values = co_await read_row(reader, names, metadata);
  if (connection.is_answering()) connection.mark_broken();
  if (!values) co_return values.error();
  session.set_user_variables(*values);
  co_return Result<void>();
}

}  // namespace sluice::executor
