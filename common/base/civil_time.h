// SPDX-License-Identifier: Apache-2.0
// Dates and times of day without a time zone, as MySQL's DATE and DATETIME hold them: microseconds
// since 1970-01-01 00:00:00 in the proleptic Gregorian calendar. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice {

using CivilMicros = std::int64_t;
inline constexpr CivilMicros kMicrosPerSecond = 1'000'000;
inline constexpr CivilMicros kMicrosPerDay = 86'400 * kMicrosPerSecond;

struct CivilTime {
  int year = 1970;  // 1 .. 9999
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  unsigned micro = 0;
};

// nullopt: there is no such day or time of day.
std::optional<CivilMicros> to_micros(const CivilTime& time);
CivilTime to_civil(CivilMicros micros);

// The forms in which a server itself writes such values: YYYY-MM-DD, or that with ' ' or 'T' and
// HH:MM:SS, or that with a fraction of up to six digits. Others, that a server may read, too, are
// nullopt, as are days that do not exist.
std::optional<CivilMicros> parse_civil(std::string_view text);
// YYYYMMDD or YYYYMMDDHHMMSS as a number.
std::optional<CivilMicros> civil_of_number(std::uint64_t number);

enum class CivilUnit : std::uint8_t { seconds, minutes, hours, days, months };

// Months keep the day as far as the month has it: a month behind January 31 is February 28 or 29.
// nullopt: outside of the years 1 to 9999.
std::optional<CivilMicros> add_interval(CivilMicros from, std::int64_t amount, CivilUnit unit);

}  // namespace sluice
