// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/bulk_execute.h"

#include <algorithm>

#include "frontend/parameter_values.h"
#include "frontend/statement/bulk_text.h"
#include "frontend/statement/bulk_totals.h"
#include "frontend/statement/ok_taker.h"
#include "frontend/statement/plan_source.h"
#include "frontend/statement/prepare_text.h"
#include "frontend/statement/run_plan.h"
#include "frontend/statement/statement_frame.h"

namespace sluice::frontend {
namespace {

using Kind = BulkShape::Kind;

// Text of one INSERT; servers take 16 MiB at least.
constexpr std::size_t kTextBytes = 4u << 20;
// Rows with DEFAULT are not all literals, and parsing them takes room.
constexpr std::size_t kRowsWithDefault = 500;

class BulkRun {
 public:
  BulkRun(Session& session, PreparedStatement& statement, wire::BulkRows rows)
      : session_(session),
        statement_(statement),
        shape_(*statement.bulk),
        rows_(rows),
        frame_(session, "bulk execution", "sluice bulk"),
        totals_(session) {}

  Task<Result<void>> run() {
    Task<Result<void>> running = shape_.kind == Kind::insert_rows ? run_texts() : run_each();
    Result<void> done = co_await running;
    done = co_await frame_.end(std::move(done));
    session_.tracker.note_transaction(session_.state, false);
    if (done) {
      totals_.answer();
    } else {
      totals_.fail(done.error());
    }
    co_return done;
  }

 private:
  bool can_write_text() const {
    return statement_.lex.key() == session_.lex.key() &&
           statement_.database == session_.state.database;
  }

  Task<Result<void>> run_texts() {
    const LiteralRules rules{
        .utf8 = session_.utf8,
        .backslash = !session_.lex.no_backslash_escapes,
        .writable = session_.lex.charset == parser::CharsetClass::single_byte_or_utf8};
    const bool writes = can_write_text();
    while (!rows_.at_end()) {
      Result<void> read = rows_.next(row_);
      if (!read) co_return read;
      std::string literals;
      if (!writes || !append_bulk_row(shape_, row_, rules, literals)) {
        Result<void> before = co_await run_text();
        if (!before) co_return before;
        Result<void> alone = co_await run_row(!rows_.at_end());
        if (!alone) co_return alone;
        continue;
      }
      const bool full = text_.size() + literals.size() > kTextBytes ||
                        (has_default_ && text_rows_ >= kRowsWithDefault);
      if (full) {
        Result<void> before = co_await run_text();
        if (!before) co_return before;
      }
      add_literals(literals);
    }
    const bool last = !frame_.begun();
    Result<void> rest = co_await run_text(last);
    co_return rest;
  }

  void add_literals(const std::string& literals) {
    if (text_rows_ == 0) {
      text_.assign(statement_.sql, 0, shape_.rows_begin);
    } else {
      text_ += ',';
    }
    text_ += literals;
    ++text_rows_;
    has_default_ = has_default_ || std::any_of(row_.begin(), row_.end(), [](const auto& bound) {
                     return bound.indicator >= wire::Indicator::use_default;
                   });
  }

  Task<Result<void>> enter_frame() {
    if (shape_.kind == Kind::each || frame_.begun()) co_return Result<void>();
    Result<void> begun = co_await frame_.begin();
    co_return begun;
  }

  // The rows that have been written so far. `alone`: there are no others.
  Task<Result<void>> run_text(bool alone = false) {
    if (text_rows_ == 0) co_return Result<void>();
    if (!alone) {
      Result<void> framed = co_await enter_frame();
      if (!framed) co_return framed;
    }
    text_.append(statement_.sql, shape_.rows_end);
    Result<void> scanned = parser::normalize(text_, session_.lex, session_.normalized);
    if (!scanned) co_return scanned;
    Execution execution;
    execution.values = {.sql = text_,
                        .normalized = &session_.normalized,
                        .lex = &session_.lex,
                        .parameters = {},
                        .utf8 = session_.utf8};
    Result<void> hinted = take_hints(session_, execution.values);
    if (!hinted) co_return hinted;
    Result<router::PlanPtr> plan = plan_for_text(session_, execution.values);
    if (!plan) co_return plan.error();
    Result<void> done = co_await run_one(*plan, execution, text_rows_);
    text_.clear();
    text_rows_ = 0;
    has_default_ = false;
    co_return done;
  }

  Task<Result<void>> run_each() {
    while (!rows_.at_end()) {
      Result<void> read = rows_.next(row_);
      if (!read) co_return read;
      if (assigns_nothing(shape_, row_)) continue;
      Result<void> done = co_await run_row(!rows_.at_end());
      if (!done) co_return done;
    }
    co_return Result<void>();
  }

  // One row with its values bound; `more` follow.
  Task<Result<void>> run_row(bool more) {
    if (more) {
      Result<void> framed = co_await enter_frame();
      if (!framed) co_return framed;
    }
    Result<PreparedStatement*> statement = with_indicators();
    if (!statement) co_return statement.error();
    parameters_.clear();
    for (const wire::BulkParameter& bound : row_) {
      if (bound.indicator <= wire::Indicator::null) parameters_.push_back(bound.parameter);
    }
    const Result<std::vector<router::ParameterValue>> values = routing_values(parameters_);
    if (!values) co_return values.error();
    Execution execution;
    execution.values = values_of(**statement);
    execution.values.parameters = *values;
    Result<void> hinted = take_hints(session_, execution.values);
    if (!hinted) co_return hinted;
    execution.prepared = true;
    execution.parameters = parameters_;
    Result<void> done = co_await run_one((*statement)->plan, execution, 1);
    co_return done;
  }

  // The statement itself, or one with DEFAULT for some of its parameters.
  Result<PreparedStatement*> with_indicators() {
    const bool has_some = std::any_of(row_.begin(), row_.end(), [](const auto& bound) {
      return bound.indicator >= wire::Indicator::use_default;
    });
    if (!has_some) return &statement_;
    Result<std::string> text = text_without(statement_, shape_, row_);
    if (!text) return text.error();
    if (variant_.plan != nullptr && variant_.sql == *text) return &variant_;
    variant_.plan = nullptr;
    variant_.sql = std::move(*text);
    variant_.lex = statement_.lex;
    variant_.utf8 = statement_.utf8;
    Result<void> scanned = parser::normalize(variant_.sql, variant_.lex, variant_.normalized);
    if (!scanned) return scanned.error();
    Result<router::PlanPtr> plan =
        make_plan(session_, variant_.sql, variant_.lex, statement_.database);
    if (!plan) return plan.error();
    variant_.plan = std::move(*plan);
    return &variant_;
  }

  Task<Result<void>> run_one(router::PlanPtr plan, Execution& execution, std::size_t rows) {
    OkTaker taker;
    executor::ClientWriter writer(taker, session_.services.counters);
    writer.set_capabilities(executor::AnswerReader::kCapabilities);
    execution.out = &writer;
    Result<void> done = co_await run_plan(session_, std::move(plan), execution);
    if (done) done = co_await writer.flush();
    if (!done) {
      co_return totals_.with_rows(done.error());
    }
    OkTaker::Answer& ok = taker.answer;
    // Servers describe an INSERT of several rows, but not of one, which is one of several here.
    if (frame_.begun() && rows == 1 && ok.info.empty()) {
      ok.info = executor::info_of_row(shape_.on_duplicate, ok.affected_rows, ok.warnings);
    }
    totals_.add(ok, shape_.kind == Kind::each ? 0 : rows);
    co_return done;
  }

  Session& session_;
  PreparedStatement& statement_;
  const BulkShape& shape_;
  wire::BulkRows rows_;
  StatementFrame frame_;
  BulkTotals totals_;
  std::vector<wire::BulkParameter> row_;
  std::vector<wire::Parameter> parameters_;
  std::string text_;
  std::size_t text_rows_ = 0;
  bool has_default_ = false;
  PreparedStatement variant_;
};

Error unsupported_prepared(std::string_view what) {
  return make_error(ErrorId::unsupported_prepared, {what});
}

// Servers run in bulk what changes rows and has parameters.
Result<void> check_shape(const PreparedStatement& statement) {
  if (statement.plan->parameter_count == 0) {
    return unsupported_prepared("bulk execution without parameters");
  }
  if (statement.bulk->kind == Kind::refused) return unsupported_prepared("bulk execution of this");
  if (statement.bulk->returning) {
    return make_error(ErrorId::unsupported, {"RETURNING", "bulk execution"});
  }
  return {};
}

Result<void> refresh_shape(Session& session, PreparedStatement& statement) {
  Result<void> fresh = refresh_plan(session, statement);
  if (!fresh) return fresh;
  if (statement.bulk != nullptr && statement.bulk->plan == statement.plan) return {};
  Result<BulkShape> shape = bulk_shape(statement);
  if (!shape) return shape.error();
  statement.bulk = std::make_shared<const BulkShape>(std::move(*shape));
  return {};
}

}  // namespace

Task<Result<void>> run_bulk_execute(Session& session, Bytes payload) {
  if ((session.login.capabilities & wire::capability::kMariadbBulk) == 0) {
    if (!session.lex.mariadb) co_return make_error(ErrorId::unknown_command);
    co_return unsupported_prepared("bulk execution that was not negotiated");
  }
  const Result<wire::StmtBulk> command = wire::decode_stmt_bulk(payload);
  if (!command) co_return command.error();
  PreparedStatement* const statement = session.prepared.find(command->statement_id);
  if (statement == nullptr) {
    co_return make_error(ErrorId::unknown_statement,
                         {std::to_string(command->statement_id), "mysqld_stmt_bulk_execute"});
  }
  session.services.counters.questions.add();
  session.running_sql = statement->sql;
  if (statement->deferred_error) co_return *std::exchange(statement->deferred_error, std::nullopt);
  statement->cursor.reset();
  Result<void> shaped = refresh_shape(session, *statement);
  if (shaped) shaped = check_shape(*statement);
  if (!shaped) co_return shaped;
  Result<wire::BulkRows> rows = wire::BulkRows::begin(*command, statement->plan->parameter_count,
                                                      statement->types, statement->types_known);
  if (!rows) co_return rows.error();
  BulkRun run(session, *statement, *rows);
  Result<void> done = co_await run.run();
  statement->long_data.clear();
  statement->long_data_bytes = 0;
  co_return done;
}

}  // namespace sluice::frontend
