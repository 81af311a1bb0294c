// SPDX-License-Identifier: Apache-2.0
#include "parser/interval_unit.h"

#include <algorithm>
#include <array>

#include "parser/ascii.h"

namespace sluice::parser {
namespace {

constexpr std::array<std::string_view, 17> kSimple = {
    "MICROSECOND", "SECOND",         "MINUTE",        "HOUR",
    "DAY",         "WEEK",           "MONTH",         "QUARTER",
    "YEAR",        "SQL_TSI_SECOND", "SQL_TSI_HOUR",  "SQL_TSI_MINUTE",
    "SQL_TSI_DAY", "SQL_TSI_WEEK",   "SQL_TSI_MONTH", "SQL_TSI_QUARTER",
    "SQL_TSI_YEAR"};

constexpr std::array<std::string_view, 11> kCompound = {
    "DAY_HOUR",    "DAY_MICROSECOND",  "DAY_MINUTE",        "DAY_SECOND",
    "HOUR_MINUTE", "HOUR_MICROSECOND", "HOUR_SECOND",       "MINUTE_MICROSECOND",
    "YEAR_MONTH",  "MINUTE_SECOND",    "SECOND_MICROSECOND"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& units, std::string_view word) {
  return std::any_of(units.begin(), units.end(),
                     [word](std::string_view unit) { return equals_upper(word, unit); });
}

}  // namespace

bool is_simple_unit(std::string_view word) {
  return contains(kSimple, word);
}

bool is_interval_unit(std::string_view word) {
  return contains(kSimple, word) || contains(kCompound, word);
}

}  // namespace sluice::parser
