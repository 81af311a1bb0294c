// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/process_list_statement.h"

#include "frontend/process_list.h"

namespace sluice::frontend {
namespace {

constexpr std::size_t kShownStatement = 100;  // bytes without FULL, as servers cut

std::optional<std::string> shown(const std::optional<std::string>& sql, bool full) {
  if (!sql || full || sql->size() <= kShownStatement) return sql;
  std::size_t cut = kShownStatement;
  while (cut > 0 && (static_cast<unsigned char>((*sql)[cut]) & 0xc0) == 0x80) --cut;
  return sql->substr(0, cut);
}

ResultSet::Row row_of(const ProcessInfo& process, bool full, bool progress) {
  const auto optional = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  ResultSet::Row row{std::to_string(process.id),
                     process.user.empty() ? "unauthenticated user" : process.user,
                     process.host,
                     optional(process.database),
                     process.command,
                     std::to_string(process.time.count()),
                     process.state(),
                     shown(process.info, full)};
  if (progress) row.emplace_back("0.000");
  return row;
}

}  // namespace

ResultSet process_list_columns(const Session& session) {
  using Type = ResultSet::Type;
  std::vector<ResultSet::Column> columns{{"Id", Type::number},        {"User", Type::text, 32},
                                         {"Host", Type::text, 64},    {"db", Type::text, 64},
                                         {"Command", Type::text, 16}, {"Time", Type::number},
                                         {"State", Type::text, 30},   {"Info", Type::text, 100}};
  if (session.lex.mariadb) columns.push_back({"Progress", Type::text, 7});
  return ResultSet(std::move(columns));
}

Task<Result<void>> run_process_list(Session& session, bool full, const Execution& execution) {
  WorkerServices& services = session.services;
  ProcessListGather gather(services.shared.owners, services.context, services.ticker);
  const std::vector<ProcessInfo> processes = co_await gather;
  ResultSet rows = process_list_columns(session);
  rows.describe_as(session.lex.mariadb);
  for (const ProcessInfo& process : processes) {
    if (!session.login.admin && process.user != session.login.user) continue;
    rows.add(row_of(process, full, session.lex.mariadb));
  }
  const auto status =
      static_cast<wire::StatusFlags>(session.state.status() | execution.more_results);
  Result<void> sent = co_await rows.send(session.client, execution.row_format(), status);
  co_return sent;
}

}  // namespace sluice::frontend
