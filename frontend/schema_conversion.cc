// SPDX-License-Identifier: Apache-2.0
#include "frontend/schema_conversion.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace sluice::frontend {
namespace {

using router::ColumnClass;

struct TypeEntry {
  std::string_view name;
  ColumnClass column_class;
  std::uint8_t integer_bytes;
};

constexpr std::array kTypes{
    TypeEntry{"tinyint", ColumnClass::integer, 1},
    TypeEntry{"smallint", ColumnClass::integer, 2},
    TypeEntry{"mediumint", ColumnClass::integer, 3},
    TypeEntry{"int", ColumnClass::integer, 4},
    TypeEntry{"bigint", ColumnClass::integer, 8},
    TypeEntry{"decimal", ColumnClass::decimal, 0},
    TypeEntry{"float", ColumnClass::floating, 0},
    TypeEntry{"double", ColumnClass::double_precision, 0},
    TypeEntry{"char", ColumnClass::text, 0},
    TypeEntry{"varchar", ColumnClass::text, 0},
    TypeEntry{"tinytext", ColumnClass::text, 0},
    TypeEntry{"text", ColumnClass::text, 0},
    TypeEntry{"mediumtext", ColumnClass::text, 0},
    TypeEntry{"longtext", ColumnClass::text, 0},
    TypeEntry{"binary", ColumnClass::binary, 0},
    TypeEntry{"varbinary", ColumnClass::binary, 0},
    TypeEntry{"tinyblob", ColumnClass::binary, 0},
    TypeEntry{"blob", ColumnClass::binary, 0},
    TypeEntry{"mediumblob", ColumnClass::binary, 0},
    TypeEntry{"longblob", ColumnClass::binary, 0},
    TypeEntry{"date", ColumnClass::temporal, 0},
    TypeEntry{"datetime", ColumnClass::temporal, 0},
    TypeEntry{"timestamp", ColumnClass::temporal, 0},
    TypeEntry{"time", ColumnClass::time, 0},
    TypeEntry{"year", ColumnClass::year, 0},
    TypeEntry{"enum", ColumnClass::enumeration, 0},
    TypeEntry{"set", ColumnClass::set, 0},
    TypeEntry{"bit", ColumnClass::bit, 0},
    TypeEntry{"json", ColumnClass::json, 0},
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// MariaDB names its NO PAD collations *_nopad_*; MySQL's are those of UCA 9.0.0; both have
// `binary`.
bool pads_space(std::string_view name, bool mariadb) {
  if (name == "binary") return false;
  if (mariadb) return name.find("_nopad_") == std::string_view::npos;
  return name.find("_0900_") == std::string_view::npos;
}

}  // namespace

router::TableSchema to_table_schema(const backend::LoadedTable& table) {
  router::TableSchema schema;
  schema.is_view = table.is_view;
  schema.view_definition = table.view_definition;
  for (const backend::LoadedColumn& loaded : table.columns) {
    router::ColumnSchema column;
    column.name = loaded.name;
    column.lower_name = lower(loaded.name);
    const auto type = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeEntry& entry) {
      return entry.name == loaded.data_type;
    });
    if (type != kTypes.end()) {
      column.column_class = type->column_class;
      column.integer_bytes = type->integer_bytes;
    }
    column.is_unsigned = loaded.column_type.find("unsigned") != std::string::npos;
    column.nullable = loaded.nullable;
    column.auto_increment = loaded.auto_increment;
    column.generated = loaded.generated;
    column.in_key = loaded.in_key;
    column.on_update = loaded.on_update;
    column.invisible = loaded.invisible;
    column.is_timestamp = loaded.data_type == "timestamp";
    column.is_date = loaded.data_type == "date";
    column.fraction = loaded.fraction;
    column.collation = loaded.collation;
    column.max_length =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(loaded.max_length, UINT32_MAX));
    schema.columns.push_back(std::move(column));
  }
  return schema;
}

router::Collation to_collation(const backend::LoadedCollation& loaded, std::string_view version) {
  const bool mariadb = version.find("MariaDB") != std::string_view::npos;
  router::Collation collation;
  collation.id = loaded.id;
  collation.name = loaded.name;
  collation.charset = loaded.charset;
  collation.is_default = loaded.is_default;
  collation.pad_space = pads_space(loaded.name, mariadb);
  collation.space_weight = loaded.space_weight;
  collation.is_binary = loaded.name == "binary" || ends_with(loaded.name, "_bin");
  return collation;
}

}  // namespace sluice::frontend
