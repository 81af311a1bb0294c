// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/captured_row.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "executor/answer_reader.h"
#include "executor/user_variable.h"
#include "frontend/statement/plan_source.h"

namespace sluice::frontend {
namespace {

class RowCapture final : public executor::AnswerReader {
 public:
  RowCapture(wire::RowFormat format, const router::Metadata& metadata, bool exact_decimals)
      : AnswerReader(format), metadata_(metadata), exact_decimals_(exact_decimals) {}

  Result<CapturedRow> take_row() {
    if (failure_) return *failure_;
    return std::move(row_);
  }

 private:
  Result<void> on_columns(const std::vector<Buffer>& definitions) override {
    row_.columns = definitions.size();
    const wire::Cell null{nullptr, 0, true};
    for (const wire::ColumnInfo& column : columns()) {  // should there be no row
      Result<std::string> value =
          executor::user_variable_literal(column, format(), null, metadata_);
      row_.values.push_back(value ? std::move(*value) : "NULL");
    }
    return {};
  }

  // What goes wrong is told at the end: the server's answer is to be read to its own.
  Result<void> on_row(std::span<const wire::Cell> cells) override {
    if (row_.rows++ > 0 || failure_) return {};
    for (std::size_t i = 0; i < cells.size(); ++i) {
      // Several shards' rows have the digits that are shown; a server's variable may have more.
      if (columns()[i].type == wire::ColumnType::new_decimal && !exact_decimals_) {
        failure_ = make_error(ErrorId::unsupported,
                              {"assigning a computed DECIMAL of several shards", "user variables"});
        return {};
      }
      Result<std::string> value =
          executor::user_variable_literal(columns()[i], format(), cells[i], metadata_);
      if (!value) {
        failure_ = value.error();
        return {};
      }
      row_.values[i] = std::move(*value);
    }
    return {};
  }

  Result<void> on_end(const wire::OkPacket&, bool) override { return {}; }

  const router::Metadata& metadata_;
  bool exact_decimals_;
  CapturedRow row_;
  std::optional<Error> failure_;
};

class TextCapture final : public executor::AnswerReader {
 public:
  TextCapture() : AnswerReader(wire::RowFormat::text) {}
  CapturedTexts take_row() { return std::move(row_); }

 private:
  Result<void> on_columns(const std::vector<Buffer>&) override {
    row_.columns = columns();
    return {};
  }
  Result<void> on_row(std::span<const wire::Cell> cells) override {
    row_.texts.clear();
    for (const wire::Cell& cell : cells) {
      row_.texts.emplace_back(cell.is_null ? std::nullopt
                                           : std::optional(std::string(cell.text())));
    }
    return {};
  }
  Result<void> on_end(const wire::OkPacket&, bool) override { return {}; }

  CapturedTexts row_;
};

// While a row is taken, texts come in another character set: NULL means their own, and then they
// tell their collations. A subquery's rows are not limited either.
auto with_results_in(std::string charset, bool is_subquery) {
  return [charset = std::move(charset), is_subquery](backend::VariableMap& values) {
    values["character_set_results"] = charset;
    if (is_subquery) values.erase("sql_select_limit");
  };
}

// Nothing in the text divides: the results of that are shown with fewer digits than they have.
bool has_exact_decimals(std::string_view sql) {
  std::string text(sql);
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  constexpr std::array<std::string_view, 4> kInexact{"/", "avg", "std", "var_"};
  return std::none_of(
             kInexact.begin(), kInexact.end(),
             [&](std::string_view word) { return text.find(word) != std::string::npos; }) &&
         text.find("variance") == std::string::npos;
}

void warn(Session& session, std::uint16_t number, std::string message) {
  session.state.diagnostics.push_back({"Warning", number, std::move(message)});
}

// MariaDB wants INTO in front of FROM.
void warn_of_place(Session& session) {
  executor::Diagnostic warning{
      "Warning", 1287,
      "'<select expression> INTO <destination>;' is deprecated and will be removed in a future "
      "release. Please use 'SELECT <select list> INTO <destination> FROM...' instead"};
  session.state.diagnostics.insert(session.state.diagnostics.begin(), std::move(warning));
}

void answer_into(Session& session, std::uint64_t rows, wire::StatusFlags more_results) {
  session.state.row_count = static_cast<std::int64_t>(rows);
  wire::OkPacket ok;
  ok.affected_rows = rows;
  ok.status = static_cast<wire::StatusFlags>(session.state.status() | more_results);
  ok.warnings = static_cast<std::uint16_t>(session.state.diagnostics.size());
  session.client.ok(ok);
}

// The item's text as a statement of its own.
struct ItemStatement {
  std::string sql;
  parser::Normalized normalized;
  router::PlanPtr plan;
};

Result<void> prepare_item(const Session& session, std::string sql, ItemStatement& out) {
  out.sql = std::move(sql);
  Result<void> scanned = parser::normalize(out.sql, session.lex, out.normalized);
  if (!scanned) return scanned;
  Result<router::PlanPtr> plan = make_plan(session, out.sql, session.lex, session.state.database);
  if (plan) {
    plan = follow_rewrites(session, std::move(*plan), session.lex, session.state.database, out.sql,
                           out.normalized);
  }
  if (!plan) return plan.error();
  out.plan = std::move(*plan);
  const router::RoutedPlan* const routed = out.plan->routed();
  if (routed != nullptr && routed->assigned_variables.empty()) return {};
  return make_error(ErrorId::unsupported,
                    {"assigning a user variable inside an expression", "SET and EXECUTE"});
}

Execution execution_of(const Session& session, const ItemStatement& statement) {
  Execution execution;
  execution.values = {.sql = statement.sql,
                      .normalized = &statement.normalized,
                      .lex = &session.lex,
                      .parameters = {},
                      .utf8 = session.utf8};
  execution.is_subquery = true;
  return execution;
}

Task<Result<void>> run_into(Session& session, const router::PlanPtr& plan, Execution& execution,
                            executor::PacketSink& sink) {
  executor::ClientWriter writer(sink, session.services.counters);
  writer.set_capabilities(executor::AnswerReader::kCapabilities);
  execution.out = &writer;
  execution.cursor = nullptr;
  execution.more_results = 0;
  Result<void> done = co_await run_routed_plan(session, plan, execution);
  if (done) done = co_await writer.flush();
  co_return done;
}

}  // namespace

Task<Result<CapturedRow>> capture_row(Session& session, router::PlanPtr plan, Execution execution) {
  RowCapture capture(execution.row_format(), *plan->metadata,
                     has_exact_decimals(execution.values.sql));
  const executor::OtherVariables own(session.state, with_results_in("NULL", execution.is_subquery));
  Result<void> done = co_await run_into(session, plan, execution, capture);
  if (!done) co_return done.error();
  co_return capture.take_row();
}

Task<Result<CapturedTexts>> capture_texts(Session& session, std::string_view expressions) {
  ItemStatement statement;
  Result<void> prepared = prepare_item(session, "SELECT " + std::string(expressions), statement);
  if (!prepared) co_return prepared.error();
  Execution execution = execution_of(session, statement);
  const std::string* const client = session.state.variables->find("character_set_client");
  TextCapture capture;
  const executor::OtherVariables own(
      session.state, with_results_in(client == nullptr ? "DEFAULT" : *client, true));
  Result<void> done = co_await run_into(session, statement.plan, execution, capture);
  if (!done) co_return done.error();
  co_return capture.take_row();
}

Task<Result<void>> run_select_into(Session& session, router::PlanPtr plan, Execution execution) {
  const router::RoutedPlan& routed = *plan->routed();
  Result<CapturedRow> row = co_await capture_row(session, plan, execution);
  if (!row) co_return row.error();
  if (row->columns != routed.into.size()) co_return make_error(ErrorId::column_count_differs);
  if (row->rows > 0) {
    backend::VariableMap values;
    for (std::size_t i = 0; i < routed.into.size(); ++i) values[routed.into[i]] = row->values[i];
    session.state.set_user_variables(values);
  }
  if (row->rows > 1) co_return make_error(ErrorId::too_many_rows);
  // It warns while it parses.
  if (routed.into_behind && session.lex.mariadb && !execution.prepared) warn_of_place(session);
  if (row->rows == 0) warn(session, 1329, "No data - zero rows fetched, selected, or processed");
  answer_into(session, row->rows, execution.more_results);
  co_return Result<void>();
}

namespace {

// Whether one server carries the statement out, INTO included.
Result<bool> has_one_unit(const ItemStatement& statement, const Execution& execution) {
  router::Resolution resolution;
  Result<void> resolved = router::resolve(*statement.plan->routed(), execution.values,
                                          std::chrono::system_clock::now(), resolution);
  if (!resolved) return resolved.error();
  return resolution.units.size() == 1 && !resolution.federated;
}

void add_parameters(const router::SetPlanItem& item, const ItemStatement& statement,
                    const Execution& outer, Execution& execution) {
  execution.values.hints = outer.values.hints;
  execution.prepared = outer.prepared;
  if (!outer.prepared) return;
  const std::size_t count = statement.plan->parameter_count;
  execution.parameters = outer.parameters.subspan(item.first_parameter, count);
  execution.values.parameters = outer.values.parameters.subspan(item.first_parameter, count);
}

// SELECT (value) INTO @name on the server that computes it: the variable there is the session's.
Task<Result<std::string>> evaluate_on_server(Session& session, const router::SetPlanItem& item,
                                             const ItemStatement& statement, Execution& execution) {
  const executor::OtherVariables variables(
      session.state, [](backend::VariableMap& values) { values.erase("sql_select_limit"); });
  TextCapture nothing;
  Result<void> done = co_await run_into(session, statement.plan, execution, nothing);
  if (!done) co_return done.error();
  const std::string* const value = session.state.variables->find("@" + item.name);
  if (value == nullptr) co_return make_error(ErrorId::internal, {"SET could not be read back"});
  co_return *value;
}

// The one row of a subquery that several shards answer.
Task<Result<std::string>> evaluate_subquery(Session& session, const router::SetPlanItem& item,
                                            const Execution& outer) {
  ItemStatement statement;
  Result<void> prepared = prepare_item(session, item.value, statement);
  if (!prepared) co_return prepared.error();
  Execution execution = execution_of(session, statement);
  add_parameters(item, statement, outer, execution);
  Result<CapturedRow> row = co_await capture_row(session, statement.plan, execution);
  if (!row) co_return row.error();
  if (row->columns != 1) co_return make_error(ErrorId::operand_columns, {"1"});
  if (row->rows > 1) co_return make_error(ErrorId::subquery_rows);
  co_return std::move(row->values.front());
}

}  // namespace

Task<Result<std::string>> evaluate_item(Session& session, const router::SetPlanItem& item,
                                        const Execution& execution) {
  ItemStatement statement;
  Result<void> prepared = prepare_item(
      session, "SELECT (" + item.value + ") INTO @" + executor::quote_identifier(item.name),
      statement);
  if (!prepared) co_return prepared.error();
  Execution own = execution_of(session, statement);
  add_parameters(item, statement, execution, own);
  const Result<bool> one = has_one_unit(statement, own);
  // A bare subquery may be merged from several shards without gathering their rows.
  Task<Result<std::string>> value = item.subquery && (!one || !*one)
                                        ? evaluate_subquery(session, item, execution)
                                        : evaluate_on_server(session, item, statement, own);
  Result<std::string> result = co_await value;
  co_return result;
}

}  // namespace sluice::frontend
