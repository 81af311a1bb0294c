// SPDX-License-Identifier: Apache-2.0
// Which words are keywords, without regard to case: one probe of a hash table made at compile time.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "parser/char_class.h"
#include "parser/token_kind.h"

namespace sluice::parser {

// The first 16 bytes of a word, letters in upper case, zeros behind its end. No two bytes of a word
// fold to the same value but the cases of a letter.
struct PackedWord {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  bool operator==(const PackedWord&) const = default;
};

namespace detail {

inline constexpr std::uint64_t kUpperMask = 0xdfdfdfdfdfdfdfdf;

// Keeps the first `length` of eight bytes, upper case.
struct ByteMasks {
  std::array<std::uint64_t, 25> of{};  // index: length + 8 for the tail, so it may be "negative"
  constexpr ByteMasks() {
    for (std::size_t i = 0; i < of.size(); ++i) {
      const std::size_t length = i < 8 ? 0 : i - 8;
      of[i] = length >= 8 ? kUpperMask : ((std::uint64_t{1} << (8 * length)) - 1) & kUpperMask;
    }
  }
};
inline constexpr ByteMasks kByteMasks;

}  // namespace detail

// Precondition: 16 bytes can be read, length is at most 16.
inline PackedWord pack_readable_word(const char* text, std::size_t length) {
  PackedWord word;
  std::memcpy(&word.head, text, 8);
  std::memcpy(&word.tail, text + 8, 8);
  word.head &= detail::kByteMasks.of[length + 8];
  word.tail &= detail::kByteMasks.of[length];
  return word;
}

// Reads nothing but the word, by two loads that may overlap.
inline PackedWord pack_short_word(const char* text, std::size_t length) {
  static_assert(std::endian::native == std::endian::little);
  PackedWord word;
  if (length >= 8) {
    std::memcpy(&word.head, text, 8);
    if (length > 8) {
      std::memcpy(&word.tail, text + length - 8, 8);
      word.tail >>= 8 * (16 - length);
    }
  } else if (length >= 4) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, text, 4);
    std::memcpy(&last, text + length - 4, 4);
    word.head = first | std::uint64_t{last} << (8 * (length - 4));
  } else {
    word.head = static_cast<unsigned char>(text[0]);
    word.head |= std::uint64_t{static_cast<unsigned char>(text[length / 2])} << (8 * (length / 2));
    word.head |= std::uint64_t{static_cast<unsigned char>(text[length - 1])} << (8 * (length - 1));
  }
  word.head &= detail::kUpperMask;
  word.tail &= detail::kUpperMask;
  return word;
}

// For words of any length, at compile time as well.
constexpr PackedWord pack_word(const char* text, std::size_t length) {
  PackedWord word;
  for (std::size_t i = 0; i < length && i < 16; ++i) {
    const std::uint64_t byte = static_cast<unsigned char>(text[i]) & 0xdf;
    (i < 8 ? word.head : word.tail) |= byte << (8 * (i % 8));
  }
  return word;
}

class KeywordTable {
 public:
  struct Entry {
    PackedWord word;
    std::string_view text;  // upper case
    TokenKind kind = TokenKind::identifier;
  };

  static constexpr std::size_t kSlots = 2048;  // 2^11, see slot_of()
  static constexpr std::size_t kMaxLength = 31;

  static constexpr std::size_t slot_of(const PackedWord& word) {
    const std::uint64_t mixed = (word.head ^ (word.tail * 0x9e3779b97f4a7c15)) * 0xff51afd7ed558ccd;
    return mixed >> 53;
  }

  constexpr KeywordTable();

  // TokenKind::identifier if it is none. `end`: of the text that the word stands in.
  SLUICE_HOT TokenKind find(const char* text, std::size_t length, const char* end) const {
    if (length > kMaxLength || !(lengths_[initial(*text)] >> length & 1)) {
      return TokenKind::identifier;
    }
    const PackedWord word = length > 16        ? pack_word(text, length)
                            : end - text >= 16 ? pack_readable_word(text, length)
                                               : pack_short_word(text, length);
    for (std::size_t slot = slot_of(word);; slot = (slot + 1) % kSlots) {
      const std::uint16_t index = slots_[slot];
      if (index == 0) return TokenKind::identifier;
      const Entry& entry = entries_[index - 1];
      if (entry.word == word && entry.text.size() == length &&
          (length <= 16 || same(entry, text))) {
        return entry.kind;
      }
    }
  }

 private:
  static bool same(const Entry& entry, const char* text);
  static constexpr std::size_t initial(char c) { return static_cast<unsigned char>(c) & 0xdf; }

  std::array<std::uint32_t, 256>
      lengths_{};  // by initial: a bit for each length that keywords have
  std::array<std::uint16_t, kSlots> slots_{};
  std::array<Entry, 512> entries_{};
};

extern const KeywordTable kKeywords;

// The spelling of a keyword, upper case; empty for other kinds.
std::string_view keyword_text(TokenKind kind);

}  // namespace sluice::parser
