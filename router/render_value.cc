// SPDX-License-Identifier: Apache-2.0
#include "router/render_value.h"

#include <charconv>

namespace sluice::router {
namespace {

// BIGINT UNSIGNED NOT NULL on MySQL and MariaDB alike; CAST(5 AS UNSIGNED) is an INT on MariaDB. A
// parameter may be NULL for all that a server knows, hence COALESCE.
void write_unsigned(std::uint64_t number, SqlWriter& out) {
  out.text(out.prepared() ? "COALESCE(" : "(");
  out.number(number, true);
  out.text(out.prepared() ? "|0, 0|0)" : "|0)");
}

void write_signed(std::int64_t number, SqlWriter& out) {
  out.text("CAST(");
  write_unsigned(static_cast<std::uint64_t>(number), out);
  out.text(" AS SIGNED)");
}

void write_text(std::string_view text, const parser::LexOptions& lex, SqlWriter& out) {
  out.text("CONVERT(");
  out.string(text, lex.no_backslash_escapes);
  out.text(" USING utf8mb3)");
}

// A value in the place of a function of the server's session, which lends it its character set,
// coercibility, width and that it may be NULL.
void write_like(std::string_view function, std::string_view text, const parser::LexOptions& lex,
                SqlWriter& out) {
  out.text("IF(0,");
  out.text(function);
  out.text(",");
  out.string(text, lex.no_backslash_escapes);
  out.text(")");
}

}  // namespace

void SqlWriter::number(std::uint64_t number, bool variable) {
  if (prepared_ && variable) {
    text("?");
    parameters_.push_back({true, 0, number});
    return;
  }
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  text({digits, static_cast<std::size_t>(end - digits)});
}

void SqlWriter::string(std::string_view value, bool no_backslash_escapes) {
  text("'");
  for (const char& c : value) {
    if (c == '\'') text("'");
    if (c == '\\' && !no_backslash_escapes) text("\\");
    text({&c, 1});
  }
  text("'");
}

void write_session_value(SessionValue value, const SessionValues& session,
                         const parser::LexOptions& lex, SqlWriter& out) {
  switch (value) {
    case SessionValue::last_insert_id:
      return write_unsigned(session.last_insert_id, out);
    case SessionValue::row_count:
      return write_signed(session.row_count, out);
    case SessionValue::found_rows:
      return write_signed(static_cast<std::int64_t>(session.found_rows), out);
    case SessionValue::connection_id:
      out.text("IF(0,CONNECTION_ID(),CAST(");  // as wide as the function
      out.number(session.connection_id, true);
      return out.text(" AS UNSIGNED))");
    case SessionValue::database:
      if (session.database.empty()) return out.text("IF(1,NULL,DATABASE())");
      return write_like("DATABASE()", session.database, lex, out);
    case SessionValue::user:
      return write_like("USER()", session.user, lex, out);
    case SessionValue::current_user:
      return write_like("CURRENT_USER()", session.current_user, lex, out);
    case SessionValue::max_allowed_packet:
      return write_unsigned(session.max_allowed_packet, out);
    case SessionValue::version:
      return write_text(session.version, lex, out);
    case SessionValue::warning_count:
      return write_unsigned(session.warning_count, out);
    case SessionValue::error_count:
      return write_unsigned(session.error_count, out);
    case SessionValue::resultset_metadata:
      return write_text(session.omits_metadata ? "NONE" : "FULL", lex, out);
  }
}

}  // namespace sluice::router
