// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/admin_command.h"

#include <charconv>

#include "frontend/admin/admin_service.h"
#include "frontend/admin/admin_show.h"
#include "frontend/admin/distsql.h"
#include "frontend/command/command_name.h"
#include "frontend/command/dispatch.h"
#include "frontend/command/utility.h"
#include "frontend/statement/kill_statement.h"

namespace sluice::frontend {
namespace {

Task<Result<void>> send(Session& session, const ResultSet& rows) {
  Result<void> sent =
      co_await rows.send(session.client, wire::RowFormat::text, session.state.status());
  co_return sent;
}

// Clients send them when they connect, and there is nothing to them here.
bool is_without_effect(const std::vector<Word>& all) {
  for (const char* first : {"SET", "BEGIN", "START", "COMMIT", "ROLLBACK"}) {
    WordReader words(all);
    if (words.accept(first)) return true;
  }
  return all.empty();
}

Result<void> kill(Session& session, WordReader& words) {
  const bool query = words.accept("QUERY");
  if (!query) (void)words.accept("CONNECTION");
  const std::optional<std::string> number = words.name();
  std::uint64_t id = 0;
  const bool right = number && words.at_end() &&
                     std::from_chars(number->data(), number->data() + number->size(), id).ptr ==
                         number->data() + number->size();
  if (!right) return make_error(ErrorId::admin_sql, {"KILL takes the id of a session"});
  Result<void> killed = kill_session(session, id, query ? KillScope::query : KillScope::connection);
  if (killed) answer_ok(session, 0);
  return killed;
}

Result<void> use(Session& session, WordReader& words) {
  const std::optional<std::string> name = words.name();
  if (!name || !words.at_end()) return make_error(ErrorId::admin_sql, {"USE takes a database"});
  Result<void> used = use_database(session, *name);
  if (used) answer_ok(session, 0);
  return used;
}

AdminStatement statement_of(const Session& session, std::string sql) {
  const std::string& version = session.services.metadata->server_version;
  return {.sql = std::move(sql),
          .user = session.state.user,
          .database = session.state.database,
          .version = version.empty() ? std::string("unknown") : version,
          .connection_id = session.state.connection_id};
}

Task<Result<void>> run_sql(Session& session, std::string_view sql, const std::vector<Word>& words) {
  Result<Shown> shown = show(words);
  if (!shown) co_return shown.error();
  if (const auto* const rows = std::get_if<ResultSet>(&*shown)) {
    Result<void> sent = co_await send(session, *rows);
    co_return sent;
  }
  std::string text;
  if (const auto* const instead = std::get_if<std::string>(&*shown)) {
    text = *instead;
  } else {
    Result<std::string> replaced = with_variables(sql, words);
    if (!replaced) co_return replaced.error();
    text = std::move(*replaced);
  }
  AdminService& service = *session.services.shared.admin;
  AdminStatement statement = statement_of(session, std::move(text));
  Task<Result<ResultSet>> running = service.run(std::move(statement), session.services.context);
  Result<ResultSet> rows = co_await running;
  if (!rows) co_return rows.error();
  Result<void> sent = co_await send(session, *rows);
  co_return sent;
}

Task<Result<void>> run_admin_query(Session& session, std::string_view sql) {
  session.services.counters.questions.add();
  session.running_sql = sql;
  const std::optional<std::vector<Word>> words = split_words(sql);
  if (!words) co_return make_error(ErrorId::admin_sql, {"a quote or a comment is not closed"});
  if (is_without_effect(*words)) {
    answer_ok(session, 0);
    co_return Result<void>();
  }
  WordReader reader(*words);
  if (reader.accept("KILL")) co_return kill(session, reader);
  if (reader.accept("USE")) co_return use(session, reader);
  Result<std::optional<ResultSet>> ruled = answer_distsql(session, *words);
  if (!ruled) co_return ruled.error();
  if (*ruled) {
    Result<void> sent = co_await send(session, **ruled);
    co_return sent;
  }
  Result<void> done = co_await run_sql(session, sql, *words);
  co_return done;
}

}  // namespace

Task<Result<void>> dispatch_admin(Session& session, Bytes payload) {
  using wire::Command;
  const std::optional<Command> command = wire::command_of(payload);
  if (!command) return answered(make_error(ErrorId::unknown_command));
  switch (*command) {
    case Command::query: {
      const Result<std::string_view> text = wire::decode_query(payload, session.login.capabilities);
      return text ? run_admin_query(session, *text) : answered(text.error());
    }
    case Command::ping:
      return answered(run_ping(session));
    case Command::init_db:
      return answered(run_init_db(session, payload));
    case Command::statistics:
      return answered(run_statistics(session));
    case Command::quit:
      session.closing = true;
      return answered({});
    default:
      return answered(make_error(ErrorId::unsupported, {command_name(*command), "the admin port"}));
  }
}

}  // namespace sluice::frontend
