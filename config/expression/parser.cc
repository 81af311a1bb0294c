// SPDX-License-Identifier: Apache-2.0
#include "config/expression/parser.h"

#include <algorithm>

namespace sluice::config::expression {
namespace {

constexpr int kMaxNesting = 64;           // of parentheses, lists, strings, closures
constexpr std::uint32_t kMaxDepth = 256;  // of the tree: a chain of operators is a deep tree

struct BinaryOperator {
  std::string_view symbol;
  int precedence;
  NodeKind kind;
  Arithmetic arithmetic = Arithmetic::add;
};

constexpr int kPower = 11;

// A symbol that begins another one stands behind it.
constexpr BinaryOperator kOperators[] = {
    {"||", 1, NodeKind::logical_or},
    {"&&", 2, NodeKind::logical_and},
    {"|", 3, NodeKind::arithmetic, Arithmetic::bit_or},
    {"^", 4, NodeKind::arithmetic, Arithmetic::bit_xor},
    {"&", 5, NodeKind::arithmetic, Arithmetic::bit_and},
    {"==", 6, NodeKind::equal},
    {"!=", 6, NodeKind::not_equal},
    {"<<", 8, NodeKind::arithmetic, Arithmetic::shift_left},
    {">>>", 8, NodeKind::arithmetic, Arithmetic::shift_right_unsigned},
    {">>", 8, NodeKind::arithmetic, Arithmetic::shift_right},
    {"..<", 8, NodeKind::range_exclusive},
    {"..", 8, NodeKind::range},
    {"<=", 7, NodeKind::less_equal},
    {">=", 7, NodeKind::greater_equal},
    {"<", 7, NodeKind::less},
    {">", 7, NodeKind::greater},
    {"+", 9, NodeKind::arithmetic, Arithmetic::add},
    {"-", 9, NodeKind::arithmetic, Arithmetic::subtract},
    {"**", kPower, NodeKind::arithmetic, Arithmetic::power},
    {"*", 10, NodeKind::arithmetic, Arithmetic::multiply},
    {"/", 10, NodeKind::arithmetic, Arithmetic::divide},
    {"%", 10, NodeKind::arithmetic, Arithmetic::remainder},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}

Node text_node(std::string text) {
  Node node;
  node.kind = NodeKind::text;
  node.text = std::move(text);
  return node;
}

}  // namespace

std::nullopt_t Parser::fail(std::string message) {
  if (problem_.message.empty()) {
    const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
    const auto characters =
        std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; });
    problem_ = {static_cast<std::size_t>(characters) + 1, std::move(message)};
  }
  return std::nullopt;
}

char Parser::peek(std::size_t offset) const {
  return at_ + offset < text_.size() ? text_[at_ + offset] : '\0';
}

void Parser::skip_blanks() {
  while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
}

bool Parser::accept(std::string_view symbol) {
  skip_blanks();
  if (text_.substr(at_, symbol.size()) != symbol) return false;
  at_ += symbol.size();
  return true;
}

bool Parser::expect(char symbol) {
  if (accept(std::string_view(&symbol, 1))) return true;
  fail(std::string("expected '") + symbol + "'");
  return false;
}

std::string_view Parser::identifier() {
  const std::size_t begin = at_;
  if (is_name_start(peek())) {
    while (is_name_start(peek()) || is_digit(peek())) ++at_;
  }
  return text_.substr(begin, at_ - begin);
}

std::optional<Node> Parser::make(NodeKind kind, std::vector<Node> children) {
  Node node;
  node.kind = kind;
  for (const Node& child : children) node.depth = std::max(node.depth, child.depth + 1);
  node.children = std::move(children);
  if (node.depth > kMaxDepth) return fail("too many operators in one expression");
  return node;
}

// --------------------------------------------------------------------------------------- templates

std::optional<std::vector<Node>> Parser::parts(char end) {
  std::vector<Node> parts;
  std::string text;
  while (!at_end() && peek() != end) {
    if (peek() == '\\') {
      if (!escape(text)) return std::nullopt;
    } else if (peek() == '"') {
      return fail("a double quote outside of ${...} must be written \\\"");
    } else if (peek() != '$') {
      text += text_[at_++];
    } else {
      if (!accept("${") && !accept("$->{")) return fail("'$' must begin ${...} or be written \\$");
      if (!text.empty()) parts.push_back(text_node(std::move(text)));
      text.clear();
      std::optional<Node> value = embedded();
      if (!value) return std::nullopt;
      parts.push_back(std::move(*value));
    }
  }
  if (!text.empty()) parts.push_back(text_node(std::move(text)));
  return parts;
}

std::optional<Node> Parser::embedded() {
  std::optional<Node> value = expression();
  if (!value || !expect('}')) return std::nullopt;
  return value;
}

bool Parser::escape(std::string& into) {
  constexpr std::string_view kNames = "\\\"'$ntrbf";
  constexpr std::string_view kMeanings = "\\\"'$\n\t\r\b\f";
  const std::size_t known = at_ + 1 < text_.size() ? kNames.find(peek(1)) : std::string_view::npos;
  if (known == std::string_view::npos) {
    fail("unknown escape behind '\\'");
    return false;
  }
  into += kMeanings[known];
  at_ += 2;
  return true;
}

// ------------------------------------------------------------------------------------- expressions

std::optional<Node> Parser::expression() {
  if (nesting_ >= kMaxNesting) return fail("nested too deeply");
  ++nesting_;
  std::optional<Node> result = binary(1);
  if (result && accept("?")) {
    std::optional<Node> yes = expression();
    if (!yes || !expect(':')) return std::nullopt;
    std::optional<Node> no = expression();
    if (!no) return std::nullopt;
    std::vector<Node> children;
    children.push_back(std::move(*result));
    children.push_back(std::move(*yes));
    children.push_back(std::move(*no));
    result = make(NodeKind::conditional, std::move(children));
  }
  --nesting_;
  return result;
}

std::optional<Node> Parser::binary(int lowest_precedence) {
  std::optional<Node> left = unary();
  while (left) {
    skip_blanks();
    const auto* found = std::find_if(
        std::begin(kOperators), std::end(kOperators), [&](const BinaryOperator& candidate) {
          return text_.substr(at_, candidate.symbol.size()) == candidate.symbol;
        });
    if (found == std::end(kOperators) || found->precedence < lowest_precedence) return left;
    at_ += found->symbol.size();
    std::optional<Node> right = binary(found->precedence + 1);
    if (!right) return std::nullopt;
    std::vector<Node> children;
    children.push_back(std::move(*left));
    children.push_back(std::move(*right));
    left = make(found->kind, std::move(children));
    if (left) left->arithmetic = found->arithmetic;
  }
  return left;
}

// The sign binds less than **: -2 ** 2 is -4.
std::optional<Node> Parser::unary() {
  skip_blanks();
  const bool minus = peek() == '-';
  if (!minus && peek() != '+') return prefix();
  ++at_;
  if (nesting_ >= kMaxNesting) return fail("nested too deeply");
  ++nesting_;
  std::optional<Node> operand = binary(kPower);
  --nesting_;
  if (!operand || !minus) return operand;
  std::vector<Node> children;
  children.push_back(std::move(*operand));
  return make(NodeKind::negate, std::move(children));
}

std::optional<Node> Parser::prefix() {
  skip_blanks();
  const bool negation = peek() == '!';
  if (!negation && peek() != '~') return postfix();
  ++at_;
  if (nesting_ >= kMaxNesting) return fail("nested too deeply");
  ++nesting_;
  std::optional<Node> operand = prefix();
  --nesting_;
  if (!operand) return std::nullopt;
  std::vector<Node> children;
  children.push_back(std::move(*operand));
  return make(negation ? NodeKind::logical_not : NodeKind::complement, std::move(children));
}

std::optional<Node> Parser::postfix() {
  std::optional<Node> value = primary();
  while (value) {
    skip_blanks();
    if (peek() != '.' || peek(1) == '.') return value;
    ++at_;
    value = member(std::move(value), "");
  }
  return value;
}

std::optional<Node> Parser::primary() {
  skip_blanks();
  if (is_digit(peek())) return number();
  if (is_name_start(peek())) return named();
  switch (peek()) {
    case '\'':
      return quoted();
    case '"':
      return interpolated();
    case '[':
      return list();
    case '(': {
      ++at_;
      std::optional<Node> inner = expression();
      if (!inner || !expect(')')) return std::nullopt;
      return inner;
    }
    default:
      return fail("expected a value");
  }
}

std::optional<Node> Parser::quoted() {
  std::string text;
  ++at_;
  while (peek() != '\'') {
    if (at_end()) return fail("a string without its closing quote");
    if (peek() != '\\') {
      text += text_[at_++];
    } else if (!escape(text)) {
      return std::nullopt;
    }
  }
  ++at_;
  return text_node(std::move(text));
}

std::optional<Node> Parser::interpolated() {
  ++at_;
  std::optional<std::vector<Node>> inner = parts('"');
  if (!inner) return std::nullopt;
  if (at_end()) return fail("a string without its closing quote");
  ++at_;
  if (inner->empty()) return text_node("");
  if (inner->size() == 1 && inner->front().kind == NodeKind::text) return std::move(inner->front());
  return make(NodeKind::interpolated, std::move(*inner));
}

std::optional<Node> Parser::list() {
  ++at_;
  std::vector<Node> items;
  if (!arguments(items, ']')) return std::nullopt;
  return make(NodeKind::list, std::move(items));
}

}  // namespace sluice::config::expression
