// SPDX-License-Identifier: Apache-2.0
// Values of the binary protocol (rows of COM_STMT_EXECUTE and its parameters): how many bytes a
// type takes on the wire, and reading one value. A value here is its bytes WITHOUT length prefix.
// Pure. Source: MySQL source documentation, "Binary Protocol Value".
#pragma once

#include <array>
#include <optional>
#include <string>

#include "common/wire/cursor.h"
#include "common/wire/protocol.h"

namespace sluice::wire {

// The first five are widths in bytes.
enum class ValueLayout : std::uint8_t {
  none = 0,
  one = 1,
  two = 2,
  four = 4,
  eight = 8,
  date,    // length byte 0, 4, 7, 11, or 13 with a time zone (parameters of MySQL 8.0.19)
  time,    // length byte 0, 8 or 12
  lenenc,  // strings, blobs, decimals and everything that is sent as one of them
  unknown,
};

namespace detail {

constexpr ValueLayout layout_of(ColumnType type) {
  switch (type) {
    case ColumnType::null_type:
      return ValueLayout::none;
    case ColumnType::tiny:
      return ValueLayout::one;
    case ColumnType::short_int:
    case ColumnType::year:
      return ValueLayout::two;
    case ColumnType::long_int:
    case ColumnType::int24:
    case ColumnType::float_type:
      return ValueLayout::four;
    case ColumnType::long_long:
    case ColumnType::double_type:
      return ValueLayout::eight;
    case ColumnType::date:
    case ColumnType::new_date:
    case ColumnType::datetime:
    case ColumnType::timestamp:
      return ValueLayout::date;
    case ColumnType::time:
      return ValueLayout::time;
    case ColumnType::decimal:
    case ColumnType::new_decimal:
    case ColumnType::varchar:
    case ColumnType::bit:
    case ColumnType::json:
    case ColumnType::enum_type:
    case ColumnType::set_type:
    case ColumnType::tiny_blob:
    case ColumnType::medium_blob:
    case ColumnType::long_blob:
    case ColumnType::blob:
    case ColumnType::var_string:
    case ColumnType::string:
    case ColumnType::geometry:
      return ValueLayout::lenenc;
  }
  return ValueLayout::unknown;
}

inline constexpr std::array<ValueLayout, 256> kLayouts = [] {
  std::array<ValueLayout, 256> layouts{};
  for (unsigned i = 0; i < layouts.size(); ++i) layouts[i] = layout_of(static_cast<ColumnType>(i));
  return layouts;
}();

// The other layouts of read_value().
Bytes read_temporal(ValueLayout layout, Reader& in);

}  // namespace detail

inline ValueLayout value_layout(ColumnType type) {
  return detail::kLayouts[static_cast<std::uint8_t>(type)];
}

// Takes one value of this layout. A length that the layout does not know fails the reader.
inline Bytes read_value(ValueLayout layout, Reader& in) {
  if (layout <= ValueLayout::eight) return in.bytes(static_cast<std::size_t>(layout));
  if (layout == ValueLayout::lenenc) return in.lenenc_bytes();
  return detail::read_temporal(layout, in);
}

// Appends a value with the prefix its layout asks for.
void write_value(ValueLayout layout, Bytes value, Writer& out);

// Reading one value. Nothing, if the type is of another kind or the value has not the type's width.
struct IntegerValue {
  std::int64_t bits = 0;  // of a std::uint64_t, if is_unsigned
  bool is_unsigned = false;
};
std::optional<IntegerValue> read_integer(ColumnType type, bool is_unsigned, Bytes value);
std::optional<double> read_real(ColumnType type, Bytes value);

// Appends what the text protocol would show: YYYY-MM-DD[ hh:mm:ss[.ffffff]][+hh:mm] for dates,
// [-]hh:mm:ss[.ffffff] for times. Appends nothing and returns false for other types and lengths.
bool append_temporal_text(ColumnType type, Bytes value, std::string& out);

}  // namespace sluice::wire
