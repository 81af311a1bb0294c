// SPDX-License-Identifier: Apache-2.0
#include "parser/string_body.h"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "parser/char_class.h"

namespace sluice::parser {
namespace {

// The next byte equal to `a` or `b`; `end` if there is none.
const char* find_either(const char* p, const char* end, char a, char b) {
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8(a);
  const __m128i second = _mm_set1_epi8(b);
  while (end - p >= 16) {
    const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(block, first), _mm_cmpeq_epi8(block, second));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(hits));
    if (mask != 0) return p + std::countr_zero(mask);
    p += 16;
  }
#endif
  while (p < end && *p != a && *p != b) ++p;
  return p;
}

// Without escapes there is nothing but the quote to look for.
char escape_byte(char quote, bool backslash) {
  return backslash ? '\\' : quote;
}

}  // namespace

const char* find_string_end(const char* body, const char* end, char quote, bool backslash) {
  const char escape = escape_byte(quote, backslash);
  for (const char* p = body;;) {
    p = find_either(p, end, quote, escape);
    if (p == end) return nullptr;
    if (*p == quote) {
      ++p;
      if (p == end || *p != quote) return p;
      ++p;
    } else {
      if (end - p < 2) return nullptr;
      p += 2;
    }
  }
}

const char* find_string_end_multibyte(const char* body, const char* end, char quote, bool backslash,
                                      CharsetClass charset) {
  for (const char* p = body; p < end;) {
    const std::uint32_t length = character_length(charset, p, end);
    if (length > 1) {
      p += length;
    } else if (*p == quote) {
      ++p;
      if (p == end || *p != quote) return p;
      ++p;
    } else if (*p == '\\' && backslash) {
      // One byte is escaped, also where it would begin a longer character: the server reads it so.
      if (end - p < 2) return nullptr;
      p += 2;
    } else {
      ++p;
    }
  }
  return nullptr;
}

bool is_charset_introducer(std::string_view word) {
  static constexpr std::array<std::string_view, 42> kCharsets = {
      "armscii8", "ascii",   "big5",     "binary", "cp1250",  "cp1251",  "cp1256",
      "cp1257",   "cp850",   "cp852",    "cp866",  "cp932",   "dec8",    "eucjpms",
      "euckr",    "gb18030", "gb2312",   "gbk",    "geostd8", "greek",   "hebrew",
      "hp8",      "keybcs2", "koi8r",    "koi8u",  "latin1",  "latin2",  "latin5",
      "latin7",   "macce",   "macroman", "sjis",   "swe7",    "tis620",  "ucs2",
      "ujis",     "utf16",   "utf16le",  "utf32",  "utf8",    "utf8mb3", "utf8mb4"};
  char lower[16];
  if (word.size() < 4 || word.size() > 9 || word[0] != '_') return false;
  const std::size_t length = word.size() - 1;
  for (std::size_t i = 0; i < length; ++i) {
    const char c = word[i + 1];
    lower[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
  }
  return std::binary_search(kCharsets.begin(), kCharsets.end(), std::string_view(lower, length));
}

}  // namespace sluice::parser
