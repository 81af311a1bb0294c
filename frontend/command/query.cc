// SPDX-License-Identifier: Apache-2.0
#include "frontend/command/query.h"

#include <cctype>

#include "frontend/admin/distsql.h"
#include "frontend/statement/plan_source.h"
#include "frontend/statement/run_plan.h"
#include "frontend/statement/statement_note.h"

namespace sluice::frontend {
namespace {

// Nothing but comments stand behind the last `;`, which a server takes for one more statement, and
// an empty one. `tail`: what follows the statement's last byte; its `;`, blanks and comments.
bool only_comments_follow(std::string_view tail) {
  const auto skip_comment = [&tail](std::string_view end) {
    const std::size_t stop = tail.find(end);
    tail.remove_prefix(stop == std::string_view::npos ? tail.size() : stop + end.size());
  };
  bool behind = false;
  while (!tail.empty()) {
    if (tail.front() == ';') {
      behind = true;
    } else if (!std::isspace(static_cast<unsigned char>(tail.front()))) {
      if (behind) return true;
      skip_comment(tail.starts_with("/*") ? "*/" : "\n");
      continue;
    }
    tail.remove_prefix(1);
  }
  return false;
}

bool reads_a_file(const router::Plan& plan) {
  return plan.routed() != nullptr && plan.routed()->load != nullptr;
}

// The text lies where the client's file is going to be read.
void keep_text(Session& session, std::string_view& sql, router::StatementValues& values) {
  std::string kept(sql);
  session.kept_text = std::move(kept);
  if (values.sql.data() == sql.data()) {
    values.sql = std::string_view(session.kept_text).substr(0, values.sql.size());
  }
  sql = session.kept_text;
  session.running_sql = sql;
}

// The plan of what is run instead, whose text and marks are in the session's scratch space.
Result<router::PlanPtr> run_instead(Session& session, const router::PlanPtr& plan,
                                    router::StatementValues& values) {
  Result<router::PlanPtr> instead =
      follow_rewrites(session, plan, session.lex, session.state.database, session.rewritten_text,
                      session.normalized);
  values.sql = session.rewritten_text;
  return instead;
}

}  // namespace

Task<Result<void>> run_query(Session& session, std::string_view sql) {
  for (bool first = true;; first = false) {
    session.services.counters.questions.add();
    session.running_sql = sql;
    const Result<std::string_view> text =
        parser::normalize_statement(sql, session.lex, session.normalized, session.resolved_text);
    if (!text) co_return text.error();
    const std::size_t next = session.normalized.next_statement;
    if (session.normalized.empty) {
      if (first && next < sql.size())
        co_return unexpected_statement(sql, sql.find(';'), session.lex.mariadb);
      if (first) co_return make_error(ErrorId::empty_query);
      answer_ok(session, 0);
      co_return Result<void>();
    }
    const bool comments = session.multi_statements && text->data() == sql.data() &&
                          next == sql.size() &&
                          only_comments_follow(sql.substr(session.normalized.statement_end));
    const bool more = next < sql.size() || comments;
    if (more && !session.multi_statements) {
      co_return unexpected_statement(sql, next, session.lex.mariadb);
    }
    note_statement(session, session.normalized, *text, session.lex);
    router::StatementValues values{.sql = *text,
                                   .normalized = &session.normalized,
                                   .lex = &session.lex,
                                   .parameters = {},
                                   .utf8 = session.utf8};
    const Result<void> hinted = take_hints(session, values);
    if (!hinted) co_return hinted.error();
    Result<router::PlanPtr> plan = plan_for_text(session, values);
    if (plan && (*plan)->rewritten() != nullptr) plan = run_instead(session, *plan, values);
    if (!plan) {
      Result<std::optional<ResultSet>> ruled = answer_distsql(session, *text, plan.error());
      if (!ruled) co_return ruled.error();
      if (!*ruled || more) co_return plan.error();
      Result<void> sent =
          co_await (*ruled)->send(session.client, wire::RowFormat::text, session.state.status());
      co_return sent;
    }
    if (reads_a_file(**plan)) keep_text(session, sql, values);
    Execution execution;
    execution.values = values;
    execution.more_results = more ? wire::status::kMoreResults : wire::StatusFlags{0};
    Result<void> done = co_await run_plan(session, *plan, execution);
    if (!done) co_return done.error();
    if (!more) co_return Result<void>();
    sql.remove_prefix(next);
  }
}

}  // namespace sluice::frontend
