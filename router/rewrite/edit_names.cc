// SPDX-License-Identifier: Apache-2.0
#include "router/rewrite/edit_names.h"

#include <algorithm>

#include "router/utf8.h"

namespace sluice::router {
namespace {

SqlOp copy_token(std::uint32_t token, const Splicer& splicer) {
  return splicer.ops({token, token + 1}).front();
}

// Where an alias goes: behind PARTITION (..) and FOR SYSTEM_TIME, before index hints.
std::uint32_t alias_place(const BoundTable& table) {
  std::uint32_t place = table.name->range.end;
  if (table.ref != nullptr) {
    place = std::max({place, table.ref->partitions.end, table.ref->temporal.end});
  }
  return place;
}

void edit_table_name(const BoundTable& table, Splicer& splicer) {
  const ast::TableName& name = *table.name;
  const std::uint32_t token = name.table.token;
  if (table.kind() != TableKind::system && table.rule().keeps_name()) {
    if (!name.schema.empty()) splicer.replace(name.range, {copy_token(token, splicer)});
    return;
  }
  const bool needs_alias =
      table.ref != nullptr && table.ref->alias.empty() && !table.takes_no_alias;
  if (needs_alias) {
    splicer.insert(alias_place(table), {text_op(" AS "), copy_token(token, splicer)});
  }
  splicer.replace(name.range, {table_op(table.binding)});
}

// The server cuts a column's name after this many bytes, at a character's end.
constexpr std::size_t kMaxColumnName = 255;

std::string as_alias(std::string_view text) {
  std::string alias = " AS `";
  std::size_t length = 0;
  while (length < text.size()) {
    const std::size_t next = decode_utf8(text.substr(length)).length;
    if (length + next > kMaxColumnName) break;
    for (const char c : text.substr(length, next)) {
      if (c == '`') alias += '`';
      alias += c;
    }
    length += next;
  }
  alias += '`';
  return alias;
}

}  // namespace

void edit_table_names(const Bound& bound, Splicer& splicer) {
  for (const BoundTable& table : bound.tables) edit_table_name(table, splicer);
}

void edit_qualifiers(const Bound& bound, Splicer& splicer) {
  for (const auto& [expr, index] : bound.qualifiers) {
    const BoundTable& table = bound.tables[static_cast<std::size_t>(index)];
    const bool is_star = expr->kind == ast::ExprKind::star;
    const ast::Identifier& schema =
        is_star ? ast::as<ast::Star>(*expr).schema : ast::as<ast::ColumnRef>(*expr).schema;
    const ast::Identifier& name =
        is_star ? ast::as<ast::Star>(*expr).table : ast::as<ast::ColumnRef>(*expr).table;
    const bool renamed = table.takes_no_alias && !table.rule().keeps_name() &&
                         (table.ref == nullptr || table.ref->alias.empty());
    const ast::TokenRange range{schema.empty() ? name.token : schema.token, name.token + 1};
    if (renamed) {
      splicer.replace(range, {table_op(table.binding)});
    } else if (!schema.empty()) {
      splicer.replace(range, {copy_token(name.token, splicer)});
    }
  }
}

void edit_owned_values(const Bound& bound, Splicer& splicer) {
  for (const auto& [expr, value] : bound.owned) splicer.replace(expr->range, {session_op(value)});
}

void keep_column_names(const Bound& bound, const SourceText& source, Splicer& splicer,
                       std::vector<PinnedLiteral>& pinned) {
  for (const ast::List<ast::SelectItem>& items : bound.select_lists) {
    for (const ast::SelectItem& item : items) {
      const ast::ExprKind kind = item.expr->kind;
      if (!item.alias.empty() || kind == ast::ExprKind::column || kind == ast::ExprKind::star ||
          !splicer.touches(item.range)) {
        continue;
      }
      source.pin(item.range, pinned);
      splicer.insert(item.range.end, {text_op(as_alias(source.text(item.range)))});
    }
  }
}

}  // namespace sluice::router
