// SPDX-License-Identifier: Apache-2.0
// A real server's parser, asked by COM_STMT_PREPARE: the text is parsed, and nothing is executed,
// so that SHUTDOWN, KILL or DROP may be asked about like any SELECT. Error 1064 is a refusal;
// another error (no such table, "not supported in the prepared statement protocol", ...) comes
// behind the parser, or out of its middle: see parsed_to_the_end.
//
// A refusal is confirmed by executing the text, as a few statements cannot be prepared at all. Use
// servers that nobody else needs.
// Ownership: a server of its own, started again should a statement end it. Thread rule: one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "tests/support/database_server.h"
#include "tests/support/raw_client.h"
#include "tests/verdicts/corpus_file.h"
#include "tests/verdicts/parser_verdict.h"

namespace sluice::test {

struct ServerAnswer {
  int error = 0;
  std::string message;
  bool refused() const { return error == 1064; }
};

class ServerVerdict {
 public:
  explicit ServerVerdict(ServerKind kind);

  ServerKind kind() const { return kind_; }
  ServerAnswer prepare(const std::string& sql, const CorpusSettings& settings);
  // Nothing: an error of another kind ended the parsing before the end of the text.
  std::optional<bool> accepts(const std::string& sql, const CorpusSettings& settings);
  // Whether `answer` to `sql` came when all of the text had been read: then a text with a syntax
  // error behind its end is refused for that.
  bool parsed_to_the_end(const std::string& sql, const CorpusSettings& settings,
                         const ServerAnswer& answer);
  // How often the server died of a statement.
  int deaths() const { return deaths_; }

 private:
  ServerAnswer ask(const std::string& sql, const CorpusSettings& settings, bool execute);
  ServerAnswer read_prepared();
  void connect();

  ServerKind kind_;
  std::unique_ptr<DatabaseServer> server_;
  std::optional<RawClient> client_;
  std::optional<CorpusSettings> current_;
  int deaths_ = 0;
};

}  // namespace sluice::test
