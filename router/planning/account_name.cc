// SPDX-License-Identifier: Apache-2.0
#include "router/planning/account_name.h"

#include "router/metadata.h"

namespace sluice::router {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

// A quoted or bare word off the front of `text`; false: there is none.
bool take_word(std::string_view& text, std::string& word) {
  word.clear();
  if (text.empty()) return false;
  const char quote = text.front();
  if (quote != '\'' && quote != '"' && quote != '`') {
    const std::size_t end = std::min(text.find_first_of(" \t\n\r@(),;"), text.size());
    word = text.substr(0, end);
    text.remove_prefix(end);
    return end > 0;
  }
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == quote) {
      if (at + 1 == text.size() || text[at + 1] != quote) {
        text.remove_prefix(at + 1);
        return true;
      }
      ++at;
    }
    word += text[at];
  }
  return false;
}

}  // namespace

std::optional<Account> read_account(std::string_view text) {
  Account account;
  skip_blanks(text);
  const bool quoted = !text.empty() && (text[0] == '\'' || text[0] == '"' || text[0] == '`');
  if (!take_word(text, account.user)) return std::nullopt;
  skip_blanks(text);
  if (!quoted && to_upper(account.user) == "CURRENT_USER") {
    account.user.clear();
    for (const char parenthesis : {'(', ')'}) {
      if (!text.empty() && text.front() == parenthesis) text.remove_prefix(1);
      skip_blanks(text);
    }
  } else if (!text.empty() && text.front() == '@') {
    text.remove_prefix(1);
    skip_blanks(text);
    if (!take_word(text, account.host)) return std::nullopt;
    skip_blanks(text);
  }
  if (!text.empty()) return std::nullopt;
  return account;
}

}  // namespace sluice::router
