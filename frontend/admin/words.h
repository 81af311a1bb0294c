// SPDX-License-Identifier: Apache-2.0
// The words of an administrator's statement, for the few forms that are no SELECT: SHOW, KILL,
// DistSQL. Views into the text. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::frontend {

struct Word {
  enum class Kind : std::uint8_t { word, quoted_name, text, variable, symbol };
  Kind kind;
  std::string value;  // without quotes; of @@global.x the x
  std::size_t begin;  // where it stands, with its quotes
  std::size_t end;
};

// Comments and white space are left out, and a `;` at the end. Nothing: a quote or a comment is not
// closed.
std::optional<std::vector<Word>> split_words(std::string_view sql);

// Reads words in order. Keywords are compared without regard to case.
class WordReader {
 public:
  explicit WordReader(const std::vector<Word>& words) : words_(words) {}

  bool at_end() const { return at_ == words_.size(); }
  // Takes all of these words, separated by blanks, or none.
  bool accept(std::string_view keywords);
  bool accept_symbol(char symbol);
  // A name, quoted or not.
  std::optional<std::string> name();
  std::optional<std::string> text();  // a string literal

 private:
  bool is(std::size_t at, std::string_view keyword) const;

  const std::vector<Word>& words_;
  std::size_t at_ = 0;
};

}  // namespace sluice::frontend
