// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/named_statement.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

#include "frontend/parameter_values.h"
#include "frontend/statement/captured_row.h"
#include "frontend/statement/plan_source.h"
#include "frontend/statement/prepare_text.h"
#include "frontend/statement/text_rows.h"
#include "parser/ast.h"
#include "parser/parse.h"

namespace sluice::frontend {
namespace {

using Kind = router::NamedStatementPlan::Kind;
using wire::ColumnType;

bool is_string_literal(std::string_view text) {
  return text.size() >= 2 && (text.front() == '\'' || text.front() == '"') &&
         text.find(text.front(), 1) == text.size() - 1;
}

// The text to be prepared: a literal, or whatever the expression gives.
Task<Result<std::string>> text_of(Session& session, const std::string& source) {
  std::string text;
  const bool quoted =
      is_string_literal(source) && !(session.lex.ansi_quotes && source.front() == '"');
  if (quoted && parser::decode_literal(source, session.lex, text)) co_return text;
  Result<CapturedTexts> row = co_await capture_texts(session, source);
  if (!row) co_return row.error();
  if (row->texts.size() != 1) co_return make_error(ErrorId::operand_columns, {"1"});
  co_return row->texts.front().value_or("NULL");  // which is no statement
}

Task<Result<PreparedText>> prepare(Session& session, const router::NamedStatementPlan& plan) {
  session.services.counters.prepares.add();
  Result<std::string> text = co_await text_of(session, plan.text);
  if (!text) co_return text.error();
  Result<PreparedText> prepared = co_await prepare_text(session, *text);
  co_return prepared;
}

template <class Number>
void append_bytes(Number number, Buffer& out) {
  const auto bytes = std::bit_cast<std::array<std::byte, sizeof(Number)>>(number);
  out.insert(out.end(), bytes.begin(), bytes.end());
}

// Values as parameters of COM_STMT_EXECUTE, with the types that user variables have.
class Parameters {
 public:
  explicit Parameters(CapturedTexts row) : row_(std::move(row)), bytes_(row_.texts.size()) {}

  Result<void> make() {
    for (std::size_t i = 0; i < row_.texts.size(); ++i) {
      wire::Parameter& parameter = values_.emplace_back();
      parameter.is_null = !row_.texts[i];
      Result<void> typed = type(row_.columns[i], parameter);
      if (typed && row_.texts[i]) typed = encode(*row_.texts[i], parameter, bytes_[i]);
      if (!typed) return typed;
      parameter.value = bytes_[i];
    }
    return {};
  }
  std::span<const wire::Parameter> values() const { return values_; }

 private:
  static Result<void> type(const wire::ColumnInfo& column, wire::Parameter& parameter) {
    switch (column.type) {
      case ColumnType::tiny:
      case ColumnType::short_int:
      case ColumnType::int24:
      case ColumnType::long_int:
      case ColumnType::long_long:
        parameter.type = {ColumnType::long_long, column.is_unsigned()};
        return {};
      case ColumnType::new_decimal:
        parameter.type = {ColumnType::new_decimal, false};
        return {};
      case ColumnType::double_type:
        parameter.type = {ColumnType::double_type, false};
        return {};
      case ColumnType::null_type:
      case ColumnType::varchar:
      case ColumnType::var_string:
      case ColumnType::string:
      case ColumnType::tiny_blob:
      case ColumnType::medium_blob:
      case ColumnType::long_blob:
      case ColumnType::blob:
        parameter.type = {
            column.collation == wire::kBinaryCollation ? ColumnType::blob : ColumnType::var_string,
            false};
        return {};
      default:
        return make_error(ErrorId::unsupported, {"a value of this type", "EXECUTE .. USING"});
    }
  }

  static Result<void> encode(std::string_view text, const wire::Parameter& parameter, Buffer& out) {
    const char* const end = text.data() + text.size();
    std::from_chars_result read{end, {}};
    if (parameter.type.type == ColumnType::double_type) {
      double value = 0;
      read = std::from_chars(text.data(), end, value);
      append_bytes(value, out);
    } else if (parameter.type.type == ColumnType::long_long && parameter.type.is_unsigned) {
      std::uint64_t value = 0;
      read = std::from_chars(text.data(), end, value);
      append_bytes(value, out);
    } else if (parameter.type.type == ColumnType::long_long) {
      std::int64_t value = 0;
      read = std::from_chars(text.data(), end, value);
      append_bytes(value, out);
    } else {
      const Bytes bytes = as_bytes(text);
      out.assign(bytes.begin(), bytes.end());
    }
    if (read.ec == std::errc{} && read.ptr == end) return {};
    return make_error(ErrorId::internal, {"a value of EXECUTE .. USING"});
  }

  CapturedTexts row_;
  std::vector<Buffer> bytes_;
  std::vector<wire::Parameter> values_;
};

Task<Result<void>> run_with_parameters(Session& session, PreparedStatement& statement,
                                       CapturedTexts row, const Execution& outer) {
  Parameters parameters(std::move(row));
  Result<void> made = parameters.make();
  if (!made) co_return made;
  const Result<std::vector<router::ParameterValue>> values = routing_values(parameters.values());
  if (!values) co_return values.error();
  Execution execution;
  execution.values = values_of(statement);
  execution.values.parameters = *values;
  const Result<void> hinted = take_hints(session, execution.values);
  if (!hinted) co_return hinted.error();
  execution.prepared = true;
  execution.parameters = parameters.values();
  execution.more_results = outer.more_results;
  TextRows rows(session.client);
  executor::ClientWriter writer(rows, session.services.counters);
  writer.set_capabilities(executor::AnswerReader::kCapabilities);
  const router::RoutedPlan* const routed = statement.plan->routed();
  if (routed != nullptr && routed->into.empty()) execution.out = &writer;
  Result<void> done = co_await run_plan(session, statement.plan, execution);
  if (done) done = co_await writer.flush();
  if (writer.torn()) session.client.mark_torn();
  co_return done;
}

// The statement's text with the values of USING in the places of its parameters.
Result<std::string> text_with_values(const PreparedStatement& statement,
                                     const std::string& parameters) {
  const std::string select = "SELECT " + parameters;
  const auto parsed = parser::parse(select, statement.lex);
  if (!parsed) return parsed.error();
  const auto* values = parser::ast::try_as<parser::ast::SelectBody>(
      parser::ast::as<parser::ast::SelectStatement>(*parsed->statement).query->body);
  std::string text;
  std::size_t copied = 0;
  std::size_t next = 0;
  for (const parser::Mark& mark : statement.normalized.marks) {
    if (mark.kind != parser::MarkKind::parameter) continue;
    if (values == nullptr || next >= values->items.size()) break;
    text += statement.sql.substr(copied, mark.offset - copied);
    text += parsed->text(values->items[next++].range);
    copied = mark.offset + mark.length;
  }
  return text + statement.sql.substr(copied);
}

// A procedure's OUT parameters are the user variables themselves, so it is called with these.
Task<Result<void>> call_with_variables(Session& session, const PreparedStatement& statement,
                                       const std::string& parameters, const Execution& outer) {
  if (statement.lex.key() != session.lex.key() || statement.utf8 != session.utf8 ||
      statement.database != session.state.database) {
    co_return make_error(ErrorId::unsupported,
                         {"CALL by EXECUTE .. USING",
                          "a statement prepared with another sql_mode, character set or database"});
  }
  const Result<std::string> text = text_with_values(statement, parameters);
  if (!text) co_return text.error();
  Result<PreparedText> call = co_await prepare_text(session, *text);
  if (!call) co_return call.error();
  Execution execution;
  execution.values = values_of(*call->statement);
  execution.more_results = outer.more_results;
  Result<void> done = co_await run_plan(session, call->statement->plan, execution);
  co_return done;
}

Task<Result<void>> execute(Session& session, PreparedStatement& statement,
                           const router::NamedStatementPlan& plan, const Execution& outer) {
  Result<void> fresh = refresh_plan(session, statement);
  if (!fresh) co_return fresh;
  if (plan.parameter_count != statement.plan->parameter_count) {
    co_return make_error(ErrorId::wrong_arguments, {"EXECUTE"});
  }
  if (plan.parameter_count > 0 && statement.plan->routed() != nullptr &&
      statement.plan->routed()->call) {
    Result<void> called = co_await call_with_variables(session, statement, plan.parameters, outer);
    co_return called;
  }
  if (plan.parameter_count > 0) {
    Result<CapturedTexts> row = co_await capture_texts(session, plan.parameters);
    if (!row) co_return row.error();
    if (row->texts.size() != plan.parameter_count) {
      co_return make_error(ErrorId::wrong_arguments, {"EXECUTE"});
    }
    Result<void> done = co_await run_with_parameters(session, statement, std::move(*row), outer);
    co_return done;
  }
  Execution execution;
  execution.values = values_of(statement);
  const Result<void> hinted = take_hints(session, execution.values);
  if (!hinted) co_return hinted.error();
  execution.more_results = outer.more_results;
  Result<void> done = co_await run_plan(session, statement.plan, execution);
  co_return done;
}

void answer_prepared(Session& session, wire::StatusFlags more_results) {
  session.state.record_ok(0, 0);
  wire::OkPacket ok;
  ok.status = static_cast<wire::StatusFlags>(session.state.status() | more_results);
  ok.info = "Statement prepared";
  session.client.ok(ok);
}

}  // namespace

Task<Result<void>> run_named_statement(Session& session, const router::NamedStatementPlan& plan,
                                       const Execution& execution) {
  if (plan.kind == Kind::prepare || plan.kind == Kind::execute_immediate) {
    if (plan.kind == Kind::prepare) session.prepared.erase(plan.name);
    Result<PreparedText> prepared = co_await prepare(session, plan);
    if (!prepared) co_return prepared.error();
    if (plan.kind == Kind::prepare) {
      session.prepared.add(plan.name, std::move(prepared->statement));
      answer_prepared(session, execution.more_results);
      co_return Result<void>();
    }
    Result<void> done = co_await execute(session, *prepared->statement, plan, execution);
    co_return done;
  }
  if (plan.kind == Kind::evaluate) {
    Result<CapturedTexts> row = co_await capture_texts(session, plan.text);
    if (!row) co_return row.error();
    session.state.record_ok(0, 0);
    answer_ok(session, execution.more_results, session.state.diagnostics.size());
    co_return Result<void>();
  }
  PreparedStatement* const statement = session.prepared.find(plan.name);
  const bool deallocates = plan.kind == Kind::deallocate;
  if (statement == nullptr) {
    co_return make_error(ErrorId::unknown_statement,
                         {plan.name, deallocates ? "DEALLOCATE PREPARE" : "EXECUTE"});
  }
  if (!deallocates) {
    Result<void> done = co_await execute(session, *statement, plan, execution);
    co_return done;
  }
  session.prepared.erase(plan.name);
  session.state.record_ok(0, 0);
  answer_ok(session, execution.more_results);
  co_return Result<void>();
}

}  // namespace sluice::frontend
