// SPDX-License-Identifier: Apache-2.0
// Reads what the planner must know from a data source: its tables' columns, its collations and a
// few settings. Blocking, through Connector/C++: runs on the control thread, never on a worker.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "config/config.h"

namespace sluice::backend {

// A row of information_schema.COLUMNS, as the server words it.
struct LoadedColumn {
  std::string name;
  std::string data_type;    // varchar, bigint, ... lower case
  std::string column_type;  // with unsigned, zerofill, enum members
  std::string collation;    // empty for columns without one
  std::uint64_t max_length = 0;
  std::uint8_t fraction = 0;  // DATETIME_PRECISION
  bool nullable = true;
  bool auto_increment = false;
  bool generated = false;
  bool in_key = false;  // COLUMN_KEY is PRI
  bool on_update = false;
  bool invisible = false;
};

struct LoadedTable {
  std::string name;
  bool is_view = false;
  std::string view_definition;  // of a view: its SELECT; empty without the privilege SHOW VIEW
  std::vector<LoadedColumn> columns;  // in table order
};

struct LoadedCollation {
  std::uint16_t id = 0;
  std::string name;
  std::string charset;
  bool is_default = false;
  std::string space_weight;  // WEIGHT_STRING(' '), empty if the server gives none
};

struct LoadedSource {
  std::string version;
  std::string default_charset;  // @@GLOBAL.character_set_client
  std::uint32_t div_precision_increment = 4;
  std::uint64_t max_allowed_packet = 0;
  std::vector<LoadedTable> tables;
  std::vector<LoadedCollation> collations;
  std::vector<LoadedTable> system_tables;  // of information_schema
};

struct LoadScope {
  // Only these tables; empty: all of the data source's schema.
  std::set<std::string> tables;
  bool collations = true;
  bool system_tables = true;
};

// Errors: backend_unreachable, backend_access_denied, or the server's own.
Result<LoadedSource> load_schema(const config::DataSource& source, const LoadScope& scope);

}  // namespace sluice::backend
