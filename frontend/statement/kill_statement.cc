// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/kill_statement.h"

#include <charconv>

#include "parser/ascii.h"

namespace sluice::frontend {
namespace {

using parser::TokenKind;

Error not_supported(std::string_view what) {
  return make_error(ErrorId::unsupported, {what, "the gateway"});
}

// The words of a KILL statement, hints left out.
class KillText {
 public:
  explicit KillText(const parser::TokenList& list) : list_(list) {}

  bool accept(std::string_view upper) {
    if (!parser::equals_upper(text(), upper)) return false;
    advance();
    return true;
  }
  TokenKind kind() const { return list_.tokens[at_].kind; }
  std::string_view text() const {
    const parser::Token& token = list_.tokens[at_];
    return list_.sql.substr(token.offset, token.length);
  }
  void advance() {
    if (kind() != TokenKind::end) ++at_;
  }

 private:
  const parser::TokenList& list_;
  std::size_t at_ = 0;
};

struct KillRequest {
  KillScope scope = KillScope::connection;
  std::uint64_t id = 0;
};

Result<std::uint64_t> parameter_id(const Execution& execution) {
  if (execution.values.parameters.size() != 1) return not_supported("KILL with this id");
  const router::ParameterValue& value = execution.values.parameters.front();
  using Kind = router::ParameterValue::Kind;
  const bool whole = value.kind == Kind::unsigned_integer ||
                     (value.kind == Kind::signed_integer && value.integer >= 0);
  if (!whole) return not_supported("KILL with this id");
  return static_cast<std::uint64_t>(value.integer);
}

Result<std::uint64_t> read_id(KillText& words, const Session& session, const Execution& execution) {
  if (words.kind() == TokenKind::parameter) {
    words.advance();
    return parameter_id(execution);
  }
  if (words.accept("CONNECTION_ID")) {
    if (words.accept("(") && words.accept(")")) return std::uint64_t{session.state.connection_id};
    return not_supported("KILL with this id");
  }
  std::uint64_t id = 0;
  const std::string_view text = words.text();
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (failed != std::errc{} || end != text.data() + text.size() || text.empty()) {
    return not_supported("KILL with this id");
  }
  words.advance();
  return id;
}

Result<KillRequest> parse(const Session& session, std::string_view sql,
                          const Execution& execution) {
  parser::TokenList list;
  Result<void> scanned = parser::scan(sql, *execution.values.lex, list);
  if (!scanned) return scanned.error();
  KillText words(list);
  KillRequest request;
  words.accept("KILL");
  if (!words.accept("HARD")) words.accept("SOFT");
  if (words.accept("QUERY")) {
    request.scope = KillScope::query;
  } else {
    words.accept("CONNECTION");
  }
  Result<std::uint64_t> id = read_id(words, session, execution);
  if (!id) return id.error();
  if (words.kind() != TokenKind::end) return not_supported("KILL with this id");
  request.id = *id;
  return request;
}

}  // namespace

Result<void> kill_session(Session& session, std::uint64_t id, KillScope scope) {
  if (id == session.state.connection_id) {
    if (scope == KillScope::query) return make_error(ErrorId::query_interrupted);
    session.closing = true;
    return make_error(session.lex.mariadb ? ErrorId::connection_killed
                                          : ErrorId::query_interrupted);
  }
  return session.services.shared.sessions.kill(session.login.user, session.login.admin, id, scope);
}

Task<Result<void>> run_kill(Session& session, const router::KillPlan& plan,
                            const Execution& execution) {
  const Result<KillRequest> request = parse(session, plan.sql, execution);
  if (!request) co_return request.error();
  Result<void> killed = kill_session(session, request->id, request->scope);
  if (!killed) co_return killed.error();
  session.state.record_ok(0, 0);
  answer_ok(session, execution.more_results);
  co_return Result<void>();
}

}  // namespace sluice::frontend
