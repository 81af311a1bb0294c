// SPDX-License-Identifier: Apache-2.0
#include "config/expression/parse.h"

#include "config/expression/parser.h"

namespace sluice::config::expression {
namespace {

bool is_constant(std::string_view text) {
  return text.find("${") == std::string_view::npos && text.find("$->{") == std::string_view::npos;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

Template constant(std::string_view text) {
  Node node;
  node.kind = NodeKind::text;
  node.text = text;
  Template result;
  result.parts.push_back(std::move(node));
  return result;
}

std::vector<Template> split_constant(std::string_view text) {
  std::vector<Template> result;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = trim(text.substr(0, comma));
    if (!part.empty()) result.push_back(constant(part));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return result;
}

// The blanks between a comma and the text belong to neither side.
void trim_end(std::vector<Node>& parts) {
  if (parts.empty() || parts.back().kind != NodeKind::text) return;
  std::string& text = parts.back().text;
  while (!text.empty() && is_blank(text.back())) text.pop_back();
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
  if (is_constant(text)) return split_constant(text);
  std::vector<Template> result;
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
