// SPDX-License-Identifier: Apache-2.0
#include "router/planning/merge_keys.h"

#include "parser/visitor.h"
#include "router/planning/expression_traits.h"

namespace sluice::router {
namespace {

constexpr std::uint32_t kMaxSortLength = 1024;

// No character of these collations weighs more than four bytes; UCA ones may take eight weights.
std::uint32_t weight_bytes_per_character(const std::string& collation) {
  return collation.ends_with("_bin") || collation.ends_with("_general_ci") ? 4 : 16;
}

}  // namespace

ColumnAt HiddenColumns::add(const std::string& identity, SqlOps expression) {
  const auto [at, is_new] = known_.emplace(identity, static_cast<std::uint16_t>(order_.size()));
  if (is_new) order_.push_back(std::move(expression));
  return {true, at->second};
}

SqlOps HiddenColumns::list() const {
  SqlOps ops;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    ops.push_back(text_op(", "));
    append_ops(ops, order_[i]);
    ops.push_back(text_op(" AS sluice_" + std::to_string(i)));
  }
  return ops;
}

SqlOps MergeKeys::expression(const ast::Expr& expr) const {
  Splicer splicer = splicer_;
  parser::for_each_expr(expr, parser::Subqueries::skip, [&](const ast::Expr& part) {
    const auto* column = ast::try_as<ast::ColumnRef>(&part);
    if (column == nullptr || !column->table.empty() || context_.bound.column(&part) != nullptr) {
      return;
    }
    const DerivedColumn* derived = context_.bound.derived_column(&part);
    if (derived != nullptr && !derived->exposed.empty()) return;
    const auto item = list_.find_alias(column->column.text);
    if (!item) return;
    SqlOps meaning{text_op("(")};
    append_ops(meaning, splicer_.ops(list_.item(*item).expr->range));
    meaning.push_back(text_op(")"));
    splicer.replace(part.range, std::move(meaning));
  });
  // ops() leaves out an edit of the range as a whole only if it is an insertion.
  return splicer.ops(expr.range);
}

// A column of a derived table, common table or table function whose type is not known: ENUM, for
// one, sorts as no text does.
const ast::ColumnRef* MergeKeys::obscure_column(const ast::Expr& expr) const {
  const ast::ColumnRef* found = nullptr;
  parser::for_each_expr(expr, parser::Subqueries::skip, [&](const ast::Expr& part) {
    const DerivedColumn* derived = context_.bound.derived_column(&part);
    if (derived == nullptr || !derived->exposed.empty()) return;
    const auto& column = ast::as<ast::ColumnRef>(part);
    if (column.table.empty() && list_.find_alias(column.column.text)) return;
    found = &column;
  });
  return found;
}

Result<SortKey> MergeKeys::make(const ast::Expr& expr, std::optional<std::uint16_t> visible,
                                bool descending) const {
  if (const ast::ColumnRef* column = obscure_column(expr)) {
    return refuse_scatter("sorting or grouping by the column " + std::string(column->column.text),
                          table_list(context_.bound, TableKind::sharded));
  }
  Subject subject;
  subject.identity = identity_of(expr, context_.bound, context_.source, LiteralIdentity::by_place);
  subject.sql = expression(expr);
  subject.visible = visible;
  subject.schema = context_.bound.type_of(&expr);
  subject.no_string = gives_no_string(expr, context_.bound);
  subject.in_min = grouped_ && expr.kind != ast::ExprKind::column && !traits_of(expr).aggregate;
  return make(subject, descending);
}

Result<SortKey> MergeKeys::make_for_column(const ColumnSchema& schema, const std::string& sql,
                                           std::optional<std::uint16_t> visible) const {
  Subject subject;
  subject.identity = sql;
  subject.sql = {text_op(sql)};
  subject.visible = visible;
  subject.schema = &schema;
  return make(subject, false);
}

Result<SortKey> MergeKeys::make(const Subject& subject, bool descending) const {
  SortKey key;
  key.descending = descending;
  if (subject.schema == nullptr) {
    key.value = value(subject, "");
    if (!subject.no_string) add_weight(subject, "", key);
    return key;
  }
  switch (subject.schema->column_class) {
    case ColumnClass::integer:
    case ColumnClass::decimal:
    case ColumnClass::double_precision:
    case ColumnClass::temporal:
    case ColumnClass::time:
    case ColumnClass::year:
    case ColumnClass::binary:  // compares as its bytes do
      key.value = value(subject, "");
      return key;
    case ColumnClass::floating:  // as text it is rounded
      key.value = value(subject, " + 0e0");
      return key;
    case ColumnClass::enumeration:
    case ColumnClass::set:
    case ColumnClass::bit:
      key.value = value(subject, " + 0");
      key.by_number = true;
      return key;
    case ColumnClass::text:
      key.value = value(subject, "");
      add_weight(subject, subject.schema->collation, key);
      return key;
    case ColumnClass::json:
    case ColumnClass::other:
      break;
  }
  return refuse_scatter("sorting or grouping by the column " + subject.schema->name,
                        table_list(context_.bound, TableKind::sharded));
}

// The value itself where the client sees it, else a hidden column; with a suffix always a hidden
// one.
ColumnAt MergeKeys::value(const Subject& subject, std::string_view suffix) const {
  if (suffix.empty() && subject.visible) return {false, *subject.visible};
  SqlOps sql = subject.sql;
  if (!suffix.empty()) sql.push_back(text_op(std::string(suffix)));
  return hidden_.add(subject.identity + std::string(suffix), std::move(sql));
}

ColumnAt MergeKeys::call(const Subject& subject, const std::string& function) const {
  SqlOps sql{text_op(subject.in_min ? "MIN(" + function + "(" : function + "(")};
  append_ops(sql, subject.sql);
  sql.push_back(text_op(subject.in_min ? "))" : ")"));
  return hidden_.add(function + " " + subject.identity, std::move(sql));
}

void MergeKeys::add_weight(const Subject& subject, const std::string& collation,
                           SortKey& key) const {
  key.weight = call(subject, "WEIGHT_STRING");
  key.collation = collation;
  if (collation.empty()) key.collation_name = call(subject, "COLLATION");
}

bool MergeKeys::sorts_whole(const ColumnSchema& schema) {
  if (schema.column_class == ColumnClass::text) {
    return schema.max_length != 0 &&
           schema.max_length <= kMaxSortLength / weight_bytes_per_character(schema.collation);
  }
  if (schema.column_class == ColumnClass::binary) {
    return schema.max_length != 0 && schema.max_length <= kMaxSortLength;
  }
  return true;
}

bool MergeKeys::sorts_whole(const ast::Expr& expr) const {
  if (const ColumnSchema* schema = context_.bound.type_of(&expr)) return sorts_whole(*schema);
  return gives_no_string(expr, context_.bound);
}

}  // namespace sluice::router
