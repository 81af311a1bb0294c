// SPDX-License-Identifier: Apache-2.0
#include "executor/cell_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "common/wire/binary_value.h"
#include "executor/operators/format_double.h"

namespace sluice::executor {
namespace {

using wire::ColumnInfo;
using wire::ColumnType;

constexpr std::uint8_t kMostFractionDigits = 6;
constexpr std::uint8_t kMostFixedDecimals = 30;  // beyond: as many as it takes

void append_integer(const ColumnInfo& column, const wire::IntegerValue& value, std::string& out) {
  std::string digits = value.is_unsigned ? std::to_string(static_cast<std::uint64_t>(value.bits))
                                         : std::to_string(value.bits);
  const bool padded = (column.flags & wire::column_flag::kZerofill) != 0;
  const std::size_t width = column.type == ColumnType::year ? 4 : padded ? column.length : 0;
  if (digits.size() < width && width <= 255) out.append(width - digits.size(), '0');
  out += digits;
}

// The shortest text that six digits give, as servers print a FLOAT.
void append_single(float value, std::string& out) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, static_cast<double>(value),
                                 std::chars_format::scientific, 5);
  double rounded = 0;
  std::from_chars(digits, end.ptr, rounded);
  char text[operators::kDoubleTextBytes];
  out.append(text, operators::format_double(rounded, text));
}

void append_real(const ColumnInfo& column, double value, std::string& out) {
  const std::size_t begin = out.size();
  if (column.decimals <= kMostFixedDecimals) {
    char text[400];
    const int length = std::snprintf(text, sizeof text, "%.*f", column.decimals, value);
    out.append(text, static_cast<std::size_t>(length));
  } else if (column.type == ColumnType::float_type) {
    append_single(static_cast<float>(value), out);
  } else {
    char text[operators::kDoubleTextBytes];
    out.append(text, operators::format_double(value, text));
  }
  const bool padded = (column.flags & wire::column_flag::kZerofill) != 0;
  const std::size_t length = out.size() - begin;
  if (padded && length < column.length && column.length <= 255) {
    out.insert(begin, column.length - length, '0');
  }
}

// The binary protocol leaves out a fraction of zero, and has six digits otherwise.
bool append_temporal(const ColumnInfo& column, Bytes value, std::string& out) {
  std::string text;
  if (!wire::append_temporal_text(column.type, value, text)) return false;
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t digits = std::min(column.decimals, kMostFractionDigits);
  std::string fraction = point < text.size() ? text.substr(point + 1) : std::string();
  fraction.resize(digits, '0');
  out.append(text, 0, point);
  if (digits > 0) out += "." + fraction;
  return true;
}

}  // namespace

Result<void> append_cell_text(const ColumnInfo& column, Bytes value, std::string& out) {
  switch (wire::value_layout(column.type)) {
    case wire::ValueLayout::lenenc:
      out += as_text(value);
      return {};
    case wire::ValueLayout::date:
    case wire::ValueLayout::time:
      if (append_temporal(column, value, out)) return {};
      break;
    default:
      if (const auto integer = wire::read_integer(column.type, column.is_unsigned(), value)) {
        append_integer(column, *integer, out);
        return {};
      }
      if (const auto real = wire::read_real(column.type, value); real && std::isfinite(*real)) {
        append_real(column, *real, out);
        return {};
      }
      break;
  }
  return make_error(ErrorId::malformed_packet, {"a value of a binary row"});
}

}  // namespace sluice::executor
