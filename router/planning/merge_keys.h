// SPDX-License-Identifier: Apache-2.0
// Keys that rows of several shards are compared by, and the hidden columns that carry them.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "router/planning/select_list.h"

namespace sluice::router {

// Columns that the shards append to their rows and the client does not see.
class HiddenColumns {
 public:
  // `identity`: equal for equal expressions, which share a column.
  ColumnAt add(const std::string& identity, SqlOps expression);
  std::uint16_t size() const { return static_cast<std::uint16_t>(order_.size()); }
  // ", expression AS `name`" for all of them.
  SqlOps list() const;

 private:
  std::map<std::string, std::uint16_t> known_;
  std::vector<SqlOps> order_;
};

class MergeKeys {
 public:
  // `grouped`: the shards' query has GROUP BY or aggregates.
  MergeKeys(const StatementContext& context, const Splicer& splicer, const SelectList& list,
            HiddenColumns& hidden, bool grouped)
      : context_(context), splicer_(splicer), list_(list), hidden_(hidden), grouped_(grouped) {}

  // A key over an expression, whose value is the visible column `visible` if that is given. Errors:
  // scatter_unsupported for types without an order that we know.
  Result<SortKey> make(const ast::Expr& expr, std::optional<std::uint16_t> visible,
                       bool descending) const;
  // The same for a column behind `*`; `sql` names it.
  Result<SortKey> make_for_column(const ColumnSchema& schema, const std::string& sql,
                                  std::optional<std::uint16_t> visible) const;

  // Equal keys come next to each other when a server sorts by them: its sort looks at no more than
  // the first max_sort_length (1024) bytes.
  bool sorts_whole(const ast::Expr& expr) const;
  static bool sorts_whole(const ColumnSchema& schema);

  // The expression as it may stand in the select list, where aliases are not known.
  SqlOps expression(const ast::Expr& expr) const;

 private:
  struct Subject {
    std::string identity;
    SqlOps sql;
    std::optional<std::uint16_t> visible;
    const ColumnSchema* schema = nullptr;
    bool no_string = false;
    bool in_min = false;  // weights need MIN() around them to be allowed beside GROUP BY
  };

  const ast::ColumnRef* obscure_column(const ast::Expr& expr) const;
  Result<SortKey> make(const Subject& subject, bool descending) const;
  ColumnAt value(const Subject& subject, std::string_view suffix) const;
  ColumnAt call(const Subject& subject, const std::string& function) const;
  void add_weight(const Subject& subject, const std::string& collation, SortKey& key) const;

  const StatementContext& context_;
  const Splicer& splicer_;
  const SelectList& list_;
  HiddenColumns& hidden_;
  bool grouped_;
};

}  // namespace sluice::router
