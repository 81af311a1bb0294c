// SPDX-License-Identifier: Apache-2.0
// What a byte may begin, and how bytes of the old East Asian charsets group into characters.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "parser/scan.h"
#include "parser/token_kind.h"

// The loop over a statement's bytes is worth having in one piece, with its state in registers.
#define SLUICE_HOT [[gnu::always_inline]] inline

namespace sluice::parser {

enum class ByteClass : std::uint8_t {
  invalid,
  space,
  word,  // letters, `_`, `$` and everything above ASCII
  digit,
  quote,  // ' and "
  backtick,
  open_paren,
  close_paren,
  dot,
  single,    // a token by itself: CharTables::single
  compound,  // may begin a longer operator or a comment
};

struct CharTables {
  std::array<ByteClass, 256> classes{};
  std::array<bool, 256> word{};  // may stand inside an unquoted identifier
  std::array<TokenKind, 256> single{};

  constexpr CharTables() {
    for (unsigned c = 0; c < 256; ++c) {
      const bool digit = c >= '0' && c <= '9';
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
      word[c] = digit || letter || c >= 0x80;
      classes[c] = digit ? ByteClass::digit : word[c] ? ByteClass::word : ByteClass::invalid;
    }
    for (char c : {' ', '\t', '\n', '\v', '\f', '\r'}) set(c, ByteClass::space);
    for (char c : {'\'', '"'}) set(c, ByteClass::quote);
    set('`', ByteClass::backtick);
    set('(', ByteClass::open_paren);
    set(')', ByteClass::close_paren);
    set('.', ByteClass::dot);
    for (char c : {'-', '<', '>', '!', '|', '&', ':', '/', '*', '#', '@', '\\'}) {
      set(c, ByteClass::compound);
    }
    set(',', TokenKind::comma);
    set('=', TokenKind::equal);
    set('+', TokenKind::plus);
    set('%', TokenKind::percent);
    set('^', TokenKind::caret);
    set('~', TokenKind::tilde);
    set('?', TokenKind::parameter);
    set('{', TokenKind::left_brace);
    set('}', TokenKind::right_brace);
    set(';', TokenKind::semicolon);
  }

 private:
  constexpr void set(char c, ByteClass value) { classes[static_cast<unsigned char>(c)] = value; }
  constexpr void set(char c, TokenKind kind) {
    set(c, ByteClass::single);
    single[static_cast<unsigned char>(c)] = kind;
  }
};

inline constexpr CharTables kChars;

inline bool is_word_byte(char c) {
  return kChars.word[static_cast<unsigned char>(c)];
}
inline bool is_digit(char c) {
  return static_cast<unsigned char>(c - '0') < 10;
}
inline bool is_space(char c) {
  return kChars.classes[static_cast<unsigned char>(c)] == ByteClass::space;
}

#if defined(__SSE2__)
// One bit for each of the 16 bytes from `p` on: may it stand in a word?
SLUICE_HOT unsigned word_bits(const char* p) {
  const auto in_range = [](__m128i bytes, char low, char count) {
    const __m128i from_low = _mm_sub_epi8(bytes, _mm_set1_epi8(low));
    return _mm_cmpeq_epi8(_mm_min_epu8(from_low, _mm_set1_epi8(count)), from_low);
  };
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
  const __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
  __m128i word = _mm_or_si128(in_range(lower, 'a', 25), in_range(bytes, '0', 9));
  word = _mm_or_si128(word, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
  word = _mm_or_si128(word, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('$')));
  word = _mm_or_si128(word, bytes);  // above ASCII the sign bit is set
  return static_cast<unsigned>(_mm_movemask_epi8(word));
}
#endif

// Behind the word that `p` stands in. Names are short: 16 bytes at once decide without a loop. The
// text from `begin` to `end` may be read.
SLUICE_HOT const char* skip_word(const char* begin, const char* p, const char* end) {
#if defined(__SSE2__)
  while (end - p >= 16) {
    const unsigned bits = word_bits(p);
    if (bits != 0xffff) return p + std::countr_one(bits);
    p += 16;
  }
  if (end - begin >= 16) return p + std::countr_one(word_bits(end - 16) >> (16 - (end - p)));
#else
  static_cast<void>(begin);
#endif
  while (p < end && is_word_byte(*p)) ++p;
  return p;
}

// Charsets whose characters may end in a byte that is ASCII by itself.
inline bool has_ascii_tails(CharsetClass charset) {
  return charset == CharsetClass::big5 || charset == CharsetClass::gbk ||
         charset == CharsetClass::sjis || charset == CharsetClass::gb18030;
}

// The length of the character at `p` in such a charset: 1 unless a whole longer one stands there.
// Precondition: p < end.
std::uint32_t character_length(CharsetClass charset, const char* p, const char* end);

}  // namespace sluice::parser
