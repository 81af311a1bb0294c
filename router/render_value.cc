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
      out.text("CAST(");
      out.number(session.connection_id, true);
      return out.text(" AS UNSIGNED)");
    case SessionValue::database:
      if (session.database.empty()) return out.text("CONVERT(NULL USING utf8mb3)");
      return write_text(session.database, lex, out);
    case SessionValue::user:
      return write_text(session.user, lex, out);
    case SessionValue::current_user:
      return write_text(session.current_user, lex, out);
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
