// SPDX-License-Identifier: Apache-2.0
#include "executor/diagnostics.h"

#include <algorithm>
#include <charconv>

#include "executor/server_error.h"
#include "executor/simple_command.h"

namespace sluice::executor {
namespace {

constexpr std::size_t kMariadbErrors = 64;   // MariaDB's default max_error_count
constexpr std::size_t kMysqlErrors = 1'024;  // MySQL's since 8.0
constexpr std::size_t kMaxSmallRows = 10'000;

using SmallRow = std::vector<std::optional<std::string>>;

std::optional<SmallRow> read_row(Bytes payload, std::size_t columns) {
  wire::Reader reader(payload);
  SmallRow row;
  for (std::size_t i = 0; i < columns; ++i) {
    if (reader.peek() == 0xfb) {
      reader.skip(1);
      row.emplace_back(std::nullopt);
    } else {
      row.emplace_back(std::string(reader.lenenc_text()));
    }
  }
  if (!reader.finished()) return std::nullopt;
  return row;
}

Error protocol_error(backend::Connection& connection, std::string_view what) {
  connection.mark_broken();
  return make_error(ErrorId::backend_protocol, {connection.name(), what});
}

}  // namespace

Task<Result<std::vector<SmallRow>>> query_rows(backend::Connection& connection,
                                               std::string_view sql) {
  connection.start_statement();
  connection.append_query(sql);
  Result<void> sent = co_await send_queued(connection);
  if (!sent) co_return sent.error();
  connection.begin_answer();
  Result<wire::Message> first = co_await connection.message();
  if (!first) co_return first.error();
  if (wire::reply_kind(first->payload) == wire::ReplyKind::err) {
    connection.end_answer();
    co_return server_error(first->payload, connection);
  }
  wire::Reader count_reader(first->payload);
  const std::uint64_t columns = count_reader.lenenc();
  if (!count_reader.finished() || columns == 0 || columns > 4096) {
    co_return protocol_error(connection, "column count");
  }
  const bool has_eof = (connection.capabilities() & wire::capability::kDeprecateEof) == 0;
  for (std::uint64_t i = 0; i < columns + (has_eof ? 1 : 0); ++i) {
    Result<wire::Message> skipped = co_await connection.message();
    if (!skipped) co_return skipped.error();
  }
  std::vector<SmallRow> rows;
  for (;;) {
    Result<wire::Message> message = co_await connection.message();
    if (!message) co_return message.error();
    const Bytes payload = message->payload;
    const std::uint8_t lead = payload.empty() ? 0 : std::to_integer<std::uint8_t>(payload[0]);
    if (lead == 0xff) co_return protocol_error(connection, "ERR packet among rows");
    if (!payload.empty() && wire::is_end_of_rows(lead, payload.size(), connection.capabilities())) {
      break;
    }
    std::optional<SmallRow> row = read_row(payload, columns);
    if (!row || rows.size() >= kMaxSmallRows) co_return protocol_error(connection, "row");
    rows.push_back(std::move(*row));
  }
  connection.end_answer();
  co_return rows;
}

std::size_t max_error_count(const SessionState& session, const router::Metadata& metadata) {
  const std::size_t usual = metadata.is_mariadb() ? kMariadbErrors : kMysqlErrors;
  const std::string* const set = session.variables->find("max_error_count");
  if (set == nullptr) return usual;
  std::size_t count = 0;
  const auto parsed = std::from_chars(set->data(), set->data() + set->size(), count);
  const bool whole = parsed.ec == std::errc{} && parsed.ptr == set->data() + set->size();
  return whole ? std::min(count, kMaxSmallRows) : usual;
}

Task<Result<void>> fetch_warnings(Request& request, backend::Connection& connection,
                                  const NameMap& names) {
  Result<std::vector<SmallRow>> rows = co_await query_rows(connection, "SHOW WARNINGS");
  if (!rows) co_return rows.error();
  std::vector<Diagnostic>& diagnostics = request.session.diagnostics;
  const std::size_t most = max_error_count(request.session, *request.plan.metadata);
  for (const SmallRow& row : *rows) {
    if (diagnostics.size() >= most) break;
    if (row.size() < 3 || !row[0] || !row[1] || !row[2]) continue;
    Diagnostic diagnostic;
    diagnostic.level = *row[0];
    std::from_chars(row[1]->data(), row[1]->data() + row[1]->size(), diagnostic.number);
    diagnostic.message = names.rename_in_message(*row[2]);
    diagnostics.push_back(std::move(diagnostic));
  }
  co_return Result<void>();
}

}  // namespace sluice::executor
