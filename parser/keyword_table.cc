// SPDX-License-Identifier: Apache-2.0
#include "parser/keyword_table.h"

#include "parser/ascii.h"

namespace sluice::parser {
namespace {

struct Word {
  std::string_view text;
  TokenKind kind;
};

// Grammar names that would be macros end in an underscore.
constexpr std::string_view spelling(std::string_view name) {
  return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

constexpr Word kWords[] = {
#define SLUICE_TOKEN(kind, name)
#define SLUICE_WORD(kind, name, word_class) {spelling(#name), TokenKind::kind},
#define SLUICE_DERIVED(kind, name)
#include "parser/token_kinds.def"
#undef SLUICE_TOKEN
#undef SLUICE_WORD
#undef SLUICE_DERIVED
};

constexpr std::size_t index_of(TokenKind kind) {
  return static_cast<std::size_t>(kind) - static_cast<std::size_t>(kFirstWord);
}

}  // namespace

constexpr KeywordTable::KeywordTable() {
  static_assert(std::size(kWords) <= std::tuple_size_v<decltype(entries_)>);
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    const std::string_view text = kWords[i].text;
    entries_[i] = {pack_word(text.data(), text.size()), text, kWords[i].kind};
    lengths_[initial(text[0])] |= std::uint32_t{1} << text.size();
    std::size_t slot = slot_of(entries_[i].word);
    while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
    slots_[slot] = static_cast<std::uint16_t>(i + 1);
  }
}

constinit const KeywordTable kKeywords;

bool KeywordTable::same(const Entry& entry, const char* text) {
  return starts_with_upper({text, entry.text.size()}, entry.text);
}

std::string_view keyword_text(TokenKind kind) {
  return index_of(kind) < std::size(kWords) ? kWords[index_of(kind)].text : std::string_view{};
}

}  // namespace sluice::parser
