// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/format_double.h"

#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

namespace sluice::executor::operators {
namespace {

std::string formatted(double value) {
  char text[kDoubleTextBytes];
  return {text, format_double(value, text)};
}

}  // namespace

// MariaDB 10.11: CREATE TABLE t (d DOUBLE); INSERT INTO t VALUES (...); SELECT d FROM t
TEST_CASE("doubles as the server prints them") {
  const std::vector<std::pair<double, std::string>> facts = {
      {0, "0"},
      {1, "1"},
      {-1.5, "-1.5"},
      {0.1, "0.1"},
      {0.30000000000000004, "0.30000000000000004"},
      {100000, "100000"},
      {123456.789, "123456.789"},
      {1e14, "100000000000000"},
      {1.5e14, "150000000000000"},
      {123456789012345, "123456789012345"},
      {999999999999999, "999999999999999"},
      {1e15, "1e15"},
      {1.5e15, "1.5e15"},
      {1234567890123456, "1.234567890123456e15"},
      {9007199254740992, "9.007199254740992e15"},
      {3051712838218293.5, "3051712838218293.5"},
      {-2204657406977390.8, "-2204657406977390.8"},
      {2045221006601479.8, "2045221006601479.8"},
      {1e16, "1e16"},
      {12345678901234567e0, "1.2345678901234568e16"},
      {1e20, "1e20"},
      {-1e20, "-1e20"},
      {1.5e20, "1.5e20"},
      {1e22, "1e22"},
      {1e23, "1e23"},
      {1e100, "1e100"},
      {1.7976931348623157e308, "1.7976931348623157e308"},
      {0.000123, "0.000123"},
      {1e-5, "0.00001"},
      {1.234567890123456e-10, "0.0000000001234567890123456"},
      {1e-14, "0.00000000000001"},
      {1.2345678901234567e-14, "0.000000000000012345678901234567"},
      {1e-15, "0.000000000000001"},
      {1.5e-15, "0.0000000000000015"},
      {1.2345678901234567e-15, "0.0000000000000012345678901234568"},
      {1e-16, "1e-16"},
      {1.23e-100, "1.23e-100"},
      {2.2250738585072014e-308, "2.2250738585072014e-308"},
      {4.9e-324, "5e-324"},
  };
  for (const auto& [value, text] : facts) CHECK(formatted(value) == text);
}

}  // namespace sluice::executor::operators
