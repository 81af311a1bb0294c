// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/cell_value.h"

#include <charconv>
#include <cmath>

#include "common/wire/binary_value.h"
#include "common/wire/cursor.h"

namespace sluice::executor::operators {
namespace {

constexpr std::size_t kFractionDigits = 6;

template <class Number>
bool parse_whole(std::string_view text, Number& value) {
  const char* const end = text.data() + text.size();
  const auto [stopped, failure] = std::from_chars(text.data(), end, value);
  return failure == std::errc{} && stopped == end;
}

// Takes digits off the front of `text`; false if there is none, or more than nine.
bool take_number(std::string_view& text, std::uint32_t& value) {
  std::size_t digits = 0;
  value = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
    if (digits == 9) return false;
    value = value * 10 + static_cast<std::uint32_t>(text[digits++] - '0');
  }
  text.remove_prefix(digits);
  return digits != 0;
}

bool take(std::string_view& text, char separator) {
  if (text.empty() || text.front() != separator) return false;
  text.remove_prefix(1);
  return true;
}

// An optional `.ffffff` at the end, as microseconds.
bool take_fraction(std::string_view text, std::uint32_t& microseconds) {
  microseconds = 0;
  if (text.empty()) return true;
  if (!take(text, '.')) return false;
  std::size_t digits = text.size();
  if (digits > kFractionDigits || !take_number(text, microseconds) || !text.empty()) return false;
  for (; digits < kFractionDigits; ++digits) microseconds *= 10;
  return true;
}

struct Moment {
  std::uint32_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, microsecond = 0;

  bool plausible() const {
    return year <= 9999 && month <= 12 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59 &&
           microsecond <= 999'999;
  }
  std::uint64_t packed() const {
    std::uint64_t bits = year;
    bits = bits << 4 | month;
    bits = bits << 5 | day;
    bits = bits << 5 | hour;
    bits = bits << 6 | minute;
    bits = bits << 6 | second;
    return bits << 20 | microsecond;
  }
};

bool parse_moment(std::string_view text, Moment& value) {
  if (!take_number(text, value.year) || !take(text, '-') || !take_number(text, value.month) ||
      !take(text, '-') || !take_number(text, value.day)) {
    return false;
  }
  if (text.empty()) return true;
  return take(text, ' ') && take_number(text, value.hour) && take(text, ':') &&
         take_number(text, value.minute) && take(text, ':') && take_number(text, value.second) &&
         take_fraction(text, value.microsecond);
}

bool decode_moment(Bytes bytes, Moment& value) {
  wire::Reader in(bytes);
  if (bytes.size() >= 4) {
    value.year = in.u16();
    value.month = in.u8();
    value.day = in.u8();
  }
  if (bytes.size() >= 7) {
    value.hour = in.u8();
    value.minute = in.u8();
    value.second = in.u8();
  }
  if (bytes.size() >= 11) value.microsecond = in.u32();
  return in.finished();
}

struct Duration {
  bool negative = false;
  std::uint32_t days = 0, hours = 0, minutes = 0, seconds = 0, microseconds = 0;

  bool plausible() const { return minutes <= 59 && seconds <= 59 && microseconds <= 999'999; }
  std::int64_t total() const {
    std::int64_t sum = (std::int64_t{days} * 24 + hours) * 60 + minutes;
    sum = (sum * 60 + seconds) * 1'000'000 + microseconds;
    return negative ? -sum : sum;
  }
};

bool parse_duration(std::string_view text, Duration& value) {
  value.negative = take(text, '-');
  return take_number(text, value.hours) && value.hours <= 100'000 && take(text, ':') &&
         take_number(text, value.minutes) && take(text, ':') && take_number(text, value.seconds) &&
         take_fraction(text, value.microseconds);
}

bool decode_duration(Bytes bytes, Duration& value) {
  wire::Reader in(bytes);
  if (bytes.size() >= 8) {
    value.negative = in.u8() != 0;
    value.days = in.u32();
    value.hours = in.u8();
    value.minutes = in.u8();
    value.seconds = in.u8();
  }
  if (bytes.size() >= 12) value.microseconds = in.u32();
  return in.finished() && value.days <= 100'000;
}

}  // namespace

bool read_integer(const wire::Cell& cell, const wire::ColumnInfo& column, wire::RowFormat format,
                  CellInteger& value) {
  value.is_unsigned = column.is_unsigned();
  if (format == wire::RowFormat::binary) {
    const auto read = wire::read_integer(column.type, value.is_unsigned, cell.bytes());
    if (!read) return false;
    value.bits = static_cast<std::uint64_t>(read->bits);
    return true;
  }
  if (value.is_unsigned) return parse_whole(cell.text(), value.bits);
  std::int64_t parsed = 0;
  if (!parse_whole(cell.text(), parsed)) return false;
  value.bits = static_cast<std::uint64_t>(parsed);
  return true;
}

bool read_real(const wire::Cell& cell, const wire::ColumnInfo& column, wire::RowFormat format,
               double& value) {
  if (format == wire::RowFormat::text) {
    return parse_whole(cell.text(), value) && std::isfinite(value);
  }
  const std::optional<double> read = wire::read_real(column.type, cell.bytes());
  if (!read || !std::isfinite(*read)) return false;
  value = *read;
  return true;
}

bool read_moment(const wire::Cell& cell, wire::RowFormat format, std::uint64_t& value) {
  Moment moment;
  const bool read = format == wire::RowFormat::text ? parse_moment(cell.text(), moment)
                                                    : decode_moment(cell.bytes(), moment);
  if (!read || !moment.plausible()) return false;
  value = moment.packed();
  return true;
}

bool read_time(const wire::Cell& cell, wire::RowFormat format, std::int64_t& value) {
  Duration duration;
  const bool read = format == wire::RowFormat::text ? parse_duration(cell.text(), duration)
                                                    : decode_duration(cell.bytes(), duration);
  if (!read || !duration.plausible()) return false;
  value = duration.total();
  return true;
}

}  // namespace sluice::executor::operators
