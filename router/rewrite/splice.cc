// SPDX-License-Identifier: Apache-2.0
#include "router/rewrite/splice.h"

#include <algorithm>

namespace sluice::router {
namespace {

// Walks over the tokens of a range, copying them.
class Copier {
 public:
  Copier(const SourceText& source, TokenRange range, SqlOps& out)
      : source_(source), out_(out), token_(range.begin), at_(source.before(range.begin)) {}

  std::uint32_t token() const { return token_; }

  // Up to right behind token `end - 1`.
  void copy_through(std::uint32_t end) {
    if (end == token_) return;
    copy(source_.behind(end - 1), end);
  }
  // Up to right before token `end`, the white space there included; not at the start of the range.
  void copy_before(std::uint32_t end) {
    const Anchor target = source_.before(end);
    if (end != token_ || at_.behind) copy(target, end);
  }
  void skip_to(std::uint32_t end) {
    token_ = end;
    at_ = source_.behind(end - 1);
  }

 private:
  void copy(Anchor target, std::uint32_t end) {
    SqlOp op{.kind = SqlOp::Kind::copy};
    op.from = at_;
    op.to = target;
    op.parameters = source_.parameters({token_, end});
    out_.push_back(std::move(op));
    token_ = end;
    at_ = target;
  }

  const SourceText& source_;
  SqlOps& out_;
  std::uint32_t token_;
  Anchor at_;
};

}  // namespace

SqlOp text_op(std::string text) {
  SqlOp op{.kind = SqlOp::Kind::text};
  op.text = std::move(text);
  return op;
}

SqlOp table_op(std::uint16_t binding) {
  SqlOp op{.kind = SqlOp::Kind::table};
  op.index = binding;
  return op;
}

SqlOp session_op(SessionValue value) {
  SqlOp op{.kind = SqlOp::Kind::session_value};
  op.session = value;
  return op;
}

SqlOp plain_op(SqlOp::Kind kind) {
  return SqlOp{.kind = kind};
}

void append_ops(SqlOps& out, SqlOps ops) {
  std::move(ops.begin(), ops.end(), std::back_inserter(out));
}

void Splicer::replace(TokenRange range, SqlOps ops) {
  std::erase_if(edits_, [&](const Edit& each) {
    return each.inserts() ? each.begin > range.begin && each.begin < range.end
                          : each.begin >= range.begin && each.end <= range.end;
  });
  const auto at = std::find_if(edits_.begin(), edits_.end(),
                               [&](const Edit& each) { return each.begin > range.begin; });
  edits_.insert(at, {range.begin, range.end, std::move(ops)});
}

void Splicer::insert(std::uint32_t place, SqlOps ops) {
  const auto at = std::find_if(edits_.begin(), edits_.end(), [&](const Edit& each) {
    return each.begin > place || (each.begin == place && !each.inserts());
  });
  edits_.insert(at, {place, place, std::move(ops)});
}

bool Splicer::touches(TokenRange range) const {
  return std::any_of(edits_.begin(), edits_.end(), [&](const Edit& each) {
    return each.inserts() ? each.begin > range.begin && each.begin < range.end
                          : each.begin >= range.begin && each.end <= range.end;
  });
}

SqlOps Splicer::build(TokenRange range, bool with_edges) const {
  SqlOps out;
  if (range.empty()) return out;
  Copier copier(*source_, range, out);
  for (const Edit& edit : edits_) {
    const bool inside = edit.inserts() && !with_edges
                            ? edit.begin > range.begin && edit.begin < range.end
                            : edit.begin >= range.begin && edit.end <= range.end;
    if (!inside || edit.begin < copier.token()) continue;
    if (edit.inserts()) {
      copier.copy_through(edit.begin);
    } else {
      copier.copy_before(edit.begin);
    }
    append_ops(out, edit.ops);
    if (!edit.inserts()) copier.skip_to(edit.end);
  }
  copier.copy_through(range.end);
  return out;
}

SqlOps Splicer::ops(TokenRange range) const {
  return build(range, false);
}

SqlTemplate Splicer::whole() const {
  return {build(source_->whole(), true)};
}

}  // namespace sluice::router
