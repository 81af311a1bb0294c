// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/column_kind.h"

namespace sluice::executor::operators {
namespace {

using wire::ColumnType;

ColumnKind string_kind(const wire::ColumnInfo& column) {
  if ((column.flags & (wire::column_flag::kEnum | wire::column_flag::kSet)) != 0) {
    return ColumnKind::enumeration;
  }
  return column.collation == wire::kBinaryCollation ? ColumnKind::binary : ColumnKind::text;
}

}  // namespace

ColumnKind column_kind(const wire::ColumnInfo& column) {
  switch (column.type) {
    case ColumnType::tiny:
    case ColumnType::short_int:
    case ColumnType::int24:
    case ColumnType::long_int:
    case ColumnType::long_long:
    case ColumnType::year:
      return ColumnKind::integer;
    case ColumnType::decimal:
    case ColumnType::new_decimal:
      return ColumnKind::decimal;
    case ColumnType::float_type:
      return ColumnKind::single;
    case ColumnType::double_type:
      return ColumnKind::real;
    case ColumnType::date:
    case ColumnType::new_date:
    case ColumnType::datetime:
    case ColumnType::timestamp:
      return ColumnKind::moment;
    case ColumnType::time:
      return ColumnKind::time;
    case ColumnType::tiny_blob:
    case ColumnType::medium_blob:
    case ColumnType::long_blob:
    case ColumnType::blob:
    case ColumnType::varchar:
    case ColumnType::var_string:
    case ColumnType::string:
      return string_kind(column);
    case ColumnType::enum_type:
    case ColumnType::set_type:
      return ColumnKind::enumeration;
    case ColumnType::bit:
      return ColumnKind::bit;
    case ColumnType::null_type:
      return ColumnKind::null_only;
    case ColumnType::json:
    case ColumnType::geometry:
      break;
  }
  return ColumnKind::other;
}

std::string_view type_name(const wire::ColumnInfo& column) {
  switch (column.type) {
    case ColumnType::tiny:
      return "TINYINT";
    case ColumnType::short_int:
      return "SMALLINT";
    case ColumnType::int24:
      return "MEDIUMINT";
    case ColumnType::long_int:
      return "INT";
    case ColumnType::long_long:
      return column.is_unsigned() ? "BIGINT UNSIGNED" : "BIGINT";
    case ColumnType::year:
      return "YEAR";
    case ColumnType::decimal:
    case ColumnType::new_decimal:
      return "DECIMAL";
    case ColumnType::float_type:
      return "FLOAT";
    case ColumnType::double_type:
      return "DOUBLE";
    case ColumnType::date:
    case ColumnType::new_date:
      return "DATE";
    case ColumnType::datetime:
      return "DATETIME";
    case ColumnType::timestamp:
      return "TIMESTAMP";
    case ColumnType::time:
      return "TIME";
    case ColumnType::bit:
      return "BIT";
    case ColumnType::json:
      return "JSON";
    case ColumnType::geometry:
      return "GEOMETRY";
    case ColumnType::null_type:
      return "NULL";
    default:
      break;
  }
  switch (string_kind(column)) {
    case ColumnKind::enumeration:
      return "ENUM or SET";
    case ColumnKind::binary:
      return "VARBINARY";
    default:
      return "VARCHAR";
  }
}

bool shown_rounded(const wire::ColumnInfo& column, wire::RowFormat format) {
  if (format == wire::RowFormat::binary) return false;
  if (column.type == ColumnType::float_type) return true;
  return column.type == ColumnType::double_type && column.decimals < kFloatingDecimals;
}

Error cannot_merge(const wire::ColumnInfo& column, std::string_view why) {
  return make_error(ErrorId::merge_type, {type_name(column), why});
}

}  // namespace sluice::executor::operators
