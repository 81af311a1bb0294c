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

std::string NameMap::constraint(std::string_view actual) const {
  for (const std::string_view infix : {"_ibfk_", "_chk_"}) {
    const std::size_t at = actual.rfind(infix);
    if (at == std::string_view::npos) continue;
    return std::string(table(actual.substr(0, at))) + std::string(actual.substr(at));
  }
  return std::string(actual);
}

void NameMap::rename(wire::ColumnDefinition& column) const {
  column.schema = database(column.schema);
  for (const NamePair& pair : tables) {
    if (!pair.database.empty() && pair.actual == column.org_table) column.schema = pair.database;
  }
  column.table = table(column.table);
  column.org_table = table(column.org_table);
}

// Of routines servers give the qualified name without quotes: FUNCTION ds_0.f does not exist.
std::string NameMap::rename_last_word(std::string_view text) const {
  const std::size_t begin = text.rfind(' ') + 1;  // 0 without a blank
  return std::string(text.substr(0, begin)).append(database(text.substr(begin)));
}

std::string NameMap::rename_in_message(std::string_view message) const {
  std::string out;
  std::size_t word = 0;
  // Words run from delimiter to delimiter; only a word with one on both sides can be a name.
  for (std::size_t at = 0; at <= message.size(); ++at) {
    if (at < message.size() && !is_delimiter(message[at])) continue;
    std::string_view text = message.substr(word, at - word);
    // MySQL: Error in list of partitions to ds_0.t_order_0
    const bool qualified = at == message.size() && word > 0 && message[word - 1] == '.';
    if (word > 0 && (at < message.size() || qualified)) {
      const std::string_view renamed = table(text);
      text = renamed == text ? database(text) : renamed;
    }
    out += at < message.size() && message[at] == '.' ? rename_last_word(text) : std::string(text);
    if (at < message.size()) out += message[at];
    word = at + 1;
  }
  return out;
}

std::string NameMap::rename_in_cell(std::string_view cell) const {
  if (const std::string_view renamed = table(cell); renamed != cell) return std::string(renamed);
  std::string out;
  std::size_t copied = 0;
  for (std::size_t open = cell.find('`'); open != std::string_view::npos;) {
    const std::size_t close = cell.find('`', open + 1);
    if (close == std::string_view::npos) break;
    const std::string_view before = cell.substr(0, open);
    const std::string_view name = cell.substr(open + 1, close - open - 1);
    std::string renamed(name);
    if (before.ends_with("TABLE ") || before.ends_with("REFERENCES ")) {
      renamed = table(name);
    } else if (before.ends_with("CONSTRAINT ")) {
      renamed = constraint(name);
    } else if (cell.substr(close + 1).starts_with(".")) {  // in a view
      renamed = database(name);
    }
    if (renamed != name) {
      out += cell.substr(copied, open + 1 - copied);
      out += renamed;
      copied = close;
    }
    open = cell.find('`', close + 1);
  }
  out += cell.substr(copied);
  return out;
}

}  // namespace sluice::executor
