// SPDX-License-Identifier: Apache-2.0
// The part of the Parser that deals with names: columns, classes, methods, closures.
#include <algorithm>

#include "config/expression/parser.h"
#include "config/scalar.h"

namespace sluice::config::expression {
namespace {

Node literal_node(Value value) {
  Node node;
  node.value = std::move(value);
  return node;
}

// Groovy hashes an interpolated string differently from a string, so hashCode() must not see one.
bool holds_interpolation(const Node& node) {
  return node.kind == NodeKind::interpolated ||
         std::any_of(node.children.begin(), node.children.end(), holds_interpolation);
}

}  // namespace

// Values between commas, up to and with `end`.
bool Parser::arguments(std::vector<Node>& into, char end) {
  if (accept(std::string_view(&end, 1))) return true;
  do {
    std::optional<Node> value = expression();
    if (!value) return false;
    into.push_back(std::move(*value));
  } while (accept(","));
  return expect(end);
}

std::optional<Node> Parser::named() {
  const std::size_t begin = at_;
  const std::string_view word = identifier();
  skip_blanks();
  if (word == "true" || word == "false") return literal_node({word == "true"});
  if (word == "null") return literal_node({});
  if (peek() == '.' && peek(1) != '.' && is_class_name(word)) {
    ++at_;
    return member(std::nullopt, word);
  }
  if (peek() == '(') return fail("unknown function '" + std::string(word) + "'");
  at_ = begin + word.size();
  return name(word);
}

std::optional<Node> Parser::name(std::string_view name) {
  Node node;
  const auto parameter = std::find(parameters_.rbegin(), parameters_.rend(), name);
  if (parameter != parameters_.rend()) {
    node.kind = NodeKind::parameter;
    node.index = static_cast<std::uint32_t>(parameters_.rend() - parameter - 1);
    return node;
  }
  if (!columns_) {
    at_ -= name.size();
    return fail("'" + std::string(name) + "' has no value here");
  }
  const std::string column = to_lower(name);
  const auto found = std::find(columns_->begin(), columns_->end(), column);
  node.kind = NodeKind::column;
  node.index = static_cast<std::uint32_t>(found - columns_->begin());
  if (found == columns_->end()) {
    if (columns_->size() == kMaxColumns) return fail("more than 8 columns");
    columns_->push_back(column);
  }
  return node;
}

// Behind the dot: a method of `receiver`, or of the class `owner`.
std::optional<Node> Parser::member(std::optional<Node> receiver, std::string_view owner) {
  skip_blanks();
  const std::size_t begin = at_;
  const std::string_view word = identifier();
  skip_blanks();
  if (word == "collect" && receiver && peek() == '{') return closure(std::move(*receiver));
  const Method* method = find_method(owner, word);
  if (!method || peek() != '(') {
    at_ = begin;
    return fail((method ? "'()' is missing behind '" : "there is no method '") + std::string(word) +
                "'" + (method ? "" : " here"));
  }
  ++at_;
  std::vector<Node> values;
  if (receiver) values.push_back(std::move(*receiver));
  const std::size_t own = values.size();
  if (!arguments(values, ')')) return std::nullopt;
  if (values.size() - own < method->min_arguments || values.size() - own > method->max_arguments) {
    return fail("'" + std::string(word) + "' takes another number of arguments");
  }
  if (word == "hashCode" && holds_interpolation(values.front())) {
    return fail("hashCode() of a string with ${...} in it is not supported");
  }
  std::optional<Node> call = make(NodeKind::call, std::move(values));
  if (call) call->method = method;
  return call;
}

// { x -> expression } or { expression with `it` }
std::optional<Node> Parser::closure(Node receiver) {
  ++at_;
  skip_blanks();
  const std::size_t begin = at_;
  std::string parameter(identifier());
  if (parameter.empty() || !accept("->")) {
    at_ = begin;
    parameter = "it";
  }
  parameters_.push_back(std::move(parameter));
  std::optional<Node> body = expression();
  parameters_.pop_back();
  if (!body || !expect('}')) return std::nullopt;
  std::vector<Node> children;
  children.push_back(std::move(receiver));
  children.push_back(std::move(*body));
  return make(NodeKind::collect, std::move(children));
}

}  // namespace sluice::config::expression
