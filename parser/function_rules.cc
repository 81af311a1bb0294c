// SPDX-License-Identifier: Apache-2.0
#include "parser/function_rules.h"

#include <algorithm>

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

constexpr FunctionRule keyword_of(KnownTo server, std::string_view name, std::uint8_t min_args,
                                  std::uint8_t max_args) {
  FunctionRule rule = keyword(name, min_args, max_args);
  rule.server = server;
  return rule;
}

constexpr FunctionRule dynamic_column(std::string_view name, std::uint8_t min_args) {
  FunctionRule rule = keyword_of(KnownTo::mariadb, name, min_args, kAnyNumber);
  rule.typed = true;
  return rule;
}

constexpr FunctionRule of(KnownTo server, FunctionRule rule) {
  rule.server = server;
  return rule;
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
    {.name = "AVG",
     .min_args = 1,
     .max_args = 1,
     .aggregate = true,
     .distinct = true,
     .reserved = true},
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
    of(KnownTo::mysql, aggregate("ST_COLLECT", true)),
    {.name = "ROW_NUMBER", .min_args = 0, .max_args = 0, .window = true, .reserved = true},
    window("RANK", 0, 0),
    window("DENSE_RANK", 0, 0),
    window("PERCENT_RANK", 0, 0),
    window("CUME_DIST", 0, 0),
    window("NTILE", 1, 1),
    window("LEAD", 1, 3),
    window("LAG", 1, 3),
    window("FIRST_VALUE", 1, 1),
    of(KnownTo::mysql, window("LAST_VALUE", 1, 1)),
    // In MariaDB also the last of its arguments, without OVER.
    of(KnownTo::mariadb, {.name = "LAST_VALUE",
                          .min_args = 1,
                          .max_args = kAnyNumber,
                          .aggregate = true,
                          .reserved = true}),
    window("NTH_VALUE", 2, 2),
    of(KnownTo::mariadb, window("MEDIAN", 1, 1)),
    of(KnownTo::mariadb, window("PERCENTILE_CONT", 1, 1)),
    of(KnownTo::mariadb, window("PERCENTILE_DISC", 1, 1)),
    keyword("IF", 3, 3),
    keyword("LEFT", 2, 2),
    keyword("RIGHT", 2, 2),
    keyword("REPLACE", 3, 3),
    keyword("INSERT", 4, 4),
    keyword("MOD", 2, 2),
    keyword("REPEAT", 2, 2),
    keyword("CHAR", 1, kAnyNumber),
    keyword("CHARACTER", 1, kAnyNumber),
    keyword("TRUNCATE", 2, 2),
    keyword("INTERVAL", 2, kAnyNumber),
    keyword("ASCII", 1, 1),
    keyword("CHARSET", 1, 1),
    keyword("DATE", 1, 1),
    keyword("DAY", 1, 1),
    keyword("HOUR", 1, 1),
    keyword("MINUTE", 1, 1),
    keyword("MONTH", 1, 1),
    keyword("SECOND", 1, 1),
    keyword("TIME", 1, 1),
    keyword("YEAR", 1, 1),
    keyword("SQL_TSI_DAY", 1, 1),
    keyword("SQL_TSI_HOUR", 1, 1),
    keyword("SQL_TSI_MINUTE", 1, 1),
    keyword("SQL_TSI_MONTH", 1, 1),
    keyword("SQL_TSI_SECOND", 1, 1),
    keyword("SQL_TSI_YEAR", 1, 1),
    keyword("TIMESTAMP", 1, 2),
    keyword("USER", 0, 0),
    keyword_of(KnownTo::mysql, "COLLATION", 1, 1),
    keyword_of(KnownTo::mysql, "MICROSECOND", 1, 1),
    keyword_of(KnownTo::mysql, "QUARTER", 1, 1),
    keyword_of(KnownTo::mysql, "REVERSE", 1, 1),
    keyword_of(KnownTo::mysql, "SQL_TSI_QUARTER", 1, 1),
    keyword_of(KnownTo::mysql, "DATABASE", 0, 0),
    keyword_of(KnownTo::mysql, "SCHEMA", 0, 0),
    keyword_of(KnownTo::mysql, "ROW_COUNT", 0, 0),
    keyword_of(KnownTo::mysql, "LOG", 1, 2),
    keyword_of(KnownTo::mysql, "WEEK", 1, 2),
    keyword_of(KnownTo::mysql, "SQL_TSI_WEEK", 1, 2),
    keyword_of(KnownTo::mysql, "FORMAT", 2, 3),
    keyword_of(KnownTo::mysql, "POINT", 2, 2),
    keyword_of(KnownTo::mysql, "COALESCE", 1, kAnyNumber),
    keyword_of(KnownTo::mysql, "GROUPING", 1, kAnyNumber),
    keyword_of(KnownTo::mysql, "LINESTRING", 1, kAnyNumber),
    keyword_of(KnownTo::mysql, "MULTILINESTRING", 1, kAnyNumber),
    keyword_of(KnownTo::mysql, "MULTIPOINT", 1, kAnyNumber),
    keyword_of(KnownTo::mysql, "MULTIPOLYGON", 1, kAnyNumber),
    keyword_of(KnownTo::mysql, "POLYGON", 1, kAnyNumber),
    keyword_of(KnownTo::mysql, "GEOMETRYCOLLECTION", 0, kAnyNumber),
    keyword_of(KnownTo::mysql, "GEOMCOLLECTION", 0, kAnyNumber),
    keyword_of(KnownTo::mariadb, "PASSWORD", 1, 1),
    keyword_of(KnownTo::mariadb, "VALUE", 1, 1),
    keyword_of(KnownTo::mariadb, "CONTAINS", 0, kAnyNumber),
    keyword_of(KnownTo::mariadb, "OVERLAPS", 0, kAnyNumber),
    keyword_of(KnownTo::mariadb, "WITHIN", 0, kAnyNumber),
    keyword_of(KnownTo::mariadb, "ROWNUM", 0, 0),
    keyword_of(KnownTo::mariadb, "NEXTVAL", 1, 1),
    keyword_of(KnownTo::mariadb, "LASTVAL", 1, 1),
    keyword_of(KnownTo::mariadb, "SETVAL", 2, 4),
    keyword_of(KnownTo::mariadb, "COLUMN_GET", 2, 2),
    dynamic_column("COLUMN_ADD", 3),
    dynamic_column("COLUMN_CREATE", 2),
    keyword_of(KnownTo::mariadb, "COLUMN_DELETE", 2, kAnyNumber),
    dates("DATE_ADD", true),
    dates("DATE_SUB", true),
    dates("ADDDATE", false),
    dates("SUBDATE", false),
    {.name = "CURDATE", .min_args = 0, .max_args = 0},
    {.name = "SESSION_USER", .min_args = 0, .max_args = 0},
    {.name = "SYSTEM_USER", .min_args = 0, .max_args = 0},
    clock("NOW"),
    clock("CURTIME"),
    clock("SYSDATE"),
};

constexpr std::string_view kSymbols[] = {
    "BIT_AND",    "BIT_OR",      "BIT_XOR",  "CAST",          "COUNT",         "CURDATE",
    "CURTIME",    "DATE_ADD",    "DATE_SUB", "EXTRACT",       "GROUP_CONCAT",  "MAX",
    "MID",        "MIN",         "NOW",      "POSITION",      "STD",           "STDDEV",
    "STDDEV_POP", "STDDEV_SAMP", "SUBSTR",   "SUBSTRING",     "SUM",           "TRIM",
    "VARIANCE",   "VAR_POP",     "VAR_SAMP", "JSON_ARRAYAGG", "JSON_OBJECTAGG"};

}  // namespace

bool is_symbol(std::string_view name) {
  return std::any_of(std::begin(kSymbols), std::end(kSymbols),
                     [name](std::string_view symbol) { return equals_upper(name, symbol); });
}

const FunctionRule* function_rule(std::string_view name, bool mariadb) {
  const KnownTo other = mariadb ? KnownTo::mysql : KnownTo::mariadb;
  for (const FunctionRule& rule : kRules) {
    if (rule.server != other && equals_upper(name, rule.name)) return &rule;
  }
  return nullptr;
}

}  // namespace sluice::parser
