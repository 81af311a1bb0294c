// SPDX-License-Identifier: Apache-2.0
#include "parser/function_rules.h"

#include "parser/ascii.h"

namespace sluice::parser {
namespace {

constexpr FunctionRule aggregate(std::string_view name, bool distinct) {
  return {.name = name, .min_args = 1, .max_args = 1, .aggregate = true, .distinct = distinct};
}

constexpr FunctionRule window(std::string_view name, std::uint8_t min_args, std::uint8_t max_args) {
  return {.name = name, .min_args = min_args, .max_args = max_args, .window = true};
}

constexpr FunctionRule keyword(std::string_view name, std::uint8_t min_args,
                               std::uint8_t max_args) {
  return {.name = name, .min_args = min_args, .max_args = max_args, .reserved = true};
}

constexpr FunctionRule dates(std::string_view name, bool needs_interval) {
  return {.name = name,
          .min_args = 2,
          .max_args = 2,
          .interval = true,
          .needs_interval = needs_interval};
}

constexpr FunctionRule clock(std::string_view name) {
  return {.name = name, .min_args = 0, .max_args = 1, .precision = true};
}

constexpr FunctionRule kRules[] = {
    {.name = "COUNT", .min_args = 1, .max_args = 1, .aggregate = true, .distinct = true},
    aggregate("SUM", true),
    aggregate("AVG", true),
    aggregate("MIN", true),
    aggregate("MAX", true),
    aggregate("BIT_AND", false),
    aggregate("BIT_OR", false),
    aggregate("BIT_XOR", false),
    aggregate("STD", false),
    aggregate("STDDEV", false),
    aggregate("STDDEV_POP", false),
    aggregate("STDDEV_SAMP", false),
    aggregate("VARIANCE", false),
    aggregate("VAR_POP", false),
    aggregate("VAR_SAMP", false),
    {.name = "GROUP_CONCAT",
     .min_args = 1,
     .max_args = kAnyNumber,
     .aggregate = true,
     .distinct = true,
     .ordered = true},
    {.name = "JSON_ARRAYAGG",
     .min_args = 1,
     .max_args = 1,
     .aggregate = true,
     .distinct = true,
     .ordered = true},
    {.name = "JSON_OBJECTAGG", .min_args = 2, .max_args = 2, .aggregate = true},
    {.name = "ST_COLLECT", .min_args = 1, .max_args = 1, .aggregate = true, .distinct = true},
    {.name = "ROW_NUMBER", .min_args = 0, .max_args = 0, .window = true, .reserved = true},
    window("RANK", 0, 0),
    window("DENSE_RANK", 0, 0),
    window("PERCENT_RANK", 0, 0),
    window("CUME_DIST", 0, 0),
    window("NTILE", 1, 1),
    window("LEAD", 1, 3),
    window("LAG", 1, 3),
    window("FIRST_VALUE", 1, 1),
    window("LAST_VALUE", 1, 1),
    // In MariaDB also the last of its arguments, without OVER.
    {.name = "LAST_VALUE", .min_args = 1, .max_args = kAnyNumber, .aggregate = true},
    window("NTH_VALUE", 2, 2),
    window("MEDIAN", 1, 1),
    window("PERCENTILE_CONT", 1, 1),
    window("PERCENTILE_DISC", 1, 1),
    keyword("IF", 3, 3),
    keyword("LEFT", 2, 2),
    keyword("RIGHT", 2, 2),
    keyword("REPLACE", 3, 3),
    keyword("INSERT", 4, 4),
    keyword("MOD", 2, 2),
    keyword("REPEAT", 2, 2),
    keyword("CHAR", 1, kAnyNumber),
    keyword("TRUNCATE", 2, 2),
    keyword("INTERVAL", 2, kAnyNumber),
    dates("DATE_ADD", true),
    dates("DATE_SUB", true),
    dates("ADDDATE", false),
    dates("SUBDATE", false),
    clock("NOW"),
    clock("CURTIME"),
    clock("SYSDATE"),
};

// Windows functions of MariaDB alone; to MySQL they are functions like any.
bool is_mariadb_only(std::string_view name) {
  return name == "MEDIAN" || name.starts_with("PERCENTILE_");
}

}  // namespace

const FunctionRule* function_rule(std::string_view name, bool mariadb) {
  for (const FunctionRule& rule : kRules) {
    if (!equals_upper(name, rule.name)) continue;
    if (rule.name == "LAST_VALUE" && rule.window == mariadb) continue;
    if (rule.name == "ST_COLLECT" ? mariadb : !mariadb && is_mariadb_only(rule.name))
      return nullptr;
    return &rule;
  }
  return nullptr;
}

}  // namespace sluice::parser
