// SPDX-License-Identifier: Apache-2.0
// Statements of the admin port, split into words: each lies within the input behind the one before,
// is no longer than its text, and what lies between two of them is no word.
#include <string>

#include "frontend/admin/words.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sluice;
  using fuzz::check;
  const std::string_view sql(reinterpret_cast<const char*>(data), size);
  const auto words = frontend::split_words(sql);
  if (!words) return 0;
  std::size_t behind = 0;
  for (const frontend::Word& word : *words) {
    check(word.begin >= behind && word.begin < word.end && word.end <= size);
    check(word.value.size() <= word.end - word.begin);
    behind = word.end;
  }
  frontend::WordReader reader(*words);
  while (!reader.at_end()) {
    if (reader.accept("SHOW") || reader.name() || reader.text()) continue;
    const frontend::Word& word = (*words)[0];
    check(!word.value.empty() || word.kind != frontend::Word::Kind::word);
    break;
  }
  return 0;
}
