// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/number.h"

#include <charconv>
#include <cmath>

#include "executor/operators/column_kind.h"

namespace sluice::executor::operators {

bool parse_number(std::string_view text, Number& value) {
  value = {};
  if (text.find_first_of("eE") == std::string_view::npos) return parse_decimal(text, value.exact);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const char* const end = text.data() + text.size();
  const auto [stopped, failure] = std::from_chars(text.data(), end, value.real);
  value.is_real = true;
  return failure == std::errc{} && stopped == end && std::isfinite(value.real);
}

bool read_number(const wire::Cell& cell, const wire::ColumnInfo& column, wire::RowFormat format,
                 NumberScratch& scratch, Number& value) {
  value = {};
  const ColumnKind kind = column_kind(column);
  if (kind == ColumnKind::single || kind == ColumnKind::real) {
    value.is_real = true;
    return read_real(cell, column, format, value.real);
  }
  if (kind == ColumnKind::decimal || format == wire::RowFormat::text) {
    return parse_decimal(cell.text(), value.exact);
  }
  CellInteger integer;
  if (!read_integer(cell, column, format, integer)) return false;
  char* const first = scratch.data();
  char* const last = first + scratch.size();
  const auto [end, failure] =
      integer.is_unsigned ? std::to_chars(first, last, integer.bits)
                          : std::to_chars(first, last, static_cast<std::int64_t>(integer.bits));
  const auto size = static_cast<std::size_t>(end - first);
  return failure == std::errc{} && parse_decimal({first, size}, value.exact);
}

int compare(const Number& a, const Number& b) {
  return a.is_real || b.is_real ? compare_as_real(a, b) : compare(a.exact, b.exact);
}

int compare_as_real(const Number& a, const Number& b) {
  const double left = a.as_real();
  const double right = b.as_real();
  return left < right ? -1 : left > right ? 1 : 0;
}

}  // namespace sluice::executor::operators
