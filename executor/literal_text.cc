// SPDX-License-Identifier: Apache-2.0
#include "executor/literal_text.h"

#include <algorithm>
#include <charconv>

namespace sluice::executor {

void append_hex_literal(std::string_view bytes, std::string& sql) {
  constexpr char kDigits[] = "0123456789abcdef";
  sql += "x'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    sql += kDigits[byte >> 4];
    sql += kDigits[byte & 15];
  }
  sql += '\'';
}

bool is_plain_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
           c == '-' || c == ':' || c == '.' || c == '_' || c == '@';
  });
}

void append_quoted(std::string_view text, std::string& sql) {
  sql += '\'';
  sql += text;
  sql += '\'';
}

bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::optional<double> real_of_text(std::string_view text) {
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void append_real_literal(double value, std::string& sql) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific);
  sql.append(text, end.ptr);
}

std::optional<std::uint64_t> number_of_bits(Bytes bytes) {
  if (bytes.size() > sizeof(std::uint64_t)) return std::nullopt;
  std::uint64_t number = 0;
  for (const std::byte byte : bytes) number = number << 8 | std::to_integer<std::uint64_t>(byte);
  return number;
}

}  // namespace sluice::executor
