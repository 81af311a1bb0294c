// SPDX-License-Identifier: Apache-2.0
#include "executor/simple_command.h"

#include "common/wire/commands.h"
#include "common/wire/session_state.h"
#include "executor/server_error.h"

namespace sluice::executor {

Task<Result<void>> send_queued(backend::Connection& connection) {
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<void> settled = co_await connection.settle();
  if (!settled) connection.mark_broken();
  co_return settled;
}

Task<Result<OkAnswer>> finish_simple(backend::Connection& connection) {
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<void> settled = co_await connection.settle();
  if (!settled && connection.broken()) co_return settled.error();
  connection.begin_answer();
  Result<wire::Message> answer = co_await connection.message();
  if (!answer) co_return answer.error();
  if (!settled) {
    connection.mark_broken();
    co_return settled.error();
  }
  switch (wire::reply_kind(answer->payload)) {
    case wire::ReplyKind::ok: {
      const Result<wire::OkPacket> ok = wire::decode_ok(answer->payload, connection.capabilities());
      if (!ok) break;
      connection.end_answer();
      OkAnswer told{ok->affected_rows, ok->insert_id, ok->status, ok->warnings, {}};
      wire::append_gtid_changes(ok->session_state, told.gtids);
      co_return told;
    }
    case wire::ReplyKind::err:
      connection.end_answer();
      co_return server_error(answer->payload, connection);
    case wire::ReplyKind::local_infile:
    case wire::ReplyKind::result_set:
      break;
  }
  connection.mark_broken();
  co_return make_error(ErrorId::backend_protocol,
                       {connection.name(), "an OK or ERR packet was expected"});
}

Task<Result<OkAnswer>> run_simple(backend::Connection& connection, std::string_view sql) {
  connection.start_statement();
  connection.append_query(sql);
  return finish_simple(connection);
}

Task<Result<OkAnswer>> ping(backend::Connection& connection) {
  connection.start_statement();
  wire::MessageScope scope(connection.out(), 0);
  wire::encode_command(wire::Command::ping, connection.out());
  connection.statement_queued(scope.close());
  return finish_simple(connection);
}

}  // namespace sluice::executor
