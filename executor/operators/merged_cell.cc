// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/merged_cell.h"

#include <algorithm>
#include <bit>

#include "common/wire/binary_value.h"
#include "executor/operators/average.h"
#include "executor/operators/format_double.h"

namespace sluice::executor::operators {
namespace {

std::size_t integer_bytes(const wire::ColumnInfo& column) {
  return static_cast<std::size_t>(wire::value_layout(column.type));
}

// Bits of the type's values; MEDIUMINT travels in four bytes.
unsigned integer_bits(const wire::ColumnInfo& column) {
  if (column.type == wire::ColumnType::int24) return 24;
  return static_cast<unsigned>(8 * integer_bytes(column));
}

}  // namespace

bool CellWriter::integer_fits(const WideInteger& value) const {
  const unsigned bits = integer_bits(column_);
  return column_.is_unsigned() ? value.fits_unsigned(bits) : value.fits_signed(bits);
}

wire::Cell CellWriter::integer(const WideInteger& value) {
  if (format_ == wire::RowFormat::binary) return fixed(value.low_bits(), integer_bytes(column_));
  return text(format_decimal(value, 0).view());
}

wire::Cell CellWriter::decimal(std::string_view digits) {
  return text(digits);
}

wire::Cell CellWriter::real(double value) {
  if (format_ == wire::RowFormat::binary) {
    return fixed(std::bit_cast<std::uint64_t>(value), sizeof value);
  }
  char digits[kDoubleTextBytes];
  return text({digits, format_double(value, digits)});
}

// ZEROFILL columns are padded to their display width.
wire::Cell CellWriter::text(std::string_view digits) {
  std::size_t size = 0;
  if ((column_.flags & wire::column_flag::kZerofill) != 0) {
    const std::size_t width = std::min<std::size_t>(column_.length, bytes_.size());
    while (size + digits.size() < width) bytes_[size++] = '0';
  }
  size += digits.copy(bytes_.data() + size, bytes_.size() - size);
  return {reinterpret_cast<const std::byte*>(bytes_.data()), size, false};
}

wire::Cell CellWriter::fixed(std::uint64_t bits, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) bytes_[i] = static_cast<char>(bits >> (8 * i));
  return {reinterpret_cast<const std::byte*>(bytes_.data()), bytes, false};
}

}  // namespace sluice::executor::operators
