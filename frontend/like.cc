// SPDX-License-Identifier: Apache-2.0
#include "frontend/like.h"

#include <cctype>

namespace sluice::frontend {
namespace {

bool same(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

}  // namespace

bool like(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;  // pattern position behind the last %
  std::size_t from = 0;                       // text position that it stands for
  while (t < text.size()) {
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '\\';
    if (p < pattern.size() && pattern[p] == '%') {
      star = ++p;
      from = t;
    } else if (p < pattern.size() && !escaped && pattern[p] == '_') {
      ++p;
      ++t;
    } else if (p < pattern.size() && same(pattern[p + (escaped ? 1 : 0)], text[t])) {
      p += escaped ? 2 : 1;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star;
      t = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

}  // namespace sluice::frontend
