// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/set_statement.h"

#include <algorithm>
#include <array>

#include "executor/diagnostics.h"
#include "executor/simple_command.h"
#include "frontend/statement/captured_row.h"
#include "frontend/statement/set_values.h"

namespace sluice::frontend {
namespace {

using Kind = router::SetPlanItem::Kind;

// Variables whose effect is on the next statement or on the connection itself: replaying them on
// another connection would do something else than the client meant.
constexpr std::array<std::string_view, 12> kNotReplayable{
    "insert_id",   "last_insert_id",   "identity",         "rand_seed1",
    "rand_seed2",  "gtid_next",        "pseudo_thread_id", "pseudo_slave_mode",
    "sql_log_bin", "skip_replication", "gtid_seq_no",      "server_id"};

// Applies the items to a copy of the session's variables; nothing is changed if one of them fails.
class SetRun {
 public:
  SetRun(Session& session, const Execution& execution)
      : session_(session),
        execution_(execution),
        values_(session.state.variables->values()),
        on_server_(values_),
        omits_metadata_(session.state.omits_metadata) {}

  Task<Result<void>> apply(const router::SetPlanItem& item) {
    switch (item.kind) {
      case Kind::names:
        return ready(set_names(item));
      case Kind::user_variable:
        return set_user_variable(item);
      case Kind::transaction:
        return set_transaction(item);
      case Kind::character_set:
        return set_on_server(
            "CHARACTER SET " + (item.charset.empty() ? "DEFAULT" : item.charset),
            {"character_set_client", "character_set_results", "collation_connection"});
      case Kind::system_variable:
        break;
    }
    if (item.name == "autocommit") return ready(set_autocommit(item));
    if (item.name == "resultset_metadata" && !session_.lex.mariadb) {
      return ready(set_resultset_metadata(item));
    }
    return set_system_variable(item);
  }

  // Makes the session use the new values; SET autocommit=1 ends a transaction.
  Task<Result<void>> finish() {
    const bool was_off = !session_.state.autocommit;
    session_.state.diagnostics = std::move(warnings_);
    if (lease_) lease_->set_applied(session_.services.variables.intern(std::move(on_server_)));
    lease_.release();
    set_variables(session_, std::move(values_));
    set_omits_metadata(session_, omits_metadata_);
    if (!next_characteristics_.empty()) {
      executor::Transaction& transaction = session_.state.transaction;
      transaction.set_next_characteristics(
          merged_characteristics(transaction.next_characteristics(), next_characteristics_));
    }
    if (was_off && session_.state.autocommit && session_.state.transaction.active()) {
      Result<void> committed =
          co_await session_.state.transaction.commit(session_.services.counters, false);
      co_return committed;
    }
    co_return Result<void>();
  }

  // What was tried on the borrowed connection does not count: it is reset before its next use.
  void abandon() {
    if (lease_) lease_->mark_dirty();
  }

 private:
  static Task<Result<void>> ready(Result<void> result) { co_return result; }

  Result<void> set_names(const router::SetPlanItem& item) {
    Result<NamesSetting> names = resolve_names(*session_.services.metadata, item);
    if (!names) return names.error();
    values_["character_set_client"] = names->charset;
    values_["character_set_results"] = names->charset;
    values_["collation_connection"] = names->collation;
    return {};
  }

  // Servers compute all values before they assign the first one: expressions see the session as it
  // was before the statement. NULL leaves a variable the type that it has.
  Task<Result<void>> set_user_variable(const router::SetPlanItem& item) {
    if (!item.literal_value) return evaluate(item);
    Result<std::string> value = user_variable_value(session_, item);
    if (!value || (*value == "NULL" && values_.contains("@" + item.name))) return evaluate(item);
    values_["@" + item.name] = *value;
    return ready({});
  }

  Task<Result<void>> evaluate(const router::SetPlanItem& item) {
    Result<std::string> value = co_await evaluate_item(session_, item, execution_);
    if (!value) co_return value.error();
    values_["@" + item.name] = std::move(*value);
    warnings_.insert(warnings_.end(), session_.state.diagnostics.begin(),
                     session_.state.diagnostics.end());
    co_return Result<void>();
  }

  Result<void> set_autocommit(const router::SetPlanItem& item) {
    const std::optional<bool> on = boolean_value(item.value);
    if (!on) return make_error(ErrorId::wrong_variable_value, {"autocommit", item.value});
    if (*on) {
      values_.erase("autocommit");
    } else {
      values_["autocommit"] = "0";
    }
    return {};
  }

  // The servers always describe their results to us, so none is told.
  Result<void> set_resultset_metadata(const router::SetPlanItem& item) {
    const std::optional<bool> omits = omits_metadata(item.value);
    if (!omits) return make_error(ErrorId::wrong_variable_value, {item.name, item.value});
    if (*omits && !session_.client.tells_metadata()) {
      return make_error(ErrorId::optional_metadata_unsupported);
    }
    omits_metadata_ = *omits;
    return {};
  }

  Task<Result<void>> set_transaction(const router::SetPlanItem& item) {
    if (!item.next_only)
      return set_on_server("SESSION TRANSACTION " + item.value, isolation_names());
    if (session_.state.transaction.active()) {
      return ready(make_error(ErrorId::transaction_in_progress));
    }
    next_characteristics_ = item.value;
    return ready({});
  }

  std::vector<std::string> isolation_names() const {
    const std::string& version = session_.services.metadata->server_version;
    if (version.find("MariaDB") == std::string::npos) {
      return {"transaction_isolation", "transaction_read_only"};
    }
    return {"tx_isolation", "tx_read_only"};
  }

  Task<Result<void>> set_system_variable(const router::SetPlanItem& item) {
    if (std::find(kNotReplayable.begin(), kNotReplayable.end(), item.name) !=
        kNotReplayable.end()) {
      return ready(make_error(ErrorId::unsupported, {"SET " + item.name, "a pooled session"}));
    }
    const bool to_default = item.value.empty();
    if (to_default) {
      values_.erase(item.name);
      on_server_.erase(item.name);
    }
    std::vector<std::string> read_back;
    if (!to_default) read_back.push_back(item.name);
    return set_on_server("SESSION " + item.name + " = " + (to_default ? "DEFAULT" : item.value),
                         std::move(read_back));
  }

  Task<Result<void>> borrow() {
    if (lease_) co_return Result<void>();
    std::string_view database = session_.state.database;
    if (database.empty() || router::is_information_schema(database))
      database = session_.services.config.databases.front().name;
    backend::DatabasePools* const pools = session_.services.cluster->find(database);
    Result<backend::Lease> lease =
        co_await pools->pool(0, session_.state.found_rows).acquire(session_.state.variables.get());
    if (!lease) co_return lease.error();
    lease_ = std::move(*lease);
    lease_->queue_sync(session_.state.variables);
    co_return Result<void>();
  }

  // Runs "SET <text>" and takes over the values that the server then has for `names`.
  Task<Result<void>> set_on_server(std::string text, std::vector<std::string> names) {
    Result<void> borrowed = co_await borrow();
    if (!borrowed) co_return borrowed.error();
    Result<executor::OkAnswer> done = co_await executor::run_simple(*lease_, "SET " + text);
    if (!done) co_return done.error();
    if (names.empty()) co_return Result<void>();
    std::string select = "SELECT ";
    for (const std::string& name : names) {
      if (&name != &names.front()) select += ", ";
      select += "@@SESSION." + name;
    }
    auto rows = co_await executor::query_rows(*lease_, select);
    if (!rows) co_return rows.error();
    if (rows->size() != 1 || rows->front().size() != names.size()) {
      co_return make_error(ErrorId::internal, {"SET could not be read back"});
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      values_[names[i]] = variable_literal(rows->front()[i], text);
      on_server_[names[i]] = values_[names[i]];
    }
    co_return Result<void>();
  }

  Session& session_;
  const Execution& execution_;
  std::vector<executor::Diagnostic> warnings_;
  backend::VariableMap values_;
  backend::VariableMap on_server_;  // what the borrowed connection has
  bool omits_metadata_;
  std::string next_characteristics_;
  backend::Lease lease_;
};

}  // namespace

Task<Result<void>> run_set(Session& session, const router::SetPlan& plan,
                           const Execution& execution) {
  SetRun run(session, execution);
  for (const router::SetPlanItem& item : plan.items) {
    Result<void> applied = co_await run.apply(item);
    if (!applied) {
      run.abandon();
      co_return applied.error();
    }
  }
  Result<void> finished = co_await run.finish();
  if (!finished) co_return finished.error();
  session.tracker.note_transaction(session.state, false);
  session.state.record_ok(0, 0);
  answer_ok(session, execution.more_results, session.state.diagnostics.size());
  co_return Result<void>();
}

}  // namespace sluice::frontend
