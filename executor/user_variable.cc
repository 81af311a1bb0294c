// SPDX-License-Identifier: Apache-2.0
#include "executor/user_variable.h"

#include "common/wire/binary_value.h"
#include "executor/cell_text.h"
#include "executor/literal_text.h"

namespace sluice::executor {
namespace {

using wire::ColumnInfo;
using wire::ColumnType;

enum class ValueKind : std::uint8_t { integer, bits, decimal, real, single, temporal, text };

ValueKind kind_of(ColumnType type) {
  switch (type) {
    case ColumnType::tiny:
    case ColumnType::short_int:
    case ColumnType::long_int:
    case ColumnType::int24:
    case ColumnType::long_long:
    case ColumnType::year:
      return ValueKind::integer;
    case ColumnType::bit:
      return ValueKind::bits;
    case ColumnType::decimal:
    case ColumnType::new_decimal:
      return ValueKind::decimal;
    case ColumnType::double_type:
      return ValueKind::real;
    case ColumnType::float_type:
      return ValueKind::single;
    case ColumnType::date:
    case ColumnType::new_date:
    case ColumnType::datetime:
    case ColumnType::timestamp:
    case ColumnType::time:
      return ValueKind::temporal;
    default:
      return ValueKind::text;
  }
}

std::string hex(Bytes bytes) {
  std::string text;
  append_hex_literal(as_text(bytes), text);
  return text;
}

std::string integer_literal(std::string_view digits, bool is_unsigned) {
  if (is_unsigned) return "CAST(" + std::string(digits) + " AS UNSIGNED)";
  // The least number has no literal of its own.
  if (digits == "-9223372036854775808") return "CAST(-9223372036854775808 AS SIGNED)";
  return std::string(digits);
}

std::string decimal_literal(std::string_view digits) {
  if (digits.find('.') != std::string_view::npos) return std::string(digits);
  return "CAST(" + std::string(digits) + " AS DECIMAL(65,0))";
}

std::string real_literal(double value) {
  std::string text;
  append_real_literal(value, text);
  return text;
}

Result<std::string> collated(const ColumnInfo& column, const std::string& value, bool is_null,
                             const router::Metadata& metadata) {
  if (column.collation == wire::kBinaryCollation) {
    return is_null ? std::string("NULL") : value;
  }
  const router::Collation* const collation = metadata.collation(column.collation);
  if (collation == nullptr) {
    return make_error(ErrorId::unknown_collation, {std::to_string(column.collation)});
  }
  const std::string suffix = " COLLATE " + collation->name;
  if (is_null) return "CONVERT(NULL USING " + collation->charset + ")" + suffix;
  return "_" + collation->charset + " " + value + suffix;
}

// Dates and times become ASCII texts of latin1, JSON becomes utf8mb4.
Result<std::string> text_literal(ColumnInfo column, Bytes bytes, bool is_null,
                                 const router::Metadata& metadata) {
  const router::Collation* by_type = nullptr;
  if (kind_of(column.type) == ValueKind::temporal) {
    by_type = metadata.collation(std::string_view("latin1_swedish_ci"));
  } else if (column.type == ColumnType::json) {
    by_type = metadata.collation(std::string_view("utf8mb4_bin"));
  }
  if (by_type != nullptr) column.collation = by_type->id;
  return collated(column, hex(bytes), is_null, metadata);
}

std::string null_literal(ValueKind kind, bool is_unsigned) {
  switch (kind) {
    case ValueKind::integer:
      return is_unsigned ? "CAST(NULL AS UNSIGNED)" : "CAST(NULL AS SIGNED)";
    case ValueKind::bits:
      return "CAST(NULL AS UNSIGNED)";
    case ValueKind::decimal:
      return "CAST(NULL AS DECIMAL)";
    default:
      return "NULLIF(0e0, 0e0)";
  }
}

Result<std::string> bits_literal(Bytes bytes) {
  const std::optional<std::uint64_t> value = number_of_bits(bytes);
  if (!value) return make_error(ErrorId::malformed_packet, {"BIT value"});
  return integer_literal(std::to_string(*value), true);
}

Error not_exact(const char* what) {
  return make_error(ErrorId::unsupported, {"assigning " + std::string(what), "user variables"});
}

Result<std::string> literal_of_text(const ColumnInfo& column, ValueKind kind,
                                    std::string_view text) {
  if (kind == ValueKind::integer || kind == ValueKind::decimal) {
    if (!is_plain_number(text)) return make_error(ErrorId::malformed_packet, {"number"});
    return kind == ValueKind::integer ? integer_literal(text, column.is_unsigned())
                                      : decimal_literal(text);
  }
  const std::optional<double> value = real_of_text(text);
  if (!value) return make_error(ErrorId::malformed_packet, {"DOUBLE value"});
  if (column.decimals != kNotFixedDecimals) return not_exact("a DOUBLE with fixed decimals");
  return real_literal(*value);
}

Result<std::string> literal_of_binary(const ColumnInfo& column, ValueKind kind, Bytes bytes) {
  if (kind == ValueKind::decimal) return literal_of_text(column, kind, as_text(bytes));
  if (kind == ValueKind::integer) {
    const auto value = wire::read_integer(column.type, column.is_unsigned(), bytes);
    if (!value) return make_error(ErrorId::malformed_packet, {"integer value"});
    return value->is_unsigned
               ? integer_literal(std::to_string(static_cast<std::uint64_t>(value->bits)), true)
               : integer_literal(std::to_string(value->bits), false);
  }
  const auto value = wire::read_real(column.type, bytes);
  if (!value) return make_error(ErrorId::malformed_packet, {"DOUBLE value"});
  return real_literal(*value);
}

}  // namespace

Result<std::string> user_variable_literal(const ColumnInfo& column, wire::RowFormat format,
                                          const wire::Cell& cell,
                                          const router::Metadata& metadata) {
  const ValueKind kind = kind_of(column.type);
  const bool binary = format == wire::RowFormat::binary;
  if (kind == ValueKind::temporal && binary && !cell.is_null) {
    std::string text;
    Result<void> converted = append_cell_text(column, cell.bytes(), text);
    if (!converted) return converted.error();
    return text_literal(column, as_bytes(text), false, metadata);
  }
  if (kind == ValueKind::temporal || kind == ValueKind::text) {
    return text_literal(column, cell.bytes(), cell.is_null, metadata);
  }
  if (cell.is_null) return null_literal(kind, column.is_unsigned());
  if (kind == ValueKind::bits) return bits_literal(cell.bytes());
  if (binary) return literal_of_binary(column, kind, cell.bytes());
  if (kind == ValueKind::single) return not_exact("a FLOAT");
  return literal_of_text(column, kind, cell.text());
}

}  // namespace sluice::executor
