// SPDX-License-Identifier: Apache-2.0
#include "config/expression/parse.h"

#include "config/expression/parser.h"
#include "config/scalar.h"

namespace sluice::config::expression {
namespace {

bool is_constant(std::string_view text) {
  return text.find("${") == std::string_view::npos && text.find("$->{") == std::string_view::npos;
}

Template constant(std::string_view text) {
  Node node;
  node.kind = NodeKind::text;
  node.text = text;
  Template result;
  result.parts.push_back(std::move(node));
  return result;
}

// The blanks between a comma and the text belong to neither side.
void trim_end(std::vector<Node>& parts) {
  if (parts.empty() || parts.back().kind != NodeKind::text) return;
  std::string& text = parts.back().text;
  text.erase(text.find_last_not_of(" \t\r\n") + 1);  // npos + 1 is 0
  if (text.empty()) parts.pop_back();
}

SyntaxProblem too_long() {
  return {1, "longer than 1 MiB"};
}

}  // namespace

std::variant<Template, SyntaxProblem> parse_template(std::string_view text) {
  if (text.size() > kMaxTextBytes) return too_long();
  text = trim(text);
  if (is_constant(text)) return constant(text);
  Template result;
  Parser parser(text, &result.columns);
  std::optional<std::vector<Node>> parts = parser.parts('\0');
  if (parts && parser.at_end()) {
    result.parts = std::move(*parts);
    return result;
  }
  if (parts) return SyntaxProblem{1, "a NUL character"};
  return parser.problem();
}

std::variant<std::vector<Template>, SyntaxProblem> parse_templates(std::string_view text) {
  if (text.size() > kMaxTextBytes) return too_long();
  std::vector<Template> result;
  if (is_constant(text)) {
    for (const std::string_view part : split_list(text)) result.push_back(constant(part));
    return result;
  }
  Parser parser(text, nullptr);
  while (!parser.at_end()) {
    parser.skip_blanks();
    std::optional<std::vector<Node>> parts = parser.parts(',');
    if (!parts) return parser.problem();
    trim_end(*parts);
    if (!parts->empty()) result.push_back(Template{std::move(*parts), {}});
    parser.skip_character();
  }
  return result;
}

}  // namespace sluice::config::expression
