// SPDX-License-Identifier: Apache-2.0
#include "router/rewrite/source_text.h"

#include <algorithm>

namespace sluice::router {
namespace {

using parser::TokenKind;

bool is_literal(TokenKind kind) {
  switch (kind) {
    case TokenKind::integer:
    case TokenKind::decimal:
    case TokenKind::floating:
    case TokenKind::string:
    case TokenKind::national_string:
    case TokenKind::hex:
    case TokenKind::bit:
      return true;
    default:
      return false;
  }
}

}  // namespace

SourceText::SourceText(const parser::ParsedStatement& parsed)
    : parsed_(parsed), size_(static_cast<std::uint32_t>(parsed.tokens.tokens.size())) {
  while (size_ > 0 && parsed.tokens.tokens[size_ - 1].kind == TokenKind::end) --size_;
  for (std::uint32_t token = 0; token < size_; ++token) {
    if (parsed.tokens.tokens[token].kind == TokenKind::parameter)
      parameter_tokens_.push_back(token);
  }
}

std::string SourceText::word(std::uint32_t token) const {
  return token < size_ ? to_upper(token_text(token)) : std::string();
}

bool SourceText::is_folded(std::uint32_t token) const {
  return (token > 0 && mark(token - 1) == mark(token)) ||
         (token + 1 < size_ && mark(token + 1) == mark(token));
}

bool SourceText::is_value(std::uint32_t token) const {
  return is_folded(token) || is_literal(parsed_.tokens.tokens[token].kind);
}

bool SourceText::is_parameter(std::uint32_t token) const {
  return parsed_.tokens.tokens[token].kind == TokenKind::parameter;
}

std::vector<std::uint32_t> SourceText::parameters(TokenRange range) const {
  const auto first =
      std::lower_bound(parameter_tokens_.begin(), parameter_tokens_.end(), range.begin);
  const auto last = std::lower_bound(first, parameter_tokens_.end(), range.end);
  std::vector<std::uint32_t> ordinals;
  for (auto at = first; at != last; ++at) {
    ordinals.push_back(static_cast<std::uint32_t>(at - parameter_tokens_.begin()));
  }
  return ordinals;
}

void SourceText::pin(TokenRange range, std::vector<PinnedLiteral>& pinned) const {
  for (std::uint32_t token = range.begin; token < range.end; ++token) {
    std::uint32_t last = token;
    while (last + 1 < size_ && mark(last + 1) == mark(token)) ++last;
    const bool known = std::any_of(pinned.begin(), pinned.end(), [&](const PinnedLiteral& each) {
      return each.mark == mark(token);
    });
    if (!known && is_value(token)) {
      pinned.push_back({mark(token), std::string(text({token, last + 1}))});
    }
    token = last;
  }
}

}  // namespace sluice::router
