// SPDX-License-Identifier: Apache-2.0
#include "router/rewrite/text_edits.h"

#include <algorithm>

namespace sluice::router {

std::size_t TextEdits::begin_of(parser::ast::TokenRange range) const {
  return static_cast<std::size_t>(parsed_.text(range).data() - parsed_.sql.data());
}

std::size_t TextEdits::end_of(parser::ast::TokenRange range) const {
  return begin_of(range) + parsed_.text(range).size();
}

void TextEdits::replace(parser::ast::TokenRange range, std::string text) {
  edits_.push_back({begin_of(range), end_of(range), std::move(text)});
}

void TextEdits::append(parser::ast::TokenRange range, std::string text) {
  edits_.push_back({end_of(range), end_of(range), std::move(text)});
}

std::string TextEdits::apply() const {
  std::vector<const Edit*> order;
  order.reserve(edits_.size());
  for (const Edit& edit : edits_) order.push_back(&edit);
  std::stable_sort(order.begin(), order.end(),
                   [](const Edit* a, const Edit* b) { return a->begin < b->begin; });
  std::string out;
  std::size_t copied = 0;
  for (const Edit* edit : order) {
    out += parsed_.sql.substr(copied, edit->begin - copied);
    out += edit->text;
    copied = edit->end;
  }
  out += parsed_.sql.substr(copied);
  return out;
}

}  // namespace sluice::router
