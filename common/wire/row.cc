// SPDX-License-Identifier: Apache-2.0
#include "common/wire/row.h"

#include "common/wire/binary_value.h"

namespace sluice::wire {
namespace {

constexpr std::uint8_t kNullCell = 0xfb;
constexpr Cell kNull{nullptr, 0, true};
// The NULL bitmap of a binary row keeps its first two bits free.
constexpr std::size_t kBitmapOffset = 2;

Cell cell_of(Bytes bytes) {
  return {bytes.data(), bytes.size(), false};
}

std::size_t bitmap_bytes(std::size_t columns) {
  return (columns + kBitmapOffset + 7) / 8;
}

bool is_null_bit(Bytes bitmap, std::size_t column) {
  const std::size_t bit = column + kBitmapOffset;
  return (std::to_integer<unsigned>(bitmap[bit / 8]) >> (bit % 8) & 1) != 0;
}

bool split_text_row(Bytes payload, std::span<Cell> cells) {
  Reader in(payload);
  for (Cell& cell : cells) {
    if (in.peek() == kNullCell) {
      in.skip(1);
      cell = kNull;
    } else {
      cell = cell_of(in.lenenc_bytes());
    }
  }
  return in.finished();
}

bool split_binary_row(Bytes payload, std::span<const ColumnInfo> columns, std::span<Cell> cells) {
  Reader in(payload);
  const std::uint8_t header = in.u8();
  const Bytes bitmap = in.bytes(bitmap_bytes(columns.size()));
  if (!in.ok() || header != 0) return false;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (is_null_bit(bitmap, i)) {
      cells[i] = kNull;
    } else {
      cells[i] = cell_of(read_value(value_layout(columns[i].type), in));
    }
  }
  return in.finished();
}

void append_text_row(std::span<const Cell> cells, Writer& out) {
  for (const Cell& cell : cells) {
    if (cell.is_null) {
      out.u8(kNullCell);
    } else {
      out.lenenc_text(cell.text());
    }
  }
}

void append_binary_row(std::span<const Cell> cells, std::span<const ColumnInfo> columns,
                       Writer& out) {
  out.u8(0);
  const std::size_t bitmap = out.size();
  out.zeros(bitmap_bytes(cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].is_null) {
      const std::size_t bit = i + kBitmapOffset;
      out.buffer()[bitmap + bit / 8] |= static_cast<std::byte>(1u << bit % 8);
    } else {
      write_value(value_layout(columns[i].type), cells[i].bytes(), out);
    }
  }
}

}  // namespace

Result<void> split_row(Bytes payload, RowFormat format, std::span<const ColumnInfo> columns,
                       std::vector<Cell>& cells) {
  cells.resize(columns.size());
  const bool valid = format == RowFormat::text ? split_text_row(payload, cells)
                                               : split_binary_row(payload, columns, cells);
  if (!valid) return make_error(ErrorId::malformed_packet, {"row"});
  return {};
}

void append_row(std::span<const Cell> cells, std::size_t count, RowFormat format,
                std::span<const ColumnInfo> columns, Buffer& buffer) {
  Writer out(buffer);
  if (format == RowFormat::text) {
    append_text_row(cells.first(count), out);
  } else {
    append_binary_row(cells.first(count), columns, out);
  }
}

}  // namespace sluice::wire
