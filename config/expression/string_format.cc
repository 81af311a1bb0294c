// SPDX-License-Identifier: Apache-2.0
#include "config/expression/string_format.h"

#include "config/expression/java_text.h"

namespace sluice::config::expression {
namespace {

constexpr std::size_t kMaxWidth = 64;

struct Directive {
  bool zero = false;
  bool left = false;
  std::size_t width = 0;
  char conversion = 0;
};

// The directive behind a '%' at `at`, which is moved behind it.
Directive read_directive(std::string_view pattern, std::size_t& at) {
  Directive directive;
  for (; at < pattern.size(); ++at) {
    if (pattern[at] == '0') {
      directive.zero = true;
    } else if (pattern[at] == '-') {
      directive.left = true;
    } else {
      break;
    }
  }
  for (; at < pattern.size() && pattern[at] >= '0' && pattern[at] <= '9'; ++at) {
    directive.width =
        std::min(directive.width * 10 + static_cast<std::size_t>(pattern[at] - '0'), kMaxWidth + 1);
  }
  if (at < pattern.size()) directive.conversion = pattern[at++];
  return directive;
}

std::string justify(std::string text, const Directive& directive) {
  const std::size_t length = java_length(text);
  if (length >= directive.width) return text;
  const std::size_t missing = directive.width - length;
  if (directive.left) return text.append(missing, ' ');
  const bool behind_sign = directive.zero && text.starts_with('-');
  return text.insert(behind_sign ? 1 : 0, missing, directive.zero ? '0' : ' ');
}

bool is_supported(const Directive& directive) {
  if (directive.width > kMaxWidth || (directive.zero && directive.left)) return false;
  // Java wants a width behind a flag.
  if (directive.width == 0 && (directive.zero || directive.left)) return false;
  return directive.conversion == 'd' || (directive.conversion == 's' && !directive.zero);
}

}  // namespace

std::optional<Value> string_format(std::span<const Value> arguments, std::string& why) {
  const auto pattern = arguments[0].text();
  std::string result;
  std::size_t next = 1;
  for (std::size_t at = 0; pattern && at < pattern->size();) {
    if ((*pattern)[at] != '%') {
      result += (*pattern)[at++];
      continue;
    }
    if (pattern->substr(++at, 1) == "%") {
      result += (*pattern)[at++];
      continue;
    }
    const Directive directive = read_directive(*pattern, at);
    if (!is_supported(directive) || next >= arguments.size()) {
      why = "String.format() supports %d, %s and %% with a width, one argument for each";
      return std::nullopt;
    }
    const Value& value = arguments[next++];
    if (directive.conversion == 'd' && (!value.number() || !is_integral(*value.number()))) {
      why = "%d needs a whole number, not " + std::string(value.type_name());
      return std::nullopt;
    }
    result += justify(value.to_text(), directive);
  }
  if (pattern) return Value{std::move(result)};
  why = "String.format() needs a string first";
  return std::nullopt;
}

}  // namespace sluice::config::expression
