// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/format_double.h"

#include <charconv>
#include <cstring>

namespace sluice::executor::operators {
namespace {

// The point may stand this far before or behind the first digit without an exponent; behind, that
// only limits whole numbers.
constexpr int kFirstPlainPoint = -14;
constexpr int kLastPlainPoint = 15;

// Shortest digits d1d2.. and the place of the point: value = 0.d1d2.. * 10^point.
struct Digits {
  char text[24];
  int count = 0;
  int point = 0;
};

Digits shortest(double magnitude) {
  char scientific[32];
  const char* const end = std::to_chars(scientific, scientific + sizeof scientific, magnitude,
                                        std::chars_format::scientific)
                              .ptr;
  Digits digits;
  const char* at = scientific;
  for (; at != end && *at != 'e'; ++at) {
    if (*at != '.') digits.text[digits.count++] = *at;
  }
  ++at;
  if (*at == '+') ++at;
  std::from_chars(at, end, digits.point);
  ++digits.point;
  return digits;
}

char* put(char* out, const char* text, int count) {
  std::memcpy(out, text, static_cast<std::size_t>(count));
  return out + count;
}

char* put_zeros(char* out, int count) {
  for (; count > 0; --count) *out++ = '0';
  return out;
}

char* write_plain(const Digits& digits, char* out) {
  if (digits.point <= 0) {
    out = put(out, "0.", 2);
    out = put_zeros(out, -digits.point);
    return put(out, digits.text, digits.count);
  }
  if (digits.point >= digits.count) {
    out = put(out, digits.text, digits.count);
    return put_zeros(out, digits.point - digits.count);
  }
  out = put(out, digits.text, digits.point);
  *out++ = '.';
  return put(out, digits.text + digits.point, digits.count - digits.point);
}

char* write_exponent(const Digits& digits, char* out) {
  *out++ = digits.text[0];
  if (digits.count > 1) {
    *out++ = '.';
    out = put(out, digits.text + 1, digits.count - 1);
  }
  *out++ = 'e';
  return std::to_chars(out, out + 5, digits.point - 1).ptr;
}

}  // namespace

std::size_t format_double(double value, char* out) {
  char* at = out;
  if (value == 0) {
    *at = '0';
    return 1;
  }
  if (value < 0) *at++ = '-';
  const Digits digits = shortest(value < 0 ? -value : value);
  const bool plain = digits.point >= kFirstPlainPoint &&
                     (digits.point <= kLastPlainPoint || digits.point < digits.count);
  at = plain ? write_plain(digits, at) : write_exponent(digits, at);
  return static_cast<std::size_t>(at - out);
}

}  // namespace sluice::executor::operators
