// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/dispatch.h"

#include "frontend/command/bulk_execute.h"
#include "frontend/command/command_name.h"
#include "frontend/command/field_list.h"
#include "frontend/command/prepared.h"
#include "frontend/command/query.h"
#include "frontend/command/utility.h"

namespace sluice::frontend {

Task<Result<void>> answered(Result<void> result) {
  co_return result;
}

Task<Result<void>> dispatch(Session& session, Bytes payload) {
  using wire::Command;
  const std::optional<Command> command = wire::command_of(payload);
  if (!command) return answered(make_error(ErrorId::unknown_command));
  switch (*command) {
    case Command::query: {
      const Result<std::string_view> text = wire::decode_query(payload, session.login.capabilities);
      return text ? run_query(session, *text) : answered(text.error());
    }
    case Command::stmt_prepare:
      return run_prepare(session, wire::text_argument(payload));
    case Command::stmt_execute:
      return run_execute(session, payload);
    case Command::stmt_bulk_execute:
      return run_bulk_execute(session, payload);
    case Command::stmt_fetch:
      return run_fetch(session, payload);
    case Command::stmt_send_long_data:
      return answered(run_send_long_data(session, payload));
    case Command::stmt_close:
      return answered(run_close(session, payload));
    case Command::stmt_reset:
      return answered(run_reset(session, payload));
    case Command::init_db:
      return answered(run_init_db(session, payload));
    case Command::ping:
      return answered(run_ping(session));
    case Command::quit:
      session.closing = true;
      return answered({});
    case Command::statistics:
      return answered(run_statistics(session));
    case Command::set_option:
      return answered(run_set_option(session, payload));
    case Command::reset_connection:
      return run_reset_connection(session);
    case Command::field_list:
      return run_field_list(session, payload);
    case Command::process_kill:
      return answered(run_process_kill(session, payload));
    case Command::process_info:
      return run_process_info(session);
    case Command::debug:
      return answered(run_debug(session));
    case Command::create_db:
      return run_database_command(session, "CREATE", payload);
    case Command::drop_db:
      return run_database_command(session, "DROP", payload);
    case Command::refresh:
    case Command::shutdown:
      return answered(make_error(ErrorId::unsupported, {command_name(*command), "the gateway"}));
    case Command::sleep:
    case Command::change_user:  // the session's own affair
      break;
  }
  return answered(make_error(ErrorId::unknown_command));
}

}  // namespace sluice::frontend
