// SPDX-License-Identifier: Apache-2.0
#include "router/hints.h"

#include <algorithm>

namespace sluice::router {
namespace {

constexpr std::string_view kNames[] = {"SHARDINGSPHERE_HINT:", "ShardingSphere hint:"};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool same(std::string_view left, std::string_view right) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

// The keys and values of a statement's first comment.
std::optional<std::string_view> hint_text(std::string_view sql) {
  sql = sql.substr(std::min(sql.find_first_not_of(" \t\r\n"), sql.size()));
  if (!sql.starts_with("/*")) return std::nullopt;
  const std::size_t end = sql.find("*/", 2);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view comment = trimmed(sql.substr(2, end - 2));
  for (const std::string_view name : kNames) {
    if (same(comment.substr(0, name.size()), name)) return trimmed(comment.substr(name.size()));
  }
  return std::nullopt;
}

// The level that a key gives a value for.
std::optional<Level> level_of(std::string_view key) {
  if (same(key, "SHARDING_DATABASE_VALUE") || same(key, "shardingDatabaseValue")) {
    return Level::database;
  }
  if (same(key, "SHARDING_TABLE_VALUE") || same(key, "shardingTableValue")) return Level::table;
  return std::nullopt;
}

// What has no meaning for a gateway that decides these things itself.
bool without_effect(std::string_view key) {
  constexpr std::string_view kKeys[] = {
      "WRITE_ROUTE_ONLY",     "writeRouteOnly", "SKIP_METADATA_VALIDATE",
      "skipMetadataValidate", "USE_TRAFFIC",    "useTraffic"};
  return std::any_of(std::begin(kKeys), std::end(kKeys),
                     [&](std::string_view known) { return same(known, key); });
}

Result<void> add(std::string_view key, std::string_view value, Hints& hints) {
  const std::size_t dot = key.rfind('.');
  const std::string_view table = dot == std::string_view::npos ? "" : trimmed(key.substr(0, dot));
  const std::string_view name = dot == std::string_view::npos ? key : trimmed(key.substr(dot + 1));
  if (const auto level = level_of(name)) {
    hints.values.push_back({*level, table, value});
    return {};
  }
  if (same(name, "DISABLE_AUDIT_NAMES") || same(name, "disableAuditNames")) {
    hints.disabled_auditors = value;
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
    if (same(value.table, table)) return value.text;
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
    const std::string_view pair = trimmed(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (pair.empty()) continue;
    const std::size_t sign = pair.find('=');
    if (sign == std::string_view::npos) return make_error(ErrorId::hint_invalid);
    const Result<void> added =
        add(trimmed(pair.substr(0, sign)), trimmed(pair.substr(sign + 1)), hints);
    if (!added) return added.error();
  }
  return std::optional(std::move(hints));
}

}  // namespace sluice::router
