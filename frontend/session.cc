// SPDX-License-Identifier: Apache-2.0
#include "frontend/session.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace sluice::frontend {
namespace {

parser::CharsetClass charset_class(std::string_view charset) {
  if (charset == "big5") return parser::CharsetClass::big5;
  if (charset == "gbk") return parser::CharsetClass::gbk;
  if (charset == "sjis" || charset == "cp932") return parser::CharsetClass::sjis;
  if (charset == "gb18030") return parser::CharsetClass::gb18030;
  if (charset == "euckr" || charset == "eucjpms" || charset == "ujis" || charset == "gb2312") {
    return parser::CharsetClass::euckr;
  }
  return parser::CharsetClass::single_byte_or_utf8;
}

// 10.11.6-MariaDB -> 101106; what version comments are compared with.
std::uint32_t version_number(std::string_view version) {
  std::uint32_t parts[3] = {0, 0, 0};
  std::size_t part = 0;
  for (const char c : version) {
    if (c >= '0' && c <= '9') {
      parts[part] = parts[part] * 10 + static_cast<std::uint32_t>(c - '0');
    } else if (c != '.' || ++part == 3) {
      break;
    }
  }
  return parts[0] * 10'000 + parts[1] * 100 + parts[2];
}

bool has_mode(std::string_view modes, std::string_view mode) {
  for (std::size_t at = 0; at < modes.size();) {
    const std::size_t end = std::min(modes.find_first_of(",'", at), modes.size());
    if (modes.substr(at, end - at) == mode) return true;
    at = end + 1;
  }
  return false;
}

void apply_sql_mode(Session& session, std::string_view modes) {
  const bool ansi = has_mode(modes, "ANSI");
  session.lex.ansi_quotes = ansi || has_mode(modes, "ANSI_QUOTES");
  session.lex.pipes_as_concat = ansi || has_mode(modes, "PIPES_AS_CONCAT");
  session.lex.ignore_space = ansi || has_mode(modes, "IGNORE_SPACE");
  session.lex.no_backslash_escapes = has_mode(modes, "NO_BACKSLASH_ESCAPES");
  session.lex.high_not_precedence = has_mode(modes, "HIGH_NOT_PRECEDENCE");
  session.state.no_backslash_escapes = session.lex.no_backslash_escapes;
}

// A session's wait_timeout in seconds counts, else the configuration: like a server's
// interactive_timeout for clients with CLIENT_INTERACTIVE.
std::chrono::milliseconds idle_timeout(const Session& session, const std::string& wait_timeout) {
  const config::GlobalConfig& global = session.services.config.global;
  std::uint32_t seconds = 0;
  const char* const end = wait_timeout.data() + wait_timeout.size();
  const auto [stop, failed] = std::from_chars(wait_timeout.data(), end, seconds);
  if (failed == std::errc{} && stop == end && seconds > 0) return std::chrono::seconds(seconds);
  const bool interactive = (session.login.capabilities & wire::capability::kInteractive) != 0;
  return interactive && global.sluice.interactive_timeout ? *global.sluice.interactive_timeout
                                                          : global.idle_timeout;
}

std::string unquoted(std::string_view value) {
  if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'') {
    value = value.substr(1, value.size() - 2);
  }
  return std::string(value);
}

}  // namespace

void Session::begin_command(Bytes payload) {
  command = wire::command_of(payload).value_or(wire::Command::sleep);
  command_since = Clock::now();
  running_sql = {};
  state.interrupted = false;
}

void Session::end_command(Clock::time_point now) {
  command = wire::Command::sleep;
  command_since = now;
  running_sql = {};
}

Error Session::outward(const Error& error) const {
  if (!state.interrupted || error.id() != ErrorId::backend_lost) return error;
  return make_error(ErrorId::query_interrupted);
}

void set_variables(Session& session, backend::VariableMap values) {
  const auto value_of = [&](std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : unquoted(found->second);
  };
  const std::string charset = value_of("character_set_client");
  session.lex.charset = charset_class(charset);
  session.utf8 = charset == "utf8mb4" || charset == "utf8mb3";
  apply_sql_mode(session, value_of("sql_mode"));
  session.state.autocommit = value_of("autocommit") != "0";
  session.idle_timeout = idle_timeout(session, value_of("wait_timeout"));
  if (session.state.variables) {
    const router::Collation* const collation =
        session.services.metadata->collation(value_of("collation_connection"));
    session.tracker.note_variables(session.state.variables->values(), values,
                                   collation == nullptr ? "" : collation->charset);
  }
  session.state.set_variables(std::move(values));
}

void set_omits_metadata(Session& session, bool omits) {
  session.state.omits_metadata = omits;
  session.client.set_omits_metadata(omits);
}

void set_initial_state(Session& session) {
  set_omits_metadata(session, false);
  const router::Metadata& metadata = *session.services.metadata;
  backend::VariableMap values;
  const router::Collation* const collation = metadata.collation(session.login.collation);
  // A server falls back to its own default for a collation that it does not know.
  values["character_set_client"] = collation == nullptr ? "DEFAULT" : collation->charset;
  values["character_set_results"] = values["character_set_client"];
  values["collation_connection"] = collation == nullptr ? "DEFAULT" : collation->name;
  if ((session.login.capabilities & wire::capability::kIgnoreSpace) != 0) {
    values["sql_mode"] = "CONCAT(@@GLOBAL.sql_mode,',IGNORE_SPACE')";
  }
  const std::string& version = metadata.server_version;
  session.lex.mariadb = version.empty() || version.find("MariaDB") != std::string::npos;
  if (!version.empty()) session.lex.server_version = version_number(version);
  session.multi_statements = (session.login.capabilities & wire::capability::kMultiStatements) != 0;
  session.prepared.clear();
  session.state.temporary.clear();
  session.state.handlers.clear();
  session.state.last_insert_id = 0;
  session.state.row_count = -1;
  session.state.found_row_count = 0;
  session.state.diagnostics.clear();
  session.state.transaction.clear_next_characteristics();
  const std::string& first = session.services.config.databases.front().name;
  if (backend::DatabasePools* const pools = session.services.cluster->find(first)) {
    session.state.locks.set_pool(&pools->pool(0, session.state.found_rows));
  }
  session.state.variables.reset();
  set_variables(session, std::move(values));
  session.tracker.start((session.login.capabilities & wire::capability::kSessionTrack) != 0,
                        session.lex.mariadb);
}

bool may_use(const Session& session, std::string_view database) {
  const auto& permissions = session.services.config.global.database_permissions;
  if (!permissions || session.login.admin) return true;
  const auto [first, last] = permissions->equal_range(session.login.user);
  return std::any_of(first, last, [&](const auto& entry) {
    return entry.second == "*" || entry.second == database;
  });
}

Result<void> check_access(const Session& session, std::string_view database) {
  if (database.empty() || may_use(session, database)) return {};
  const std::string& user = session.state.user;
  return make_error(ErrorId::database_access_denied,
                    {session.login.user, user.substr(user.find('@') + 1), database});
}

Result<void> use_database(Session& session, std::string_view database) {
  if (router::is_information_schema(database)) {
    session.state.database = "information_schema";
    session.tracker.note_schema(session.state.database);
    return {};
  }
  if (session.services.metadata->find(database) == nullptr) {
    return make_error(ErrorId::unknown_database, {database});
  }
  Result<void> allowed = check_access(session, database);
  if (!allowed) return allowed;
  session.state.database = database;
  session.tracker.note_schema(database);
  return {};
}

std::string quote_text(std::string_view text) {
  if (text.find_first_of("'\\") == std::string_view::npos) return "'" + std::string(text) + "'";
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex = "_utf8mb4 x'";
  for (const char c : text) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex + "'";
}

}  // namespace sluice::frontend
