// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/statement_note.h"

#include "parser/shape_text.h"

namespace sluice::frontend {

void note_statement(Session& session, const parser::Normalized& normalized, std::string_view sql,
                    const parser::LexOptions& lex) {
  StatementNote& note = session.note;
  Clock::time_point begin = session.command_since;
  if (note.digest != 0) {  // one of several in a command
    begin = Clock::now();
    note_statement_end(session, true, begin);
  }
  DigestTable& digests = session.services.digests;
  note = {.digest = DigestTable::key_of(normalized.hash, session.state.database), .begin = begin};
  if (digests.contains(note.digest)) return;
  digests.insert(note.digest, session.state.database,
                 parser::shape_text(sql, lex, DigestTable::kTextBytes));
}

void note_statement_end(Session& session, bool succeeded, Clock::time_point now) {
  StatementNote& note = session.note;
  if (note.digest == 0) return;
  const auto time = std::chrono::duration_cast<std::chrono::microseconds>(now - note.begin);
  session.services.counters.statement_time.record(time);
  session.services.digests.add(note.digest, {.count = 1,
                                             .errors = succeeded ? 0u : 1u,
                                             .rows = succeeded ? note.rows : 0,
                                             .time = time,
                                             .longest = time});
  note = {};
}

}  // namespace sluice::frontend
