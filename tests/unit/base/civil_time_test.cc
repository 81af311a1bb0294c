// SPDX-License-Identifier: Apache-2.0
#include "common/base/civil_time.h"

#include <doctest/doctest.h>

namespace sluice {
namespace {

CivilMicros at(std::string_view text) {
  const auto micros = parse_civil(text);
  REQUIRE_MESSAGE(micros.has_value(), text);
  return *micros;
}

}  // namespace

TEST_CASE("a time is microseconds since 1970, before it negative") {
  CHECK(at("1970-01-01") == 0);
  CHECK(at("1970-01-02 00:00:01.5") == kMicrosPerDay + kMicrosPerSecond * 3 / 2);
  CHECK(at("1969-12-31 23:59:59.999999") == -1);
  CHECK(at("2000-02-29T12:30:00") == at("2000-02-29 12:30:00"));
  for (const char* text : {"0001-01-01 00:00:00", "1582-10-10 01:02:03.000004",
                           "9999-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999"}) {
    const CivilTime civil = to_civil(at(text));
    CHECK(to_micros(civil) == at(text));
  }
}

TEST_CASE("only what a server itself would write is a time") {
  for (const char* text :
       {"", "2026", "2026-1-1", "26-01-01", "2026-01-01 ", "2026-01-01 10:00", "2026-02-30",
        "2026-13-01", "0000-00-00", "2026-00-01", "2026-01-01 24:00:00", "2026-01-01 10:00:60",
        "2026-01-01 10:00:00.", "2026-01-01 10:00:00.1234567", "2026-01-01 10:00:00+02:00",
        "2026-01-01x", "2025-02-29"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_civil(text).has_value());
  }
}

TEST_CASE("numbers are dates, or dates and times") {
  CHECK(civil_of_number(20260228) == at("2026-02-28"));
  CHECK(civil_of_number(20260228235959) == at("2026-02-28 23:59:59"));
  for (const std::uint64_t number :
       {std::uint64_t{0}, std::uint64_t{260228}, std::uint64_t{20260230},
        std::uint64_t{20260228250000}, UINT64_MAX}) {
    CHECK_FALSE(civil_of_number(number).has_value());
  }
}

TEST_CASE("months keep the day as far as they have it") {
  CHECK(add_interval(at("2024-01-31 10:00:00"), 1, CivilUnit::months) == at("2024-02-29 10:00:00"));
  CHECK(add_interval(at("2023-01-31"), 1, CivilUnit::months) == at("2023-02-28"));
  CHECK(add_interval(at("2023-11-30"), 15, CivilUnit::months) == at("2025-02-28"));
  CHECK(add_interval(at("1969-12-31 23:00:00"), 2, CivilUnit::hours) == at("1970-01-01 01:00:00"));
  CHECK(add_interval(at("2024-02-28"), 2, CivilUnit::days) == at("2024-03-01"));
  CHECK_FALSE(add_interval(at("9999-12-31"), 1, CivilUnit::days).has_value());
  CHECK_FALSE(add_interval(at("9999-12-31"), 1, CivilUnit::months).has_value());
  CHECK_FALSE(add_interval(at("2024-01-01"), INT64_MAX, CivilUnit::hours).has_value());
  CHECK_FALSE(add_interval(at("2024-01-01"), INT64_MAX, CivilUnit::months).has_value());
}

}  // namespace sluice
