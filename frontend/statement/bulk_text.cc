// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/bulk_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "router/utf8.h"

namespace sluice::frontend {
namespace {

using router::ColumnClass;
using wire::ColumnType;

void append_quoted(std::string_view text, const LiteralRules& rules, std::string& out) {
  out += '\'';
  for (const char c : text) {
    if (c == '\'' || (c == '\\' && rules.backslash)) out += c;
    out += c;
  }
  out += '\'';
}

void append_hex(Bytes bytes, std::string& out) {
  static constexpr char kDigits[] = "0123456789abcdef";
  out += "x'";
  for (const std::byte byte : bytes) {
    out += kDigits[std::to_integer<std::size_t>(byte >> 4)];
    out += kDigits[std::to_integer<std::size_t>(byte & std::byte{15})];
  }
  out += '\'';
}

bool append_number(const wire::Parameter& parameter, std::string& out) {
  char digits[32];
  char* const end = digits + sizeof digits;
  const auto integer =
      wire::read_integer(parameter.type.type, parameter.type.is_unsigned, parameter.value);
  if (integer) {
    const auto made = integer->is_unsigned
                          ? std::to_chars(digits, end, static_cast<std::uint64_t>(integer->bits))
                          : std::to_chars(digits, end, integer->bits);
    out.append(digits, made.ptr);
    return true;
  }
  const auto real = wire::read_real(parameter.type.type, parameter.value);
  if (!real || !std::isfinite(*real)) return false;
  out.append(digits, std::to_chars(digits, end, *real, std::chars_format::scientific).ptr);
  return true;
}

bool append_decimal(std::string_view text, std::string& out) {
  std::string_view digits = text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool plain =
      !digits.empty() && is_digit(digits.front()) && is_digit(digits.back()) &&
      digits.size() <= 65 && std::count(digits.begin(), digits.end(), '.') <= 1 &&
      std::all_of(digits.begin(), digits.end(), [&](char c) { return c == '.' || is_digit(c); });
  if (plain) out += text;
  return plain;
}

// Bound as a BLOB, bytes have no character set; only ASCII is the same in all of them.
bool append_bytes(Bytes bytes, const router::ColumnSchema* column, const LiteralRules& rules,
                  std::string& out) {
  if (rules.writable && router::inspect_utf8(as_text(bytes)).ascii) {
    append_quoted(as_text(bytes), rules, out);
    return true;
  }
  if (column == nullptr || column->column_class != ColumnClass::binary) return false;
  append_hex(bytes, out);
  return true;
}

bool append_string(std::string_view text, const LiteralRules& rules, std::string& out) {
  if (!rules.writable || (rules.utf8 && !router::inspect_utf8(text).valid)) return false;
  append_quoted(text, rules, out);
  return true;
}

// A column of dates takes the text of one; in others, a date is no string.
bool append_temporal(const wire::Parameter& parameter, const router::ColumnSchema* column,
                     std::string& out) {
  if (column == nullptr || parameter.value.empty()) return false;
  const bool is_time = parameter.type.type == ColumnType::time;
  const bool has_clock = parameter.value.size() > 4;
  const bool fits = is_time ? column->column_class == ColumnClass::time
                            : column->column_class == ColumnClass::temporal &&
                                  !(column->is_date && has_clock) && parameter.value.size() <= 11;
  if (!fits) return false;
  const std::size_t begin = out.size();
  out += '\'';
  if (!wire::append_temporal_text(parameter.type.type, parameter.value, out)) {
    out.resize(begin);
    return false;
  }
  out += '\'';
  return true;
}

bool append_parameter(const wire::Parameter& parameter, const router::ColumnSchema* column,
                      const LiteralRules& rules, std::string& out) {
  switch (wire::value_layout(parameter.type.type)) {
    case wire::ValueLayout::none:
    case wire::ValueLayout::unknown:
      return false;
    case wire::ValueLayout::one:
    case wire::ValueLayout::two:
    case wire::ValueLayout::four:
    case wire::ValueLayout::eight:
      return append_number(parameter, out);
    case wire::ValueLayout::date:
    case wire::ValueLayout::time:
      return append_temporal(parameter, column, out);
    case wire::ValueLayout::lenenc:
      break;
  }
  switch (parameter.type.type) {
    case ColumnType::decimal:
    case ColumnType::new_decimal:
      return append_decimal(as_text(parameter.value), out);
    case ColumnType::varchar:
    case ColumnType::var_string:
    case ColumnType::string:
      return append_string(as_text(parameter.value), rules, out);
    case ColumnType::tiny_blob:
    case ColumnType::medium_blob:
    case ColumnType::long_blob:
    case ColumnType::blob:
      return append_bytes(parameter.value, column, rules, out);
    default:
      return false;
  }
}

}  // namespace

bool append_bulk_row(const BulkShape& shape, std::span<const wire::BulkParameter> row,
                     const LiteralRules& rules, std::string& out) {
  const std::size_t begin = out.size();
  char separator = '(';
  for (const BulkShape::Value& value : shape.values) {
    out += separator;
    separator = ',';
    if (!value.is_parameter) {
      out += value.text;
      continue;
    }
    const wire::BulkParameter& bound = row[value.ordinal];
    if (bound.indicator == wire::Indicator::null ||
        (bound.indicator == wire::Indicator::value && bound.parameter.is_null)) {
      out += "NULL";
    } else if (bound.indicator != wire::Indicator::value) {
      out += "DEFAULT";
    } else if (!append_parameter(bound.parameter, value.column, rules, out)) {
      out.resize(begin);
      return false;
    }
  }
  out += ')';
  return true;
}

}  // namespace sluice::frontend
