// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/utility.h"

#include <chrono>
#include <cstdio>

#include "common/telemetry/log.h"
#include "common/wire/commands.h"
#include "frontend/command/query.h"
#include "frontend/gateway_status.h"
#include "frontend/statement/kill_statement.h"
#include "frontend/statement/process_list_statement.h"
#include "frontend/statement/run_plan.h"

namespace sluice::frontend {
namespace {

// MYSQL_OPTION_MULTI_STATEMENTS_ON and _OFF
constexpr std::uint16_t kMultiStatementsOn = 0;
constexpr std::uint16_t kMultiStatementsOff = 1;

}  // namespace

Result<void> run_init_db(Session& session, Bytes payload) {
  Result<void> used = use_database(session, wire::text_argument(payload));
  if (!used) return used;
  answer_ok(session, 0);
  return {};
}

Result<void> run_ping(Session& session) {
  answer_ok(session, 0);
  return {};
}

Result<void> run_statistics(Session& session) {
  const GatewayStatus status = read_status(session.services.shared);
  const double seconds = std::max<double>(1, static_cast<double>(status.uptime.count()));
  char text[256];
  const int length = std::snprintf(
      text, sizeof text,
      "Uptime: %lld  Threads: %llu  Questions: %llu  Slow queries: 0  Opens: 0  Open tables: 0  "
      "Queries per second avg: %.3f",
      static_cast<long long>(status.uptime.count()),
      static_cast<unsigned long long>(status.open_connections),
      static_cast<unsigned long long>(status.total(&Counters::questions)),
      static_cast<double>(status.total(&Counters::questions)) / seconds);
  session.client.message(as_bytes({text, static_cast<std::size_t>(length)}));
  return {};
}

Result<void> run_set_option(Session& session, Bytes payload) {
  const Result<std::uint16_t> option = wire::decode_set_option(payload);
  if (!option) return option.error();
  if (*option != kMultiStatementsOn && *option != kMultiStatementsOff) {
    return make_error(ErrorId::unknown_command);
  }
  session.multi_statements = *option == kMultiStatementsOn;
  session.client.end_of_rows(session.state.status(), 0);
  return {};
}

Result<void> run_debug(Session& session) {
  if (!session.login.admin) return make_error(ErrorId::privilege_missing, {"SUPER"});
  const GatewayStatus status = read_status(session.services.shared);
  log::info("debug", "COM_DEBUG",
            {{"connection", session.state.connection_id},
             {"uptime_s", status.uptime.count()},
             {"open_connections", status.open_connections},
             {"questions", status.total(&Counters::questions)}});
  session.client.end_of_rows(session.state.status(), 0);
  return {};
}

Result<void> run_process_kill(Session& session, Bytes payload) {
  const Result<std::uint32_t> id = wire::decode_process_kill(payload);
  if (!id) return id.error();
  Result<void> killed = kill_session(session, *id, KillScope::connection);
  if (killed) answer_ok(session, 0);
  return killed;
}

Task<Result<void>> run_process_info(Session& session) {
  session.services.counters.questions.add();
  return run_process_list(session, true, Execution{});
}

Task<Result<void>> run_database_command(Session& session, std::string_view verb, Bytes payload) {
  const std::string sql =
      std::string(verb) + " DATABASE " + executor::quote_identifier(wire::text_argument(payload));
  Result<void> done = co_await run_query(session, sql);
  session.running_sql = {};
  co_return done;
}

Task<Result<void>> run_reset_connection(Session& session) {
  co_await session.state.transaction.end();
  session.state.locks.abandon();
  set_initial_state(session);
  answer_ok(session, 0);
  co_return Result<void>();
}

}  // namespace sluice::frontend
