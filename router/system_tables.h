// SPDX-License-Identifier: Apache-2.0
// What the tables of information_schema are about, as far as the gateway must know it: from which
// servers their rows come, which columns name databases and tables, and what stands for a logical
// table that consists of several actual ones. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "router/metadata.h"

namespace sluice::router {

enum class SystemSource : std::uint8_t {
  tables,     // rows of actual tables: those of one node stand for the logical table
  sums,       // the same, but some columns add up over the nodes
  databases,  // rows of a database: those of its default data source
  instance,   // the same on all servers: asked from one
  nothing,    // no rows, whatever the servers have
  gateway,    // the gateway's own sessions and accounts
  refused     // what only one physical server could tell
};

struct SystemTable {
  std::string_view name;
  SystemSource source = SystemSource::refused;
  // Columns separated by blanks, of which a server may lack some. The first one decides whether a
  // row belongs to a logical object.
  std::string_view database_columns{};
  std::string_view table_columns{};
  std::string_view key_columns{};  // sums: rows equal in these are one, besides database and table
};

// `refused` for a table that is not known; `name` in any case.
const SystemTable& system_table(std::string_view name);

// How the rows of a logical table's nodes make one: an SQL expression over `column`.
std::string merged_column(std::string_view column);
// Columns that merged_column() needs besides.
std::vector<std::string_view> merged_with(std::string_view column);

// A table of another system schema. Without a schema of its own: any server can tell its rows
// (mysql.time_zone_name, performance_schema.session_variables and their like); with one, they are
// gathered as those of information_schema. Null if it is none.
const Table* foreign_table(std::string_view database, std::string_view table);

// What SHOW OPEN TABLES reads, of information_schema. No client would write such a name.
inline constexpr std::string_view kOpenTables = "SLUICE OPEN TABLES";

// Words of `text`, which blanks separate.
std::vector<std::string_view> split_words(std::string_view text);

}  // namespace sluice::router
