// SPDX-License-Identifier: Apache-2.0
#include "common/wire/binary_value.h"

#include <cstdio>

namespace sluice::wire {
namespace {

bool is_date_length(std::size_t length) {
  return length == 0 || length == 4 || length == 7 || length == 11 || length == 13;
}

bool is_time_length(std::size_t length) {
  return length == 0 || length == 8 || length == 12;
}

// snprintf, because a hostile server may send numbers of any width.
template <class... Arguments>
void append_format(std::string& out, const char* format, Arguments... arguments) {
  char text[64];
  const int length = std::snprintf(text, sizeof text, format, arguments...);
  out.append(text, static_cast<std::size_t>(length));
}

void append_microseconds(Reader& in, std::string& out) {
  append_format(out, ".%06u", in.u32());
}

void append_time_of_day(Reader& in, std::string& out) {
  const unsigned hour = in.u8();
  const unsigned minute = in.u8();
  const unsigned second = in.u8();
  append_format(out, "%02u:%02u:%02u", hour, minute, second);
}

void append_time_zone(Reader& in, std::string& out) {
  const int minutes = static_cast<std::int16_t>(in.u16());
  const int distance = minutes < 0 ? -minutes : minutes;
  append_format(out, "%c%02d:%02d", minutes < 0 ? '-' : '+', distance / 60, distance % 60);
}

// Trailing fields that are all zero are left out on the wire.
void append_date(bool with_time, Bytes value, std::string& out) {
  Reader in(value);
  const unsigned year = value.empty() ? 0 : in.u16();
  const unsigned month = value.empty() ? 0 : in.u8();
  const unsigned day = value.empty() ? 0 : in.u8();
  append_format(out, "%04u-%02u-%02u", year, month, day);
  if (!with_time) return;
  out += ' ';
  if (value.size() < 7) {
    out += "00:00:00";
    return;
  }
  append_time_of_day(in, out);
  if (value.size() >= 11) append_microseconds(in, out);
  if (value.size() >= 13) append_time_zone(in, out);
}

void append_time(Bytes value, std::string& out) {
  if (value.empty()) {
    out += "00:00:00";
    return;
  }
  Reader in(value);
  if (in.u8() != 0) out += '-';
  const unsigned long long days = in.u32();
  const unsigned long long hours = days * 24 + in.u8();
  const unsigned minute = in.u8();
  const unsigned second = in.u8();
  append_format(out, "%02llu:%02u:%02u", hours, minute, second);
  if (value.size() == 12) append_microseconds(in, out);
}

}  // namespace

Bytes detail::read_temporal(ValueLayout layout, Reader& in) {
  const std::size_t length = in.u8();
  if ((layout == ValueLayout::date && is_date_length(length)) ||
      (layout == ValueLayout::time && is_time_length(length))) {
    return in.bytes(length);
  }
  in.fail();
  return {};
}

void write_value(ValueLayout layout, Bytes value, Writer& out) {
  if (layout == ValueLayout::lenenc) {
    out.lenenc(value.size());
  } else if (layout == ValueLayout::date || layout == ValueLayout::time) {
    out.u8(static_cast<std::uint8_t>(value.size()));
  }
  out.bytes(value);
}

std::optional<IntegerValue> read_integer(ColumnType type, bool is_unsigned, Bytes value) {
  if (type == ColumnType::float_type || type == ColumnType::double_type) return std::nullopt;
  const ValueLayout layout = value_layout(type);
  if (value.size() != static_cast<std::size_t>(layout)) return std::nullopt;
  Reader in(value);
  switch (layout) {
    case ValueLayout::one: {
      const std::uint8_t bits = in.u8();
      return IntegerValue{is_unsigned ? bits : static_cast<std::int8_t>(bits), is_unsigned};
    }
    case ValueLayout::two: {
      const std::uint16_t bits = in.u16();
      return IntegerValue{is_unsigned ? bits : static_cast<std::int16_t>(bits), is_unsigned};
    }
    case ValueLayout::four: {
      const std::uint32_t bits = in.u32();
      if (is_unsigned) return IntegerValue{bits, true};
      return IntegerValue{static_cast<std::int32_t>(bits), false};
    }
    case ValueLayout::eight:
      return IntegerValue{static_cast<std::int64_t>(in.u64()), is_unsigned};
    default:
      return std::nullopt;
  }
}

std::optional<double> read_real(ColumnType type, Bytes value) {
  if (type == ColumnType::float_type && value.size() == sizeof(float)) {
    return std::bit_cast<float>(Reader(value).u32());
  }
  if (type == ColumnType::double_type && value.size() == sizeof(double)) {
    return std::bit_cast<double>(Reader(value).u64());
  }
  return std::nullopt;
}

bool append_temporal_text(ColumnType type, Bytes value, std::string& out) {
  switch (value_layout(type)) {
    case ValueLayout::date:
      if (!is_date_length(value.size())) return false;
      append_date(type == ColumnType::datetime || type == ColumnType::timestamp, value, out);
      return true;
    case ValueLayout::time:
      if (!is_time_length(value.size())) return false;
      append_time(value, out);
      return true;
    default:
      return false;
  }
}

}  // namespace sluice::wire
