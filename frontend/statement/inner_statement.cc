// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/inner_statement.h"

#include "executor/diagnostics.h"
#include "executor/write_literal.h"
#include "frontend/statement/ok_taker.h"
#include "frontend/statement/plan_source.h"
#include "parser/parse.h"
#include "router/planner.h"

namespace sluice::frontend {
namespace {

// Hands rows on. What goes wrong is told at the end: the servers' answer is to be read to its own.
class RowTaker final : public executor::AnswerReader {
 public:
  RowTaker(wire::RowFormat format, const InnerStatements::OnRow& on_row)
      : AnswerReader(format), on_row_(on_row) {}

  bool lacks_digits() const { return lacks_digits_; }
  Result<void> outcome() const { return outcome_; }

 private:
  Result<void> on_columns(const std::vector<Buffer>&) override {
    if (format() == wire::RowFormat::binary) return {};
    for (const wire::ColumnInfo& column : columns()) {
      lacks_digits_ = lacks_digits_ || !executor::has_all_digits(column);
    }
    return {};
  }
  Result<void> on_row(std::span<const wire::Cell> cells) override {
    if (outcome_ && !lacks_digits_) outcome_ = on_row_(columns(), format(), cells);
    return {};
  }
  Result<void> on_end(const wire::OkPacket&, bool) override { return {}; }

  const InnerStatements::OnRow& on_row_;
  bool lacks_digits_ = false;
  Result<void> outcome_;
};

// Values in their columns' own character sets, and all of them.
void reading_variables(backend::VariableMap& values) {
  values["character_set_results"] = "NULL";
  values.erase("sql_select_limit");
}

Result<router::PlanPtr> plan_part(Session& session, const router::StatementValues& values,
                                  const router::StagedPart* part) {
  if (part == nullptr) return plan_for_text(session, values);
  const Result<parser::ParsedStatement> parsed = parser::parse(values.sql, session.lex);
  if (!parsed) return parsed.error();
  return router::plan_statement(*parsed,
                                {.database = session.state.database,
                                 .lex = session.lex,
                                 .staged = part,
                                 .temporary = &session.state.temporary,
                                 .hints = nullptr},
                                session.services.metadata);
}

}  // namespace

InnerStatements::InnerStatements(Session& session, const Execution& client)
    : session_(session),
      client_(client),
      last_insert_id_(session.state.last_insert_id),
      row_count_(session.state.row_count),
      found_row_count_(session.state.found_row_count) {
  session.state.diagnostics.clear();
}

Task<Result<void>> InnerStatements::run(const InnerSql& sql, const router::StagedPart* part,
                                        bool binary, executor::PacketSink& sink) {
  if (session_.state.interrupted) co_return make_error(ErrorId::query_interrupted);
  parser::Normalized normalized;
  Result<void> scanned = parser::normalize(sql.text, session_.lex, normalized);
  if (!scanned) co_return scanned;
  Execution execution;
  execution.values = {.sql = sql.text,
                      .normalized = &normalized,
                      .lex = &session_.lex,
                      .parameters = {},
                      .hints = client_.values.hints,
                      .utf8 = client_.values.utf8};
  std::vector<router::ParameterValue> values;
  std::vector<wire::Parameter> parameters;
  for (const std::uint32_t ordinal : sql.parameters) {
    values.push_back(client_.values.parameters[ordinal]);
    parameters.push_back(client_.parameters[ordinal]);
  }
  execution.values.parameters = values;
  execution.parameters = parameters;
  execution.prepared = binary;
  execution.is_subquery = true;
  Result<router::PlanPtr> plan = plan_part(session_, execution.values, part);
  if (!plan) co_return plan.error();
  if ((*plan)->routed() == nullptr) co_return make_error(ErrorId::internal, {"a staged statement"});
  executor::ClientWriter writer(sink, session_.services.counters);
  writer.set_capabilities(executor::AnswerReader::kCapabilities);
  execution.out = &writer;
  Result<void> done = co_await run_routed_plan(session_, *plan, execution);
  if (done) done = co_await writer.flush();
  keep_session();
  co_return done;
}

// The first keys that were generated are the statement's.
void InnerStatements::keep_session() {
  executor::SessionState& state = session_.state;
  if (!generated_ && state.last_insert_id != last_insert_id_) generated_ = state.last_insert_id;
  state.last_insert_id = last_insert_id_;
  state.row_count = row_count_;
  state.found_row_count = found_row_count_;
}

void InnerStatements::note_diagnostics() {
  std::vector<executor::Diagnostic>& latest = session_.state.diagnostics;
  const std::size_t most = executor::max_error_count(session_.state, *session_.services.metadata);
  for (executor::Diagnostic& diagnostic : latest) {
    if (diagnostics_.size() < most) diagnostics_.push_back(std::move(diagnostic));
  }
  latest.clear();
}

Task<Result<void>> InnerStatements::read(const InnerSql& sql, const router::StagedPart& part,
                                         const OnRow& on_row) {
  const executor::OtherVariables own(session_.state, reading_variables);
  for (bool binary = client_.prepared;; binary = true) {
    RowTaker taker(binary ? wire::RowFormat::binary : wire::RowFormat::text, on_row);
    Result<void> done = co_await run(sql, &part, binary, taker);
    if (!done) co_return done;
    if (taker.lacks_digits()) {  // which its columns have told: it has handed no row on
      session_.state.diagnostics.clear();
      continue;
    }
    warnings_ += static_cast<std::uint32_t>(session_.state.diagnostics.size());
    note_diagnostics();
    co_return taker.outcome();
  }
}

Task<Result<WriteAnswer>> InnerStatements::write(const InnerSql& sql,
                                                 const router::StagedPart* part) {
  OkTaker taker;
  Result<void> done = co_await run(sql, part, client_.prepared, taker);
  if (!done) co_return done.error();
  note_diagnostics();
  warnings_ += taker.answer.warnings;
  if (insert_id_ == 0) insert_id_ = taker.answer.insert_id;
  WriteAnswer answer;
  answer.affected_rows = taker.answer.affected_rows;
  answer.warnings = taker.answer.warnings;
  answer.info = std::move(taker.answer.info);
  co_return answer;
}

void InnerStatements::finish() {
  session_.state.diagnostics = std::move(diagnostics_);
  if (generated_) session_.state.last_insert_id = *generated_;
}

}  // namespace sluice::frontend
