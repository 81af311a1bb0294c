// SPDX-License-Identifier: Apache-2.0
#include "config/row_expression.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>

#include "config/expression/evaluate.h"
#include "config/expression/parse.h"
#include "config/interval_expression.h"
#include "config/scalar.h"

namespace sluice::config {
namespace {

using expression::BigInteger;
using expression::Evaluator;
using expression::Node;
using expression::NodeKind;
using expression::Number;
using expression::SyntaxProblem;
using expression::Template;
using expression::Value;

constexpr std::size_t kMaxResults = 1'000'000;
constexpr std::size_t kMaxResultBytes = 128 << 20;
constexpr std::int64_t kExpandBudget = 64 << 20;
constexpr std::int64_t kEvaluateBudget = 1 << 20;
constexpr std::int64_t kMaxModulus = 4'096;  // each remainder is tried when compiling

Error invalid(std::string_view expression, std::string_view reason) {
  constexpr std::size_t kShown = 200;
  const std::string shown(expression.substr(0, kShown));
  return make_error(ErrorId::expression_invalid, {shown, reason});
}

Error invalid(std::string_view expression, const SyntaxProblem& problem) {
  return invalid(expression,
                 "character " + std::to_string(problem.position) + ": " + problem.message);
}

enum class Dialect : std::uint8_t { groovy, literal, interval };

struct Typed {
  Dialect dialect;
  std::string_view text;  // behind the prefix
};

// "<TYPE>..." chooses the language; without it Groovy.
Result<Typed> split_type(std::string_view text) {
  const std::size_t end = text.starts_with('<') ? text.find('>') : std::string_view::npos;
  if (end == std::string_view::npos) return Typed{Dialect::groovy, text};
  const std::string_view type = text.substr(1, end - 1);
  if (type == "GROOVY") return Typed{Dialect::groovy, text.substr(end + 1)};
  if (type == "LITERAL") return Typed{Dialect::literal, text.substr(end + 1)};
  if (type == "INTERVAL") return Typed{Dialect::interval, text.substr(end + 1)};
  return invalid(text, "the type <" + std::string(type) + "> is " +
                           (type == "ESPRESSO" ? "not supported yet" : "unknown") +
                           ", use <GROOVY>, <LITERAL> or <INTERVAL>");
}

// The texts that one part stands for: a list's items without repetition, else one text; null is
// empty text.
std::vector<std::string> alternatives(const Value& value) {
  if (value.is_null()) return {""};
  if (!value.list()) return {value.to_text()};
  std::vector<std::string> texts;
  texts.reserve(value.list()->size());  // so that views of them stay valid
  std::unordered_set<std::string_view> seen;
  for (const Value& item : *value.list()) {
    texts.push_back(item.to_text());
    if (!seen.insert(texts.back()).second) texts.pop_back();
  }
  return texts;
}

// Expands templates into one list, counting what they produce together.
class Expansion {
 public:
  // Why it failed, or nothing.
  std::optional<std::string> add(const Template& source) {
    Evaluator evaluator({}, {}, kExpandBudget);
    std::vector<std::vector<std::string>> parts;
    std::size_t count = 1;
    for (const Node& part : source.parts) {
      const std::optional<Value> value = evaluator.evaluate(part);
      if (!value) return evaluator.failure();
      parts.push_back(alternatives(*value));
      count *= parts.back().size();
      if (results_.size() + count > kMaxResults) return "more than 1,000,000 results";
    }
    for (std::size_t number = 0; number < count; ++number) {
      results_.push_back(combination(parts, number, count));
      bytes_ += results_.back().size();
      if (bytes_ > kMaxResultBytes) return "more than 128 MiB of results";
    }
    return std::nullopt;
  }

  std::vector<std::string> take() { return std::move(results_); }

 private:
  // The combination with that number, if the last part changes fastest.
  static std::string combination(const std::vector<std::vector<std::string>>& parts,
                                 std::size_t number, std::size_t count) {
    std::string text;
    for (const std::vector<std::string>& part : parts) {
      count /= part.size();
      text += part[number / count];
      number %= count;
    }
    return text;
  }

  std::vector<std::string> results_;
  std::size_t bytes_ = 0;
};

Value value_of(const InlineValue& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return {*text};
  if (const auto* number = std::get_if<std::uint64_t>(&value)) {
    if (*number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return {Number(BigInteger(*number))};
    }
    return value_of(static_cast<std::int64_t>(*number));
  }
  const std::int64_t number = *std::get_if<std::int64_t>(&value);
  // As ShardingSphere types a number in SQL: the smallest of Integer and Long that holds it.
  const auto narrow = static_cast<std::int32_t>(number);
  return {narrow == number ? Number(narrow) : Number(number)};
}

}  // namespace

Result<std::vector<std::string>> expand_row_expression(std::string_view text) {
  const Result<Typed> typed = split_type(text);
  if (!typed) return typed.error();
  if (typed->dialect == Dialect::literal) {
    const std::vector<std::string_view> texts = split_list(typed->text);
    return std::vector<std::string>(texts.begin(), texts.end());
  }
  if (typed->dialect == Dialect::interval) {
    auto names = expand_interval(typed->text);
    if (const auto* problem = std::get_if<std::string>(&names)) return invalid(text, *problem);
    return std::get<0>(std::move(names));
  }
  const auto parsed = expression::parse_templates(typed->text);
  if (const auto* problem = std::get_if<SyntaxProblem>(&parsed)) return invalid(text, *problem);
  Expansion expansion;
  for (const Template& source : *std::get_if<0>(&parsed)) {
    if (const auto failure = expansion.add(source)) return invalid(text, *failure);
  }
  return expansion.take();
}

struct InlineExpression::Impl {
  std::string source;
  Template compiled;
  std::uint64_t modulus = 0;

  std::optional<std::string> evaluate(std::span<const Value> values, std::string& out) const {
    Evaluator evaluator(values, compiled.columns, kEvaluateBudget);
    if (evaluator.append_text(compiled.parts, out)) return std::nullopt;
    return evaluator.failure();
  }
};

namespace {

// The N of `column % N` if the column occurs in no other way and N is the same everywhere; else 0.
std::int64_t only_modulus(const Node& node, std::int64_t found) {
  if (node.kind == NodeKind::column) return 0;
  const bool remainder = node.kind == NodeKind::arithmetic &&
                         node.arithmetic == expression::Arithmetic::remainder &&
                         node.children[0].kind == NodeKind::column;
  if (remainder) {
    const Number* divisor = node.children[1].value.number();
    if (!divisor || divisor->index() > 1) return 0;
    const std::int64_t modulus = long_value(*divisor);
    return modulus > 0 && (found < 0 || found == modulus) ? modulus : 0;
  }
  for (const Node& child : node.children) {
    found = only_modulus(child, found);
    if (found == 0) return 0;
  }
  return found;
}

bool same(const Value& left, const Value& right) {
  return left.type_name() == right.type_name() && left.to_text() == right.to_text();
}

bool same(const Node& left, const Node& right) {
  return left.kind == right.kind && left.arithmetic == right.arithmetic &&
         left.index == right.index && left.method == right.method && left.text == right.text &&
         same(left.value, right.value) &&
         std::equal(left.children.begin(), left.children.end(), right.children.begin(),
                    right.children.end(), [](const Node& a, const Node& b) { return same(a, b); });
}

bool has_prefix(const Template& source) {
  return !source.parts.empty() && source.parts.front().kind == NodeKind::text;
}

}  // namespace

Result<InlineExpression> InlineExpression::compile(std::string_view text) {
  const Result<Typed> typed = split_type(text);
  if (!typed) return typed.error();
  auto impl = std::make_unique<Impl>();
  impl->source = text;
  if (typed->dialect == Dialect::interval) {
    return invalid(text, "<INTERVAL> makes a list of names, not one for a value");
  }
  if (typed->dialect == Dialect::literal) {
    Node node;
    node.kind = NodeKind::text;
    node.text = typed->text;
    impl->compiled.parts.push_back(std::move(node));
    return InlineExpression(std::move(impl));
  }
  auto parsed = expression::parse_template(typed->text);
  if (const auto* problem = std::get_if<SyntaxProblem>(&parsed)) return invalid(text, *problem);
  impl->compiled = std::move(*std::get_if<0>(&parsed));
  impl->modulus = tabulable_modulus(*impl);
  return InlineExpression(std::move(impl));
}

// The remainder of an int is an int, of a long a long. The text may depend on which it is (an int
// wraps earlier, hashes differently), so all remainders are tried in all types: then it is certain.
std::uint64_t InlineExpression::tabulable_modulus(const Impl& impl) {
  if (impl.compiled.columns.size() != 1) return 0;
  std::int64_t modulus = -1;
  for (const Node& part : impl.compiled.parts) {
    modulus = only_modulus(part, modulus);
    if (modulus == 0) return 0;
  }
  if (modulus > kMaxModulus) return 0;
  for (std::int64_t remainder = 1 - modulus; remainder < modulus; ++remainder) {
    const Value typed[] = {{Number(static_cast<std::int32_t>(remainder))},
                           {Number(remainder)},
                           {Number(BigInteger(remainder))}};
    std::string texts[3];
    for (std::size_t i = 0; i < 3; ++i) {
      if (impl.evaluate(std::span(&typed[i], 1), texts[i])) return 0;
    }
    if (texts[0] != texts[1] || texts[0] != texts[2]) return 0;
  }
  return static_cast<std::uint64_t>(modulus);
}

InlineExpression::InlineExpression(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
InlineExpression::InlineExpression(InlineExpression&&) noexcept = default;
InlineExpression& InlineExpression::operator=(InlineExpression&&) noexcept = default;
InlineExpression::~InlineExpression() = default;

const std::vector<std::string>& InlineExpression::columns() const {
  return impl_->compiled.columns;
}

std::uint64_t InlineExpression::modulus() const {
  return impl_->modulus;
}

std::string_view InlineExpression::prefix() const {
  return has_prefix(impl_->compiled) ? std::string_view(impl_->compiled.parts.front().text) : "";
}

bool InlineExpression::is_like(const InlineExpression& other) const {
  const auto behind_prefix = [](const Template& source) {
    return std::span(source.parts).subspan(has_prefix(source) ? 1 : 0);
  };
  const auto left = behind_prefix(impl_->compiled);
  const auto right = behind_prefix(other.impl_->compiled);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](const Node& a, const Node& b) { return same(a, b); });
}

Result<void> InlineExpression::evaluate(std::span<const InlineArgument> arguments,
                                        std::string& out) const {
  std::array<Value, expression::kMaxColumns> values;
  const std::vector<std::string>& names = impl_->compiled.columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const InlineArgument& argument : arguments) {
      if (argument.column == names[i]) values[i] = value_of(argument.value);
    }
  }
  const std::size_t before = out.size();
  const auto failure = impl_->evaluate(std::span(values.data(), names.size()), out);
  if (!failure) return {};
  out.resize(before);
  return invalid(impl_->source, *failure);
}

}  // namespace sluice::config
