// SPDX-License-Identifier: Apache-2.0
#include "executor/name_map.h"

namespace sluice::executor {
namespace {

bool is_delimiter(char c) {
  return c == '\'' || c == '`' || c == '.' || c == '"';
}

}  // namespace

std::string_view NameMap::table(std::string_view actual) const {
  for (const NamePair& pair : tables) {
    if (pair.actual == actual) return pair.logic;
  }
  return actual;
}

std::string_view NameMap::database(std::string_view actual) const {
  return !actual.empty() && actual == actual_database ? logic_database : actual;
}

void NameMap::rename(wire::ColumnDefinition& column) const {
  column.schema = database(column.schema);
  column.table = table(column.table);
  column.org_table = table(column.org_table);
}

std::string NameMap::rename_in_message(std::string_view message) const {
  std::string out;
  std::size_t word = 0;
  // Words run from delimiter to delimiter; only a word with one on both sides can be a name.
  for (std::size_t at = 0; at <= message.size(); ++at) {
    if (at < message.size() && !is_delimiter(message[at])) continue;
    std::string_view text = message.substr(word, at - word);
    if (word > 0 && at < message.size()) {
      const std::string_view renamed = table(text);
      text = renamed == text ? database(text) : renamed;
    }
    out += text;
    if (at < message.size()) out += message[at];
    word = at + 1;
  }
  return out;
}

}  // namespace sluice::executor
