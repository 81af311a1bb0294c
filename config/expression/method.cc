// SPDX-License-Identifier: Apache-2.0
#include "config/expression/method.h"

#include <algorithm>
#include <charconv>

#include "config/expression/java_text.h"
#include "config/expression/string_format.h"

namespace sluice::config::expression {
namespace {

constexpr std::int32_t kMaxPadding = 1024;

using Arguments = std::span<const Value>;
using Answer = std::optional<Value>;

Answer refuse(std::string& why, std::string_view needs, const Value& value) {
  why = std::string(needs) + ", not " + std::string(value.type_name());
  return std::nullopt;
}

Value number_value(Number number) {
  return {std::move(number)};
}
Value text_value(std::string text) {
  return {std::move(text)};
}
Value length_value(std::size_t length) {
  return number_value(static_cast<std::int32_t>(length));
}

// Java's parse methods: digits with an optional sign, nothing else.
template <class Int>
std::optional<Int> parse(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  Int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view trim(std::string_view text) {
  const auto is_space = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

template <class Int>
Answer parse_text(std::string_view text, std::string& why) {
  if (const std::optional<Int> value = parse<Int>(text)) return number_value(*value);
  why = "a string is not a whole number in range";
  return std::nullopt;
}

// toInteger(), toLong(): strings are trimmed and parsed, numbers lose what does not fit.
template <class Int>
Answer convert(Arguments arguments, std::string& why) {
  const Value& value = arguments[0];
  if (value.number()) return number_value(static_cast<Int>(long_value(*value.number())));
  if (value.text()) return parse_text<Int>(trim(*value.text()), why);
  return refuse(why, "a conversion to a number needs a number or a string", value);
}

template <class Int>
Answer narrow(Arguments arguments, std::string& why) {
  const Number* number = arguments[0].number();
  if (!number) return refuse(why, "intValue() and longValue() need a number", arguments[0]);
  return number_value(static_cast<Int>(long_value(*number)));
}

// Integer.parseInt() and the like take nothing but a string.
template <class Int>
Answer parse_only(Arguments arguments, std::string& why) {
  if (arguments[0].text()) return parse_text<Int>(*arguments[0].text(), why);
  return refuse(why, "parseInt() and parseLong() need a string", arguments[0]);
}

// Integer.valueOf(), Long.valueOf(): a string, or a number that needs no narrowing.
template <class Int>
Answer value_of(Arguments arguments, std::string& why) {
  const Value& value = arguments[0];
  if (value.text()) return parse_text<Int>(*value.text(), why);
  const std::size_t widest = sizeof(Int) == sizeof(std::int32_t) ? 0 : 1;
  if (value.number() && value.number()->index() <= widest) {
    return number_value(static_cast<Int>(long_value(*value.number())));
  }
  return refuse(why, "valueOf() needs a string or a number of its size", value);
}

Answer to_big_integer(Arguments arguments, std::string& why) {
  const Value& value = arguments[0];
  if (value.number()) {
    const std::string digits = to_text(*value.number());
    if (is_integral(*value.number())) return number_value(BigInteger(digits));
  }
  return refuse(why, "toBigInteger() needs a whole number", value);
}

Answer to_string(Arguments arguments, std::string&) {
  return text_value(arguments[0].to_text());
}

Answer hash_code(Arguments arguments, std::string& why) {
  const Value& value = arguments[0];
  if (value.text()) return number_value(java_hash(*value.text()));
  const auto hash = value.number() ? java_hash(*value.number()) : std::nullopt;
  if (hash) return number_value(*hash);
  return refuse(why, "hashCode() needs a string or a whole number", value);
}

Answer abs(Arguments arguments, std::string& why) {
  if (arguments[0].number()) return number_value(absolute(*arguments[0].number()));
  return refuse(why, "abs() needs a number", arguments[0]);
}

Answer math_abs(Arguments arguments, std::string& why) {
  const Number* number = arguments[0].number();
  if (number && is_integral(*number)) return abs(arguments, why);
  return refuse(why, "Math.abs() needs a whole number", arguments[0]);
}

template <Arithmetic operation>
Answer compute(Arguments arguments, std::string& why) {
  for (const Value& value : arguments) {
    if (!value.number()) return refuse(why, "intdiv() and mod() need numbers", value);
  }
  const auto result = apply(operation, *arguments[0].number(), *arguments[1].number(), why);
  if (!result) return std::nullopt;
  return number_value(*result);
}

Answer floor_mod(Arguments arguments, std::string& why) {
  const Answer remainder = compute<Arithmetic::remainder>(arguments, why);
  if (!remainder) return std::nullopt;
  const Number zero = std::int32_t{0};
  const Number& divisor = *arguments[1].number();
  const int sign = compare(*remainder->number(), zero);
  if (sign == 0 || (sign < 0) == (compare(divisor, zero) < 0)) return remainder;
  const auto shifted = apply(Arithmetic::add, *remainder->number(), divisor, why);
  if (!shifted) return std::nullopt;
  return number_value(*shifted);
}

Answer size(Arguments arguments, std::string& why) {
  const Value& value = arguments[0];
  if (value.text()) return length_value(java_length(*value.text()));
  if (value.list()) return length_value(value.list()->size());
  return refuse(why, "size() and length() need a string", value);
}

Answer substring(Arguments arguments, std::string& why) {
  const auto text = arguments[0].text();
  if (!text) return refuse(why, "substring() needs a string", arguments[0]);
  std::size_t bounds[] = {0, java_length(*text)};
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const Number* number = arguments[i].number();
    if (!number || number->index() != 0) {
      return refuse(why, "substring() needs integers", arguments[i]);
    }
    bounds[i - 1] = static_cast<std::size_t>(long_value(*number));  // negative: behind any end
  }
  if (const auto part = java_substring(*text, bounds[0], bounds[1])) {
    return text_value(std::string(*part));
  }
  why = "substring() goes beyond its string";
  return std::nullopt;
}

// What padLeft(), padRight() add: the padding repeated and cut to the missing length.
std::optional<std::string> padding(Arguments arguments, std::string& why) {
  const auto text = arguments[0].text();
  const Number* width = arguments[1].number();
  const std::string_view pad = arguments.size() > 2 ? arguments[2].text().value_or("") : " ";
  if (!text || !width || pad.empty() || long_value(*width) > kMaxPadding) {
    why = "padLeft() and padRight() need a string, a number up to 1024 and a string";
    return std::nullopt;
  }
  const std::size_t length = java_length(*text);
  if (long_value(*width) <= static_cast<std::int64_t>(length)) return std::string();
  const std::size_t missing = static_cast<std::size_t>(long_value(*width)) - length;
  std::string repeated;
  for (std::size_t units = 0; units < missing; units += java_length(pad)) repeated += pad;
  const auto cut = java_substring(repeated, 0, missing);
  if (cut) return std::string(*cut);
  why = "padding cuts a character into halves";
  return std::nullopt;
}

Answer pad_left(Arguments arguments, std::string& why) {
  const auto added = padding(arguments, why);
  if (!added) return std::nullopt;
  return text_value(*added + std::string(*arguments[0].text()));
}

Answer pad_right(Arguments arguments, std::string& why) {
  const auto added = padding(arguments, why);
  if (!added) return std::nullopt;
  return text_value(std::string(*arguments[0].text()) + *added);
}

template <char first, char last, int distance>
Answer change_case(Arguments arguments, std::string& why) {
  const auto text = arguments[0].text();
  if (!text) return refuse(why, "a change of case needs a string", arguments[0]);
  if (!is_ascii(*text)) {
    why = "a change of case is supported for ASCII only";
    return std::nullopt;
  }
  std::string changed(*text);
  for (char& c : changed) {
    if (c >= first && c <= last) c = static_cast<char>(c + distance);
  }
  return text_value(std::move(changed));
}

template <class Test>
Answer search(Arguments arguments, std::string& why, Test test) {
  for (const Value& value : arguments) {
    if (!value.text()) return refuse(why, "a search in a string needs strings", value);
  }
  return test(*arguments[0].text(), *arguments[1].text());
}

Answer starts_with(Arguments arguments, std::string& why) {
  return search(arguments, why, [](auto text, auto part) { return Value{text.starts_with(part)}; });
}

Answer ends_with(Arguments arguments, std::string& why) {
  return search(arguments, why, [](auto text, auto part) { return Value{text.ends_with(part)}; });
}

Answer contains(Arguments arguments, std::string& why) {
  return search(arguments, why, [](auto text, auto part) {
    return Value{text.find(part) != std::string_view::npos};
  });
}

Answer index_of(Arguments arguments, std::string& why) {
  return search(arguments, why, [](auto text, auto part) {
    const std::size_t at = text.find(part);
    if (at == std::string_view::npos) return number_value(std::int32_t{-1});
    return length_value(java_length(text.substr(0, at)));
  });
}

constexpr Method kMethods[] = {
    {"", "abs", 0, 0, abs},
    {"", "contains", 1, 1, contains},
    {"", "endsWith", 1, 1, ends_with},
    {"", "hashCode", 0, 0, hash_code},
    {"", "indexOf", 1, 1, index_of},
    {"", "intValue", 0, 0, narrow<std::int32_t>},
    {"", "intdiv", 1, 1, compute<Arithmetic::integer_divide>},
    {"", "length", 0, 0, size},
    {"", "longValue", 0, 0, narrow<std::int64_t>},
    {"", "mod", 1, 1, compute<Arithmetic::remainder>},
    {"", "padLeft", 1, 2, pad_left},
    {"", "padRight", 1, 2, pad_right},
    {"", "size", 0, 0, size},
    {"", "startsWith", 1, 1, starts_with},
    {"", "substring", 1, 2, substring},
    {"", "toBigInteger", 0, 0, to_big_integer},
    {"", "toInteger", 0, 0, convert<std::int32_t>},
    {"", "toLong", 0, 0, convert<std::int64_t>},
    {"", "toLowerCase", 0, 0, change_case<'A', 'Z', 'a' - 'A'>},
    {"", "toString", 0, 0, to_string},
    {"", "toUpperCase", 0, 0, change_case<'a', 'z', 'A' - 'a'>},
    {"Integer", "parseInt", 1, 1, parse_only<std::int32_t>},
    {"Integer", "valueOf", 1, 1, value_of<std::int32_t>},
    {"Long", "parseLong", 1, 1, parse_only<std::int64_t>},
    {"Long", "valueOf", 1, 1, value_of<std::int64_t>},
    {"Math", "abs", 1, 1, math_abs},
    {"Math", "floorMod", 2, 2, floor_mod},
    {"String", "format", 1, kMaxArguments, string_format},
    {"String", "valueOf", 1, 1, to_string},
};

}  // namespace

const Method* find_method(std::string_view owner, std::string_view name) {
  const auto* found = std::find_if(
      std::begin(kMethods), std::end(kMethods),
      [&](const Method& method) { return method.owner == owner && method.name == name; });
  return found == std::end(kMethods) ? nullptr : found;
}

bool is_class_name(std::string_view name) {
  return std::any_of(std::begin(kMethods), std::end(kMethods),
                     [&](const Method& method) { return !name.empty() && method.owner == name; });
}

}  // namespace sluice::config::expression
