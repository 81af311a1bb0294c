// SPDX-License-Identifier: Apache-2.0
#include "router/planning/variable_names.h"

#include "router/planning/refusal.h"

namespace sluice::router {

std::string user_variable_name(std::string_view token, const parser::LexOptions& lex) {
  std::string_view name = token.substr(1);
  if (name.empty()) return {};
  if (name.front() == '`') {
    std::string unquoted;
    name = name.substr(1, name.size() - 2);
    for (std::size_t i = 0; i < name.size(); ++i) {
      unquoted += name[i];
      if (name[i] == '`') ++i;  // doubled
    }
    return to_lower(unquoted);
  }
  if (name.front() == '\'' || name.front() == '"') {
    parser::LexOptions options = lex;
    options.ansi_quotes = false;  // @"name" is quoted in either mode
    std::string unquoted;
    parser::decode_literal(name, options, unquoted);
    return to_lower(unquoted);
  }
  return to_lower(name);
}

Result<std::vector<std::string>> into_variables(const SourceText& source, TokenRange into) {
  std::vector<std::string> names;
  for (std::uint32_t token = into.begin + 1; token < into.end; token += 2) {
    const std::string_view text = source.token_text(token);
    if (!text.starts_with('@') || text.size() < 2) return refuse_session("SELECT .. INTO a file");
    names.push_back(user_variable_name(text, source.parsed().options));
  }
  return names;
}

}  // namespace sluice::router
