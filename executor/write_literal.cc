// SPDX-License-Identifier: Apache-2.0
#include "executor/write_literal.h"

#include "common/wire/binary_value.h"
#include "executor/cell_text.h"
#include "executor/literal_text.h"

namespace sluice::executor {
namespace {

using router::ColumnClass;
using wire::ColumnInfo;
using wire::ColumnType;

enum class Kind : std::uint8_t { number, real, bits, date, time, json, string, other };

Kind kind_of(ColumnType type) {
  switch (type) {
    case ColumnType::tiny:
    case ColumnType::short_int:
    case ColumnType::long_int:
    case ColumnType::int24:
    case ColumnType::long_long:
    case ColumnType::year:
    case ColumnType::decimal:
    case ColumnType::new_decimal:
      return Kind::number;
    case ColumnType::float_type:
    case ColumnType::double_type:
      return Kind::real;
    case ColumnType::bit:
      return Kind::bits;
    case ColumnType::date:
    case ColumnType::new_date:
    case ColumnType::datetime:
    case ColumnType::timestamp:
      return Kind::date;
    case ColumnType::time:
      return Kind::time;
    case ColumnType::json:
      return Kind::json;
    case ColumnType::geometry:
      return Kind::other;
    default:
      return Kind::string;
  }
}

bool is_strings_class(const std::optional<router::ColumnSchema>& target) {
  return target &&
         (target->column_class == ColumnClass::text || target->column_class == ColumnClass::binary);
}

Result<std::string> text_of(const ResultValue& value) {
  if (value.format == wire::RowFormat::text) return std::string(value.cell.text());
  std::string text;
  const Result<void> converted = append_cell_text(value.column, value.cell.bytes(), text);
  if (!converted) return converted.error();
  return text;
}

Error malformed(const char* what) {
  return make_error(ErrorId::malformed_packet, {what});
}

Error refused(std::string_view what, const std::optional<router::ColumnSchema>& target) {
  return make_error(ErrorId::staged_value, {what, target ? std::string_view(target->name) : "?"});
}

Result<double> real_of(const ResultValue& value) {
  if (value.format == wire::RowFormat::binary) {
    const auto real = wire::read_real(value.column.type, value.cell.bytes());
    if (real) return *real;
    return malformed("DOUBLE value");
  }
  const std::optional<double> real = real_of_text(value.cell.text());
  if (!real) return malformed("DOUBLE value");
  return *real;
}

Result<void> append_real(const ResultValue& value, std::string& sql) {
  const Result<double> real = real_of(value);
  if (!real) return real.error();
  append_real_literal(*real, sql);
  return {};
}

Result<void> append_bits(Bytes bytes, std::string& sql) {
  const std::optional<std::uint64_t> number = number_of_bits(bytes);
  if (!number) return malformed("BIT value");
  sql += std::to_string(*number);
  return {};
}

// A date that a typed literal may not be is left to the column to judge.
bool is_zero_date(std::string_view text) {
  return text.starts_with("0000") || text.find("-00") != std::string_view::npos;
}

void append_temporal(const ResultValue& value, std::string_view text, bool as_string,
                     std::string& sql) {
  if (!as_string && !is_zero_date(text)) {
    const ColumnType type = value.column.type;
    const bool day = type == ColumnType::date || type == ColumnType::new_date;
    sql += type == ColumnType::time ? "TIME" : day ? "DATE" : "TIMESTAMP";
  }
  append_quoted(text, sql);
}

Result<void> append_string(const ColumnInfo& column, std::string_view text, bool in_string_column,
                           const router::Metadata& metadata, std::string& sql) {
  if (column.collation == wire::kBinaryCollation) {
    if (in_string_column && is_plain_text(text)) {
      append_quoted(text, sql);
    } else {
      sql += "_binary ";
      append_hex_literal(text, sql);
    }
    return {};
  }
  const router::Collation* const collation = metadata.collation(column.collation);
  if (collation == nullptr) {
    return make_error(ErrorId::unknown_collation, {std::to_string(column.collation)});
  }
  if (is_plain_text(text)) {
    append_quoted(text, sql);
  } else {
    sql += "_" + collation->charset + " ";
    append_hex_literal(text, sql);
  }
  return {};
}

Result<void> append_json(std::string_view text, const std::optional<router::ColumnSchema>& target,
                         std::string& sql) {
  const bool takes_text =
      is_strings_class(target) || (target && target->column_class == ColumnClass::json);
  if (!takes_text) {
    if (!is_plain_number(text)) return refused("a JSON value", target);
    sql += text;
    return {};
  }
  sql += "_utf8mb4 ";
  append_hex_literal(text, sql);
  return {};
}

// Members of ENUM and SET are numbers to columns that are.
bool is_member_number(const ColumnInfo& column, const std::optional<router::ColumnSchema>& target) {
  const bool member = (column.flags & (wire::column_flag::kEnum | wire::column_flag::kSet)) != 0;
  if (!member || is_strings_class(target)) return false;
  return !target || (target->column_class != ColumnClass::enumeration &&
                     target->column_class != ColumnClass::set);
}

}  // namespace

bool has_all_digits(const ColumnInfo& column) {
  if (column.type == ColumnType::float_type) return false;
  return column.type != ColumnType::double_type || column.decimals == kNotFixedDecimals;
}

Result<void> append_stored(const ResultValue& value,
                           const std::optional<router::ColumnSchema>& target,
                           const router::Metadata& metadata, std::string& sql) {
  const Kind kind = kind_of(value.column.type);
  if (value.cell.is_null) {
    sql += "NULL";
    return {};
  }
  if (kind == Kind::other) return refused("a geometry", target);
  if (kind == Kind::bits) {
    if (is_strings_class(target)) return refused("a BIT value", target);
    return append_bits(value.cell.bytes(), sql);
  }
  if (kind == Kind::real && !is_strings_class(target)) return append_real(value, sql);
  const Result<std::string> text = text_of(value);
  if (!text) return text.error();
  const ColumnClass column = target ? target->column_class : ColumnClass::other;
  switch (kind) {
    case Kind::number:
    case Kind::real:
      if (kind == Kind::number && !is_plain_number(*text)) return malformed("number");
      if (is_strings_class(target)) {
        append_quoted(*text, sql);
      } else {
        sql += *text;
      }
      return {};
    case Kind::date:
    case Kind::time: {
      if (!is_plain_text(*text)) return malformed("date");
      const ColumnClass own = kind == Kind::time ? ColumnClass::time : ColumnClass::temporal;
      append_temporal(value, *text, is_strings_class(target) || column == own, sql);
      return {};
    }
    case Kind::json:
      return append_json(*text, target, sql);
    case Kind::string:
    case Kind::bits:
    case Kind::other:
      break;
  }
  if (is_member_number(value.column, target)) return refused("an ENUM or SET", target);
  return append_string(value.column, *text, is_strings_class(target), metadata, sql);
}

Result<void> append_key(const ResultValue& value, const router::StagedKeyColumn& key,
                        const router::Metadata& metadata, std::string& sql) {
  const Result<std::string> text = text_of(value);
  if (!text) return text.error();
  switch (kind_of(value.column.type)) {
    case Kind::number:
    case Kind::real:
      if (!is_plain_number(*text)) return malformed("number");
      sql += *text;
      return {};
    case Kind::bits:
      return append_bits(value.cell.bytes(), sql);
    case Kind::date:
    case Kind::time:
      if (!is_plain_text(*text)) return malformed("date");
      append_quoted(*text, sql);
      return {};
    case Kind::string:
      break;
    case Kind::json:
    case Kind::other:
      return refused("a key of this type", key.column);
  }
  if (value.column.collation == wire::kBinaryCollation || is_plain_text(*text)) {
    if (is_plain_text(*text)) {
      append_quoted(*text, sql);
    } else {
      append_hex_literal(*text, sql);
    }
    return {};
  }
  const Result<void> written = append_string(value.column, *text, true, metadata, sql);
  if (written) sql += " COLLATE " + metadata.collation(value.column.collation)->name;
  return written;
}

}  // namespace sluice::executor
