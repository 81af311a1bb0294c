// SPDX-License-Identifier: Apache-2.0
#include "executor/system_gather.h"

#include <algorithm>

namespace sluice::executor {
namespace {

using router::NameFilter;
using router::SystemGather;
using router::SystemSource;

constexpr std::string_view kInformationSchema = "information_schema";

// More names than this are not listed: the server is asked for all tables.
constexpr std::size_t kMaxNames = 200;

std::string text_literal(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  if (text.find_first_of("'\\") == std::string_view::npos) return "'" + std::string(text) + "'";
  std::string hex = "_utf8mb4 x'";
  for (const char c : text) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex + "'";
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 128; });
}

// As far as it can be told: names beyond ASCII may equal one that is spelt otherwise.
bool matches(const NameFilter& filter, std::string_view name, std::string_view session_database) {
  if (filter.kind == NameFilter::Kind::exactly) {
    return (filter.session_database && name == session_database) ||
           std::find(filter.names.begin(), filter.names.end(), name) != filter.names.end();
  }
  if (!is_ascii(name)) return true;
  const std::string lower = router::to_lower(name);
  if (filter.session_database &&
      (!is_ascii(session_database) || router::to_lower(session_database) == lower)) {
    return true;
  }
  return std::any_of(filter.names.begin(), filter.names.end(), [&](const std::string& each) {
    const std::string wanted = router::to_lower(each);
    return filter.kind == NameFilter::Kind::prefix
               ? lower.starts_with(wanted)
               : lower == wanted.substr(0, wanted.find_last_not_of(' ') + 1);
  });
}

bool matches(const std::vector<NameFilter>& filters, std::string_view name,
             std::string_view session_database) {
  return std::all_of(filters.begin(), filters.end(), [&](const NameFilter& filter) {
    return matches(filter, name, session_database);
  });
}

class QueryBuilder {
 public:
  QueryBuilder(const SystemGather& gather, std::string_view session_database)
      : gather_(gather), session_database_(session_database) {
    for (const std::string& column : gather.columns) {
      select_ += (select_.empty() ? "SELECT " : ", ") + router::quote_name(column);
    }
    select_ += " FROM information_schema." + router::quote_name(gather.name);
  }

  void ask_instance(backend::DatabasePools& pools, std::size_t source) {
    add(pools, source).sql = select_;
  }

  void ask_information_schema(backend::DatabasePools& pools, std::size_t source) {
    if (gather_.databases.empty() ||
        !matches(gather_.database_filters, kInformationSchema, session_database_)) {
      return;
    }
    SystemQuery& query = add(pools, source);
    query.sql = select_ + where_database(kInformationSchema);
    if (gather_.tables.empty()) return;
    for (const NameFilter& filter : gather_.table_filters) {
      if (filter.kind == NameFilter::Kind::prefix || filter.session_database) continue;
      std::vector<std::string_view> names(filter.names.begin(), filter.names.end());
      query.sql += " AND " + table_column() + one_of(names);
    }
  }

  void ask_database(const VisibleDatabase& database) {
    if (!matches(gather_.database_filters, database.metadata->name, session_database_)) return;
    if (gather_.source == SystemSource::databases) {
      const std::size_t source = database.metadata->default_data_source;
      SystemQuery& query = add(database, source);
      query.sql = select_ + where_database(query.actual_database);
      return;
    }
    const std::size_t first = queries_.size();
    for (std::size_t i = 0; i < database.pools->data_sources(); ++i) add(database, i);
    for (const auto& [name, table] : database.metadata->tables) add_nodes(name, table, first);
    for (std::size_t i = first; i < queries_.size(); ++i) finish(queries_[i]);
    std::erase_if(queries_, [](const SystemQuery& query) { return query.sql.empty(); });
  }

  std::vector<SystemQuery> take() { return std::move(queries_); }

 private:
  SystemQuery& add(backend::DatabasePools& pools, std::size_t source) {
    SystemQuery& query = queries_.emplace_back();
    query.pools = &pools;
    query.source = source;
    return query;
  }

  SystemQuery& add(const VisibleDatabase& database, std::size_t source) {
    SystemQuery& query = add(*database.pools, source);
    query.actual_database = database.pools->source(source).database;
    query.logic_database = database.metadata->name;
    return query;
  }

  void add_nodes(const std::string& name, const router::Table& table, std::size_t first) {
    if (table.schema == nullptr) return;
    const router::TableRule& rule = *table.rule;
    const bool matching = matches(gather_.table_filters, name, session_database_);
    // Other tables' names may stand in the rows, too.
    if (!matching && gather_.tables.size() < 2) return;
    const bool all = gather_.source == SystemSource::sums &&
                     rule.kind == router::TableKind::sharded && rule.nodes.size() > 1;
    for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
      SystemQuery& query = queries_[first + rule.nodes[i].data_source];
      const bool wanted = matching && (all || i == table.model);
      query.tables.emplace(rule.nodes[i].table, SystemQuery::Named{name, wanted, table.view.get()});
      query.merges = query.merges || (wanted && all);
    }
  }

  void finish(SystemQuery& query) const {
    std::vector<std::string_view> names;
    for (const auto& [actual, named] : query.tables) {
      if (named.wanted) names.push_back(actual);
    }
    if (names.empty()) return;
    query.sql = select_ + where_database(query.actual_database);
    const bool list = names.size() <= kMaxNames;
    if (!gather_.tables.empty()) {
      if (list) query.sql += " AND " + table_column() + one_of(names);
      return;
    }
    // MySQL's CHECK_CONSTRAINTS does not say whose they are.
    query.sql +=
        " AND CONSTRAINT_NAME IN (SELECT CONSTRAINT_NAME FROM "
        "information_schema.TABLE_CONSTRAINTS" +
        std::string(" WHERE CONSTRAINT_SCHEMA = ") + text_literal(query.actual_database) +
        " AND TABLE_NAME" + one_of(names) + ")";
  }

  static std::string one_of(const std::vector<std::string_view>& names) {
    if (names.size() == 1) return " = " + text_literal(names.front());
    std::string list;
    for (const std::string_view name : names) {
      list += (list.empty() ? " IN (" : ", ") + text_literal(name);
    }
    return names.empty() ? " IS NULL" : list + ")";
  }

  std::string where_database(std::string_view name) const {
    return " WHERE " + gather_.columns[gather_.databases.front()] + " = " + text_literal(name);
  }
  std::string table_column() const { return gather_.columns[gather_.tables.front()]; }

  const SystemGather& gather_;
  std::string_view session_database_;
  std::string select_;
  std::vector<SystemQuery> queries_;
};

void set(wire::Cell& cell, std::string_view text) {
  const Bytes bytes = as_bytes(text);
  cell.data = bytes.data();
  cell.size = bytes.size();
}

// t_order_0_ibfk_1 and t_order_0_chk_1 are the servers' own names for t_order_0's constraints.
void rename_constraint(const SystemQuery& query, wire::Cell& cell, std::deque<std::string>& texts) {
  for (const std::string_view infix : {"_ibfk_", "_chk_"}) {
    const std::string_view name = cell.text();
    const std::size_t at = name.rfind(infix);
    if (at == std::string_view::npos) continue;
    const auto found = query.tables.find(name.substr(0, at));
    if (found == query.tables.end()) continue;
    set(cell, texts.emplace_back(std::string(found->second.logic) + std::string(name.substr(at))));
  }
}

void rename_definition(const SystemQuery& query, const router::ViewQuery* view, wire::Cell& cell,
                       std::deque<std::string>& texts) {
  if (view != nullptr && !view->refusal) return set(cell, view->text);
  const std::string from = "`" + query.actual_database + "`.";
  const std::string to = "`" + query.logic_database + "`.";
  std::string text(cell.text());
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  set(cell, texts.emplace_back(std::move(text)));
}

}  // namespace

std::vector<SystemQuery> system_queries(const SystemGather& gather,
                                        std::span<const VisibleDatabase> databases,
                                        std::string_view session_database,
                                        backend::DatabasePools& scratch, std::size_t source) {
  QueryBuilder builder(gather, session_database);
  switch (gather.source) {
    case SystemSource::tables:
    case SystemSource::sums:
    case SystemSource::databases:
      builder.ask_information_schema(scratch, source);
      for (const VisibleDatabase& database : databases) builder.ask_database(database);
      break;
    case SystemSource::instance:
      builder.ask_instance(scratch, source);
      break;
    case SystemSource::nothing:
    case SystemSource::gateway:
    case SystemSource::refused:
      break;
  }
  return builder.take();
}

bool rename_system_row(const SystemGather& gather, const SystemQuery& query,
                       std::span<wire::Cell> cells, std::deque<std::string>& texts) {
  if (query.logic_database.empty()) return true;
  for (const std::uint16_t at : gather.databases) {
    if (!cells[at].is_null && cells[at].text() == query.actual_database) {
      set(cells[at], query.logic_database);
    }
  }
  const router::ViewQuery* view = nullptr;
  for (const std::uint16_t at : gather.tables) {
    const bool decides = at == gather.tables.front();
    if (cells[at].is_null) {
      if (decides) return false;
      continue;
    }
    const auto found = query.tables.find(cells[at].text());
    if (decides && (found == query.tables.end() || !found->second.wanted)) return false;
    if (decides) view = found->second.view;
    if (found != query.tables.end()) set(cells[at], found->second.logic);
  }
  for (const std::uint16_t at : gather.constraints) {
    if (!cells[at].is_null) rename_constraint(query, cells[at], texts);
  }
  for (const std::uint16_t at : gather.definitions) {
    if (!cells[at].is_null) rename_definition(query, view, cells[at], texts);
  }
  return true;
}

}  // namespace sluice::executor
