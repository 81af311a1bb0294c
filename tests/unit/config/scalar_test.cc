// SPDX-License-Identifier: Apache-2.0
#include "config/scalar.h"

#include <array>

#include <doctest/doctest.h>

#include "config/suggest.h"

namespace sluice::config {

TEST_CASE("sizes") {
  CHECK(parse_size("0") == 0);
  CHECK(parse_size("4096") == 4096);
  CHECK(parse_size("64K") == 64 << 10);
  CHECK(parse_size("64kb") == 64 << 10);
  CHECK(parse_size("64 MiB") == 64 << 20);
  CHECK(parse_size("1G") == 1 << 30);
  CHECK(parse_size("8589934591G") == 8589934591LL << 30);
  for (const char* wrong : {"", "M", "-1", "1.5M", "1T", "64MM", "8589934592G", "0x10"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_size(wrong));
  }
}

TEST_CASE("durations need a unit") {
  CHECK(parse_duration("0") == 0);
  CHECK(parse_duration("500ms") == 500);
  CHECK(parse_duration("10s") == 10'000);
  CHECK(parse_duration("2 m") == 120'000);
  CHECK(parse_duration("1h") == 3'600'000);
  for (const char* wrong : {"", "10", "s", "-1s", "1.5s", "1d", "9223372036854775807h"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_duration(wrong));
  }
}

TEST_CASE("truth values are YAML 1.1's") {
  for (const char* yes : {"true", "True", "YES", "on"}) CHECK(parse_boolean(yes) == true);
  for (const char* no : {"false", "No", "OFF"}) CHECK(parse_boolean(no) == false);
  for (const char* neither : {"", "1", "y", "truee"}) CHECK_FALSE(parse_boolean(neither));
}

TEST_CASE("whole numbers") {
  CHECK(parse_integer("-17") == -17);
  CHECK(parse_integer("007") == 7);
  for (const char* wrong : {"", "+1", "1 ", "1.0", "9223372036854775808"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_integer(wrong));
  }
}

TEST_CASE("suggestions are near, and in no style of writing in particular") {
  constexpr std::array<std::string_view, 4> kNames = {"maxPoolSize", "minPoolSize", "url",
                                                      "max-allowed-packet"};
  CHECK(suggestion("maxPoolsize", kNames) == ", did you mean 'maxPoolSize'?");
  CHECK(suggestion("minPolSize", kNames) == ", did you mean 'minPoolSize'?");
  CHECK(suggestion("max_allowed_packet", kNames) == ", did you mean 'max-allowed-packet'?");
  CHECK(suggestion("ulr", kNames) == ", did you mean 'url'?");
  CHECK(suggestion("password", kNames) == "");
  CHECK(suggestion("", kNames) == "");
  CHECK(suggestion(std::string(100'000, 'x'), kNames) == "");
}

}  // namespace sluice::config
