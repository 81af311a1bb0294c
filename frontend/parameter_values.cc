// SPDX-License-Identifier: Apache-2.0
#include "frontend/parameter_values.h"

#include "common/base/civil_time.h"

namespace sluice::frontend {
namespace {

using Kind = router::ParameterValue::Kind;
using wire::ColumnType;

bool is_decimal(ColumnType type) {
  return type == ColumnType::decimal || type == ColumnType::new_decimal;
}

std::optional<router::ParameterValue> fixed_width(const wire::Parameter& parameter) {
  router::ParameterValue value;
  if (const auto integer =
          wire::read_integer(parameter.type.type, parameter.type.is_unsigned, parameter.value)) {
    value.kind = integer->is_unsigned ? Kind::unsigned_integer : Kind::signed_integer;
    value.integer = integer->bits;
    return value;
  }
  if (const auto real = wire::read_real(parameter.type.type, parameter.value)) {
    value.kind = Kind::real;
    value.real = *real;
    return value;
  }
  return std::nullopt;
}

// 4, 7 or 11 bytes; none at all are MySQL's zero date, 13 have a time zone: not told here.
router::ParameterValue date_value(Bytes value) {
  router::ParameterValue made;
  made.kind = Kind::other;
  wire::Reader reader(value);
  CivilTime time;
  time.year = reader.u16();
  time.month = reader.u8();
  time.day = reader.u8();
  if (!reader.finished()) {
    time.hour = reader.u8();
    time.minute = reader.u8();
    time.second = reader.u8();
  }
  if (reader.ok() && !reader.finished()) time.micro = reader.u32();
  const auto micros = reader.finished() ? to_micros(time) : std::nullopt;
  if (!micros) return made;
  made.kind = Kind::time;
  made.integer = *micros;
  return made;
}

std::optional<router::ParameterValue> routing_value(const wire::Parameter& parameter) {
  router::ParameterValue value;
  if (parameter.is_null) return value;
  switch (wire::value_layout(parameter.type.type)) {
    case wire::ValueLayout::none:
      return value;
    case wire::ValueLayout::one:
    case wire::ValueLayout::two:
    case wire::ValueLayout::four:
    case wire::ValueLayout::eight:
      return fixed_width(parameter);
    case wire::ValueLayout::lenenc:
      value.kind = is_decimal(parameter.type.type) ? Kind::decimal : Kind::text;
      value.text = as_text(parameter.value);
      return value;
    case wire::ValueLayout::date:
      return date_value(parameter.value);
    case wire::ValueLayout::time:
    case wire::ValueLayout::unknown:
      break;
  }
  value.kind = Kind::other;
  return value;
}

}  // namespace

Result<std::vector<router::ParameterValue>> routing_values(
    std::span<const wire::Parameter> parameters) {
  std::vector<router::ParameterValue> values;
  values.reserve(parameters.size());
  for (const wire::Parameter& parameter : parameters) {
    const std::optional<router::ParameterValue> value = routing_value(parameter);
    if (!value) return make_error(ErrorId::wrong_arguments, {"mysqld_stmt_execute"});
    values.push_back(*value);
  }
  return values;
}

}  // namespace sluice::frontend
