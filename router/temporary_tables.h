// SPDX-License-Identifier: Apache-2.0
// The temporary tables of a session, as planning sees them: each lies on one data source and hides
// a table of the same name. A plan made with any of them is the session's own.
//
// Ownership: belongs to the session's state. Thread rule: its worker's thread.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "router/metadata.h"

namespace sluice::router {

class TemporaryTables {
 public:
  bool empty() const { return entries_.empty(); }
  // Grows with every change: plans of an older one may name other tables.
  std::uint64_t version() const { return version_; }

  // Null if there is no such table.
  const Table* find(std::string_view database, std::string_view name) const {
    const auto found = at(database, name);
    return found == entries_.end() ? nullptr : &found->table;
  }

  // Adds the table, or replaces it. `schema` may be null: not known.
  void set(std::string database, std::string name, DataSourceIndex source,
           std::shared_ptr<const TableSchema> schema) {
    auto rule = std::make_shared<TableRule>();
    rule->name = name;
    rule->kind = TableKind::single;
    rule->temporary = true;
    rule->nodes.push_back({source, name, quote_name(name)});
    erase(database, name);
    Table table;
    table.rule = std::move(rule);
    table.schema = std::move(schema);
    entries_.push_back({std::move(database), std::move(name), std::move(table)});
    ++version_;
  }

  void erase(std::string_view database, std::string_view name) {
    const auto found = at(database, name);
    if (found == entries_.end()) return;
    entries_.erase(found);
    ++version_;
  }

  void clear() {
    if (!entries_.empty()) ++version_;
    entries_.clear();
  }

  // Whether any lies there.
  bool any_on(std::string_view database, DataSourceIndex source) const {
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.database == database && entry.table.rule->nodes[0].data_source == source;
    });
  }

 private:
  struct Entry {
    std::string database;
    std::string name;
    Table table;
  };

  std::vector<Entry>::const_iterator at(std::string_view database, std::string_view name) const {
    return std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.database == database && entry.name == name;
    });
  }

  std::vector<Entry> entries_;
  std::uint64_t version_ = 0;
};

}  // namespace sluice::router
