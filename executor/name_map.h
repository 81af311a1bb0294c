// SPDX-License-Identifier: Apache-2.0
// Actual names back to logical ones, in what servers send about tables: column definitions and
// error messages. Ownership: views into plan and metadata, which outlive it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/wire/messages.h"

namespace sluice::executor {

struct NamePair {
  std::string_view actual;
  std::string_view logic;
  std::string_view database{};  // logical one, where it is another than the map's
};

struct NameMap {
  std::string_view actual_database;  // the data source's schema
  std::string_view logic_database;
  std::vector<NamePair> tables;

  bool empty() const { return tables.empty() && actual_database == logic_database; }
  // The logical name of an actual table, or the name itself.
  std::string_view table(std::string_view actual) const;
  std::string_view database(std::string_view actual) const;
  // t_order_0_ibfk_1 is a server's own name for a constraint of t_order_0.
  std::string constraint(std::string_view actual) const;
  // Schema, table and original table of a column definition.
  void rename(wire::ColumnDefinition& column) const;
  // Replaces actual names that stand between quotes, back-quotes or dots in a message.
  std::string rename_in_message(std::string_view message) const;
  // A table's name, or a table's definition as SHOW CREATE TABLE prints it: there only the names
  // behind TABLE and REFERENCES are those of tables.
  std::string rename_in_cell(std::string_view cell) const;

 private:
  std::string rename_last_word(std::string_view text) const;
};

}  // namespace sluice::executor
