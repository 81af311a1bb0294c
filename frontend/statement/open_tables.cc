// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/open_tables.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "frontend/statement/source_query.h"

namespace sluice::frontend {
namespace {

struct Use {
  std::uint64_t in_use = 0;
  std::uint64_t name_locked = 0;
};
using Uses = std::map<std::string, Use>;  // by logical name

std::uint64_t number(const std::optional<std::string>& text) {
  std::uint64_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

// By actual name, of one data source.
std::map<std::string_view, std::string_view> logical_names(const router::DatabaseMetadata& database,
                                                           std::size_t source) {
  std::map<std::string_view, std::string_view> names;
  for (const auto& [name, table] : database.tables) {
    for (const router::ActualNode& node : table.rule->nodes) {
      if (node.data_source == source) names.emplace(node.table, name);
    }
  }
  return names;
}

Task<Result<void>> ask(Session& session, const executor::VisibleDatabase& database,
                       std::size_t source, Uses& uses) {
  backend::Pool& pool = database.pools->pool(source, session.state.found_rows);
  auto rows = co_await ask_source(
      session, pool,
      "SHOW OPEN TABLES FROM " + router::quote_name(database.pools->source(source).database));
  if (!rows) co_return rows.error();
  const auto names = logical_names(*database.metadata, source);
  for (const auto& row : *rows) {
    if (row.size() != 4 || !row[1]) continue;
    const auto name = names.find(*row[1]);
    if (name == names.end()) continue;
    Use& use = uses[std::string(name->second)];
    use.in_use = std::max(use.in_use, number(row[2]));
    use.name_locked = std::max(use.name_locked, number(row[3]));
  }
  co_return Result<void>();
}

bool is_wanted(const router::SystemGather& gather, const std::string& database) {
  return std::all_of(gather.database_filters.begin(), gather.database_filters.end(),
                     [&](const router::NameFilter& filter) {
                       return std::any_of(
                           filter.names.begin(), filter.names.end(), [&](const std::string& name) {
                             return router::to_lower(name) == router::to_lower(database);
                           });
                     });
}

}  // namespace

Task<Result<std::vector<executor::OwnTable::Row>>> open_tables(
    Session& session, const router::SystemGather& gather,
    std::span<const executor::VisibleDatabase> visible) {
  std::vector<executor::OwnTable::Row> rows;
  for (const executor::VisibleDatabase& database : visible) {
    if (!is_wanted(gather, database.metadata->name)) continue;
    Uses uses;
    for (std::size_t source = 0; source < database.pools->data_sources(); ++source) {
      Result<void> asked = co_await ask(session, database, source, uses);
      if (!asked) co_return asked.error();
    }
    for (const auto& [name, use] : uses) {
      rows.push_back({{"DATABASE", database.metadata->name},
                      {"TABLE", name},
                      {"IN_USE", std::to_string(use.in_use)},
                      {"NAME_LOCKED", std::to_string(use.name_locked)}});
    }
  }
  co_return rows;
}

}  // namespace sluice::frontend
