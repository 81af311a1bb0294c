// SPDX-License-Identifier: Apache-2.0
// Collects edits of the statement's text and yields templates: the original text copied between
// marks, with the edits in it.
#pragma once

#include <string>
#include <vector>

#include "router/rewrite/source_text.h"

namespace sluice::router {

using SqlOps = std::vector<SqlOp>;

SqlOp text_op(std::string text);
SqlOp table_op(std::uint16_t binding);
SqlOp session_op(SessionValue value);
SqlOp plain_op(SqlOp::Kind kind);  // row_limit, rows, generated_key
void append_ops(SqlOps& out, SqlOps ops);

class Splicer {
 public:
  explicit Splicer(const SourceText& source) : source_(&source) {}

  // Tokens [range) become `ops`; edits inside the range are dropped.
  void replace(TokenRange range, SqlOps ops);
  void remove(TokenRange range) { replace(range, {}); }
  // Right behind token `at - 1`. Insertions at one place keep their order.
  void insert(std::uint32_t at, SqlOps ops);

  // Whether anything inside the range is edited.
  bool touches(TokenRange range) const;

  // The text of a range with the edits strictly inside it.
  SqlOps ops(TokenRange range) const;
  // The whole statement with all edits.
  SqlTemplate whole() const;

 private:
  struct Edit {
    std::uint32_t begin;
    std::uint32_t end;
    SqlOps ops;
    bool inserts() const { return begin == end; }
  };

  SqlOps build(TokenRange range, bool with_edges) const;

  const SourceText* source_;
  std::vector<Edit> edits_;  // by begin; insertions before a replacement at the same place
};

}  // namespace sluice::router
