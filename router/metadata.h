// SPDX-License-Identifier: Apache-2.0
// What the planner knows about the databases: sharding rules compiled from the configuration,
// joined with the schema loaded from the shards. One immutable snapshot per version; plans keep
// theirs alive.
//
// Names: database, table and data source names are case-sensitive (as on a Linux server), column
// names are not. Ownership: everything by value or shared_ptr to const. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "common/base/error.h"
#include "config/config.h"
#include "router/algorithm/algorithm.h"
#include "router/algorithm/key_generator.h"
#include "router/key_domain.h"
#include "router/node_set.h"

namespace sluice::router {

using DataSourceIndex = std::uint16_t;  // into DatabaseMetadata::data_sources

// ------------------------------------------------------------------------------------------ schema

// How values of a column compare and convert; coarser than MySQL's types.
enum class ColumnClass : std::uint8_t {
  integer,
  decimal,
  floating,  // FLOAT
  double_precision,
  text,      // CHAR, VARCHAR, TEXT: has a collation
  binary,    // BINARY, VARBINARY, BLOB
  temporal,  // DATE, DATETIME, TIMESTAMP
  time,
  year,
  enumeration,  // ENUM
  set,
  bit,
  json,   // MySQL's JSON type (MariaDB's is text)
  other,  // geometry and what we do not know
};

struct ColumnSchema {
  std::string name;
  std::string lower_name;
  ColumnClass column_class = ColumnClass::other;
  std::uint8_t integer_bytes = 0;  // integer: 1, 2, 3, 4 or 8
  bool is_unsigned = false;
  bool nullable = true;
  bool auto_increment = false;
  bool generated = false;        // GENERATED ALWAYS AS
  bool in_key = false;           // of the primary key; without one, of a unique key without NULL
  bool on_update = false;        // ON UPDATE CURRENT_TIMESTAMP
  bool invisible = false;        // not part of `*` and of an INSERT without column list
  bool is_timestamp = false;     // temporal: TIMESTAMP
  bool is_date = false;          // temporal: DATE
  std::uint8_t fraction = 0;     // temporal: digits of a second's fraction
  std::string collation;         // text, enumeration, set: its name
  std::uint32_t max_length = 0;  // text, binary: characters, bytes; 0 unknown
};

struct TableSchema {
  std::vector<ColumnSchema> columns;  // in table order
  bool is_view = false;
  std::string view_definition;  // its SELECT by the names of the data source; empty: not to be seen

  // Null if there is no such column; `name` in any case.
  const ColumnSchema* find(std::string_view name) const;
};

// A collation as the shards describe it. Strings compare as their WEIGHT_STRING bytes do, the
// shorter one of a PAD SPACE collation being extended with `space_weight`.
struct Collation {
  std::uint16_t id = 0;
  std::string name;
  std::string charset;
  bool is_default = false;  // of its character set
  bool pad_space = true;
  std::string space_weight;  // WEIGHT_STRING(' '); empty if the server gives none
  // Equal strings are equal bytes (but for trailing spaces if pad_space): binary and *_bin.
  bool is_binary = false;
};

// ------------------------------------------------------------------------------------------- rules

struct ActualNode {
  DataSourceIndex data_source;
  std::string table;
  std::string sql_name;  // `table` as it is written in SQL: quoted where it must be
};

// system: a table of information_schema.
enum class TableKind : std::uint8_t { sharded, broadcast, single, system };

enum class Level : std::uint8_t { database, table };

struct KeyColumn {
  std::string name;  // lower case
  KeyDomain domain;  // as far as the schema is loaded
};

// A sharding column of a table: which one of its strategy's.
struct KeyRef {
  Level level = Level::database;
  std::uint8_t column = 0;

  bool operator==(const KeyRef&) const = default;
};

// How one level (database or table) chooses its target. Without columns it does not narrow by them.
struct Strategy {
  std::vector<KeyColumn> columns;  // standard: one; complex: several; hint and none: none
  bool by_hint = false;            // the statement's hint is the value
  std::shared_ptr<const Algorithm> algorithm;
  // The targets in order of the nodes, and for each the nodes that it stands for.
  TargetNames targets;
  std::vector<NodeSet> target_nodes;
  std::vector<std::int32_t> bucket_targets;  // by Algorithm::bucket_of(); -1: no such target

  bool narrows() const { return !columns.empty(); }
  // The position of the column among `columns`.
  std::optional<std::size_t> find(std::string_view lower_name) const;
  // Preconditions: narrows(), and a value for each column. Errors: those of Algorithm::target_of().
  Result<std::size_t> target_of(std::span<const ShardingValue> values) const;
  Result<std::size_t> target_of(const ShardingValue& value) const {
    return target_of(std::span(&value, 1));
  }
};

struct TableRule {
  std::string name;  // logic name
  TableKind kind = TableKind::single;
  bool temporary = false;         // single: a session's own
  std::vector<ActualNode> nodes;  // sharded: in configured order; broadcast: one per data source;
                                  // single: one
  Strategy database_strategy;
  Strategy table_strategy;
  std::vector<std::string> auditors;  // that refuse statements without a condition to route by
  bool hint_disables_audit = true;
  std::int32_t binding_group = -1;  // equal and >= 0: node i of one joins node i of the other
  std::string key_column;           // as configured; empty without a key generator
  std::shared_ptr<KeyGenerator> key_generator;  // internally synchronised

  const Strategy& strategy(Level level) const {
    return level == Level::database ? database_strategy : table_strategy;
  }
  // Precondition: the strategy has that column.
  const KeyColumn& key(KeyRef ref) const { return strategy(ref.level).columns[ref.column]; }
  // Every sharding column of both levels.
  std::vector<KeyRef> keys() const;
  bool is_sharding_column(std::string_view lower_name) const;
  // The first node on that data source.
  std::optional<std::size_t> node_on(DataSourceIndex source) const;
  // Every node carries the logic name: SQL needs no other name in it.
  bool keeps_name() const;
};

// `name` as it is written in SQL: in back quotes where it must be.
std::string quote_name(std::string_view name);
std::string to_lower(std::string_view ascii);
std::string to_upper(std::string_view ascii);
bool is_information_schema(std::string_view database);

// A view over sharded or broadcast tables (view_query.h): the query that stands in for it.
struct ViewQuery {
  std::string text;              // with logical names, qualified by the logical database
  std::optional<Error> refusal;  // why it cannot be read; then `text` is empty
  bool ascii = true;             // it means the same in every client's character set
  bool backslash = false;        // in one of its literals
};

struct Table {
  std::shared_ptr<const TableRule> rule;
  std::shared_ptr<const TableSchema> schema;  // null: not created yet, or not loaded
  std::uint16_t model = 0;                    // the node whose definition `schema` is
  // What stands in for a view over sharded or broadcast tables; null: a table, or a view that its
  // data source answers.
  std::shared_ptr<const ViewQuery> view = nullptr;
};

struct DatabaseMetadata {
  std::string name;
  std::vector<std::string> data_sources;  // names, in configured order
  // For each of them the names of its servers, the primary first.
  std::vector<std::vector<std::string>> servers;
  std::unordered_map<std::string, Table> tables;  // by logic name; a configured table is here even
                                                  // before it is created
  DataSourceIndex default_data_source = 0;        // for tables that no rule names
  bool loaded = false;                            // false: the shards could not be asked yet
  std::string load_error;                         // why, for the client's error

  const Table* find(std::string_view table) const;
  bool has_replicas(DataSourceIndex source) const { return servers[source].size() > 1; }
};

struct Metadata {
  std::uint64_t version = 0;
  config::ConfigSnapshot config;
  std::map<std::string, std::shared_ptr<const DatabaseMetadata>, std::less<>> databases;
  // information_schema: by upper-case name, tables of kind system. Null: not loaded.
  std::shared_ptr<const DatabaseMetadata> system;
  std::vector<Collation> collations;
  std::string server_version;  // of the first reachable data source, or empty
  std::uint32_t div_precision_increment = 4;

  const DatabaseMetadata* find(std::string_view database) const;
  // Whether the servers are MariaDB ones, as far as is known.
  bool is_mariadb() const;
  const Collation* collation(std::string_view name) const;
  const Collation* collation(std::uint16_t id) const;
};

using MetadataSnapshot = std::shared_ptr<const Metadata>;

}  // namespace sluice::router
