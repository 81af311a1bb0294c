// SPDX-License-Identifier: Apache-2.0
#include "router/hints.h"

#include <algorithm>

#include "config/scalar.h"

namespace sluice::router {
namespace {

using config::equal_ignoring_case;
using config::trim;

constexpr std::string_view kNames[] = {"SHARDINGSPHERE_HINT:", "ShardingSphere hint:"};

// The keys and values of a statement's first comment.
std::optional<std::string_view> hint_text(std::string_view sql) {
  sql = trim(sql);
  if (!sql.starts_with("/*")) return std::nullopt;
  const std::size_t end = sql.find("*/", 2);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view comment = trim(sql.substr(2, end - 2));
  for (const std::string_view name : kNames) {
    if (equal_ignoring_case(comment.substr(0, name.size()), name))
      return trim(comment.substr(name.size()));
  }
  return std::nullopt;
}

// The level that a key gives a value for.
std::optional<Level> level_of(std::string_view key) {
  if (equal_ignoring_case(key, "SHARDING_DATABASE_VALUE") ||
      equal_ignoring_case(key, "shardingDatabaseValue")) {
    return Level::database;
  }
  if (equal_ignoring_case(key, "SHARDING_TABLE_VALUE") ||
      equal_ignoring_case(key, "shardingTableValue"))
    return Level::table;
  return std::nullopt;
}

// What has no meaning for a gateway that decides these things itself.
bool without_effect(std::string_view key) {
  constexpr std::string_view kKeys[] = {"SKIP_METADATA_VALIDATE", "skipMetadataValidate",
                                        "USE_TRAFFIC", "useTraffic"};
  return std::any_of(std::begin(kKeys), std::end(kKeys),
                     [&](std::string_view known) { return equal_ignoring_case(known, key); });
}

Result<void> add(std::string_view key, std::string_view value, Hints& hints) {
  const std::size_t dot = key.rfind('.');
  const std::string_view table = dot == std::string_view::npos ? "" : trim(key.substr(0, dot));
  const std::string_view name = dot == std::string_view::npos ? key : trim(key.substr(dot + 1));
  if (const auto level = level_of(name)) {
    hints.values.push_back({*level, table, value});
    return {};
  }
  if (equal_ignoring_case(name, "DISABLE_AUDIT_NAMES") ||
      equal_ignoring_case(name, "disableAuditNames")) {
    hints.disabled_auditors = value;
    return {};
  }
  if (equal_ignoring_case(name, "DATA_SOURCE_NAME") ||
      equal_ignoring_case(name, "dataSourceName")) {
    hints.data_source = value;
    return {};
  }
  if (equal_ignoring_case(name, "SKIP_SQL_REWRITE") ||
      equal_ignoring_case(name, "skipSQLRewrite")) {
    hints.skip_rewrite = equal_ignoring_case(value, "true");
    return {};
  }
  if (equal_ignoring_case(name, "WRITE_ROUTE_ONLY") ||
      equal_ignoring_case(name, "writeRouteOnly")) {
    hints.primary_only = equal_ignoring_case(value, "true");
    return {};
  }
  if (without_effect(name)) return {};
  return make_error(ErrorId::hint_unknown, {key});
}

}  // namespace

std::string_view Hints::value_for(Level level, std::string_view table) const {
  std::string_view of_all;
  for (const Value& value : values) {
    if (value.level != level) continue;
    if (equal_ignoring_case(value.table, table)) return value.text;
    if (value.table.empty()) of_all = value.text;
  }
  return of_all;
}

bool Hints::disables(std::string_view auditor) const {
  bool found = false;
  for_each_word(disabled_auditors,
                [&](std::string_view name) { found = found || name == auditor; });
  return found;
}

Result<std::optional<Hints>> read_hints(std::string_view sql) {
  const std::optional<std::string_view> text = hint_text(sql);
  if (!text) return std::optional<Hints>();
  Hints hints;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    const std::string_view pair = trim(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (pair.empty()) continue;
    const std::size_t sign = pair.find('=');
    if (sign == std::string_view::npos) return make_error(ErrorId::hint_invalid);
    const Result<void> added = add(trim(pair.substr(0, sign)), trim(pair.substr(sign + 1)), hints);
    if (!added) return added.error();
  }
  return std::optional(std::move(hints));
}

}  // namespace sluice::router
