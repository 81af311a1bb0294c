// SPDX-License-Identifier: Apache-2.0
// Column names to tables.
#include <algorithm>

#include "router/planning/binder.h"

namespace sluice::router {

Binder::NameAt Binder::find_name(const ast::Identifier& database, const ast::Identifier& table,
                                 int block_index) const {
  for (int at = block_index; at != kNone; at = out_.blocks[static_cast<std::size_t>(at)].parent) {
    for (const FromName& name : out_.blocks[static_cast<std::size_t>(at)].names) {
      if (name.exposed != table.text) continue;
      if (!database.empty() && name.database != database.text) continue;
      return {at, &name};
    }
  }
  return {};
}

// Its query, which will stand there, belongs to no database.
void Binder::qualified_by_view(const ast::Identifier& database, const ast::Identifier& table,
                               int block_index) {
  if (database.empty()) return;
  for (int at = block_index; at != kNone; at = out_.blocks[static_cast<std::size_t>(at)].parent) {
    for (const FromName& name : out_.blocks[static_cast<std::size_t>(at)].names) {
      if (name.exposed != table.text || name.database != database.text) continue;
      out_.view_qualifiers.push_back({database.token, table.token});
      return;
    }
  }
}

Has Binder::has_column(const FromName& name, const std::string& column) const {
  if (name.table == kNone) {
    DerivedColumn ignored;
    return find_derived_column(out_, name, column, ignored);
  }
  const BoundTable& table = out_.tables[static_cast<std::size_t>(name.table)];
  if (table.schema() != nullptr) {
    return table.schema()->find(column) != nullptr ? Has::yes : Has::no;
  }
  return table.rule().is_sharding_column(column) ? Has::yes : Has::maybe;
}

int Binder::owner_of(const Block& block, const std::string& column, std::size_t first,
                     std::size_t last, Has& found) const {
  int owner = kNone;
  int certain = 0;
  found = Has::no;
  for (std::size_t i = first; i < last; ++i) {
    const Has has = has_column(block.names[i], column);
    found = std::max(found, has);
    if (has == Has::maybe) return kNone;
    if (has != Has::yes) continue;
    if (certain++ == 0) owner = static_cast<int>(i);
  }
  if (certain <= 1) return owner;
  const auto& shared = block.using_columns;
  const bool one_value = std::find(shared.begin(), shared.end(), column) != shared.end();
  return one_value ? owner : kNone;
}

void Binder::note_derived(const ast::ColumnRef& ref, NameAt at, const std::string& column) {
  DerivedColumn found;
  const Has has =
      at.name == nullptr ? Has::maybe : find_derived_column(out_, *at.name, column, found);
  if (has != Has::yes) found = {};
  found.block = at.block;
  if (has == Has::yes) found.exposed = at.name->exposed;
  out_.derived_columns.emplace(&ref, std::move(found));
}

void Binder::resolve_qualified(const ast::ColumnRef& ref, int block_index) {
  const NameAt at = find_name(ref.schema, ref.table, block_index);
  std::string name = to_lower(ref.column.text);
  if (at.name == nullptr || at.name->table == kNone) {
    if (at.name != nullptr) note_derived(ref, at, name);
    return qualified_by_view(ref.schema, ref.table, block_index);
  }
  const int table = at.name->table;
  out_.qualifiers.emplace(&ref, table);
  const BoundTable& bound = out_.tables[static_cast<std::size_t>(table)];
  if (bound.schema() != nullptr && bound.schema()->find(name) == nullptr) return;
  out_.columns.emplace(&ref, BoundColumn{table, std::move(name)});
}

void Binder::resolve(const ast::ColumnRef& ref, int block_index) {
  if (!ref.table.empty()) return resolve_qualified(ref, block_index);
  std::string name = to_lower(ref.column.text);
  for (int at = block_index; at != kNone; at = out_.blocks[static_cast<std::size_t>(at)].parent) {
    const Block& own = out_.blocks[static_cast<std::size_t>(at)];
    Has found = Has::no;
    const int owner = owner_of(own, name, 0, own.names.size(), found);
    if (owner == kNone && found == Has::no) continue;
    if (owner == kNone) return note_derived(ref, {at, nullptr}, name);  // not to be told whose
    const FromName& from = own.names[static_cast<std::size_t>(owner)];
    if (from.table == kNone) return note_derived(ref, {at, &from}, name);
    out_.columns.emplace(&ref, BoundColumn{from.table, std::move(name)});
    return;
  }
}

}  // namespace sluice::router
