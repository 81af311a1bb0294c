// SPDX-License-Identifier: Apache-2.0
#include "parser/char_class.h"
#include "parser/scan.h"

namespace sluice::parser {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

char unescaped(char c) {
  switch (c) {
    case '0':
      return '\0';
    case 'b':
      return '\b';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'Z':
      return '\x1a';
    default:
      return c;
  }
}

// `body` is what stands between the quotes.
bool decode_string(std::string_view body, char quote, const LexOptions& options, std::string& out) {
  const bool multibyte = has_ascii_tails(options.charset);
  const char* const end = body.data() + body.size();
  for (const char* p = body.data(); p < end;) {
    const std::uint32_t length = multibyte ? character_length(options.charset, p, end) : 1;
    if (length > 1) {
      out.append(p, length);
      p += length;
    } else if (*p == '\\' && !options.no_backslash_escapes) {
      if (++p == end) return false;
      // These two keep their backslash: a LIKE pattern needs it.
      if (*p == '%' || *p == '_') out += '\\';
      out += unescaped(*p++);
    } else if (*p == quote) {
      if (end - p < 2 || p[1] != quote) return false;
      out += quote;
      p += 2;
    } else {
      out += *p++;
    }
  }
  return true;
}

bool decode_hex(std::string_view digits, std::string& out) {
  std::size_t at = 0;
  int high = 0;
  // An odd number of digits has a zero in front.
  bool half = digits.size() % 2 != 0;
  for (; at < digits.size(); ++at) {
    const int value = hex_value(digits[at]);
    if (value < 0) return false;
    if (half) out += static_cast<char>(high << 4 | value);
    high = half ? 0 : value;
    half = !half;
  }
  return true;
}

bool decode_bits(std::string_view digits, std::string& out) {
  unsigned byte = 0;
  for (std::size_t left = digits.size(); left > 0; --left) {
    const char digit = digits[digits.size() - left];
    if (digit != '0' && digit != '1') return false;
    byte = byte << 1 | static_cast<unsigned>(digit - '0');
    if (left % 8 == 1) {
      out += static_cast<char>(byte);
      byte = 0;
    }
  }
  return true;
}

}  // namespace

bool decode_literal(std::string_view text, const LexOptions& options, std::string& out) {
  if (text.size() < 2) return false;
  const char first = static_cast<char>(text[0] | 0x20);
  if (text[0] == '0' && text.size() > 2) {
    if (text[1] == 'x') return decode_hex(text.substr(2), out);
    return text[1] == 'b' && decode_bits(text.substr(2), out);
  }
  if (text[0] == '$') {  // $tag$text$tag$
    const std::size_t tag = text.find('$', 1) + 1;
    if (tag == 0 || text.size() < 2 * tag) return false;
    out += text.substr(tag, text.size() - 2 * tag);
    return true;
  }
  const bool prefixed = text[1] == '\'' && (first == 'n' || first == 'x' || first == 'b');
  const std::string_view quoted = prefixed ? text.substr(1) : text;
  const char quote = quoted[0];
  if (quote != '\'' && (quote != '"' || options.ansi_quotes)) return false;
  if (quoted.size() < 2 || quoted.back() != quote) return false;
  const std::string_view body = quoted.substr(1, quoted.size() - 2);
  if (prefixed && first == 'x') return body.size() % 2 == 0 && decode_hex(body, out);
  if (prefixed && first == 'b') return decode_bits(body, out);
  return decode_string(body, quote, options, out);
}

}  // namespace sluice::parser
