// SPDX-License-Identifier: Apache-2.0
#include "parser/token_stream.h"

namespace sluice::parser {

void SqlTokenStream::reset(const std::vector<GrammarToken>& typed) {
  at_ = 0;
  tokens_.resize(typed.size());
  for (std::size_t i = 0; i < typed.size(); ++i) {
    tokens_[i].type = typed[i].type;
    tokens_[i].index = typed[i].index;
  }
}

antlr4::Token* SqlTokenStream::LT(ssize_t distance) {
  // Behind the end there is the end; before the beginning, which ANTLR asks about once, nothing.
  const auto target =
      static_cast<std::size_t>(static_cast<ssize_t>(at_) + distance - (distance > 0 ? 1 : 0));
  if (target < tokens_.size()) return &tokens_[target];
  return distance > 0 ? &tokens_.back() : nullptr;
}

antlr4::Token* SqlTokenStream::get(std::size_t index) const {
  return const_cast<SqlToken*>(&tokens_[index]);
}

}  // namespace sluice::parser
