// SPDX-License-Identifier: Apache-2.0
#include "executor/single_unit.h"

#include <charconv>

#include "executor/diagnostics.h"
#include "executor/load_data.h"
#include "executor/server_error.h"
#include "executor/shard_session.h"
#include "executor/simple_command.h"
#include "executor/user_variable_read.h"

namespace sluice::executor {
namespace {

using router::StatementClass;

bool writes(const router::RoutedPlan& plan) {
  return plan.statement_class == StatementClass::write ||
         plan.statement_class == StatementClass::locking_read ||
         plan.statement_class == StatementClass::ddl;
}

RelaySetup relay_setup(const Request& request, const ShardSession& shard, const NameMap& names) {
  RelaySetup setup;
  setup.server = shard.connection().capabilities();
  setup.client = request.client.capabilities();
  setup.omit_metadata = request.client.omits_metadata();
  // The servers send definitions to the gateway, whatever the client wants.
  setup.tells_omission = setup.omit_metadata && request.routed.shows_variables;
  setup.client_sequence = request.client.sequence();
  setup.server_sequence = shard.connection().answer_sequence();
  setup.check_sequence = !shard.connection().is_compressed();
  setup.names = names.empty() ? nullptr : &names;
  if (setup.names != nullptr) setup.rename_cells = request.routed.rename_cells;
  setup.format = request.row_format();
  setup.status = request.client_status();
  setup.status_mask = SessionState::kOwnedFlags;
  // A shard that takes part knows best whether a transaction is open after this statement; so does
  // one whose procedure may have begun one.
  if (shard.in_transaction() || request.routed.call) {
    setup.status_mask &= static_cast<wire::StatusFlags>(~wire::status::kInTransaction);
  }
  if (request.resolution.first_generated != 0) setup.insert_id = request.resolution.first_generated;
  setup.source = shard.connection().name();
  setup.session_changes = request.client.changes();
  return setup;
}

// Moves the answer from server to client until it is complete.
Task<Result<void>> pump(Request& request, backend::Connection& connection, ReplyRelay& relay) {
  ClientWriter& client = request.client;
  for (;;) {
    const std::span<std::byte> input = connection.reader().pending();
    Result<ReplyRelay::Progress> progress = relay.feed(input, client.out());
    if (relay.started()) client.mark_started();
    if (!progress) {
      connection.mark_broken();
      if (relay.inside_packet()) client.mark_torn();
      co_return progress.error();
    }
    if (!progress->pass.empty() || client.full()) {
      Result<void> sent = co_await client.flush_with(progress->pass);
      if (!sent) {
        connection.mark_broken();  // the rest of the answer is still on its way
        co_return sent.error();
      }
    }
    connection.reader().skip(progress->consumed);
    if (progress->done) break;
    if (!progress->pass.empty()) continue;
    Result<void> filled = co_await connection.fill();
    if (!filled) {
      if (relay.inside_packet()) client.mark_torn();
      co_return filled.error();
    }
  }
  connection.end_answer();
  co_return Result<void>();
}

}  // namespace

Task<Result<void>> relay_answer(Request& request, backend::Connection& connection,
                                ReplyRelay& relay) {
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<void> settled = co_await connection.settle();
  if (!settled) {
    connection.mark_broken();
    co_return settled.error();
  }
  connection.begin_answer();
  Result<void> pumped = co_await pump(request, connection, relay);
  request.client.set_sequence(relay.client_sequence());
  if (relay.summary().changes_sent) request.client.drop_changes();
  co_return pumped;
}

Task<Result<void>> take_variables(Request& request, backend::Connection& connection) {
  std::vector<std::string> names = request.routed.into;
  names.insert(names.end(), request.routed.assigned_variables.begin(),
               request.routed.assigned_variables.end());
  if (names.empty()) co_return Result<void>();
  Result<void> read =
      co_await read_user_variables(request.session, connection, names, *request.plan.metadata);
  // The client has the answer, but its variables have gone: it must not go on with old ones.
  if (!read) request.client.mark_torn();
  co_return read;
}

namespace {

// One server tells generated AUTO_INCREMENT values from given ones in LAST_INSERT_ID(), not in its
// OK.
Task<Result<void>> learn_insert_id(Request& request, backend::Connection& connection,
                                   std::uint64_t insert_id) {
  auto rows = co_await query_rows(connection, "SELECT LAST_INSERT_ID()");
  if (!rows) co_return rows.error();
  if (rows->size() == 1 && rows->front().size() == 1 && rows->front()[0] &&
      *rows->front()[0] == std::to_string(insert_id)) {
    request.session.last_insert_id = insert_id;
  }
  co_return Result<void>();
}

// What a procedure has left: its last OK has no insert id.
Task<Result<void>> record_call(Request& request, backend::Connection& connection,
                               const ReplySummary& summary) {
  SessionState& session = request.session;
  session.record_ok(static_cast<std::int64_t>(summary.affected_rows), 0);
  auto rows = co_await query_rows(connection, "SELECT LAST_INSERT_ID()");
  if (!rows) co_return rows.error();
  if (rows->size() == 1 && rows->front().size() == 1 && rows->front()[0]) {
    const std::string& id = *rows->front()[0];
    std::from_chars(id.data(), id.data() + id.size(), session.last_insert_id);
  }
  co_return Result<void>();
}

Task<Result<void>> record_results(Request& request, ShardSession& shard,
                                  const ReplySummary& summary, const NameMap& names) {
  SessionState& session = request.session;
  backend::Connection& connection = shard.connection();
  session.diagnostics.clear();
  session.note_warnings(0);
  if (summary.warnings > 0) {
    Result<void> fetched = co_await fetch_warnings(request, connection, names);
    if (!fetched) co_return Result<void>();  // the answer itself is complete
    session.note_warnings(summary.warnings);
  }
  if (request.routed.call) {
    Result<void> recorded = co_await record_call(request, connection, summary);
    co_return recorded;
  }
  if (summary.has_rows) {
    session.record_rows(summary.rows);
    co_return Result<void>();
  }
  session.record_ok(static_cast<std::int64_t>(summary.affected_rows),
                    request.resolution.first_generated);
  if (!request.routed.into.empty()) session.found_row_count = summary.affected_rows;
  if (summary.insert_id != 0 && request.resolution.first_generated == 0) {
    (void)co_await learn_insert_id(request, connection, summary.insert_id);
  }
  co_return Result<void>();
}

Task<Result<void>> record(Request& request, ShardSession& shard, const ReplySummary& summary,
                          const NameMap& names) {
  Result<void> results = co_await record_results(request, shard, summary, names);
  Result<void> taken = co_await take_variables(request, shard.connection());
  if (!taken) co_return taken;
  co_return results;
}

Task<void> after_failure(Request& request, ShardSession& shard) {
  // A second row is an error behind the assignment of the first one.
  if (!shard.connection().broken() && !shard.connection().is_answering()) {
    (void)co_await take_variables(request, shard.connection());
  }
  if (request.routed.call && !shard.in_transaction() && !shard.connection().broken() &&
      !shard.connection().is_answering()) {
    Result<OkAnswer> answer = co_await ping(shard.connection());
    if (answer && (answer->status & wire::status::kInTransaction) != 0) {
      shard.adopt_transaction(request);
    }
    co_return;
  }
  if (!shard.in_transaction()) co_return;
  co_await request.session.transaction.check_after_error(shard.connection());
}

// A connection of the transaction that breaks takes the transaction with it.
Error transaction_error(const ShardSession& shard, const Error& error) {
  if (!shard.in_transaction() || !shard.connection().broken()) return error;
  return make_error(ErrorId::transaction_lost, {shard.connection().name()});
}

Task<Result<ShardSession>> open_for(Request& request) {
  if (request.routed.user_locks) {
    Result<ShardSession> locks = co_await open_lock_session(request);
    co_return locks;
  }
  router::Unit& unit = request.resolution.units.front();
  Result<ShardSession> shard = co_await open_shard_session(request, unit);
  if (shard || request.routed.route.kind != router::RouteKind::any) co_return shard;
  // Any data source will do: try the others before giving up.
  for (std::size_t tried = 1; tried < request.pools.data_sources(); ++tried) {
    unit.data_source =
        static_cast<router::DataSourceIndex>((unit.data_source + 1) % request.pools.data_sources());
    unit.server = 0;
    Result<ShardSession> other = co_await open_shard_session(request, unit);
    if (other) co_return other;
  }
  co_return shard;
}

// Whatever came of the statement: locks that it may have taken keep the connection.
Task<Result<void>> after_locks(Request& request, Result<void> outcome) {
  UserLocks& locks = request.session.locks;
  locks.note(request.routed.lock_names, request.routed.all_lock_names_known);
  if (outcome && request.routed.releases_all_locks) {
    locks.release();
    co_return outcome;
  }
  Result<void> released = co_await locks.release_if_free();
  if (!released) locks.abandon();
  co_return outcome;
}

Task<Result<void>> run_unit(Request& request) {
  Result<ShardSession> shard = co_await open_for(request);
  if (!shard) co_return shard.error();
  const bool opens_handler =
      request.routed.handler && request.routed.handler->kind == router::HandlerPlan::Kind::open;
  if (!request.routed.temporary.defined.empty() || opens_handler) shard->pin(request);
  if (request.routed.call) {
    shard->connection().expect_ok("SET last_insert_id=" +
                                  std::to_string(request.session.last_insert_id));
  }
  Result<void> queued = co_await queue_unit(request, request.resolution.units.front(), *shard);
  if (!queued) {
    const Error error = transaction_error(*shard, queued.error());
    co_await after_failure(request, *shard);
    co_return error;
  }
  NameMap names;
  request.fill_names(request.resolution.units.front(), names);
  if (request.routed.load != nullptr) {
    Result<void> fed = co_await feed_whole_file(request, shard->connection());
    if (!fed) {
      const Error error = transaction_error(*shard, with_logical_names(fed.error(), names));
      co_await after_failure(request, *shard);
      co_return error;
    }
  }
  ReplyRelay relay(relay_setup(request, *shard, names));
  Result<void> done = co_await relay_answer(request, shard->connection(), relay);
  const ReplySummary& summary = relay.summary();
  if (!done || summary.is_error) {
    const Error error = transaction_error(*shard, done ? *summary.error : done.error());
    co_await after_failure(request, *shard);
    co_return error;
  }
  Transaction& transaction = request.session.transaction;
  if (shard->in_transaction()) {
    if (writes(request.routed)) transaction.mark_written(shard->connection());
    transaction.note_status(shard->connection(),
                            (summary.server_status & wire::status::kInTransaction) != 0);
  } else if ((summary.server_status & wire::status::kInTransaction) != 0) {
    // SHOW COLLATION without autocommit: MySQL opens one for it
    if (!request.routed.call) shard->connection().mark_dirty();
  }
  Result<void> recorded = co_await record(request, *shard, summary, names);
  if (request.routed.call && !shard->in_transaction() &&
      (summary.server_status & wire::status::kInTransaction) != 0) {
    shard->adopt_transaction(request);
  }
  if (shard->in_transaction()) transaction.release_closed();
  co_return recorded;
}

Task<Result<void>> run_with_locks(Request& request) {
  Result<void> done = co_await run_unit(request);
  done = co_await after_locks(request, std::move(done));
  co_return done;
}

}  // namespace

// No coroutine of its own: one more would cost each query an allocation.
Task<Result<void>> run_single_unit(Request& request) {
  return request.routed.user_locks ? run_with_locks(request) : run_unit(request);
}

}  // namespace sluice::executor
