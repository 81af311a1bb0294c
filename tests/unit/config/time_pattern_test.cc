// SPDX-License-Identifier: Apache-2.0
// Patterns as Java's DateTimeFormatter reads and writes them.
#include "config/time_pattern.h"

#include <doctest/doctest.h>

namespace sluice::config {
namespace {

TimePattern pattern(std::string_view text) {
  auto compiled = TimePattern::compile(text);
  REQUIRE_MESSAGE(compiled.ok(), (compiled.ok() ? "" : compiled.error().message()));
  return *std::move(compiled);
}

}  // namespace

TEST_CASE("patterns write and read times") {
  const CivilMicros time = *parse_civil("2026-03-04 05:06:07.089");
  CHECK(pattern("yyyyMM").format(time) == "202603");
  CHECK(pattern("uu_M_d").format(time) == "26_3_4");
  CHECK(pattern("yyyy-MM-dd HH:mm:ss.SSS").format(time) == "2026-03-04 05:06:07.089");
  CHECK(pattern("'y'yyyy'''m'MM").format(time) == "y2026'm03");
  CHECK(pattern("yyyy-MM-dd HH:mm:ss").parse("2026-03-04 05:06:07") ==
        parse_civil("2026-03-04 05:06:07"));
  CHECK(pattern("yyyyMMddHHmmss").parse("20260304050607") == parse_civil("2026-03-04 05:06:07"));
  CHECK(pattern("dd/MM/yyyy").parse("04/12/2026") == parse_civil("2026-12-04"));
  CHECK(pattern("d.M.yy").parse("4.9.26") == parse_civil("2026-09-04"));
}

TEST_CASE("a longer text is cut, a shorter one follows the pattern's beginning") {
  const TimePattern seconds = pattern("yyyy-MM-dd HH:mm:ss");
  CHECK(seconds.parse("2026-03-04 05:06:07.999") == parse_civil("2026-03-04 05:06:07"));
  CHECK(seconds.parse("2026-03-04") == parse_civil("2026-03-04"));
  CHECK(seconds.parse("2026-03") == parse_civil("2026-03-01"));
  CHECK(pattern("yyyy-MM").parse("2026-03-04") == parse_civil("2026-03-01"));
  for (const char* text : {"", "2026-3-4", "2026-02-30", "x026-03-04", "2026-03-04 05:06:0"}) {
    CAPTURE(text);
    CHECK_FALSE(seconds.parse(text).has_value());
  }
}

TEST_CASE("what is not understood is named") {
  CHECK(TimePattern::compile("yyyy-MMM").error().message().find("'MMM' is not known here") !=
        std::string::npos);
  CHECK(TimePattern::compile("EEE").error().message().find("'EEE'") != std::string::npos);
  CHECK(TimePattern::compile("yyyy'x").error().message().find("a quote is not closed") !=
        std::string::npos);
  CHECK(TimePattern::compile("--").error().message().find("names no date or time") !=
        std::string::npos);
  CHECK_FALSE(TimePattern::compile("").ok());
}

TEST_CASE("units are Java's ChronoUnits") {
  CHECK(time_unit("YEARS")->amount == 12);
  CHECK(time_unit("Weeks")->amount == 7);
  CHECK(time_unit("halfdays")->unit == CivilUnit::hours);
  CHECK_FALSE(time_unit("FORTNIGHTS").has_value());
}

}  // namespace sluice::config
