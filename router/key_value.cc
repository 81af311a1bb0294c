// SPDX-License-Identifier: Apache-2.0
#include "router/key_value.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "common/base/civil_time.h"
#include "router/utf8.h"

namespace sluice::router {
namespace {

using Kind = KeyDomain::Kind;
using State = KeyValue::State;

constexpr double kExactDouble = 9007199254740992.0;  // 2^53

KeyValue text_value(std::string_view text) {
  return {State::value, text};
}

std::optional<std::uint64_t> parse_digits(std::string_view digits) {
  std::uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto parsed = std::from_chars(digits.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
  return value;
}

// Within the column's range, as the narrowest representation.
KeyValue in_range(const KeyDomain& domain, std::uint64_t magnitude, bool minus) {
  if (minus && magnitude != 0) {
    constexpr std::uint64_t kMinimum = std::uint64_t{1} << 63;
    if (magnitude > kMinimum) return {};
    const auto value = static_cast<std::int64_t>(~magnitude + 1);
    if (value < domain.minimum) return {};
    return {State::value, value};
  }
  if (magnitude > domain.maximum) return {};
  if (magnitude <= INT64_MAX) return {State::value, static_cast<std::int64_t>(magnitude)};
  return {State::value, magnitude};
}

KeyValue from_real(const KeyDomain& domain, double value) {
  if (domain.kind != Kind::integer || !(std::fabs(value) <= kExactDouble) ||
      std::trunc(value) != value) {
    return {};
  }
  return in_range(domain, static_cast<std::uint64_t>(std::fabs(value)), value < 0);
}

// "5", "5.", "5.000", ".0"; anything with a fraction is unknown.
KeyValue from_decimal(const KeyDomain& domain, std::string_view text, bool minus) {
  if (domain.kind != Kind::integer) return {};
  if (text.starts_with('-')) {
    minus = !minus;
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos) {
    if (text.find_first_not_of('0', point + 1) != std::string_view::npos) return {};
    text = text.substr(0, point);
  }
  if (text.empty()) return in_range(domain, 0, false);
  const auto magnitude = parse_digits(text);
  return magnitude ? in_range(domain, *magnitude, minus) : KeyValue{};
}

KeyValue from_floating(const KeyDomain& domain, std::string_view text, bool minus) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end) return {};
  return from_real(domain, minus ? -value : value);
}

// Only the form in which the server itself writes the number: '5', not '05', '5 ' or '+5'.
KeyValue canonical_integer(const KeyDomain& domain, std::string_view text) {
  const bool minus = text.starts_with('-');
  if (minus) text.remove_prefix(1);
  if (text.empty() || (text[0] == '0' && (text.size() > 1 || minus))) return {};
  const auto magnitude = parse_digits(text);
  return magnitude ? in_range(domain, *magnitude, minus) : KeyValue{};
}

std::string_view without_trailing(std::string_view text, char pad) {
  while (!text.empty() && text.back() == pad) text.remove_suffix(1);
  return text;
}

bool is_time(const KeyDomain& domain) {
  return domain.kind == Kind::time || domain.kind == Kind::zoned_time;
}

// An instant as the column would hold it. A server rounds what the column has no room for, so that
// it is not told here.
KeyValue time_value(const KeyDomain& domain, ValueUse use, std::optional<CivilMicros> time) {
  if (!time || (use != ValueUse::store && domain.kind == Kind::zoned_time)) return {};
  if (use == ValueUse::store) {
    CivilMicros step = domain.date_only ? kMicrosPerDay : kMicrosPerSecond;
    for (std::uint8_t digit = 0; digit < domain.fraction && step > 1; ++digit) step /= 10;
    if (*time % step != 0) return {};
  }
  return {State::value, *time};
}

bool can_hold(const KeyDomain& domain, std::string_view text, const TextRules& rules) {
  const Utf8Text shape = inspect_utf8(text);
  if (!shape.ascii) {
    if (!rules.utf8 || !shape.valid || domain.repertoire == KeyDomain::Repertoire::ascii) {
      return false;
    }
    if (domain.repertoire == KeyDomain::Repertoire::basic_plane && !shape.basic_plane) return false;
  }
  return domain.max_length == 0 || shape.characters <= domain.max_length;
}

// CHAR columns lose trailing spaces and BINARY ones gain trailing zeros, so that neither may count:
// values that differ in nothing else share a node.
KeyValue from_string(const KeyDomain& domain, ValueUse use, std::string_view text,
                     const TextRules& rules) {
  switch (domain.kind) {
    case Kind::integer:
      return canonical_integer(domain, text);
    case Kind::exact_text:
      text = without_trailing(text, ' ');
      return can_hold(domain, text, rules) ? text_value(text) : KeyValue{};
    case Kind::binary:
      text = without_trailing(text, '\0');
      if (domain.max_length != 0 && text.size() > domain.max_length) return {};
      return text_value(text);
    case Kind::time:
    case Kind::zoned_time:
      // Where a server compares as text, 'T' would come behind every time of its day.
      if (use == ValueUse::bound && text.find('T') != std::string_view::npos) return {};
      return time_value(domain, use, parse_civil(text));
    case Kind::unknown:
    case Kind::loose_text:
    case Kind::opaque:
      return use == ValueUse::store ? text_value(text) : KeyValue{};
  }
  return {};
}

// The text between the quotes; in `scratch` if it has escapes.
std::optional<std::string_view> content_of(std::string_view token, const TextRules& rules,
                                           std::string& scratch) {
  if (token.size() >= 2 && (token.front() == '\'' || token.front() == '"') &&
      token.back() == token.front()) {
    const std::string_view inner = token.substr(1, token.size() - 2);
    if (inner.find('\\') == std::string_view::npos &&
        inner.find(token.front()) == std::string_view::npos) {
      return inner;
    }
  }
  scratch.clear();
  if (!parser::decode_literal(token, *rules.lex, scratch)) return std::nullopt;
  return scratch;
}

}  // namespace

void KeyTuple::add(const ShardingValue& value, std::size_t columns) {
  const auto* text = std::get_if<std::string_view>(&value);
  values_[count_] = value;
  if (text != nullptr && columns > 1) values_[count_] = std::string_view(texts_[count_] = *text);
  ++count_;
}

KeyValue integer_value(const KeyDomain& domain, ValueUse use, std::uint64_t magnitude, bool minus,
                       std::string& scratch) {
  if (domain.kind == Kind::integer || domain.kind == Kind::unknown) {
    return in_range(domain, magnitude, minus);
  }
  if (is_time(domain)) {
    // Order among numbers (BETWEEN) is not that of times: 20260101 is less than any date with a
    // time.
    if (use == ValueUse::bound) return {};
    return minus ? KeyValue{} : time_value(domain, use, civil_of_number(magnitude));
  }
  // A string column compares with a number as a number: '5', '05' and '5.0' are all equal to 5.
  if (use != ValueUse::store) return {};
  scratch = minus && magnitude != 0 ? "-" : "";
  scratch += std::to_string(magnitude);
  return from_string(domain, use, scratch, {});
}

KeyValue literal_value(const KeyDomain& domain, ValueUse use, parser::LiteralType type,
                       std::string_view text, bool minus, const TextRules& rules,
                       std::string& scratch) {
  using parser::LiteralType;
  if (type != LiteralType::string && text.starts_with('-')) {  // of a folded list
    minus = !minus;
    text.remove_prefix(1);
    while (!text.empty() && (text.front() < '0' || text.front() > '9') && text.front() != '.') {
      if (text.front() != ' ') return {};  // a comment between sign and number
      text.remove_prefix(1);
    }
  }
  switch (type) {
    case LiteralType::integer: {
      const auto magnitude = parse_digits(text);
      return magnitude ? integer_value(domain, use, *magnitude, minus, scratch) : KeyValue{};
    }
    case LiteralType::decimal:
      return from_decimal(domain, text, minus);
    case LiteralType::floating:
      return from_floating(domain, text, minus);
    case LiteralType::null_value:
      return {State::null_value, std::int64_t{0}};
    case LiteralType::hex:
    case LiteralType::bit:
      if (domain.kind != Kind::binary) return {};  // a number or a string, by context
      [[fallthrough]];
    case LiteralType::string: {
      if (minus) return {};
      const auto content = content_of(text, rules, scratch);
      return content ? from_string(domain, use, *content, rules) : KeyValue{};
    }
  }
  return {};
}

KeyValue parameter_value(const KeyDomain& domain, ValueUse use, const ParameterValue& parameter,
                         const TextRules& rules, std::string& scratch) {
  using ParameterKind = ParameterValue::Kind;
  switch (parameter.kind) {
    case ParameterKind::null_value:
      return {State::null_value, std::int64_t{0}};
    case ParameterKind::signed_integer: {
      const bool minus = parameter.integer < 0;
      const auto bits = static_cast<std::uint64_t>(parameter.integer);
      return integer_value(domain, use, minus ? ~bits + 1 : bits, minus, scratch);
    }
    case ParameterKind::unsigned_integer:
      return integer_value(domain, use, static_cast<std::uint64_t>(parameter.integer), false,
                           scratch);
    case ParameterKind::real:
      return from_real(domain, parameter.real);
    case ParameterKind::decimal:
      return from_decimal(domain, parameter.text, false);
    case ParameterKind::text:
      return from_string(domain, use, parameter.text, rules);
    case ParameterKind::time:
      return is_time(domain) ? time_value(domain, use, parameter.integer) : KeyValue{};
    case ParameterKind::other:
      return {};
  }
  return {};
}

}  // namespace sluice::router
