// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/case_file.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/tested_engine.h"

namespace sluice::test {
namespace {

const std::set<std::string> kDirectives{"unordered", "error",     "gateway", "alone",
                                        "rows_only", "text_only", "skip"};

void read_directive(const std::string& line, CaseStatement& statement) {
  std::istringstream words(line.substr(1));
  std::string word;
  words >> word;
  if (word == "mysql" || word == "mariadb") {
    if ((word == "mysql") != (tested_engine() == Engine::mysql)) return;
    words >> word;
  }
  if (word == "refused") {
    words >> statement.refused;
    std::getline(words >> std::ws, statement.refused_text);
    return;
  }
  if (kDirectives.count(word) == 0) throw std::runtime_error("unknown directive @" + word);
  statement.directives.insert(word);
}

}  // namespace

std::vector<CaseStatement> read_case_file(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::vector<CaseStatement> statements;
  CaseStatement current;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (current.sql.empty() && (line.empty() || line[0] == '#')) continue;
    if (current.sql.empty() && line[0] == '@') {
      read_directive(line, current);
      continue;
    }
    if (current.sql.empty()) current.line = number;
    current.sql += current.sql.empty() ? line : "\n" + line;
    if (current.sql.back() != ';') continue;
    current.sql.pop_back();
    statements.push_back(std::move(current));
    current = {};
  }
  if (!current.sql.empty()) {
    throw std::runtime_error(file.string() + ":" + std::to_string(current.line) +
                             ": no ; at the end");
  }
  return statements;
}

}  // namespace sluice::test
