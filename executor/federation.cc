// SPDX-License-Identifier: Apache-2.0
#include "executor/federation.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "executor/diagnostics.h"
#include "executor/gather_writer.h"
#include "executor/reply_relay.h"
#include "executor/semi_join.h"
#include "executor/server_error.h"
#include "executor/shard_session.h"
#include "executor/simple_command.h"
#include "executor/single_unit.h"
#include "executor/unit_reader.h"

namespace sluice::executor {
namespace {

// While rows are gathered no result is cut short, and texts come in their columns' own character
// sets.
void gathering_variables(backend::VariableMap& values) {
  values["character_set_results"] = "NULL";
  values.erase("sql_select_limit");
}

// What is asked outside of the session's transaction leaves none open on the servers: MySQL 9 opens
// one for information_schema, too, and its snapshot would stay until the connection's next user.
void asking_variables(backend::VariableMap& values) {
  gathering_variables(values);
  if (values.contains("autocommit")) values["autocommit"] = "1";
}

// The scratch server's connection; whatever happens, it is reset before anybody else uses it.
class Scratch {
 public:
  explicit Scratch(backend::Lease lease) : lease_(std::move(lease)) {}
  ~Scratch() { lease_->mark_dirty(); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  backend::Connection& operator*() const { return *lease_; }
  backend::Connection* operator->() const { return lease_.operator->(); }

 private:
  backend::Lease lease_;
};

// Values are stored as they are: nothing is checked again, and time has no zones.
backend::SessionVariablesPtr storing_variables(SessionState& session, std::string time_zone) {
  return session.interner->intern({{"character_set_client", "'utf8mb4'"},
                                   {"collation_connection", "'utf8mb4_general_ci'"},
                                   {"sql_mode", "''"},
                                   {"time_zone", std::move(time_zone)}});
}

class Federation {
 public:
  Federation(Request& request, backend::Connection& scratch)
      : request_(request),
        plan_(*request.routed.federation),
        scratch_(scratch),
        writer_(scratch, request.limits) {}

  Task<Result<void>> run() {
    for (const std::uint16_t i : plan_.order) {
      Task<Result<void>> gathering = plan_.gathers[i].system ? gather_system(i) : gather(i);
      Result<void> gathered = co_await gathering;
      if (!gathered) co_return gathered.error();
    }
    Result<void> answered = co_await answer();
    co_return answered;
  }

  // Frees the room at once; the reset before the connection's next use would do it as well.
  Task<void> drop_tables() {
    std::string drop;
    for (const router::Gather& gather : plan_.gathers) {
      drop += (drop.empty() ? "DROP TEMPORARY TABLE IF EXISTS " : ", ") + gather.temporary;
      for (const std::string& copy : gather.copies) drop += ", " + copy;
      if (gather.system && !gather.system->merge.empty()) drop += ", " + nodes_table(gather);
    }
    if (!scratch_.broken()) (void)co_await run_simple(scratch_, drop);
  }

 private:
  // Where the rows of several nodes wait for being made one.
  static std::string nodes_table(const router::Gather& gather) {
    return gather.temporary + "_nodes";
  }

  Task<Result<void>> create_table(std::size_t index) {
    Buffer create;
    router::render_temporary(request_.routed, index, request_.values, request_.session.values(),
                             create);
    Result<OkAnswer> created = co_await run_simple(scratch_, as_text(create));
    if (!created) co_return created.error();
    co_return Result<void>();
  }

  Task<Result<void>> gather(std::size_t index) {
    scratch_.queue_sync(storing_variables(request_.session, "'+00:00'"));
    Result<void> created = co_await create_table(index);
    if (!created) co_return created.error();
    Result<std::string> filter = co_await semi_join_filter(scratch_, request_.routed, index,
                                                           request_.resolution.gathers[index]);
    if (!filter) co_return filter.error();
    filter_ = *std::move(filter);
    writer_.set_table(plan_.gathers[index].temporary);
    const OtherVariables gathering(request_.session, gathering_variables);
    for (const router::Unit& unit : request_.resolution.gathers[index]) {
      Result<void> moved = co_await move_rows(index, unit);
      if (!moved) co_return moved.error();
    }
    Result<void> stored = co_await writer_.store();
    if (!stored) co_return stored.error();
    Result<void> copied = co_await make_copies(index);
    co_return copied;
  }

  Task<Result<void>> make_copies(std::size_t index) {
    const router::Gather& gather = plan_.gathers[index];
    for (const std::string& copy : gather.copies) {
      Result<OkAnswer> made =
          co_await run_simple(scratch_, "CREATE TEMPORARY TABLE " + copy + " " + gather.indexes +
                                            "AS SELECT * FROM " + gather.temporary);
      if (!made) co_return made.error();
    }
    co_return Result<void>();
  }

  // A table of information_schema. What it says of times is in the session's zone.
  Task<Result<void>> gather_system(std::size_t index) {
    const router::Gather& gather = plan_.gathers[index];
    SessionState& session = request_.session;
    const std::string* const zone = session.variables->find("time_zone");
    scratch_.queue_sync(storing_variables(session, zone == nullptr ? "DEFAULT" : *zone));
    Result<void> created = co_await create_table(index);
    if (!created) co_return created.error();
    const std::vector<SystemQuery> queries = system_queries(
        *gather.system, request_.visible, session.database, request_.pools, plan_.scratch);
    const bool merges = std::any_of(queries.begin(), queries.end(),
                                    [](const SystemQuery& query) { return query.merges; });
    writer_.set_table(merges ? nodes_table(gather) : gather.temporary);
    if (merges) {
      Result<OkAnswer> second = co_await run_simple(
          scratch_, "CREATE TEMPORARY TABLE " + nodes_table(gather) + " LIKE " + gather.temporary);
      if (!second) co_return second.error();
    }
    if (gather.system->source == router::SystemSource::gateway) {
      Result<void> counted = add_own_rows(gather);
      if (!counted) co_return counted.error();
    }
    const OtherVariables gathering(session, asking_variables);
    for (const SystemQuery& query : queries) {
      Result<void> moved = co_await move_system_rows(index, query);
      if (!moved) co_return moved.error();
    }
    Result<void> stored = co_await writer_.store();
    if (!stored) co_return stored.error();
    if (merges) {
      Result<OkAnswer> merged = co_await run_simple(scratch_, gather.system->merge);
      if (!merged) co_return merged.error();
    }
    Result<void> copied = co_await make_copies(index);
    co_return copied;
  }

  Result<void> add_own_rows(const router::Gather& gather) {
    std::vector<wire::Cell> cells(gather.columns.size());
    for (const OwnTable& table : request_.own_tables) {
      if (table.name != gather.system->name) continue;
      for (const OwnTable::Row& row : table.rows) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
          const auto found = row.find(router::to_upper(gather.system->columns[i]));
          const bool number = gather.columns[i] == router::Transfer::number;
          const std::optional<std::string_view> text = found != row.end() ? found->second
                                                       : number
                                                           ? std::optional<std::string_view>("0")
                                                           : std::nullopt;
          const Bytes bytes = as_bytes(text.value_or(""));
          cells[i] = {bytes.data(), bytes.size(), !text};
        }
        Result<void> counted = writer_.add(gather, cells, cells.size());
        if (!counted) return counted;
      }
    }
    return {};
  }

  // Sends a query whose rows a UnitReader takes.
  static Task<Result<void>> ask(backend::Connection& connection, std::string_view sql) {
    connection.start_statement();
    connection.append_query(sql);
    Result<void> sent = co_await send_queued(connection);
    co_return sent;
  }

  Task<Result<void>> move_system_rows(std::size_t index, const SystemQuery& query) {
    request_.counters.units.add();
    SessionState& session = request_.session;
    backend::Pool& pool = query.pools->pool(query.source, session.found_rows);
    Result<backend::Lease> lease =
        co_await pool.acquire(session.variables.get(), session.connection_id);
    if (!lease) co_return lease.error();
    backend::Connection& connection = **lease;
    connection.set_owner(session.connection_id);
    connection.queue_sync(session.variables);
    Result<void> asked = co_await ask(connection, query.sql);
    if (!asked) co_return asked.error();
    UnitReader reader(connection);
    Result<void> moved = co_await reader.read_head();
    asked_ = &query;
    if (moved) moved = co_await pump(index, reader);
    asked_ = nullptr;
    if (connection.is_answering()) connection.mark_broken();
    co_return moved;
  }

  Task<Result<void>> move_rows(std::size_t index, const router::Unit& unit) {
    request_.counters.units.add();
    Result<ShardSession> shard = co_await open_shard_session(request_, unit);
    if (!shard) co_return shard.error();
    backend::Connection& connection = shard->connection();
    Buffer sql;
    router::render_gather(request_.routed, index, unit, request_.values, request_.session.values(),
                          sql);
    Result<void> asked = co_await ask(connection, std::string(as_text(sql)) + filter_);
    if (!asked) co_return asked.error();
    UnitReader reader(connection);
    Result<void> moved = co_await reader.read_head();
    if (moved) moved = co_await pump(index, reader);
    co_await leave(*shard, reader);
    if (moved) co_return moved;
    name_gathered(index, unit);
    co_return with_logical_names(moved.error(), names_);
  }

  // The unit's node is one of the gathered table, and of those bound to it.
  void name_gathered(std::size_t index, const router::Unit& unit) {
    const auto& tables = request_.routed.tables;
    const router::TableRule& gathered = *tables[plan_.gathers[index].table].rule;
    names_.tables.clear();
    names_.actual_database = request_.pools.source(unit.data_source).database;
    names_.logic_database = request_.pools.name();
    for (const router::TableBinding& table : tables) {
      const bool bound = table.rule != nullptr && table.rule->binding_group >= 0 &&
                         table.rule->binding_group == gathered.binding_group;
      if (!bound && table.rule.get() != &gathered) continue;
      names_.tables.push_back({table.rule->nodes[unit.node].table, table.logic_table});
    }
  }

  Task<Result<void>> pump(std::size_t index, UnitReader& reader) {
    const router::Gather& gather = plan_.gathers[index];
    if (reader.columns().size() != gather.columns.size()) {
      co_return make_error(ErrorId::shards_disagree, {"their number differs"});
    }
    std::vector<Bytes> rows;
    std::vector<wire::Cell> cells;
    while (!reader.done()) {
      Result<void> read = co_await reader.next_batch(rows);
      if (!read) co_return read.error();
      if (request_.session.interrupted) co_return make_error(ErrorId::query_interrupted);
      for (const Bytes row : rows) {
        Result<void> split = wire::split_row(row, wire::RowFormat::text, reader.columns(), cells);
        if (!split) co_return split.error();
        texts_.clear();
        if (asked_ != nullptr && !rename_system_row(*gather.system, *asked_, cells, texts_)) {
          continue;
        }
        Result<void> counted = writer_.add(gather, cells, row.size());
        if (!counted) co_return counted.error();
        if (!writer_.is_full()) continue;
        Result<void> stored = co_await writer_.store();
        if (!stored) co_return stored.error();
      }
    }
    co_return Result<void>();
  }

  // A transaction's connection is read to the end of its answer; another one is closed instead.
  Task<void> leave(ShardSession& shard, UnitReader& reader) {
    backend::Connection& connection = shard.connection();
    if (!reader.done() && shard.in_transaction() && !connection.broken()) {
      (void)co_await reader.drain(UINT64_MAX);
    }
    if (connection.is_answering()) connection.mark_broken();
    if (!shard.in_transaction()) co_return;
    Transaction& transaction = request_.session.transaction;
    if (connection.broken()) {
      co_await transaction.check_after_error(connection);
    } else {
      transaction.note_status(connection, (reader.status() & wire::status::kInTransaction) != 0);
    }
  }

  // The statement itself, over what has been gathered.
  Task<Result<void>> answer() {
    scratch_.queue_sync(request_.session.variables);
    Result<void> queued =
        co_await queue_unit(request_, request_.resolution.units.front(), scratch_);
    if (!queued) co_return queued.error();
    names_.tables.clear();
    names_.actual_database = request_.pools.source(plan_.scratch).database;
    names_.logic_database = request_.pools.name();
    for (const router::Gather& gather : plan_.gathers) {
      const std::string& logic_table =
          gather.system ? gather.system->title : request_.routed.tables[gather.table].logic_table;
      const std::string_view database =
          gather.system ? std::string_view(gather.system->schema) : "";
      names_.tables.push_back({gather.temporary, logic_table, database});
      for (const std::string& copy : gather.copies) {
        names_.tables.push_back({copy, logic_table, database});
      }
    }
    ReplyRelay relay(relay_setup());
    Result<void> relayed = co_await relay_answer(request_, scratch_, relay);
    if (!relayed) co_return relayed.error();
    const ReplySummary& summary = relay.summary();
    if (summary.is_error) {
      if (!request_.routed.into.empty()) (void)co_await take_variables(request_, scratch_);
      co_return *summary.error;
    }
    request_.session.diagnostics.clear();
    if (summary.warnings > 0) {
      // The answer is complete: it stands whether or not the warnings can be had.
      (void)co_await fetch_warnings(request_, scratch_, names_);
    }
    if (request_.routed.into.empty()) {
      request_.session.record_rows(summary.rows);
      co_return Result<void>();
    }
    request_.session.record_ok(static_cast<std::int64_t>(summary.affected_rows), 0);
    request_.session.found_row_count = summary.affected_rows;
    Result<void> taken = co_await take_variables(request_, scratch_);
    co_return taken;
  }

  RelaySetup relay_setup() const {
    RelaySetup setup;
    setup.server = scratch_.capabilities();
    setup.client = request_.client.capabilities();
    setup.omit_metadata = request_.client.omits_metadata();
    setup.client_sequence = request_.client.sequence();
    setup.names = &names_;
    setup.status = request_.client_status();
    setup.status_mask = SessionState::kOwnedFlags;
    setup.source = scratch_.name();
    setup.session_changes = request_.client.changes();
    return setup;
  }

  Request& request_;
  const router::FederationPlan& plan_;
  backend::Connection& scratch_;
  GatherWriter writer_;
  std::string filter_;                  // of the semi-joins of the table being gathered
  const SystemQuery* asked_ = nullptr;  // whose rows are being read, of information_schema
  std::deque<std::string> texts_;       // of the row being stored
  NameMap names_;
};

}  // namespace

namespace {

// The scratch server's connection would wait for the session's own locks.
bool waits_for_itself(const Request& request) {
  const auto& gathers = request.routed.federation->gathers;
  return request.session.transaction.locked() &&
         std::any_of(gathers.begin(), gathers.end(),
                     [](const router::Gather& gather) { return !gather.system; });
}

}  // namespace

Task<Result<void>> run_federation(Request& request) {
  if (waits_for_itself(request)) {
    co_return make_error(ErrorId::unsupported,
                         {"a statement that gathers rows of several shards", "LOCK TABLES"});
  }
  backend::Pool& pool = request.pool(request.resolution.units.front());
  const std::uint32_t session = request.session.connection_id;
  Result<backend::Lease> lease = co_await pool.acquire(request.session.variables.get(), session);
  if (!lease) co_return lease.error();
  (*lease)->set_owner(session);  // so that KILL finds what runs there
  const Scratch scratch(std::move(*lease));
  Federation federation(request, *scratch);
  Result<void> done = co_await federation.run();
  if (!done && scratch->is_answering()) scratch->mark_broken();
  if (done) done = co_await request.client.flush();
  co_await federation.drop_tables();
  request.session.transaction.release_closed();
  co_return done;
}

}  // namespace sluice::executor
