// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/words.h"

#include <algorithm>

namespace sluice::frontend {
namespace {

bool is_word_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || byte >= 0x80;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

class Splitter {
 public:
  explicit Splitter(std::string_view sql) : sql_(sql) {}

  std::optional<std::vector<Word>> run() {
    while (skip_blanks()) {
      if (at_ == sql_.size()) {
        if (!words_.empty() && words_.back().value == ";") words_.pop_back();
        return std::move(words_);
      }
      const char c = sql_[at_];
      if (c == '\'' || c == '"' || c == '`') {
        if (!quoted(c)) return std::nullopt;
      } else if (c == '@' && sql_.substr(at_).starts_with("@@")) {
        variable();
      } else if (is_word_character(c)) {
        const std::size_t begin = at_;
        add(Word::Kind::word, begin, take_word());
      } else {
        const std::size_t begin = at_++;
        add(Word::Kind::symbol, begin, std::string(1, c));
      }
    }
    return std::nullopt;
  }

 private:
  void add(Word::Kind kind, std::size_t begin, std::string value) {
    words_.push_back({kind, std::move(value), begin, at_});
  }

  // False: a comment has no end.
  bool skip_blanks() {
    for (;;) {
      while (at_ < sql_.size() && static_cast<unsigned char>(sql_[at_]) <= ' ') ++at_;
      const std::string_view rest = sql_.substr(at_);
      if (rest.starts_with("/*")) {
        const std::size_t end = sql_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return false;
        at_ = end + 2;
      } else if (rest.starts_with("-- ") || rest.starts_with("#")) {
        at_ = std::min(sql_.find('\n', at_), sql_.size());
      } else {
        return true;
      }
    }
  }

  std::string take_word() {
    const std::size_t begin = at_;
    while (at_ < sql_.size() && is_word_character(sql_[at_])) ++at_;
    return std::string(sql_.substr(begin, at_ - begin));
  }

  // A doubled quote is one; a backslash is a character like others.
  bool quoted(char quote) {
    const std::size_t begin = at_++;
    std::string value;
    for (; at_ < sql_.size(); ++at_) {
      if (sql_[at_] == quote) {
        if (at_ + 1 == sql_.size() || sql_[at_ + 1] != quote) break;
        ++at_;
      }
      value += sql_[at_];
    }
    if (at_ == sql_.size()) return false;
    ++at_;
    add(quote == '`' ? Word::Kind::quoted_name : Word::Kind::text, begin, std::move(value));
    return true;
  }

  void variable() {
    const std::size_t begin = at_;
    at_ += 2;
    std::string name = take_word();
    if (at_ < sql_.size() && sql_[at_] == '.') {  // the scope stands in front
      ++at_;
      name = take_word();
    }
    std::transform(name.begin(), name.end(), name.begin(), lower);
    add(Word::Kind::variable, begin, std::move(name));
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  std::vector<Word> words_;
};

}  // namespace

std::optional<std::vector<Word>> split_words(std::string_view sql) {
  return Splitter(sql).run();
}

bool WordReader::is(std::size_t at, std::string_view keyword) const {
  return at < words_.size() && words_[at].kind == Word::Kind::word &&
         same(words_[at].value, keyword);
}

bool WordReader::accept(std::string_view keywords) {
  std::size_t at = at_;
  while (!keywords.empty()) {
    const std::size_t end = std::min(keywords.find(' '), keywords.size());
    if (!is(at++, keywords.substr(0, end))) return false;
    keywords.remove_prefix(std::min(end + 1, keywords.size()));
  }
  at_ = at;
  return true;
}

bool WordReader::accept_symbol(char symbol) {
  const bool there =
      !at_end() && words_[at_].kind == Word::Kind::symbol && words_[at_].value.front() == symbol;
  if (there) ++at_;
  return there;
}

std::optional<std::string> WordReader::name() {
  if (at_end()) return std::nullopt;
  const Word& word = words_[at_];
  if (word.kind != Word::Kind::word && word.kind != Word::Kind::quoted_name) return std::nullopt;
  ++at_;
  return word.value;
}

std::optional<std::string> WordReader::text() {
  if (at_end() || words_[at_].kind != Word::Kind::text) return std::nullopt;
  return words_[at_++].value;
}

}  // namespace sluice::frontend
