// SPDX-License-Identifier: Apache-2.0
// A POSIX extended regular expression for a whole text, without case. Not std::regex, which
// recurses once per character and draws false warnings from gcc 12 in sanitizer builds.
#pragma once

#include <stdexcept>
#include <string>

#include <regex.h>

namespace sluice::test {

class TextPattern {
 public:
  // Throws std::invalid_argument.
  explicit TextPattern(const std::string& pattern) {
    const std::string whole = "^(" + pattern + ")$";
    if (regcomp(&regex_, whole.c_str(), REG_EXTENDED | REG_ICASE | REG_NOSUB) != 0) {
      throw std::invalid_argument("no regular expression: " + pattern);
    }
  }
  TextPattern(const TextPattern&) = delete;
  TextPattern& operator=(const TextPattern&) = delete;
  ~TextPattern() { regfree(&regex_); }

  bool matches(const std::string& text) const {
    return regexec(&regex_, text.c_str(), 0, nullptr, 0) == 0;
  }

 private:
  regex_t regex_;
};

}  // namespace sluice::test
