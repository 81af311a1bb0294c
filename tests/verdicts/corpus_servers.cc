// SPDX-License-Identifier: Apache-2.0
// corpus_servers label | ask | fuzz SECONDS [SEED]: what needs real servers behind ./run corpus and
// ./run fuzz sql-verdict. Exit status 1: fuzz found something new.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "tests/support/mysql_server.h"
#include "tests/verdicts/verdict_fuzzer.h"

namespace sluice::test {
namespace {

std::unique_ptr<ServerVerdict> start_mysql() {
  if (!MySqlServer::available()) return nullptr;
  return std::make_unique<ServerVerdict>(ServerKind::mysql);
}

void warn_of_duplicates(const std::vector<CorpusStatement>& corpus) {
  std::map<std::string, const CorpusStatement*> seen;
  for (const CorpusStatement& statement : corpus) {
    const std::string key =
        statement.settings.sql_mode + '|' + statement.settings.charset + '|' + statement.sql;
    const auto [place, fresh] = seen.emplace(key, &statement);
    if (!fresh) {
      std::cout << statement.file << ':' << statement.line << ": as " << place->second->file << ':'
                << place->second->line << ": " << escape_statement(statement.sql) << '\n';
    }
  }
}

Label label_of(std::optional<bool> mysql, std::optional<bool> maria) {
  Label label{.mysql = mysql.value_or(false), .maria = maria.value_or(false)};
  label.open = !label.mysql && !label.maria && (!mysql || !maria);
  return label;
}

int label() {
  ServerVerdict maria(ServerKind::maria);
  const std::unique_ptr<ServerVerdict> mysql = start_mysql();
  if (!mysql) {
    std::cerr << "labels need both servers, and there is no MySQL\n";
    return 2;
  }
  int totals[5] = {};
  for (const std::filesystem::path& file : corpus_files()) {
    std::vector<CorpusStatement> statements = read_corpus_file(file);
    for (CorpusStatement& statement : statements) {
      const Label label = label_of(mysql->accepts(statement.sql, statement.settings),
                                   maria.accepts(statement.sql, statement.settings));
      ++totals[label.open ? 0 : 1 + (label.mysql ? 2 : 0) + (label.maria ? 1 : 0)];
      if (statement.label && *statement.label != label) {
        std::cout << statement.file << ':' << statement.line
                  << ": another label: " << escape_statement(statement.sql) << '\n';
      }
      statement.label = label;
    }
    relabel_corpus_file(file, statements);
  }
  warn_of_duplicates(read_corpus());
  std::cout << "both " << totals[4] << ", mysql " << totals[3] << ", maria " << totals[2]
            << ", none " << totals[1] << ", open " << totals[0] << '\n';
  std::cout << "servers that died: " << maria.deaths() + mysql->deaths() << '\n';
  return 0;
}

std::string shown(const ServerAnswer& answer) {
  if (answer.error == 0) return "accepted";
  const std::size_t near = answer.message.find("near '");
  return std::to_string(answer.error) + ' ' +
         (near == std::string::npos ? answer.message : answer.message.substr(near));
}

// Statements from the standard input, one a line: what both servers and the parser say.
int ask() {
  ServerVerdict maria(ServerKind::maria);
  const std::unique_ptr<ServerVerdict> mysql = start_mysql();
  for (std::string line; std::getline(std::cin, line);) {
    const std::string sql = unescape_statement(line);
    const CorpusSettings plain;
    std::cout << line << "\n  maria: " << shown(maria.prepare(sql, plain));
    if (mysql) std::cout << "\n  mysql: " << shown(mysql->prepare(sql, plain));
    for (const ServerKind kind : {ServerKind::maria, ServerKind::mysql}) {
      const ParserVerdict ours = parser_verdict(sql, plain, kind);
      std::cout << (kind == ServerKind::maria ? "\n  ours:  " : " | ")
                << (ours.accepted ? "accepted"
                                  : ours.message.substr(
                                        std::min(ours.message.find("near "), ours.message.size())));
    }
    std::cout << '\n';
  }
  return 0;
}

int fuzz(std::chrono::seconds time, std::uint64_t seed) {
  ServerVerdict maria(ServerKind::maria);
  const std::unique_ptr<ServerVerdict> mysql = start_mysql();
  if (!mysql) std::cout << "without MySQL: only what MariaDB accepts is compared\n";
  const KnownDisagreements known = read_disagreements();
  const std::vector<CorpusStatement> corpus = read_corpus();
  std::cout << "seed " << seed << '\n';
  const FuzzResult result =
      VerdictFuzzer(maria, mysql.get(), known).run(corpus, {.time = time}, seed);
  print_findings(result, std::cout);
  return result.findings.empty() ? 0 : 1;
}

int run(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "label") return label();
  if (command == "ask") return ask();
  if (command == "fuzz" && argc > 2) {
    const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10)
                                        : static_cast<std::uint64_t>(std::random_device()());
    return fuzz(std::chrono::seconds(std::strtol(argv[2], nullptr, 10)), seed);
  }
  std::cerr << "usage: corpus_servers label | ask | fuzz SECONDS [SEED]\n";
  return 2;
}

}  // namespace
}  // namespace sluice::test

int main(int argc, char** argv) {
  try {
    return sluice::test::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "corpus_servers: " << error.what() << '\n';
    return 2;
  }
}
